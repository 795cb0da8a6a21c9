"""Times of day: whether they can be, and whether their zone is the one in force on their day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from preflight.patterns import regex

# each full reading of "10:00am-2:00 pm EST": hour, minute
READING = regex(r"(?<![0-9:])([0-9]{1,2})[:.h]([0-9]{2})(?![0-9])")
# "13pm", but not "13:00 pm" or "19 Uhr"
HALVED = regex(r"(?<![0-9:.,])([1-9][0-9])[ap]\.?m\b", re.IGNORECASE)
# "7", "7.30 pm", "19 Uhr", "14h30", "1700"
HOUR = regex(
    r"(?<![0-9:.])(?<![CT][+-])([0-2]?[0-9])(?:[:.h]?([0-5][0-9]))?(?![0-9])[ \xa0\u202f]?"
    r"(?:([ap])\.?m\b\.?|(uhr\b|h\b|heures\b))?",
    re.IGNORECASE,
)
HALF_DAY = 12 * 60
ABBREVIATION = regex(r"\b[A-Z]{2,4}\b")

AMERICA, EUROPE = "America", "Europe"
# Abbreviation → (whose clock changes, whether it is the summer one, the other). MST is left out: Arizona keeps it all
# year. GMT is left out: it also serves as universal time.
SEASONAL = {
    "EST": (AMERICA, False, "EDT"), "EDT": (AMERICA, True, "EST"), "CST": (AMERICA, False, "CDT"),
    "CDT": (AMERICA, True, "CST"), "PST": (AMERICA, False, "PDT"), "PDT": (AMERICA, True, "PST"),
    "CET": (EUROPE, False, "CEST"), "CEST": (EUROPE, True, "CET"), "EET": (EUROPE, False, "EEST"),
    "EEST": (EUROPE, True, "EET"), "BST": (EUROPE, True, "GMT"),
}  # fmt: skip


class Zone(Struct, frozen=True):
    """A zone's abbreviation in ``text[start:end]`` that is not in force on the day, and the one that is."""

    start: int
    end: int
    right: str
    summer: bool
    """Whether the day is in summer time."""


def impossible(text: str) -> str:
    """Why the time of day cannot be, in words, or empty. Only where am, pm, Uhr or a zone says that it is a time."""
    if not any(letter.isalpha() and letter != "h" for letter in text):
        return ""
    for hour, minute in READING.findall(text):
        if int(hour) > 24 or (int(hour) == 24 and int(minute)):
            return "a day has 24 hours"
        if int(minute) > 59:
            return "an hour has 60 minutes"
    if any(int(hour) > 12 for hour in HALVED.findall(text)):
        return "hours with am or pm end at 12"
    return ""


class Hour(Struct, frozen=True):
    """A time of day in minutes. ``exact`` is false where it may be morning or evening ("7:30")."""

    minutes: int
    exact: bool

    def is_same(self, other: Hour) -> bool:
        gap = self.minutes - other.minutes
        return gap == 0 if self.exact and other.exact else gap % HALF_DAY == 0


def hours(text: str) -> list[Hour]:
    """The times that a time of day names, in order: one, or the two ends of "7–9 pm"."""
    found: list[tuple[int, int, str]] = []
    for hour, minute, half, sign in HOUR.findall(text):
        found.append((int(hour), int(minute or 0), half.lower() or ("h" if sign else "")))
    told: list[Hour] = []
    for index, (hour, minute, said) in enumerate(found[:2]):
        half = said
        if not said and index == 0 and len(found) > 1:  # "7–9 pm", but "11–1 pm" begins in the morning
            half = found[1][2]
            if half in ("a", "p") and hour % 12 > found[1][0] % 12:
                half = "a" if half == "p" else "p"
        if half in ("a", "p"):
            told.append(Hour((hour % 12 + 12 * (half == "p")) * 60 + minute, exact=True))
        else:
            told.append(Hour(hour * 60 + minute, exact=half == "h" or hour > 12 or hour == 0))
    return told


def wrong_zone(text: str, day: date) -> Zone | None:
    """The abbreviation that belongs to the other half of the year.

    Europe changes on the last Sundays of March and October (directive 2000/84/EC), the United States on the second
    Sunday of March and the first of November (Energy Policy Act of 2005).
    """
    for match in ABBREVIATION.finditer(text):
        if match.group() not in SEASONAL:
            continue
        where, summer, other = SEASONAL[match.group()]
        if any(edge in (day, day + timedelta(1)) for edge in _summer(where, day.year)):
            return None  # the night of the change: either may be right
        if is_summer(where, day) != summer:
            return Zone(match.start(), match.end(), other, not summer)
    return None


def is_summer(where: str, day: date) -> bool:
    """Whether summer time is in force there."""
    begins, ends = _summer(where, day.year)
    return begins <= day < ends


def _summer(where: str, year: int) -> tuple[date, date]:
    if where == AMERICA:
        return _sunday(date(year, 3, 8)), _sunday(date(year, 11, 1))
    return _sunday(date(year, 3, 25)), _sunday(date(year, 10, 25))


def _sunday(day: date) -> date:
    """The first Sunday from that day on."""
    return day + timedelta((6 - day.weekday()) % 7)
