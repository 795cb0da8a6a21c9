"""Days that are counted: "3 days left" beside a deadline that is a week away on the day it goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from re import Match

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import RECENT, When
from preflight.model import Fact, Facts, Finding, Location, Related
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_COUNT = rf"(?P<count>[0-9]{{1,2}}|{'|'.join(NUMBERS)})\s(?:more\s)?(?P<unit>days?|hours?|weeks?)"
# "ends in 3 days", "Only two days left", "5 days to go"
COUNTED = regex(
    rf"\b(?:(?P<ends>ends?|ending|expires?|expiring|closes?|closing|runs? out|renews?|due|finish(?:es)?)"
    rf"|(?P<starts>starts?|begins?|opens?|kicks? off|takes? place|launch(?:es)?|(?:is|are)(?: just| only)?))"
    rf"\sin\s(?:just\s|only\s)?{_COUNT}\b"
    rf"|\b{_COUNT.replace('count', 'left').replace('unit', 'of')}\s(?P<how>left|remaining|to go|until|till)\b",
    2,
)
HOURS = {"d": 24, "h": 1, "w": 168}
TELLS = ("day", "hour", "week")


def counted(document: Facts, when: When) -> Iterator[Finding]:
    """Counts that are off by more than a day, where the message names one day that they can be for."""
    if not when.exact or when.standing != "front" or when.site:
        return
    told = False
    deadlines: dict[date, Fact] | None = None
    others: dict[date, Fact] = {}
    for run in document.runs:
        if told or run.location is None or run.kind in ("code", "quote", "meta", "title", "alt"):
            continue
        if not any(word in run.text for word in TELLS):
            continue
        for match in COUNTED.finditer(run.text):
            if deadlines is None:
                deadlines, others = _days(document, when, deadlines=True), _days(document, when, deadlines=False)
            finding = _compared(deadlines, others, when, match, run.location)
            if finding is not None:
                yield finding
                told = True
                break


def _compared(
    deadlines: dict[date, Fact], others: dict[date, Fact], when: When, match: Match[str], place: Location
) -> Finding | None:
    number, unit = (match["count"] or match["left"]).lower(), (match["unit"] or match["of"]).lower()
    count = NUMBERS.get(number) or int(number)
    hours = count * HOURS[unit[0]]
    fact_days = others if match["starts"] or (not deadlines and not match["ends"]) else deadlines
    if len(fact_days) != 1:
        return None
    ((day, fact),) = fact_days.items()
    away = (day - when.sent).days
    slack = 1 if unit[0] != "w" else 3
    if abs(away - hours / 24) <= slack:
        return None
    return Finding(
        "dates.relative",
        f"“{match.group()}”, but “{fact.match}” is {f'{away} days' if away != 1 else 'a day'} after the send date"
        f" ({calendar.said(when.sent)})",
        place,
        match.group(),
        "Count again, or correct the date.",
        related=(Related(fact.place, fact.match, "the day it seems to be for"),),
        severity="warning",
    )


def _days(document: Facts, when: When, *, deadlines: bool) -> dict[date, Fact]:
    """The days still to come that the message names as deadlines, or as anything else."""
    found: dict[date, Fact] = {}
    for fact in document.facts.get("date", ()):
        value = fact.value
        if value["form"] != "day" or not value["days"] or value["tense"] == "past":
            continue
        if (value["role"] == "deadline") != deadlines or value["role"] not in ("deadline", "event"):
            continue
        year, month, number, weekday = value["days"][-1 if deadlines else 0]
        if month is None:
            continue
        named = Day(number, month, year, 0, 0, weekday)
        day = named.date() if year else dates.nearest_year(named, when.sent, -RECENT, 364 - RECENT)
        if day is not None and day >= when.sent:
            found.setdefault(day, fact)
    return found
