"""Links in messages that only a page could have: there is no site that they could be seen from."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.links import form
from preflight.checkers.links.fault import broken
from preflight.model import Delivery, Facts, Finding
from preflight.reading import urls

JUMPS = frozenset({"a", "area"})
"""Elements that a reader clicks."""

PICTURES = frozenset(
    {"img", "source", "image", "video", "v:fill", "v:image", "v:imagedata", "td", "th", "tr", "body", "table"}
)
"""Elements that show what their URL names."""


def is_relative(url: str) -> bool:
    """Whether a URL leads to the site that holds it, and somewhere else than to the page itself."""
    if not url or url[0] in "#?" or form.has_tag(url):
        return False
    pieces = urls.split(url)
    return not pieces.scheme and pieces.authority is None and bool(pieces.path)


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """Links without a site, in a message: there is no page that they could be seen from."""
    if "base" in facts.meta and urls.resolve(facts.meta["base"][0]).host:
        return
    for link in facts.links:
        url = urls.clean(link.url)
        if not is_relative(url) or form.fault(url) or link.element == "text":
            continue
        if link.element in JUMPS:
            if "@" in url:
                continue
            yield broken(
                f"the link “{link.text or url}” opens “{url}”, which is nothing in a mail program: it lacks the site",
                "Write the whole address, beginning with https://.",
            ).found(link)
        elif link.element in PICTURES and delivery.state != "source":
            yield broken(
                f"the picture “{url}” does not show in a mail program: its address lacks the site",
                "Write the whole address, beginning with https://.",
            ).found(link)
