"""Pages above and below: the address that a page of a sheet has by way of its parents, and who links to it."""

from __future__ import annotations

from functools import cached_property

from preflight.reading import columns, records, urls
from preflight.reading.records import Row, Sheet

HIERARCHICAL = frozenset({"page"})
"""Post types whose address holds those of the pages above."""

NOT_PUBLIC = frozenset(
    {
        "nav_menu_item", "attachment", "revision", "wp_navigation", "wp_template", "wp_template_part", "wp_block",
        "wp_global_styles", "custom_css", "customize_changeset", "oembed_cache", "user_request", "acf-field",
        "acf-field-group", "elementor_library", "nav_menu", "wp_theme", "link_category", "wp_font_family",
        "wp_font_face",
    }
)  # fmt: skip
"""Post types of WordPress that nobody opens by address."""

DEEPEST = 20
"""Levels of pages that are followed, in case two are each other's parents."""


def is_public(row: Row) -> bool:
    """Whether visitors can open it by its address."""
    return row.get(columns.TYPE) not in NOT_PUBLIC and row.online


class Tree:
    """One sheet's pages by their parents."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row.get(columns.ID): row for row in self.sheet.rows if row.get(columns.ID) and not row.is_term}

    @cached_property
    def _children(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.sheet.rows:
            if row.get(columns.TYPE) in HIERARCHICAL and row.online:
                found.setdefault(row.get(columns.PARENT), []).append(row)
        return found

    @cached_property
    def _links(self) -> dict[str, list[Row]]:
        """Address key → the entries whose text links there."""
        found: dict[str, list[Row]] = {}
        for row in self.sheet.rows:
            addresses = {records.path_of(url) for url in row.raw.get("links", "").split("\n") if url}
            for key in {urls.page_key(address) for address in addresses if address}:
                found.setdefault(key, []).append(row)
        return found

    def chain(self, row: Row) -> list[str]:
        """The slugs from the root down to the row."""
        slugs: list[str] = []
        current: Row | None = row
        while current is not None and len(slugs) < DEEPEST:
            slugs.append(current.get(columns.SLUG))
            parent = current.get(columns.PARENT)
            current = self._by_id.get(parent) if parent not in ("", "0") and not row.is_term else None
        return slugs[::-1]

    def address(self, row: Row) -> str:
        """The path that visitors use; the slug alone where no more is known."""
        return self.path(row) or row.slug

    def path(self, row: Row) -> str:
        """The path that visitors use, if it can be known."""
        if path := records.path_of(row.get(columns.URL)):
            return path
        if row.get(columns.TYPE) in HIERARCHICAL:
            return "/" + "/".join(self.chain(row)) + "/"
        return ""

    def below(self, row: Row) -> list[Row]:
        """All pages below a page, in the sheet's order."""
        if row.get(columns.TYPE) not in HIERARCHICAL or not row.get(columns.ID):
            return []
        found: dict[str, Row] = {}
        waiting = [row.get(columns.ID)]
        while waiting:
            for child in self._children.get(waiting.pop(), ()):
                identity = child.get(columns.ID)
                if identity and identity not in found and identity != row.get(columns.ID):
                    found[identity] = child
                    waiting.append(identity)
        return sorted(found.values(), key=lambda one: one.number)

    def linking(self, address: str) -> list[Row]:
        """The entries whose text links to an address."""
        return self._links.get(urls.page_key(address), []) if address.startswith("/") else []
