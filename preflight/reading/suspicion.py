"""How sure we are that an unknown word is a misspelling: the evidence for and against, added up.

Weights are hundredths of natural log-odds. They were fitted (logistic regression, checked across sources) on several
hundred real and planted misspellings against the unknown but right words of newsletters, small sites and manuals, then
rounded: a handful of general features, no word among them. Zero means even odds.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from preflight.reading.endings import HISSING
from preflight.reading.lexicon import Lexicon
from preflight.reading.misspelling import Candidate

FLOOR = 870
"""The rarity of a word that nobody counted. The rarest of the counted ones are at 820."""

PRIOR = -80
CONTRAST = 1.73
"""Of the noisy channel's verdict: how much rarer the form is than the word, less the cost of the slip."""
SHORTEST, SHORT, LONG, LONGEST = -155, -50, 100, 180
"""By length: up to 3 letters, 4, 8 or 9, from 10 on."""
CAPITAL, CAPITAL_FIRST, CAPITAL_SHORT = -330, -150, -180
"""In mid-sentence, at its beginning, and in a word of up to 6 letters."""
HYPHENATED = -240
BORROWED, ACCENTED = -300, -200
"""After a little word of another language; with letters that English does not have."""
REPEATED, MOST_REPEATED, MOST_REPEATED_FAMOUS = -200, 5, 0
FOREIGN_PEER, MOST_PEERS, DENSE = -44, 6, -120
DERIVED, INFLECTED, PREFIXED = -130, -400, -150
"""Put together with an affix; the regular plural of a noun; a prefix before a word of LONG_REST letters."""
NAMED = -250
"""A link's path or code holds the word too."""
ANOTHER_LANGUAGE, COMPOUND, ENDING = -150, -200, -150
"""What another language makes of words: compounds, and verb forms that no list holds all of."""
SLIGHT_COST, FAMOUS_LETTERS, FAMOUS_CONTRAST = 45, 6, 150
"""A slip this slight, in a word this long and this much rarer, is a famous misspelling."""

SUFFIXES = (
    "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "less", "able", "ful", "ish", "ism", "ist", "ists",
    "y", "ize", "ized", "ization", "like", "wise", "ship", "free", "ability", "ive", "al", "ional", "ion", "ions",
    "or", "ors", "ment", "ments",
)  # fmt: skip
PREFIXES = (
    "re", "un", "non", "pre", "de", "sub", "anti", "co", "over", "under", "multi", "inter", "dis", "mis", "super",
    "meta", "micro", "cyber", "auto", "out", "up", "e", "bi", "semi", "post", "cross", "mini",
)  # fmt: skip
NOUN_ENDINGS = ("ing", "ior", "iour", "er", "or", "ion", "ment", "ness", "ship", "ism", "ist", "ance", "ence", "al")
"""What can be counted: "encodings", "misbehaviours"."""
ENDING_OF_MANY, RICH_ENDINGS = -400, {"ru": 3}
"""Where a list holds few of the many forms of a word, which differ in so many last letters."""
SHORTEST_STEM, LONG_REST = 4, 6
SHORTEST_HALF = 3
COMMON_HALF = 600


def contrast(form: str, candidate: Candidate, lexicon: Lexicon) -> int:
    """How much rarer the form is than what was perhaps meant, in hundredths of a power of ten."""
    return min(lexicon.rarity(form), FLOOR) - candidate.rarity


def resembles(form: str, candidate: Candidate | None, lexicon: Lexicon) -> bool:
    """Whether an unknown word looks like a slip at all, rather than like a name or a foreign word."""
    if candidate is None:
        return False
    return contrast(form, candidate, lexicon) - candidate.cost > 60


