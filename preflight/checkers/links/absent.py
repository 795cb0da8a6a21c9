"""An address of the site that opens nothing: is it redirected, misspelt, moved, or out of the delivery?"""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from preflight.checkers.links import questions
from preflight.checkers.links.deployment import Deployment
from preflight.checkers.links.fault import Fault, broken
from preflight.checkers.links.vocabulary import COMMON_ENDINGS
from preflight.model import Delivery, Location, Related
from preflight.reading import urls
from preflight.redirects.table import Table


class Absent(Struct, frozen=True, dict=True):
    """What the delivery tells about addresses that are not in it."""

    delivery: Delivery
    deployment: Deployment

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
            found.setdefault(questions.last(urls.page_address(name)), []).append(name)
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

    def look(self, url: str, target: urls.Target, address: str) -> tuple[Fault | None, tuple[str, ...]]:
        """What is wrong with a link to it, None where it is redirected to what is there; and what was asked."""
        asked = list(questions.of_absent(address))

        def exists(other: str) -> bool:
            local = self.deployment.strip(other) or "/"
            asked.append(questions.of_address(local))
            return urls.site_file(local, self.delivery.files) is not None

        ended = self.redirects.follow(address, exists)
        if ended is None:
            fault = self._missing(url, target, address)
        elif ended.loop:
            fault = broken(f"the link opens {address}, whose redirects lead in a circle", "Correct the redirect rules.")
        elif ended.external or not ended.sure or (not ended.gone and exists(ended.path)):
            fault = None
        else:
            fault = broken(
                f"the link opens {address}, which is redirected to {ended.target}, and that is not there either",
                "Correct the redirect, or the link.",
            )
        return fault, tuple(dict.fromkeys(asked))

    def _missing(self, url: str, target: urls.Target, address: str) -> Fault | None:
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
        last = questions.last(address)
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
