"""The third person of English verbs: "he makes", "they make"."""

from __future__ import annotations

import re

IRREGULAR = {"have": "has", "be": "is", "are": "is", "were": "was"}
HISSING = re.compile("(?:[sxz]|[cs]h|o)$")  # "pass", "fix", "catch", "go"


def with_s(verb: str) -> str:
    """
    >>> with_s("try"), with_s("pass"), with_s("play"), with_s("have")
    ('tries', 'passes', 'plays', 'has')
    """
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if HISSING.search(verb) else f"{verb}s"
