"""Table rows with a quantity, a price and their product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preflight.checkers.amounts.arithmetic import ASK
from preflight.checkers.amounts.money import CENT, row_of, written
from preflight.model import Finding, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

COUNT = regex(r"\s*[x×]?\s?([0-9]{1,5})\s?[x×]?\s*")
HEADER = regex(
    r"\b(?:qty|quantity|menge|anzahl|quantité|qté|cantidad|units|hours|stunden|heures|horas)\b", re.IGNORECASE
)
LOOK_AHEAD = 400
"""Cells after the header that can belong to its table."""


def products(read: Sequence[tuple[TextRun, list[Amount]]]) -> Iterator[Finding]:
    """Rows in which quantity × price is not the amount, below a header that says which column counts."""
    header = -LOOK_AHEAD * 2
    row: list[tuple[TextRun, list[Amount]]] = []
    for index, (run, found) in enumerate(read):
        if run.kind != "cell":
            continue
        if len(run.text) < 24 and HEADER.search(run.text):
            header = index
        if row and row_of(row[0][0]) != row_of(run):
            yield from _row(row) if index - header < LOOK_AHEAD else ()
            row = []
        row.append((run, found))
    if row and len(read) - header < LOOK_AHEAD:
        yield from _row(row)


def _row(cells: Sequence[tuple[TextRun, list[Amount]]]) -> Iterator[Finding]:
    counts = [match for run, found in cells if not found and (match := COUNT.fullmatch(run.text))]
    prices = [(run, found[0]) for run, found in cells if len(found) == 1 and found[0].unit != "%"]
    if len(counts) != 1 or len(prices) != 2 or any(amount.loose for _, amount in prices):
        return
    (first_run, price), (run, result) = prices
    count = int(counts[0][1])
    if price.unit != result.unit or not row_of(run) or abs(count * price.value - result.value) <= CENT:
        return
    text = run.text[result.start : result.end]
    right = written(count * price.value, result, text)
    yield Finding(
        "amounts.arithmetic",
        f"{count} × {first_run.text[price.start : price.end]} is {right}, not {text}",
        run.span(result.start, result.end),
        text,
        f"Correct the sum, the quantity or the price. {ASK}",
        (right,),
    )
