"""Amounts of one message that cannot both be right: subject against body, HTML part against plain-text part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from preflight.checkers.amounts.money import readable
from preflight.model import Document, Finding, Related, Severity, TextRun
from preflight.patterns import regex
from preflight.reading import topics
from preflight.reading.amounts import Amount
from preflight.reading.versions import Mark, told_apart

PROMISES = ("subject", "preheader")
NOT_BODY = frozenset({*PROMISES, "title", "label"})
# "25% off gift boxes": what the discount is on
ON = regex(
    r"\s?(?:off|discount on|reduction on|rabatt auf|de réduction sur|de descuento en)\s(?:(?:all|our|your|the|any"
    r"|every)\s)?(.*)",
    re.IGNORECASE,
)
EMPTY_WORDS = topics.COMMON | frozenset(
    (
        "everything",
        "storewide",
        "site",
        "sitewide",
        "order",
        "orders",
        "sale",
        "offer",
        "code",
        "inside",
        "ends",
        "last",
        "chance",
        "selected",
    )
)

Read = Sequence[tuple[TextRun, list[Amount]]]


def promised(read: Read) -> Iterator[Finding]:
    """A discount in the subject or the preview text that the message nowhere has."""
    body = [(run, amount) for run, found in read if run.kind not in NOT_BODY for amount in found]
    offers = [(run, amount) for run, amount in body if amount.unit == "%" and amount.role == "save"]
    if not offers:
        return
    known = {amount.value for _, amount in body if amount.unit == "%"} | set(_worked_out(read))
    for run, found in read:
        if run.kind not in PROMISES:
            continue
        mine = [amount for amount in found if amount.unit == "%" and amount.role == "save"]
        for amount in mine:
            if any(abs(value - amount.value) <= 1 for value in known):
                continue
            same = [(other_run, other) for other_run, other in offers if _same_thing(amount, other)]
            told, other = (same or offers)[0]
            alone = len({offer.value for _, offer in offers}) == 1 and len(mine) == 1
            severity: Severity | None = None if same and alone and not amount.loose else "warning"
            yield unlike(run, amount, told, other, "the discount in the message", severity)


def unlike(run: TextRun, amount: Amount, told: TextRun, other: Amount, what: str, severity: Severity | None) -> Finding:
    """An amount in the subject or the preview text, and the one that the message has instead."""
    text, said = run.text[amount.start : amount.end], told.text[other.start : other.end]
    where = "subject" if run.kind == "subject" else "preview text"
    return Finding(
        "amounts.conflict",
        f"the {where} says {text}, and the message {said}",
        run.span(amount.start, amount.end),
        text,
        "Find out which of the two holds, and put it in both places.",
        (said,),
        related=(Related(told.span(other.start, other.end), said, what),),
        severity=severity,
    )


def _worked_out(read: Read) -> Iterator[Decimal]:
    """The percentages that old and new prices come to."""
    for _, found in read:
        prices = [amount for amount in found if amount.unit != "%"]
        for first, second in pairwise(prices):
            high, low = max(first.value, second.value), min(first.value, second.value)
            if high:
                yield (high - low) * 100 / high


def _same_thing(promise: Amount, offer: Amount) -> bool:
    """Whether the two discounts are on the same thing, as far as they say what they are on."""
    first, second = _nouns(promise), _nouns(offer)
    return not first or not second or bool(first & second)


def _nouns(amount: Amount) -> set[str]:
    match = ON.match(amount.after)
    words = topics.WORD.findall(match[1].lower())[:4] if match else []
    return {word.rstrip("s") for word in words if word not in EMPTY_WORDS}


# --- codes ----------------------------------------------------------------------------------------------


@cache
def _code() -> re.Pattern[str]:
    """ "use code SAVE20", "Gutscheincode: WINTER", "avec le code PROMO15"."""
    return regex(
        r"\b(?:(?:with|use|using|enter|apply|quote|promo|discount|voucher|coupon|offer|avec(?: le)?|mit(?: dem)?"
        r"|con(?: el)?)\s"
        r"(?:(?:the|promo|discount|voucher|coupon|offer)\s)?(?:code|código|coupon)|gutscheincode|rabattcode|code promo)"
        r"(?:\sis|\slautet)?:?\s[“\"'‘]?((?-i:[A-Z][A-Z0-9-]{2,19}))\b",
        re.IGNORECASE,
    )


def codes(document: Document) -> Iterator[Finding]:
    """A code in the subject that the message does not have, where it has exactly one other."""
    promised: list[tuple[TextRun, re.Match[str]]] = []
    given: dict[str, tuple[TextRun, re.Match[str]]] = {}
    for run in readable(document.runs):
        if not any(word in run.text.lower() for word in ("code", "coupon", "código")):
            continue
        for match in _code().finditer(run.text):
            if run.kind in PROMISES:
                promised.append((run, match))
            elif run.kind not in NOT_BODY:
                given.setdefault(match[1], (run, match))
    for run, match in promised:
        if match[1] in given or len(given) != 1:
            continue
        ((other, (told, found)),) = given.items()
        if any(match[1] in one.text for one in document.runs if one.kind not in NOT_BODY):
            continue
        where = "subject" if run.kind == "subject" else "preview text"
        yield Finding(
            "amounts.conflict",
            f"the {where} gives the code {match[1]}, and the message {other}",
            run.span(*match.span(1)),
            match[1],
            "Find out which code works, and put it in both places.",
            (other,),
            related=(Related(told.span(*found.span(1)), other, "the code in the message"),),
        )


# --- HTML against plain text ----------------------------------------------------------------------------


def versions(document: Document, read: Read) -> Iterator[Finding]:
    """The same sentence with other amounts in the plain-text part."""
    marked = [(run, [Mark(one.start, one.end, (one.value, one.unit)) for one in found]) for run, found in read]
    yield from told_apart("amounts.conflict", document, marked)
