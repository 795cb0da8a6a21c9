"""Days that a message announces in so many words: with the hour beside them, or as “this Saturday”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import RECENT, When
from preflight.model import Fact, Finding
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day

FEWEST = 3
"""Lines that make a list of what is to come."""
LONG = 240
"""Characters of a text that may still be an announcement."""
UNSEEN = frozenset({"alt", "quote", "caption", "meta", "title"})
# behind a day: " at 7.30pm", ", 10am–noon", " – 19:00", " um 20 Uhr"
HOUR = regex(
    r"[\s,:|(–—-]{0,4}(?:(?:at|from|doors|um|ab|à|de|a las|desde las)\s)?[0-2]?[0-9](?:[:.h][0-5][0-9])?"
    r"(?:\s?(?:[-–—]|to|bis|à|a)\s?[0-2]?[0-9](?:[:.h][0-5][0-9])?)?\s?(?:[ap]\.?m\b|uhr\b|h\b|(?<=[:.h][0-5][0-9])(?![0-9%]))",
    re.IGNORECASE,
)
# what is told of a day that is over, in the same sentence
TOLD = regex(
    r"\b(?:minutes|present|attend\w*|record(?:ing|ed|s)|replay|missed|photos?|pictures?|report\w*|highlights?|recap|review\w*"
    r"|thank\w*|between|since|appeal|witness\w*|held|result\w*|archive\w*|slides|last|previous|original\w*|postponed"
    r"|cancel\w*|protokoll|rückblick|fotos?|compte|acta|from the)\b",
    re.IGNORECASE,
)
# as in "Our next walk: " or "The next meeting is on "
NEXT = regex(
    r"\b(?:next|upcoming|nächste[rns]?|prochaine?|próxim[oa])\s[\w’'-]{2,20}(?:\s[\w’'-]{2,20})?"
    r"(?:\s(?:is|will be|ist|est|es)\b|\s?[:–-])\s?(?:on\s|am\s|le\s|el\s)?$",
    re.IGNORECASE,
)
TALE = regex(r"\b(?:I|we|they|he|she|it)\s\w", re.IGNORECASE)  # "I climbed it on"
# before a weekday: "this ", "diesen "
THIS = regex(r"\b(?P<word>this|this coming|diesen|kommenden|ce|este)\s$", re.IGNORECASE)


def is_timed(fact: Fact) -> bool:
    """An hour stands right behind the day."""
    return HOUR.match(fact.location.after) is not None


def over(fact: Fact, when: When) -> Iterator[Finding]:
    """A day with its hour, before the send date, of which nothing says that it is told from memory."""
    value = fact.value
    coming = NEXT.search(fact.location.before) is not None
    if value["role"] != "event" or len(value["days"]) != 1 or value["hidden"] or value["kind"] in UNSEEN:
        return
    if not coming and (value["tense"] or value["cue"] or when.site or not is_timed(fact)):
        return
    if when.standing != "front" or not when.known or value["tense"] == "past" or value["cue"] == "strong":
        return
    found = _found(fact, when)
    if found is None or not 0 < (when.sent - found).days <= RECENT:
        return
    if not coming and (value["length"] > LONG or TALE.search(fact.location.before)):
        return
    if TOLD.search(fact.location.before) or TOLD.search(fact.location.after):
        return
    ago = (when.sent - found).days
    yield Finding(
        "dates.past",
        f"“{fact.match}” is {f'{ago} days' if ago > 1 else 'a day'} before the send date ({calendar.said(when.sent)}),"
        " and it reads like an invitation",
        fact.place,
        fact.match,
        "Correct the date; or, if it tells of what has been, say so.",
        severity="warning",
    )


def this_day(fact: Fact, when: When) -> Iterator[Finding]:
    """ "This Saturday, 21 November" in a message that goes out on the 24th."""
    value = fact.value
    if not when.exact or when.standing != "front" or when.site or value["tense"] == "past" or len(value["days"]) != 1:
        return
    said = THIS.search(fact.location.before)
    name = value["weekday"][0]
    if said is None or not name or not fact.match.startswith(name):
        return
    found = _found(fact, when)
    away = (found - when.sent).days if found is not None else 0
    if found is None or 0 <= away <= 8 or not -RECENT <= away <= 21 or TOLD.search(fact.location.before):
        return
    right = when.sent + timedelta((found.weekday() - when.sent.weekday()) % 7)
    yield Finding(
        "dates.relative",
        f"“{said['word']} {name}” is {calendar.said(right)} when this goes out,"
        f" but the text says {calendar.said(found)}",
        fact.place,
        fact.match,
        "Correct the date, or take the word out: readers will come on one of two days.",
        severity=None if away < 0 and is_timed(fact) else "warning",
    )


def coming(facts: tuple[Fact, ...], when: When) -> frozenset[int]:
    """The days without a year, by ``id``, that are surely ahead: at the beginning of a line, with their hour, or among
    lines that all are."""
    if not when.exact or when.standing != "front" or when.site:
        return frozenset()
    leading = [
        fact
        for fact in facts
        if fact.value["leads"] and fact.value["role"] == "event" and fact.value["weekday"] and fact.value["weekday"][0]
        if not fact.value["days"][0][0] and fact.value["tense"] != "past"
    ]
    found: set[int] = set()
    for part in {fact.location.part for fact in leading}:
        lines = [fact for fact in leading if fact.location.part == part]
        fitting = sum(_is_ahead(fact, when) for fact in lines)
        listed = fitting >= FEWEST and len(lines) - fitting <= 1
        found |= {id(fact) for fact in lines if listed or (is_timed(fact) and fitting * 2 >= len(lines))}
    return frozenset(found)


def _is_ahead(fact: Fact, when: When) -> bool:
    _, month, number, weekday = fact.value["days"][0]
    found = dates.nearest_year(Day(number, month, None, 0, 0, weekday), when.sent, -7, 350)
    return found is not None and found.weekday() == weekday


def _found(fact: Fact, when: When) -> date | None:
    """The day itself, near the send date; its weekday must be right, and told where the year is not."""
    year, month, number, weekday = fact.value["days"][0]
    if month is None or (not year and weekday is None):
        return None
    day = Day(number, month, year, 0, 0, weekday)
    if not day.exists:
        return None
    found = day.date() if year else dates.nearest_year(day, when.sent, -RECENT, 364 - RECENT)
    return found if found is not None and (weekday is None or found.weekday() == weekday) else None
