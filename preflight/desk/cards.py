"""A report as the desk shows it: cards with what can be done about each, and the message with anchors at its marks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from preflight.config import wordlist
from preflight.desk.memories import Changes
from preflight.desk.plainly import plainly
from preflight.model import Judged, PreflightError, Report
from preflight.patterns import regex
from preflight.reporters import answer, shown

WORDS = {"error": "to fix", "warning": "worth a look", "info": "a note"}
DICTIONARY = ("spelling.misspelling", "spelling.unknown-word", "spelling.name", "spelling.variant")
"""Rules whose words a client's list accepts."""
CHECKLIST = "checklist."
ANCHOR = "preflight-mark-"
MARK = regex(r'data-preflight="([0-9 ]+)"')
SPACES = regex(r"\s+")
MOST_PLACES = 20


class Card(Struct, frozen=True):
    """One entry of the report. ``fingerprints`` are those of its findings, ``link`` shows it in the message (``frame``
    when that is in a frame), ``word`` can be put into the client's dictionary; ``match`` are
    the words or the address that were found, ``instead`` what preflight would write for them."""

    number: int
    severity: str
    kind: str
    message: str
    quote: tuple[str, str, str]
    told: str
    places: tuple[str, ...]
    rule: str
    fingerprints: tuple[str, ...]
    news: str
    match: str = ""
    instead: str = ""
    word: str = ""
    link: str = ""
    frame: str = ""
    acceptable: bool = True


class View(Struct, frozen=True):
    """One part of the message: an ``envelope`` or ``text`` to stand in the page, or a ``page`` to stand in a frame."""

    number: int
    kind: str
    path: str
    html: str


def cards(report: Report, address: str, changes: Changes | None) -> list[Card]:
    """The cards, in the order and with the numbers of every other report."""
    report = shown.masked(report)
    frames = _frames(report)
    found = []
    for number, entry in enumerate(answer.grouped(report.findings), 1):
        finding, first = entry.finding, entry.places[0]
        if finding.rule.startswith(CHECKLIST):
            continue  # its items stand in the form that answers them
        members = list(_members(report, entry))
        marks = tuple(dict.fromkeys(one.fingerprint for one in members))
        link = frame = ""
        if number in frames:
            view, kind = frames[number]
            frame = f"view-{view}" if kind == "page" else ""
            link = f"{address}/view/{view}#{ANCHOR}{number}" if frame else f"#{ANCHOR}{number}"
        quoted = finding.match and (first.before.strip() or first.after.strip() or finding.match not in finding.message)
        pieces = (first.before.lstrip(), finding.match, first.after.rstrip()) if quoted else ("", "", "")
        found.append(
            Card(
                number,
                entry.severity,
                WORDS[entry.severity],
                _capital(plainly(finding.message)),
                tuple(SPACES.sub(" ", piece) for piece in pieces),  # type: ignore[arg-type]
                " ".join(filter(None, [plainly(finding.help), _capital(answer.advice(finding))])),
                tuple(answer.place(place) for place in entry.places[:MOST_PLACES]),
                finding.rule,
                marks,
                _news(marks, changes),
                finding.match,
                finding.suggestions[0] if finding.suggestions else "",
                _word(finding.match) if finding.rule in DICTIONARY else "",
                link,
                frame,
                not finding.rule.startswith("waivers."),
            )
        )
    return found


def views(report: Report) -> list[View]:
    return [View(number, one.kind, one.path, anchored(one.html)) for number, one in enumerate(report.renderings)]


def anchored(html: str) -> str:
    """The rendering with something to jump to before the first mark of each number. The anchor's attribute stands
    without quotation marks: where a stranger's text imitates a mark, it stays text."""
    seen: set[str] = set()
    places: dict[int, list[str]] = {}
    for found in MARK.finditer(html):
        fresh = [number for number in found[1].split() if number not in seen]
        seen.update(fresh)
        if fresh and (start := html.rfind("<", 0, found.start())) >= 0:
            places.setdefault(start, []).extend(fresh)
    pieces, last = [], 0
    for start in sorted(places):
        pieces += [html[last:start], *(f"<span id={ANCHOR}{number}></span>" for number in places[start])]
        last = start
    return "".join([*pieces, html[last:]])


def accepted(report: Report) -> list[tuple[str, str]]:
    """What is waived, and why."""
    return [(one.finding.message, one.waiver.reason) for one in shown.masked(report).findings if one.waiver is not None]


def findings_of(report: Report, fingerprints: list[str]) -> list[Judged]:
    """The findings that a card stands for. Raises PreflightError when it is from an earlier answer."""
    found = [one for one in report.findings if one.fingerprint in fingerprints and one.waiver is None]
    if not found:
        raise PreflightError(
            "this was answered already, or the message has changed since: look at the answer as it is now"
        )
    return found


def _members(report: Report, entry: answer.Entry) -> Iterator[Judged]:
    said = (entry.finding.message.casefold(), entry.finding.match.casefold())
    for one in report.findings:
        finding = one.finding
        if (
            one.waiver is None
            and finding.rule == entry.finding.rule
            and (finding.message.casefold(), finding.match.casefold()) == said
        ):
            yield one


def _frames(report: Report) -> dict[int, tuple[int, str]]:
    """In which view each number has its first mark."""
    found: dict[int, tuple[int, str]] = {}
    for view, rendering in enumerate(report.renderings):
        for number in rendering.numbers:
            found.setdefault(number, (view, rendering.kind))
    return found


def _news(marks: tuple[str, ...], changes: Changes | None) -> str:
    if changes is None:
        return ""
    return "remaining" if any(mark in changes.remaining for mark in marks) else "new"


def _word(match: str) -> str:
    try:
        return wordlist.entry_of(match) if match == shown.mask(match) else ""
    except PreflightError:
        return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
