"""Times with a zone: one that is not in force on that day, and one moment in two zones that do not belong together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from preflight.checkers.dates import calendar
from preflight.model import Finding, TextRun
from preflight.reading import dates
from preflight.reading.dates import DateSpan, Language, offsets

BESIDE = 14
"""How many characters may stand between a date and its time: ", from ", " – doors "."""
ANY_YEAR = 2024
"""For days that tell no year, where any will do."""

Seen = list[tuple[TextRun, Language, DateSpan]]


def wrong(seen: Seen) -> Iterator[Finding]:
    """Times right behind a full date, or right before it, whose zone is not in force on that day."""
    for (run, _, one), (other_run, _, other) in pairwise(seen):
        if run is not other_run or {one.form, other.form} != {"day", "time"} or other.start - one.end > BESIDE:
            continue
        day, time = (one, other) if other.form == "time" else (other, one)
        last = day.days[-1] if day.days else None
        found = last.date() if last else None
        if last and found is None and last.exists and last.month not in (3, 4, 10, 11):
            found = last.date(ANY_YEAR)  # the clocks do not change in these months
        both = run.text.startswith("/", time.end)  # "CET/CEST"
        if found is not None and not both and "\n" not in run.text[one.end : other.start]:
            zone = dates.wrong_zone(run.text[time.start : time.end], found)
            if zone is not None:
                yield calendar.zone(run, time, found, zone, told=found.year != ANY_YEAR or bool(last and last.year))


def moments(seen: Seen) -> Iterator[Finding]:
    """ "7 pm CET (1 pm EDT)": one moment in two zones, whose hours do not belong together."""
    for (run, _, one), (other_run, _, other) in pairwise(seen):
        if run is other_run and one.form == other.form == "time" and other.start - one.end <= 5:
            between = run.text[one.end : other.start].strip()
            if between in ("(", "/", "=", "–", "|", "or"):
                first, second = run.text[one.start : one.end], run.text[other.start : other.end]
                if offsets.disagree(first, second, _day_beside(seen, run, one)):
                    yield calendar.moments(run, other, first, second)


def _day_beside(seen: Seen, run: TextRun, time: DateSpan) -> date | None:
    """The only full day of the run that a time can be for."""
    full = {day.date() for other, _, span in seen if other is run and not span.numbers for day in span.days if day.year}
    return full.pop() if len(full) == 1 else None
