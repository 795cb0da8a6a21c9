"""Pages that load something over http although they are themselves on https: browsers block it."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.links.form import has_tag
from preflight.model import Document, Finding

_BLOCKED = frozenset({"script", "iframe", "link", "object", "embed", "form"})
"""Elements whose http content a browser refuses on an https page (https://www.w3.org/TR/mixed-content/)."""

_LOADED = frozenset({"img", "source", "video", "audio", "track", "input"})
"""Elements whose http content it tries to load over https instead, and leaves out when that fails."""

_NOT_LOADED = frozenset(
    {"canonical", "alternate", "shortlink", "profile", "license", "author", "me", "pingback", "next", "prev"}
)


def findings(document: Document) -> Iterator[Finding]:
    """Insecure content of pages that call themselves https. Mail programs fetch by rules of their own."""
    if document.kind == "email":
        return
    for part in document.parts:
        own = next((meta.content for meta in part.meta if meta.name in ("canonical", "og:url")), "")
        if not own.startswith("https://"):
            continue
        for link in part.links_to(lambda url: url[:7].lower() == "http://"):
            if link.element not in _BLOCKED | _LOADED or has_tag(link.url):
                continue
            if link.element == "link" and not _NOT_LOADED.isdisjoint(link.rel.lower().split()):
                continue
            blocked = link.element in _BLOCKED
            verb = "does not load" if blocked else "may not load"
            yield Finding(
                "links.insecure",
                f"this page is on https but uses {link.url[:90]} over http, which {verb} there",
                link.span,
                match=link.url,
                help="Write https:// if the address works that way.",
                suggestions=("https" + link.url[4:],),
                severity=None if blocked else "info",
            )
