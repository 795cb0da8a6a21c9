"""Links that open nothing: no address, a lone ``#``, nothing to click on."""

from __future__ import annotations

import re

from preflight.checkers.links.around import NESTED, Surroundings, content, is_handled, opening_tag
from preflight.checkers.links.fault import Fault
from preflight.model import Link, Part, TextRun

RULE = "links.empty"

_NOWHERE = re.compile(
    r"#!?|(?:#|javascript:)\s?(?:void\s?\(?\s?0?\s?\)?|;|//|undefined|null)?;?|about:blank|undefined|null|none", re.I
)
# such as "javascript:void(0)"
_UPWARDS = re.compile(
    r"\W*(?:(?:back|go|return|scroll|jump)?\s?(?:to\s)?(?:the\s)?(?:page\s)?top(?:\sof\s(?:the\s)?page)?|up|nach oben|"
    r"haut de page|[↑▲⬆⇧^])\W*",
    re.IGNORECASE,
)  # "Back to top ↑"
_CALL = re.compile(
    r"(?:read|learn|find out|see|view|discover|shop|buy|order|book|register|sign up|subscribe|donate|get|download|"
    r"start|join|apply|rsvp|watch|listen|try|contact|reserve|claim|redeem|browse|explore|enroll?|save|pre-?order|request|"
    r"schedule|take|visit|give|vote|click|tap|more|here|continue|unsubscribe|pay|renew|upgrade|add to)\b",
    re.IGNORECASE,
)  # "Read more", "Book your place"
_NAMED = re.compile(r"\s(?:id|name|aria-label|aria-labelledby|title|aria-hidden|class)\s?=|background", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[\s\S]{0,2000}?-->")
_BLANK = re.compile(
    r"(?:\s|&nbsp;|&#160;|&#xa0;|<br\s?/?>|<(?:span|b|i|em|strong|font|u)>|</(?:span|b|i|em|strong|font|u)>)*", re.I
)
_PIXEL = re.compile(r"\b(?:width|height)\s?=\s?[\"']?[01](?:px)?[\"'\s>/]", re.IGNORECASE)
_IMAGE = re.compile(r"<(?:img|amp-img)\b[^>]{0,2000}", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s?=\s?[\"']([^\"']{1,2000})", re.IGNORECASE)
_ALT = re.compile(r"\salt\b", re.IGNORECASE)
_SAYS = re.compile(
    r"<(?:svg|i|picture|object|video|canvas|use)\b|<title>|\baria-label|\btitle\s?=|icon|logo", re.IGNORECASE
)


def goes_nowhere(url: str) -> bool:
    return not url.strip() or bool(_NOWHERE.fullmatch(url.strip()))


def address_fault(link: Link, part: Part, around: Surroundings) -> Fault | None:
    """A link whose address is empty, ``#`` or ``javascript:void(0)``."""
    email = around.email
    named = f"the link “{_shorten(link.text)}”" if link.text else "a link"
    bare = not link.url.strip()
    if link.text and len(link.text) <= 40 and _UPWARDS.fullmatch(link.text):
        return None
    if email:
        what = "has no address" if bare else f"has only “{link.url.strip()}” for an address"
        return Fault(RULE, f"{named} {what}: it opens nothing", "Put the address in that it should open.")
    tag = opening_tag(part, link)
    if is_handled(tag) or not (bare or any(map(str.isalnum, link.text))):
        return None  # an icon that a script or a style sheet opens
    if bare:
        if link.zone == "nav" or (link.text and link.text in around.titles) or not (link.text or tag):
            return None  # the page's own entry in a menu
        severity = "warning" if around.scripted else ""
        return Fault(
            RULE, f"{named} has no address: it opens this page again", "Put the address in.", severity=severity
        )
    call = bool(_CALL.match(link.text.strip("»›→> ")))
    if around.scripted and not (call and link.zone != "nav" and " " in link.text.strip()):
        return None
    severity = "" if call and not around.scripted else "warning"
    why = f"{named} has only “{link.url.strip()}” for an address: it opens nothing"
    return Fault(RULE, why, "Put the address in that it should open.", severity=severity)


def text_fault(link: Link, part: Part, around: Surroundings) -> Fault | None:
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
            f"the link to {_shorten(link.url)} has no words and no picture, so nobody can see it",
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
        f"the linked picture {_shorten(picture)} has no description: without pictures nobody knows what it opens",
        "Write in the picture’s alternative text what a reader finds behind the link.",
        severity="warning" if around.email else "info",
    )


def unlinked_button(run: TextRun) -> Fault | None:
    """A button written as a link, without an address at all."""
    element = run.element
    if run.kind != "button" or element is None or element.tag != "a" or "href" in element.attributes:
        return None
    attributes = " ".join(f' {name}="{value}"' for name, value in element.attributes.items())
    if is_handled(attributes):
        return None
    return Fault(
        RULE,
        f"the button “{_shorten(run.text)}” has no address: it opens nothing",
        "Put the address in that it should open.",
    )


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
