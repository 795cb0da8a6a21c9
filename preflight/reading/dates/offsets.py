"""One moment told in two zones: whether the hours belong together."""

from __future__ import annotations

import re
from datetime import date

from preflight.patterns import regex
from preflight.reading.dates import clock

# Hours from UTC. CST, IST and other abbreviations that two continents use are left out but for the American ones,
# which mail in English means.
FIXED = {
    "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "JST": 9, "AEST": 10, "AEDT": 11,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
CLOCKS = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
"""They change on the same nights, so that the hours between them are always the same."""
# the hour, its half of the day and its zone: "7 pm EST", "19:00 (CET)"
MOMENT = regex(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s?(?:([ap])\.?m\.?)?\s?\(?([A-Z]{2,4})\)?", re.IGNORECASE)
ABBREVIATION = regex(r"\b[A-Z]{2,4}\b")
PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
"""Where such a clock hangs, by the names of the time zone database."""
HALF_DAY, DAY = 12 * 60, 24 * 60


def disagree(first: str, second: str, day: date | None = None) -> bool:
    """Whether two times of day, each with its zone, cannot be the same moment. False where either cannot be told.

    Between Europe and "ET", the hours depend on the day.
    """
    one, other = MOMENT.fullmatch(first.strip()), MOMENT.fullmatch(second.strip())
    if one is None or other is None:
        return False
    zones = one[4].upper(), other[4].upper()
    tables = (FIXED, CLOCKS) if day is None else (FIXED, CLOCKS, _on(day))
    table = next((table for table in tables if all(zone in table for zone in zones)), None)
    if table is None or zones[0] == zones[1]:
        return False
    gap = _minutes(one) - table[zones[0]] * 60 - (_minutes(other) - table[zones[1]] * 60)
    halves = (one[3] or not _is_early(one)) and (other[3] or not _is_early(other))
    return gap % (DAY if halves else HALF_DAY) != 0


def _on(day: date) -> dict[str, int]:
    """All zones, as they are on that day."""
    summer = clock.is_summer(clock.AMERICA, day)
    return FIXED | {zone: offset + summer for zone, offset in CLOCKS.items()}


def zone_of(text: str) -> str:
    """The abbreviation of the zone that a time of day names, or empty."""
    return next((word for word in ABBREVIATION.findall(text) if word not in ("AM", "PM")), "")


def _minutes(moment: re.Match[str]) -> int:
    hour = int(moment[1])
    if moment[3]:
        hour = hour % 12 + 12 * (moment[3].lower() == "p")
    return hour * 60 + int(moment[2] or 0)


def _is_early(moment: re.Match[str]) -> bool:
    """ "7:00" without am or pm may be either half of the day."""
    return int(moment[1]) <= 12 and not moment[1].startswith("0")
