"""Many clients in one go: what a ``clients.toml`` lists, each checked as its own run with its own configuration.

    [[client]]
    name = "bramblewick"
    folder = "clients/bramblewick"        # what follows is inside it; beside this file where there is none
    target = "issues/2026-11-24.eml"      # the folder itself where there is none
    against = "issues/2026-11-17.eml"

The runs share the process, the word lists and the cache, and nothing else: a client that cannot be read or makes the
program fail costs its own answer, and no client's report knows of another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

import preflight
from preflight import pipeline, writing
from preflight.collect import is_online
from preflight.config.layer import Layer, line_of, misfit, nearest
from preflight.model import Gap, PreflightError, Report, Verdict
from preflight.model.fleet import ClientAnswer, Fleet
from preflight.patterns import regex
from preflight.pipeline import Options
from preflight.reporters import answer, html, json, shown
from preflight.reporters.outside import outside
from preflight.trail import record

PATHS = ("target", "against", "source", "site", "recipients", "config")
FIELDS: Mapping[str, Any] = {
    "name": str, "folder": str, "client": str, "send-date": str, **dict.fromkeys(PATHS, str),
    "kind": Literal["email", "page", "site", "sheet"], "state": Literal["source", "test-send", "final"],
    "fail-on": Literal["error", "warning", "info"], "select": tuple[str, ...], "ignore": tuple[str, ...],
    "allow-change": tuple[str, ...], "severity": Mapping[str, str], "new-only": bool, "offline": bool,
    "no-config": bool, "until": int,
}  # fmt: skip
"""What an entry may say: the options of ``check`` under their own names."""
UNSAFE_IN_NAME = regex(r"[^\w.-]+")
"""What stands between the words of ``Brook & Bean``, whose report is ``Brook-Bean.html``."""
WORST: tuple[Verdict, ...] = ("FAIL", "INCOMPLETE", "PASS")
BUG = "preflight itself failed on this: a bug, please report it"


class Entry(Struct, frozen=True):
    """One client of the list."""

    name: str
    options: Options


def read(file: str) -> list[Entry]:
    """The clients that a list names. Raises PreflightError with file and line."""
    layer = Layer.read(Path(file), file, trusted=True)
    for key in layer.values:
        if key not in ("schema", "client"):
            layer.refuse(f"unknown key {key!r}{nearest(key, ['client', 'schema'])}", "", key)
    rows = layer.values.get("client", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise PreflightError("lists no clients: write a [[client]] with a name and a folder for each", file)
    entries = [_entry(layer, row, number) for number, row in enumerate(rows)]
    known: dict[str, str] = {}
    for number, entry in enumerate(entries):
        other = known.setdefault(stem(entry.name).casefold(), entry.name)
        if other != entry.name or [one.name for one in entries].index(entry.name) != number:
            raise _refused(layer, number, "name", f"two clients are called {other!r}, as far as files may be called so")
    return entries


def stem(name: str) -> str:
    """The name of a client's report, without its ending."""
    return UNSAFE_IN_NAME.sub("-", name).strip("-.") or "client"


def check(
    entries: list[Entry], adjust: Callable[[Options], Options], *, reports: str = "",
    told: Callable[[int, int, str], None] | None = None,
) -> Fleet:  # fmt: skip
    """Check one client after the other; ``adjust`` lays the command line over each one's options, ``told`` is called
    with (clients done, clients in all, name), ``reports`` is the folder for each client's own report.

    Raises PreflightError when a report cannot be written.
    """
    answers = []
    for number, entry in enumerate(entries):
        if told:
            told(number, len(entries), entry.name)
        options = replace(adjust(entry.options), render=bool(reports))
        report, note = _report(options)
        file = _write(report, Path(reports), stem(entry.name)) if reports else ""
        answers.append(_answer(entry.name, report, note, file))
    ranked = sorted(answers, key=_rank)
    return Fleet(ranked[0].verdict if ranked else "INCOMPLETE", tuple(ranked))


