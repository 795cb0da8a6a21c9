"""The answer in words, for every report that people read: may it go out, what was checked, what was not and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from preflight.model import SEVERITIES, Finding, Gap, Judged, Location, Report, SendDate, Severity, Target

PAST = "past_mistakes"
FEW = 3
"""Places, suggestions or details that are named before the rest is counted."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KINDS = {
    ("email", "final"): "final email",
    ("email", "test-send"): "test send",
    ("email", "source"): "email template",
    ("page", "source"): "page template",
    ("site", "source"): "site templates",
}
HOW_DATED = {
    "option": "your --send-date",
    "config": "your configuration",
    "header": "the date in its header",
    "today": "no send date was given",
}


class Entry(Struct, frozen=True):
    """Findings that say the same of the same words, wherever they stand."""

    severity: Severity
    finding: Finding
    places: tuple[Location, ...]


def grouped(findings: Iterable[Judged]) -> list[Entry]:
    """One entry for findings of equal rule, message and match; worst first, then in the order of their first places.
    A misspelt word is the same with a capital. Waived ones are left out."""
    groups: dict[tuple[str, str, str, str], list[Judged]] = {}
    for judged in findings:
        if judged.waiver is None:
            finding = judged.finding
            said = (finding.message, finding.match)
            if finding.rule.startswith("spelling."):
                said = (finding.message.casefold(), finding.match.casefold())
            groups.setdefault((judged.severity, finding.rule, *said), []).append(judged)
    entries = [
        Entry(members[0].severity, members[0].finding, tuple(member.location for member in members))
        for members in groups.values()
    ]
    return sorted(_causes(entries), key=lambda entry: SEVERITIES.index(entry.severity))


def _causes(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without broken links to a page that another entry reports as lost: one cause, told once."""
    lost = {entry.finding.match: entry.severity for entry in entries if entry.finding.rule.startswith("slugs.")}
    for entry in entries:
        if entry.finding.rule == "links.broken":
            told = [lost[other.match] for other in entry.finding.related if other.match in lost]
            if any(SEVERITIES.index(severity) <= SEVERITIES.index(entry.severity) for severity in told):
                continue
        yield entry


def assumptions(target: Target) -> Iterator[str]:
    """What the target was taken for, when it goes out, what it was compared with, and what else was guessed."""
    yield KINDS.get((target.kind, target.state), target.kind)
    if target.kind == "email" or (target.send_date.exact and target.kind in ("page", "site")):
        yield f"goes {'out' if target.kind == 'email' else 'live'} {_when(target.send_date)}"
    if target.against:
        yield f"compared with {target.against}"
    yield from (clause for clause in target.assumed if not clause.startswith("goes out"))  # said above, with the day


def verdict(report: Report, entries: Sequence[Entry]) -> str:
    """``Do not send yet: 3 things to fix, 2 worth a look.``"""
    errors, warnings, notes = (sum(entry.severity == severity for entry in entries) for severity in SEVERITIES)
    sheets = {target.kind for target in report.targets} == {"sheet"}
    go = "import" if sheets else "publish" if are_pages(report) else "send"
    rest = [f"{warnings:,} worth a look"] if warnings else []
    rest += [counted(notes, "note")] if notes else []
    if report.verdict == "FAIL":
        fix = [f"{counted(errors, 'thing')} to fix"] if errors else []
        return f"Do not {go} yet: {', '.join(fix + rest)}."
    if report.verdict == "INCOMPLETE":
        missing = len({(gap.what, gap.why) for gap in report.not_checked if not gap.intended})
        why = f"{counted(missing, 'thing')} could not be checked" if missing else "there was nothing to check"
        return f"Cannot say: {', '.join([why, *rest])}."
    return f"Ready to {go}{': ' if rest else ''}{', '.join(rest)}."


def details(report: Report) -> Iterator[str]:
    """Sentences below the verdict: which targets it is about, who receives it and when, how much was checked."""
    if len(report.targets) > 1 and report.verdict != "PASS":
        held = [target.name for target in report.targets if target.verdict != "PASS"]
        yield f"Held back: {listed(held)} ({len(held):,} of {len(report.targets):,})."
    if len(report.targets) == 1 and (goes_to := report.targets[0].recipients):
        yield f"It goes to {goes_to}, {day(report.targets[0].send_date.value)}."
    yield f"Checked: {', '.join(_checked(report))}."
    if past := report.checked.get(PAST):
        yield f"{counted(past, 'past mistake')} re-checked."
    if waived := report.counts["waived"]:
        yield f"Accepted earlier and not listed: {counted(waived, 'finding')}."


def _checked(report: Report) -> Iterator[str]:
    kinds = {target.kind for target in report.targets}
    what = "email" if kinds == {"email"} else "page" if are_pages(report) else "document"
    for key, number in report.checked.items():
        if key == "documents":
            yield counted(number, what)
        elif number and key not in ("pages", PAST):
            yield counted(number, key.removesuffix("s"))


def gaps(report: Report, *, intended: bool) -> Iterator[str]:
    """What was not checked, one sentence for all gaps of one family with one reason."""
    reasons: dict[tuple[str, str], list[Gap]] = {}
    for gap in report.not_checked:
        if gap.intended == intended:
            reasons.setdefault((gap.what, gap.why), []).append(gap)
    for (what, why), members in reasons.items():
        named = list(dict.fromkeys(gap.detail or gap.target for gap in members))
        count = f"{len(named):,}: " if len(named) > 1 else ""
        yield f"{what} — {why} ({count}{listed(named)})" if named != [""] else f"{what} — {why}"


def are_pages(report: Report) -> bool:
    return bool(report.targets) and all(target.kind in ("page", "site") for target in report.targets)


def place(where: Location) -> str:
    """``weekly.eml (part 2):14:7``, as far as it is known."""
    in_part = f" ({part(where.part)})" if where.part else ""
    line = f":{where.line}:{where.column}" if where.line is not None else ""
    return f"{where.path}{in_part}{line}"


def part(name: str) -> str:
    """``header``, ``part 2``, ``message 3, part 2``: the number of a mailbox's message stands before a colon."""
    message, _, within = name.rpartition(":")
    pieces = [f"message {message}"] if message else []
    if within:
        pieces.append(within if within == "header" else f"part {within}")
    return ", ".join(pieces)


def advice(finding: Finding) -> str:
    """``write …``, unless the message or the help says it already."""
    if not finding.suggestions:
        return ""
    if not finding.suggestions[0]:
        return "take it out"
    if finding.suggestions[0] in finding.help + finding.message:
        return ""
    return f"write {' or '.join(finding.suggestions[:FEW])}"


def _when(sent: SendDate) -> str:
    return f"{day(sent.value)}{'' if sent.exact else ' or later'} ({HOW_DATED[sent.source]})"


def day(value: date | datetime) -> str:
    """``Tue 24 Nov 2026 09:00 UTC``, whatever the language of the computer."""
    text = f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"
    if not isinstance(value, datetime):
        return text
    zone = "" if value.tzinfo is None else " UTC" if value.utcoffset() == UTC.utcoffset(None) else f" {value:%z}"
    return f"{text} {value:%H:%M}{zone}"


def listed(names: Sequence[str], separator: str = ", ") -> str:
    """``a, b, c and 209 more``"""
    if len(names) <= FEW + 1:
        return separator.join(names)
    return f"{separator.join(names[:FEW])} and {len(names) - FEW:,} more"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
