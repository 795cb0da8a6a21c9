"""The total of an invoice against the same customer's earlier invoices: “Total” says too little to be told apart by
its words alone, so sender and addressee have to be the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from email.utils import getaddresses
from functools import cache

from preflight.checkers.amounts import magnitude, money
from preflight.model import Delivery, Document, Fact, Facts, Finding, Related
from preflight.patterns import regex
from preflight.reading import amounts

# "Invoice 20417", "Ihre Rechnung", "Facture n° 12"
INVOICE = regex(
    r"\b(?:invoices?|bill|statement|receipt|quote|estimate|rechnung(?:en)?|angebot|quittung|facture|devis|reçu|factura"
    r"|presupuesto|recibo)\b",
    2,
)
HEADINGS = frozenset({"subject", "title", "heading", "preheader"})
SHORT = 60
"""Characters: what an invoice calls itself stands in a line of its own."""
MOST = 20
"""Totals of one document that are looked at: each is held against all of its lines."""
ENOUGH = 2
"""Earlier invoices with one and the same total: a standing order."""


def seen(document: Document, entries: Iterable[money.Entry]) -> Iterator[Fact]:
    """A fact ``total`` for what an invoice asks for; ``adds`` where its own lines come to it."""
    listed = [entry for entry in entries if not entry.amount.loose]
    bare = [entry for entry in listed if is_bare(entry)]
    if not bare or not _is_invoice(document):
        return
    for entry in bare[:MOST]:
        same = [
            other for other in listed if other.amount.unit == entry.amount.unit and other.run.part == entry.run.part
        ]
        value = {
            "value": f"{entry.amount.value.normalize():f}",
            "unit": entry.amount.unit,
            "adds": _adds(entry.amount.value, same),
            "others": [f"{other.amount.value.normalize():f}" for other in same if other.role != "total"][:60],
        }
        yield Fact("total", value, entry.run.span(entry.amount.start, entry.amount.end), entry.text)


def is_bare(entry: money.Entry) -> bool:
    """Whether the label says that it is the total, and of nothing: "Total", "Amount due (incl. VAT)"."""
    if entry.role != "total":
        return False
    return not magnitude.label_of(entry.label) or _total().fullmatch(entry.label.strip(" *|")) is not None


@cache
def _total() -> re.Pattern[str]:
    return regex(rf"(?:{amounts.CUES['total']})(?:\s?\([^()]{{0,24}}\))?", re.IGNORECASE)


def _is_invoice(document: Document) -> bool:
    return any(
        INVOICE.search(run.text)
        for run in money.readable(document.runs)
        if run.kind in HEADINGS or len(run.text) <= SHORT
    )


def _adds(total: Decimal, entries: Iterable[money.Entry]) -> bool:
    """Two lines or more come to the total, or to the subtotal: then each of them would have to be wrong."""
    lines = [entry.amount.value for entry in entries if not entry.role]
    subtotals = {entry.amount.value for entry in entries if entry.role == "subtotal"}
    return len(lines) > 1 and sum(lines) in (subtotals or {total})


def against_previous(delivery: Delivery) -> Iterator[Finding]:
    """A total that is ten or a hundred times the one that the same customer had before, or a part of it."""
    for document in delivery.documents:
        facts = document.facts.get("total", ())
        if delivery.previous is None or not document.reported or not facts:
            continue
        alone = delivery.kind == "email" or len(delivery.documents) == 1
        earlier = [before for before in delivery.previous.documents if alone or before.name == document.name]
        known = _known(document, earlier)
        for fact in facts:
            same = [(value, one) for value, unit, one in known if unit == fact.value["unit"]]
            if not fact.value["adds"] and fact.value["value"] not in {value for value, _ in same}:
                yield from _compared(fact, same)


def _known(document: Facts, earlier: Iterable[Facts]) -> list[tuple[str, str, Fact]]:
    """The one total of each earlier invoice to the same customer: its value and unit."""
    found = []
    for before in earlier:
        if before.sha256 == document.sha256 or not _is_same_customer(document, before):
            continue
        totals = {(fact.value["value"], fact.value["unit"]): fact for fact in before.facts.get("total", ())}
        found += [(*key, fact) for key, fact in totals.items() if len(totals) == 1]
    return found


def _is_same_customer(document: Facts, before: Facts) -> bool:
    """From and To of messages; a file without them was named as the previous one."""
    return all(_addresses(document, name) == _addresses(before, name) for name in ("from", "to"))


def _addresses(document: Facts, name: str) -> frozenset[str]:
    return frozenset(address.casefold() for _, address in getaddresses([document.header(name)]) if address)


def _compared(fact: Fact, known: list[tuple[str, Fact]]) -> Iterator[Finding]:
    total = Decimal(fact.value["value"])
    for value, before in known:
        how = magnitude.slip(total, Decimal(value))
        if not how or how in magnitude.SLIPS:
            continue
        standing = len(known) >= ENOUGH and len({other for other, _ in known}) == 1
        kept = value in fact.value["others"]  # the lines still say what it was
        yield Finding(
            "amounts.magnitude",
            f"the total {fact.match} is {how} {before.match}, the total of the previous one",
            fact.place,
            fact.match,
            f"Look the amount up. Is {before.match} meant?",
            (before.match,),
            related=(Related(before.place, before.match, "the total of the previous one"),),
            severity=None if standing or kept else "warning",
        )
        return
