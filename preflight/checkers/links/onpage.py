"""What is wrong with the links of one page of the site, held against the delivery's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from msgspec import Struct, field
from msgspec.structs import replace

from preflight.checkers.links import messages, unseen
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.site import Folder, Site
from preflight.model import FactLink, Facts, Finding
from preflight.reading import urls

_NOT_OPENED = frozenset({"blockquote", "q", "ins", "del"})
"""Elements whose URL (``cite``) nobody follows."""

_LOADED_ENDINGS = (".css", ".js", ".mjs", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".woff2")

_STRAY = 3
"""How many addresses may climb out of a site by mistake; more of them, and the folder is a part of a larger site."""
SOME = _STRAY + 1
"""So many different messages tell that there are more than a few."""


class Outside(Struct):
    """Links that lead out of the delivery: how many, and what would be said of them. Of more than a few different
    messages some are enough: then the links are only counted."""

    count: int = 0
    messages: dict[str, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def are_many(self) -> bool:
        return len(self.messages) > _STRAY

    def add(self, count: int, said: Iterable[str]) -> None:
        self.count += count
        if not self.are_many:
            self.messages.update(dict.fromkeys(said))


class Reader:
    """Goes through the pages of a site, and remembers each folder's URLs."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._folders: dict[tuple[str, bool], Folder] = {}
        self._latest: tuple[Facts | None, Folder] = None, Folder()

    def findings(self, facts: Facts, outside: Outside, *, many: bool) -> list[Finding]:
        """The findings of a page; what leads out of the site goes to ``outside``, counted alone where there are
        ``many``."""
        faulty = self._folder_of(facts).faulty
        here = [url for url in facts.urls if url in faulty] if faulty else []
        if not here:
            return []
        found: list[Finding] = []
        if many and all(faulty[url].outside for url in here):
            for url, element, count in facts.counted_links({*here}.__contains__):
                if worded := _worded(faulty[url], url, element, facts.templated):
                    outside.add(count, (worded.message,))
            return found
        for link in facts.links_to({*here}.__contains__):
            fault = faulty[link.url]
            if worded := _worded(fault, link.url, link.element, facts.templated):
                if not fault.outside:
                    found.append(worded.found(link))
                    continue
                outside.add(1, (worded.message,))
                if not many:
                    outside.findings.append(worded.found(link))
        return found

    def faults(self, facts: Facts) -> Iterator[tuple[Fault, FactLink]]:
        """The links of a document that open nothing, and why."""
        faulty = self._folder_of(facts).faulty
        if faulty and not faulty.keys().isdisjoint(facts.urls):
            for link in facts.links_to(faulty.__contains__):
                yield faulty[link.url], link

    def asked(self, facts: Facts) -> set[int]:
        """The numbers of what the links of a page asked of the site."""
        numbers = set(map(self._folder_of(facts).asked.get, facts.urls))
        return {*filter(None, numbers)}

    def unseen(self, facts: Facts, asked: set[int]) -> Iterator[Finding]:
        """Links without words; adds to what was asked."""
        if unseen.UNSEEN in facts.facts:
            yield from unseen.findings(facts, partial(self._site.is_titleless, name=facts.name, asked=asked))

    def _folder_of(self, facts: Facts) -> Folder:
        """The folder that the URLs of a document are seen from, all of them looked at."""
        if self._latest[0] is facts:
            return self._latest[1]
        base = urls.page_address(facts.name, self._site.deployment.base_path)
        rebased = "base" in facts.meta
        if rebased:
            target = urls.resolve(facts.meta["base"][0], base)
            base = f"{target.scheme}://{target.host}{target.path}" if target.host else target.path
        key = base if rebased else base[: base.rfind("/") + 1]
        folder = self._folders.get((key, rebased))
        if folder is None:
            folder = self._folders[key, rebased] = Folder()
        asked, faulty, look = folder.asked, folder.faulty, self._site.look
        for url in [url for url in facts.urls if url not in asked]:
            if url[:1] in "#?" and not rebased:  # the page itself, and nothing at all
                continue
            fault, asked[url] = look(url, base, folder)
            if fault is not None:
                faulty[url] = fault
        self._latest = facts, folder
        return folder


@lru_cache(maxsize=4096)
def _worded(fault: Fault, url: str, element: str, templated: bool) -> Fault | None:
    """The fault in words that fit the element, or nothing where the URL is none that is opened."""
    if fault.rule == "links.missing-anchor":
        return fault if element in messages.JUMPS else None
    if element in _NOT_OPENED or url.strip() in ("", "#"):
        return None
    message, severity = fault.message, fault.severity
    if element in messages.PICTURES:
        message = message.replace("the link opens", "the picture is looked for at", 1)
    elif element not in messages.JUMPS and element != "text":
        message = message.replace("the link opens", "the page asks for", 1)
        path = urls.split(url).path.lower()
        loaded = element in ("script", "iframe", "style") or path.endswith(_LOADED_ENDINGS)
        severity = severity or ("" if loaded else "warning")
    if templated:
        severity = "warning"
    return replace(fault, message=message, severity=severity)
