"""Spaces in the wrong place: "ofthe", "shar ing", "contributio ndoes".

One measure decides: how much more common the words are that were meant than those that stand there. Rarities are
logarithms, so those of neighbouring words add up.
"""

from __future__ import annotations

from string import ascii_lowercase

from preflight.patterns import regex
from preflight.reading.lexicon import ABSENT, Lexicon

FUNCTION_WORDS = frozenset(
    ("the", "of", "and", "to", "is", "are", "was", "were", "be", "been", "with", "for", "from", "that", "this",
    "these", "those", "we", "you", "your", "our", "their", "it", "its", "by", "at", "as", "or", "an", "not",
    "can", "will", "has", "have", "had", "which", "what", "who", "how", "if", "but", "my", "us", "me", "being",
    "all", "more", "about", "some", "any", "when", "where", "into", "also", "very")
)  # fmt: skip
"""Words that compounds are not made of: where one of them is stuck to another word, a space is missing."""
SHORT_WORDS = frozenset(
    ("ad", "ah", "am", "an", "as", "at", "be", "by", "do", "eg", "eh", "ex", "go", "ha", "he", "hi", "hm", "id", "ie",
    "if", "in", "is", "it", "me", "my", "no", "of", "oh", "ok", "on", "or", "ox", "pm", "so", "to", "tv", "uh", "uk",
    "um", "up", "us", "vs", "we", "ye", "yo", "ft", "kg", "km", "cm", "mm", "oz", "lb", "ml", "hr", "yr", "st", "nd",
    "rd", "th", "de", "la", "le", "el")
)  # fmt: skip
FRAGMENTS = frozenset(first + second for first in ascii_lowercase for second in ascii_lowercase) - SHORT_WORDS
"""Two letters that are rarely a word of a text, whatever the word list says: "mo re" is "more"."""
SHORT_PARTNERS = frozenset(("of", "to", "in", "on", "is", "it", "do", "we", "he", "up", "so", "no", "be", "by", "at"))
AFFIXES = frozenset(
    ("able", "less", "like", "ness", "free", "ship", "wise", "ful", "proof", "under", "over", "sub", "auto", "micro",
    "back", "meta", "cross", "non", "pre", "anti", "multi", "inter", "super", "cyber", "mini", "out", "self", "mid",
    "up", "ex", "man", "men", "ware", "hub", "lab", "run")
)  # fmt: skip
"""Halves of coinages: "captionless", "subteam"."""

WORTH_A_LOOK, SURE = 300, 370
"""What two words must be rarer than the ones that were meant, in hundredths of a power of ten."""
COMMON = 620
LEAST_COMMON_PAIR = 830
RAREST = 820
SHORTEST_WHOLE = 4
LONGEST_JOINED = 30
# "we're|using"
AFTER_CONTRACTION = regex(r"([a-z]+'(?:re|ll|ve|s|d|m|t))([a-z]{2,})")


def parted(form: str, lexicon: Lexicon) -> tuple[str, int] | None:
    """Two words that were written as one, and the sum of their rarities: "ofthe" → ("of the", 287)."""
    if len(form) > LONGEST_JOINED:
        return None
    contracted = AFTER_CONTRACTION.fullmatch(form)
    if contracted:
        left, right = contracted.groups()
        if lexicon.knows(left) and lexicon.listed(right) and lexicon.rarity(right) < COMMON:
            return f"{left} {right}", lexicon.rarity(right)
        return None
    best: tuple[str, int] | None = None
    for at in range(2, len(form) - 1):
        left, right = form[:at], form[at:]
        if not (lexicon.listed(left) and lexicon.listed(right)):
            continue
        rarities = lexicon.rarity(left), lexicon.rarity(right)
        if max(rarities) < COMMON and (_stuck(left, right) or _unheard(form, left, right, sum(rarities), lexicon)):
            best = min(best or (form, ABSENT), (f"{left} {right}", sum(rarities)), key=lambda pair: pair[1])
    return best


def _stuck(left: str, right: str) -> bool:
    """Whether one of the two is a word that no compound has: "implementor" is no "implement or"."""
    if not (left in FUNCTION_WORDS or (right in FUNCTION_WORDS and (len(right) > 2 or right in ("of", "to")))):
        return False
    short = [word for word in (left, right) if len(word) == 2]
    if short and not {left, right} <= FUNCTION_WORDS and len(left) + len(right) < 6:
        return False  # "isabe": a name is likelier
    return FUNCTION_WORDS.issuperset(short)


def _unheard(form: str, left: str, right: str, together: int, lexicon: Lexicon) -> bool:
    """Whether two common words make one that nobody has ever counted: "publicoffice"."""
    shorter, longer = sorted((left, right), key=len)
    return (
        together <= LEAST_COMMON_PAIR
        and (len(shorter) > 2 or (shorter in SHORT_PARTNERS and len(longer) > 3))
        and lexicon.rarity(form) == ABSENT
        and AFFIXES.isdisjoint((left, right))
    )


def _stands_alone(word: str) -> bool:
    """Whether a word may come out of moving a space: of two letters only the commonest ones, not "al"."""
    return len(word) > 2 or word in FUNCTION_WORDS or word in SHORT_PARTNERS


def rejoined(left: str, right: str, lexicon: Lexicon) -> tuple[str, int] | None:
    """What two neighbouring stretches were meant to be when the space between them is moved or dropped, and how much
    more common that is: ``("shar", "ing")`` → ("sharing", 721); ``("contributio", "ndoes")`` → ("contribution does",
    848).
    """
    stands = min(lexicon.rarity(left), RAREST) + min(lexicon.rarity(right), RAREST)
    whole = left + right
    best: tuple[str, int] | None = None
    if len(whole) >= SHORTEST_WHOLE and lexicon.listed(whole):
        best = whole, stands - min(lexicon.rarity(whole), RAREST)
    for first, second in ((left + right[0], right[1:]), (left[:-1], left[-1] + right)):
        if _stands_alone(first) and _stands_alone(second) and lexicon.listed(first) and lexicon.listed(second):
            evidence = stands - lexicon.rarity(first) - lexicon.rarity(second)
            if best is None or evidence > best[1]:
                best = f"{first} {second}", evidence
    return best
