"""Addresses in sheets and exports: every row of the previous sheet keeps its slug, told by its stable id.

This is the check before an import: nothing has happened yet, and nothing needs to be crawled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from preflight.checkers.slugs import exchanged, lists, menus, sheet_faults, whole_column
from preflight.checkers.slugs.tree import HIERARCHICAL, NOT_PUBLIC, Tree, is_public
from preflight.model import Delivery, Finding, Gap, Location, Redirect, Related, Severity
from preflight.reading import columns, records, shifts, urls
from preflight.reading.records import Pairs, Row

SHOWN = 10
"""Addresses that a finding names; the rest are counted."""


def review(delivery: Delivery, declared: Sequence[str]) -> Iterator[Finding | Gap]:
    """``declared``: ``COLUMN=FIELD``, as the client's configuration says."""
    for entry in columns.unknown(declared):
        why = f"“{entry}” in columns names no field: choose from {', '.join(columns.ALIASES)}"
        yield Gap("slugs", delivery.name, entry, why, intended=False)
    mapping = columns.declared(declared)
    delivery, rules = lists.taken_out(delivery)
    if delivery.previous is not None:
        delivery = replace(delivery, previous=lists.taken_out(delivery.previous)[0])
    now = records.sheet_of(delivery, mapping)
    if now is None:
        return
    if not (now.has(columns.SLUG) or now.has(columns.URL)):
        why = "no column of it is known to hold slugs or addresses (slug, post_name, Handle, Permalink …)"
        yield Gap("slugs", delivery.name, ", ".join(now.columns[:SHOWN]), why, intended=bool(now.fields))
        return
    before = records.sheet_of(delivery.previous, mapping) if delivery.previous else None
    pairs = records.paired(before, now) if before else None
    yield from sheet_faults.review(now, before, pairs, NOT_PUBLIC)
    if delivery.previous is None:
        if now.wordpress:
            yield from menus.review(now)
        why = "there is nothing to compare with: name the sheet as it was before with --against"
        yield Gap("slugs", delivery.name, "", why, intended=True)
    elif pairs is None:
        yield Gap("slugs", delivery.name, delivery.previous.name, "it is neither a sheet nor an export", intended=False)
    elif delivery.partial:
        pairs = replace(pairs, partial=True)
    elif pairs.partial:
        counts = f"{len(now.rows)} rows against {len(pairs.before.rows)}"
        why = f"one of the two is only a part ({counts}): rows that are missing were not taken for deletions"
        yield Gap("slugs", delivery.name, delivery.previous.name, why, intended=False)
    if pairs is not None:
        pairs, missing = records.without_missing_kinds(pairs)
        for kind, count in missing:
            why = f"it holds no {kind} at all, and {count} before: an export of other kinds? none was taken for deleted"
            yield Gap("slugs", delivery.name, delivery.previous.name if delivery.previous else "", why, intended=False)
        yield from _Comparison(pairs, "slug" in delivery.allow_change, rules).findings()


