"""What sort of word a word is, as far as its forms tell: a rough part of speech without a dictionary of them.

A word that has forms in -ing and -ed is a verb, one with a plural may be a noun, one with -ly or -er and -est an
adjective, and many are several of these. The class is what such a word is called in ``rules/words/en/confusions.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from preflight.reading.endings import with_s
from preflight.reading.remembered import Remembered

if TYPE_CHECKING:
    from preflight.reading.lexicon import Lexicon

UNKNOWN = "?"
COMMON_FORM, COMMON_PLURAL, COMMON_ADVERB, COMMON_COMPARATIVE = 620, 650, 680, 600
"""The rarity up to which a form is one that people use."""
IRREGULAR_VERBS = frozenset(
    ("be", "have", "do", "say", "go", "get", "make", "know", "think", "take", "see", "come", "give", "find", "tell",
    "feel", "leave", "put", "mean", "keep", "let", "begin", "show", "hear", "run", "hold", "bring", "write", "sit",
    "stand", "lose", "pay", "meet", "set", "learn", "lead", "understand", "read", "speak", "spend", "grow", "win",
    "teach", "buy", "send", "build", "fall", "cut", "draw", "break", "drive", "choose", "throw", "become", "forget",
    "lie", "rise", "wear", "sell", "sing", "swim", "eat", "drink", "ride", "sleep", "catch", "fight", "feed", "hit",
    "hurt", "shut", "split", "spread", "hide", "shoot")
)  # fmt: skip
SUFFIXES = (
    "tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ous", "ive", "able", "ible", "ful", "less",
    "ical", "ic", "al", "ary", "ent", "ant", "ist", "or", "er", "est", "age", "ure", "en", "y", "e",
)  # fmt: skip


class WordClasses(Remembered[str]):
    """The classes of one language's words, each worked out once: "VN~er" for "order", "sV" for "orders", "ing", "ed",
    "ly"; "f" for a word without forms, "'s" for what ends so; a mark is its own class."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(self._class)
        self._lexicon = lexicon

    def _class(self, word: str) -> str:
        if len(word) == 1 and not word.isalpha():
            return word
        if "'" in word:
            return "'" + word.rpartition("'")[2]
        if not self._lexicon.listed(word):
            return UNKNOWN
        for ending in ("ing", "ed", "ly"):
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return ending
        if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
            for base in _without_s(word):
                if self._common(base):
                    return "sV" if self._is_verb(base) else "s"
        roles = ("V" if self._is_verb(word) else "") + ("N" if self._common(with_s(word), COMMON_PLURAL) else "")
        roles += "A" if self._is_adjective(word) else ""
        for suffix in SUFFIXES:
            if word.endswith(suffix) and len(word) > len(suffix) + 2:
                return f"{roles}~{suffix}"
        return roles or "f"

    def _is_verb(self, word: str) -> bool:
        if word in IRREGULAR_VERBS:
            return True
        return any(map(self._common, _with_ing(word))) and any(map(self._common, _with_ed(word)))

    def _is_adjective(self, word: str) -> bool:
        if any(self._common(adverb, COMMON_ADVERB) for adverb in _with_ly(word)):
            return True
        stem = word.removesuffix("e")
        return self._common(f"{stem}er", COMMON_COMPARATIVE) and self._common(f"{stem}est")

    def _common(self, word: str, most: int = COMMON_FORM) -> bool:
        return self._lexicon.curated(word) and self._lexicon.rarity(word) < most


def _without_s(word: str) -> Iterator[str]:
    yield word[:-1]
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("ies"):
        yield f"{word[:-3]}y"


def _with_ing(word: str) -> Iterator[str]:
    yield f"{word}ing"
    if word.endswith("e") and len(word) > 2:
        yield f"{word[:-1]}ing"
    if len(word) > 2 and word[-1] not in "aeiouwxy":
        yield f"{word}{word[-1]}ing"


def _with_ed(word: str) -> Iterator[str]:
    if word.endswith("e"):
        yield f"{word}d"
        return
    yield f"{word}ed"
    yield f"{word[:-1]}ied" if word.endswith("y") else f"{word}{word[-1]}ed"


def _with_ly(word: str) -> Iterator[str]:
    yield f"{word}ly"
    if word.endswith("y"):
        yield f"{word[:-1]}ily"
    elif word.endswith("le"):
        yield f"{word[:-1]}y"
    elif word.endswith("ic"):
        yield f"{word}ally"
