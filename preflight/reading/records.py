"""Sheets and exports as pages: rows under the names of fields, and the same row in the sheet before.

Rows are the same by their stable id; where a sheet has none, by a product's number, by address, at last by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from preflight.model import Delivery, Fact, Location
from preflight.patterns import regex
from preflight.reading import columns, urls

WORDPRESS = frozenset({"application/wxr+xml", "application/wp+json"})
"""An export of WordPress, and an answer of its REST interface: written by a program, with ids and types."""

_NOINDEX = regex(r"\bnoindex\b|\bnone\b", re.IGNORECASE)  # "noindex" of "noindex,follow"
_YES = frozenset({"1", "yes", "true", "y", "on", "noindex", "x"})
FEWEST = 2
"""Rows that make a kind of pages: a single one may well have been deleted."""

_OFFLINE = frozenset({"draft", "private", "pending", "trash", "archived", "false", "no", "0", "hidden", "future"})


class Row(Struct, frozen=True):
    """One page of a sheet. ``number`` is its row; ``columns`` says under which column a field stands."""

    number: int
    values: Mapping[str, str]
    raw: Mapping[str, str]
    columns: Mapping[str, str]
    cells: Mapping[str, tuple[int, int, int, int]]
    location: Location
    wordpress: bool = False
    book: str = ""
    """The sheet's name where there are several: ids are told apart within one sheet only."""

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def place(self, name: str) -> Location:
        """The cell of a field, or the row when it has none."""
        return self.cell(self.columns.get(name, name))

    def cell(self, column: str) -> Location:
        """The cell of a column, or the row when it has none."""
        cell = self.cells.get(column)
        return Location(self.location.path, self.location.part, *cell) if cell else self.location

    @property
    def noindex(self) -> bool:
        return bool(_NOINDEX.search(self.get(columns.ROBOTS))) or self.get(columns.NOINDEX).lower() in _YES

    @property
    def noindex_field(self) -> str:
        return columns.ROBOTS if _NOINDEX.search(self.get(columns.ROBOTS)) else columns.NOINDEX

    @property
    def online(self) -> bool:
        """Whether visitors can open it, as far as the sheet says."""
        if any(self.get(name).lower() in _YES for name in (columns.DRAFT, columns.ARCHIVED)):
            return False
        return self.get(columns.STATUS).lower() not in _OFFLINE

    @property
    def status_field(self) -> str:
        """The field that says whether visitors can open it."""
        hidden = (name for name in (columns.DRAFT, columns.ARCHIVED) if self.get(name).lower() in _YES)
        return next(hidden, columns.STATUS)

    @property
    def is_term(self) -> bool:
        """Whether it is a category or a tag of a WordPress export; those have no status."""
        return self.wordpress and columns.STATUS not in self.values

    @property
    def slug(self) -> str:
        """The slug, or what stands in its place: the path of the address."""
        return self.get(columns.SLUG) or path_of(self.get(columns.URL))

    @property
    def slug_field(self) -> str:
        return columns.SLUG if self.get(columns.SLUG) else columns.URL

    @property
    def label(self) -> str:
        """What a person finds the row by."""
        return self.slug or self.get(columns.NAME) or self.get(columns.TITLE) or self.get(columns.ID)


class Sheet(Struct, frozen=True, dict=True):
    """All rows of a delivery's sheets. ``fields`` maps columns to fields."""

    path: str
    rows: tuple[Row, ...]
    fields: Mapping[str, str]
    wordpress: bool = False
    columns: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.fields.values()

    @property
    def is_sitemap(self) -> bool:
        """Whether it is the site's own list of its pages, and nothing else."""
        return self.columns == ("loc",)

    @cached_property
    def is_shopify(self) -> bool:
        return any(columns.plain(column) in ("handle", "url handle") for column in self.fields)

    @cached_property
    def platform_finds_by_slug(self) -> bool:
        """Whether an import recognises rows by their address alone."""
        return self.is_shopify and not self.has(columns.ID)


def path_of(url: str) -> str:
    """``/about/`` of ``https://www.example.com/about/``; nothing for an address that is only a query."""
    target = urls.resolve(url) if url else None
    if target is None or target.query:
        return ""
    return urls.decoded(target.path)


def sheet_of(delivery: Delivery, declared: Mapping[str, str]) -> Sheet | None:
    """The delivery's records, or None when it holds none. ``declared``: column → field."""
    documents = [facts for facts in delivery.documents if facts.facts.get("record")]
    if not documents:
        return None
    wordpress = any(one.media_type in WORDPRESS for one in documents)
    fields: dict[str, str] = {}
    named: dict[str, None] = {}
    rows: list[Row] = []
    for one in documents:  # each sheet of a folder has columns of its own
        columns_of = list(dict.fromkeys(column for fact in one.facts["record"] for column in fact.value["values"]))
        known = columns.fields_of(columns_of, declared)
        where = {name: column for column, name in known.items()}
        book = one.name if len(documents) > 1 and not wordpress else ""
        rows += [_row(fact, known, where, wordpress=wordpress, book=book) for fact in one.facts["record"]]
        fields.update(known)
        named.update(dict.fromkeys(columns_of))
    sheet = Sheet(documents[0].path, (), fields, wordpress, tuple(named))
    return Sheet(sheet.path, tuple(_first_of_each(rows, sheet)), fields, wordpress, tuple(named))


