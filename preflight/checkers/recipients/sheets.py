"""Two sheets of records, row by row, by a column that both have: orders against payments, guests against tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from preflight.checkers.recipients.wording import FEW, harmless, listed
from preflight.model import Delivery, Fact, Finding, Gap, Location, Related, Severity
from preflight.reading import fields, likeness

COMPARED = (
    fields.FIRST, fields.LAST, fields.NAME, fields.COMPANY, fields.STREET, fields.POSTCODE, fields.CITY, fields.COUNTRY,
    fields.PHONE, fields.EMAIL, fields.AMOUNT, fields.ORDER,
)  # fmt: skip
NAMES = (fields.FIRST, fields.LAST, fields.NAME)
FEWEST, MOST_SHARE = 5, 0.6
"""A column that differs in so many rows, and in this share of them, means something else in the two sheets."""
PUNCTUATION = "only blanks or punctuation differ"
MOST_NEAR = 400
"""Rows without a counterpart that are searched for one that is nearly the same."""


class Entry(NamedTuple):
    """One row: its number, its values by role, and where each of them stands."""

    number: int
    values: Mapping[str, str]
    places: Mapping[str, Location]
    place: Location

    def get(self, role: str) -> str:
        if role == fields.NAME and role not in self.values:
            return " ".join(filter(None, (self.values.get(fields.FIRST, ""), self.values.get(fields.LAST, ""))))
        return self.values.get(role, "")


class Table(NamedTuple):
    """A sheet. ``roles`` are those of its columns; ``key`` is the column that the rows are told by."""

    path: str
    roles: frozenset[str]
    entries: tuple[Entry, ...]
    key: str


class Difference(NamedTuple):
    """A value that is another one in the other sheet; ``how`` in words, where the two are alike."""

    role: str
    here: Entry
    there: Entry
    how: str


def compare(delivery: Delivery, tolerance: float) -> Iterator[Finding | Gap]:
    """The sheet against the previous one (``--against``), by the column ``delivery.key``."""
    if delivery.previous is None:
        yield Gap("recipients", delivery.name, "", "there is no sheet to compare with: name it with --against", False)
        return
    tables = []
    for side in (delivery, delivery.previous):
        table = _table(side, delivery.key)
        if isinstance(table, Gap):
            yield table
            return
        tables.append(table)
    now, then = tables
    pairs, alone, missing = _paired(now, then)
    yield from _without_counterpart(now, then, alone, missing, delivery.key, show=delivery.show_recipients)
    by_role: dict[str, list[Difference]] = defaultdict(list)
    for here, there in pairs:
        for difference in _differences(here, there, now, then, Decimal(str(tolerance))):
            by_role[difference.role].append(difference)
    for role, found in by_role.items():
        distant = [one for one in found if not one.how]
        unlike = len(distant) >= FEWEST and len(distant) > MOST_SHARE * len(pairs)
        if unlike:
            yield _unlike(now, then, role, distant, len(pairs))
        told = [one for one in found if one.how] if unlike else found
        for one in told:
            yield _finding(one, then, show=delivery.show_recipients)


def _table(side: Delivery, key: str) -> Table | Gap:
    facts = [fact for document in side.documents for fact in document.facts.get("record", ())]
    if not facts:
        return Gap("recipients", side.name, "", "it holds no rows that could be compared", intended=False)
    columns = list(dict.fromkeys(column for fact in facts for column in fact.value["values"]))
    samples = [[fact.value["values"].get(column, "") for column in columns] for fact in facts[:200]]
    roles = fields.roles_of(columns, samples)
    wanted = fields.column_of(key, columns, roles)
    if wanted is None:
        near = fields.near(key, columns) or columns[:5]
        why = f"it has no column {key!r}; its columns are called {', '.join(harmless(name) for name in near)}"
        return Gap("recipients", side.name, "", why, intended=False)
    role_of = {columns[at]: role for role, at in roles.items()}
    entries = tuple(_entry(fact, role_of, columns[wanted]) for fact in facts)
    return Table(facts[0].location.path, frozenset(roles), entries, columns[wanted])


def _entry(fact: Fact, role_of: Mapping[str, str], key: str) -> Entry:
    values, places = {}, {}
    for column, text in fact.value["values"].items():
        cell = fact.value["cells"].get(column)
        place = Location(fact.location.path, fact.location.part, *cell) if cell else fact.location
        for name in (role_of.get(column), "key" if column == key else None):
            if name:
                values[name], places[name] = text, place
    return Entry(fact.value["row"], values, places, fact.location)


def _paired(now: Table, then: Table) -> tuple[list[tuple[Entry, Entry]], list[Entry], list[Entry]]:
    """Rows of one key side by side; of several, those with the same order number, then the same amount, go together."""
    there: dict[str, list[Entry]] = defaultdict(list)
    for entry in then.entries:
        there[_key(entry)].append(entry)
    pairs: list[tuple[Entry, Entry]] = []
    left: list[Entry] = []
    for entry in now.entries:
        if not _key(entry) or not there.get(_key(entry)):
            left.append(entry)
            continue
        rest = there[_key(entry)]
        same = next(
            (
                other
                for role in (fields.ORDER, fields.AMOUNT)
                for other in rest
                if entry.get(role) and _equal(role, entry.get(role), other.get(role))
            ),
            rest[0],
        )
        rest.remove(same)
        pairs.append((entry, same))
    return pairs, left, [entry for entries in there.values() for entry in entries]


def _equal(role: str, here: str, there: str) -> bool:
    if role == fields.AMOUNT:
        return (value := likeness.money(here)) is not None and value == likeness.money(there)
    return likeness.same(here, there)


def _key(entry: Entry) -> str:
    return " ".join(entry.values.get("key", "").casefold().split())


def _differences(here: Entry, there: Entry, now: Table, then: Table, tolerance: Decimal) -> Iterator[Difference]:
    both = now.roles & then.roles
    split = {fields.FIRST, fields.LAST}
    if fields.NAME in now.roles ^ then.roles and split <= now.roles | then.roles:
        both = both - split | {fields.NAME}
    for role in COMPARED:
        if role not in both:
            continue
        one, other = here.get(role), there.get(role)
        if one == other or not one or not other or one == here.values.get("key"):
            continue
        if role == fields.AMOUNT:
            left, right = likeness.money(one), likeness.money(other)
            if left is None or right is None or abs(left - right) <= tolerance:
                continue
            yield Difference(role, here, there, likeness.money_slip(left, right))
            continue
        if role == fields.STREET and likeness.street(one) == likeness.street(other):
            continue
        how = likeness.difference(one, other)
        slight = likeness.is_slight(how)
        if how == PUNCTUATION or (slight and role not in NAMES):
            continue
        if role in NAMES and not slight and likeness.may_be_one(one, other):
            continue
        if how or role != fields.ORDER:  # the two sheets may number things differently
            yield Difference(role, here, there, how)


def _finding(one: Difference, then: Table, *, show: bool) -> Finding:
    what = fields.SHOWN[one.role]
    here, there = one.here.get(one.role), one.there.get(one.role)
    other = f"row {one.there.number:,} of {then.path}"
    if show:
        message = f"row {one.here.number:,} has the {what} “{harmless(here)}”, {other} “{harmless(there)}”"
    else:
        message = f"the {what} in row {one.here.number:,} is not the one in {other}"
    severity: Severity | None = "warning" if likeness.is_slight(one.how) or "order" in one.how else None
    return Finding(
        "recipients.mismatch",
        f"{message}: {one.how}" if one.how else message,
        one.here.places.get(one.role, one.here.place),
        harmless(here) if show else f"row {one.here.number}",
        "Find out which of the two is right, and correct the other."
        + ("" if show else " --show-recipients shows both."),
        (harmless(there),) if show and one.how else (),
        related=(
            Related(one.there.places.get(one.role, one.there.place), f"row {one.there.number}", "the other sheet"),
        ),
        severity=severity,
    )


def _unlike(now: Table, then: Table, role: str, found: Sequence[Difference], pairs: int) -> Finding:
    what = fields.SHOWN[role]
    return Finding(
        "recipients.mismatch",
        f"the {what} differs from {then.path} in {len(found):,} of {pairs:,} rows: "
        "do the two columns mean the same, and were they sorted together?",
        found[0].here.places.get(role, found[0].here.place),
        f"row {found[0].here.number}",
        f"Look at {listed([one.here.number for one in found[:FEW]])} first.",
        severity="warning",
    )


def _without_counterpart(
    now: Table, then: Table, alone: Sequence[Entry], missing: Sequence[Entry], key: str, *, show: bool
) -> Iterator[Finding]:
    """Rows that only one of the sheets has; sure where the other has one that is nearly the same."""
    lonely: list[Entry] = []
    left = list(missing[:MOST_NEAR])
    for entry in alone:
        mine = _key(entry)
        near = [
            (other, how)
            for other in left
            if mine and (how := likeness.difference(mine, _key(other))) and not likeness.is_slight(how)
        ]
        if len(near) != 1 or len(lonely) > MOST_NEAR:
            lonely.append(entry)
            continue
        other, how = near[0]
        left.remove(other)
        message = f"row {entry.number:,} has nearly the same {key} as row {other.number:,} of {then.path}"
        if show:
            here, there = harmless(entry.values["key"]), harmless(other.values["key"])
            message = f"row {entry.number:,} has the {key} “{here}”, row {other.number:,} of {then.path} “{there}”"
        yield Finding(
            "recipients.mismatch", f"{message}: {how}", entry.places["key"],
            harmless(entry.values["key"]) if show else f"row {entry.number}",
            "Find out which of the two is right, and correct the other.",
            related=(Related(other.places["key"], f"row {other.number}", "the other sheet"),),
        )  # fmt: skip
    rest = [entry for entry in missing if entry in left or entry not in missing[:MOST_NEAR]]
    for entries, path, other_path in ((lonely, now.path, then.path), (rest, then.path, now.path)):
        if entries:
            rows = listed([entry.number for entry in entries])
            yield Finding(
                "recipients.mismatch",
                f"{rows} of {path} {'has' if len(entries) == 1 else 'have'} no counterpart in {other_path}, by {key}",
                entries[0].place if path == now.path else Location(now.path, "", 1, 1, 1, 1),
                rows,
                "Is something missing in one of the sheets?",
                severity="warning",
            )