def suspicion(
    form: str,
    candidate: Candidate,
    lexicon: Lexicon,
    *,
    shape: int = 0,
    marks: Collection[str] = (),
    peers: int = 0,
    words: int = 1,
    contexts: int = 1,
) -> int:
    """Log-odds × 100 that ``form`` here is a slip for ``candidate``.

    ``shape`` is ``word_shape(form)``. ``marks`` of the place: capitalised, begins (a sentence), hyphenated, borrowed
    (after a little word of another language), path (a link's path or code holds the word). ``peers`` are other unknown
    words of the same text that resemble nothing either, ``words`` how many that text has; ``contexts``: in how many
    different surroundings the word stands in the whole delivery.
    """
    rarer = contrast(form, candidate, lexicon)
    points = PRIOR + shape + _length(len(form)) + round(CONTRAST * (rarer - candidate.cost))
    if "capitalised" in marks and candidate.word not in lexicon.own.proper:
        points += CAPITAL_FIRST if "begins" in marks else CAPITAL
        points += CAPITAL_SHORT if len(form) <= 6 else 0
    if "hyphenated" in marks:
        points += HYPHENATED
    if "borrowed" in marks:
        points += BORROWED
    if "path" in marks:
        points += NAMED
    if peers:
        points += FOREIGN_PEER * min(peers, MOST_PEERS)
        points += DENSE if peers * 10 > words else 0
    if contexts > 1:
        # a famous misspelling stays one however often it is repeated
        famous = candidate.cost <= SLIGHT_COST and len(form) >= FAMOUS_LETTERS and rarer >= FAMOUS_CONTRAST
        points += round(REPEATED * min(math.log2(contexts), MOST_REPEATED_FAMOUS if famous else MOST_REPEATED))
    if lexicon.language != "en":
        points += ANOTHER_LANGUAGE
        rich = lexicon.language in RICH_ENDINGS
        stem = form[: -RICH_ENDINGS[lexicon.language] if rich else -2]
        points += (ENDING_OF_MANY if rich else ENDING) if stem and candidate.word.startswith(stem) else 0
    elif not form.isascii():
        points += ACCENTED
    return points


def _length(letters: int) -> int:
    if letters <= 3:
        return SHORTEST
    if letters == 4:
        return SHORT
    return 0 if letters < 8 else LONG if letters < 10 else LONGEST


def word_shape(form: str, lexicon: Lexicon) -> int:
    """Evidence in the word itself: it can be derived or put together from known ones. Never a free pass.

    What English puts together it lists, or parts with a space, so that there compounds excuse nothing.
    """
    if lexicon.language == "en" and plural(form, lexicon):
        return INFLECTED
    points = DERIVED if derived(form, lexicon) else 0
    if lexicon.language == "en" and prefixed(form, lexicon, LONG_REST):
        points += PREFIXED
    if lexicon.language != "en" and compound(form, lexicon):
        points += COMPOUND
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
    return prefixed(form, lexicon, SHORTEST_STEM)


def prefixed(form: str, lexicon: Lexicon, shortest: int) -> bool:
    """ "untrusted", "reindexing": a living prefix and a listed word of so many letters or more."""
    return any(
        form.startswith(prefix) and len(form) - len(prefix) >= shortest and lexicon.listed(form[len(prefix) :])
        for prefix in PREFIXES
    )


def plural(form: str, lexicon: Lexicon) -> bool:
    """ "severities", "encodings": the regular plural of a listed noun that its ending tells."""
    if form.endswith("ies"):
        return len(form) - 3 >= SHORTEST_STEM and form[-4] not in "aeiou" and lexicon.listed(f"{form[:-3]}y")
    if form.endswith("es") and len(form) - 2 >= SHORTEST_STEM and form[:-2].endswith(HISSING):
        return lexicon.listed(form[:-2])  # "attaches"
    return form.endswith("s") and form[:-1].endswith(NOUN_ENDINGS) and lexicon.listed(form[:-1])


def compound(form: str, lexicon: Lexicon) -> bool:
    """ "runbook", "Vereinsheim": two fairly common words in one."""
    return any(
        lexicon.listed(form[:at])
        and lexicon.listed(form[at:])
        and max(lexicon.rarity(form[:at]), lexicon.rarity(form[at:])) < COMMON_HALF
        for at in range(SHORTEST_HALF, len(form) - SHORTEST_HALF + 1)
    )
