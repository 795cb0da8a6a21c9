"""The ending -s of English: "he makes", "two stories"."""

from __future__ import annotations

from functools import lru_cache

IRREGULAR = {"have": "has", "be": "is", "are": "is", "were": "was", "go": "goes", "do": "does"}
HISSING = ("s", "x", "z", "ch", "sh")
"""``pass``, ``fix``, ``catch``"""


@lru_cache(maxsize=4_000)  # the lists ask for the same verbs in many a line
def with_s(word: str) -> str:
    """
    >>> with_s("try"), with_s("pass"), with_s("play"), with_s("have")
    ('tries', 'passes', 'plays', 'has')
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(HISSING) else f"{word}s"
