"""A message and the record of the person it goes to: is it greeted, named, addressed and charged as the sheet says?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from preflight.checkers.recipients import particulars
from preflight.checkers.recipients.addressed import (
    Addressed,
    Index,
    Letter,
    Record,
    addressee,
    index,
    plain,
    same_person,
    texts,
    where,
)
from preflight.checkers.recipients.wording import grouped, harmless, listed
from preflight.model import Delivery, Facts, Finding, Related, TextRun
from preflight.model.recipients import Recipient, Recipients
from preflight.patterns import regex
from preflight.reading import fields, greetings, likeness, personal

GREETED = regex(r"\s+(?P<name>[^\W\d][\w'’. -]{0,58}?)\s*(?=[,!:;\n–—]|\.(?:\s|$)|$)")
"""`` Anna Ashworth,``"""
PHRASE = regex(
    r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
    r"(?: (?:[A-Z]\. )?(?:(?:van|von|de|der|den|la|le|du|di|da) ){0,2}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){1,3}"
)
"""``Anna Ashworth``, ``Ludwig van Beethoven``"""
EVERYBODY = frozenset({
    "there", "all", "everyone", "everybody", "friend", "friends", "customer", "valued customer", "reader", "readers",
    "sir", "madam", "sir or madam", "team", "folks", "you", "neighbour", "neighbor", "neighbours", "neighbors",
    "member", "members", "subscriber", "subscribers", "guest", "guests", "supporter", "supporters", "zusammen",
    "alle", "kunde", "kundin", "damen und herren", "à tous", "tous", "toutes", "todos", "todas", "cliente",
    "allemaal", "lezer", "again", "ladies and gentlemen", "parent", "parents", "colleague", "colleagues", "damen",
    "herren", "leserin", "leser",
})  # fmt: skip
MOST_SEARCHED, MOST_ALIKE = 100, 20_000
"""Addresses that the list does not have for which one nearly the same is looked for, and among how many."""
COMMON_TO = 3
"""Messages from which on a name that stands in half of them is the sender's, not a customer's."""


def compare(delivery: Delivery, people: Recipients, found: Addressed, tolerance: float) -> Iterator[Finding]:
    """Every message against its record."""
    if not found.letters:
        return
    show = delivery.show_recipients
    known = index(people)
    usual = _usual([letter.document for letter in found.letters])
    general = Counter(name for letter in found.letters for name in {text for _, _, text in greeted(letter.document)})
    sender_texts = particulars.shared([letter.document for letter in found.letters])
    earlier = _earlier(delivery)
    for letter in found.letters:
        one = particulars.chosen(letter, people)
        record = Record(people, one, show)
        yield from _greeting(letter, record, known, general)
        yield from _names(letter, record, known, usual)
        yield from particulars.address(letter, record, sender_texts, known)
        yield from particulars.order(letter, record, known)
        yield from particulars.total(letter, record, tolerance)
        yield from particulars.history(letter, record, earlier.get(letter.address, ()))
    if found.is_outbox:
        nearly = _nearly(found, people)
        yield from _strangers(found, people, nearly, show=show)
        yield from _left_out(found, people, {one.row for one in nearly.values()})


def _usual(documents: Sequence[Facts]) -> frozenset[str]:
    """Names that stand in most messages: the people who send them."""
    counts = Counter(
        phrase
        for document in documents
        for phrase in {m[0] for run in texts(document) for m in PHRASE.finditer(run.text)}
    )
    senders = {name for document in documents for name in document.header("from").replace('"', "").split("<")[:1]}
    most = {name for name, count in counts.items() if count >= COMMON_TO and 2 * count >= len(documents)}
    return frozenset(plain(name) for name in most | senders)


def _earlier(delivery: Delivery) -> Mapping[str, tuple[Facts, ...]]:
    """Address → the messages that it got before (``--against`` a folder of them)."""
    found: dict[str, list[Facts]] = {}
    for document in delivery.previous.documents if delivery.previous else ():
        if address := addressee(document):
            found.setdefault(address, []).append(document)
    return {address: tuple(documents) for address, documents in found.items()}


# --- names ----------------------------------------------------------------------------------------------


def greeted(document: Facts) -> Iterator[tuple[TextRun, tuple[int, int], str]]:
    """Every greeting with a name: where the name stands, and the name without titles."""
    for run in texts(document):
        if run.kind == "quote":
            continue
        start = 0
        for line in run.text.split("\n"):
            if salutation := greetings.SALUTATION.match(line):
                match = GREETED.match(line, salutation.end())
                if match and salutation["word"].lower() not in greetings.THANKING:
                    words = match["name"].split()
                    while words and words[0].strip(".").lower() in personal.titles():
                        words.pop(0)
                    name = " ".join(words)
                    if words and words[0][:1].isupper() and name.lower() not in EVERYBODY and len(words) <= 4:
                        end = start + match.end("name")
                        yield run, (end - len(name), end), name
            start += len(line) + 1


def _greeting(letter: Letter, record: Record, known: Index, general: Counter[str]) -> Iterator[Finding]:
    for run, (start, end), name in greeted(letter.document):
        words = name.split()
        first, last = record.first, record.last
        if (not first and not last) or _is_of(name, first, last):
            continue
        if len(words) == 1:
            role, expected, how = _nearest(name, first, last)
            is_name = personal.is_given_name(name) or plain(name) in known.words
            if not how and not (is_name or (general[name] == 1 and len(general) > 1)):
                continue  # “Dear Gardeners”
            yield record.differs(run, start, end, role, expected, how)
            continue
        owner = known.names.get((plain(words[0]), plain(" ".join(words[1:]))))
        if first and not likeness.fits(words[0], first):
            how = likeness.difference(words[0], first)
            yield record.differs(
                run, start, start + len(words[0]), fields.FIRST, first, how, owner=None if how else owner
            )
        if last and not likeness.fits(" ".join(words[1:]), last) and plain(words[-1]) != plain(last.split()[-1]):
            begin = start + len(words[0]) + 1
            how = likeness.difference(" ".join(words[1:]), last)
            yield record.differs(run, begin, end, fields.LAST, last, how, owner=None if how else owner)


def _is_of(name: str, first: str, last: str) -> bool:
    """Whether somebody of this name may be greeted so: the first, the last, both, an initial, a short form."""
    whole = plain(f"{first} {last}").split()
    words = plain(name).replace(".", "").split()
    return all(any(likeness.fits(word, known) for known in whole) for word in words) or plain(name) == plain(last)


def _nearest(name: str, first: str, last: str) -> tuple[str, str, str]:
    """Which of the two names was meant, and how it differs."""
    for role, known in ((fields.FIRST, first), (fields.LAST, last)):
        if known and (how := likeness.difference(name, known)):
            return role, known, how
    return (fields.FIRST, first, "") if first else (fields.LAST, last, "")


def _names(letter: Letter, record: Record, known: Index, usual: frozenset[str]) -> Iterator[Finding]:
    """Whole names in the text: the addressee's, misspelt, or another customer's."""
    first, last = plain(record.first), plain(record.last)
    if not first or not last:
        return
    met = {(id(run), place) for run, place, _ in greeted(letter.document)}
    for run in texts(letter.document):
        for match in PHRASE.finditer(run.text):
            words = match[0].split()
            for at in range(len(words) - 1):
                start = match.start() + len(" ".join(words[:at])) + (at > 0)
                here, rest = words[at], " ".join(words[at + 1 :])
                end = start + len(here) + 1 + len(rest)
                if (id(run), (start, end)) in met or plain(f"{here} {rest}") in usual:
                    continue
                yield from _whole_name(run, start, here, rest, record, known)


def _whole_name(run: TextRun, start: int, here: str, rest: str, record: Record, known: Index) -> Iterator[Finding]:
    first, last = plain(record.first), plain(record.last)
    one, other = plain(here), plain(rest)
    if (one, other) == (first, last):
        return
    begin = start + len(here) + 1
    owner = known.names.get((one, other))
    if one == first:
        how = likeness.difference(rest, record.last)
        if how and not likeness.is_slight(how) and "order" not in how:
            yield record.differs(run, begin, begin + len(rest), fields.LAST, record.last, how)
            return
    elif other == last and not likeness.fits(here, record.first):
        how = likeness.difference(here, record.first)
        if how or personal.is_given_name(here):
            yield record.differs(run, start, start + len(here), fields.FIRST, record.first, how)
            return
    if owner is not None and owner.row != record.one.row and not same_person(owner, record):
        yield record.differs(
            run, start, begin + len(rest), fields.NAME, f"{record.first} {record.last}", "", owner=owner
        )


# --- messages to nobody in the list ---------------------------------------------------------------------


def _nearly(found: Addressed, people: Recipients) -> dict[str, Recipient]:
    """Address that the list does not have → the only row with nearly the same."""
    by_half: dict[str, list[Recipient]] = defaultdict(list)
    for one in people.rows if found.strangers else ():
        for half in people.cell(one, fields.EMAIL).casefold().split("@"):
            by_half[half].append(one)
    nearly: dict[str, Recipient] = {}
    for letter in found.strangers[:MOST_SEARCHED]:
        alike = {one.row: one for half in letter.address.split("@") for one in by_half.get(half, ())[:MOST_ALIKE]}
        near = [
            one
            for one in alike.values()
            if (how := likeness.difference(letter.address, people.cell(one, fields.EMAIL).casefold()))
            and not likeness.is_slight(how)
        ]
        if len(near) == 1:
            nearly[letter.address] = near[0]
    return nearly


def _strangers(
    found: Addressed, people: Recipients, nearly: Mapping[str, Recipient], *, show: bool
) -> Iterator[Finding]:
    """Messages to an address that the sheet does not have: sure where it is a slip of one that it has."""
    for letter in found.strangers:
        near = nearly.get(letter.address)
        run = next(texts(letter.document), None)
        place = where(run, 0, 0, show=show) if run is not None else found.letters[0].document.runs[0].location
        assert place is not None
        message = "this message goes to an address that the list does not have"
        if show:
            message = f"this message goes to {harmless(letter.address)}, which the list does not have"
        if near is not None:
            message += f"; {listed([near.row])} has one that is nearly the same"
        yield Finding(
            "recipients.mismatch",
            message,
            place,
            letter.address if show else "To",
            "Do not send before you know whose it is.",
            related=(Related(Record(people, near, show).place(), f"row {near.row}", "nearly the same"),)
            if near
            else (),
            severity="error" if near else "warning",
        )


def _left_out(found: Addressed, people: Recipients, met: Collection[int]) -> Iterator[Finding]:
    """Rows that get no message while most do, and rows that get more than their own. Not where the sheet is a history,
    with several rows of one customer. ``met`` are rows whose message was found under a mistyped address."""
    rows = {people.cell(one, fields.EMAIL).casefold(): one for one in people.rows}
    rows.pop("", None)
    if len(rows) < len(people.rows) - 1:
        return
    sent = Counter(letter.address for letter in found.letters)
    missing = [one for address, one in rows.items() if address not in sent and one.row not in met]
    if missing and 2 * len(sent) > len(rows):
        yield grouped(
            "recipients.mismatch", people, missing, "no message goes to {rows}",
            "Was somebody forgotten? Then write to them, too.", severity="warning",
        )  # fmt: skip
    if twice := [rows[address] for address, count in sent.items() if count > 1]:
        yield grouped(
            "recipients.mismatch", people, twice, "more than one message goes to {rows}",
            "Send one of them only, unless both are meant.", severity="warning",
        )  # fmt: skip