class _Comparison:
    """Two sheets and what their rows' addresses became."""

    def __init__(self, pairs: Pairs, declared: bool, rules: Sequence[Redirect] = ()) -> None:
        self.pairs, self.declared = pairs, declared
        self.before, self.now = Tree(pairs.before), Tree(pairs.now)
        self.lists = lists.Lists(rules, self.now)
        self.became: dict[int, Row] = {id(old): new for old, new in pairs.pairs}

    def findings(self) -> Iterator[Finding]:
        pairs = self.pairs
        shift = shifts.shift_in(pairs, columns.SLUG)
        shifted = {id(new) for _, new in shift.rows} if shift else set()
        changed = [(old, new) for old, new in pairs.pairs if is_public(old) and _differs(old, new)]
        if shift:
            yield whole_column.shifted(shift)
        for finding, rows in whole_column.filled([pair for pair in changed if id(pair[1]) not in shifted]):
            yield finding
            shifted.update(map(id, rows))
        cycles = exchanged.cycles([pair for pair in changed if id(pair[1]) not in shifted])
        for cycle in cycles:
            yield exchanged.finding(cycle)
        in_cycles = {id(new) for cycle in cycles for _, new in cycle}
        moved: list[tuple[Row, Row]] = []
        for old, new in changed:
            moved.append((old, new))
            if id(new) not in shifted | in_cycles and not self.lists.bring_home(old, self.before):
                yield self._changed(old, new)
        for old, new in pairs.pairs:
            if is_public(old) and not _differs(old, new) and self._moved_by_itself(old, new):
                moved.append((old, new))
                yield self._moved(old, new)
            if is_public(old) and not new.online:
                yield self._unpublished(old, new)
        if not pairs.partial:
            for row in pairs.removed:
                if is_public(row) and row.slug and not self.lists.bring_home(row, self.before):
                    yield self._removed(row)
        yield from self._menus(moved)

    # --- one row ---

    def _changed(self, old: Row, new: Row) -> Finding:
        was, is_now = old.slug, new.slug
        became = f"became “{is_now}”" if new.get(old.slug_field) else "was emptied"
        noun = "slug" if old.slug_field == columns.SLUG else "address"
        parts = [f"the {noun} “{was}” {became} in {_row(new)}{_named(new)}"]
        if is_now and urls.composed(was) == urls.composed(is_now):
            parts.append(
                "the two look alike, but their accents are stored in another way, and web servers compare that"
            )
        below = [self.before.address(child) for child in self.before.below(old)]
        if below:
            shown = ", ".join(f"“{address}”" for address in below[:SHOWN])
            more = f" and {len(below) - SHOWN} more" if len(below) > SHOWN else ""
            parts.append(
                f"{_many(len(below), 'page')} below it {'move' if len(below) > 1 else 'moves'} too: {shown}{more}"
            )
        if links := self.now.linking(self.before.path(old)):
            parts.append(
                f"{_many(len(links), 'page')} in the export still {'link' if len(links) > 1 else 'links'} to it"
            )
        if is_now and is_now in (_slugified(new), _slugified(old)):
            parts.append("the new slug was made from the title")
        remedy, severity = self._consequence(old, new)
        if self.declared:
            severity = "warning"
        return Finding(
            "slugs.case" if urls.loose(was) == urls.loose(is_now) else "slugs.changed",
            "; ".join(parts),
            new.place(old.slug_field),
            new.get(old.slug_field) or was,
            remedy,
            (was,),
            related=tuple(
                Related(self.became[id(row)].location, self.before.address(row), "moves along")
                for row in self.before.below(old)[:SHOWN]
                if id(row) in self.became
            ),
            severity=severity,
        )

    def _consequence(self, old: Row, new: Row) -> tuple[str, Severity | None]:
        """What to do, and how sure it is that the old address dies."""
        was = self.before.address(old)
        back = f"Put “{old.slug}” back, or set up a redirect from “{was}” before you import."
        if self.pairs.now.platform_finds_by_slug:
            return (
                "Put the handle back. Shopify finds products by their handle: importing this creates a duplicate "
                f"product and leaves the one called “{old.slug}” as it was.",
                None,
            )
        kind = new.get(columns.TYPE)
        if new.is_term:
            return f"{back} WordPress does not redirect categories and tags by itself.", None
        if kind in HIERARCHICAL:
            return f"{back} WordPress makes no automatic redirect for pages.", None
        if kind and (new.wordpress or columns.plain(new.columns.get(columns.TYPE, "")) == "post type"):
            return (
                f"{back} It is a warning only: WordPress redirects the old address of a {kind} by itself, as long "
                "as it is changed in WordPress and not by an import into the database.",
                "warning",
            )
        return f"{back} Menus, links and every email already sent use the old address.", None

    def _moved_by_itself(self, old: Row, new: Row) -> bool:
        """Whether the address changed though neither the slug nor a page above it did."""
        if old.get(columns.PARENT) != new.get(columns.PARENT) and old.get(columns.TYPE) in HIERARCHICAL:
            return True
        if self.before.chain(old) != self.now.chain(new):
            return False
        was, now = records.path_of(old.get(columns.URL)), records.path_of(new.get(columns.URL))
        return bool(was and now) and urls.page_key(was) != urls.page_key(now) and old.get(columns.SLUG) != ""

    def _moved(self, old: Row, new: Row) -> Finding:
        was = self.before.address(old)
        is_now = self.now.address(new)
        if is_now == was:  # the sheet's own address is still that of before
            is_now = "/" + "/".join(self.now.chain(new)) + "/"
        field = columns.PARENT if old.get(columns.PARENT) != new.get(columns.PARENT) else columns.URL
        why = "it has another parent page" if field == columns.PARENT else "though its slug is the same"
        remedy, severity = self._consequence(old, new)
        return Finding(
            "slugs.changed",
            f"the address “{was}” became “{is_now}” in {_row(new)}{_named(new)}: {why}",
            new.place(field),
            was,
            remedy,
            severity=severity,
        )

    def _unpublished(self, old: Row, new: Row) -> Finding:
        field = new.status_field
        return Finding(
            "slugs.removed",
            f"“{old.label}” goes offline: its {new.columns.get(field, field)} was “{old.get(field)}” and is "
            f"“{new.get(field)}” now ({_row(new)})",
            new.place(field),
            old.slug or old.label,
            "Set the status back, unless the page is meant to disappear.",
        )

    def _removed(self, row: Row) -> Finding:
        address = self.before.address(row)
        if self.pairs.now.wordpress:
            return Finding(
                "slugs.removed",
                f"“{address}” is not in the export any more{_named(row)}",
                Location(self.pairs.now.path),
                row.slug,
                "Restore it, or redirect its address to what takes its place.",
            )
        if self.pairs.now.is_sitemap:
            return Finding(
                "slugs.removed",
                f"“{address}” is not in the sitemap any more",
                Location(self.pairs.now.path),
                row.slug,
                "If the page is gone or has moved, redirect its address; if it is only left out of the sitemap, put it "
                "back.",
            )
        return Finding(
            "slugs.removed",
            f"the row of “{row.slug}” is not in the sheet any more{_named(row)}",
            Location(self.pairs.now.path),
            row.slug,
            "An import leaves such a page alone; if this sheet was exported afterwards, the page is gone.",
            severity="warning",
        )

    # --- several rows ---

    def _menus(self, moved: list[tuple[Row, Row]]) -> Iterator[Finding]:
        """Menu entries that hold an address of their own and still name one that changed."""
        dead: dict[str, str] = {}
        for old, _ in moved:
            for row in (old, *self.before.below(old)):
                if address := self.before.path(row):
                    dead.setdefault(urls.page_key(address), address)
        alive = {
            urls.page_key(address) for row in self.pairs.now.rows if is_public(row) and (address := self.now.path(row))
        }
        for row in self.pairs.now.rows:
            links = [
                (url, columns_of)
                for columns_of in ("menu url", "menu links")
                for url in row.raw.get(columns_of, "").split("\n")
            ]
            for url, column in links:
                key = urls.page_key(records.path_of(url)) if url else ""
                if key not in dead or key in alive or not key:
                    continue
                what = f"the menu entry “{row.get(columns.NAME)}”" if column == "menu url" else (
                    f"the block menu in “{row.get(columns.NAME) or row.label}”")  # fmt: skip
                place = row.cell(column if column in row.cells else "content")
                yield Finding(
                    "slugs.navigation",
                    f"{what} still leads to “{url}”, which is gone after this change",
                    place,
                    url,
                    "Point it at the new address: menu entries with an address of their own do not follow a page.",
                )


def _differs(old: Row, new: Row) -> bool:
    if columns.SLUG in old.values and columns.SLUG in new.values:
        return _plain(old.get(columns.SLUG)) != _plain(new.get(columns.SLUG))
    was, now = records.path_of(old.get(columns.URL)), records.path_of(new.get(columns.URL))
    return bool(was) and columns.URL in new.values and urls.page_key(was) != urls.page_key(now)


def _plain(slug: str) -> str:
    """The slug without what changes no address: slashes around it, and escapes of letters."""
    return urls.decoded(slug.strip("/"))


def _row(row: Row) -> str:
    return f"entry {row.get(columns.ID)}" if row.wordpress else f"row {row.number}"


def _named(row: Row) -> str:
    name = row.get(columns.NAME) or row.get(columns.TITLE)
    return f" ({name})" if name else ""


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _slugified(row: Row) -> str:
    from slugify import slugify

    return slugify(row.get(columns.NAME) or row.get(columns.TITLE))