def _entry(layer: Layer, row: dict[str, Any], number: int) -> Entry:
    for key, value in row.items():
        if key not in FIELDS:
            raise _refused(layer, number, key, f"unknown key {key!r}{nearest(key, FIELDS)}")
        if wanted := misfit(value, FIELDS[key]):
            raise _refused(layer, number, key, f"{key} is {wanted}")
    name = row.get("name", "") or Path(row.get("folder", "")).name
    if not name.strip() or not name.isprintable():
        raise _refused(layer, number, "name", "a [[client]] without a name: what is this client called?")
    if not row.get("folder") and not row.get("target"):
        raise _refused(layer, number, "name", f"{name}: say where it is: folder, or target")
    base = os.path.normpath(layer.file.parent / row.get("folder", ""))
    values = {key.replace("-", "_"): value for key, value in row.items() if key not in ("name", "folder", *PATHS)}
    values |= {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    values |= {key: _inside(base, row[key]) for key in PATHS[1:] if row.get(key)}
    return Entry(name, Options(targets=(_inside(base, row.get("target", "")),), **values))


def _inside(base: str, name: str) -> str:
    """A path of the list as one from here. Addresses and commits stay what they are."""
    is_place = is_online(name) or name.startswith("git:")
    return name if is_place else os.path.normpath(os.path.join(base, name))  # noqa: PTH118 - "." stays without "./"


def _refused(layer: Layer, number: int, key: str, message: str) -> PreflightError:
    return PreflightError(message, layer.shown, line_of(layer.text, "client", key, occurrence=number))


def _report(options: Options) -> tuple[Report, str]:
    """The client's report, and what only the house should read about it."""
    try:
        report = pipeline.run(options)
        ledgers = pipeline.ledgers(options)
        record.keep(report, ledgers)
    except PreflightError as error:
        return _nothing(options, str(error)), ""
    except Exception as error:  # whatever one client's files set off, the others are checked
        return _nothing(options, BUG), f"{type(error).__name__}: {error}"
    return report, ""


def _nothing(options: Options, why: str) -> Report:
    gap = Gap("document", options.targets[0], "", why, intended=False)
    empty = dict.fromkeys(("documents", "words", "links", "dates", "pages"), 0)
    return Report(preflight.__version__, "", "", "INCOMPLETE", (), empty, (gap,), ())


def _write(report: Report, folder: Path, name: str) -> str:
    """The client's report as a page and as JSON, without what tells of other clients; the page's path."""
    report = outside(report)
    page = folder / f"{name}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in ((page, html.render(report)), (folder / f"{name}.json", json.render(report))):
            writing.write(os.fspath(file), text)
    except OSError as error:
        raise PreflightError(f"the report cannot be written ({error.strerror})", str(page)) from error
    return page.as_posix()


def _answer(name: str, report: Report, note: str, file: str) -> ClientAnswer:
    report = shown.masked(report)
    entries = answer.grouped(report.findings)
    said = answer.verdict(report, entries)
    first = next(_first(report, entries), ("", "", "", 0))
    message, help_text, place, more = first
    return ClientAnswer(
        name, report.verdict, said, report.counts, report.checked, " ".join(filter(None, [message, note])),
        help_text, place, more, file,
    )  # fmt: skip


def _first(report: Report, entries: list[answer.Entry]) -> Iterator[tuple[str, str, str, int]]:
    """The worst finding where one holds it back; what could not be checked where that does."""
    if report.verdict == "INCOMPLETE":
        missing = list(answer.gaps(report, intended=False))
        yield from ((gap, "", "", len(missing) - 1) for gap in missing[:1])
    for entry in entries[:1]:
        if report.verdict != "PASS":
            same = sum(other.severity == entry.severity for other in entries)
            yield entry.finding.message, entry.finding.help, answer.place(entry.places[0]), same - 1


def _rank(one: ClientAnswer) -> tuple[int, int, int]:
    return WORST.index(one.verdict), -one.counts["error"], -one.counts["warning"]
