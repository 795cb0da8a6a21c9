"""A client's telephone number, VAT number, postal address or mailbox, one slip away from what its facts say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from preflight.model import Delivery, Document, Fact, Facts, Finding, Place, TextRun
from preflight.patterns import regex
from preflight.reading import postal
from preflight.reading.slips import distance

# Numbers such as +44 1632 960123, (01632) 960-123, GB 123 4567 89
NUMBER = regex(
    r"(?<![\w.,/@#=&?+-])(?:[A-Z]{2}\s?|\+|\()?[0-9](?:[ \xa0().\u2011\u2013-]{0,3}[0-9]){6,15}(?![\w/@]|[.,][0-9])"
)
# what stands before a number that is a telephone's or a tax office's
SAID = regex(
    r"(?:\b(?:tel|telephone|phone|call(?: us)?|ring|mobile|fax|whatsapp|text|vat|ust-?id(?:nr)?|tva|cif|nif|iva"
    r"|steuernummer|telefon|tél|téléphone|teléfono|llame|company (?:no|number)|registration)\b[^\n]{0,24}|\+\s?)$",
    2,
)
SAID_SOMEWHERE = regex(r"[Tt]el|[Cc]all|[Pp]hone|[Ff]ax|VAT|USt|TVA|CIF|NIF|IVA")
WORD = regex(r"\w+")
LEAST = 7
"""Digits of a number worth knowing again."""
NATIONAL = 3
"""Digits that a country code has at most."""


class Known(Struct, frozen=True):
    """One detail of the facts: the text there, in a form to compare, what it is, and whose."""

    text: str
    form: str
    what: str
    whose: str


WHAT = {"phone": "telephone number", "vat": "VAT number", "address": "address", "email": "mail address"}


# --- in check -------------------------------------------------------------------------------------------


def seen(document: Document, numbered: Iterable[TextRun]) -> Iterator[Fact]:
    """Facts ``number`` and ``address``: everywhere in a message, on a page where words or its footer say so.
    ``numbered``: the runs with a digit."""
    message = document.kind == "email"
    for run in numbered:
        if run.kind in ("code", "meta", "quote"):
            continue
        footer = run.zone == "footer"
        if not (message or footer or "+" in run.text or SAID_SOMEWHERE.search(run.text)):
            continue
        for start, end in _numbers(run.text):
            if message or footer or SAID.search(run.text[max(0, start - 40) : start]) or run.text[start] == "+":
                yield Fact("number", digits(run.text[start:end]), run.span(start, end), run.text[start:end])
        if message or footer:
            for start, end in _addresses(run.text):
                yield Fact("address", run.text[start:end], run.span(start, end), run.text[start:end])


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in NUMBER.finditer(text))


@lru_cache(maxsize=4096)
def _addresses(text: str) -> tuple[tuple[int, int], ...]:
    """A footer is the same on every page."""
    return tuple((one.start, one.end) for one in postal.find(text))


def digits(text: str) -> str:
    return "".join(letter for letter in text.replace("(0)", "") if letter.isdigit())


# --- in review ------------------------------------------------------------------------------------------


def unlike_facts(delivery: Delivery) -> Iterator[Finding]:
    """Details that are nearly, but not quite, what the client's facts say."""
    known: dict[str, list[Known]] = {}
    for name in delivery.names:
        for kind, what in WHAT.items():
            for text in name.details.get(kind, ()):
                form = digits(text) if kind in ("phone", "vat") else text
                known.setdefault(kind, []).append(Known(text, form, what, name.text))
    if not known:
        return
    numbers = [*known.get("phone", ()), *known.get("vat", ())]
    for document in delivery.documents:
        if document.reported:
            yield from _numbers_of(document, numbers)
            yield from _addresses_of(document, known.get("address", []))
            yield from _mailboxes_of(document, known.get("email", []))


def _numbers_of(document: Facts, known: list[Known]) -> Iterator[Finding]:
    for fact in document.facts.get("number", ()) if known else ():
        forms = [(_compared(fact.value, one.form), one) for one in known]
        if any(mine == theirs for (mine, theirs), _ in forms):
            continue
        near = [one for (mine, theirs), one in forms if len(theirs) >= LEAST and distance(mine, theirs) == 1]
        if near:
            yield _finding(fact.place, fact.match, near[0])


def _compared(mine: str, theirs: str) -> tuple[str, str]:
    """Both numbers without the country's code where one of them lacks it: +44 1632 … is 01632 …"""
    mine, theirs = mine.removeprefix("00"), theirs.removeprefix("00")
    if mine.startswith("0") != theirs.startswith("0"):
        short, long = (mine, theirs) if mine.startswith("0") else (theirs, mine)
        short = short[1:]
        extra = len(long) - len(short)
        if 0 < extra <= NATIONAL:
            rest = long[extra:]
            return (short, rest) if mine.startswith("0") else (rest, short)
    return mine, theirs


def _addresses_of(document: Facts, known: list[Known]) -> Iterator[Finding]:
    tokens = {one.text: [word.casefold() for word in WORD.findall(one.text)] for one in known}
    for fact in document.facts.get("address", ()) if known else ():
        words = [word.casefold() for word in WORD.findall(fact.value)]
        for one in known:
            if _near_address(words, tokens[one.text]) and not any(_holds(words, tokens[other.text]) for other in known):
                yield _finding(fact.place, fact.match, one)
                break


def _holds(words: list[str], known: list[str]) -> bool:
    size = len(known)
    return any(words[at : at + size] == known for at in range(len(words) - size + 1))


def _near_address(words: list[str], known: list[str]) -> bool:
    """All words but one are the same, in their order, and that one is a slip away."""
    if len(words) < len(known):
        words, known = known, words
    size = len(known)
    if size < 3:
        return False
    for at in range(len(words) - size + 1):
        different = [(one, other) for one, other in zip(words[at : at + size], known, strict=True) if one != other]
        if len(different) == 1:
            one, other = different[0]
            return distance(one, other) == 1 and (one.isdigit() == other.isdigit())
    return False


def _mailboxes_of(document: Facts, known: list[Known]) -> Iterator[Finding]:
    right = {one.text.lower() for one in known}
    for link in document.links if known else ():
        if link.url[:7].lower() != "mailto:":
            continue
        address = link.url[7:].partition("?")[0].lower()
        if address in right or "@" not in address:
            continue
        near = [one for one in known if distance(address, one.text.lower()) == 1 and "@" in one.text]
        if near:
            yield _finding(link.location, address, near[0])


def _finding(place: Place, text: str, known: Known) -> Finding:
    return Finding(
        "amounts.detail",
        f"{text} is nearly the {known.what} of “{known.whose}” in your facts: {known.text}",
        place,
        text,
        f"Is {known.text} meant? If both are right, add the other one to your facts.",
        (known.text,),
    )
