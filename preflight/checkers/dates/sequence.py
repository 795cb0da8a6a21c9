"""Days that stand in the wrong order: a deadline behind its event, a day outside the event that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from preflight.checkers.dates.moments import Shown
from preflight.model import Finding, Related
from preflight.patterns import regex
from preflight.reading.dates import Day

LATER = 120
"""Days: a deadline that lies further behind an event is another one's."""
MOST = 300
"""Days: what has more is a calendar, and no invitation."""
FEWEST = 3
"""Days of a programme that tell where it belongs."""
AWAY = 45
BIG = frozenset({"subject", "title", "heading", "preheader"})
# what is asked for before an event: "register by", "book your place", "Anmeldung bis"
BOOKING = regex(
    r"\b(?:regist(?:er|ration)|sign[- ]?up|rsvp|book(?:ing)?s?\b|enrol|reserve|tickets?\b|anmeld|inscri|réserv|reserv"
    r"|apúnt)",
    2,
)
# another meeting than the one named: "for the next one", "for 2027"
OTHER = regex(
    r"\b(?:next|another|following|second|waiting|refund|feedback|recording|nächste|prochain|próxim|siguiente)", 2
)


def late_deadlines(days: Sequence[Shown]) -> Iterator[Finding]:
    """ "Join us on 26 November. Register by 3 December." """
    if len(days) > MOST:
        return
    events = [one for one in days if one.span.role == "event" and one.run.kind != "alt"]
    keys = {_key(one.span.days[-1]) for one in events}
    for one in days:
        span, text = one.span, one.run.text
        if span.role != "deadline" or span.cue != "strong" or not span.asks:
            continue
        around = text[max(0, span.start - 80) : span.end + 60]
        if not BOOKING.search(around) or OTHER.search(around):
            continue
        same = [event for event in events if event.run is one.run]
        if same:
            near = same if len({_key(event.span.days[-1]) for event in same}) == 1 else []
        else:
            near = [event for event in events if event.run.part == one.run.part] if len(keys) == 1 else []
            near = [event for event in near if event.span.cue or event.times]
        if near and 0 < _after(near[0].span.days[-1], span.days[-1]) <= LATER:
            event = near[0]
            yield Finding(
                "dates.sequence",
                f"the deadline “{one.text}” is after the event it seems to be for, “{event.text}”",
                one.run.span(span.start, span.end),
                one.text,
                "Nobody can sign up for what is over. Correct one of the two days, or say what the deadline is for.",
                related=(Related(event.run.span(event.span.start, event.span.end), event.text, "the event"),),
            )


def outside(days: Sequence[Shown]) -> Iterator[Finding]:
    """A day of a programme that is not one of the days of the event in the headline."""
    windows = [one for one in days if len(one.span.days) == 2 and one.run.kind in BIG and one.span.role == "event"]
    if len({(_key(one.span.days[0]), _key(one.span.days[1])) for one in windows}) != 1:
        return
    window = windows[0]
    programme = [one for one in days if one.span.leads and len(one.span.days) == 1 and one.span.role == "event"]
    programme = [one for one in programme if one.run is not window.run and one.run.part == programme[-1].run.part]
    inside = [one for one in programme if window.covers(_day(one.span.days[0], window.span.days[0].year))]
    away = [one for one in programme if one not in inside]
    if len(inside) < FEWEST or len(away) != 1:
        return
    one = away[0]
    distance = min(
        abs(_after(edge, one.span.days[0], both=True)) for edge in (window.span.days[0], window.span.days[1])
    )
    if distance <= AWAY:
        yield Finding(
            "dates.sequence",
            f"“{one.text}” is not one of the days of “{window.text}”",
            one.run.span(one.span.start, one.span.end),
            one.text,
            "The other days of the list are. Correct the day, or the days in the headline.",
            related=(Related(window.run.span(window.span.start, window.span.end), window.text, "the headline"),),
        )


def _key(day: Day) -> tuple[int, int]:
    return day.month or 0, day.day


def _day(day: Day, year: int | None) -> date:
    return day.date(day.year or year or 2024) or date(2024, day.month or 1, 28)


def _after(event: Day, other: Day, *, both: bool = False) -> int:
    """How many days the other one lies behind; days without a year are taken within half a year of one another."""
    year = event.year or other.year or 2024
    gap = (_day(other, year) - _day(event, year)).days
    if not (event.year and other.year):
        gap = (gap + 183) % 366 - 183
    return gap if both or gap > 0 else 0
