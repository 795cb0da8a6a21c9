"""Time travel: on which day each dated sentence will turn false (``--until 30d``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from preflight.checkers.dates import calendar, years
from preflight.checkers.dates.stale import Repeated, When
from preflight.model import Fact, Facts, Finding
from preflight.reading import dates
from preflight.reading.dates import Day

NEXT_DAY = timedelta(1)


def turning(document: Facts, when: When, until: date, repeated: Repeated) -> Iterator[Finding]:
    """A finding for everything that is right when it goes out and no longer so on some day up to ``until``."""
    facts = document.facts.get("date", ())
    for fact in facts:
        if when.standing == "dated" and not repeated.holds(fact):
            continue
        day = _day(fact, document, facts, when)
        if day is not None and when.sent < day <= until:
            yield Finding(
                "dates.until",
                f"stale on {calendar.said(day)}: “{fact.match}” is over then",
                fact.place,
                fact.match,
                "Nothing is wrong yet. Change it by that day, or say it in words that stay true.",
                stale_on=day.isoformat(),
            )


def _day(fact: Fact, document: Facts, facts: tuple[Fact, ...], when: When) -> date | None:
    """The first day on which the words are no longer true; None where they stay true, or were not to begin with."""
    value, sent = fact.value, when.sent
    if value["role"] == "copyright":
        current = value["form"] == "year" and bool(value["years"]) and value["years"][-1] == sent.year
        return date(sent.year + 1, 1, 1) if current and years.is_own(fact, document, facts) else None
    if value["role"] not in ("event", "deadline") or value["tense"] == "past":
        return None
    if value["form"] == "relative":
        return _relative(fact.match.lower(), sent) if when.standing == "front" else None  # "used today" in a manual
    if value["form"] == "month":
        year, month = map(int, value["value"].rpartition("/")[2].split("-"))
        return date(year, month, dates.last_day(month, year)) + NEXT_DAY
    if not value["days"]:
        return None
    year, month, number, weekday = value["days"][-1]
    named = Day(number, month, year, 0, 0, weekday)
    if not named.exists or named.month is None:
        return None
    found = named.date() or dates.nearest_year(named, sent, 0, 366)
    return found + NEXT_DAY if found is not None and found < date.max else None


def _relative(words: str, sent: date) -> date | None:
    """ "tomorrow" is wrong the day after; "this Friday" when Friday is over."""
    last = words.rpartition(" ")[2]
    for language in map(dates.table, dates.COVERED):
        letter, number = language.vocabulary.get(last, ("", 0))
        if letter == "W":
            return sent + timedelta((number - sent.weekday()) % 7) + NEXT_DAY
        if letter == "R":
            return sent + NEXT_DAY
    return None
