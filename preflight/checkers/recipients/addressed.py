"""Which record a message belongs to: by the address in its To header, and by order number or total where a customer has
several rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from email.utils import getaddresses
from typing import NamedTuple

from msgspec.structs import replace

from preflight.checkers.recipients.wording import harmless
from preflight.model import CONTEXT, Facts, Finding, Location, Related, Severity, TextRun
from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields, likeness

LEFT_OUT = frozenset({"code", "meta", "label", "alt"})


class Letter(NamedTuple):
    """A message, the rows of its addressee, and the one of them that it is about."""

    document: Facts
    address: str
    rows: tuple[Recipient, ...]


class Addressed(NamedTuple):
    """The messages that somebody of the list gets, and those that go to one address that the list does not have.
    ``is_outbox``: these are messages of their own for each person, not one newsletter."""

    letters: tuple[Letter, ...] = ()
    strangers: tuple[Letter, ...] = ()
    is_outbox: bool = False


def read(documents: Sequence[Facts], people: Recipients) -> Addressed:
    """Every message with the rows of its addressee."""
    if fields.EMAIL not in people.roles or not any(document.headers for document in documents):
        return Addressed()
    by_address: dict[str, list[Recipient]] = defaultdict(list)
    for one in people.rows:
        if address := people.cell(one, fields.EMAIL):
            by_address[address.casefold()].append(one)
    letters: list[Letter] = []
    strangers: list[Letter] = []
    for document in documents:
        address = addressee(document)
        if not address:
            continue
        rows = tuple(by_address.get(address, ()))
        (letters if rows else strangers).append(Letter(document, address, rows))
    several = len({letter.address for letter in letters}) > 1
    orders = fields.AMOUNT in people.roles or fields.ORDER in people.roles
    return Addressed(tuple(letters), tuple(strangers), several or (orders and bool(letters)))


def addressee(document: Facts) -> str:
    """The only address in the To header, small; empty where there are several or none."""
    found = {address.casefold() for _, address in getaddresses([document.header("to")]) if "@" in address}
    return found.pop() if len(found) == 1 else ""


def texts(document: Facts) -> Iterator[TextRun]:
    """What a reader sees of a message, and its subject."""
    return (run for run in document.runs if run.kind not in LEFT_OUT and not run.hidden)


def where(run: TextRun, start: int, end: int, *, show: bool) -> Location:
    """The place of some words of a run: exact where the run stands on one line as it is read, else that of the run.
    The words around them go along only where recipients may be shown."""
    location = run.location or Location()
    before, after = (run.text[max(0, start - CONTEXT) : start], run.text[end : end + CONTEXT]) if show else ("", "")
    column, last = location.column, location.end_column
    one_line = location.line == location.end_line
    if one_line and column is not None and last is not None and last - column == len(run.text):
        location = replace(location, column=column + start, end_column=column + end)
    return replace(location, before=before, after=after)


class Record(NamedTuple):
    """A row as what a message is compared with. ``show``: its contents may stand in a report."""

    people: Recipients
    one: Recipient
    show: bool

    def get(self, role: str) -> str:
        return self.people.cell(self.one, role)

    @property
    def first(self) -> str:
        return self.get(fields.FIRST) or (_split(self.get(fields.NAME))[0] if fields.NAME in self.people.roles else "")

    @property
    def last(self) -> str:
        return self.get(fields.LAST) or (_split(self.get(fields.NAME))[1] if fields.NAME in self.people.roles else "")

    def place(self) -> Location:
        return Location(self.people.path, "", self.one.line, 1, self.one.line, 1)

    def differs(
        self, run: TextRun, start: int, end: int, role: str, expected: str, how: str,
        *, severity: Severity | None = None, owner: Recipient | None = None,
    ) -> Finding:  # fmt: skip
        """The message's words at a place are not what the row says."""
        what, here = fields.SHOWN[role], run.text[start:end]
        row = f"row {self.one.row:,}"
        if self.show:
            message = f"the message says “{harmless(here)}”, and {row} has the {what} “{harmless(expected)}”"
        else:
            message = f"the {what} in the message is not the one in {row}"
        if owner is not None:
            message += f": it is that of row {owner.row:,}"
        elif how:
            message += f": {how}"
        help_text = "Do not send. Find out which of the two is right, and correct the other."
        return Finding(
            "recipients.mismatch",
            message,
            where(run, start, end, show=self.show),
            here if self.show else row,
            help_text + ("" if self.show else " --show-recipients shows both."),
            (harmless(expected),) if self.show and how and expected else (),
            related=(Related(self.place(), row, "what the list says"),),
            severity=severity,
        )


def _split(name: str) -> tuple[str, str]:
    """First and last name of a whole one; titles left out, “Ashworth, Anna” turned round."""
    from preflight.reading import personal

    if name.count(",") == 1:
        last, _, first = (piece.strip() for piece in name.partition(","))
        return first, last
    words = [word for word in name.split() if word.strip(".").lower() not in personal.titles()]
    return (words[0], " ".join(words[1:])) if len(words) > 1 else (words[0] if words else "", "")


class Index(NamedTuple):
    """Whose a whole name, a street or an order number is. ``words`` are all first and last names."""

    names: Mapping[tuple[str, str], Recipient]
    words: frozenset[str]
    streets: Mapping[str, Recipient]
    orders: Mapping[str, Recipient]


def index(people: Recipients) -> Index:
    """The list by what tells its people apart; of several rows with the same, the first."""
    names: dict[tuple[str, str], Recipient] = {}
    words: set[str] = set()
    streets: dict[str, Recipient] = {}
    orders: dict[str, Recipient] = {}
    for one in people.rows:
        record = Record(people, one, show=False)
        first, last = plain(record.first), plain(record.last)
        if first and last:
            names.setdefault((first, last), one)
        words |= {first, last}
        if street := street_of(record):
            streets.setdefault(likeness.street(street), one)
        if number := number_of(record.get(fields.ORDER)):
            orders.setdefault(number, one)
    return Index(names, frozenset(words - {""}), streets, orders)


def plain(text: str) -> str:
    """A name for comparing: case, accents and blanks around it do not count."""
    return likeness.unaccented(text).strip()


def street_of(record: Record) -> str:
    """The street alone, of a cell that may hold the town, too."""
    return record.get(fields.STREET).partition(",")[0]


def number_of(text: str) -> str:
    """An order's number for comparing."""
    return text.strip().lstrip("#").upper()


def same_person(owner: Recipient, record: Record) -> bool:
    """Whether a row is another one of the same customer."""
    address = record.people.cell(owner, fields.EMAIL).casefold()
    return address == record.get(fields.EMAIL).casefold()
