"""Links that jump to a place in a page: does anything there have that name?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from preflight.checkers.links import form
from preflight.checkers.links.around import Surroundings, is_handled, opening_tag
from preflight.checkers.links.fault import Fault
from preflight.model import Finding, Part
from preflight.patterns import regex
from preflight.reading import urls

RULE = "links.missing-anchor"

_SCRIPTS_OWN = regex(r"[/!?=]|.{0,200}=|(?:elementor-action|popup|modal|lightbox|open|toggle)\b", re.IGNORECASE)
# "#/cart", "#!about", "#elementor-action": read by a script, no place in the page
_NUMBERED = regex(r"[-_]\d{1,3}\Z")  # "prices-1": the second heading of that name
_AS_WRITTEN = regex(r"#[!-9;-~]+\Z")  # a name without white space or ":~:", read as it is written
_SOUNDS = regex(r"[\W_]+")  # "Getting started!" sounds like "getting-started"


def wanted(fragment: str | None) -> str:
    """The name that a fragment asks for, or nothing when it is always fine (``#``, ``#top``, a text fragment)."""
    if not fragment:
        return ""
    name = fragment.partition(":~:")[0]
    if not name or name.lower() == "top" or _SCRIPTS_OWN.match(name):
        return ""
    return name


def is_there(name: str, anchors: Collection[str]) -> bool:
    """Whether an anchor answers a fragment: as it is written or decoded once (WHATWG HTML, "indicated part")."""
    return name in anchors or urls.decoded(name) in anchors


def fault(name: str, anchors: Collection[str], page: str, *, sure: bool) -> Fault:
    """The finding for a name that is not there. ``page`` says which page it is about."""
    plain = urls.decoded(name)
    near = next((anchor for anchor in sorted(anchors) if urls.loose(anchor) == urls.loose(plain)), "")
    why = f"; it has “#{near}”, and capital letters count" if near else ""
    return Fault(
        RULE,
        f"the link jumps to “#{plain}”, a name that {page} does not have{why}",
        "Correct the name behind the #, or give the place that name.",
        f"#{near}" if near else "",
        "error" if sure else "warning",
    )


def missing(part: Part, around: Surroundings) -> Iterator[Finding]:
    """Jumps within one document that lead nowhere."""
    if around.document.templated or any(meta.name == "base" for meta in part.meta):
        return
    anchors = frozenset(part.anchors)
    headings: frozenset[str] | None = None

    def is_doubtful(url: str) -> bool:
        return url[:1] == "#" and not (url[1:] in anchors and _AS_WRITTEN.match(url))

    for link in part.links_to(is_doubtful):
        if link.element not in ("a", "area"):
            continue
        name = wanted(urls.clean(link.url)[1:])
        if not name or form.fault(link.url):
            continue
        if is_there(name, anchors) or is_handled(opening_tag(part, link)):
            continue
        html = "html" in part.media_type
        if not html:
            headings = _headings(part) if headings is None else headings
            if sound(_NUMBERED.sub("", urls.decoded(name))) in headings:
                continue
        where = "this page" if not around.email else "this message"
        yield fault(name, anchors, where, sure=html and not around.scripted).at(link, part)


def _headings(part: Part) -> frozenset[str]:
    """Headings as their anchors sound: every Markdown program makes up its own."""
    return frozenset(sound(run.text) for run in part.runs if run.kind == "heading").union(map(sound, part.anchors))


def sound(text: str) -> str:
    return _SOUNDS.sub("", urls.loose(text))
