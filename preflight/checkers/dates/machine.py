"""What machines are told of an event (a calendar entry, structured data, ``<time>``) against what readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from preflight.checkers.dates import calendar
from preflight.checkers.dates.moments import Shown, hours_of, only_start
from preflight.checkers.dates.stale import When
from preflight.model import Document, Fact, Facts, Finding, Part, Related, Severity, Span, TextRun
from preflight.reading import events, topics
from preflight.reading.dates import DateSpan, clock, offsets
from preflight.reading.dates.clock import Hour
from preflight.reading.events import Event, Moment

FAR = 200
"""Days: a date that lies further off is another occasion."""
MOST = 1_000
"""Days in the text that an event is compared with."""
AROUND = 160
"""Characters before and after a day that can name the event."""
HEADINGS = frozenset({"subject", "title", "heading", "preheader"})


class Source(Struct, frozen=True):
    """Where machines read it: in words for the message, and what to do."""

    says: str
    help: str


ENTRY = Source(
    "the attached calendar entry says",
    "Whoever adds the entry to a calendar comes at another time than whoever reads. Find out which one is right.",
)
DATA = Source(
    "search engines are told",
    "The date stands in the page's structured data (startDate) as well: correct it there, or on the page.",
)


def entries(document: Document) -> Iterator[Fact]:
    """A fact ``calendar-entry`` for each event that is attached: one that is over is last issue's."""
    for part in document.parts:
        if part.media_type == "text/calendar":
            for event in events.calendar(part):
                last = event.start.day if event.end is None else max(event.start.day, event.end.day)
                value = {"name": event.name[:80], "value": event.start.day.isoformat(), "last": last.toordinal()}
                place = Span(part.name, event.at, event.until, f"{event.name[:40]} ")
                if not event.recurring:
                    yield Fact("calendar-entry", value, place, part.source[event.at : event.until])


def over(document: Facts, when: When) -> Iterator[Finding]:
    """An attached calendar entry whose day is over when the message goes out."""
    for fact in document.facts.get("calendar-entry", ()):
        last = date.fromordinal(fact.value["last"])
        if last < when.sent:
            name = f" “{fact.value['name']}”" if fact.value["name"] else ""
            yield Finding(
                "dates.past",
                f"the attached calendar entry{name} is of {calendar.said(last)}, and the message goes out on"
                f" {calendar.said(when.sent)}",
                fact.place,
                fact.match,
                "It seems to be the last issue's. Attach the new one.",
                severity=None if when.known else "warning",
            )


def told(document: Document, listed: Sequence[tuple[TextRun, DateSpan]], days: Sequence[Shown]) -> Iterator[Finding]:
    """Events for machines with another day or hour than the text, and ``<time>`` elements that say two things."""
    every = [
        hour for run, span in listed if span.form == "time" for hour in clock.hours(run.text[span.start : span.end])
    ]
    for part in document.parts:
        if part.media_type == "text/calendar":
            found = [event for event in events.calendar(part) if not event.recurring]
            yield from _compared(document, part, found, days, every, ENTRY)
        elif part.media_type == "text/html":
            yield from _compared(document, part, list(events.structured(part)), days, every, DATA)
            yield from _elements(part, listed)


def _compared(
    document: Document, part: Part, found: Sequence[Event], days: Sequence[Shown], every: Sequence[Hour], source: Source
) -> Iterator[Finding]:
    for event in found if len(days) <= MOST else ():
        if event.end is not None and _is_before(event.end, event.start):
            yield _finding(part, event, f"{source.says} that it ends before it begins", source, None, None)
            continue
        same = [one for one in days if one.covers(event.start.day)]
        if same:
            yield from _hour(part, event, same, every, source)
            continue
        utc_night = event.start.zone == "utc" and any(
            one.covers(event.start.day + timedelta(step)) for one in days for step in (-1, 1)
        )
        if not utc_night and not any(_runs_on(event, one) for one in days):
            yield from _day(document, part, event, days, source, alone=len(found) == 1)


def _runs_on(event: Event, one: Shown) -> bool:
    """Whether the text names another day of an event of several days."""
    length = (event.end.day - event.start.day).days if event.end is not None else 0
    return any(one.covers(event.start.day + timedelta(step)) for step in range(1, min(length, 60) + 1))


def _is_before(end: Moment, start: Moment) -> bool:
    if end.day != start.day:
        return end.day < start.day and end.zone == start.zone
    if end.minutes is None or start.minutes is None:
        return False
    return end.zone == start.zone and end.minutes < start.minutes


