"""Days that are told from the day it goes out: "tomorrow (25 November)", "this Friday", a deadline within hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import When
from preflight.model import Fact, Finding
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day, clock

OFFSETS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "heute": 0, "morgen": 1, "gestern": -1,
    "demain": 1, "hier": -1, "hoy": 0, "mañana": 1, "ayer": -1,
}  # fmt: skip
THIS = frozenset(["this", "diesen", "dieser", "ce"])
"""“Next Friday” is the one that follows for some, and the one after it for others."""
# behind "tomorrow": ", Thursday" or "(Thursday)" that no other day follows
BESIDE = regex(
    r"\s?[,(–-]?\s?([^\W\d_]+)(?!\w|\s?(?:,\s?[A-Z]|&|–|-|and\b|or\b|to\b|und\b|oder\b|bis\b|et\b|ou\b|y\b))"
)
# nobody needs to be told twice
URGENT = (
    r"(?i)\b(?:last (?:chance|day|call|hours?)|final (?:hours?|day|call|reminder)|hours? left|midnight|ends soon"
    r"|letzte[rn]? (?:chance|tag|stunden?)|heute|dernière?s? (?:chance|jours?|heures?)|ce soir|aujourd.hui|minuit"
    r"|últim[oa]s? (?:oportunidad|días?|horas?)|esta noche|medianoche)\b"
)


def contradicted(fact: Fact, following: Fact | None, when: When) -> Iterator[Finding]:
    """ "Tomorrow (26 November)" or "tomorrow, Friday" in a message that does not go out on the day before."""
    offset = OFFSETS.get(fact.match.lower())
    if offset is None or not when.exact or when.standing != "front" or fact.value["tense"] == "past":
        return
    right = when.sent + timedelta(offset)
    beside = _date_beside(fact, following, when)
    if beside is not None:
        if beside != right and abs((beside - when.sent).days) <= 60:
            yield _contradiction(fact, right, f"the date beside it is {calendar.said(beside)}")
        return
    weekday = _weekday_beside(fact)
    if weekday is not None and weekday != right.weekday():
        yield _contradiction(fact, right, f"it stands beside {calendar.weekday_name(weekday)}")


def _contradiction(fact: Fact, right: date, but: str) -> Finding:
    return Finding(
        "dates.relative",
        f"“{fact.match}” is {calendar.weekday_name(right.weekday())}, {calendar.said(right)}, when this goes out,"
        f" but {but}",
        fact.place,
        fact.match,
        "Correct the word or the date: readers will come on one of two days.",
    )


def _date_beside(fact: Fact, following: Fact | None, when: When) -> date | None:
    if following is None or following.value["form"] != "day" or len(following.value["days"]) != 1:
        return None
    if re.fullmatch(r"\s?[,(–—:-]\s?(?:the |le |den |dem |el )?", _between(fact, following)) is None:
        return None
    year, month, number, weekday = following.value["days"][0]
    return Day(number, month, year, 0, 0, weekday).date(when.sent.year)


def _weekday_beside(fact: Fact) -> int | None:
    """ "tomorrow, Thursday," and "today (Monday)", but not "today, Saturday and Sunday"."""
    if fact.location.before.lower().endswith(("la ", "guten ")):
        return None  # the morning, not tomorrow
    match = BESIDE.match(fact.location.after)
    if match is None or not match[1][:1].isupper():
        return None
    for language in map(dates.table, dates.COVERED):
        letter, number = language.vocabulary.get(match[1].lower(), ("", 0))
        if letter == "W" and len(match[1]) > 3:
            return number
    return None


def resolved(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """What "tomorrow" will be for those who read it: shown once for each word, since only the writer knows."""
    if not when.exact or when.standing != "front":
        return
    told: set[str] = set()
    for fact, following in zip_longest(facts, facts[1:]):
        words = fact.match.lower()
        if fact.value["form"] != "relative" or words in told or fact.value["tense"] == "past":
            continue
        if _date_beside(fact, following, when) is not None or _weekday_beside(fact) is not None:
            continue
        day = _resolved(words, when.sent)
        if day is not None and day != when.sent:
            told.add(words)
            yield Finding(
                "dates.relative",
                f"“{fact.match}” is {calendar.weekday_name(day.weekday())}, {calendar.said(day)}, when this goes out",
                fact.place,
                fact.match,
                "Is that the day you mean?",
                severity="info",
            )


def _resolved(words: str, sent: date) -> date | None:
    if words in OFFSETS:
        return sent + timedelta(OFFSETS[words])
    this, _, name = words.partition(" ")
    for language in map(dates.table, dates.COVERED):
        letter, number = language.vocabulary.get(name, ("", 0))
        if letter == "W" and this in THIS:
            return sent + timedelta((number - sent.weekday()) % 7)
    return None


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


def last_day(fact: Fact, following: Fact | None, when: When) -> Iterator[Finding]:
    """A deadline that ends on the day it goes out, or within a day of that hour, and nobody says so."""
    value = fact.value
    if value["role"] != "deadline" or value["cue"] != "strong" or not value["days"] or value["tense"] == "past":
        return
    year, month, number, weekday = value["days"][-1]
    found = Day(number, month, year, 0, 0, weekday).date(when.sent.year)
    if found is None or not when.exact or when.standing != "front":
        return
    soon = _hours_left(found, fact, following, when)
    if found != when.sent and not soon:
        return
    if re.search(URGENT, f"{fact.location.before} {fact.location.after}"):
        return
    what = f"less than {soon} hours after it goes out" if soon else "the day it goes out"
    yield Finding(
        "dates.last-day",
        f"the deadline “{fact.match}” is {what}: many will read it too late",
        fact.place,
        fact.match,
        f"Say “today”, send it a day earlier, or move the deadline past {calendar.said(found + timedelta(1))}.",
    )


def _hours_left(day: date, fact: Fact, following: Fact | None, when: When) -> int:
    """The hours until a deadline of the next day, where both hours are told and it is less than a day; else 0."""
    if when.at is None or day != when.sent + timedelta(1) or following is None or following.value["form"] != "time":
        return 0
    if len(_between(fact, following)) > 12:
        return 0
    told = clock.hours(following.match)
    if not told or not told[-1].exact:
        return 0
    left = told[-1].minutes + 24 * 60 - (when.at.hour * 60 + when.at.minute)
    return -(-left // 60) if 0 < left < 24 * 60 else 0
