"""The date of the issue itself, in its masthead or its subject, against the day it goes out; and evergreen messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import MONTH, When
from preflight.model import Fact, Finding, Severity
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day

BEHIND = 4
"""Days that an issue's date may lie before the send date: written on Friday, sent on Tuesday."""
AHEAD = 10
"""A weekly is dated for the week to come at most."""
SHORT = 120
"""Characters: a masthead is a line, not a paragraph."""
FIRST = 2
"""The masthead's date is among the first of its part."""

# "Posted on", "Veröffentlicht am"
POSTED = regex(
    r"\b(?:posted|published|veröffentlicht|erschienen|publi[eé]e?|publicad[oa])\b[^.!?\n]{0,6}$", re.IGNORECASE
)
BY_SOMEBODY = regex(r"\s(?:by|in|von|par|por)\s", re.IGNORECASE)
# "Volume 12 Number 5 March 2026": the fifth of the year, in March
NUMBERED = regex(r"\b(?:number|no|nr|num|issue|ausgabe|numéro|número|vol(?:ume)?)\b\.?\s?$", re.IGNORECASE)


def issue_date(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """An issue date outside its window, once for each part of the message."""
    if when.standing != "front" or when.site or not when.known:
        return
    count: dict[str, int] = {}
    done: set[str] = set()
    for fact in facts:
        value, part = fact.value, fact.location.part
        count[part] = count.get(part, 0) + 1
        if value["role"] != "issue" or part in done or count[part] > FIRST or value["length"] > SHORT:
            continue
        finding = _outside(fact, when)
        if finding is not None:
            done.add(part)
            yield finding


def _outside(fact: Fact, when: When) -> Finding | None:
    value, sent = fact.value, when.sent
    if value["form"] != "day" or len(value["days"]) != 1 or NUMBERED.search(fact.location.before):
        return None
    year, month, number, weekday = value["days"][0]
    day = Day(number, month, year, 0, 0, weekday)
    found = day.date() or dates.nearest_year(day, sent, -180, 185)
    if found is None:
        return None
    late = (sent - found).days
    if -AHEAD <= late <= BEHIND or (late < 0 and not when.exact):
        return None
    severity: Severity | None
    own = value["tense"] != "past"  # "posted on" may be said of an article in it
    if not own and (not POSTED.search(fact.location.before) or BY_SOMEBODY.match(fact.location.after)):
        return None  # "in our issue of 3 November we wrote", "posted on 3 November by Ada"
    severity = None if own and year and when.exact and (5 <= late <= 100 or 330 <= late <= 400) else "warning"
    how = f"{late} days before" if late > 0 else f"{-late} days after"
    return Finding(
        "dates.issue-date",
        f"the issue is dated {calendar.said(found)}, {how} the send date ({calendar.said(sent)})",
        fact.place,
        fact.match,
        f"Is it still the last issue's date? Write this issue's, {calendar.said(sent)}.",
        severity=severity,
    )


def issue_month(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """ "The January 2025 newsletter", sent in February 2026: the month fits, and its year is the last one.

    Issues come out from two months before their month (of a magazine) to two months after it (minutes, statistics).
    """
    if when.site or not when.exact or when.standing == "page":
        return
    count: dict[str, int] = {}
    for fact in facts:
        value, part = fact.value, fact.location.part
        count[part] = count.get(part, 0) + 1
        named = MONTH.fullmatch(value["value"])
        if value["role"] != "issue" or value["tense"] == "past" or named is None or value["length"] > SHORT:
            continue
        year, month = int(named[1]), int(named[2])
        late = (when.sent.year - year) * 12 + when.sent.month - month
        if count[part] > FIRST or not 10 <= late <= 14 or not fact.match.endswith(str(year)):
            continue
        right = f"{fact.match[:-4]}{year + 1}"
        yield Finding(
            "dates.issue-date",
            f"the issue is said to be of {fact.match}, and it goes out in"
            f" {calendar.month_name(when.sent.month)} {when.sent.year}",
            fact.place,
            fact.match,
            f"Is it last year's year? Write {right} if that is meant.",
            (right,),
            severity="warning",
        )


def evergreen(fact: Fact) -> Iterator[Finding]:
    """A calendar day in a message that goes out again and again."""
    value = fact.value
    if (
        value["form"] not in ("day", "month")
        or value["role"] not in ("event", "deadline", "issue")
        or value["tense"] == "past"
    ):
        return
    yield Finding(
        "dates.evergreen",
        f"“{fact.match}” will be over one day, and this message keeps going out",
        fact.place,
        fact.match,
        "Say it without the date (“three days after you sign up”), or let your mail program fill the date in.",
    )
