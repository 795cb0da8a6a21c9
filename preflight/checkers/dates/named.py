"""Holidays: a name beside a day that it does not fall on ("Thanksgiving, 27 November"), a greeting out of season."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import When
from preflight.model import Fact, Facts, Finding
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day, holidays

SEASON_BEFORE, SEASON_AFTER = 60, 30
"""Days in which people wish one another well."""
# between the name and the date: "Good Friday is on the 3 April", "Karfreitag, den 3. April"
FILLERS = frozenset(
    [
        *("is", "was", "falls", "will", "be", "this", "year", "on", "the"),
        *("ist", "fällt", "auf", "den", "der", "dem", "am", "tombe", "le", "cae", "el", "es"),
    ]
)
# "Christmas Day, 26 December and 1 January": a list of days
LISTED = r"\s?(?:,\s?(?=[A-Z0-9]|and|und|et|y)|and\b|&|or\b|und\b|et\b|y\b|to\b|until\b|[-–—/])"
# ", and on Easter Monday, 29", " und Ostermontag, 29"
ANOTHER = regex(r"[\s,]{0,3}(?:(?:and|und|et|y|&)\s)?(?:(?:on|am|le)\s)?([A-ZÀ-Þ][^,(\n]{2,24}?)[\s,(]{1,2}(?=[0-9])")
# the sentence is over behind the date
OVER = r"\s?(?:[.;:)!?\n]|$)"


def holiday(fact: Fact, document: Facts, when: When, client: str) -> Iterator[Finding]:
    """A holiday's name right beside a day that it is not in any country."""
    value = fact.value
    if value["form"] != "day" or len(value["days"]) != 1:
        return
    if value["tense"] == "past" and not value["days"][0][0]:
        return
    name, listed = _name(fact)
    if not name:
        return
    year, month, number, weekday = value["days"][0]
    day = Day(number, month, year, 0, 0, weekday)
    found = day.date() or (dates.nearest_year(day, when.day, -60, 305) if when.known else None)
    if found is None:
        return
    right = holidays.right_days(name, found.year)
    elsewhere = client in right and found in right.values()
    right = {client: right[client]} if client in right else right
    if not right or found in right.values():
        return
    if not year and _other_year(day, name, found.year) and not 0 <= (found - when.sent).days <= SEASON_BEFORE:
        return
    nearest = min(right.values(), key=lambda other: abs(other - found))
    country = document.language.partition("-")[2].lower()
    best = right.get("gb" if country == "uk" else country, nearest)
    others = sorted(set(right.values()))
    answer = " or ".join(map(calendar.said, others)) if len(others) > 1 and best is nearest else calendar.said(best)
    yield Finding(
        "dates.holiday",
        f"{name} {found.year} is {answer}, not {found.day} {calendar.month_name(found.month)}",
        fact.place,
        fact.match,
        "Change the date, or the name of the day.",
        severity="warning" if listed or not year or (abs((nearest - found).days) > 30 and not elsewhere) else None,
    )


def _name(fact: Fact) -> tuple[str, bool]:
    """The holiday that the date is said to be, and whether a list of days could follow instead."""
    weekday = fact.value["weekday"][0]
    if weekday and fact.match.startswith(weekday):
        name = holidays.ending(f"{fact.location.before}{weekday}")  # "Good Friday, 3 April"
        if name:
            return name, False
    before = fact.location.before.replace("’", "'")
    after = fact.location.after.replace("’", "'")
    head = before.rstrip()
    for _ in range(4):
        cut, _, word = head.rpartition(" ")
        if word.lower() not in FILLERS:
            break
        head = cut.rstrip()
    stripped = head.rstrip("(,:–—- ")
    name = holidays.ending(stripped)
    if name and len(head) - len(stripped) <= 3:
        comma = "," in head[len(stripped) :] or head == before.rstrip() == stripped
        if comma and re.match(LISTED, after) and not _another(after):
            return "", False
        return name, comma and not re.match(OVER, after)
    inside, closed, _ = after.lstrip().partition(")")
    if closed and inside.startswith("("):  # "26 November (Thanksgiving)"
        name = holidays.ending(inside[1:].strip())
        return (name, False) if name == inside[1:].strip() else ("", False)
    return "", False


def _another(after: str) -> bool:
    """Whether another holiday with its own day follows: "and on Easter Monday, 29 March"."""
    match = ANOTHER.match(after)
    return match is not None and holidays.ending(match[1]) != ""


def _other_year(day: Day, name: str, year: int) -> bool:
    """Whether the day is right in the year before or after, for a date without its year."""
    return any(day.date(other) in holidays.right_days(name, other).values() for other in (year - 1, year + 1))


def greetings(document: Facts, when: When) -> Iterator[Finding]:
    """ "Merry Christmas" in April: it may be meant, so it is shown and no more."""
    if when.standing != "front" or when.site or not when.known:
        return
    for fact in document.facts.get("season-greeting", ()):
        days = [day for year in (-1, 0, 1) for day in holidays.right_days(fact.value, when.sent.year + year).values()]
        if days and not any(-SEASON_AFTER <= (day - when.sent).days <= SEASON_BEFORE for day in days):
            nearest = min(days, key=lambda day: abs(day - when.sent))
            yield Finding(
                "dates.holiday",
                f"“{fact.match}” in a message of {calendar.said(when.sent)}: the day is {calendar.said(nearest)}",
                fact.place,
                fact.match,
                "Was the sentence left from a message of that season?",
                severity="info",
            )
