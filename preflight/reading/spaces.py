"""Spaces in the wrong place: "ofthe", "shar ing", "contributio ndoes"."""

from __future__ import annotations

from preflight.reading.lexicon import Lexicon

FUNCTION_WORDS = frozenset(
    ("the", "of", "and", "to", "is", "are", "was", "were", "be", "been", "with", "for", "from", "that", "this",
    "these", "those", "we", "you", "your", "our", "their", "it", "its", "by", "at", "as", "or", "an", "not",
    "can", "will", "has", "have", "had", "which", "what", "who", "how", "if", "but", "my", "us", "me", "being",
    "all", "more", "about", "some", "any", "when", "where", "into", "also", "very")
)  # fmt: skip
"""Words that compounds are not made of: where one of them is stuck to another word, a space is missing."""

COMMON = 620
UNCOMMON = 580
SHORTEST_WHOLE = 4


def parted(form: str, lexicon: Lexicon) -> tuple[str, int] | None:
    """Two words that were written as one, and the rarity of the rarer: "ofthe" → ("of the", 160)."""
    best: tuple[str, int] | None = None
    for at in range(2, len(form) - 1):
        left, right = form[:at], form[at:]
        if not (left in FUNCTION_WORDS or (right in FUNCTION_WORDS and (len(right) > 2 or right in ("of", "to")))):
            continue  # "implementor" is no "implement or"
        if (len(left) == 2 or len(right) == 2) and not {left, right} <= FUNCTION_WORDS and len(form) < 6:
            continue  # "toby", "isabe": a name is likelier
        if lexicon.listed(left) and lexicon.listed(right):
            rarity = max(lexicon.rarity(left), lexicon.rarity(right))
            short = (
                min(len(left), len(right)) < 2
                or (len(left) == 2 and left not in FUNCTION_WORDS)
                or (len(right) == 2 and right not in FUNCTION_WORDS)
            )
            if rarity < COMMON and not short and (best is None or rarity < best[1]):
                best = f"{left} {right}", rarity
    return best


def rejoined(left: str, right: str, lexicon: Lexicon) -> tuple[str, int] | None:
    """What two neighbouring stretches were meant to be when the space between them is moved or dropped.

    ``("shar", "ing")`` → ("sharing", 420); ``("contributio", "ndoes")`` → ("contribution does", 466). The number is the
    rarity of the rarest word in it.
    """
    whole = left + right
    if len(whole) >= SHORTEST_WHOLE and lexicon.listed(whole) and lexicon.rarity(whole) < UNCOMMON:
        return whole, lexicon.rarity(whole)
    best: tuple[str, int] | None = None
    for fragment in (left, right):
        if lexicon.listed(fragment) and (len(fragment) < SHORTEST_WHOLE or fragment in FUNCTION_WORDS):
            return None  # "maintenances and" is no "maintenance sand"
    for first, second in ((left + right[0], right[1:]), (left[:-1], left[-1] + right)):
        if len(first) > 1 and len(second) > 1 and lexicon.listed(first) and lexicon.listed(second):
            rarity = max(lexicon.rarity(first), lexicon.rarity(second))
            if rarity < COMMON and (best is None or rarity < best[1]):
                best = f"{first} {second}", rarity
    return best
