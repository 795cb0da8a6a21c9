"""One thing with two prices in the same document: "Garden package: £450" at the top, and £540 at its foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.checkers.amounts.magnitude import is_numbered, label_of, slip
from preflight.checkers.amounts.money import Entry
from preflight.model import Finding, Related

HERE = ("", "now", "total")
"""Roles in which an amount says what a thing costs."""
SEVERAL = 3
"""Words that make a label one thing's name, where it has no number of its own."""


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
            related=(Related(first.run.span(first.amount.start, first.amount.end), first.text, "the other amount"),),
            severity=None if sure else "warning",
        )
