"""Template tags that a site's build left in its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from preflight.model import Delivery, Document, Fact, Finding, Severity, TextRun

SURE_KINDS = frozenset({"title", "button", "meta"})
MOST = 500
"""Tags of one page; a page with more is broken altogether."""
SOURCES = 3
"""One page in so many with template syntax, and the folder holds sources rather than a build."""
CLIENT_SIDE = ("v-", "ng-", "x-", "data-ng-", "@", ":", "*ng", "data-bind")
"""Attributes of frameworks that fill ``{{ … }}`` in the browser."""


def find(runs: Sequence[TextRun], text: str, document: Document) -> Iterator[Fact]:
    """Tags that a site generator left, with what speaks for and against."""
    yield from islice(_all(runs, text, document), MOST)


def _all(runs: Sequence[TextRun], text: str, document: Document) -> Iterator[Fact]:
    in_links = [link for link in document.links if "{{" in link.url or "{%" in link.url]
    if "{{" not in text and "{%" not in text and not in_links:
        return
    from preflight.reading import tags

    samples = " ".join(run.text for run in document.runs if run.kind == "code")
    for run in runs:
        for tag in tags.find(run.text):
            match = run.text[tag.start : tag.end]
            if tag.malformed or match[:2] not in ("{{", "{%") or _filled_in_the_browser(run):
                continue
            sure = run.kind in SURE_KINDS or run.zone == "nav"
            value = {"what": "unrendered", "sure": sure, "taught": match[:2] in samples, "kind": run.kind}
            yield Fact("placeholder", value, run.span(tag.start, tag.end), match)
    for link in in_links:
        for tag in tags.find(link.url):
            match = link.url[tag.start : tag.end]
            if not tag.malformed and match[:2] in ("{{", "{%"):
                value = {"what": "unrendered", "sure": True, "taught": match[:2] in samples, "kind": "url"}
                yield Fact("placeholder", value, link.span, match)


def _filled_in_the_browser(run: TextRun) -> bool:
    return run.element is not None and any(
        name.startswith(CLIENT_SIDE) for element in run.element.ancestors() for name in element.attributes
    )


def is_built(delivery: Delivery) -> bool:
    """A built site in which a few pages were left; where tags are common, these are the sources."""
    if delivery.kind != "site":
        return delivery.kind == "page" and delivery.state != "source"
    pages = [document for document in delivery.documents if document.kind == "page"]
    return SOURCES * sum(1 for page in pages if page.templated) < len(pages)


def finding(fact: Fact) -> Finding:
    """What ``find`` saw, as a finding."""
    severity: Severity = "error" if fact.value["sure"] and not fact.value["taught"] else "warning"
    return Finding(
        "placeholders.unrendered",
        f"the template tag {fact.match!r} was not filled in",
        fact.place,
        fact.match,
        "Build the page again, and look at the spelling of the name in the template.",
        severity=severity,
    )
