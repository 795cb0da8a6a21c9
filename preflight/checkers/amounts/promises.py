"""What the subject or the preview text names and the message has otherwise: a price, the number of an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from preflight.checkers.amounts.conflict import NOT_BODY, PROMISES, unlike
from preflight.checkers.amounts.magnitude import slip
from preflight.checkers.amounts.money import readable, written
from preflight.model import Document, Finding, TextRun
from preflight.patterns import regex
from preflight.reading import topics
from preflight.reading.amounts import Amount

Read = Sequence[tuple[TextRun, list[Amount]]]

# "Order 48213", "your invoice no. 2026-118", "Rechnung #R-2041"
NUMBERED = regex(
    r"\b(?P<what>orders?|invoice|booking|reservation|reference|ticket|policy|case|quote|bestellung|rechnung|buchung"
    r"|commande|facture|réservation|pedido|factura|reserva)"
    r"\s(?:(?:no|number|nr|nummer|ref|reference|id|n[°ºo])\b\.?\s?)?:?\s?#?\s?(?P<number>[A-Z]{0,4}-?[0-9][0-9A-Z/-]{2,14})\b",
    2,
)
KINDS = {"orders": "order"}
MOST = 40
"""Numbers of one kind that are compared."""
POINT = Decimal("1.05")
AROUND = 2
"""Words around two prices that make them the price of one thing."""


def prices(read: Read) -> Iterator[Finding]:
    """A price in the subject that the message does not have, where it has one other for the same thing."""
    body = [(run, amount) for run, found in read if run.kind not in NOT_BODY for amount in found if amount.unit != "%"]
    known = {(amount.value, amount.unit) for _, amount in body}
    for run, found in read:
        mine = [amount for amount in found if amount.unit != "%"]
        if run.kind not in PROMISES or len(mine) != 1 or not body:
            continue
        amount = mine[0]
        others = {value for value, unit in known if unit == amount.unit}
        if amount.value in others or amount.role == "save" or not others:
            continue
        told = [(one_run, one) for one_run, one in body if one.unit == amount.unit]
        same = [(one_run, one) for one_run, one in told if len(_words(run, amount) & _words(one_run, one)) >= AROUND]
        slipped = [(one_run, one) for one_run, one in told if slip(amount.value, one.value) and not one.loose]
        chosen = same if len({one.value for _, one in same}) == 1 else slipped if len(others) == 1 else []
        if not chosen or amount.value in _sums(sorted(others)[:20]):
            continue
        yield unlike(run, amount, *chosen[0], "the price in the message", "warning")


def savings(read: Read) -> Iterator[Finding]:
    """ "Save 30%" in the subject, above the only old and new price of the message, which differ by less."""
    pairs = [pair for run, found in read for pair in pairwise(found) if _was_and_now(*pair)]
    if len({(one.value, other.value) for one, other in pairs}) != 1:
        return
    was, now = sorted((one.value for one in pairs[0]), reverse=True)
    right = (was - now) * 100 / was
    rates = {amount.value for _, found in read for amount in found if amount.unit == "%"}
    for run, found in read:
        mine = [amount for amount in found if amount.unit == "%" and amount.role == "save" and not amount.loose]
        if run.kind != "subject" or len(mine) != 1 or len(rates) != 1 or abs(right - mine[0].value) <= POINT:
            continue
        text = run.text[mine[0].start : mine[0].end]
        yield Finding(
            "amounts.conflict",
            f"the subject says {text}, and the prices in the message differ by {written(right, mine[0], text)}",
            run.span(mine[0].start, mine[0].end),
            text,
            "Find out which of the numbers is wrong.",
            (written(right, mine[0], text),),
            severity="warning",
        )


def _was_and_now(one: Amount, other: Amount) -> bool:
    """An old price beside a new one: "£70 instead of £90"."""
    alike = one.unit == other.unit != "%" and not one.loose and not other.loose
    return alike and (
        (one.role == "was" and other.value < one.value) or (other.role == "was" and one.value < other.value)
    )


def _sums(values: Sequence[Decimal]) -> set[Decimal]:
    """What two of the prices come to, and how far they are apart: "save £30"."""
    pairs = list(combinations(values, 2))
    return {one + other for one, other in pairs} | {other - one for one, other in pairs}


def _words(run: TextRun, amount: Amount) -> set[str]:
    around = f"{run.text[max(0, amount.start - 60) : amount.start]} {run.text[amount.end : amount.end + 60]}"
    return {word.rstrip("s") for word in topics.WORD.findall(around.lower()) if word not in topics.COMMON}


def numbers(document: Document) -> Iterator[Finding]:
    """The subject's order has another number in the message; or one number there is another with two digits swapped."""
    named: dict[str, list[tuple[TextRun, int, int, str]]] = {}
    for run in readable(document.runs):
        for match in NUMBERED.finditer(run.text):
            what = match["what"].lower()
            place = (run, *match.span("number"), match["number"].upper())
            named.setdefault(KINDS.get(what, what), []).append(place)
    for what, places in named.items():
        subject = {number for run, *_, number in places if run.kind == "subject"}
        if len(places) > MOST:
            continue  # a list of orders
        body = [one for one in places if one[0].kind not in NOT_BODY]
        told = {number for *_, number in body}
        if len(subject) == 1 and told and not subject & told:
            (right,) = subject
        elif subject & told or not subject:
            right = max(told, key=lambda one: (one in subject, sum(other[3] == one for other in body)), default="")
        else:
            continue
        for run, start, end, number in body:
            swapped = _is_swapped(number, right)
            if swapped or (len(told) == 1 and subject and right not in told and _is_alike(number, right)):
                yield _other_number(what, run, start, end, number, right, sure=bool(subject) and not subject & told)
                break


def _is_swapped(number: str, right: str) -> bool:
    """Two neighbours exchanged; numbers that follow one another (48212, 48221) are hardly ever so."""
    if number == right or len(number) != len(right) or len(number) < 4:
        return False
    places = [at for at, (one, other) in enumerate(zip(number, right, strict=True)) if one != other]
    return len(places) == 2 and places[1] == places[0] + 1 and sorted(number) == sorted(right)


def _is_alike(number: str, right: str) -> bool:
    """Of one make: as many characters, letters and digits at the same places."""
    return len(number) == len(right) and all(
        one.isdigit() == other.isdigit() for one, other in zip(number, right, strict=True)
    )


def _other_number(what: str, run: TextRun, start: int, end: int, number: str, right: str, *, sure: bool) -> Finding:
    return Finding(
        "amounts.conflict",
        f"the subject says {what} {right}, and the message {number}"
        if sure
        else f"the {what} is {number} here, and {right} elsewhere in the message",
        run.span(start, end),
        run.text[start:end],
        f"Look the number of the {what} up: one of the two is another one's.",
        (right,),
        severity=None if sure else "warning",
    )
