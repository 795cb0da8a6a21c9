"""What a page has lost besides its texts: the main heading, the picture for shared links, readable structured data,
and the way back from its translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from preflight.checkers.meta import hosts
from preflight.checkers.meta.page import Page
from preflight.model import Delivery, Finding, Location
from preflight.reading import urls

DATA = "structured-data"


def of_page(old: Page, new: Page) -> Iterator[Finding]:
    """The page against itself."""
    if old.heading and not new.heading:
        yield Finding(
            "meta.heading",
            f"the page “{new.address}” has no main heading (h1) any more; before it was “{old.heading}”",
            Location(new.facts.path),
            new.address,
            "Give the page its heading back.",
            (old.heading,),
        )
    if old.get("og:image") and not new.get("og:image"):
        yield Finding(
            "meta.image",
            f"the page “{new.address}” has no picture for shared links (og:image) any more; before it was "
            f"“{old.get('og:image')}”",
            new.place("og:image"),
            new.address,
            "Name the picture again, or links to the page are shared without one.",
            (old.get("og:image"),),
        )
    broken = new.facts.facts.get(DATA, ())
    if broken and len(broken) > len(old.facts.facts.get(DATA, ())):
        yield Finding(
            "meta.structured-data",
            f"the structured data (JSON-LD) of the page “{new.address}” cannot be read any more: {broken[0].value}",
            broken[0].place,
            broken[0].match,
            "Mostly a quotation mark in a text that was pasted in, or a comma too many: search engines drop all of it.",
        )


def translations(before: Mapping[str, Page], now: Mapping[str, Page], delivery: Delivery) -> Iterator[Finding]:
    """Pages that name a translation which has stopped naming them: search engines then ignore both."""
    own = hosts.own((page.get("canonical") for page in now.values()), delivery.hosts)
    keys = {urls.page_key(address): page for address, page in now.items()}
    for address, other in sorted(now.items()):
        was = before.get(address)
        if was is None or not was.languages or other.languages is None or other.sends_on:
            continue
        if was.languages == other.languages:
            continue
        for key in sorted(_named(was, own) - _named(other, own) - {"", urls.page_key(address)}):
            page = keys.get(key)
            if page is None or urls.page_key(address) not in _named(page, own):
                continue
            yield Finding(
                "meta.hreflang",
                f"“{page.address}” names “{other.address}” as its translation, and that page does not name it any more",
                Location(other.facts.path),
                other.address,
                "Translations have to name each other (hreflang), or search engines ignore both: put the line back.",
            )


def _named(page: Page, own: frozenset[str]) -> set[str]:
    """Keys of the site's pages that a page names as its translations."""
    return {_key(url, page, own) for _, url in page.languages or ()}


def _key(url: str, page: Page, own: frozenset[str]) -> str:
    """What of the site a translation's address means; nothing when it lies elsewhere."""
    target = urls.resolve(url, page.address)
    host = hosts.host_of(url) if target.host else ""
    return urls.page_key(urls.decoded(target.path)) if not host or host in own else ""