def _row(fact: Fact, fields: Mapping[str, str], where: Mapping[str, str], *, wordpress: bool, book: str) -> Row:
    raw = fact.value["values"]
    values = {fields[column]: text for column, text in raw.items() if column in fields}
    return Row(fact.value["row"], values, raw, where, fact.value["cells"], fact.location, wordpress, book)


def _first_of_each(rows: Sequence[Row], sheet: Sheet) -> Iterable[Row]:
    """Without rows that only continue the one above, as further variants of a product do, and without doubles."""
    above = ""
    terms: set[tuple[str, ...]] = set()
    for row in rows:
        if row.is_term:  # an export names its categories and tags twice, as themselves and as terms
            key = key_of(row, columns.ID)
            if key not in terms or not key[-1]:
                terms.add(key)
                yield row
            continue
        slug = row.get(columns.SLUG)
        named = row.get(columns.NAME) or row.get(columns.TITLE)
        continues = not named and (slug == above or not slug) and not row.get(columns.ID)
        if not (continues and above and not sheet.wordpress):
            yield row
        above = slug or above


# --- the same row before and now ------------------------------------------------------------------------


class Pairs(Struct, frozen=True, dict=True):
    """The two sheets side by side. ``by`` is the field that told which row is which."""

    before: Sheet
    now: Sheet
    pairs: tuple[tuple[Row, Row], ...]
    removed: tuple[Row, ...]
    added: tuple[Row, ...]
    by: str
    partial: bool = field(default=False)

    def changed(self, name: str) -> list[tuple[Row, Row]]:
        """Pairs whose field differs; none when one of the sheets does not have it at all."""
        if not (self.before.has(name) and self.now.has(name)):
            return []
        return [(old, new) for old, new in self.pairs if old.get(name) != new.get(name)]


def paired(before: Sheet, now: Sheet) -> Pairs:
    """Rows of both sheets by stable id, and those that are in one of them only."""
    by = next((name for name in (columns.ID, columns.SKU) if _tells(before, name) and _tells(now, name)), "")
    by_name = () if by == columns.ID else (columns.NAME, columns.TITLE)
    chain = [name for name in (by, columns.SLUG, columns.URL, *by_name) if name]
    old_left, new_left = list(before.rows), list(now.rows)
    found: list[tuple[Row, Row]] = []
    for name in chain:
        old_keys, new_keys = _by_key(old_left, name), _by_key(new_left, name)
        matched = [(old_keys[key], new) for key, new in new_keys.items() if key in old_keys]
        found += matched
        old_taken, new_taken = {id(old) for old, _ in matched}, {id(new) for _, new in matched}
        old_left = [row for row in old_left if id(row) not in old_taken]
        new_left = [row for row in new_left if id(row) not in new_taken]
    if by != columns.ID and len(before.rows) == len(now.rows):  # nothing else tells them: the row itself does
        by_number = {row.number: row for row in old_left}
        same = [(by_number[row.number], row) for row in new_left if row.number in by_number]
        found += same
        taken = {id(row) for pair in same for row in pair}
        old_left = [row for row in old_left if id(row) not in taken]
        new_left = [row for row in new_left if id(row) not in taken]
    found.sort(key=lambda pair: pair[1].number)
    sizes = sorted((len(before.rows), len(now.rows)))
    return Pairs(
        before, now, tuple(found), tuple(old_left), tuple(new_left), by or columns.SLUG, partial=sizes[0] * 2 < sizes[1]
    )


def without_missing_kinds(pairs: Pairs) -> tuple[Pairs, list[tuple[str, int]]]:
    """The pairs without removed rows of kinds (pages, posts, products) that the new sheet does not have at all, and how
    many rows of each kind that were."""
    if not (pairs.now.has(columns.TYPE) and pairs.before.has(columns.TYPE)):
        return pairs, []
    kinds = {row.get(columns.TYPE) for row in pairs.now.rows}
    counted = Counter(row.get(columns.TYPE) for row in pairs.removed if row.get(columns.TYPE) not in kinds)
    whole = Counter(row.get(columns.TYPE) for row in pairs.before.rows)
    missing = {kind: times for kind, times in counted.items() if kind and times == whole[kind] and times >= FEWEST}
    left = tuple(row for row in pairs.removed if row.get(columns.TYPE) not in missing)
    return replace(pairs, removed=left), sorted(missing.items())


def _tells(sheet: Sheet, name: str) -> bool:
    """Whether a field tells most rows of the sheet apart."""
    values = [row.get(name) for row in sheet.rows]
    return bool(values) and 10 * len({value for value in values if value}) >= 9 * len(values)


def _by_key(rows: Sequence[Row], name: str) -> dict[tuple[Hashable, ...], Row]:
    """Rows by a field's value and by how often it came before; those without one are left out, and those whose name is
    not their own."""
    keys = [key_of(row, name) for row in rows]
    counted = Counter(keys)
    own = name in (columns.NAME, columns.TITLE)
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[tuple[Hashable, ...], Row] = {}
    for key, row in zip(keys, rows, strict=True):
        if key[-1] and not (own and counted[key] > 1):
            seen[key] += 1
            found[*key, seen[key]] = row
    return found


def key_of(row: Row, name: str) -> tuple[str, ...]:
    within = row.get(columns.OBJECT) or ("term" if row.is_term else "")
    return row.book + (within if name == columns.ID else row.get(columns.LANGUAGE)), row.get(name)
