"""Amounts that the prices beside them explain but for a slip of the finger, and prices that fall out of their list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from preflight.checkers.amounts.arithmetic import ASK
from preflight.checkers.amounts.magnitude import SLIPS, slip
from preflight.checkers.amounts.money import CENT, row_of, written
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

Read = Sequence[tuple[TextRun, list[Amount]]]
Pair = tuple[TextRun, Amount, TextRun, Amount]

ALIKE = 2
"""Rows that give one reduction, so that a third shows that it is out of line."""
MOST = 20
"""Percentages that are tried."""
# "£4,360 to go", "$62,000 left to raise"
MISSING = regex(
    r"\s?(?:more\s)?(?:to go|to find|to raise|still to|left to|short\b|remaining|needed|noch zu|restant)", re.IGNORECASE
)
LAST = regex(r"\b(?:the last|the final|the remaining|another|die letzten|les derniers)\s$", re.IGNORECASE)
# as in "£120 + VAT (£144)"
VAT = regex(
    r"\s?(?:\+|plus|ex(?:cl(?:uding)?)?\.?)\s?(?:VAT|GST|MwSt\.?|TVA|IVA)\s?\((?:i\.?e\.?\s|that is\s|=\s?)?$",
    re.IGNORECASE,
)
RATES = tuple(map(Decimal, ("20", "5", "10", "15", "19", "7", "21", "9", "23", "13.5", "5.5")))
"""Rates of value-added tax in the countries whose readers write these languages, in per cent."""
DEARER = regex(
    r"\b(?:increas\w*|ris(?:e|es|ing)|rose|go(?:es|ing)? up|up from|from|new price|raised|erhöh\w*|steig\w*|augment\w*"
    r"|sub(?:e|en|ida))\b",
    re.IGNORECASE,
)


def differences(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """What is still missing of an aim: "we have £2,140 of £6,500. Only £4,360 to go!" """
    money = [amount for amount in found if amount.unit != "%" and not amount.loose]
    if len(money) != 3 or len({amount.unit for amount in money}) != 1:
        return
    last = money[2]
    if not (MISSING.match(run.text, last.end) or LAST.search(run.text[max(0, last.start - 20) : last.start])):
        return
    right = abs(money[0].value - money[1].value)
    if how := slip(last.value, right):
        yield _slipped(run, last, right, how, f"{_said(run, money[0])} and {_said(run, money[1])} are that far apart")


def taxed(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """A price with the tax on top, in brackets."""
    for price, total in pairwise(found):
        if price.unit == "%" or price.unit != total.unit or not VAT.fullmatch(run.text[price.end : total.start]):
            continue
        sums = [_cents(price.value * (100 + rate) / 100) for rate in RATES]
        if all(abs(one - total.value) > CENT for one in sums) and (how := slip(total.value, sums[0])) in SLIPS:
            yield _slipped(run, total, sums[0], how, f"{_said(run, price)} and 20% tax")


def reduced(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """ "10% off all night: $15.20 instead of $18": two prices that the percentage would join but for a digit."""
    rates = [amount for amount in found if amount.unit == "%" and not amount.loose]
    money = [amount for amount in found if amount.unit != "%" and not amount.loose]
    if len(rates) != 1 or len(money) != 2 or rates[0].role != "save" or money[0].unit != money[1].unit:
        return
    olds = [amount for amount in money if amount.role == "was"]
    if len(olds) != 1:
        return
    was, now = olds[0], money[1] if money[0] is olds[0] else money[0]
    right = _cents(was.value * (100 - rates[0].value) / 100)
    off = (was.value - now.value) * 100 / was.value if was.value else Decimal(0)
    if abs(off - rates[0].value) > 1 and (how := slip(now.value, right)) in SLIPS:
        yield _slipped(run, now, right, how, f"{_said(run, was)} less {_said(run, rates[0])}")


def listed(read: Read, gone: Sequence[Sequence[bool]]) -> Iterator[Finding]:
    """Rows or lines of an old and a new price: one that is dearer than the old, or reduced unlike the others."""
    pairs = list(_pairs(read, gone))
    rates = {amount.value for _, found in read for amount in found if amount.unit == "%" and 0 < amount.value < 100}
    for rate in sorted(rates)[:MOST]:
        fitting = [pair for pair in pairs if _fits(pair, rate)]
        if len(fitting) >= ALIKE and len(pairs) - len(fitting) == 1:
            run, was, new_run, now = next(pair for pair in pairs if not _fits(pair, rate))
            right = _cents(was.value * (100 - rate) / 100)
            text = _said(new_run, now)
            meant = written(right, now, text)
            yield Finding(
                "amounts.arithmetic",
                f"{_said(run, was)} less {rate.normalize():f}% is {meant}, not {text}; the other prices in the list"
                " are reduced by that much",
                new_run.span(now.start, now.end),
                text,
                f"Correct the price, or say why it is another reduction. {ASK}",
                (meant,),
                related=(Related(run.span(was.start, was.end), _said(run, was), "the old price"),),
                severity="warning",
            )
            return
    struck = {
        (id(run), amount.start)
        for (run, found), flags in zip(read, gone, strict=True)
        for amount, was in zip(found, flags, strict=True)
        if was
    }
    for run, was, new_run, now in pairs:
        if (id(run), was.start) in struck and now.value > was.value and not DEARER.search(new_run.text[:400]):
            text = _said(new_run, now)
            yield Finding(
                "amounts.arithmetic",
                f"{text} is more than the price that is struck through, {_said(run, was)}",
                new_run.span(now.start, now.end),
                text,
                f"Is a digit wrong, or are the two in the wrong order? {ASK}",
                related=(Related(run.span(was.start, was.end), _said(run, was), "the old price"),),
                severity="warning",
            )


def _pairs(read: Read, gone: Sequence[Sequence[bool]]) -> Iterator[Pair]:
    """(old, new) of each table row with two prices in two cells, and of each struck price with the one behind it."""
    rows: dict[int, list[tuple[TextRun, Amount, bool]]] = {}
    for (run, found), flags in zip(read, gone, strict=True):
        row = row_of(run) if run.kind == "cell" else 0
        for index, (amount, was) in enumerate(zip(found, flags, strict=True)):
            if amount.unit == "%" or amount.loose:
                continue
            if row:
                rows.setdefault(row, []).append((run, amount, was))
            elif was and index + 1 < len(found):
                new = found[index + 1]
                if not flags[index + 1] and new.unit == amount.unit and not new.loose and new.start - amount.end <= 6:
                    yield run, amount, run, new
    for cells in rows.values():
        if len(cells) == 2 and cells[0][1].unit == cells[1][1].unit and not cells[1][2]:
            (old_run, old, _), (new_run, now, _) = cells
            yield old_run, old, new_run, now


def _fits(pair: Pair, rate: Decimal) -> bool:
    """Reduced by so much, to the cent, or rounded to a whole one or to nine pence."""
    was, now = pair[1].value, pair[3].value
    return now < was and abs(was * (100 - rate) / 100 - now) <= (Decimal("0.5") if pair[3].whole else Decimal("0.05"))


def _slipped(run: TextRun, wrong: Amount, right: Decimal, how: str, why: str) -> Finding:
    text = _said(run, wrong)
    meant = written(right, wrong, text)
    return Finding(
        "amounts.arithmetic",
        f"{text} is {f'{meant} with {how}' if how in SLIPS else f'{how} {meant}'}: {why}",
        run.span(wrong.start, wrong.end),
        text,
        f"Is {meant} meant? {ASK}",
        (meant,),
        severity="warning",
    )


def _said(run: TextRun, amount: Amount) -> str:
    return run.text[amount.start : amount.end]


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
