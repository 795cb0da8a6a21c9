"""What else a message says of its addressee: postal address, order number, total, and whether that is usual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from preflight.checkers.recipients.addressed import (
    Index,
    Letter,
    Record,
    number_of,
    same_person,
    street_of,
    texts,
    where,
)
from preflight.model import Facts, Finding, Related, TextRun
from preflight.model.recipients import Recipient, Recipients
from preflight.patterns import regex
from preflight.reading import amounts, fields, likeness

TOTAL_LABEL = regex(
    r"\W*(?:(?:grand|order|invoice|your|new) )?(?:total|amount (?:due|paid|charged)|balance due|gesamt(?:betrag|summe)?"
    r"|summe"
    r"|rechnungsbetrag|total ttc|importe total|montant total|totaal)(?: (?:due|paid|charged|amount|to pay))?"
    r"(?: \((?:incl|including|inkl)[^)]{0,24}\))?\W*",
    re.IGNORECASE,
)
"""``Total:``, ``Gesamtbetrag``: a cell whose amount stands in the next one"""
NUMBERED = regex(
    r"\b(?:order|invoice|booking|receipt|reference|ref|bestell(?:ung|nummer)|rechnung(?:snummer)?|auftrag|commande"
    r"|facture"
    r"|pedido|factura|bestelling|factuur)\b\.?\s?(?:number|no|nr|ref|reference|id|n°|nº|num)?\.?\s?[:#]?\s?"
    r"(?P<number>#?[A-Z]{0,5}[-/]?\d[\dA-Z/-]{2,14})\b",
    re.IGNORECASE,
)
"""``Order no. 10023``, ``Rechnung #R-2041``"""
SHAPED = regex(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)?")
PIECES = regex(r"[^,\n|•·;]{4,80}")
"""``14 Mill Lane``: what stands between commas or lines"""
MOST_PIECES = 400
SHARED_BY = 3
"""How many messages have a text in common before it is the sender's."""
APART = 3
"""A total within this factor of an earlier one is usual."""


class Sum(NamedTuple):
    """An amount of a message at ``run.text[start:end]``."""

    run: TextRun
    start: int
    end: int
    value: Decimal


def chosen(letter: Letter, people: Recipients) -> Recipient:
    """Of a customer's rows, the one that the message is about: by order number, by total; else the last."""
    if len(letter.rows) == 1:
        return letter.rows[0]
    text = "\n".join(run.text for run in texts(letter.document))
    numbers = {number_of(match["number"]) for match in NUMBERED.finditer(text)}
    for one in letter.rows:
        number = number_of(people.cell(one, fields.ORDER))
        if number and (number in numbers or re.search(rf"\b{re.escape(number)}\b", text)):
            return one
    values = {found.value for found in totals(letter.document)}
    return next(
        (one for one in letter.rows if likeness.money(people.cell(one, fields.AMOUNT)) in values), letter.rows[-1]
    )


def shared(documents: Sequence[Facts]) -> frozenset[str]:
    """Pieces of text that stand in many messages: the sender's own address among them."""
    if len(documents) < SHARED_BY:
        return frozenset()
    counts = Counter(
        piece
        for document in documents
        for piece in {_plain(m[0]) for run in texts(document) for m in PIECES.finditer(run.text)}
    )
    return frozenset(piece for piece, count in counts.items() if count >= SHARED_BY and 2 * count >= len(documents))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", likeness.unaccented(text)))


# --- the postal address ---------------------------------------------------------------------------------


def address(letter: Letter, record: Record, senders: frozenset[str], known: Index) -> Iterator[Finding]:
    """The street and the postcode, where the message has them."""
    runs = list(texts(letter.document))
    whole = _plain("\n".join(run.text for run in runs))
    yield from _street(runs, whole, record, senders, known)
    yield from _postcode(runs, whole, record, senders)


def _street(
    runs: Sequence[TextRun], whole: str, record: Record, senders: frozenset[str], known: Index
) -> Iterator[Finding]:
    street = street_of(record)
    wanted = _plain(street)
    if not wanted or f" {wanted} " in f" {whole} ":
        return
    for run in runs:
        for number, match in enumerate(PIECES.finditer(run.text)):
            piece = match[0].strip()
            plain = _plain(piece)
            if number > MOST_PIECES:
                break
            if plain in senders or not re.search(r"\d", plain):
                continue
            start = match.start() + match[0].find(piece)
            if likeness.street(piece) == likeness.street(street):
                return
            how = likeness.difference(likeness.street(piece), likeness.street(street))
            owner = known.streets.get(likeness.street(piece))
            if owner is not None and same_person(owner, record):
                owner = None
            if (how and not likeness.is_slight(how)) or owner is not None:
                yield record.differs(
                    run, start, start + len(piece), fields.STREET, street, how, owner=None if how else owner
                )
                return


