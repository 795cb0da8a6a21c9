"""A build as its visitors see it: pages by address, what answers an address, who links where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from msgspec import Struct

from preflight.checkers.slugs.sketch import Sketch, sketch_of
from preflight.model import Delivery, FactLink, Facts, Location, Redirect
from preflight.patterns import regex
from preflight.reading import urls
from preflight.redirects import host_of
from preflight.redirects.table import ON_PURPOSE, Outcome, Table

NAVIGATION = frozenset({"nav", "header", "footer"})
LONGEST_DELAY = 10
"""Seconds after which a page that sends its readers on counts as a page of its own."""

STUB_WORDS = 40
_DELAY = regex(r"\s*(\d{1,6})")  # "0" of "0; url=/new/"
_ERROR_PAGE = regex(
    r"(?:.*/)?(?:40[0-9]|50[0-9]|error|offline|search|genindex)(?:\.html?|/index\.html?)\Z", re.IGNORECASE
)
_VERIFICATION = regex(r"(?:google|yandex_|bing|pinterest-)[0-9a-z_-]*\.html\Z")  # "google1a2b3c.html"
_PRETTY_HOSTS = frozenset({"netlify", "cloudflare", "vercel"})


class Page(Struct, frozen=True):
    """``address`` is decoded; ``target`` is where a stub sends its readers, or empty."""

    facts: Facts
    address: str
    target: str = ""
    delay: Location | None = None

    @property
    def sketch(self) -> Sketch:
        return sketch_of(self.facts)


class Inbound(Struct, frozen=True):
    page: Page
    link: FactLink
    path: str
    fragment: str

    @property
    def in_navigation(self) -> bool:
        return self.link.zone in NAVIGATION and not self.link.hidden


class Fate(Struct, frozen=True):
    """What a visitor of an address meets.

    ``here``: a page of the build; ``moved``: a redirect that ends well; ``fallback``: the home page, by a rule that
    shows it for every address; ``dead``: a redirect that ends at nothing; ``withdrawn``: a notice that it is gone.
    """

    kind: Literal["here", "moved", "fallback", "gone", "dead", "loop", "withdrawn"]
    outcome: Outcome | None = None

    @property
    def sure(self) -> bool:
        return self.outcome is None or self.outcome.sure


class Build:
    """One side of the comparison."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.host = host_of(delivery.files)
        self.files = delivery.files or frozenset(facts.name for facts in delivery.documents)
        self.base = delivery.base_path if delivery.base_path.endswith("/") else delivery.base_path + "/"
        self.prefix = _prefix(delivery)
        documents = [facts for facts in delivery.documents if facts.media_type == "text/html"]
        self.own_hosts = _own_hosts(delivery, documents)
        self.pages = {page.address: page for page in map(self._page, documents)}
        stubs = (self._stub_rule(page) for page in self.pages.values() if page.target)
        self.table = Table([*delivery.redirects, *stubs], self.own_hosts)
        self._fates: dict[str, Fate] = {}
        self._resolved: dict[tuple[str, str], tuple[str, str] | None] = {}

    @cached_property
    def content(self) -> dict[str, Page]:
        """The pages that people come for: no stubs, no error pages, no proofs of ownership."""
        return {
            address: page
            for address, page in self.pages.items()
            if not page.target and not _ERROR_PAGE.match(page.facts.name) and not _VERIFICATION.match(page.facts.name)
        }

    # --- pages that send their readers on ---

    def _page(self, facts: Facts) -> Page:
        address = urls.decoded(urls.page_address(facts.name, self.base))
        refresh, place = facts.meta.get("refresh", ("", None))
        delay = _DELAY.match(refresh)
        sent_on = facts.links_to(lambda url: url in refresh) if delay else iter(())
        link = next((link for link in sent_on if link.element == "meta"), None)
        if link and delay and int(delay[1]) <= LONGEST_DELAY:
            target = self.resolve(link.url, address)
            if target is None or not _same_page(target[0], address):
                return Page(facts, address, link.url if target is None else target[0], place)
            return Page(facts, address)
        canonical, place = facts.meta.get("canonical", ("", None))
        if canonical and facts.words <= STUB_WORDS and "noindex" in facts.meta.get("robots", ("", None))[0].lower():
            target = self.resolve(canonical, address)
            if target is not None and not _same_page(target[0], address):
                return Page(facts, address, target[0], place)
        return Page(facts, address)

    def _stub_rule(self, page: Page) -> Redirect:
        place = page.delay or Location(page.facts.path)
        return Redirect(page.address, page.target, 301, place, force=True, host="page", either_slash=True)

    # --- what answers ---

    def exists(self, path: str) -> bool:
        """Whether a file of the build answers the path, as far as the host is known to look for it."""
        if not path.startswith(self.base):
            return path + "/" == self.base
        name = path[len(self.base) :]
        if urls.site_file(name, self.files) is not None:
            return True
        return path.endswith("/") and self.host in _PRETTY_HOSTS and f"{name.rstrip('/')}.html" in self.files

    def fate(self, path: str) -> Fate:
        if path not in self._fates:
            self._fates[path] = self._fate(path)
        return self._fates[path]

    def _fate(self, path: str) -> Fate:
        outcome = self.table.follow(path, self.exists)
        if outcome is None:
            return Fate("here" if self.exists(path) else "gone")
        if outcome.loop:
            return Fate("loop", outcome)
        if outcome.gone:
            return Fate("withdrawn" if outcome.hops[-1].status in ON_PURPOSE else "gone")
        if outcome.hops[-1].status == 200 and self.is_home(outcome.path):
            return Fate("fallback", outcome)
        if outcome.external or self.exists(urls.decoded(outcome.path)) or not outcome.path.startswith(self.base):
            return Fate("moved", outcome)
        return Fate("dead", outcome)

    def is_home(self, path: str) -> bool:
        return urls.decoded(path) in (self.base, self.base + "index.html")

    def answers(self, path: str) -> bool:
        return self.fate(path).kind in ("here", "moved")

    @property
    def redirect_file(self) -> str:
        """The name of the file that redirects belong into, or empty."""
        names = ("_redirects", "vercel.json", ".htaccess", "netlify.toml")
        return next((name for name in names if name in self.files), "")

    # --- who links where ---

    def resolve(self, url: str, base: str) -> tuple[str, str] | None:
        """The site's path that a URL leads to, decoded, and its fragment; None when it leads elsewhere."""
        target = urls.resolve(url, base)
        if not target.on_site and not (target.scheme in ("http", "https", "") and self._is_own(target.host)):
            return None
        return urls.decoded(target.path), urls.decoded(target.fragment or "")

    def _is_own(self, host: str) -> bool:
        return host in self.own_hosts

    def links(self) -> Iterator[Inbound]:
        """Every link from page to page (or to a file) of this build."""
        resolved = self._resolved
        for page in self.pages.values():
            base = page.address
            if "base" in page.facts.meta:
                base = _address(urls.resolve(page.facts.meta["base"][0], base))
            folder = base[: base.rfind("/") + 1]
            for link in page.facts.links:
                if link.element not in ("a", "area"):
                    continue
                key = (link.url, base if link.url[:1] in ("", "#", "?") else folder)
                if key not in resolved:
                    resolved[key] = self.resolve(link.url, base)
                target = resolved[key]
                if target is not None:
                    yield Inbound(page, link, *target)

    @cached_property
    def inbound(self) -> dict[str, list[Inbound]]:
        """Links by what they lead to (``urls.page_key``), those from the shortest addresses first."""
        found: dict[str, list[Inbound]] = {}
        keys: dict[str, str] = {}
        for inbound in self.links():
            key = keys.get(inbound.path)
            if key is None:
                key = keys[inbound.path] = urls.page_key(inbound.path)
            found.setdefault(key, []).append(inbound)
        for links in found.values():
            links.sort(key=lambda one: (not one.in_navigation, one.page.address.count("/"), one.page.address))
        return found

    def linking(self, address: str) -> list[Inbound]:
        """Links to an address, in any spelling that nothing answers; not those of the page itself."""
        links = self.linking_at_all(address)
        return [one for one in links if one.path == address or not self.answers(one.path)]

    def linking_at_all(self, address: str) -> list[Inbound]:
        """Links to an address in any spelling that hosts treat alike; not those of the page itself."""
        return [one for one in self.inbound.get(urls.page_key(address), ()) if one.page.address != address]


def _address(target: urls.Target) -> str:
    return f"{target.scheme}://{target.host}{target.path}" if target.host else target.path


def _same_page(one: str, other: str) -> bool:
    return urls.page_key(one) == urls.page_key(other)


def _prefix(delivery: Delivery) -> str:
    """What stands before a file's name in reported paths."""
    for facts in delivery.documents:
        if facts.path.endswith(facts.name):
            return facts.path[: len(facts.path) - len(facts.name)]
    return ""


def _own_hosts(delivery: Delivery, documents: list[Facts]) -> frozenset[str]:
    """The site's host names: configured, or the one that most of its canonical addresses name."""
    named = Counter(urls.resolve(facts.meta["canonical"][0]).host for facts in documents if "canonical" in facts.meta)
    named.pop("", None)
    host, times = next(iter(named.most_common(1)), ("", 0))
    own = {name.lower() for name in delivery.hosts}
    if host and times * 2 > named.total():
        own.add(host)
    return frozenset(form for name in own for form in (name.removeprefix("www."), "www." + name.removeprefix("www.")))
