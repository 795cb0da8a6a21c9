"""Dates that are the previous issue's, words around them and all, and were still ahead when that one went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from preflight.checkers.issue import series, slots
from preflight.checkers.issue.rules import OVER, UNCHANGED
from preflight.checkers.issue.series import Issue, is_new
from preflight.model import Fact, Finding, Location, Related, TextRun
from preflight.patterns import regex
from preflight.reading import alignment

ACROSS = frozenset({"event", "deadline", "other"})
"""Roles of dates that an issue announces."""
WORD = regex(r"\w+")
AROUND = 4
"""Words on each side that are compared."""
TIMES = frozenset({"0", "am", "pm", "uhr", "h", "bst", "gmt", "cet", "est"})
"""What stands of a date or a time once it is masked."""
BEHIND = 4
"""Days; an issue dated longer ago than this is reported by ``dates.issue-date``."""
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


def findings(new: Issue, issues: Sequence[Issue], sent: date, *, known: bool = True) -> Iterator[Finding]:
    """``issues`` are the earlier ones, oldest first; ``known``: somebody said when it goes out, or the message does.

    Needs the facts of the family ``dates``.
    """
    for finding in _findings(new, issues, sent):
        yield finding if known or finding.severity == "info" else replace(finding, severity="warning")


def _findings(new: Issue, issues: Sequence[Issue], sent: date) -> Iterator[Finding]:
    previous = issues[-1]
    copied = {  # a text version that nobody touched is mail.plain-text
        half.part
        for kind, half in new.halves.items()
        if kind in previous.halves and not is_new(half, previous.halves[kind])
    }
    facts = [fact for fact in new.facts.facts.get("date", ()) if fact.location.part not in copied]
    then = series.sent_on(previous.facts) or _issue_date(previous)
    told: set[int] = set()
    for fact, old in _mastheads(new, previous):
        day = only_day(fact)
        reported = fact.value["role"] == "issue" and day is not None and (sent - day).days > BEHIND
        told.add(id(fact))
        if day is not None and day == only_day(old) and day < sent and not reported:
            yield Finding(
                UNCHANGED.id, f"the issue still has the previous issue's date: “{fact.match}”", fact.place, fact.match,
                "Put in this issue's date.", related=(_related(old),), severity="error",
            )  # fmt: skip
    facts = [fact for fact in facts if id(fact) not in told and _is_announced(fact)]
    yield from _unchanged(facts, previous, issues, sent, then)
    if then is not None:
        yield from _over(facts, previous, sent, then)


def _issue_date(issue: Issue) -> date | None:
    """The date in the masthead, for issues that were saved without their headers."""
    for half in issue.halves.values():
        for fact in _in_lines(issue, slots.top(half)):
            return only_day(fact)
    return None


def _is_announced(fact: Fact) -> bool:
    return fact.value["role"] in ACROSS and fact.value["tense"] != "past" and only_day(fact) is not None


def _mastheads(new: Issue, previous: Issue) -> Iterator[tuple[Fact, Fact]]:
    """The first full dates in the lines at the top of both issues."""
    for kind, half in new.halves.items():
        old = previous.halves.get(kind)
        if old is not None and is_new(half, old):
            now, before = _in_lines(new, slots.top(half)), _in_lines(previous, slots.top(old))
            if now and before:
                yield now[0], before[0]


def _in_lines(issue: Issue, lines: Sequence[TextRun]) -> list[Fact]:
    return [
        fact
        for run in lines
        if run.location is not None
        for fact in slots.within(issue.facts.facts.get("date", ()), run.location)
        if only_day(fact) is not None
    ]


def _unchanged(
    facts: Sequence[Fact], previous: Issue, issues: Sequence[Issue], sent: date, then: date | None
) -> Iterator[Finding]:
    """Dates that are the previous issue's word for word."""
    before = {_key(fact): fact for fact in previous.facts.facts.get("date", ())}
    older = {_key(fact) for one in issues[:-1] for fact in one.facts.facts.get("date", ())}
    stayed = [
        (fact, day)
        for fact in facts
        if (day := only_day(fact)) is not None and _key(fact) in before and _key(fact) not in older
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


def _over(facts: Sequence[Fact], previous: Issue, sent: date, then: date) -> Iterator[Finding]:
    """Dates that are over where the same words in the previous issue announced one that was still ahead."""
    announced: dict[Key, Fact] = {}
    same = {_key(fact) for fact in previous.facts.facts.get("date", ())}
    for fact in previous.facts.facts.get("date", ()):
        day = only_day(fact)
        if day is not None and day >= then:
            announced.setdefault(_frame(fact), fact)
    for fact in facts:
        day, old = only_day(fact), announced.get(_frame(fact))
        if day is None or old is None or day >= sent or day == only_day(old) or _key(fact) in same:
            continue
        if fact.value["role"] in ("event", "deadline") and fact.value["cue"]:
            continue  # reported as dates.past
        yield Finding(
            OVER.id,
            f"“{fact.match}” is over when this goes out; the previous issue had a date here that was still ahead",
            fact.place,
            fact.match,
            "Look the date up: is it the month or the year?",
            related=(_related(old),),
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


def _frame(fact: Fact) -> Key:
    """The words around the date, without other dates and times; too few of them tell nothing."""
    place = fact.location
    before = [word for word in alignment.key(place.before).split() if word not in TIMES][-AROUND:]
    after = [word for word in alignment.key(place.after).split() if word not in TIMES][:AROUND]
    if len(before) + len(after) < AROUND:
        return f"{fact.match} {place.before}", (), ()
    return "", tuple(before), tuple(after)
