"""One side of the comparison: the addresses of a build, or of a folder of sources whose paths are the slugs.

Nothing is parsed to know the addresses; only the beginning of each file is looked at, for a ``permalink``, for a page
that does nothing but send its readers on, and for the old addresses that a source declares (``redirect_from`` of
Jekyll, ``aliases`` of Hugo).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from preflight import redirects
from preflight.model import Location, Redirect
from preflight.parse import front_matter, parse
from preflight.patterns import regex
from preflight.reading import urls
from preflight.redirects import declared
from preflight.redirects.table import Table, is_redirect
from preflight.renames import Page, page_of
from preflight.sources.source import Collected, Source

HEAD = 6000
"""Bytes in which a page says that it only sends its readers on, or what its address is."""

_REFRESH = regex(rb"<meta[^>]{0,200}http-equiv\s{0,9}=\s{0,9}[\"']?refresh", re.IGNORECASE)
_TARGET = regex(
    rb"content\s{0,9}=\s{0,9}[\"']?\s{0,9}(\d{0,6})[;,]?\s{0,9}url\s{0,9}=\s{0,9}['\"]?([^\"'>\s]+)", re.IGNORECASE
)
"""``content="0; url=/new/"``"""
_INDEX = regex(r"(?:^|(?<=/))(?:_?index|README)$", re.IGNORECASE)  # "_index" of "guide/_index"
_PLACEHOLDER = regex(r"[:{]")  # ":title" of "/blog/:title/"
_ERROR_PAGE = regex(r"(?:.*/)?(?:40[0-9]|50[0-9]|offline)(?:\.html?|/index\.html?|\.md)\Z", re.IGNORECASE)  # "404.html"
LONGEST_DELAY = 10


class Side:
    """``pages`` maps a key of addresses that hosts treat alike (``urls.page_key``) to the page's source."""

    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.pages: dict[str, Source] = {}
        self.addresses: dict[str, str] = {}
        self.rules: list[Redirect] = []
        names = redirects.wanted(collected.files)
        files = {name: data for name in names if (data := collected.read(name)) is not None}
        self.rules += redirects.read(files)
        self.host = redirects.host_of(collected.files)
        for source in collected.sources:
            if source.media_type in ("text/html", "text/markdown") and not _ERROR_PAGE.match(source.name):
                self._add(source)

    def _add(self, source: Source) -> None:
        try:
            head = source.read()[:HEAD]
        except OSError:
            return
        if source.media_type == "text/html":
            address = urls.decoded(urls.page_address(source.name))
            if target := _stub(head):
                place = Location(source.path)
                self.rules.append(Redirect(address, target, 301, place, True, "", "page", either_slash=True))
                return
        else:
            address, old = _of_source(source, head.decode("utf-8-sig", "replace"))
            self.rules += old
            if not address:
                return
        key = urls.page_key(address)
        self.pages.setdefault(key, source)
        self.addresses.setdefault(key, address)

    @cached_property
    def table(self) -> Table:
        return Table(self.rules)

    def exists(self, path: str) -> bool:
        """Whether a page or a file of the build answers the path."""
        return urls.page_key(path) in self.pages or urls.site_file(path.lstrip("/"), self.collected.files) is not None

    def redirected(self, address: str) -> str:
        """The existing page that an address is already sent to, or nothing."""
        outcome = self.table.follow(address, self.exists)
        if outcome is None or outcome.loop or outcome.gone or not any(map(is_redirect, outcome.hops)):
            return ""
        return outcome.target if outcome.external or self.exists(urls.decoded(outcome.path)) else ""

    def page(self, key: str) -> Page:
        """What the page is known by."""
        source = self.pages[key]
        try:
            document = parse(source.read(), source.media_type, kind="page")
        except OSError:
            return Page(self.addresses[key])
        return page_of(self.addresses[key], document)

    def read(self, keys: Sequence[str]) -> Iterator[Page]:
        """Pages in the order of their files, which is how archives and commits are read fastest."""
        for key in sorted(keys, key=lambda one: self.pages[one].name):
            yield self.page(key)


def _stub(head: bytes) -> str:
    """Where a page that only sends its readers on sends them."""
    if not _REFRESH.search(head):
        return ""
    found = _TARGET.search(head)
    if not found or int(found[1] or 0) > LONGEST_DELAY:
        return ""
    return found[2].decode("utf-8", "replace")


def _of_source(source: Source, text: str) -> tuple[str, list[Redirect]]:
    """A Markdown source's address, nothing for a draft, and the old addresses that it declares."""
    end = front_matter.length(text)
    entries = {entry.key.lower(): entry.value for entry in front_matter.entries(text, end)} if end else {}
    if entries.get("draft", "").lower() == "true" or entries.get("published", "").lower() == "false":
        return "", []
    stem = source.name.rpartition(".")[0]
    address = "/" + _INDEX.sub("", stem)
    said = entries.get("permalink") or entries.get("url") or ""
    if said.startswith("/") and not _PLACEHOLDER.search(said):
        address = urls.decoded(said)
    target = entries.get("redirect_to", "")
    place = Location(source.path)
    if target:
        return "", [Redirect(address, target, 301, place, True, "", "page", either_slash=True)]
    return address, [
        Redirect(old, address, 301, place, False, "", "page", either_slash=True)
        for old in declared.old_addresses(text[:end], address)
    ]
