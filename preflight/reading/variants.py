"""British and American spelling: twins, which the word list holds one of, and which side a text is on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from preflight import shipped
from preflight.patterns import regex

if TYPE_CHECKING:
    from preflight.reading.lexicon import Lexicon

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # "colourful" → "colorful"
    (regex(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|abl[ey]|ites?|less|ful|fully|hoods?|ers?|ists?|y|al)?$)"), "or"),
    # "organisations" → "organizations"
    (regex(r"(?<=[a-z]{2})is(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)$)"), "iz"),
    # "analysed" → "analyzed"
    (regex(r"ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),
    # "centres" → "centers", "centred" → "centered"
    (regex(r"(?<=[a-z]{2})re(?=s?$)"), "er"),
    (regex(r"(?<=[a-z]{2})red$"), "ered"),
    (regex(r"(?<=[a-z]{2})ring$"), "ering"),
    # "travelled" → "traveled"
    (regex(r"ll(?=(?:ed|ing|ings|er|ers|or|ors|ous|y)$)"), "l"),
    # "fulfil" → "fulfill", "skilful" → "skillful", "enrolment" → "enrollment"
    (regex(r"(?<=[aio])l(?=(?:s|ful|fully|ment|ments)?$)"), "ll"),
    # "catalogue" → "catalog"
    (regex(r"(?<=og)ue(?=s?$)"), ""),
    # "defence" → "defense", "licence" → "license"
    (regex(r"(?<=en)c(?=(?:e|es|ed|ing|eless)$)"), "s"),
    # "programme" → "program"
    (regex(r"(?<=m)me(?=s?$)"), ""),
    # "paediatric" → "pediatric", "manoeuvre" → "maneuver"
    (regex(r"[ao]e"), "e"),
    (regex(r"oeuvre"), "euver"),
    # "judgement" → "judgment", "ageing" → "aging"
    (regex(r"(?<=dg)e(?=ments?$)"), ""),
    (regex(r"e(?=(?:ing|able)$)"), ""),
)  # fmt: skip


def american(word: str) -> Iterator[str]:
    """American spellings that this word might be the British one of; most are no words at all.

    >>> list(american("colourful"))
    ['colorful']
    """
    for pattern, replacement in _RULES:
        changed = pattern.sub(replacement, word)
        if changed != word:
            yield changed


# "organization"
_IZE = regex(r"(?<=[a-z]{3})iz(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)$)")


def british(word: str) -> Iterator[str]:
    """British spellings of an American one.

    >>> list(british("colors")), list(british("organizing"))
    (['colours'], ['organising'])
    """
    _, americans = twins()
    if word in americans:
        yield americans[word]
    changed = _IZE.sub("is", word)
    if changed != word:
        yield changed


# --- one side enforced ----------------------------------------------------------------------------------

_ENDINGS = (
    "s", "ed", "ing", "ings", "er", "ers", "or", "ors", "ful", "fully", "less", "able", "ably", "ist", "ists", "hood",
    "hoods", "al", "ly", "y",
)  # fmt: skip
# "organise", "organisations"
_ISE = regex(r"([a-z]{4,})is(e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)")
NEARLY = 30
"""Hundredths of a power of ten by which -ize may be rarer: "organize" is common, "advertize" and "exercize" are not."""


@cache
def twins() -> tuple[dict[str, str], dict[str, str]]:
    """British forms with their American twins, and the other way round."""
    british: dict[str, str] = {}
    for line in (shipped.folder("rules") / "words" / "en" / "british.txt").read_text(encoding="utf-8").splitlines():
        left, arrow, right = line.partition(" -> ")
        if arrow and not line.startswith("#"):
            british.update(_forms(left.strip(), right.strip()))
    return british, {theirs: ours for ours, theirs in british.items()}


def _forms(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    """A pair with its inflections; those that nobody writes do no harm."""
    if ours.endswith("-"):
        ours, theirs = ours[:-1], theirs[:-1]
    else:
        yield ours, theirs
    if ours.endswith("e"):
        longer = theirs if theirs.endswith("e") else f"{theirs}e"
        yield f"{ours}s", f"{theirs}s"
        for ending in ("d", "r", "rs"):
            yield f"{ours}{ending}", f"{longer}{ending}"
        yield f"{ours[:-1]}ing", f"{longer[:-1]}ing"
    else:
        yield from ((ours + ending, theirs + ending) for ending in _ENDINGS)


def other_form(word: str, wanted: str, lexicon: Lexicon) -> str:
    """How the wanted side ("british" or "american") writes a word of the other side; empty if it needs no change.

    Endings in -ize are right on both sides (Oxford spelling).
    """
    british, american_ones = twins()
    if wanted == "british":
        return american_ones.get(word, "")
    if word in british:
        return british[word]
    found = _ISE.fullmatch(word)
    if found:
        twin = f"{found.group(1)}iz{found.group(2)}"
        if lexicon.listed(twin) and lexicon.rarity(twin) <= lexicon.rarity(word) + NEARLY:
            return twin
    return ""
