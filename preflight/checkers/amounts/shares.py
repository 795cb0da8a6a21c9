"""Percentages of a price that the text works out itself: a deposit, a fee, what is added on top, a rise."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from preflight.checkers.amounts.arithmetic import ASK
from preflight.checkers.amounts.money import written
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

Read = Sequence[tuple[TextRun, list[Amount]]]

_SHARE = r"(?:deposit|down payment|fee|commission|surcharge|levy|service charge|gratuity|anzahlung|acompte|depósito)"
# as in "a 5% deposit of £12,000" and "10 % booking fee: £4.50"
SHARE = regex(
    rf"\s(?:[a-z-]{{2,16}}\s){{0,2}}{_SHARE}\s?(?:,?\s(?:of|is|would be|comes to|that is)\s|[:(=]\s?)"
    r"(?:just\s|only\s)?",
    re.IGNORECASE,
)
# as in "a deposit of £12,000 (5%)"
SHARE_BEFORE = regex(rf"\b{_SHARE}\s(?:of|is)\s(?:just\s|only\s)?$", re.IGNORECASE)
BRACKETED = regex(r"\s?\(\s?")
# "your £20 becomes £25"
BECOMES = regex(
    r"\s(?:gifts?\s|donations?\s)?(?:becomes?|turns? into|turned into|is worth|are worth|(?:will|would|could) be worth"
    r"|(?:will|would) become|grows? (?:to|into))\s",
    re.IGNORECASE,
)
ON_TOP = regex(r"\b(?:on top|extra|more|bonus|adds?|added|matching|gift aid)\b", re.IGNORECASE)
GIFT_AID = regex(r"\bgift aid\b", re.IGNORECASE)
RELIEF = Decimal(25)
"""What a British charity claims on a gift, in per cent: HM Revenue & Customs, “Claiming Gift Aid as a charity”."""
CHANGE = regex(
    r"\b(?:rise[sn]?|rose|rising|increas\w*|go(?:es)? up|went up|up by|grown?|grew|fall(?:s|en)?|fell|drop\w*"
    r"|decreas\w*|go(?:es)? down|went down|down by|reduc\w*|cut|steig\w*|erhöh\w*|augment\w*|sub(?:e|en|ido))\b",
    re.IGNORECASE,
)
# before the percentage "by ", behind it " rise"
BY = regex(r"(?:\b(?:by|up|down|um|de)\s|\()$", re.IGNORECASE)
RISE = regex(r"\s(?:increase|rise|jump|drop|fall|decrease|more|less|up|down)\b", re.IGNORECASE)
FROM = regex(r"\bfrom\s$|\bvon\s$|\bde\s$", re.IGNORECASE)
TO = regex(r"\s(?:to|auf|à|a)\s(?:just\s|only\s)?", re.IGNORECASE)
STOP = regex(r"[.!?]\s|\n")
LEAST, GREATEST = Decimal(1) / 4, Decimal(4)
"""How far the amount may be from what the percentage gives, before it is of something else."""
MOST = 60
"""Amounts of one text that are set against each other, and of a document that may be the whole."""
POINT = Decimal("1.05")
"""Percentages are rounded."""


def wrong(run: TextRun, found: Sequence[Amount], every: Sequence[Amount]) -> Iterator[Finding]:
    """What does not come out in one text; ``every``: all amounts of the document, any of which may be the whole."""
    if len(found) > MOST:
        return
    rates = [amount for amount in found if amount.unit == "%"]
    if rates:
        yield from _shares(run, found, every)
    if len(rates) == 1:
        yield from _changed(run, found, rates[0])
    if rates or GIFT_AID.search(run.text):
        yield from _grown(run, found)


def _shares(run: TextRun, found: Sequence[Amount], every: Sequence[Amount]) -> Iterator[Finding]:
    """ "A 5% deposit of £12,000" on a house of £320,000."""
    for first, second in pairwise(found):
        between = run.text[first.end : second.start]
        if first.unit == "%" and second.unit != "%" and SHARE.fullmatch(between):
            rate, part = first, second
        elif second.unit == "%" and first.unit != "%" and BRACKETED.fullmatch(between):
            rate, part = second, first
            if not SHARE_BEFORE.search(run.text[max(0, part.start - 40) : part.start]):
                continue
        else:
            continue
        if part.loose or rate.loose:
            continue
        wholes = [one.value for one in every[:MOST] if one.unit == part.unit and one.value != part.value]
        if any(_is_near(value * rate.value / 100, part) for value in wholes):
            continue
        here = [one for one in found if one.unit == part.unit and one is not part]
        nearest = min(here, key=lambda one: abs(one.start - part.start), default=None)
        if nearest is None:
            continue
        right = nearest.value * rate.value / 100
        if LEAST <= part.value / right <= GREATEST:
            yield _finding(run, part, right, f"{_said(run, rate)} of {_said(run, nearest)}", nearest)


def _grown(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """ "25% on top, so your £20 becomes £30", all in one sentence."""
    money = [amount for amount in found if amount.unit != "%"]
    stops = [0, *(match.end() for match in STOP.finditer(run.text)), len(run.text)]
    for before, after in pairwise(money):
        if before.unit != after.unit or not BECOMES.fullmatch(run.text[before.end : after.start]) or not before.value:
            continue
        index = bisect_right(stops, before.start)
        start, end = stops[index - 1], stops[min(index, len(stops) - 1)]
        rates = [amount.value for amount in found if amount.unit == "%" and start <= amount.start < end]
        sentence = run.text[start:end]
        rate = rates[0] if len(rates) == 1 else RELIEF if not rates and GIFT_AID.search(sentence) else None
        if rate is None or not ON_TOP.search(sentence):
            continue
        right = before.value * (100 + rate) / 100
        if not _is_near(right, after) and after.value < 2 * right:
            yield _finding(run, after, right, f"{_said(run, before)} with {rate.normalize():f}% on top", before)


def _changed(run: TextRun, found: Sequence[Amount], rate: Amount) -> Iterator[Finding]:
    """ "goes up by 5%, from £40 to £46"."""
    money = [amount for amount in found if amount.unit != "%"]
    for old, new in pairwise(money):
        if old.unit != new.unit or not old.value or rate.loose or not TO.fullmatch(run.text[old.end : new.start]):
            continue
        begin, end = min(rate.start, old.start), max(rate.end, new.end)
        sentence = run.text[max(0, begin - 60) : end]
        if not FROM.search(run.text[max(0, old.start - 8) : old.start]) or STOP.search(run.text, begin, end):
            continue
        if not (BY.search(run.text[max(0, rate.start - 6) : rate.start]) or RISE.match(run.text, rate.end)):
            continue
        right = abs(new.value - old.value) * 100 / old.value
        if CHANGE.search(sentence) and abs(right - rate.value) > POINT and right < 100 > rate.value:
            meant = written(right, rate, _said(run, rate))
            yield Finding(
                "amounts.arithmetic",
                f"from {_said(run, old)} to {_said(run, new)} is {meant}, not {_said(run, rate)}",
                run.span(rate.start, rate.end),
                _said(run, rate),
                f"Correct the percentage or one of the two amounts. {ASK}",
                (meant,),
                related=(Related(run.span(old.start, old.end), _said(run, old), "what it was"),),
                severity="warning",
            )


def _is_near(right: Decimal, told: Amount) -> bool:
    """To the cent, or rounded to a whole one or, for large sums, to half a per cent."""
    near = max(Decimal("0.5") if told.whole else Decimal("0.01"), right / 200 if right >= 1000 else Decimal(0))
    return abs(right - told.value) <= near


def _finding(run: TextRun, wrong: Amount, right: Decimal, of: str, whole: Amount) -> Finding:
    text = _said(run, wrong)
    meant = written(right, wrong, text)
    return Finding(
        "amounts.arithmetic",
        f"{of} is {meant}, not {text}",
        run.span(wrong.start, wrong.end),
        text,
        f"Correct the amount, or say what it is a part of. {ASK}",
        (meant,),
        related=(Related(run.span(whole.start, whole.end), _said(run, whole), "the amount it is reckoned from"),),
        severity="warning",
    )


def _said(run: TextRun, amount: Amount) -> str:
    return run.text[amount.start : amount.end]
