"""The ending -s of English: "he makes", "two stories"."""

from __future__ import annotations

from preflight.patterns import regex

IRREGULAR = {"have": "has", "be": "is", "are": "is", "were": "was", "go": "goes", "do": "does"}
HISSING = regex("(?:[sxz]|[cs]h)$")  # "pass", "fix", "catch"


def with_s(word: str) -> str:
    """
    >>> with_s("try"), with_s("pass"), with_s("play"), with_s("have")
    ('tries', 'passes', 'plays', 'has')
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if HISSING.search(word) else f"{word}s"
