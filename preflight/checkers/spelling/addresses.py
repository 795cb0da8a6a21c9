"""Words that web addresses hold: somebody's name, not a slip."""

from __future__ import annotations

from functools import cached_property

from preflight.model import Document
from preflight.reading.words import tokens

LONG_ENOUGH_TO_EMBED = 5
"""Letters from which a word that is a part of a host name ("friendsofgarvald") is no chance."""


class Addresses:
    """The addresses that one document links to, read when the first unknown word asks."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def mark(self, form: str) -> str:
        """``host`` or ``path`` where an address holds this plain form, else empty."""
        hosts, paths = self._texts
        if form in hosts and (len(form) >= LONG_ENOUGH_TO_EMBED or form in tokens(hosts)):
            return "host"
        if form in paths and form in tokens(paths):
            return "path"
        return ""

    @cached_property
    def _texts(self) -> tuple[str, str]:
        hosts: set[str] = set()
        paths: set[str] = set()
        for link in self._document.links:
            if "//" in link.url[:8]:
                pieces = link.url.split("/", 3)
                hosts.add(pieces[2])
                paths.update(pieces[3:])
        return "\n".join(hosts).lower().replace("-", ""), "\n".join(paths).lower()
