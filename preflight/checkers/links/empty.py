"""Links that open nothing: no address, a lone ``#``, nothing to click on."""

from __future__ import annotations

import re

from preflight.checkers.links.around import Surroundings, is_handled, opening_tag, shorten
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import CALLS, UPWARDS
from preflight.model import Link, Part, TextRun
from preflight.patterns import regex

RULE = "links.empty"

_NOWHERE = regex(
    r"#!?|(?:#|javascript:)\s?(?:void\s?\(?\s?0?\s?\)?|;|//|undefined|null)?;?|about:blank|undefined|null|none", re.I
)
# such as "javascript:void(0)"
_LOADED = {"img": "picture", "script": "script", "link": "style sheet"}
_FILLED_LATER = regex(
    r"\s(?:data-|srcset|:|v-|x-|ng-|on)|lazy|\bid\s?=|\bclass\s?=", re.I
)  # data-src=, :src=, class="lazy"
_WORDS = regex(r"[^\W\d_]+(?:-[^\W\d_]+)?")  # "Pre-order now"


def goes_nowhere(url: str) -> bool:
    return not url.strip() or bool(_NOWHERE.fullmatch(url.strip()))


def address_fault(link: Link, part: Part, around: Surroundings) -> Fault | None:
    """A link whose address is empty, ``#`` or ``javascript:void(0)``."""
    email = around.email
    named = f"the link “{shorten(link.text)}”" if link.text else "a link"
    bare = not link.url.strip()
    if goes_up(link.text):
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
    call = _is_call(link.text)
    if around.scripted and not (call and link.zone != "nav" and " " in link.text.strip()):
        return None
    severity = "" if call and not around.scripted else "warning"
    why = f"{named} has only “{link.url.strip()}” for an address: it opens nothing"
    return Fault(RULE, why, "Put the address in that it should open.", severity=severity)


def is_told(link: Link, title: str, around: Surroundings) -> bool:
    """Whether ``address_fault`` says the same of a page's link whatever its zone is and its headings are."""
    if goes_up(link.text):
        return True
    if not link.url.strip():
        return bool(link.text) and link.text in title
    return not (around.scripted and _is_call(link.text) and " " in link.text.strip())


def unfilled_source(link: Link, part: Part, around: Surroundings) -> Fault | None:
    """A picture, style sheet or script whose address was never put in. Scripts fill in pictures that load late."""
    tag = opening_tag(part, link)
    what = _LOADED.get(link.element)
    if what is None or around.document.templated or not tag or (not around.email and _FILLED_LATER.search(tag)):
        return None
    if link.element == "link" and "stylesheet" not in link.rel.lower():
        return None
    severity = "" if around.email and link.element == "img" else "warning"
    return Fault(RULE, f"a {what} has no address: nothing is loaded", f"Put that of the {what} in.", severity=severity)


def goes_up(text: str) -> bool:
    """``Back to top ↑``"""
    said = _WORDS.findall(text.lower()) if len(text) <= 40 else []
    arrow = text.strip() in ("↑", "▲", "⬆", "⇧", "^")
    return arrow or (bool(said) and UPWARDS.issuperset(said) and not {"top", "up", "oben", "haut"}.isdisjoint(said))


def _is_call(text: str) -> bool:
    """``Read more``"""
    said = _WORDS.findall(text[:80].lower())
    return bool(said) and said[0] in CALLS


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
        f"the button “{shorten(run.text)}” has no address: it opens nothing",
        "Put the address in that it should open.",
    )
