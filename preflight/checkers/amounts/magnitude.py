"""Amounts against those that are known: the previous delivery's, and the prices in the client's facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from preflight.model import Delivery, Fact, Facts, Finding, Related, Severity
from preflight.patterns import regex
from preflight.reading import amounts

WORD = regex(r"[^\W_]+")
POWERS = {
    Decimal(10): ("ten times", "a tenth of"),
    Decimal(100): ("a hundred times", "a hundredth of"),
    Decimal(1000): ("a thousand times", "a thousandth of"),
}
SLIPS = ("two digits swapped", "one digit off")
# words that say nothing of what is priced
EMPTY_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "was",
        "now",
        "only",
        "just",
        "for",
        "at",
        "of",
        "and",
        "to",
        "your",
        "our",
        "price",
        "prices",
        "cost",
        "costs",
        "total",
        "from",
        "save",
        "in",
        "on",
        "per",
        "each",
        "der",
        "die",
        "das",
        "nur",
        "jetzt",
        "le",
        "la",
        "les",
        "de",
        "el",
        "los",
    ]
)


def label_of(text: str) -> str:
    """What an amount belongs to, in a form that is the same in two issues; empty where the words say too little."""
    words = WORD.findall(text.casefold())
    telling = [word for word in words if word not in EMPTY_WORDS and (len(word) > 2 or word.isdigit())]
    return " ".join(words) if len(telling) >= 2 or any(is_number(word) for word in telling) else ""


def is_numbered(label: str) -> bool:
    """Whether the label has a number of its own: an invoice's, an order's."""
    return any(map(is_number, label.split()))


def is_number(word: str) -> bool:
    """ "2031", "INV204": the thing's own number."""
    return sum(letter.isdigit() for letter in word) >= 3


def slip(wrong: Decimal, right: Decimal) -> str:
    """How one could be mistyped as the other, in words, or empty."""
    if wrong == right or not wrong or not right:
        return ""
    ratio = max(wrong, right) / min(wrong, right)
    if ratio in POWERS:
        return POWERS[ratio][wrong < right]
    first, second = (f"{value.normalize():f}".replace(".", "") for value in (wrong, right))
    if len(first) != len(second) or len(first) < 2:
        return ""
    different = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    if len(different) == 2 and different[1] == different[0] + 1:
        one, other = different
        if first[one] == second[other] and first[other] == second[one]:
            return SLIPS[0]
    return SLIPS[1] if len(different) == 1 and len(first) >= 3 else ""


def against_previous(delivery: Delivery) -> Iterator[Finding]:
    """The same label with a slip against the previous delivery."""
    if delivery.previous is None:
        return
    for document in delivery.documents:
        facts = document.facts.get("amount", ())
        if not document.reported or not facts:
            continue
        earlier: dict[tuple[str, str], list[Fact]] = {}
        for before in _earlier(delivery, document):
            for fact in before.facts.get("amount", ()):
                earlier.setdefault((fact.value["label"], fact.value["unit"]), []).append(fact)
        labels: dict[tuple[str, str], set[str]] = {}
        for fact in facts:
            labels.setdefault((fact.value["label"], fact.value["unit"]), set()).add(fact.value["value"])
        for fact in facts:
            key = fact.value["label"], fact.value["unit"]
            known = earlier.get(key, [])
            if not key[0] or len(labels[key]) != 1 or len({one.value["value"] for one in known}) != 1:
                continue
            finding = _compared(fact, known[0])
            if finding is not None:
                yield finding


def _earlier(delivery: Delivery, document: Facts) -> Iterator[Facts]:
    assert delivery.previous is not None
    for before in delivery.previous.documents:
        if delivery.kind == "email" or len(delivery.documents) == 1 or before.name == document.name:
            yield before


def _compared(fact: Fact, known: Fact) -> Finding | None:
    wrong, right = Decimal(fact.value["value"]), Decimal(known.value["value"])
    how = slip(wrong, right)
    numbered = any(is_number(word) for word in fact.value["label"].split())
    if fact.value.get("reckoned") and not numbered:
        return None  # £60 less 10 % is £54, as £60 less 25 % was £45: both are right
    severity: Severity | None = None
    if how in SLIPS:
        if not numbered and (how == SLIPS[1] or len(known.match) < 4):
            return None  # prices do change
        severity = "warning"
    elif not how:
        return None
    return Finding(
        "amounts.magnitude",
        f"{_said(fact.match, how, known.match)}, which the previous one had in this place",
        fact.place,
        fact.match,
        f"Look the amount up. Is {known.match} meant?",
        (known.match,),
        related=(Related(known.place, known.match, "the amount in the previous one"),),
        severity=severity,
    )


def against_facts(delivery: Delivery) -> Iterator[Finding]:
    """A price that is nearly the one in the client's facts, beside the name of the thing."""
    priced = {name.text: known for name in delivery.names if (known := _prices(name.details)) and name.text}
    if not priced:
        return
    every = {value for known in priced.values() for value in known}
    for document in delivery.documents:
        if not document.reported:
            continue
        for fact in document.facts.get("amount", ()):
            value, unit = Decimal(fact.value["value"]), fact.value["unit"]
            words = f" {fact.value['words']} "
            for name, known in priced.items():
                if (value, unit) in every or f" {' '.join(WORD.findall(name.casefold()))} " not in words:
                    continue
                near = [(price, text) for (price, of), text in known.items() if of == unit and slip(value, price)]
                if len(near) == 1:
                    price, text = near[0]
                    yield _unlike_facts(fact, name, text, slip(value, price))


def _prices(details: Mapping[str, tuple[str, ...]]) -> dict[tuple[Decimal, str], str]:
    """The prices of one thing: value and unit → as written in the facts."""
    return {
        (amount.value, amount.unit): text[amount.start : amount.end]
        for key in ("price", "prices", "fee", "amount")
        for text in details.get(key, ())
        for amount in amounts.find(text)
        if amount.unit != "%"
    }


def _unlike_facts(fact: Fact, name: str, text: str, how: str) -> Finding:
    return Finding(
        "amounts.magnitude",
        f"{_said(fact.match, how, text)}, the price of “{name}” in your facts",
        fact.place,
        fact.match,
        f"Is {text} meant? If the price changed, correct your facts.",
        (text,),
    )


def _said(wrong: str, how: str, right: str) -> str:
    return f"{wrong} is {right} with {how}" if how in SLIPS else f"{wrong} is {how} {right}"
