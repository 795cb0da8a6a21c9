"""A page of a build as search engines meet it, by its address."""

from __future__ import annotations

import re

from msgspec import Struct

from preflight.checkers.meta import head
from preflight.model import Delivery, Facts, Location
from preflight.patterns import regex
from preflight.reading import urls

STUB_WORDS = 40
"""Words that a page has at most which only sends its readers on."""

_NOINDEX = regex(r"\bnoindex\b|\bnone\b", re.IGNORECASE)  # "noindex" of "noindex, follow"
_ERROR_PAGE = regex(r"(?:.*/)?(?:40[0-9]|50[0-9]|error|offline|search)(?:\.html?|/index\.html?)\Z", re.IGNORECASE)


class Page(Struct, frozen=True):
    address: str
    facts: Facts

    def get(self, name: str) -> str:
        if name == "h1":
            return self.heading
        return " ".join(self.facts.meta[name][0].split()) if name in self.facts.meta else ""

    def place(self, name: str) -> Location:
        return self.facts.meta[name][1] if name in self.facts.meta else Location(self.facts.path)

    @property
    def known(self) -> bool:
        """Whether more of it is known than its address."""
        return self.facts.kind != "address"

    @property
    def heading(self) -> str:
        """Its main heading."""
        fact = next(iter(self.facts.facts.get(head.KIND, ())), None)
        return fact.value["h1"] if fact else ""

    @property
    def languages(self) -> list[tuple[str, str]] | None:
        """Language and address of each translation that it names; None where that is not known."""
        fact = next(iter(self.facts.facts.get(head.KIND, ())), None)
        if fact is None or fact.value["hreflang"] is None:
            return None
        return [(language, address) for language, address in fact.value["hreflang"]]

    @property
    def noindex(self) -> bool:
        return bool(_NOINDEX.search(self.get("robots")))

    @property
    def sends_on(self) -> bool:
        """Whether it is no page of its own: it only names another one."""
        if "refresh" in self.facts.meta:
            return True
        canonical = self.get("canonical")
        if not self.noindex or not canonical or self.facts.words > STUB_WORDS:
            return False
        return urls.page_key(urls.resolve(canonical, self.address).path) != urls.page_key(self.address)


def pages_of(delivery: Delivery) -> dict[str, Page]:
    return {
        address: Page(address, facts)
        for facts in delivery.documents
        if facts.media_type == "text/html" and not _ERROR_PAGE.match(facts.name)
        for address in (urls.decoded(urls.page_address(facts.name, delivery.base_path)),)
    }
