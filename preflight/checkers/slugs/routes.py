"""Addresses in a page's own scripts: ``location.href = "/prices/"`` and the like. They follow no rename."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.model import Document, Fact, Span
from preflight.patterns import regex

KIND = "routes"
MOST = 50
"""Addresses of a page that are kept."""

LONGEST_SCRIPT = 20_000
"""Characters of a script that are looked at: a program that was built into the page holds every path there is."""

_ROUTE = regex(r"[\"'`](/[A-Za-z0-9_%-][A-Za-z0-9_./%-]{0,200})[\"'`]")  # "/prices/" of location.href = "/prices/"
_FILE = regex(r"\.(?:m?js|css|json|png|jpe?g|gif|svg|webp|avif|ico|woff2?|map|xml|txt)\Z", re.IGNORECASE)  # ".js"
_HANDLER = regex(r"\son[a-z]{3,20}\s{0,3}=\s{0,3}(?:\"([^\"]{0,500})\"|'([^']{0,500})')", re.IGNORECASE)  # onclick="…"
_JSON = ("application/ld+json", "application/json", "speculationrules", "importmap")


def routes(document: Document) -> Iterator[Fact]:
    """The addresses, as one fact: a list of (address, line)."""
    for part in document.parts:
        if part.media_type != "text/html":
            continue
        found: dict[str, int] = {}
        for start, text in _code(part.source):
            for match in _ROUTE.finditer(text):
                if len(found) < MOST and not _FILE.search(match[1]):
                    found.setdefault(match[1], start + match.start(1))
        if found:
            first = min(found.values())
            value = [[route, part.locate(offset)[0]] for route, offset in found.items()]
            yield Fact(KIND, value, Span(part.name, first, first + 1))


def _code(source: str) -> Iterator[tuple[int, str]]:
    """Inline scripts and handlers, each with its offset."""
    lowered = source.lower() if "<script" not in source else source
    at = 0
    while (opening := lowered.find("<script", at)) >= 0:
        begin = lowered.find(">", opening) + 1
        if not begin:
            return
        end = lowered.find("</script", begin)
        end = len(source) if end < 0 else end
        head = source[opening:begin].lower()
        if end > begin and not any(kind in head for kind in _JSON):
            yield begin, source[begin : min(end, begin + LONGEST_SCRIPT)]
        at = end
    if "location" in source:
        for match in _HANDLER.finditer(source):
            group = 1 if match[1] is not None else 2
            yield match.start(group), match[group]
