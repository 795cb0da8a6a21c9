"""How findings speak of people: by row number; with what stands in the row only where that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from preflight.model import Finding, Location, Related, Severity
from preflight.model.recipients import Recipient, Recipients

FEW = 10
"""Rows that are named before the rest is counted."""
LONGEST = 60
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet program."""


def harmless(text: str) -> str:
    """A cell's text as a report may show it: short, on one line, and no formula wherever it is pasted."""
    text = CONTROL.sub(" ", text).strip()
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"'{text}" if text.startswith(DANGEROUS) else text


def place(people: Recipients, one: Recipient | None = None) -> Location:
    """A row of the list, or the list as a whole."""
    line = one.line if one else 1
    return Location(people.path, "", line, 1, line, 1)


def listed(rows: Sequence[int], shown: Sequence[str] = ()) -> str:
    """``row 12``, ``rows 12, 15 and 19``, ``rows 3, 8 … and 1,203 more``; ``shown`` says what stands there."""
    named = [
        f"{row:,} (“{shown[at]}”)" if at < len(shown) and shown[at] else f"{row:,}" for at, row in enumerate(rows[:FEW])
    ]
    word = "row" if len(rows) == 1 else "rows"
    if len(rows) > FEW:
        return f"{word} {', '.join(named)} and {len(rows) - FEW:,} more"
    return f"{word} {' and '.join(filter(None, [', '.join(named[:-1]), named[-1]]))}"


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def grouped(
    rule: str,
    people: Recipients,
    rows: Sequence[Recipient],
    message: str,
    help_text: str,
    *,
    severity: Severity | None = None,
    shown: Sequence[str] = (),
    suggestions: Iterable[str] = (),
) -> Finding:
    """One finding for all rows with one fault, at the first of them. ``{rows}`` in the message becomes the rows in
    words; ``shown`` are the culprits, given only where recipients may be shown."""
    numbers = [one.row for one in rows]
    safe = [harmless(text) for text in shown[:FEW]]
    return Finding(
        rule,
        message.replace("{rows}", listed(numbers, safe)),
        place(people, rows[0]),
        safe[0] if safe and safe[0] else f"row {numbers[0]}",
        help_text,
        tuple(harmless(text) for text in suggestions),
        related=tuple(Related(place(people, one), f"row {one.row}", "here too") for one in rows[1:FEW]),
        severity=severity,
    )
