"""The report for a person at a terminal: what was assumed, what was found, and whether it may go out.

What is the same in many places is told once. The words are those of somebody who sends newsletters, not of a program.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from msgspec import Struct

from preflight.model import Finding, Location, Related, Report, Target
from preflight.patterns import regex
from preflight.reporters import answer, excerpt, shown
from preflight.reporters.answer import Entry, listed

INDENT = "    "
BREAKS = regex(r"[\t\n\r]+")  # a help text of several lines is wrapped as one
BOLD, DIM, RED, YELLOW, CYAN, GREEN = "1", "2", "31", "33", "36", "32"
COLOURS = {"error": RED, "warning": YELLOW, "info": CYAN, "FAIL": RED, "INCOMPLETE": YELLOW, "PASS": GREEN}


class Style(Struct, frozen=True):
    """Paints words when the terminal can, and knows how long lines may be. ``root`` is the folder that every path
    begins with, or empty."""

    colour: bool
    width: int
    root: str
    pages: bool

    def paint(self, text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.colour and text else text

    def wrap(self, text: str, indent: str = "", following: str | None = None) -> list[str]:
        """Lines of at most the width; an address is never broken."""
        return textwrap.wrap(
            shown.visible(BREAKS.sub(" ", text)),
            self.width,
            initial_indent=indent,
            subsequent_indent=indent if following is None else following,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def below_root(self, text: str) -> str:
        return text.removeprefix(self.root)


def render(report: Report, *, colour: bool = False, width: int = 100) -> str:
    """The report as plain text with a final line break; ``colour`` adds ANSI codes, lines keep to ``width`` columns."""
    report = shown.masked(report)
    lone_site = len(report.targets) == 1 and report.targets[0].kind == "site"
    style = Style(colour, width, f"{report.targets[0].name}/" if lone_site else "", answer.are_pages(report))
    entries = answer.grouped(report.findings)
    blocks = [list(_targets(report.targets, style))]
    blocks += [list(_entry(entry, style)) for entry in entries if not entry.finding.stale_on]
    blocks.append(list(_ahead(entries, style)))
    blocks.append(list(_summary(report, entries, style)))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _targets(targets: Sequence[Target], style: Style) -> Iterator[str]:
    """One line per target; targets of which the same is known share one."""
    known: dict[tuple[str, ...], list[str]] = {}
    for target in targets:
        known.setdefault(tuple(answer.assumptions(target)), []).append(target.name)
    for clauses, names in known.items():
        first, *rest = style.wrap(" · ".join([listed(names), *clauses]), "", INDENT)
        name, dot, others = first.partition(" · ")
        yield f"{style.paint(name, BOLD)}{dot}{others}"
        yield from rest


def _entry(entry: Entry, style: Style) -> Iterator[str]:
    finding, first = entry.finding, entry.places[0]
    colour = COLOURS[entry.severity]
    place = shown.visible(answer.place(first))
    head = f"{place}  {entry.severity}  "
    lines = style.wrap(f"{finding.message}  {finding.rule}", head, INDENT)
    lines[0] = f"{style.paint(place, BOLD)}  {style.paint(entry.severity, colour)}  {lines[0][len(head) :]}"
    lines[-1] = lines[-1].removesuffix(finding.rule) + style.paint(finding.rule, DIM)
    yield from lines
    if (found := _excerpt(finding, first, style.width - len(INDENT))) is not None:
        text, carets = found
        yield INDENT + text
        yield INDENT + carets.rstrip("^") + style.paint(carets.lstrip(), colour)
    if len(entry.places) > 1:
        yield from style.wrap(_everywhere(entry.places, style), INDENT)
    yield from style.wrap(finding.help, INDENT)
    if advice := answer.advice(finding):
        yield from style.wrap(f"→ {advice}", INDENT, INDENT + "  ")
    for sentence in _related(finding.related, style):
        yield from style.wrap(sentence, INDENT, INDENT + "  ")


def _ahead(entries: Sequence[Entry], style: Style) -> Iterator[str]:
    """What is right today and will not stay so, by the day on which it turns false."""
    turning = sorted((entry for entry in entries if entry.finding.stale_on), key=lambda entry: entry.finding.stale_on)
    if turning:
        yield style.paint("Right now, and stale later:", BOLD, CYAN)
    for entry in turning:
        first = entry.places[0]
        said = entry.finding.message.partition(":")[0]
        words = excerpt.lines(first, entry.finding.match, style.width - len(INDENT))
        yield from style.wrap(f"{said}  {shown.visible(answer.place(first))}", "  ", INDENT)
        if words is not None:
            yield INDENT + words[0]
        if len(entry.places) > 1:
            yield from style.wrap(_everywhere(entry.places, style), INDENT)


def _excerpt(finding: Finding, place: Location, width: int) -> tuple[str, str] | None:
    """Nothing where it would only repeat the message."""
    if not (place.before.strip() or place.after.strip()) and finding.match in finding.message:
        return None
    return excerpt.lines(place, finding.match, width)


def _everywhere(places: Sequence[Location], style: Style) -> str:
    """``on 212 pages: a, b, c and 209 more``, or the other lines of the same file."""
    paths = list(dict.fromkeys(style.below_root(place.path) for place in places))
    if len(paths) > 1:
        times = f" ({len(places):,} times)" if len(places) > len(paths) else ""
        return f"on {len(paths):,} {'pages' if style.pages else 'files'}{times}: {listed(paths)}"
    others = [
        ", ".join(filter(None, [answer.part(place.part) if place.part != places[0].part else "", f"line {place.line}"]))
        for place in places[1:]
        if place.line is not None
    ]
    return f"also at {listed(list(dict.fromkeys(others)), '; ')}" if others else f"{len(places):,} times"


def _related(related: Sequence[Related], style: Style) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for other in related:
        assert isinstance(other.place, Location)
        places.setdefault(other.message, []).append(style.below_root(answer.place(other.place)))
    for message, where in places.items():
        yield f"see {listed(where)}: {message}"


def _summary(report: Report, entries: Sequence[Entry], style: Style) -> Iterator[str]:
    """The last block: may it go out?"""
    first, *rest = style.wrap(answer.verdict(report, entries), "", INDENT)
    yield style.paint(first, BOLD, COLOURS[report.verdict])
    yield from rest
    for sentence in answer.details(report):
        yield from style.wrap(sentence, "", INDENT)
    for title, codes, intended in (
        ("Could not be checked:", (BOLD, YELLOW), False),
        ("Not checked, on purpose:", (), True),
    ):
        gaps = list(answer.gaps(report, intended=intended))
        if gaps:
            yield style.paint(title, *codes) if codes else title
        for sentence in gaps:
            yield from style.wrap(sentence, "  ", INDENT)
