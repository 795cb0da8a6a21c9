"""The menus of an export that was given alone: do their entries lead to pages that it holds?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from preflight.checkers.slugs.tree import Tree, is_public
from preflight.model import Finding
from preflight.reading import columns, records, urls
from preflight.reading.records import Row, Sheet

FEWEST = 3
"""Entries that an export must hold before a menu's address can be missing from it."""

_PROGRAMS = ("/wp-", "/feed", "/cart", "/checkout", "/my-account", "/shop", "/?")
"""Beginnings of addresses that WordPress and its shop answer without an entry of that address."""


def review(sheet: Sheet) -> Iterator[Finding]:
    """Menu entries that open a draft, and those whose own address nothing in the export has."""
    tree = Tree(sheet)
    by_id = {row.get(columns.ID): row for row in sheet.rows if not row.is_term}
    paths = [path for row in sheet.rows if is_public(row) and (path := tree.path(row))]
    known = {urls.page_key(path) for path in paths}
    terms = {row.get(columns.SLUG) for row in sheet.rows if row.is_term}
    hosts = Counter(urls.resolve(row.get(columns.URL)).host for row in sheet.rows if row.get(columns.URL))
    host = hosts.most_common(1)[0][0] if hosts else ""
    for row in sheet.rows:
        target = by_id.get(row.raw.get("menu target", ""))
        if row.raw.get("menu type") == "post_type" and target is not None and not target.online:
            yield _unpublished(row, target)
        for column in ("menu url", "menu links"):
            for url in filter(None, row.raw.get(column, "").split("\n")):
                if len(paths) >= FEWEST and _is_missing(url, host, known, paths, terms):
                    yield _missing(row, url, column)


def _is_missing(url: str, host: str, known: set[str], paths: list[str], terms: set[str]) -> bool:
    """Whether the address is one of the site's, and nothing that is known answers it."""
    target = urls.resolve(url)
    if target.scheme not in ("", "http", "https") or (target.host and not urls.same_host(target.host, host)):
        return False
    path = records.path_of(url)
    key = urls.page_key(path) if path else "/"
    last = key.rpartition("/")[2]
    if key == "/" or key in known or last in terms or "." in last or key.startswith(_PROGRAMS) or "#" in url[:1]:
        return False
    return not any(one.startswith(f"{key}/") and urls.page_key(one) != key for one in paths)  # a list of those below


def _unpublished(row: Row, target: Row) -> Finding:
    return Finding(
        "slugs.navigation",
        f"the menu entry “{row.get(columns.NAME) or target.label}” opens “{target.label}”, which is not published "
        f"(its status is “{target.get(columns.STATUS)}”)",
        row.location,
        row.get(columns.NAME) or target.label,
        "Publish the page, or take the entry out of the menu: visitors get an error page.",
    )


def _missing(row: Row, url: str, column: str) -> Finding:
    what = "the menu entry" if column == "menu url" else "the block menu in"
    return Finding(
        "slugs.navigation",
        f"{what} “{row.get(columns.NAME) or row.label}” leads to “{url}”, and no page or post of the export has this "
        "address",
        row.cell(column if column in row.cells else "content"),
        url,
        "Open the address once. If it shows an error page, point the entry at the page that it means.",
        severity="warning",
    )
