"""What the engine gives back, and the small calendar sums on it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(Struct, frozen=True):
    """One calendar day as written, with where it stands. ``month``, ``year`` and ``weekday`` may be missing.

    ``weekday`` counts from 0 (Monday); ``weekday_at`` is where its name stands. ``ordinal`` is the suffix written.
    """

    day: int
    month: int | None
    year: int | None
    start: int
    end: int
    weekday: int | None = None
    weekday_at: tuple[int, int] | None = None
    ordinal: str = ""

    @property
    def exists(self) -> bool:
        """29 February exists where no year is given."""
        if self.month is None:
            return 1 <= self.day <= 31
        if not 1 <= self.month <= 12:
            return False
        return 1 <= self.day <= last_day(self.month, self.year or 2024)

    def date(self, year: int | None = None) -> date | None:
        """The day, in that year where it names none; None where it cannot be."""
        year = self.year or year
        if year is None or self.month is None or not self.exists:
            return None
        return date(year, self.month, self.day) if self.day <= last_day(self.month, year) else None


class DateSpan(Struct, frozen=True):
    """``text[start:end]`` names a date. ``value`` and ``role`` are those of ``preflight facts``.

    ``form`` is how it is written: day, month, quarter, season, year, recurring, relative or time. ``days`` are the
    calendar days it names, in order: one, or the two ends of an interval. ``numbers`` are the first two numbers of a
    numeric date whose order the document decides ("03/04/2026"), else empty. ``tense`` is past, future or empty.
    ``cue`` is strong or weak where words announce the date, else empty; ``asks`` is true where they ask for something.
    ``leads`` is true where the run begins with it.
    """

    start: int
    end: int
    form: str
    value: str = ""
    role: str = ""
    days: tuple[Day, ...] = ()
    years: tuple[int, ...] = ()
    numbers: tuple[int, int] | tuple[()] = ()
    tense: str = ""
    cue: str = ""
    asks: bool = False
    leads: bool = False
    impossible: str = ""
    """Why the day or the time cannot be, in words, or empty."""


def last_day(month: int, year: int) -> int:
    """How many days the month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else DAYS[month - 1]


def written(day: Day) -> str:
    """A day in the contract's notation: ``2026-11-21``, ``--11-21``, ``---21``, or empty where it cannot be."""
    if not day.exists:
        return ""
    if day.month is None:
        return f"---{day.day:02d}"
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else f"--{day.month:02d}-{day.day:02d}"


def nearest_year(day: Day, sent: date, earliest: int, latest: int) -> date | None:
    """The day in the one year that puts it within that many days of ``sent``, the upcoming one first; or None."""
    candidates = [day.date(year) for year in (sent.year, sent.year + 1, sent.year - 1)]
    within = [found for found in candidates if found and earliest <= (found - sent).days <= latest]
    return min(within, key=lambda found: ((found - sent).days < 0, abs((found - sent).days)), default=None)


def fitting_years(day: Day, year: int) -> list[int]:
    """The years near ``year`` in which the day falls on its weekday, nearest first, the earlier before the later."""
    around = sorted(range(year - 11, year + 12), key=lambda other: (abs(other - year), other))
    if day.month is None or day.weekday is None:
        return []
    found = []
    for other in around:
        if day.day <= last_day(day.month, other) and date(other, day.month, day.day).weekday() == day.weekday:
            found.append(other)
    return found