def _day(
    document: Document, part: Part, event: Event, days: Sequence[Shown], source: Source, *, alone: bool
) -> Iterator[Finding]:
    """The event's day is nowhere in the text, which has one other day for it."""
    near = [one for one in days if one.span.role != "deadline" and _is_near(event, one)]
    name = _words(event.name)
    scores = [(len(name & _around(one)), one) for one in near]
    best = max((score for score, _ in scores), default=0)
    likely = [one for score, one in scores if score == best and (score > 1 or score == len(name) > 0)]
    headed = name & {word for run in document.runs if run.kind in HEADINGS for word in _words(run.text)}
    single = len({_key(one) for one in near}) == 1
    severity: Severity | None = None
    if alone and single:
        likely = near
        severity = None if headed or best else "warning"
    if likely and len({_key(one) for one in likely}) == 1:
        one = likely[0]
        message = f"{source.says} {calendar.said(event.start.day)}, and readers {one.text}"
        yield _finding(part, event, message, source, one.run.span(one.span.start, one.span.end), one.text, severity)


def _key(one: Shown) -> tuple[int | None, int]:
    return one.span.days[0].month, one.span.days[0].day


def _is_near(event: Event, one: Shown) -> bool:
    found = one.span.days[0].date(event.start.day.year)
    return found is not None and abs((found - event.start.day).days) <= FAR


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in topics.WORD.findall(text.lower()) if word not in topics.COMMON}


def _around(one: Shown) -> set[str]:
    start, end = one.span.start, one.span.end
    return _words(f"{one.run.text[max(0, start - AROUND) : start]} {one.run.text[end : end + AROUND]}")


def _hour(part: Part, event: Event, same: Sequence[Shown], every: Sequence[Hour], source: Source) -> Iterator[Finding]:
    """The day is the same, and the hour is not."""
    start = only_start(same)
    if event.start.minutes is None or start is None:
        return
    one, at = start
    text = one.run.text[at.start : at.end]
    read = hours_of(one)[0]
    zone = offsets.zone_of(text)
    if not zone or offsets.PLACES.get(zone) == event.start.zone:
        mine = Hour(event.start.minutes, exact=True)
        if event.start.zone == "utc" or any(mine.is_same(hour) for hour in every):
            return
    else:
        then = _in_utc(event.start)
        if then is None or zone not in offsets.FIXED:
            return
        if (then - read.minutes + offsets.FIXED[zone] * 60) % (24 * 60 if read.exact else 12 * 60) == 0:
            return
    hour = f"{event.start.minutes // 60}:{event.start.minutes % 60:02d}{' UTC' if event.start.zone == 'utc' else ''}"
    message = f"{source.says} {hour} on {calendar.said(event.start.day)}, and readers {text}"
    yield _finding(part, event, message, source, one.run.span(at.start, at.end), text)


def _in_utc(moment: Moment) -> int | None:
    """The minutes of the day in UTC, where the zone is known."""
    if moment.minutes is None or moment.zone in ("local", "offset"):
        return None
    if moment.zone == "utc":
        return moment.minutes
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(moment.zone)
    except (KeyError, ValueError, OSError):  # a name of the sender's own, or no table on this computer
        return None
    there = datetime(moment.day.year, moment.day.month, moment.day.day, *divmod(moment.minutes, 60), tzinfo=zone)
    then = there.astimezone(UTC)
    return then.hour * 60 + then.minute


def _finding(
    part: Part,
    event: Event,
    message: str,
    source: Source,
    place: Span | None,
    text: str | None,
    severity: Severity | None = None,
) -> Finding:
    related = () if place is None else (Related(place, text or "", "what readers see"),)
    name = f" ({event.name[:60]})" if event.name else ""
    return Finding(
        "dates.conflict",
        message,
        Span(part.name, event.at, event.until, f"{event.name[:40]} "),
        part.source[event.at : event.until],
        f"{source.help}{name}",
        related=related,
        severity=severity,
    )


# --- <time> ---------------------------------------------------------------------------------------------


def _elements(part: Part, listed: Sequence[tuple[TextRun, DateSpan]]) -> Iterator[Finding]:
    elements = list(events.times(part))
    if not elements:
        return
    inside = [(run.span(span.start, span.end).start, run, span) for run, span in listed if run.part == part.name]
    for element in elements:
        for at, run, span in inside:
            if element.start <= at < element.end and _says_other(element.moment, run, span):
                text = run.text[span.start : span.end]
                yield Finding(
                    "dates.conflict",
                    f"readers see {text}, and programs are told {element.text}",
                    run.span(span.start, span.end),
                    text,
                    "The day stands a second time in the code, where search engines read it (<time datetime>). Correct"
                    " the one that is wrong.",
                    related=(
                        Related(Span(part.name, element.at, element.at + len(element.text)), element.text, "datetime"),
                    ),
                )
                break


def _says_other(moment: Moment, run: TextRun, span: DateSpan) -> bool:
    if span.form == "time" and moment.minutes is not None and moment.zone == "local":
        read = clock.hours(run.text[span.start : span.end])
        known = offsets.zone_of(run.text[span.start : span.end])
        return bool(read) and not known and not any(Hour(moment.minutes, exact=True).is_same(hour) for hour in read)
    if span.form != "day" or not span.days or not all(day.exists and day.month for day in span.days):
        return False
    one = Shown(run, span, ())
    steps = (0,) if moment.zone == "local" or moment.minutes is None else (-1, 0, 1)
    return not any(one.covers(moment.day + timedelta(step)) for step in steps)
