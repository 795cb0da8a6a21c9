"""Links into the delivery itself: is there a file, an index page, a redirect, an anchor?

A site's pages repeat the same few addresses, so each distinct one is judged once for each folder it stands in, and each
address that they lead to is looked for once. What was asked for it is numbered: a page's findings depend on nothing
else of the other pages and files (see ``questions``).
"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field

from preflight.checkers.links import anchors, form, questions
from preflight.checkers.links.absent import Absent
from preflight.checkers.links.deployment import Deployment
from preflight.checkers.links.fault import Fault, broken
from preflight.model import Delivery, Facts
from preflight.reading import urls

_BY_THE_HOST = ("/cdn-cgi/", "/.netlify/", "/_vercel/", "/wp-json/", "/.well-known/")
"""Paths that a host answers itself, without a file."""

_ELSEWHERE = 0
"""The number of the links that ask nothing of the site."""


class Opened(Struct):
    """What an address of the site opens: the file, or nothing where more has to be said; the number of what was asked
    for that; and the names in it that a link can jump to, once somebody asked and as far as they can be known."""

    number: int
    name: str = ""
    names: frozenset[str] | None = None


_NOTHING = Opened(_ELSEWHERE)


class Folder(Struct):
    """What is known of the URLs on the pages of one folder: the number of what each asked of the site, what is wrong
    with some, and what the paths in them open."""

    asked: dict[str, int] = field(default_factory=dict)
    faulty: dict[str, Fault] = field(default_factory=dict)
    opens: dict[str, Opened] = field(default_factory=dict)


class Site(Struct, frozen=True, dict=True):
    """The delivery as a web server sees it."""

    delivery: Delivery
    deployment: Deployment

    @cached_property
    def pages(self) -> dict[str, Facts]:
        return {facts.name: facts for facts in self.delivery.documents}

    @cached_property
    def anchors(self) -> dict[str, frozenset[str] | None]:
        """Page → the names in it, or None where they cannot be known. Filled as pages are asked for."""
        return {}

    @cached_property
    def asked(self) -> dict[tuple[str, ...], int]:
        """What links asked of the site, together → the number of that, from one."""
        return {}

    @cached_property
    def _addresses(self) -> dict[str, Opened]:
        return {}

    @cached_property
    def _absent(self) -> Absent:
        return Absent(self.delivery, self.deployment)

    def exists(self, address: str) -> bool:
        return urls.site_file(self.deployment.strip(address) or "/", self.delivery.files) is not None

    def is_titleless(self, url: str, name: str, asked: set[int]) -> bool:
        """Whether a link on the page ``name`` opens a page of the site that has no title. Adds to what was asked."""
        address = self.deployment.on_site(urls.resolve(url, urls.page_address(name, self.deployment.base_path)))
        file = urls.site_file(address, self.delivery.files) or "" if address else ""
        if address:
            asked.add(self._number(questions.of_address(address), questions.of_content(file)))
        opened = self.pages.get(file)
        return opened is not None and not opened.meta.get("title", ("", None))[0].strip()

    def look(self, url: str, base: str, folder: Folder) -> tuple[Fault | None, int]:
        """What is wrong with a link to the site itself, seen from a page at ``base``, None for links elsewhere; and the
        number of what was asked."""
        path, _, fragment = url.partition("#")
        opened = folder.opens.get(path, _NOTHING)
        names = opened.names
        if opened.name and (not fragment or (names and fragment in names and ":~:" not in fragment)):
            return None, opened.number  # most links of a site: seen before, but for the place in the page
        if form.PLAIN.match(url) and url[:2] != "//" and base[:1] == "/" and base[:2] != "//":
            if "." not in url and form.to_fill_in(url):
                return None, _ELSEWHERE
            if path:
                if opened is _NOTHING:
                    opened = folder.opens[path] = self._opened(path, base[: base.rfind("/") + 1])
                if opened.name:
                    return self._anchor(opened, fragment)
        elif form.has_tag(url) or form.fault(url):
            return None, _ELSEWHERE
        target = urls.resolve(url, base)
        address = self.deployment.on_site(target)
        if address is None or any(piece in address for piece in _BY_THE_HOST):
            return None, _ELSEWHERE
        name = urls.site_file(address, self.delivery.files)
        if name is None:
            fault, asked = self._absent.look(url, target, address)
            return fault, self._number(*asked)
        opened = self._at(address)
        if _is_hidden(name):
            return broken(
                f"the link opens {urls.decoded(address)}, a page without a name before the dot: many hosts hide it",
                "Give the page a name, and link to that.",
                severity="warning",
            ), opened.number
        return self._anchor(opened, target.fragment or "")

    def _number(self, *asked: str) -> int:
        return self.asked.setdefault(asked, len(self.asked) + 1)

    def _opened(self, path: str, folder: str) -> Opened:
        """What a plain path opens, seen from a folder."""
        address = self.deployment.strip(urls.resolve_path(path, folder)[0])
        return Opened(_ELSEWHERE) if address is None else self._at(address)

    def _at(self, address: str) -> Opened:
        """What an address of the site opens."""
        opened = self._addresses.get(address)
        if opened is None:
            name = urls.site_file(address, self.delivery.files) or ""
            if _is_hidden(name) or any(piece in address for piece in _BY_THE_HOST):
                name = ""
            opened = Opened(self._number(questions.of_address(address)), name)
            self._addresses[address] = opened
        return opened

    def _anchor(self, opened: Opened, fragment: str) -> tuple[Fault | None, int]:
        """What is wrong with a jump to a place in a page."""
        name = opened.name
        if not fragment:
            return None, opened.number
        if name not in self.anchors:
            self.anchors[name] = self._names(name)
        known = opened.names = self.anchors[name]
        if known and fragment in known and ":~:" not in fragment:
            return None, opened.number
        wanted = anchors.wanted(fragment)
        if known is None or not wanted or anchors.is_there(wanted, known):
            return None, opened.number
        fault = anchors.fault(wanted, known, name, sure="script" not in self.pages[name].elements)
        return fault, self._number(questions.of_name(name), questions.of_content(name))

    def _names(self, name: str) -> frozenset[str] | None:
        """The names in a page that a link can jump to, as far as the file tells them."""
        page = self.pages.get(name)
        if page is None or not questions.has_names(page):
            return None
        return frozenset(page.anchors)


def _is_hidden(name: str) -> bool:
    """Whether a page is called ``.html`` and no more."""
    return name.rpartition("/")[2] in urls.PAGE_ENDINGS
