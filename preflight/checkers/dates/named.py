"""Days that are named as well as numbered: holidays ("Thanksgiving, 27 November") and "tomorrow (25 November)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import When
from preflight.model import Fact, Facts, Finding
from preflight.reading import dates
from preflight.reading.dates import Day, holidays

# between the name and the date: "Good Friday is on the 3 April", "Karfreitag, den 3. April"
FILLERS = frozenset(
    [
        *("is", "was", "falls", "will", "be", "this", "year", "on", "the"),
        *("ist", "fällt", "auf", "den", "der", "dem", "am", "tombe", "le", "cae", "el", "es"),
    ]
)
# "Christmas Day, 26 December and 1 January": a list of days
LISTED = r"\s?(?:,\s?(?=[A-Z0-9]|and|und|et|y)|and\b|&|or\b|und\b|et\b|y\b|to\b|until\b|[-–—/])"
# the sentence is over behind the date
OVER = r"\s?(?:[.;:)!?\n]|$)"
OFFSETS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "heute": 0, "morgen": 1, "gestern": -1,
    "demain": 1, "hier": -1, "hoy": 0, "mañana": 1, "ayer": -1,
}  # fmt: skip
# nobody needs to be told twice
URGENT = (
    r"(?i)\b(?:last (?:chance|day|call|hours?)|final (?:hours?|day|call|reminder)|hours? left|midnight|ends soon)\b"
)


def holiday(fact: Fact, document: Facts, when: When) -> Iterator[Finding]:
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
    if not right or found in right.values() or (not year and _other_year(day, name, found.year)):
        return
    nearest = min(right.values(), key=lambda other: abs(other - found))
    country = document.language.partition("-")[2].lower()
    best = right.get("gb" if country == "uk" else country, nearest)
    others = sorted(set(right.values()))
    answer = " or ".join(map(calendar.said, others)) if len(others) > 1 and best is nearest else calendar.said(best)
    yield Finding(
        "dates.holiday",
        f"{name} {found.year} is {answer}, not {found.day} {calendar.MONTHS[found.month - 1]}",
        fact.place,
        fact.match,
        "Change the date, or the name of the day.",
        severity="warning" if listed or not year or abs((nearest - found).days) > 30 else None,
    )


def _name(fact: Fact) -> tuple[str, bool]:
    """The holiday that the date is said to be, and whether a list of days could follow instead."""
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
        if comma and re.match(LISTED, after):
            return "", False
        return name, comma and not re.match(OVER, after)
    inside, closed, _ = after.lstrip().partition(")")
    if closed and inside.startswith("("):  # "26 November (Thanksgiving)"
        name = holidays.ending(inside[1:].strip())
        return (name, False) if name == inside[1:].strip() else ("", False)
    return "", False


def _other_year(day: Day, name: str, year: int) -> bool:
    """Whether the day is right in the year before or after, for a date without its year."""
    return any(day.date(other) in holidays.right_days(name, other).values() for other in (year - 1, year + 1))


def relative(fact: Fact, following: Fact | None, when: When) -> Iterator[Finding]:
    """ "Tomorrow (26 November)" in a message that does not go out on the 25th."""
    offset = OFFSETS.get(fact.match.lower())
    if (
        offset is None
        or following is None
        or not when.exact
        or when.standing != "front"
        or fact.value["tense"] == "past"
    ):
        return
    value = following.value
    if value["form"] != "day" or len(value["days"]) != 1:
        return
    if re.fullmatch(r"\s?[,(–—:-]\s?(?:the )?", _between(fact, following)) is None:
        return
    year, month, number, weekday = value["days"][0]
    found = Day(number, month, year, 0, 0, weekday).date(when.sent.year)
    right = when.sent + timedelta(offset)
    if found is None or found == right or abs((found - when.sent).days) > 60:
        return
    yield Finding(
        "dates.relative",
        f"“{fact.match}” is {calendar.WEEKDAYS[right.weekday()]}, {calendar.said(right)}, when this goes out,"
        f" but the date beside it is {calendar.said(found)}",
        fact.place,
        fact.match,
        "Correct the word or the date: readers will come on one of two days.",
    )


def _between(fact: Fact, following: Fact) -> str:
    """The text between two dates of one run, or something that cannot stand there."""
    place = following.location
    if place.part != fact.location.part or fact.match not in place.before:
        return "…"
    head, _, between = place.before.rpartition(fact.match)
    return between if fact.location.before.endswith(head[-12:]) else "…"


def says_today(facts: tuple[Fact, ...]) -> bool:
    """Whether the text speaks of the day itself."""
    return any(OFFSETS.get(fact.match.lower()) == 0 for fact in facts)


def last_day(fact: Fact, when: When) -> Iterator[Finding]:
    """A deadline that ends on the very day it goes out, and nobody says so."""
    value = fact.value
    if value["role"] != "deadline" or value["cue"] != "strong" or not value["days"] or value["tense"] == "past":
        return
    year, month, number, weekday = value["days"][-1]
    found = Day(number, month, year, 0, 0, weekday).date(when.sent.year)
    if found != when.sent or not when.exact or when.standing != "front":
        return
    if re.search(URGENT, f"{fact.location.before} {fact.location.after}"):
        return
    yield Finding(
        "dates.last-day",
        f"the deadline “{fact.match}” is the day it goes out: many will read it too late",
        fact.place,
        fact.match,
        f"Say “today”, send it a day earlier, or move the deadline past {calendar.said(found + timedelta(1))}.",
    )
