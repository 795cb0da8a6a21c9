"""``preflight baseline``: accept what is wrong today, so that the gate stands in the way of new mistakes only.

Each accepted finding becomes a waiver with an owner, a reason and a day on which it runs out. Those days are spread, so
that sixty sites adopted in one week do not all fail on one Monday; which day is whose depends on the finding alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from preflight import config, pipeline
from preflight.collect import shown_path
from preflight.model import Judged, PreflightError, Report, Waiver
from preflight.reporters import shown
from preflight.writing import write

FILE_NAME = "waivers.toml"
HEAD = """\
# Accepted findings. Each needs a rule and a reason; one that has run out fails again.
# Delete a waiver as soon as what it accepts is mended.
schema = 1
"""
ACCEPTED = ("error", "warning")


def adopt(options: pipeline.Options, *, owner: str = "", days: int = 0) -> str:
    """Write waivers for what a check of these targets finds now; what to tell the user. Raises PreflightError.

    ``days`` is when the first of them run out (the last ones take twice as long), 0 for never.
    """
    today = options.today or date.today()
    report = pipeline.run(replace(options, today=today))
    if report.verdict == "INCOMPLETE":
        raise PreflightError("not everything could be checked, so nothing was accepted: run preflight check first")
    waivers = list(_waivers(report, owner, today, days))
    if not waivers:
        return "There is nothing to accept: nothing was found, or all of it is accepted already."
    file = _file(options)
    hint = keep(waivers, file)
    until = f" The first run out on {min(filter(None, (one.expires for one in waivers))):%d %B %Y}." if days else ""
    found = sum(waiver.count or 1 for waiver in waivers)
    return f"Accepted {found:,} finding{'' if found == 1 else 's'} in {shown_path(file)}.{until} {hint}".rstrip()


def keep(waivers: Iterable[Waiver], file: Path) -> str:
    """Add the waivers to a file, and see to it that the configuration beside names it; what there is to say about that.

    Raises PreflightError.
    """
    added = "".join(f"\n{config.written(waiver)}" for waiver in waivers)
    earlier = _read(file)
    try:
        write(str(file), (earlier or HEAD).rstrip("\n") + "\n" + added)
        return _named_in_configuration(file)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror})", shown_path(file)) from error


def file_beside(configuration: Path) -> Path:
    """The waivers file that a configuration names, or the usual one beside it."""
    return configuration.parent / (config.named_waivers(configuration) or FILE_NAME)


FRESH = ("waivers.", "checklist.")
"""What is asked anew every time: nobody accepts once and for all that nobody has looked."""


def _waivers(report: Report, owner: str, today: date, days: int) -> Iterator[Waiver]:
    """One for all occurrences of a finding. What is accepted in one message is asked again in the next one."""
    emails = {path for target in report.targets if target.kind == "email" for path in target.documents}
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Judged] = {}
    for judged in report.findings:
        if judged.waiver is None and judged.severity in ACCEPTED and not judged.finding.rule.startswith(FRESH):
            path = judged.location.path
            key = (judged.finding.rule, judged.fingerprint, path if path in emails else "**")
            counts[key] += 1
            first.setdefault(key, judged)
    for (rule, fingerprint, path), count in sorted(counts.items()):
        match = first[rule, fingerprint, path].finding.match
        yield Waiver(
            rule,
            f"accepted on {today:%d %B %Y}",
            path=path,
            match=match if shown.mask(match) == match and len(match) <= 200 else "",
            fingerprint=fingerprint,
            owner=owner,
            expires=today + timedelta(days + int(fingerprint[-6:], 16) % days) if days else None,
            count=count,
        )


def _file(options: pipeline.Options) -> Path:
    """The waivers file of the configuration that the targets share, or the usual one beside it."""
    files = {_file_for(target, options) for target in options.targets}
    if len(files) > 1:
        raise PreflightError("the targets have configurations of their own: run preflight baseline for each of them")
    return files.pop()


def _file_for(target: str, options: pipeline.Options) -> Path:
    found = Path(options.config) if options.config else config.find(Path(target))
    if found is None:
        return Path(FILE_NAME)
    return file_beside(found)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise PreflightError(f"cannot be read ({error})", shown_path(file)) from error


def _named_in_configuration(file: Path) -> str:
    """See to it that the configuration beside the file names it; what there is to say about that."""
    configuration = file.parent / config.FILE_NAME
    line = f"waivers = {config.toml_text(file.name)}\n"
    text = _read(configuration)
    if not text:
        write(str(configuration), line)
        return f"{shown_path(configuration)} names it."
    if config.named_waivers(configuration):
        return ""
    write(str(configuration), line + text)
    return f"{shown_path(configuration)} names it now, in its first line."
