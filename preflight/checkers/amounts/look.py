"""Everything that one document shows of its amounts. Imported for the first document that has any."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from preflight.checkers.amounts import (
    arithmetic,
    claims,
    conflict,
    magnitude,
    money,
    parts,
    promises,
    reached,
    rows,
    shares,
    sums,
    totals,
    twice,
)
from preflight.model import Document, Fact, Finding, TextRun
from preflight.patterns import regex
from preflight.reading import amounts
from preflight.reading.amounts import Amount
from preflight.reading.struck import Struck

WORD = regex(r"[^\W_]+")
SENTENCE = regex(r"[.!?]\s+(?=[A-ZÀ-Þ])")
CENT = Decimal("0.01")
MOST = 60
"""Prices and percentages that are reckoned with; a longer list explains every price."""


def look(document: Document) -> Iterator[Fact | Finding]:
    """A fact ``amount`` for every exact price with a label, and what is wrong within the document itself."""
    read: list[tuple[TextRun, list[Amount]]] = []
    standing: list[tuple[TextRun, list[Amount]]] = []
    raw: list[tuple[TextRun, list[Amount]]] = []
    flags: list[list[bool]] = []
    some = False
    struck = Struck(document)
    for run in money.readable(document.runs):
        found = amounts.find(run.text)
        some = some or bool(found)
        gone = [struck.covers(run, amount.start, amount.end) for amount in found]
        if found:
            raw.append((run, found))
            flags.append(gone)
        read.append((run, _reduced(found, gone) if any(gone) else found))
        standing.append((run, [amount for amount, was in zip(found, gone, strict=True) if not was] if some else found))
    if document.kind == "email":
        yield from conflict.codes(document)
    if not some:
        return
    every = [amount for _, found in read for amount in found]
    doubted = False
    for run, found in read:
        if len(found) > 1:
            wrong = list(arithmetic.savings(run, found))
            doubted = doubted or bool(wrong)
            yield from wrong
            yield from arithmetic.products(run, found)
            yield from claims.taxed(run, found)
            if len(found) == 3 and not wrong:
                yield from claims.differences(run, found)
                yield from claims.reduced(run, found)
            if not wrong:
                yield from parts.wrong(run, found)
                yield from shares.wrong(run, found, every)
                yield from reached.shares(run, found)
    yield from claims.listed(raw, flags)
    entries = list(money.entries(standing))
    yield from arithmetic.totals(entries)
    yield from reached.balances(entries)
    yield from rows.products(standing)
    yield from sums.items(standing)
    yield from twice.disagreeing(entries)
    yield from twice.tenfold(entries, every)
    if document.kind == "email":
        yield from conflict.promised(read)
        yield from promises.prices(read)
        if not doubted:
            yield from promises.savings(read)
        yield from conflict.versions(document, standing)
    yield from totals.seen(document, entries)
    yield from _facts(entries, _reckoned(every))


def _reduced(found: list[Amount], gone: list[bool]) -> list[Amount]:
    """A price that is struck through is the old one, and the next is the new one."""
    told = list(found)
    for index, amount in enumerate(found):
        if not gone[index] or amount.role or amount.unit == "%":
            continue
        told[index] = amount._replace(role="was")
        if index + 1 < len(found) and not gone[index + 1]:
            following = found[index + 1]
            if not following.role and following.unit == amount.unit:
                told[index + 1] = following._replace(role="now")
    return told


def _reckoned(found: list[Amount]) -> set[tuple[Decimal, str]]:
    """What the percentages and the savings of this document make of its other prices."""
    rates = sorted({amount.value for amount in found if amount.unit == "%" and 0 < amount.value < 100})[:MOST]
    prices = sorted({(amount.value, amount.unit) for amount in found if amount.unit != "%"})[:MOST]
    savings = {(amount.value, amount.unit) for amount in found if amount.role == "save" and amount.unit != "%"}
    reckoned = {
        ((value * (100 + sign * rate) / 100).quantize(CENT, ROUND_HALF_UP), unit)
        for value, unit in prices
        for rate in rates
        for sign in (1, -1)
    }
    reckoned |= {(value - saved, unit) for value, unit in prices for saved, of in savings if of == unit}
    return reckoned


def _facts(entries: list[money.Entry], reckoned: set[tuple[Decimal, str]]) -> Iterator[Fact]:
    for entry in entries:
        label = magnitude.label_of(SENTENCE.split(entry.label)[-1]) or magnitude.label_of(entry.label)
        if entry.amount.loose or not label or totals.is_bare(entry):
            continue
        value = {
            "value": f"{entry.amount.value.normalize():f}",
            "unit": entry.amount.unit,
            "label": label,
            "words": " ".join(WORD.findall(f"{entry.label} {entry.amount.after}".casefold())),
        }
        if (entry.amount.value.quantize(CENT), entry.amount.unit) in reckoned:
            value["reckoned"] = "yes"
        yield Fact(
            "amount",
            value,
            entry.run.span(entry.amount.start, entry.amount.end),
            entry.text,
        )
