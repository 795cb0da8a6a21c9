"""What else names an address besides links to click: sitemap, feeds, canonical and language tags, share data, forms,
structured data, scripts, and the client's own sent emails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from preflight.checkers.slugs.build import Build
from preflight.checkers.slugs.routes import KIND
from preflight.model import FactLink, Facts
from preflight.reading import urls

_OF_ELEMENT = {
    ("meta", "content"): "share tag (og:url)",
    ("script", "json"): "piece of structured data",
    ("form", "action"): "form",
    ("button", "formaction"): "form",
    ("input", "formaction"): "form",
}
SENT = "sent email"


class Mentions:
    """Of one build: ``of`` an address, how many documents name it in which way."""

    def __init__(self, build: Build) -> None:
        self._named: dict[str, Counter[str]] = {}
        for page in build.pages.values():
            self._add(build, page.address, _of_page(page.facts))
        for facts in build.delivery.companions:
            self._add(build, "/", ((kind, link.url) for link in facts.links if (kind := _of_companion(facts, link))))
        for facts in build.delivery.sent:
            self._add(build, "/", ((SENT, link.url) for link in facts.links if link.element == "a"))

    def _add(self, build: Build, address: str, named: Iterator[tuple[str, str]]) -> None:
        """Each way once a document; what a page says of itself does not count."""
        seen: set[tuple[str, str]] = set()
        for kind, url in named:
            target = build.resolve(url, address)
            if target is None:
                continue
            key = urls.page_key(target[0])
            if (kind, key) not in seen and (kind == SENT or address == "/" or key != urls.page_key(address)):
                seen.add((kind, key))
                self._named.setdefault(key, Counter())[kind] += 1

    def of(self, address: str) -> Counter[str]:
        return self._named.get(urls.page_key(address), Counter())

    def sentence(self, address: str) -> str:
        """``also named by the sitemap, 2 forms and 3 sent emails``, or nothing."""
        return self.total([address])

    def total(self, addresses: Iterable[str]) -> str:
        """The same for several addresses together."""
        named: Counter[str] = Counter()
        for address in addresses:
            named.update(self.of(address))
        parts = [f"the {kind}" if kind in ONLY_ONE else f"{times} {_plural(kind, times)}" for kind, times in
                 sorted(named.items(), key=lambda entry: (-entry[1], entry[0]))]  # fmt: skip
        if not parts:
            return ""
        return "also named by " + (" and ".join([", ".join(parts[:-1]), parts[-1]]) if parts[1:] else parts[0])


ONLY_ONE = frozenset({"sitemap"})


def _plural(kind: str, times: int) -> str:
    if times == 1:
        return kind
    return {
        "piece of structured data": "pieces of structured data",
        "share tag (og:url)": "share tags (og:url)",
        "script of a page": "scripts of pages",
    }.get(kind, f"{kind}s")


def _of_page(facts: Facts) -> Iterator[tuple[str, str]]:
    for link in facts.links:
        if link.element == "link":
            if link.rel == "canonical":
                yield "canonical tag", link.url
            elif link.rel == "alternate":
                yield "language or feed tag", link.url
        elif kind := _OF_ELEMENT.get((link.element, link.attribute)):
            yield kind, link.url
    for fact in facts.facts.get(KIND, ()):
        for route, _ in fact.value:
            yield "script of a page", route


def _of_companion(facts: Facts, link: FactLink) -> str:
    if facts.media_type == "text/css":
        return ""
    if link.element == "loc" or "sitemap" in facts.name:
        return "sitemap"
    return "web app manifest" if facts.media_type == "application/manifest+json" else "feed"
