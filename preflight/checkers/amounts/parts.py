"""Sums that a sentence tells: a total with its parts, instalments, a year's price from the month's, an early price."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from preflight.checkers.amounts.arithmetic import ASK
from preflight.checkers.amounts.money import CENT, written
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

# "…in October. We …"
STOP = regex(r"[.!?…][\"”’)]{0,2}\s+(?=[A-ZÀ-Þ£$€0-9])|\n")
# as in "£8,450 in October: £5,200 from" and "£96 (£60 for adults"
OPENS = regex(
    r"[^:()]{0,60}(?::|\(|\s[–—]\s|,?\s(?:made up of|consisting of|comprising|split into))\s?(?:[\w’' ]{0,40}\s)?"
)
# ", £2,150 at the fair and "
JOINS = regex(r"[^.!?]{0,70}?(?:,|;|\+|&|\band\b|\bplus\b|\bund\b|\bet\b|\by\b)[^.!?]{0,30}")
# "£400 altogether", "in total £400"
ALL_TOLD = regex(r"\s?(?:in all|in total|altogether|all told|insgesamt|au total|en total)\b", re.IGNORECASE)
ALL_TOLD_BEFORE = regex(
    r"\b(?:a total of|in total|altogether|makes|making|adds? up to|comes to|insgesamt)\s(?:of\s)?$", re.IGNORECASE
)
# an aim, a choice or a limit: parts that need not add up to it
NO_SUM = regex(
    r"\b(?:needs?|goal|target|aim\w*|toward|towards|or|instead|worth|between|was|were|now|save|off|per|each|every|up to"
    r"|of which|including|incl|plus|oder|statt|ou)\b",
    re.IGNORECASE,
)
LOWEST, HIGHEST = Decimal("0.6"), Decimal("1.6")
"""How far the sum may be from the total, as its share, before the parts are something else."""

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
# "in three monthly instalments of £60"
INSTALMENTS = regex(
    rf"(?<![\w.,£$€-])([0-9]{{1,2}}|{'|'.join(NUMBERS)})\s(?:(?:easy|equal|monthly|weekly|quarterly|interest-free"
    r"|monatlichen?)\s){0,2}"
    r"(?:instal?ments|payments|raten|mensualités|cuotas|plazos)\s(?:of|at|à|zu|von|de)\s(?:only\s|just\s)?$",
    re.IGNORECASE,
)
FREE = regex(
    r"\binterest[- ]free|\b(?:no|without) (?:extra|additional)|\bequal\b|\bzinsfrei|\bsans frais", re.IGNORECASE
)

MONTHLY = regex(r"\s?(?:(?:per|a|each|every|/)\s?(?:month|mo|mth)\b|monthly\b)", re.IGNORECASE)
YEARLY = regex(
    r"\b(?:billed|paid|payable|charged|invoiced)\s(?:annually|yearly|once a year|per year|as)\b", re.IGNORECASE
)

# the price of those who book soon, and what the others pay
EARLY = regex(r"\b(?:early[- ]?bird|early booking|advance|pre-?sale|introductory|frühbucher\w*)\b", re.IGNORECASE)
LATER = regex(
    r"\b(?:after (?:that|this|which|\d|[A-Z])|afterwards|thereafter|then|from|full price|regular(?:ly)?|standard"
    r"|normal(?:ly)?|on the (?:door|day|night)|at the door|danach|später)\b[^£$€]{0,40}$",
    re.IGNORECASE,
)  # fmt: skip
MOST = 12
"""Amounts of one text that are set against each other."""


def wrong(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """Everything of this kind in one text, at most one finding for each total."""
    money = [amount for amount in found if amount.unit != "%"]
    if not 1 < len(money) <= MOST:
        return
    for group in _sentences(run.text, found):
        yield from _parts(run, group)
        yield from _years(run, group)
    yield from _instalments(run, money)
    yield from _early(run, money)


def _sentences(text: str, found: Sequence[Amount]) -> Iterator[list[Amount]]:
    """The amounts, those of each sentence together."""
    group = list(found[:1])
    for before, amount in pairwise(found):
        if STOP.search(text, before.end, amount.start):
            yield group
            group = []
        group.append(amount)
    yield group


def _parts(run: TextRun, group: Sequence[Amount]) -> Iterator[Finding]:
    """ "£8,450: £5,200 from standing orders, £2,150 at the fair and £1,400 in single gifts." """
    if len(group) < 3 or len({one.unit for one in group}) != 1 or group[0].unit == "%":
        return
    if any(one.loose or one.role in ("was", "now", "save", "each") for one in group):
        return
    text = run.text
    first, last = group[0], group[-1]
    gaps = [text[one.end : other.start] for one, other in pairwise(group)]
    if OPENS.fullmatch(gaps[0]) and all(JOINS.fullmatch(gap) for gap in gaps[1:]):
        total, parts = first, group[1:]
    elif (ALL_TOLD.match(text, last.end) or ALL_TOLD_BEFORE.search(gaps[-1])) and all(
        JOINS.fullmatch(gap) for gap in gaps[:-1]
    ):
        total, parts = last, group[:-1]
    else:
        return
    if NO_SUM.search(text[max(0, first.start - 40) : first.start]) or any(map(NO_SUM.search, gaps)):
        return
    right = sum((one.value for one in parts), Decimal(0))
    near = CENT if all(one.whole == total.whole for one in parts) else Decimal(len(parts)) / 2
    if abs(right - total.value) <= near or not total.value * LOWEST <= right <= total.value * HIGHEST:
        return
    yield _finding(run, total, right, f"the parts named beside it come to {{}}, not {_said(run, total)}", parts)


def _instalments(run: TextRun, money: Sequence[Amount]) -> Iterator[Finding]:
    """ "£180 for the year, in three instalments of £50": nobody gives the rest away."""
    for one in money:
        match = INSTALMENTS.search(run.text[max(0, one.start - 60) : one.start])
        others = [other for other in money if other is not one and other.unit == one.unit][:6]
        if match is None or not others or any(other.loose for other in [one, *others]):
            continue
        count = NUMBERS.get(match[1].lower()) or int(match[1])
        paid = count * one.value
        near = Decimal(count) / 2 if one.whole else count * CENT
        reached = {
            paid + sum((other.value for other in chosen), Decimal(0))
            for size in range(len(others))
            for chosen in combinations(others, size)
        }
        if any(abs(value - other.value) <= near for value in reached for other in others):
            continue
        whole = max(others, key=lambda other: other.value)
        short = whole.value * LOWEST <= paid < whole.value
        if short or (FREE.search(run.text) and whole.value < paid <= whole.value * HIGHEST):
            said = written(paid, whole, _said(run, whole))
            yield _finding(
                run, one, whole.value / count, f"{match[1]} times {_said(run, one)} is {said}, not {_said(run, whole)}",
                [whole],
            )  # fmt: skip


def _years(run: TextRun, group: Sequence[Amount]) -> Iterator[Finding]:
    """ "$24 per month billed annually ($288 per year)"."""
    for month, year in pairwise(group):
        between = run.text[month.end : year.start]
        if month.unit == "%" or month.unit != year.unit or month.loose or year.loose or len(between) > 60:
            continue
        if not (MONTHLY.match(between) and YEARLY.search(between + run.text[year.end : year.end + 24])):
            continue
        right = 12 * month.value
        near = Decimal(12) if month.whole else Decimal("0.6")
        if abs(right - year.value) > near and right * LOWEST <= year.value <= right * HIGHEST:
            yield _finding(
                run, year, right, f"twelve times {_said(run, month)} is {{}}, not {_said(run, year)}", [month]
            )


def _early(run: TextRun, money: Sequence[Amount]) -> Iterator[Finding]:
    """ "Early bird £18 until 31 January, from 1 February £15": nobody pays less for being late."""
    if len(money) != 2 or money[0].unit != money[1].unit or any(one.loose and one.before for one in money[:1]):
        return
    soon, late = money
    between = run.text[soon.end : late.start]
    if late.value < soon.value and EARLY.search(run.text[: soon.start]) and LATER.search(between):
        yield Finding(
            "amounts.arithmetic",
            f"the later price {_said(run, late)} is less than the early one, {_said(run, soon)}",
            run.span(late.start, late.end),
            _said(run, late),
            f"Are the two prices in the wrong order? {ASK}",
            related=(Related(run.span(soon.start, soon.end), _said(run, soon), "the early price"),),
            severity="warning",
        )


def _finding(run: TextRun, wrong: Amount, right: Decimal, why: str, others: Sequence[Amount]) -> Finding:
    text = _said(run, wrong)
    meant = written(right, wrong, text)
    return Finding(
        "amounts.arithmetic",
        why.format(meant),
        run.span(wrong.start, wrong.end),
        text,
        f"One of the numbers is wrong, or one is missing. {ASK}",
        (meant,),
        related=tuple(
            Related(run.span(one.start, one.end), _said(run, one), "an amount it belongs to") for one in others[:20]
        ),
        severity="warning",
    )


def _said(run: TextRun, amount: Amount) -> str:
    return run.text[amount.start : amount.end]
