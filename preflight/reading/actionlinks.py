"""Links that do something as soon as they are opened: unsubscribe, confirm, cancel, vote, sign in.

Link checkers and mail scanners that opened such links have unsubscribed real people and answered invitations for them
(RFC 8058 exists because of it), and asking with HEAD instead of GET is no excuse. They are never requested. Wrongly
taking a page for an action costs one check, and the report says so; the other mistake cannot be undone: so when in
doubt, it is an action. Addresses are judged by themselves too, since a redirect has no text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import unquote_plus

from preflight.patterns import regex
from preflight.reading import actionwords as words

MERGE_TAG = regex(r"\{\{|\{%|\*\||\|\*|\$\{|\[\[|<%|%%[a-z_]|#\{|\{[a-z_][a-z_. ]*\}")  # {{ url }} · *|URL|*
MAIL_ADDRESS = regex(r"[^@/&=?\s]@(?!(?:group|import)\.(?:v\.)?calendar\.)[a-z0-9-]+\.[a-z]")
# ?email=anna@example.com, but not the name of a public calendar
WORD = regex(r"[^\W_]+")  # "cancel" and "booking" of cancel_booking
BEFORE_HOST = regex(r"^[a-z][a-z0-9+.-]*:/*(?:[^/?#@]*@)?")  # "https://anna@" of https://anna@example.com/
RATING = regex(r"^[\s★☆⭐👍👎😀-🙄☹☺❤\ufe0f]+$")  # ★★★★★ · 👍
GRADE = regex(r"^(?:10|[0-9])$")  # the "7" of a scale from 0 to 10 …
SURVEY = regex(r"survey|feedback|nps|rat(?:e|ing)|score|umfrage|sondage|encuesta")  # … that leads to /survey/7

NOT_PAGES = frozenset({"dns-prefetch", "preconnect"})
FORM_ATTRIBUTES = frozenset({"action", "formaction"})
IMAGES = frozenset({"img", "image", "source", "amp-img"})
CLICKED = frozenset({"a", "area", "button", "input", "text", ""})
"""Elements that a person clicks. The others are loaded by every reader's program, for nobody in particular."""

LONGEST_TEXT = 400
LONGEST_NAME = 4
"""Words in a path segment that a verb may begin: ``cancel-my-booking``, not the headline of an article."""


_ANY_SERVICE = "|".join(f"(?:{pattern})" for _, pattern in words.SERVICES)
"""All of them at once: most addresses are none of theirs."""


def reason(url: str, text: str = "", element: str = "", rel: str = "", attribute: str = "") -> str | None:
    """Why this link must not be requested, as a short noun phrase; None when it may be.

    ``text`` is what a reader sees of it; ``element``, ``rel`` and ``attribute`` say where it stands. All but the
    address may be empty, as for the hops of a redirect.
    """
    element, attribute = element.lower(), attribute.lower()
    if element == "form" or attribute in FORM_ATTRIBUTES:
        return words.FORM
    if "unsubscribe" in element or "unsubscribe" in attribute:
        return words.UNSUBSCRIBE  # a message's List-Unsubscribe header
    if rel and NOT_PAGES.intersection(rel.lower().split()):
        return words.HINT
    address = fold(url)
    if MERGE_TAG.search(url.lower()) or MERGE_TAG.search(address):
        return words.MERGE_TAG
    if element in IMAGES and compiled(words.PIXELS).search(address):
        return words.PIXEL
    clicked = element in CLICKED
    return _of_address(address, clicked=clicked) or (_of_text(text, address) if clicked and text else None)


def _of_address(folded: str, *, clicked: bool) -> str | None:
    if compiled(words.LEAVING).search(folded):
        return words.UNSUBSCRIBE
    address = BEFORE_HOST.sub("", folded, count=1)
    if compiled(_ANY_SERVICE).match(address):
        return next(why for why, pattern in words.SERVICES if compiled(pattern).match(address))
    rest = address.partition("#")[0].partition("/")[2]
    if compiled(words.RESETS).search(rest):
        return words.SIGN_IN
    path, _, query = address.partition("#")[0].partition("?")
    path = path.partition("/")[2]
    if compiled(words.SETTINGS).search(path):
        return words.PREFERENCES
    for segment in path.split("/"):
        if verb := _of_segment(segment):
            return verb
    for parameter in query.replace(";", "&").split("&"):
        if action := _of_parameter(*parameter.partition("=")[::2], clicked=clicked):
            return action
    return words.PERSONAL if clicked and MAIL_ADDRESS.search(query) else None


def _of_segment(segment: str) -> str | None:
    """What a path segment says will be done: ``cancel``, ``cancel-my-booking``, ``verify_email.php``."""
    name = segment.partition(".")[0].replace("_", "-").replace(" ", "-")
    if name in words.VERBS:
        return words.VERBS[name]
    parts = WORD.findall(name[:80])
    if not 1 < len(parts) <= LONGEST_NAME:
        return None
    return words.VERBS.get("-".join(parts[:2])) or (None if parts[0] in words.LONE_VERBS else words.VERBS.get(parts[0]))


def _of_parameter(key: str, value: str, *, clicked: bool) -> str | None:
    if key.startswith("utm_"):
        return None
    why = words.PARAMETERS.get(key) or words.VERBS.get(key) or words.VERBS.get(value)
    return why if clicked or why != words.SIGN_IN else None


def _of_text(text: str, address: str) -> str | None:
    if RATING.match(text):
        return words.VOTE
    folded = " ".join(fold(text[:LONGEST_TEXT]).replace("’", "'").split()).strip(" .!:»›→>-–—")
    if GRADE.match(folded):
        return words.VOTE if SURVEY.search(address) else None
    length = folded.count(" ") + 1
    return next(
        (why for why, most, text_of in words.TEXTS if length <= most and compiled(text_of).search(folded)), None
    )


_BEYOND = regex(r"[^\x00-\x7f]+")  # "é", taken apart into a letter and its accent


def _bare(beyond: re.Match[str]) -> str:
    return "".join(sign for sign in beyond[0] if not unicodedata.combining(sign))


def fold(text: str) -> str:
    """Lower case, without accents, percent-escapes read (twice: an address within an address)."""
    if "%" in text or "+" in text:
        text = unquote_plus(unquote_plus(text))
    if not text.isascii():
        text = _BEYOND.sub(_bare, unicodedata.normalize("NFKD", text))
    return text.lower()


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: an offline check of a page needs none, and all take several milliseconds."""
    return regex(pattern)
