"""How amounts are written back, and the lines and labels they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from preflight.model import TextRun
from preflight.patterns import regex
from preflight.reading import amounts
from preflight.reading.amounts import Amount

CENT = Decimal("0.01")
UNREAD_KINDS = frozenset({"code", "quote", "meta"})
LONGEST_LABEL = 60
SIGNS = {"GBP": "£", "USD": "$", "EUR": "€"}
# "Subtotal:", "VAT (20%)", "Plus shipping": a label, not a sentence about totals
LABEL = regex(r"^[\s*•|–-]*(?:plus|less|\+|-|zzgl\.?|abzgl\.?|inkl\.?|incl\.?)?\s*", re.IGNORECASE)
INCLUDED = regex(r"\bin[ck]l|\binbegriffen|\bcompris|\bincluid|\bof which|\bdarin|\bdont\b", re.IGNORECASE)
ROLES = ("subtotal", "shipping", "discount", "tax", "total")
FIRST_WORD = {role: regex(rf"(?:{amounts.CUES[role]})(?!\w)", re.IGNORECASE) for role in ROLES}
"""``Shipping``, ``zzgl. Versand``: what each role's label begins with"""


class Entry(Struct, frozen=True):
    """An amount with its label: the words before it in its line, or the cell before it. ``role`` is what the label
    says; ``rate`` a percentage within the label; ``row`` tells the rows of tables apart."""

    run: TextRun
    amount: Amount
    label: str
    role: str
    rate: Decimal | None
    row: int

    @property
    def text(self) -> str:
        return self.run.text[self.amount.start : self.amount.end]


def readable(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    for run in runs:
        if run.kind not in UNREAD_KINDS and not run.text.startswith(">"):
            yield run


def entries(read: Iterable[tuple[TextRun, list[Amount]]]) -> Iterator[Entry]:
    """Every amount of money with its label, in reading order."""
    cell: TextRun | None = None
    for run, found in read:
        if not found:
            cell = run if len(run.text) <= LONGEST_LABEL else None
            continue
        rate: Decimal | None = None
        for amount in found:
            if amount.unit == "%":
                rate = amount.value
                continue
            earliest = max(0, amount.start - LONGEST_LABEL)
            begin = max(earliest, run.text.rfind("\n", earliest, amount.start) + 1)
            label = run.text[begin : amount.start]
            if not any(letter.isalpha() for letter in label) and cell is not None and _together(cell, run):
                label = cell.text
            label = label[-LONGEST_LABEL:]
            yield Entry(run, amount, label.strip(" \t:–-"), role_of(label), rate, row_of(run))
            rate = None
        cell = run if found and all(one.unit == "%" for one in found) and len(run.text) <= LONGEST_LABEL else None


def _together(cell: TextRun, run: TextRun) -> bool:
    """Whether the cell before the amount is its label: the same row where rows are known."""
    return cell.part == run.part and row_of(cell) == row_of(run)


def row_of(run: TextRun) -> int:
    """A number for the table row that the run stands in, or 0."""
    if run.element is None:
        return 0
    return next((id(element) for element in run.element.ancestors() if element.tag == "tr"), 0)


def table_of(run: TextRun) -> int:
    """A number for the table that the run stands in, or 0."""
    if run.element is None:
        return 0
    return next((id(element) for element in run.element.ancestors() if element.tag == "table"), 0)


def role_of(label: str) -> str:
    """subtotal, shipping, discount, tax or total where the label begins with such a word and is short; else empty."""
    lead = LABEL.match(label)
    words = label[lead.end() :] if lead else label
    if len(words.split()) > 5:
        return ""
    for role in ROLES:
        if FIRST_WORD[role].match(words):
            return role
    return ""


def written(value: Decimal, like: Amount, text: str) -> str:
    """The value in the way ``text`` (the amount ``like``) is written: sign, separators, decimals."""
    if like.unit == "%":
        rounded = value.quantize(Decimal(1), ROUND_HALF_UP)
        number = f"{rounded}" if abs(value - rounded) < Decimal("0.05") or like.whole else f"{value:.1f}"
        return re.sub(r"[0-9][0-9.,]*", number, text, count=1)
    comma = bool(re.search(r",[0-9]{2}(?![0-9])", text)) or bool(re.search(r"\.[0-9]{3}(?![0-9])", text))
    whole = like.whole and value == value.to_integral_value()
    number = f"{value:,.0f}" if whole else f"{value.quantize(CENT, ROUND_HALF_UP):,.2f}"
    if not re.search(r"[0-9][.,'’ \xa0\u202f][0-9]{3}", text) and value < 10_000:
        number = number.replace(",", "")
    if comma:
        number = number.translate(str.maketrans(",.", ".,"))
    return re.sub(r"[0-9](?:[0-9.,'’ \xa0\u202f]*[0-9])?", lambda _: number, text, count=1)
