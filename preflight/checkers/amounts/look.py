"""Everything that one document shows of its amounts. Imported for the first document that has any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.amounts import arithmetic, conflict, magnitude, money, rows
from preflight.model import Document, Fact, Finding, TextRun
from preflight.reading import amounts
from preflight.reading.amounts import Amount

# "<s>£40</s>", "<del><b>£40", "~~£40~~": the old price
STRUCK = re.compile(r"(?:~~|<(?:del|s|strike)(?:\s[^<>]*)?>)\s*(?:<[a-z]+(?:\s[^<>]*)?>\s*){0,3}$", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")


def look(document: Document) -> Iterator[Fact | Finding]:
    """A fact ``amount`` for every exact price with a label, and what is wrong within the document itself."""
    read: list[tuple[TextRun, list[Amount]]] = []
    some = False
    for run in money.readable(document.runs):
        found = amounts.find(run.text)
        some = some or bool(found)
        read.append((run, _struck(document, run, found) if found else found))
    if document.kind == "email":
        yield from conflict.codes(document)
    if not some:
        return
    for run, found in read:
        if len(found) > 1:
            yield from arithmetic.savings(run, found)
            yield from arithmetic.products(run, found)
    entries = list(money.entries(read))
    yield from arithmetic.totals(entries)
    yield from rows.products(read)
    if document.kind == "email":
        yield from conflict.promised(read)
        yield from conflict.versions(document, read)
    yield from _facts(entries)


def _struck(document: Document, run: TextRun, found: list[Amount]) -> list[Amount]:
    """A price that is struck through is the old one, and the next is the new one."""
    source = ""
    for index, amount in enumerate(found):
        if amount.role or amount.unit == "%":
            continue
        source = source or document.part(run.part).source
        start = run.span(amount.start, amount.end).start
        if STRUCK.search(source[max(0, start - 120) : start]):
            found[index] = amount._replace(role="was")
            following = found[index + 1] if index + 1 < len(found) else None
            if following is not None and not following.role and following.unit == amount.unit:
                found[index + 1] = following._replace(role="now")
    return found


def _facts(entries: list[money.Entry]) -> Iterator[Fact]:
    for entry in entries:
        label = magnitude.label_of(entry.label)
        if entry.amount.loose or not label:
            continue
        yield Fact(
            "amount",
            {
                "value": f"{entry.amount.value.normalize():f}",
                "unit": entry.amount.unit,
                "label": label,
                "words": " ".join(WORD.findall(f"{entry.label} {entry.amount.after}".casefold())),
            },
            entry.run.span(entry.amount.start, entry.amount.end),
            entry.text,
        )
