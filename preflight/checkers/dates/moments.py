"""Days together with their hours, as readers see them: "Saturday 28 November, 7 pm"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.dates import DateSpan, clock
from preflight.reading.dates.clock import Hour

BESIDE = 24
"""Characters between a day and its hour: ", doors open at "."""
PROMISES = {"subject": "subject", "preheader": "preview text", "alt": "picture's description"}
NOT_BODY = frozenset({*PROMISES, "title", "meta", "label"})
OVER = regex(r"\n|[.!?]\s")  # "7.30 pm. Doors open at 7": the next sentence tells of something else
ZONE = regex(r"\b(?:UTC|GMT|[A-Z]{1,3}[SD]?T|CES?T)\b")

Seen = Iterable[tuple[TextRun, DateSpan]]


class Shown(Struct, frozen=True):
    """A day in a run, and the times of day that stand beside it."""

    run: TextRun
    span: DateSpan
    times: tuple[DateSpan, ...]

    @property
    def text(self) -> str:
        return self.run.text[self.span.start : self.span.end]

    def covers(self, day: date) -> bool:
        """Whether the day is the one named, or one of the interval."""
        first, last = self.span.days[0], self.span.days[-1]
        if last.year and last.year != day.year:
            return False
        start, end = ((one.month or 0, one.day) for one in (first, last))
        at = (day.month, day.day)
        return start <= at <= end if start <= end else at >= start or at <= end


def shown(pairs: Seen) -> list[Shown]:
    """The days that are announced, each with its hours."""
    found: list[Shown] = []
    listed = list(pairs)
    for index, (run, span) in enumerate(listed):
        if span.form != "day" or not span.days or not all(day.exists and day.month for day in span.days):
            continue
        if span.role not in ("event", "deadline", "") or span.tense == "past":
            continue
        times = []
        before = listed[index - 1] if index else None
        if before is not None and before[0] is run and before[1].form == "time" and span.start - before[1].end <= 10:
            times.append(before[1])
        reached = span.end
        for other_run, other in listed[index + 1 :]:
            if other_run is not run or other.form != "time" or other.start - reached > BESIDE:
                break
            if OVER.search(run.text, reached, other.start):
                break
            times.append(other)
            reached = max(reached, other.end)
        found.append(Shown(run, span, tuple(times)))
    return found


def hours_of(one: Shown) -> list[Hour]:
    return [hour for time in one.times for hour in clock.hours(one.run.text[time.start : time.end])]


def only_start(days: Sequence[Shown]) -> tuple[Shown, DateSpan] | None:
    """The time at which all of these days are said to begin, if they agree and none has several."""
    timed = [one for one in days if one.times]
    if not timed or any(len(one.times) != 1 for one in timed):
        return None
    starts = [clock.hours(one.run.text[one.times[0].start : one.times[0].end]) for one in timed]
    if not all(starts) or not all(start[0].is_same(starts[0][0]) for start in starts):
        return None
    return timed[0], timed[0].times[0]


def _first_start(days: Sequence[Shown]) -> tuple[Shown, DateSpan] | None:
    """The first time of the only line that tells of the day: "6pm (gates open at 4.15pm)"."""
    timed = [one for one in days if one.times]
    return (timed[0], timed[0].times[0]) if len({one.text for one in timed}) == len(timed) == 1 else None


def promised_hours(listed: Sequence[tuple[TextRun, DateSpan]], days: Sequence[Shown]) -> Iterator[Finding]:
    """An hour in the subject that the message nowhere has, where it has one other hour for the same day."""
    told = [
        hour
        for run, span in listed
        if span.form == "time" and run.kind not in NOT_BODY
        for hour in clock.hours(run.text[span.start : span.end])
    ]
    for one in days:
        if one.run.kind not in PROMISES or len(one.times) != 1:
            continue
        time = one.times[0]
        text = one.run.text[time.start : time.end]
        mine = clock.hours(text)
        day = one.span.days[0]
        same_day = day.day, day.month
        same = [
            other
            for other in days
            if other.run.kind not in NOT_BODY and (other.span.days[0].day, other.span.days[0].month) == same_day
        ]
        start = only_start(same) or _first_start(same)
        if start is None or not mine or any(mine[0].is_same(hour) for hour in told):
            continue
        other, at = start
        said = other.run.text[at.start : at.end]
        if ZONE.findall(text) != ZONE.findall(said):
            continue
        yield Finding(
            "dates.conflict",
            f"the {PROMISES[one.run.kind]} says {text}, and the message {said} on the same day",
            one.run.span(time.start, time.end),
            text,
            "Find out which time holds, and put it in both places.",
            (said,),
            related=(Related(other.run.span(at.start, at.end), said, "the time in the message"),),
        )
