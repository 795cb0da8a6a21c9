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
    r"|apúnt|(?:consent|permission|reply)\s(?:form|slip)|(?:return|hand in|send back|bring)\s[^.!?\n]{0,30}\b"
    r"(?:forms?|slips?)\b|einverständnis|rücklaufzettel|autorisation)",
    2,
)
# "order by Friday for delivery on Wednesday": goods come after their order
ORDERED = regex(r"\b(?:orders?|ordered|pre-?order|bestell\w*|command\w*|pedid\w*)\b", 2)
DELIVERED = regex(
    r"\b(?:deliver\w*|collect\w*|pick[- ]?up|arriv\w*|dispatch\w*|liefer\w*|abhol\w*|livr\w*|retrait|entreg\w*)\b", 2
)
STOP = regex(r"[.!?;]\s|\n")
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
        same = [event for event in events if event.run is one.run]
        goods = _goods(one, same)
        if not (BOOKING.search(around) or goods) or OTHER.search(around):
            continue
        same = goods or same
        if same:
            near = same if len({_key(event.span.days[-1]) for event in same}) == 1 else []
        else:
            near = [event for event in events if event.run.part == one.run.part] if len(keys) == 1 else []
            near = [event for event in near if event.span.cue or event.times or event.span.days[0].weekday is not None]
        if near and 0 < _after(near[0].span.days[-1], span.days[-1]) <= LATER:
            event = near[0]
            yield Finding(
                "dates.sequence",
                f"the deadline “{one.text}” is after the event it seems to be for, “{event.text}”",
                one.run.span(span.start, span.end),
                one.text,
                "Nobody can sign up for what is over. Correct one of the two days, or say what the deadline is for.",
                related=(Related(event.run.span(event.span.start, event.span.end), event.text, "the event"),),
                severity=None if event.span.cue or event.times or same else "warning",
            )


def _goods(one: Shown, same: Sequence[Shown]) -> list[Shown]:
    """The day right behind an order's deadline on which the goods come."""
    text = one.run.text
    if not ORDERED.search(text[max(0, one.span.start - 60) : one.span.start]):
        return []
    found = []
    for event in same:
        between = text[one.span.end : event.span.start]
        if event.span.start > one.span.end and len(between) < 60 and not STOP.search(between):
            found += [event] if DELIVERED.search(between) else []
    return found[:1]


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
