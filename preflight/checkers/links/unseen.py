"""Links that a reader cannot see, or cannot hear: no words, no picture, a picture without description."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from preflight.checkers.links.around import NESTED, Surroundings, content, opening_tag, shorten
from preflight.checkers.links.fault import Fault
from preflight.model import Facts, Finding, Link, Part
from preflight.patterns import regex

RULE = "links.empty"

UNSEEN = "unseen-link"
"""Fact: a link of a page to its own site without words. The value is its sentence and its remedy."""

_NAMED = regex(r"\s(?:id|name|aria-label|aria-labelledby|title|aria-hidden|class)\s?=|background", re.IGNORECASE)
_COMMENT = regex(r"<!--[\s\S]{0,2000}?-->")
_BLANK = regex(
    r"(?:\s|&nbsp;|&#160;|&#xa0;|<br\s?/?>|<(?:span|b|i|em|strong|font|u)>|</(?:span|b|i|em|strong|font|u)>)*", re.I
)
_PIXEL = regex(r"\b(?:width|height)\s?=\s?[\"']?[01](?:px)?[\"'\s>/]", re.IGNORECASE)
_IMAGE = regex(r"<(?:img|amp-img)\b[^>]{0,2000}", re.IGNORECASE)
_SOURCE = regex(r"\bsrc\s?=\s?[\"']([^\"']{1,2000})", re.IGNORECASE)
_ALT = regex(r"\salt\b", re.IGNORECASE)
_SAYS = regex(r"<(?:svg|i|picture|object|video|canvas|use)\b|<title>|\baria-label|\btitle\s?=|icon|logo", re.IGNORECASE)


def fault(link: Link, part: Part, around: Surroundings) -> Fault | None:
    """A link that a reader cannot see, or cannot hear."""
    if link.hidden:
        return None
    tag, inner = opening_tag(part, link), _COMMENT.sub("", content(part, link))
    if not tag or inner.endswith(NESTED):
        return None
    if _BLANK.fullmatch(inner):
        if _NAMED.search(tag) or link.url in around.worded:
            return None
        return Fault(
            RULE,
            f"the link to {shorten(link.url)} has no words and no picture, so nobody can see it",
            "Give it words, or take it out.",
            severity="warning",
        )
    image = _IMAGE.search(inner)
    if not image or _PIXEL.search(image[0]) or _SAYS.search(tag + inner):
        return None
    if link.url in around.worded and not (around.email and not _ALT.search(image[0])):
        return None  # a picture beside its own headline; without any alt, a mail program shows the file's name
    source = _SOURCE.search(image[0])
    picture = source[1].rpartition("/")[2] if source else "picture"
    return Fault(
        RULE,
        f"the linked picture {shorten(picture)} has no description: without pictures nobody knows what it opens",
        "Write in the picture’s alternative text what a reader finds behind the link.",
        severity="warning" if around.email else "info",
    )


def awaited(fault: Fault, link: Link, around: Surroundings) -> list[str]:
    """The fact's value where the page that the link opens may be the cause, or nothing."""
    own = not around.email and link.url[:1] not in ("", "#", "?") and ":" not in link.url and link.url[:2] != "//"
    return [fault.message, fault.help] if own and "no words" in fault.message else []


def findings(facts: Facts, titleless: Callable[[str], bool]) -> Iterator[Finding]:
    """Links without words. A list of pages takes its words from their titles: where the title is missing, that is the
    mistake (the family ``meta`` tells it), and this only one place where it shows."""
    for fact in facts.facts.get(UNSEEN, ()):
        message, remedy = fact.value
        consequence = titleless(fact.match)
        yield Finding(
            RULE,
            message + (": the page that it opens has no title" if consequence else ""),
            fact.location,
            match=fact.match,
            help="Give that page its title." if consequence else remedy,
            severity="info" if consequence else "warning",
        )
