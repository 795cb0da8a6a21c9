"""How far an aim is reached, and what is still to pay: shares and remainders that a text works out itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from preflight.checkers.amounts.arithmetic import ASK
from preflight.checkers.amounts.money import CENT, Entry, written
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

# "£15,000 of the £20,000", "£15,000 towards our target of £20,000"
OF = regex(
    r"\s(?:out of|of|towards|from)\s(?:(?:the|our|a|its|their|that|this)\s)?(?:(?:target|goal|total|aim)\s(?:of\s)?)?",
    re.IGNORECASE,
)
# as in "That is 75% already" and "75% of our target"
THAT_IS = regex(r"(?:\b(?:that(?:'s|’s| is)|which is|or|already|reached)\s(?:now\s)?|\()$", re.IGNORECASE)
OF_AIM = regex(r"\s?(?:of (?:our|the) (?:target|goal|aim|total|way|sum)|there\b|funded\b|\))", re.IGNORECASE)
POINT = Decimal("1.05")
# what a customer has paid, and what is left
PAID = regex(
    r"\b(?:deposit|(?:already |amount |less )?paid|received|prepaid|prepayment|on account|anzahlung|bezahlt|acompte"
    r"|payé|anticipo|pagado)\b",
    re.IGNORECASE,
)
LEFT = regex(
    r"^[\s*•|–-]*(?:the\s)?(?:remaining (?:balance|amount)|balance(?: due| to pay| remaining| outstanding)?"
    r"|(?:amount )?outstanding|still (?:due|to pay)|left to pay|restbetrag|solde|restant|saldo)\b",
    re.IGNORECASE,
)
WHOLE = regex(
    r"^[\s*•|–-]*(?:total|grand total|full price|price|cost|invoice total|gesamt\w*|summe|prix|precio)\b", re.IGNORECASE
)
SEVERAL = 20
"""Amounts of one text: with more of them nobody can tell which are meant."""
MOST = 4
"""Payments between the price and what is left of it."""


def shares(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """ "£15,000 of the £20,000 … That is 65% already"."""
    rates = [amount for amount in found if amount.unit == "%" and amount.role != "save"]
    if len(rates) != 1 or rates[0].loose or len(found) > SEVERAL:
        return
    (rate,) = rates
    told = THAT_IS.search(run.text[max(0, rate.start - 24) : rate.start]) or OF_AIM.match(run.text, rate.end)
    for part, whole in pairwise([amount for amount in found if amount.unit != "%"]):
        if part.unit != whole.unit or not whole.value or part.value > whole.value or part.loose or whole.loose:
            continue
        if not told or not OF.fullmatch(run.text[part.end : whole.start]):
            continue
        right = part.value * 100 / whole.value
        if abs(right - rate.value) > POINT:
            said, text = written(right, rate, _said(run, rate)), _said(run, rate)
            yield Finding(
                "amounts.arithmetic",
                f"{_said(run, part)} of {_said(run, whole)} is {said}, not {text}",
                run.span(rate.start, rate.end),
                text,
                f"Correct the percentage or one of the two amounts. {ASK}",
                (said,),
                severity="warning",
            )


def balances(entries: Sequence[Entry]) -> Iterator[Finding]:
    """ "Total price £1,280, deposit paid £320, balance due £860": the price, what was paid, and what is left."""
    price: Entry | None = None
    paid: list[Entry] = []
    for entry in entries:
        if LEFT.search(entry.label):
            if price is not None and paid and not entry.amount.loose:
                yield from _balance(price, paid, entry)
            price, paid = None, []
        elif PAID.search(entry.label):
            paid.append(entry)
            if len(paid) > MOST:
                price, paid = None, []
        elif WHOLE.search(entry.label) and not entry.amount.loose:
            price, paid = entry, []
        elif paid:
            price, paid = None, []


def _balance(price: Entry, paid: Sequence[Entry], left: Entry) -> Iterator[Finding]:
    every = (price, *paid, left)
    if len({(one.amount.unit, one.run.part) for one in every}) != 1 or any(one.amount.loose for one in paid):
        return
    right = price.amount.value - sum((one.amount.value for one in paid), Decimal(0))
    if abs(right - left.amount.value) <= CENT or right < 0 or left.amount.value > price.amount.value:
        return
    said = written(right, left.amount, left.text)
    yield Finding(
        "amounts.arithmetic",
        f"{price.text} less {' and '.join(one.text for one in paid)} leaves {said}, not {left.text}",
        left.run.span(left.amount.start, left.amount.end),
        left.text,
        f"Correct the balance, the price or what was paid. {ASK}",
        (said,),
        related=tuple(
            Related(one.run.span(one.amount.start, one.amount.end), one.text, one.label or "an amount before it")
            for one in (price, *paid)
        ),
        severity="warning",
    )


def _said(run: TextRun, amount: Amount) -> str:
    return run.text[amount.start : amount.end]
