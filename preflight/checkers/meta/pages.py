"""A build's pages against themselves in the previous build: head matter by address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from preflight.checkers.meta import hosts, robots
from preflight.model import Delivery, Facts, Finding, Location, Related
from preflight.patterns import regex
from preflight.reading import urls

FEWEST = 3
"""Pages with one text that make it a copied one."""

FIELDS = ("title", "description", "robots", "canonical")
SHOWN = 10
STUB_WORDS = 40
"""Words that a page has at most which only sends its readers on."""

_NOINDEX = regex(r"\bnoindex\b|\bnone\b", re.IGNORECASE)  # "noindex" of "noindex, follow"
_ERROR_PAGE = regex(r"(?:.*/)?(?:40[0-9]|50[0-9]|error|offline|search)(?:\.html?|/index\.html?)\Z", re.IGNORECASE)


class Page(Struct, frozen=True):
    address: str
    facts: Facts

    def get(self, name: str) -> str:
        return " ".join(self.facts.meta[name][0].split()) if name in self.facts.meta else ""

    def place(self, name: str) -> Location:
        return self.facts.meta[name][1] if name in self.facts.meta else Location(self.facts.path)

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


def review(delivery: Delivery, allowed: tuple[str, ...], *, staging: bool) -> Iterator[Finding]:
    """``allowed``: the fields that may change, or nothing when no contract was given."""
    assert delivery.previous is not None
    now, before = _pages(delivery), _pages(delivery.previous)
    both = [(before[address], page) for address, page in sorted(now.items()) if address in before]
    changed = [(old, new) for old, new in both if old.facts.sha256 != new.facts.sha256 and not new.sends_on]
    for old, new in changed:
        yield from _emptied(old, new)
        if new.noindex and not old.noindex and not staging:
            yield Finding(
                "meta.noindex",
                f"the page “{new.address}” now tells search engines not to list it (“{new.get('robots')}”)",
                new.place("robots"),
                new.get("robots"),
                "Take the noindex away, unless the page shall not be found.",
            )
    if not staging:
        yield from robots.review(delivery, (new.address for _, new in both))
        yield from _canonicals(delivery, both, changed)
    yield from _copied(before, now, changed)
    if allowed:
        yield from _undeclared(changed, allowed)


def _pages(delivery: Delivery) -> dict[str, Page]:
    return {
        address: Page(address, facts)
        for facts in delivery.documents
        if facts.media_type == "text/html" and not _ERROR_PAGE.match(facts.name)
        for address in (urls.decoded(urls.page_address(facts.name, delivery.base_path)),)
    }


def _emptied(old: Page, new: Page) -> Iterator[Finding]:
    for name in ("title", "description"):
        was = old.get(name)
        if was and not new.get(name):
            yield Finding(
                f"meta.{name}",
                f"the page “{new.address}” has no {name} any more; before it was “{was}”",
                new.place(name),
                new.address,
                f"Write the {name} back.",
                (was,),
            )


def _canonicals(
    delivery: Delivery, both: list[tuple[Page, Page]], changed: list[tuple[Page, Page]]
) -> Iterator[Finding]:
    before, now = [old.get("canonical") for old, _ in both], [new.get("canonical") for _, new in both]
    own = hosts.own(before, delivery.hosts)
    moved = hosts.moved_to(before, now)
    told = False
    for old, new in changed:
        url = new.get("canonical")
        host = hosts.host_of(url)
        if not host or host in own or host == hosts.host_of(old.get("canonical")):
            continue
        if host == moved:
            if not told:
                told = True
                yield Finding(
                    "meta.canonical",
                    f"all pages now name {host} as the site of the original; before it was "
                    f"{', '.join(sorted(own)) or 'none'}",
                    new.place("canonical"),
                    url,
                    "Right if the site moves to this name; otherwise put the canonical addresses back.",
                    severity="warning",
                )
            continue
        if not own and not hosts.is_test(host):
            continue
        what = "a test site" if hosts.is_test(host) else "another site"
        was = f" (before: “{old.get('canonical')}”)" if old.get("canonical") else ""
        yield Finding(
            "meta.canonical",
            f"the page “{new.address}” says that {what} has the original: “{url}”{was}",
            new.place("canonical"),
            url,
            "Let it name its own address, or search engines will drop the page.",
            (old.get("canonical"),) if old.get("canonical") else (),
        )
    yield from _same_original(both)


def _same_original(both: list[tuple[Page, Page]]) -> Iterator[Finding]:
    """One address that has newly become the original of several pages."""
    claims: dict[str, list[tuple[Page, Page]]] = {}
    for old, new in both:
        if new.get("canonical") and new.get("canonical") != old.get("canonical"):
            claims.setdefault(new.get("canonical"), []).append((old, new))
    for url, group in claims.items():
        was = {old.get("canonical") for old, _ in group}
        if len(group) < FEWEST or len(was) < FEWEST:
            continue
        first = group[0][1]
        yield Finding(
            "meta.canonical",
            f"{len(group)} pages now name one and the same address as their original: “{url}”",
            first.place("canonical"),
            url,
            "Let each page name its own address, or search engines will drop all but one.",
            related=tuple(Related(new.place("canonical"), url, "names it too") for _, new in group[1:SHOWN]),
        )


def _copied(before: dict[str, Page], now: dict[str, Page], changed: list[tuple[Page, Page]]) -> Iterator[Finding]:
    """A text that several pages have now, two of which had another one before."""
    for name in ("title", "description"):
        earlier = _users(before, name)
        for text, pages in _users(now, name).items():
            if len(pages) < FEWEST or len(pages) <= len(earlier.get(text, ())):
                continue
            addresses = {page.address for page in pages}
            lost = [(old, new) for old, new in changed if new.address in addresses and old.get(name) not in ("", text)]
            if len({old.get(name) for old, _ in lost}) < FEWEST - 1:
                continue
            first = lost[0][1]
            yield Finding(
                "meta.duplicate",
                f"{len(pages)} pages now have one and the same {name}: “{text}”; {len(lost)} of them had their own "
                "before",
                first.place(name),
                text,
                f"Write each page's own {name} back.",
                related=tuple(Related(new.place(name), text, "has it too") for _, new in lost[1:SHOWN]),
            )


def _users(pages: dict[str, Page], name: str) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = {}
    for page in pages.values():
        text = page.get(name)
        if text and not page.sends_on and not page.noindex:
            found.setdefault(text, []).append(page)
    return found


def _undeclared(changed: list[tuple[Page, Page]], allowed: tuple[str, ...]) -> Iterator[Finding]:
    for name in FIELDS:
        if name in allowed:
            continue
        group = [(old, new) for old, new in changed if old.get(name) != new.get(name)]
        if not group:
            continue
        old, new = group[0]
        shown = ", ".join(page.address for _, page in group[:SHOWN])
        more = f" and {len(group) - SHOWN} more" if len(group) > SHOWN else ""
        yield Finding(
            "meta.undeclared-change",
            f"the {name} changed on {len(group)} page{'s' if len(group) > 1 else ''} ({shown}{more}), and only "
            f"{', '.join(allowed)} may: “{old.get(name)}” became “{new.get(name)}”",
            new.place(name),
            new.get(name) or new.address,
            "Put it back, or say that it may change: --allow-change.",
            (old.get(name),) if old.get(name) else (),
        )
