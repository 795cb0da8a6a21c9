"""Dates that stand a second time in the document, so that of a wrong weekday and its date the date is right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from preflight.checkers.dates.stale import RECENT
from preflight.model import Document, Fact, Facts, Finding, Fix, TextRun
from preflight.reading.dates import DateSpan, Day, Language, nearest_year

ON_TOP = frozenset({"subject", "title", "heading", "preheader"})
MACHINE = "machine"
NEAR = 8
"""Days: a weekday that stands with another date so near is the one that is right."""


class Mention(Struct, frozen=True):
    """A day as it is named somewhere: ``year`` 0 and ``weekday`` -1 where they are not told. ``told`` is the role, or
    that it is on top of the document, or meant for machines."""

    year: int
    month: int
    day: int
    weekday: int
    told: str


class Mentions:
    """What one document names. ``confirm`` takes the same time however long the document is."""

    def __init__(self, found: Iterable[Mention]) -> None:
        self._days: dict[tuple[int, int], set[Mention]] = {}
        for mention in found:
            self._days.setdefault((mention.month, mention.day), set()).add(mention)

    def confirm(self, day: date, wrong: int, role: str) -> bool:
        """Whether the date stands elsewhere for the same thing, without the ``wrong`` weekday, which no date near it
        has."""
        if not any(self._is_same(one, day, wrong, role) for one in self._days.get((day.month, day.day), ())):
            return False
        around = [day + timedelta(step) for step in range(-NEAR, NEAR + 1) if step]
        return not any(
            one.weekday == wrong and one.year in (0, near.year)
            for near in around
            for one in self._days.get((near.month, near.day), ())
        )

    def _is_same(self, one: Mention, day: date, wrong: int, role: str) -> bool:
        if one.weekday == wrong or one.year not in (0, day.year):
            return False
        return one.told in (role, "top", MACHINE) or one.weekday == day.weekday()


def in_text(document: Document, seen: Iterable[tuple[TextRun, Language, DateSpan]]) -> Mentions:
    """What the document shows, and what it tells machines."""
    found = [
        Mention(
            day.year or 0,
            day.month,
            day.day,
            -1 if day.weekday is None else day.weekday,
            "top" if run.kind in ON_TOP else span.role,
        )
        for run, _, span in seen
        for day in span.days
        if day.month is not None and day.exists and span.tense != "past"
    ]
    from preflight.reading import events  # most documents are right

    for part in document.parts:
        if part.media_type == "text/calendar":
            found += [_machine(event.start.day) for event in events.calendar(part)]
        elif part.media_type == "text/html":
            found += [_machine(event.start.day) for event in events.structured(part)]
            found += [_machine(told.moment.day) for told in events.times(part)]
    return Mentions(found)


def in_facts(document: Facts, facts: Iterable[Fact]) -> Mentions:
    """The same, once the text is gone."""
    found = [
        Mention(
            year or 0,
            month,
            number,
            -1 if weekday is None else weekday,
            "top" if fact.value["kind"] in ON_TOP else fact.value["role"],
        )
        for fact in facts
        if fact.value["tense"] != "past"
        for year, month, number, weekday in fact.value["days"]
        if month is not None
    ]
    entries = document.facts.get("calendar-entry", ())
    return Mentions([*found, *(_machine(date.fromisoformat(entry.value["value"])) for entry in entries)])


def _machine(day: date) -> Mention:
    return Mention(day.year, day.month, day.day, -1, MACHINE)


def with_year(finding: Finding, span: DateSpan, mentions: Mentions) -> Finding:
    """The finding about a full date, with a safe repair where that date stands elsewhere."""
    if len(span.days) != 1 or span.numbers:
        return finding
    found, weekday = span.days[0].date(), span.days[0].weekday
    sure = found is not None and weekday is not None and mentions.confirm(found, weekday, span.role)
    return safely(finding) if sure else finding


def yearless(finding: Finding, fact: Fact, mentions: Mentions, sent: date) -> Finding:
    """The finding about a day without its year, with a safe repair where it is sure and the date stands elsewhere."""
    if finding.severity is not None or len(fact.value["days"]) != 1:
        return finding
    _, month, number, weekday = fact.value["days"][0]
    found = nearest_year(Day(number, month, None, 0, 0), sent, -RECENT, 366 - RECENT)
    sure = found is not None and mentions.confirm(found, weekday, fact.value["role"])
    return safely(finding) if sure else finding


def safely(finding: Finding) -> Finding:
    """The finding with a repair of the weekday that needs no question."""
    return replace(finding, fix=Fix(finding.suggestions[0], safe=True))
