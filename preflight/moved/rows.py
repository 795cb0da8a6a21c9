"""Sheets and exports as the two sides: rows by their stable id, so that no page has to be recognised.

What changed is known for sure; the addresses of pages below a changed page move along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from preflight.checkers.slugs.tree import Tree, is_public
from preflight.model import Delivery
from preflight.moved.comparison import Comparison, Removed
from preflight.moved.side import Side
from preflight.reading import columns, records, urls
from preflight.reading.records import Pairs, Row, Sheet
from preflight.renames import Move
from preflight.sources.source import Collected, Source

PRODUCTS = "/products/"
"""Where Shopify keeps what a sheet of handles names."""


class Sheets(Struct, frozen=True):
    """Both sheets, row by row."""

    pairs: Pairs
    delivery: Delivery

    @property
    def changed(self) -> list[tuple[Row, Row]]:
        """Rows of public pages whose slug or address became another one."""
        return [(old, new) for old, new in self.pairs.pairs if is_public(old) and differs(old, new)]


def sheets_of(delivery: Delivery, declared: Mapping[str, str]) -> Sheets | None:
    """The two sheets of a delivery with its previous one, or None where one of them is none."""
    now = records.sheet_of(delivery, declared)
    before = records.sheet_of(delivery.previous, declared) if delivery.previous else None
    return Sheets(records.paired(before, now), delivery) if now and before else None


def differs(old: Row, new: Row) -> bool:
    """Whether a row's slug changed; its address, where the sheet has no slugs."""
    if columns.SLUG in old.values and columns.SLUG in new.values:
        return _plain(old.get(columns.SLUG)) != _plain(new.get(columns.SLUG))
    was, now = records.path_of(old.get(columns.URL)), records.path_of(new.get(columns.URL))
    return bool(was) and columns.URL in new.values and urls.page_key(was) != urls.page_key(now)


def _plain(slug: str) -> str:
    return urls.composed(urls.decoded(slug.strip("/")))


def compared(sheets: Sheets) -> Comparison:
    """What became of every address of the older sheet."""
    pairs = sheets.pairs
    old, new = _addresses(pairs.before), _addresses(pairs.now)
    moves = [
        Move(old[id(one)], new[id(other)], 1.0, "auto", _evidence(pairs, one))
        for one, other in pairs.pairs
        if id(one) in old and id(other) in new and urls.page_key(old[id(one)]) != urls.page_key(new[id(other)])
    ]
    alive = {urls.page_key(address) for address in new.values()}
    moves = [move for move in moves if urls.page_key(move.old) not in alive]  # another page has the address now
    removed = [] if pairs.partial else [
        Removed(old[id(row)], "its row is not in the newer sheet") for row in pairs.removed
        if id(row) in old and urls.page_key(old[id(row)]) not in alive
    ]  # fmt: skip
    sides = [_side(sheet.path, addresses) for sheet, addresses in ((pairs.before, old), (pairs.now, new))]
    kept = sum(urls.page_key(address) in alive for address in old.values())
    return Comparison(sides[0], sides[1], sorted(moves, key=lambda move: move.old), removed, kept)


def _evidence(pairs: Pairs, row: Row) -> tuple[str, ...]:
    name = row.columns.get(pairs.by, pairs.by)
    return (f"same {name}" + (f" {row.get(pairs.by)}" if pairs.by == columns.ID else ""),)


def _addresses(sheet: Sheet) -> dict[int, str]:
    return dict(_each_address(sheet))


def _each_address(sheet: Sheet) -> Iterator[tuple[int, str]]:
    tree = Tree(sheet)
    for row in sheet.rows:
        if not is_public(row) or not row.slug:
            continue
        if path := tree.path(row):
            slug = row.get(columns.SLUG)
            if slug and row.get(columns.URL) and not path.rstrip("/").endswith(slug.strip("/")):
                path = path.rstrip("/").rpartition("/")[0] + f"/{slug.strip('/')}/"  # the URL of before the change
            yield id(row), path
        elif sheet.is_shopify:
            yield id(row), PRODUCTS + row.slug.strip("/")
        else:
            yield id(row), "/" + row.slug.strip("/") + "/"


def _side(name: str, addresses: Mapping[int, str]) -> Side:
    """The addresses as if each were a page of a build."""
    names = {f"{address.strip('/')}/index.html".lstrip("/"): address for address in addresses.values()}
    sources = [Source(name, page, "text/html", content=b"-") for page in names]
    side = Side(Collected(name, "site", sources, frozenset(names)))
    side.addresses.update({urls.page_key(address): address for address in names.values()})
    return side
