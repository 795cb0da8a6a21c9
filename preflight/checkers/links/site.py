"""Links into the delivery itself: is there a file, an index page, a redirect, an anchor?

A site's pages repeat the same few addresses, so each distinct one is judged once for each folder it stands in.
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from preflight.checkers.links import anchors, form
from preflight.checkers.links.deployment import Deployment
from preflight.checkers.links.fault import Fault, broken
from preflight.checkers.links.vocabulary import COMMON_ENDINGS
from preflight.model import Delivery, Facts, Location, Related
from preflight.reading import urls
from preflight.redirects.table import Table

_BY_THE_HOST = ("/cdn-cgi/", "/.netlify/", "/_vercel/", "/wp-json/", "/.well-known/")
"""Paths that a host answers itself, without a file."""


class Site(Struct, frozen=True, dict=True):
    """The delivery as a web server sees it."""

    delivery: Delivery
    deployment: Deployment

    @cached_property
    def pages(self) -> dict[str, Facts]:
        return {facts.name: facts for facts in self.delivery.documents}

    @cached_property
    def previous_paths(self) -> dict[str, str]:
        """The pages of the previous build: name → path."""
        previous = self.delivery.previous
        return {facts.name: facts.path for facts in previous.documents} if previous is not None else {}

    @cached_property
    def redirects(self) -> Table:
        return Table(self.delivery.redirects, self.deployment.hosts)

    @cached_property
    def loose(self) -> dict[str, str]:
        """Loose form → name: what a file is called when capital letters do not count."""
        return {urls.loose(name): name for name in sorted(self.delivery.files)}

    @cached_property
    def by_last(self) -> dict[str, list[str]]:
        """Last segment of an address → the pages that have it."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.delivery.files):
            key = urls.page_key(urls.page_address(name))
            found.setdefault(key.rpartition("/")[2], []).append(name)
        return found

    @cached_property
    def folders(self) -> frozenset[str]:
        found: set[str] = set()
        for name in self.delivery.files:
            folder = name.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    @cached_property
    def anchors(self) -> dict[str, frozenset[str] | None]:
        """Page → the names in it, or None where they cannot be known. Filled as pages are asked for."""
        return {}

    @cached_property
    def opened(self) -> dict[str, dict[str, str]]:
        """Folder → relative path → the file that it opens, or nothing. Filled as links are looked at."""
        return {}

    def exists(self, address: str) -> bool:
        return urls.site_file(self.deployment.strip(address) or "/", self.delivery.files) is not None

    def is_titleless(self, url: str, name: str) -> bool:
        """Whether a link on the page ``name`` opens a page of the site that has no title."""
        address = self.deployment.on_site(urls.resolve(url, urls.page_address(name, self.deployment.base_path)))
        opened = self.pages.get(urls.site_file(address, self.delivery.files) or "") if address else None
        return opened is not None and not opened.meta.get("title", ("", None))[0].strip()

    def look(self, url: str, base: str) -> Fault | None:
        """What is wrong with a link to the site itself, seen from a page at ``base``; None for links elsewhere."""
        folder = base[: base.rfind("/") + 1]
        path, _, fragment = url.partition("#")
        opens = self.opened.setdefault(folder, {})
        if self._is_there(opens.get(path, ""), fragment):
            return None  # most links of a site: seen before, but for the place in the page
        if form.PLAIN.match(url) and url[:2] != "//" and base[:1] == "/" and base[:2] != "//":
            if "." not in url and form.to_fill_in(url):
                return None
            if path:
                if path not in opens:
                    opens[path] = self._opened(path, folder)
                if opened := opens[path]:
                    return self._anchor(opened, fragment)
        elif form.has_tag(url) or form.fault(url):
            return None
        target = urls.resolve(url, base)
        address = self.deployment.on_site(target)
        if address is None or any(piece in address for piece in _BY_THE_HOST):
            return None
        name = urls.site_file(address, self.delivery.files)
        if name is None:
            return self._missing(url, target, address)
        if _is_hidden(name):
            return broken(
                f"the link opens {urls.decoded(address)}, a page without a name before the dot: many hosts hide it",
                "Give the page a name, and link to that.",
                severity="warning",
            )
        return self._anchor(name, target.fragment or "")

    def _opened(self, path: str, folder: str) -> str:
        """The file of the site that a plain path opens, seen from a folder, or nothing where more has to be said."""
        address = self.deployment.strip(urls.resolve_path(path, folder)[0])
        if address is None or any(piece in address for piece in _BY_THE_HOST):
            return ""
        name = urls.site_file(address, self.delivery.files) or ""
        return "" if _is_hidden(name) else name

    def _is_there(self, name: str, fragment: str) -> bool:
        """Whether a page that was asked for before has a place of this very name, or none is asked for."""
        if not name or not fragment:
            return bool(name)
        known = self.anchors.get(name)
        return known is not None and fragment in known and ":~:" not in fragment

    def _anchor(self, name: str, fragment: str) -> Fault | None:
        """What is wrong with a jump to a place in a page."""
        if name not in self.anchors and fragment:
            self.anchors[name] = self._names(name)
        if self._is_there(name, fragment):
            return None
        known, wanted = self.anchors[name], anchors.wanted(fragment)
        if known is None or not wanted or anchors.is_there(wanted, known):
            return None
        return anchors.fault(wanted, known, name, sure="script" not in self.pages[name].elements)

    def _names(self, name: str) -> frozenset[str] | None:
        """The names in a page that a link can jump to, as far as the file tells them."""
        page = self.pages.get(name)
        if page is None or "html" not in page.media_type or "refresh" in page.meta or page.templated:
            return None
        if any(gap.what == "document" for gap in page.gaps):
            return None  # what could not be read may have any
        return frozenset(page.anchors)

    def _missing(self, url: str, target: urls.Target, address: str) -> Fault | None:
        ended = self.redirects.follow(address, self.exists)
        if ended is not None:
            if ended.loop:
                return broken(
                    f"the link opens {address}, whose redirects lead in a circle", "Correct the redirect rules."
                )
            if ended.external or not ended.sure or (not ended.gone and self.exists(ended.path)):
                return None
            return broken(
                f"the link opens {address}, which is redirected to {ended.target}, and that is not there either",
                "Correct the redirect, or the link.",
            )
        if "@" in address:
            return None  # a mailbox without mailto:, see links.mail-address
        if fault := self._forgotten_scheme(url):
            return fault
        plain = urls.decoded(address)
        if near := self._near(plain):
            composed = {urls.composed(name) for name in urls.candidates(plain.lstrip("/"))}
            accents = urls.composed(near) in composed
            how = "with its accents stored in another way" if accents else "and the host tells capital letters apart"
            better = urls.page_address(near, self.deployment.base_path)
            return broken(f"the link opens {plain}, but the file is called {near}, {how}", "Write both alike.", better)
        if plain.strip("/") in self.folders:
            return broken(
                f"the link opens the folder {plain}, which has no index page",
                "Link to a page, or add an index.html.",
                severity="warning",
            )
        if plain.endswith("/") and urls.site_file(address.rstrip("/"), self.delivery.files):
            better = address.rstrip("/")
            return broken(
                f"the link opens {plain} with a slash at its end, but the page is {better}: not all hosts answer that",
                "Write it without the slash.",
                better,
                severity="warning",
            )
        elsewhere = self._elsewhere(address)
        above = " (its ../ climb out of the site)" if target.above_root else ""
        own = f"{target.host}{plain}" if target.host else plain
        from_root = url.lstrip()[:1] in "/\\" and not self.deployment.whole
        outside = from_root or (target.above_root and not self.delivery.hosts)
        sure = not outside and (bool(self.delivery.hosts) or not target.host)
        fault = broken(
            f"the link opens {own}{above}, and there is no such page or file",
            f"Did you mean {elsewhere}?" if elsewhere else "Correct the address, restore the page, or add a redirect.",
            elsewhere,
            severity="" if sure else "warning",
            outside=outside,
        )
        return replace(fault, related=self._before(address))

    def _before(self, address: str) -> tuple[Related, ...]:
        """The page of the previous build that answered there."""
        previous = self.delivery.previous
        name = urls.site_file(address, previous.files) if previous is not None else None
        if name is None:
            return ()
        had = urls.decoded(urls.page_address(name, self.deployment.base_path))
        return (Related(Location(self.previous_paths.get(name, name)), had, "the previous build had it"),)

    def _near(self, plain: str) -> str:
        """The file whose name differs in capital letters or Unicode form only, or nothing."""
        return next(
            (
                self.loose[form]
                for name in urls.candidates(plain.lstrip("/"))
                if (form := urls.loose(name)) in self.loose
            ),
            "",
        )

    def _elsewhere(self, address: str) -> str:
        """The one page of the same name in another folder."""
        last = urls.page_key(address).rpartition("/")[2]
        found = self.by_last.get(last, []) if len(last) > 2 else []
        return urls.page_address(found[0], self.deployment.base_path) if len(found) == 1 else ""

    def _forgotten_scheme(self, url: str) -> Fault | None:
        """``href="bakery.test/menu"``: a web address that is read as a file of the site."""
        first = urls.clean(url).partition("/")[0].partition("?")[0].partition("#")[0]
        name, dot, ending = first.rpartition(".")
        if not dot or not name or ending.lower() not in COMMON_ENDINGS or name.startswith("."):
            return None
        return Fault(
            "links.malformed",
            f"the link to {first} lacks https:// in front, so it is looked for as a page of your own site",
            f"Write “https://{urls.clean(url)}” if that is where it should lead.",
            f"https://{urls.clean(url)}",
        )


def _is_hidden(name: str) -> bool:
    """Whether a page is called ``.html`` and no more."""
    return name.rpartition("/")[2] in urls.PAGE_ENDINGS
