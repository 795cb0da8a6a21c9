"""Dates that are the previous issue's, words around them and all, and were still ahead when that one went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from preflight.checkers.issue import series
from preflight.checkers.issue.rules import UNCHANGED
from preflight.checkers.issue.series import Issue
from preflight.model import Fact, Finding, Location, Related
from preflight.patterns import regex

ACROSS = frozenset({"event", "deadline", "other"})
"""Roles of dates that an issue announces."""
WORD = regex(r"\w+")
AROUND = 4
"""Words on each side that are compared."""
PROGRAMME = 3
"""Dates close together that are a calendar of a whole season: what is over in it may stand."""

Key = tuple[str, tuple[str, ...], tuple[str, ...]]


def only_day(fact: Fact) -> date | None:
    """The day of a full date, the last one of a range; None without a year."""
    if fact.value["form"] != "day" or not fact.value["days"]:
        return None
    year, month, number, _ = fact.value["days"][-1]
    try:
        return date(year, month, number) if year and month and number else None
    except ValueError:
        return None


def findings(new: Issue, issues: Sequence[Issue], sent: date) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first. Needs the facts of the family ``dates``."""
    before = {_key(fact): fact for fact in issues[-1].facts.facts.get("date", ())}
    older = {_key(fact) for one in issues[:-1] for fact in one.facts.facts.get("date", ())}
    then = series.sent_on(issues[-1].facts)
    stayed = [
        (fact, day)
        for fact in new.facts.facts.get("date", ())
        if fact.value["role"] in ACROSS and fact.value["tense"] != "past" and (day := only_day(fact)) is not None
        if _key(fact) in before and _key(fact) not in older
    ]
    ahead = [(fact, day) for fact, day in stayed if day >= sent]
    for fact, day in stayed:
        if day >= sent or then is None or day < then:
            continue  # what was over already when the previous issue went out is history
        if fact.value["role"] in ("event", "deadline") and fact.value["cue"]:
            continue  # reported as dates.past
        calendar = len(stayed) >= PROGRAMME and bool(ahead)
        yield Finding(
            UNCHANGED.id,
            f"“{fact.match}” is the previous issue's date, and it is over",
            fact.place,
            fact.match,
            "Put in this issue's date, or take the sentence out.",
            related=(_related(before[_key(fact)]),),
            severity="warning" if calendar else "error",
        )
    if ahead:
        first = ahead[0][0]
        more = f" and {len(ahead) - 1} more" if len(ahead) > 1 else ""
        yield Finding(
            UNCHANGED.id,
            f"“{first.match}”{more}: the same as in the previous issue, and still ahead",
            first.place,
            first.match,
            "If it is the same event, leave it.",
            related=tuple(_related(before[_key(fact)]) for fact, _ in ahead[:3]),
            severity="info",
        )


def _related(fact: Fact) -> Related:
    assert isinstance(fact.place, Location)
    return Related(fact.place, fact.match, "the same date in the previous issue")


def _key(fact: Fact) -> Key:
    """The date with the words around it."""
    place = fact.location
    return (
        fact.match.casefold(),
        tuple(WORD.findall(place.before.casefold())[-AROUND:]),
        tuple(WORD.findall(place.after.casefold())[:AROUND]),
    )
