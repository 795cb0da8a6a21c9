"""Lines that are added up below: the items of an invoice, an order or a budget against their subtotal or total."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from preflight.checkers.amounts.arithmetic import ASK, COLUMN, counted
from preflight.checkers.amounts.money import CENT, INCLUDED, LONGEST_LABEL, role_of, row_of, table_of, written
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

FEWEST = 2
"""Items that make a sum worth checking."""
MOST = 400
MOST_TAXED = 9
"""Lines whose sums are all tried as what a tax is on."""
# behind the amount of a line: nothing, a bar, a note in brackets
OVER = regex(r"[\s|.*]{0,8}(?:\([^()\n]{0,40}\)\s{0,3})?")
# a label that says nothing but that the lines are added up here: "Total due:", "Zwischensumme"
PLAIN_TOTAL = regex(
    r"[\s*•|–>-]{0,6}(?:sub-?\s?total|(?:grand |order |invoice )?total(?: due| to pay| amount| price| cost| ttc| ht)?"
    r"|amount due|balance due|to pay|zwischensumme|gesamt(?:betrag|summe)?|summe|rechnungsbetrag|sous-total"
    r"|importe total)"
    r"\s?(?:\((?:[A-Z]{3}|[£$€])\)|in (?:[A-Z]{3}|[£$€]))?[\s:*|.–-]{0,8}",
    2,
)
# "was", "up to", "saved so far": lines that nobody adds up
NO_ITEM = frozenset(["was", "now", "save", "each"])


class Line(NamedTuple):
    """One line or table row that ends with an amount. ``group`` is its table, or 0."""

    run: TextRun
    label: str
    amount: Amount
    role: str
    group: int
    rate: Decimal | None = None
    """The percentage that its label tells."""

    @property
    def text(self) -> str:
        return self.run.text[self.amount.start : self.amount.end]


Read = Iterable[tuple[TextRun, list[Amount]]]


def items(read: Read) -> Iterator[Finding]:
    """Every total below at least two lines that do not come to it."""
    found: list[Line] = []
    extras: list[Line] = []
    for line in _lines(read):
        if line is None:
            found, extras = [], []
        elif line.role in ("subtotal", "total"):
            if _are_items(found, extras, line) and not (line.role == "total" and not _alike([*found, line])):
                yield from _sum(found, extras, line)
            elif len(found) == len(extras) == 1 and _alike([*found, *extras, line]) and _adds(found, extras, line):
                yield from _tax(found, extras, line)
            found, extras = [], []
        elif line.role in ("tax", "shipping", "discount"):
            extras.append(line)
        elif extras or line.amount.loose or line.role in NO_ITEM or len(found) >= MOST:
            found, extras = [], []
        elif _alike([*found[-1:], line]):
            found.append(line)
        else:
            found = [line]


def _adds(found: Sequence[Line], extras: Sequence[Line], total: Line) -> bool:
    """Whether the total is the line and its tax."""
    return abs(found[0].amount.value + extras[0].amount.value - total.amount.value) <= CENT


def _are_items(found: Sequence[Line], extras: Sequence[Line], total: Line) -> bool:
    """Enough lines to add up. One line with its postage or tax is enough where the total does not say that it was
    bought several times."""
    if len(found) != 1 or not extras:
        return len(found) >= FEWEST
    goods = total.amount.value - sum((one.amount.value for one in extras if one.role != "discount"), Decimal(0))
    price = found[0].amount.value
    return bool(price) and goods % price != 0 and total.amount.value % price != 0


def _is_sent(extras: Sequence[Line]) -> bool:
    """Whether postage is among the lines above the total: then it is in the total, unless its label says otherwise."""
    return any(one.role == "shipping" and one.amount.value and not INCLUDED.search(one.label) for one in extras)


def _unsummed(found: Sequence[Line]) -> list[Line]:
    """Without lines that are the sum of all above them: a subtotal under a name of its own."""
    kept: list[Line] = []
    total = Decimal(0)
    for line in found:
        if len(kept) >= FEWEST and line.amount.value == total:
            continue
        kept.append(line)
        total += line.amount.value
    return kept


def _alike(lines: Sequence[Line]) -> bool:
    """One currency, one part, and one table where there is any."""
    first = lines[0]
    return all(
        (line.amount.unit, line.run.part, line.group) == (first.amount.unit, first.run.part, first.group)
        for line in lines
    )


def _sum(found: Sequence[Line], extras: Sequence[Line], total: Line) -> Iterator[Finding]:
    lines = [*found, *extras]
    if not _alike([*lines, total]) or total.amount.loose or any(line.amount.loose for line in extras):
        return
    plain = sum((line.amount.value for line in _unsummed(found)), Decimal(0))
    full = plain + sum(
        (-one.amount.value if one.role == "discount" else one.amount.value for one in extras), Decimal(0)
    )
    shipped = full - sum((one.amount.value for one in extras if one.role == "tax"), Decimal(0))  # tax is in the prices
    whole = (full, shipped) if total.role == "total" and _is_sent(extras) else (plain, full, shipped)
    if any(abs(total.amount.value - value) <= CENT for value in whole):
        yield from _tax(found, extras, total)
        return
    if (total.role == "subtotal" and extras) or not PLAIN_TOTAL.fullmatch(total.label):
        return  # "total raised so far"
    right = written(full, total.amount, total.text)
    what = "subtotal" if total.role == "subtotal" else "total"
    yield Finding(
        "amounts.arithmetic",
        f"the {what} {total.text} should be {right}: the {len(lines)} lines above it come to {right}",
        total.run.span(total.amount.start, total.amount.end),
        total.text,
        f"Add the lines up again. {ASK}",
        (right,),
        related=tuple(
            Related(line.run.span(line.amount.start, line.amount.end), line.text, line.label or "a line of the sum")
            for line in lines[:20]
        ),
        severity="warning" if extras else None,
    )


def _tax(found: Sequence[Line], extras: Sequence[Line], total: Line) -> Iterator[Finding]:
    """A tax whose rate is told, of no sum of the lines that it may be on. Some of them may be free of it."""
    taxes = [line for line in extras if line.role == "tax"]
    if len(taxes) != 1 or not taxes[0].rate or len(found) > MOST_TAXED:
        return
    tax, rate = taxes[0], taxes[0].rate
    bases = {Decimal(0)}
    for line in [*found, *(one for one in extras if one is not tax)]:
        sign = -1 if line.role == "discount" else 1
        bases |= {base + sign * line.amount.value for base in bases}
    if any(
        abs(base * rate / part - tax.amount.value) <= 2 * CENT for base in bases for part in (Decimal(100), 100 + rate)
    ):
        return
    net = sum((line.amount.value for line in found), Decimal(0))
    right = written(net * rate / 100, tax.amount, tax.text)
    yield Finding(
        "amounts.arithmetic",
        f"{rate.normalize():f}% of {written(net, total.amount, total.text)} is {right}, not {tax.text}",
        tax.run.span(tax.amount.start, tax.amount.end),
        tax.text,
        f"Correct the tax, its rate or the lines above it. {ASK}",
        (right,),
        severity=None if len(found) == 1 and len(extras) == 1 else "warning",
    )


# --- lines ----------------------------------------------------------------------------------------------


def _lines(read: Read) -> Iterator[Line | None]:
    """Lines and rows that end with an amount, in order; None where something else parts them."""
    row: list[tuple[TextRun, list[Amount]]] = []
    for run, found in read:
        number = row_of(run)
        if row and row_of(row[0][0]) != number:
            yield from _row(row)
            row = []
        if number:
            row.append((run, found))
        elif found:
            yield from _text_lines(run, found)
        elif run.kind != "alt":
            yield None
    if row:
        yield from _row(row)


def _row(cells: Sequence[tuple[TextRun, list[Amount]]]) -> Iterator[Line | None]:
    """A table's row: its last price, under the words of its first cell. Rows without any pass by."""
    prices = [(run, found[0]) for run, found in cells if len(found) == 1 and found[0].unit != "%"]
    if not prices:
        if any(len(found) > 1 for _, found in cells):
            yield None
        return
    run, amount = prices[-1]
    first = cells[0][0]
    label = first.text if first is not run else run.text[: amount.start]
    whole = not (run.text[: amount.start].strip(" \t*") and first is not run) and OVER.fullmatch(run.text, amount.end)
    if not whole or run is not [one for one, _ in cells if one.text.strip()][-1]:
        yield None
        return
    rate = next((one.value for _, inside in cells for one in inside if one.unit == "%"), None)
    yield Line(run, label[:LONGEST_LABEL], amount, role_of(label[:LONGEST_LABEL]), table_of(run), rate)


def _text_lines(run: TextRun, found: Sequence[Amount]) -> Iterator[Line | None]:
    """The lines of a text, each with one amount at its end."""
    start = 0
    rates = [amount for amount in found if amount.unit == "%"]
    waiting = deque(amount for amount in found if amount.unit != "%")
    for piece in run.text.split("\n"):
        end = start + len(piece)
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        if not inside:
            if piece.strip(" \t-=_*|–—"):
                yield None
        elif (
            not (len(inside) == 1 or (len(inside) == 2 and _is_column(run.text, *inside)))
            or inside[0].start - start > LONGEST_LABEL
            or not OVER.fullmatch(piece, inside[-1].end - start)
        ):
            yield None
        else:
            label = run.text[start : inside[0].start]
            rate = next((one.value for one in rates if start <= one.start < end), None)
            yield Line(run, label, inside[-1], role_of(label), 0, rate)
        start = end + 1


def _is_column(text: str, price: Amount, result: Amount) -> bool:
    """Whether a line is that of a bill: how many, at which price, and what they cost."""
    return counted(text, price, result) is not None and COLUMN.fullmatch(text, price.end, result.start) is not None
