"""One thing with two prices in the same document: "Garden package: £450" at the top, and £540 at its foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from preflight.checkers.amounts.magnitude import POWERS, is_numbered, label_of, slip
from preflight.checkers.amounts.money import Entry
from preflight.model import Finding, Related
from preflight.reading import topics
from preflight.reading.amounts import Amount

HERE = ("", "now", "total")
"""Roles in which an amount says what a thing costs."""
SEVERAL = 3
"""Words that make a label one thing's name, where it has no number of its own."""
SHARED = 2
"""Telling words that two labels of one thing have in common."""
MOST = 80
"""Prices that are compared two by two; a longer list holds round multiples of one another."""


def disagreeing(entries: Sequence[Entry]) -> Iterator[Finding]:
    """The same label with two amounts, on two lines."""
    known: dict[tuple[str, str, str], list[Entry]] = {}
    rows: dict[int, int] = {}
    for entry in entries:
        if entry.row:
            rows[entry.row] = rows.get(entry.row, 0) + 1
    for entry in entries:
        label = label_of(entry.label)
        if entry.amount.loose or entry.role not in HERE or entry.amount.role not in HERE or not label:
            continue
        if rows.get(entry.row, 0) > 1:
            continue  # a row of several prices
        known.setdefault((entry.run.part, label, entry.amount.unit), []).append(entry)
    for (_, label, _), same in known.items():
        first, last = same[0], same[-1]
        if len(same) != 2 or first.run is last.run or first.amount.value == last.amount.value:
            continue
        if first.amount.after.strip(" .*|")[:40] != last.amount.after.strip(" .*|")[:40]:
            continue  # "for members", "at the door"
        sure = is_numbered(label) or slip(last.amount.value, first.amount.value)
        if not sure and len(label.split()) < SEVERAL:
            continue
        yield Finding(
            "amounts.conflict",
            f"“{last.label}” is {last.text} here, and {first.text} further up",
            last.run.span(last.amount.start, last.amount.end),
            last.text,
            "Find out which of the two holds, and put it in both places.",
            (first.text,),
            related=(_related(first),),
            severity=None if sure else "warning",
        )


def tenfold(entries: Sequence[Entry], every: Sequence[Amount]) -> Iterator[Finding]:
    """ "Flat in Mill Lane: £285,000", and "Mill Lane, £2,850,000" on its button."""
    exact = [one for one in entries if not one.amount.loose and one.amount.role in HERE and _digits(one) > 1]
    if len(exact) > MOST or any(one.unit == "%" and one.value in (10, 90, 1, 99) for one in every):
        return
    for first, last in combinations(exact, 2):
        values = sorted((first.amount.value, last.amount.value))
        if first.amount.unit != last.amount.unit or first.run.part != last.run.part or first.run is last.run:
            continue
        if not values[0] or values[1] / values[0] not in POWERS or (first.row and first.row == last.row):
            continue
        shared = _words(first) & _words(last)
        if len(shared) >= SHARED and not _numbers(first) ^ _numbers(last):
            known = [one for one in exact if one.amount.value == first.amount.value and one.run.part == first.run.part]
            wrong, right = (first, last) if len(known) == 1 and _stands_twice(exact, last) else (last, first)
            yield Finding(
                "amounts.conflict",
                f"{wrong.text} is {slip(wrong.amount.value, right.amount.value)} {right.text},"
                " which seems to be for the same thing",
                wrong.run.span(wrong.amount.start, wrong.amount.end),
                wrong.text,
                "Is there a nought too many, or one too few?",
                (right.text,),
                related=(
                    Related(right.run.span(right.amount.start, right.amount.end), right.text, "the other amount"),
                ),
                severity="warning",
            )
            return


def _related(one: Entry) -> Related:
    return Related(one.run.span(one.amount.start, one.amount.end), one.text, "the other amount")


def _stands_twice(entries: Sequence[Entry], one: Entry) -> bool:
    same = [other for other in entries if other.amount.value == one.amount.value and other.run.part == one.run.part]
    return len(same) > 1


def _digits(one: Entry) -> int:
    """Digits without the noughts at the end: of £50 and £500 each may well be right."""
    value = f"{one.amount.value:f}"
    return len((value.rstrip("0") if "." in value else value).replace(".", "").strip("0"))


def _words(one: Entry) -> set[str]:
    return {word for word in topics.WORD.findall(one.label.lower()) if word not in topics.COMMON}


def _numbers(one: Entry) -> set[str]:
    """How many the amount may be for: "12 tickets", "box of 60"; "2 bedroom flat" is none."""
    return {word for word in one.label.split() if word.isdecimal() and 1 < len(word) < 5}
