"""The same event with two dates in one message.

Subject, preview and pictures against the text, and HTML against plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from preflight.checkers.dates.moments import NOT_BODY, PROMISES
from preflight.checkers.dates.stale import When
from preflight.model import Document, Fact, Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading import dates, topics
from preflight.reading.dates import DateSpan, Day
from preflight.reading.versions import Mark, told_apart

EMPTY_WORDS = topics.COMMON | frozenset(
    (
        "join",
        "come",
        "will",
        "have",
        "book",
        "here",
        "there",
        "save",
        "date",
        "dates",
        "next",
        "open",
        "issue",
        "news",
        "newsletter",
        "more",
        "what",
        "they",
        "their",
        "about",
        "which",
        "been",
        "were",
        "than",
        "then",
        "also",
        "every",
        "some",
        "please",
        "into",
        "over",
        "just",
    )
)
CLOCK = regex(r"([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s?([ap])?", re.IGNORECASE)

Seen = Iterable[tuple[TextRun, DateSpan]]


def versions(document: Document, seen: Seen) -> Iterator[Finding]:
    """The same sentence with another day or hour in the plain-text part."""
    marked: dict[int, tuple[TextRun, list[Mark]]] = {}
    for run, span in seen:
        meaning = _meaning(run, span)
        if meaning is not None:
            marked.setdefault(id(run), (run, []))[1].append(Mark(span.start, span.end, meaning))
    yield from told_apart("dates.conflict", document, marked.values())


def _meaning(run: TextRun, span: DateSpan) -> object | None:
    """What has to be the same in both versions: the days, or the hours; None where it cannot be told."""
    if span.form == "time":
        text = run.text[span.start : span.end]
        hours = [
            (int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour), int(minute or 0))
            for hour, minute, half in CLOCK.findall(text)
        ]
        return ("time", *hours)
    if span.form == "day" and span.days and all(day.exists for day in span.days):
        return ("day", *((day.day, day.month) for day in (span.days[0], span.days[-1])))
    return None


def promised(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """A day in the subject that the text does not have, where the text has one other day for the same thing."""
    body = [fact for fact in facts if fact.value["kind"] not in NOT_BODY and fact.value["form"] == "day"]
    days = {_days(fact) for fact in body}
    single = {(number, month) for found in days for number, month in found}
    coming = [fact for fact in body if fact.value["role"] in ("event", "deadline") and fact.value["tense"] != "past"]
    if len({_days(fact) for fact in coming}) != 1:
        return
    for fact in facts:
        value = fact.value
        if value["kind"] not in PROMISES or value["form"] != "day" or value["role"] not in ("event", "deadline"):
            continue
        if value["tense"] == "past" or single & set(_days(fact)) or not _is_near(fact, when):
            continue
        other = max(coming, key=lambda one: len(_words(one) & _words(fact)))
        shared = _words(other) & _words(fact)
        if not shared:
            continue
        yield Finding(
            "dates.conflict",
            f"the {PROMISES[value['kind']]} says {fact.match}, and the message {other.match}",
            fact.place,
            fact.match,
            "Find out which day it is, and put it in both places.",
            (other.match,),
            related=(Related(other.place, other.match, "the day in the message"),),
            severity=None if value["kind"] != "alt" and _is_same(fact, other, shared) else "warning",
        )


def _is_same(fact: Fact, other: Fact, shared: set[str]) -> bool:
    """Two words in common, or all that the shorter text has to say of the same sort of day."""
    return len(shared) > 1 or (fact.value["role"] == other.value["role"] and _words(fact) <= shared)


def _days(fact: Fact) -> tuple[tuple[int, int], ...]:
    return tuple((number, month) for _, month, number, _ in fact.value["days"])


def _is_near(fact: Fact, when: When) -> bool:
    """Not an anniversary, not a report of what was."""
    year, month, number, weekday = fact.value["days"][-1]
    found = Day(number, month, year, 0, 0, weekday).date(when.sent.year)
    return found is not None and (not year or abs((found - when.sent).days) < 200)


def _words(fact: Fact) -> set[str]:
    """The words around a date that tell what happens then; in a form that "class" and "classes" share."""
    place = fact.location
    words = topics.WORD.findall(f"{place.before} {place.after}".lower())
    return {word.rstrip("s") for word in words if word not in EMPTY_WORDS and not _is_calendar(word)}


def _is_calendar(word: str) -> bool:
    return dates.table("en").vocabulary.get(word, ("", 0))[0] in ("M", "W") and bool(word)
