"""Savings, products and totals that do not come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from preflight.checkers.amounts.money import CENT, INCLUDED, Entry, written
from preflight.model import Finding, Related, Severity, TextRun
from preflight.patterns import regex
from preflight.reading.amounts import Amount

ASK = "Ask which of the numbers is wrong before you change one."
# "save 10% more", "25% off your next order": another offer than the two prices beside it
OTHER_OFFER = regex(
    r"\s?(?:(?:off|discount)\s)?(?:more|with|when|if|on (?!th(?:e|is)\b|it\b)|your|all|every|extra|again|the second"
    r"|mit|auf alle|bei"
    r"|avec|sur|con|en)\b",
    re.IGNORECASE,
)
TO_NOW = regex(r"\s?(?:to|auf|à|a|→|->|=>|–|-)(?: only| just| nur)?\s?", re.IGNORECASE)
FAR = 32
NEXT = 44
COLON = regex(r"\s?[:–—]\s")
NEAR = 4
"""Words and signs between the prices and their saving."""
# "3 x £12", "3 × £12"
TIMES_BEFORE = regex(r"(?<![\w.,£$€#/-])([0-9]{1,4})\s?[x×*]\s?$")
# a price, then how many: "£12 x 3 = £36"
TIMES_AFTER = regex(r"\s?(?:each\s)?[x×*]\s?([0-9]{1,4})(?![\w.,]?[0-9])\s?=\s?")
# as in "£168 for the whole course" and "£168 in all"
IN_ALL = regex(
    r"\s?(?:for (?:the (?:whole|full|entire|complete)|all)\b|in (?:all|total)\b|altogether\b|all told\b|insgesamt\b)",
    re.IGNORECASE,
)
SUMMED = regex(r"\s?(?:each|per \w+|apiece)?\s?[,(–-]\s?(?:or |so |that is |a total of )?", re.IGNORECASE)
EQUALS = regex(r"\s?(?:each|per \w+|pro \w+|je|apiece)?\s?(?:=|:|comes to|makes|ergibt|font|son)\s?", re.IGNORECASE)
# "40 x £20 …… £800": the columns of a bill in plain text
COLUMN = regex(r"[ \t.·…_|]{1,80}")
LINE_END = regex(r"[ \t|]{0,8}(?:\n|\Z)")
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
# how many at which price: "12 tickets at £8 each", "10 chairs @ £4.50", "Two seats at £15"
PRICED = regex(
    rf"(?<![\w.,£$€#/-])([0-9]{{1,4}}|{'|'.join(NUMBERS)})\s[a-z][\w-]{{0,20}}(?:\s[a-z][\w-]{{0,20}})?"
    r"\s?(?:at|@|à|zu je|je)\s?$",
    re.IGNORECASE,
)


def savings(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """An old price, a new one, and a saving beside them."""
    for index, (first, second) in enumerate(pairwise(found)):
        pair = _pair(run, first, second)
        if pair is None:
            continue
        was, now = pair
        for saving in _beside(run, found, index):
            finding = _saving(run, was, now, saving)
            if finding is not None:
                yield finding


def _pair(run: TextRun, first: Amount, second: Amount) -> tuple[Amount, Amount] | None:
    """(old price, new price) where the words leave no doubt."""
    if first.unit == "%" or first.unit != second.unit or first.loose or second.loose:
        return None
    between = run.text[first.end : second.start]
    if len(between) > FAR:
        return None
    if first.role == "was" and (second.role == "now" or TO_NOW.fullmatch(between)):
        return first, second
    return (second, first) if second.role == "was" and first.role in ("now", "") else None


def _beside(run: TextRun, found: Sequence[Amount], index: int) -> Iterator[Amount]:
    """The savings told right behind the two prices, or right before them."""
    last = found[index + 1]
    for amount in found[index + 2 :]:
        between = run.text[last.end : amount.start]
        if amount.role != "save" or len(between) > FAR or len(between.split()) > NEAR:
            break
        last = amount
        if not amount.loose and not OTHER_OFFER.match(amount.after):
            yield amount
    if index:
        before, first = found[index - 1], found[index]
        between = run.text[before.end : first.start]
        own = index == 1 or found[index - 2].role not in ("was", "now")
        short = (
            len(between) <= (NEXT if COLON.match(between) else 20)
            and not re.search(r"[.!?\n]", between)
            and not OTHER_OFFER.match(before.after)
        )
        if own and short and before.role == "save" and not before.loose:
            yield before


def _saving(run: TextRun, was: Amount, now: Amount, saving: Amount) -> Finding | None:
    off = was.value - now.value
    text = run.text[saving.start : saving.end]
    old, new = (run.text[one.start : one.end] for one in (was, now))
    severity: Severity | None = None
    if saving.unit == "%":
        if not was.value:
            return None
        right = off * 100 / was.value
        wrong = abs(right - saving.value)
        if wrong <= 1:
            return None
        severity = "warning" if wrong <= 2 else None
    elif saving.unit == was.unit:
        right = off
        tolerance = Decimal("0.99") if saving.whole and not (was.whole and now.whole) else CENT
        if abs(right - saving.value) <= tolerance:
            return None
    else:
        return None
    related = tuple(Related(run.span(one.start, one.end), run.text[one.start : one.end], why)
                    for one, why in ((was, "the old price"), (now, "the new price")))  # fmt: skip
    if right <= 0:
        message = f"the new price {new} is no less than the old price {old}, yet the text says that {text} is saved"
        return Finding("amounts.arithmetic", message, run.span(saving.start, saving.end), text, ASK, related=related)
    correct = written(right, saving, text)
    return Finding(
        "amounts.arithmetic",
        f"from {old} to {new} saves {correct}, not {text}",
        run.span(saving.start, saving.end),
        text,
        f"Change the saving to {correct}, or correct one of the two prices. {ASK}",
        (correct,),
        related=related,
        severity=severity,
    )


def products(run: TextRun, found: Sequence[Amount]) -> Iterator[Finding]:
    """Quantity times price, with the result beside it."""
    for price, result in pairwise(found):
        told = counted(run.text, price, result)
        if told is None:
            continue
        match, severity = told
        count = NUMBERS.get(match.lower()) or int(match)
        if abs(count * price.value - result.value) <= CENT:
            continue
        text = run.text[result.start : result.end]
        right = written(count * price.value, result, text)
        yield Finding(
            "amounts.arithmetic",
            f"{match} × {run.text[price.start : price.end]} is {right}, not {text}",
            run.span(result.start, result.end),
            text,
            f"Correct the sum, the quantity or the price. {ASK}",
            (right,),
            severity=severity,
        )


def counted(text: str, price: Amount, result: Amount) -> tuple[str, Severity | None] | None:
    """How many at this price the text says the result is for, as it is written, and how sure a wrong result is an
    error; None where it does not say so.

    >>> from preflight.reading import amounts
    >>> counted("3 x £12 = £35", *amounts.find("3 x £12 = £35"))
    ('3', None)
    """
    if price.unit == "%" or price.unit != result.unit or price.loose or result.loose:
        return None
    between = text[price.end : result.start]
    before = text[max(0, price.start - 48) : price.start]
    if match := TIMES_AFTER.fullmatch(between):
        return match[1], None
    if match := TIMES_BEFORE.search(before):
        if EQUALS.fullmatch(between):
            return match[1], None
        if COLUMN.fullmatch(between) and LINE_END.match(text, result.end):
            dearer = result.value > int(match[1]) * price.value
            return match[1], None if dearer else "warning"  # three for the price of two
        return None
    match = PRICED.search(before)
    summed = EQUALS.fullmatch(between) or (SUMMED.fullmatch(between) and IN_ALL.match(text, result.end))
    return (match[1], "warning") if match and summed else None


# --- sums -----------------------------------------------------------------------------------------------


def totals(rows: Sequence[Entry]) -> Iterator[Finding]:
    """Subtotal, then tax, shipping or discount, then the total, with nothing else between them."""
    subtotal: Entry | None = None
    extras: list[Entry] = []
    for row in rows:
        if row.role == "subtotal":
            subtotal, extras = row, []
        elif subtotal is None:
            continue
        elif row.amount.loose or row.amount.unit != subtotal.amount.unit or row.run.part != subtotal.run.part:
            subtotal = None
        elif row.role in ("tax", "shipping", "discount"):
            extras.append(row)
        else:
            if row.role == "total" and extras:
                yield from _tax(subtotal, extras)
                yield from _total(subtotal, extras, row)
            subtotal = None


def _signed(row: Entry) -> Decimal:
    return -row.amount.value if row.role == "discount" else row.amount.value


def _total(subtotal: Entry, extras: Sequence[Entry], total: Entry) -> Iterator[Finding]:
    counted = [row for row in extras if not (row.role == "tax" and INCLUDED.search(row.label))]
    expected = subtotal.amount.value + sum((_signed(row) for row in counted), Decimal(0))
    allowed = {expected}
    for row in counted:
        if row.role == "tax" and (row.rate is None or _is_included(row, expected - row.amount.value)):
            allowed.add(expected - row.amount.value)  # prices with the tax in them
    if any(abs(total.amount.value - value) <= CENT for value in allowed):
        return
    right = written(expected, total.amount, total.text)
    yield Finding(
        "amounts.arithmetic",
        f"the total {total.text} should be {right}: {_sum(subtotal, counted)}",
        total.run.span(total.amount.start, total.amount.end),
        total.text,
        f"Add the lines up again. {ASK}",
        (right,),
        related=tuple(
            Related(row.run.span(row.amount.start, row.amount.end), row.text, row.label or row.role)
            for row in (subtotal, *counted)
        ),
    )


def _sum(subtotal: Entry, rows: Sequence[Entry]) -> str:
    return subtotal.text + "".join(f" {'−' if row.role == 'discount' else '+'} {row.text}" for row in rows)


def _is_included(row: Entry, total: Decimal) -> bool:
    assert row.rate is not None
    return abs(total * row.rate / (100 + row.rate) - row.amount.value) <= 2 * CENT


def _tax(subtotal: Entry, extras: Sequence[Entry]) -> Iterator[Finding]:
    """A tax whose rate is told must be that part of some sum of the lines above it."""
    rows = [row for row in extras if row.role == "tax"]
    if len(rows) != 1 or rows[0].rate is None:
        return
    tax, rate = rows[0], rows[0].rate
    others = [_signed(row) for row in extras if row is not tax]
    sums = [
        subtotal.amount.value + sum(chosen, Decimal(0))
        for size in range(min(len(others), 4) + 1)
        for chosen in combinations(others[:4], size)
    ]
    if any(
        abs(base * rate / part - tax.amount.value) <= 2 * CENT for base in sums for part in (Decimal(100), 100 + rate)
    ):
        return
    right = written(sums[0] * rate / 100, tax.amount, tax.text)
    yield Finding(
        "amounts.arithmetic",
        f"{rate.normalize():f}% of {subtotal.text} is {right}, not {tax.text}",
        tax.run.span(tax.amount.start, tax.amount.end),
        tax.text,
        f"Correct the tax, its rate or the subtotal. {ASK}",
        (right,),
    )