def _postcode(runs: Sequence[TextRun], whole: str, record: Record, senders: frozenset[str]) -> Iterator[Finding]:
    code = record.get(fields.POSTCODE)
    wanted = _plain(code)
    if len(wanted) < 4 or f" {wanted} " in f" {whole} " or wanted.replace(" ", "") in whole.replace(" ", ""):
        return
    shape = _shape(code)
    known = " ".join(senders)
    for run in runs:
        for match in SHAPED.finditer(run.text):
            if _shape(match[0]) != shape or _plain(match[0]) in known:
                continue
            how = likeness.difference(match[0], code)
            if how and not likeness.is_slight(how) and "two letters differ" not in how:
                yield record.differs(run, match.start(), match.end(), fields.POSTCODE, code, how)
                return


def _shape(text: str) -> str:
    """``HX7 6LU`` → ``AA9 9AA``"""
    return re.sub(r"[a-z]", "A", re.sub(r"\d", "9", text.strip().lower()))


# --- numbers --------------------------------------------------------------------------------------------


def order(letter: Letter, record: Record, known: Index) -> Iterator[Finding]:
    """The number of the order."""
    wanted = number_of(record.get(fields.ORDER))
    if not wanted:
        return
    found = [(run, match) for run in texts(letter.document) for match in NUMBERED.finditer(run.text)]
    own = {number_of(record.people.cell(one, fields.ORDER)) for one in letter.rows}
    if not found or any(number_of(match["number"]) in own for _, match in found):
        return
    for run, match in found:
        number = number_of(match["number"])
        owner = known.orders.get(number)
        how = likeness.difference(number, wanted)
        if owner is not None or how:
            start, end = match.span("number")
            yield record.differs(
                run, start, end, fields.ORDER, record.get(fields.ORDER), "" if owner else how, owner=owner
            )
            return


def totals(document: Facts) -> list[Sum]:
    """The amounts that a message calls its total."""
    found: list[Sum] = []
    label = False
    for run in texts(document):
        here = amounts.find(run.text)
        for at, amount in enumerate(here):
            if amount.unit != "%" and (amount.role == "total" or (label and at == 0 and not amount.role)):
                found.append(Sum(run, amount.start, amount.end, amount.value))
        label = bool(TOTAL_LABEL.fullmatch(run.text))
    return found


def _all(document: Facts) -> list[Sum]:
    return [
        Sum(run, amount.start, amount.end, amount.value)
        for run in texts(document)
        for amount in amounts.find(run.text)
        if amount.unit != "%"
    ]


def total(letter: Letter, record: Record, tolerance: float) -> Iterator[Finding]:
    """The total against the row's."""
    expected = likeness.money(record.get(fields.AMOUNT))
    if expected is None or not expected:
        return
    every = _all(letter.document)
    named = totals(letter.document)
    near = Decimal(str(tolerance))
    if not every or any(abs(one.value - expected) <= near for one in named or every):
        return
    slips = [(one, how) for one in named or every if (how := likeness.money_slip(one.value, expected))]
    written = record.get(fields.AMOUNT)
    if slips:
        one, how = slips[0]
        yield record.differs(one.run, one.start, one.end, fields.AMOUNT, written, how)
    elif named or len(every) == 1:
        one = (named or every)[0]
        yield record.differs(one.run, one.start, one.end, fields.AMOUNT, written, "")


def history(letter: Letter, record: Record, earlier: Sequence[Facts]) -> Iterator[Finding]:
    """A total that is a power of ten from what this customer usually pays."""
    before = [
        value
        for one in letter.rows
        if one.row < record.one.row and (value := likeness.money(record.people.cell(one, fields.AMOUNT)))
    ]
    before += [found.value for document in earlier for found in totals(document)[:1]]
    if not before:
        return
    named = totals(letter.document)
    current = named[0].value if named else likeness.money(record.get(fields.AMOUNT))
    if not current or any(max(current, one) <= APART * min(current, one) for one in before if one > 0):
        return
    from statistics import median

    usual = median(before)
    how = likeness.is_power(current, usual)
    if not how:
        return
    row = f"row {record.one.row:,}"
    said = f"{current:,.2f}" if record.show else "the total"
    message = (
        f"{said} is {how} as {row} usually pays"
        if "as much" in how
        else f"{said} is {how[:-3]} what {row} usually pays"
    )
    place, match = record.place(), row
    if named:
        place = where(named[0].run, named[0].start, named[0].end, show=record.show)
        match = named[0].run.text[named[0].start : named[0].end]
    count = f"{len(before)} earlier {'amount' if len(before) == 1 else 'amounts'}"
    yield Finding(
        "recipients.mismatch",
        f"{message} ({count}, {usual:,.2f} in the middle)" if record.show else f"{message} ({count})",
        place,
        match,
        "Look the amount up before it goes out: a comma or a nought may have slipped.",
        related=(Related(record.place(), row, "the customer's row"),),
    )
