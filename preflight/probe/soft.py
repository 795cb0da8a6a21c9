"""Soft 404: an error page that its server sends as if all were well.

The words alone may be an article's about error pages, so pages are compared with what their host sends for an address
that cannot exist, asked for once per host: that tells error pages without a word of an error, too. A host's front page
is never an error.
"""

from __future__ import annotations

import hashlib
import re
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from preflight.model import Landing, Probe
from preflight.patterns import regex
from preflight.reading import botwalls

ERROR = regex(
    r"\b(?:404|page (?:was |is |could )?not (?:be )?(?:found|available)|not found|(?:does|do)(?: not|n.t) exist"
    r"|no longer (?:exists?|available|here)|can(?:no|')t (?:be found|find)|could(?: not|n.t) (?:be found|find)"
    r"|page (?:is )?(?:missing|unavailable|gone)|(?:nothing|no page) (?:was )?found|oops|dead link"
    r"|seite (?:wurde )?(?:leider )?nicht gefunden|nicht gefunden|existiert (?:leider )?nicht|nicht mehr verfügbar"
    r"|(?:page )?(?:introuvable|non trouvée)|n.existe (?:pas|plus)|página no encontrada|no encontrad[ao]|no existe)",
    re.IGNORECASE,
)  # “Sorry, that page could not be found.”
SURE = regex(
    r"\W*(?:error\W+)?(?:404\b|(?:page|site|product|item|file|event|seite|página) (?:was )?"
    r"(?:not found|nicht gefunden|no encontrad[ao]|introuvable|missing|does not exist)|not found\b|nicht gefunden\b)",
    re.IGNORECASE,
)  # a title that begins so
LONG = 1_500
"""Characters; an error page says less."""
WORD = regex(r"\w+")
ALIKE = 0.8
WORD_FOR_WORD = 0.97
FEWEST_WORDS = 12
"""Distinct words that a page must say before it can be told from another."""


def looks_like_an_error(probe: Probe) -> bool:
    """Whether it is worth another request."""
    landing = probe.landing
    if probe.outcome != "alive" or landing is None or not _path(probe):
        return False
    if ERROR.search(probe.title) or ERROR.search(landing.heading):
        return True
    return len(landing.text) <= LONG and bool(ERROR.search(landing.text[:400]))


def is_worth_comparing(probe: Probe) -> bool:
    """Whether the page says enough to be told from others, and stands below its host's front page.

    A page that scripts make looks the same at every address, and so do its anchors: they are not known.
    """
    landing = probe.landing
    if probe.outcome != "alive" or landing is None or probe.anchors is None or not _path(probe) or probe.soft:
        return False
    host = urlsplit(probe.final_url or probe.url).hostname or ""
    return not botwalls.site(host) and len(set(WORD.findall(landing.text[:LONG].lower()))) >= FEWEST_WORDS


def stranger(url: str) -> str:
    """An address beside this one that nobody ever made; empty for a front page."""
    pieces = urlsplit(url)
    folder, _, name = pieces.path.rstrip("/").rpartition("/")
    if not name:
        return ""
    made_up = hashlib.sha256(url.encode()).hexdigest()[:16]
    return urlunsplit((pieces.scheme, pieces.netloc, f"{folder}/preflight-{made_up}", "", ""))


def verdict(probe: Probe, beside: Probe | None) -> Literal["", "same", "words", "quiet"]:
    """``beside`` is the answer for the stranger, if there was one."""
    landing = probe.landing
    if landing is None:
        return ""
    if not looks_like_an_error(probe):
        return "quiet" if beside is not None and _is_the_same(probe, landing, beside) else ""
    if beside is not None and beside.outcome == "alive" and beside.landing is not None:
        home = beside.final_url and not _path(beside)  # sent home: tells nothing of this page
        if not home and _are_alike(probe, landing, beside, beside.landing):
            return "same"
    titled, headed = SURE.match(probe.title), SURE.match(landing.heading)
    short = len(landing.text) <= LONG
    return "words" if short and (titled or headed) and _agree(probe.title, landing.heading) else ""


def _agree(title: str, heading: str) -> bool:
    """Both speak of an error, as far as there are two."""
    return all(ERROR.search(text) for text in (title, heading) if text)


def _is_the_same(probe: Probe, landing: Landing, beside: Probe) -> bool:
    """Whether a page is word for word what its host shows for anything. Where the host sends strangers to one page of
    its own, a link to that very page is right."""
    other = beside.landing
    if beside.outcome != "alive" or other is None or not _path(beside):
        return False
    if beside.final_url and (probe.final_url or probe.url) == beside.final_url and not probe.final_url:
        return False
    one, two = (set(WORD.findall(text.lower())) for text in (landing.text, other.text))
    named_alike = probe.title == beside.title and landing.heading == other.heading
    return named_alike and len(one & two) >= WORD_FOR_WORD * len(one | two)


def _are_alike(one: Probe, landing: Landing, other: Probe, its_landing: Landing) -> bool:
    mine = set(WORD.findall(f"{one.title} {landing.text}".lower()))
    its = set(WORD.findall(f"{other.title} {its_landing.text}".lower()))
    return bool(mine) and len(mine & its) >= ALIKE * len(mine | its)


def _path(probe: Probe) -> str:
    return urlsplit(probe.final_url or probe.url).path.strip("/")
