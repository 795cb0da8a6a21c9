"""Journeys and stays: a return before the departure, and nights that the days do not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from preflight.checkers.dates.moments import Shown
from preflight.model import Document, Finding, Related
from preflight.patterns import regex

_WHEN = r"(?:\s(?:date|day|flight|train|journey|on))?\s?[:–-]?\s?$"
# what a line or the cell before it is about, and what comes after that
PAIRS = (
    (
        regex(rf"^\W{{0,3}}(?:outbound|depart(?:ure|ing|s)?|hin(?:flug|fahrt|reise)|aller|ida){_WHEN}", 2),
        regex(rf"^\W{{0,3}}(?:return(?:ing)?|inbound|rück(?:flug|fahrt|reise)|retour|vuelta){_WHEN}", 2),
    ),
    (
        regex(rf"^\W{{0,3}}(?:check[- ]?in|arriv(?:al|ing|e)|anreise|arrivée|llegada|entrada){_WHEN}", 2),
        regex(rf"^\W{{0,3}}(?:check[- ]?out|depart(?:ure|ing)?|leav(?:e|ing)|abreise|départ|salida){_WHEN}", 2),
    ),
    (
        regex(rf"^\W{{0,3}}(?:starts?|begins?|from|opens?|pick[- ]?up|hire from|valid from|beginn|début){_WHEN}", 2),
        regex(
            rf"^\W{{0,3}}(?:ends?|finish(?:es)?|until|to|closes?|drop[- ]?off|hire to|valid until|ende|fin){_WHEN}", 2
        ),
    ),
)
LABEL, AROUND = 24, 200
"""Characters of a label, and around a day, that say what it is for."""
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
# as in "Five nights, 10 to 14 May"
COUNT = rf"\b([0-9]{{1,2}}|{'|'.join(NUMBERS)})[ -](?:full |whole )?nights?\b"
BEFORE = regex(rf"{COUNT}[^.!?\n]{{0,24}}$", 2)
AFTER = regex(rf"^[^.!?\n]{{0,12}}{COUNT}", 2)
# nights that are slept, and not those of a festival
SLEPT = regex(
    r"\b(?:hotel|rooms?|stay\w*|flights?|holiday|retreat|accommodation|check|board|breakfast|villa|cottage|cruise"
    r"|per person|apartment|guests?)\b",
    2,
)


def turned(document: Document, days: Sequence[Shown]) -> Iterator[Finding]:
    """ "Outbound: 10 May 2027", and on the next line "Return: 8 May 2027"."""
    before = {id(following): one.text for one, following in pairwise(document.runs)}
    told = [(one, _label(before, one)) for one in days]
    for (one, begun), (other, ended) in pairwise(told):
        if one.run.part != other.run.part or len(one.span.days) != 1 or len(other.span.days) != 1:
            continue
        labels = begun, ended
        if not any(first.search(labels[0]) and second.search(labels[1]) for first, second in PAIRS):
            continue
        begins, ends = one.span.days[0].date(), other.span.days[0].date()
        if begins is not None and ends is not None and ends < begins:
            yield Finding(
                "dates.sequence",
                f"“{labels[1].strip(' :–-')}” is “{other.text}”, before “{labels[0].strip(' :–-')}”, “{one.text}”",
                other.run.span(other.span.start, other.span.end),
                other.text,
                "Correct one of the two days.",
                related=(Related(one.run.span(one.span.start, one.span.end), one.text, "the day before it"),),
                severity="error",
            )


def _label(cells: Mapping[int, str], one: Shown) -> str:
    """The words before the day in its line, or the cell before it."""
    start = one.run.text.rfind("\n", 0, one.span.start) + 1
    label = one.run.text[start : one.span.start]
    if label.strip() or one.run.kind != "cell":
        return label if len(label) <= LABEL else ""
    label = cells.get(id(one.run), "")
    return label if len(label) <= LABEL else ""


def nights(days: Sequence[Shown]) -> Iterator[Finding]:
    """ "Five nights, 10 to 14 May"."""
    for one in days:
        text = one.run.text
        if len(one.span.days) != 2 or not SLEPT.search(text, max(0, one.span.start - AROUND), one.span.end + AROUND):
            continue
        match = BEFORE.search(text[max(0, one.span.start - 48) : one.span.start]) or AFTER.match(
            text[one.span.end : one.span.end + 32]
        )
        first, last = (_any_year(day.date(), day.month, day.day) for day in one.span.days)
        if match is None or first is None or last is None or not 0 < (last - first).days < 60:
            continue
        count, between = NUMBERS.get(match[1].lower()) or int(match[1]), (last - first).days
        if count != between:
            yield Finding(
                "dates.sequence",
                f"“{one.text}” is {between} night{'s' if between > 1 else ''}, not {match[1]}",
                one.run.span(one.span.start, one.span.end),
                one.text,
                "Count again: is it the days or the number of nights?",
                severity="warning",
            )


def _any_year(found: date | None, month: int | None, number: int) -> date | None:
    return found or (date(2025, month, min(number, 28)) if month and number <= 28 else None)
