"""How sure we are that an unknown word is a misspelling: the evidence for and against, added up.

Weights are hundredths of natural log-odds. They were fitted (logistic regression, checked across sources) on several
hundred real and planted misspellings against the unknown but right words of newsletters, small sites and manuals, then
rounded: a handful of general features, no word among them. Zero means even odds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from preflight.reading.lexicon import ABSENT, Lexicon
from preflight.reading.misspelling import Candidate

FLOOR = 820
"""Rarity of the rarest words that anybody counted; a word that nobody did is taken to be this rare."""

PRIOR = -102
CONTRAST = 1.62
COST = -3.7
LETTERS = {1: -228, 2: -228, 3: -246, 4: -246, 5: -188, 6: 0, 7: 0, 8: 173, 9: 173, 10: 173}
MANY_LETTERS = 304
UNCOUNTED = -48
CAPITAL, CAPITAL_FIRST, CAPITAL_BESIDE, CAPITAL_SHORT = -199, 21, -71, -57
HYPHENATED = -132
REPEATED, MOST_REPEATED, MOST_REPEATED_CHEAP = -209, 5, 1
FOREIGN_PEER, MOST_PEERS, DENSE = -48, 6, -132
DERIVED, DERIVED_COUNTED = -125, -51
COMPOUND, COMPOUND_FAR = -40, -195
PLURAL = -101
FIRST_LETTER = -77
POSSESSIVE = -129
IN_ADDRESS = -250
SHOUTED = -105
ANOTHER_LANGUAGE = -150
ABBREVIATION = -150
ACCENTED = -150

SUFFIXES = (
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "less", "able", "ful", "ish", "ism", "ist", "ists",
    "y", "ize", "ized", "ization", "like", "wise", "ship", "free", "ability", "ive", "al", "ional", "ion", "ions",
    "or", "ors", "ment", "ments",
)  # fmt: skip
PREFIXES = (
    "re", "un", "non", "pre", "de", "sub", "anti", "co", "over", "under", "multi", "inter", "dis", "mis", "super",
    "meta", "micro", "cyber", "auto", "out", "up", "e", "bi", "semi", "post", "cross", "mini",
)  # fmt: skip
SHORTEST_STEM = 4
SHORTEST_HALF = 3
COMMON_HALF = 600
LONGEST_ABBREVIATION = 3
ABBREVIATIONS_RARITY = 620


@dataclass(frozen=True, slots=True)
class Sighting:
    """What surrounds one occurrence. ``peers`` are other unknown words of the same text that resemble nothing either;
    ``in_address``: a link's path holds the word;
    ``contexts`` in how many different surroundings the word stands in the whole delivery."""

    capitalised: bool = False
    begins: bool = False
    beside: bool = False
    hyphenated: bool = False
    shouted: bool = False
    possessive: bool = False
    peers: int = 0
    words: int = 1
    in_address: bool = False
    contexts: int = 1


def contrast(form: str, candidate: Candidate, lexicon: Lexicon) -> int:
    """How much rarer the form is than what was perhaps meant, in hundredths of a power of ten."""
    return min(lexicon.rarity(form), FLOOR) - candidate.rarity


def resembles(form: str, candidate: Candidate | None, lexicon: Lexicon) -> bool:
    """Whether an unknown word looks like a slip at all, rather than like a name or a foreign word."""
    if candidate is None:
        return False
    return contrast(form, candidate, lexicon) - candidate.cost - (100 if candidate.slips > 1 else 0) > 120


def suspicion(form: str, candidate: Candidate, lexicon: Lexicon, shape: int, seen: Sighting) -> int:
    """Log-odds × 100 that ``form`` here is a slip for ``candidate``. ``shape`` is ``word_shape(form)``."""
    length = len(form)
    points = PRIOR + shape + LETTERS.get(length, MANY_LETTERS)
    points += round(CONTRAST * contrast(form, candidate, lexicon) + COST * candidate.cost)
    if lexicon.rarity(form) == ABSENT:
        points += UNCOUNTED
    if form[0] != candidate.word[0]:
        points += FIRST_LETTER
    if form in (candidate.word + "s", candidate.word + "es"):
        points += PLURAL
    if seen.capitalised and candidate.word not in lexicon.own.proper:
        points += CAPITAL_FIRST if seen.begins else CAPITAL
        points += CAPITAL_BESIDE if seen.beside else 0
        points += CAPITAL_SHORT if length <= 6 else 0
    if length <= LONGEST_ABBREVIATION and lexicon.rarity(form) < ABBREVIATIONS_RARITY:
        points += ABBREVIATION
    if lexicon.language == "en" and not form.isascii():
        points += ACCENTED
    if seen.hyphenated:
        points += HYPHENATED
    if seen.in_address:
        points += IN_ADDRESS
    if seen.shouted:
        points += SHOUTED
    if seen.possessive:
        points += POSSESSIVE
    if seen.peers:
        points += FOREIGN_PEER * min(seen.peers, MOST_PEERS)
        points += DENSE if seen.peers * 10 > seen.words else 0
    if seen.contexts > 1:
        # a famous misspelling stays one however often it is repeated
        famous = candidate.cost == 0 and length >= 6 and contrast(form, candidate, lexicon) >= 200
        points += round(REPEATED * min(math.log2(seen.contexts), MOST_REPEATED_CHEAP if famous else MOST_REPEATED))
    if lexicon.language != "en":
        points += ANOTHER_LANGUAGE
    return points


def word_shape(form: str, slips: int, lexicon: Lexicon) -> int:
    """Evidence in the word itself: it can be derived or put together from known ones. Never a free pass."""
    points = 0
    if derived(form, lexicon):
        points += DERIVED + (DERIVED_COUNTED if lexicon.rarity(form) < ABSENT else 0)
    if compound(form, lexicon):
        points += COMPOUND if slips == 1 else COMPOUND_FAR
    return points


def derived(form: str, lexicon: Lexicon) -> bool:
    """ "newsletterless", "rebookable": a listed stem with a living affix.

    English affixes, and harmless elsewhere: evidence against, among much else.
    """
    for suffix in SUFFIXES:
        stem = form.removesuffix(suffix)
        if len(stem) < SHORTEST_STEM or stem == form:
            continue
        if lexicon.listed(stem):
            return True
        if suffix[0] in "aeiy" and (lexicon.listed(stem + "e") or (stem[-1] == stem[-2] and lexicon.listed(stem[:-1]))):
            return True
    return any(
        form.startswith(prefix) and len(form) - len(prefix) >= SHORTEST_STEM and lexicon.listed(form[len(prefix) :])
        for prefix in PREFIXES
    )


def compound(form: str, lexicon: Lexicon) -> bool:
    """ "runbook", "Vereinsheim": two fairly common words in one."""
    return any(
        lexicon.listed(form[:at])
        and lexicon.listed(form[at:])
        and max(lexicon.rarity(form[:at]), lexicon.rarity(form[at:])) < COMMON_HALF
        for at in range(SHORTEST_HALF, len(form) - SHORTEST_HALF + 1)
    )
