"""Amounts: prices, savings and totals that cannot be right.

What does not come out within a sentence or a table, what differs between subject, HTML and plain text of one message,
and what differs from the previous issue or the client's facts by a slip of the finger.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from preflight.checkers.amounts.rules import RULES
from preflight.model import Delivery, Document, Fact, Finding
from preflight.patterns import regex
from preflight.reading import glance
from preflight.reading.remembered import Remembered

__all__ = ["RULES", "Options", "check", "review"]

# on a page: "Call +44 1632 960123", "VAT no. 123456789"
DETAIL = regex(r"\+[0-9]|(?:[Tt]el|[Cc]all|[Pp]hone|[Ff]ax|VAT|USt|TVA|CIF|NIF|IVA)[^\n]{0,24}[0-9]{2}")


def may_hold(text: str) -> bool:
    """Whether there may be an amount: "£40", "40 %", "Use code SUNNY20". A pattern would take four times as long."""
    return (
        "$" in text or "%" in text or "£" in text or "€" in text
        or "GBP" in text or "USD" in text or "EUR" in text or "CHF" in text
        or "percent" in text or "per cent" in text or "Prozent" in text or "pour cent" in text or "por ciento" in text
        or "code " in text or "Code " in text or "CODE" in text or "coupon" in text or "código" in text
    )  # fmt: skip


def _holds_amount(text: str) -> bool:
    if not may_hold(text):
        return False
    from preflight.reading import amounts

    return bool(amounts.find(text))


HOLDS_AMOUNT = Remembered(_holds_amount)
HOLDS_DETAIL = Remembered(lambda text: DETAIL.search(text) is not None)


class Options(Struct, frozen=True):
    """The family has no options."""


def check(document: Document, options: Options) -> Iterator[Fact | Finding]:
    """A fact ``amount`` for every exact price with a label, and what is wrong within the document itself."""
    del options
    numbered = glance.those(document, glance.DIGITS)
    if document.kind == "email":
        some = any(may_hold(run.text) for run in document.runs)  # a code that it promises matters as well
    else:
        some = any(HOLDS_AMOUNT[run.text] for run in numbered)
    if some:
        from preflight.checkers.amounts.look import look

        yield from look(document)
    if any(run.kind == "subject" for run in numbered):
        from preflight.checkers.amounts import promises

        yield from promises.numbers(document)
    if (
        document.kind == "email"
        or any(run.zone == "footer" for run in document.runs)
        or any(HOLDS_DETAIL[run.text] for run in numbered)
    ):
        from preflight.checkers.amounts import details

        yield from details.seen(document, numbered)


def review(delivery: Delivery, options: Options) -> Iterator[Finding]:
    """Against the previous delivery and the client's facts."""
    del options
    if any("amount" in document.facts for document in delivery.documents):
        from preflight.checkers.amounts import magnitude

        yield from magnitude.against_previous(delivery)
        yield from magnitude.against_facts(delivery)
    if delivery.previous is not None and any("total" in document.facts for document in delivery.documents):
        from preflight.checkers.amounts import totals

        yield from totals.against_previous(delivery)
    if delivery.names:
        from preflight.checkers.amounts import details

        yield from details.unlike_facts(delivery)
