"""Which words exist, and how common they are.

Membership and commonness come from two sources (see ``wordfile``): a raw web frequency says nothing about right or
wrong ("alot" is more frequent there than "onboarding"), and the curated lists cannot rank rare words.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from pathlib import Path
from typing import Any

from marisa_trie import RecordTrie

from preflight.patterns import regex
from preflight.reading import foreign, variants, wordfile
from preflight.reading.confusions import Confusions
from preflight.reading.ownwords import OwnWords
from preflight.reading.wordclasses import WordClasses
from preflight.reading.wordfile import ABSENT

__all__ = ["ABSENT", "LANGUAGES", "Lexicon", "Lexicons", "letters", "unaccented"]

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt", "ru")
"""What pyspellchecker and wordfreq share and we have tried."""

_MEMORY = 200_000
BEGINNINGS = 50
"""Of words, of which all words are held at a time: the four hundred together take twenty megabytes."""


def _plain(*endings: str) -> tuple[tuple[str, str], ...]:
    return tuple((ending, "") for ending in endings)


def _after(stem: str, instead: str, *endings: str) -> tuple[tuple[str, str], ...]:
    return tuple((stem + ending, instead) for ending in endings)


INFLECTIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "de": _plain("e", "n", "s", "en", "er", "es", "em", "ere", "eren", "erer", "eres", "erem"),
    "nl": _plain("e", "s", "en", "er", "ere", "tje", "tjes"),
    "fr": _plain("s", "e", "es", "x"),
    "es": (
        *_plain("s", "es"), ("as", "os"), ("a", "o"), ("amente", "o"),
        *_after("r", "r", "lo", "la", "los", "las", "le", "les", "se", "me", "te", "nos"),
        *_after("r", "r", "á", "án", "ás", "é", "emos", "ía", "ían", "íamos"),
        *_after("ndo", "ndo", "lo", "la", "los", "las", "le", "les", "se", "me", "te", "nos"),
    ),
    "pt": (
        *_plain("s", "es"), ("as", "os"), ("a", "o"), ("amente", "o"), ("em", "e"), ("am", "a"),
        *_after("r", "r", "á", "ão", "ei", "emos", "ia", "iam", "íamos", "em", "mos"),
    ),
    "it": (
        ("a", "o"), ("e", "o"), ("i", "o"), ("i", "e"), ("amente", "o"),
        *_after("r", "re", "si", "ti", "lo", "la", "li", "le", "ne", "mi", "ci", "vi", "gli"),
        *_after("r", "re", "ò", "à", "ai", "emo", "ete", "anno", "ei", "ebbe"),
        *_after("ndo", "ndo", "si", "ti", "lo", "la", "li", "le", "ne", "mi", "ci", "vi", "gli"),
    ),
}  # fmt: skip
"""Living endings of languages whose lists hold few inflected forms, each with what stands in its place there:
"intuitivere" is "intuitiv", "modificarlo" is "modificar"."""
COMMON_ENOUGH = {"es": 480, "it": 450, "pt": 450}
"""The rarity below which a word of these thin lists needs no list ("otros" is missing from one)."""
ACCENTS = {"a": "áàâã", "e": "éèê", "i": "íì", "o": "óòôõ", "u": "úù", "n": "ñ", "c": "ç"}
SHORTEST_INFLECTED = 5
_ELISION = regex(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|all|nell|sull|dall|un|quest|quell|sant)'")
HOSTS = {
    "'m": frozenset({"i"}),
    "'re": frozenset(
        ("you", "we", "they", "what", "who", "where", "how", "why", "when", "there", "here", "these", "those", "that")
    ),
}
"""What these contractions hang on; the others hang on any noun."""
_ENGLISH_TAIL = regex(r"'(?:s|ll|d|ve|re|m)$")  # "newsletter's", "who'll"


class Lexicon:
    """The words of one language. Forms are plain (see ``words.plain``)."""

    def __init__(self, language: str, compiled: RecordTrie, own: OwnWords, folder: Path | None = None) -> None:
        self.language = language
        self.foreign = foreign.Foreign(compiled, folder)
        self._compiled = compiled
        self._get = compiled.get
        self.own = own
        self._refused = own.rejected.union(own.doubted)
        self.known: set[str] = set(own.accepted)
        """Memory of words that turned out right, so that a text is looked up at the speed of set arithmetic."""
        self._unknown: set[str] = set()
        self._starting: dict[str, dict[int, list[tuple[str, int, int]]]] = {}

    @cached_property
    def confusions(self) -> Confusions:
        """Real words that their neighbours speak against."""
        return Confusions(self.own.confusions, WordClasses(self))

    def listed(self, word: str) -> bool:
        """Whether the curated list, or our own, holds exactly this form, and we trust it."""
        return self.curated(word) or word in self.own.accepted

    def curated(self, word: str) -> bool:
        """Whether the curated list does: a word of old, no abbreviation of our days."""
        entry = self._get(word)
        return entry is not None and entry[0][0] & 1 == 1 and word not in self._refused

    def rarity(self, word: str) -> int:
        """Hundredths of a power of ten: "the" 127, "receive" 410, ``ABSENT`` where nobody counted it."""
        entry = self._get(word)
        return ABSENT if entry is None else entry[0][0] >> 1

    def unknown(self, forms: set[str]) -> set[str]:
        """Those of these lower-case forms that are not words of the language."""
        forms = forms - self.known
        if not forms:
            return forms
        if len(self.known) + len(self._unknown) > _MEMORY:
            self.known, self._unknown = set(self.own.accepted), set()
        for form in forms - self._unknown:
            (self.known if self.knows(form) else self._unknown).add(form)
        return forms & self._unknown

    def knows(self, form: str) -> bool:
        """Whether this is a word: listed, a listed one with a clitic, or its British spelling."""
        if len(form) == 1:
            return True
        if not form.isascii():
            from preflight.reading.words import plain

            form = plain(form)
        if form in self.own.misspellings:
            return False
        if self.listed(form):
            return True
        if "'" in form:
            base = self.base(form)
            hosts = HOSTS.get(form[len(base) :]) if self.language == "en" else None
            if hosts is not None and base not in hosts:
                return False  # "your're", "he'm"
            return base != form and (len(base) <= 1 or self.knows(base))
        if self.language == "ru":
            return self._with_yo(form)
        if self.language != "en":
            return self._inflected(form) or self._common(form)
        if not form.isascii() and self.listed(unaccented(form)):
            return True  # "crêpes": English drops the accents of what it borrows, or keeps them
        return any(self.listed(american) and self._as_common(form, american) for american in variants.american(form))

    def _with_yo(self, form: str) -> bool:
        """Whether it is a listed word but for the dots of its ё, which Russian text may leave out."""
        return self.listed(form.replace("ё", "е")) or any(
            self.listed(f"{form[:at]}ё{form[at + 1 :]}") for at, letter in enumerate(form) if letter == "е"
        )

    def _inflected(self, form: str) -> bool:
        """Whether it is a listed word with another ending."""
        for ending, instead in INFLECTIONS.get(self.language, ()):
            stem = form.removesuffix(ending)
            if stem != form and len(stem) + len(instead) >= SHORTEST_INFLECTED and self.listed(stem + instead):
                return True
        return False

    def _common(self, form: str) -> bool:
        """Whether so many write it that it must be a word, and no list holds it with an accent ("tambien")."""
        if self.rarity(form) >= COMMON_ENOUGH.get(self.language, 0):
            return False
        return not any(
            self.listed(form[:at] + accented + form[at + 1 :])
            for at, letter in enumerate(form)
            for accented in ACCENTS.get(letter, "")
        )

    def base(self, form: str) -> str:
        """A form without what an apostrophe hangs on it: "newsletter's" → "newsletter", "l'équipe" → "équipe"."""
        if self.language in ("fr", "it"):
            return _ELISION.sub("", form)
        if self.language in ("en", "de", "nl"):
            return _ENGLISH_TAIL.sub("", form)
        return form

    def _as_common(self, form: str, american: str) -> bool:
        """British forms are nearly as common as American ones; the misspellings that look like them are not."""
        ours, theirs = self.rarity(form), self.rarity(american)
        return ours - theirs < 200 or (theirs > 650 and ours == ABSENT)

    def starting(self, prefix: str, length: int) -> list[tuple[str, int, int]]:
        """Listed and counted words that begin so and have this many letters, each with its rarity and ``letters``."""
        if prefix not in self._starting:
            if len(self._starting) >= BEGINNINGS:
                self._starting.clear()
            by_length: dict[int, list[tuple[str, int, int]]] = {}
            for word, (packed,) in self._compiled.items(prefix):
                if packed & 1 and packed >> 1 < ABSENT and word not in self._refused:
                    by_length.setdefault(len(word), []).append((word, packed >> 1, letters(word)))
            self._starting[prefix] = by_length
        return self._starting[prefix].get(length, [])


def letters(word: str) -> int:
    """Which letters a word has, as bits: two words that differ in more than a few are far apart."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) & 63)
    return mask


def unaccented(form: str) -> str:
    """
    >>> unaccented("béchamel")
    'bechamel'
    """
    return "".join(letter for letter in unicodedata.normalize("NFD", form) if not unicodedata.combining(letter))


class Lexicons:
    """The languages of one run, each opened when first needed. ``digest`` changes with any word that they hold."""

    def __init__(self, languages: tuple[str, ...], folder: Path | None) -> None:
        self.languages = tuple(language for language in languages if language in LANGUAGES)
        self._folder = folder
        self._own = {language: OwnWords(language) for language in self.languages}
        self._open: dict[str, Lexicon] = {}
        self.notes: dict[bytes, Any] = {}
        """What words were probably meant to be, by a digest of the word: the same in every run with these lists."""
        self.digest = " ".join(
            f"{language}:{wordfile.edition(language)}:{own.digest}" for language, own in self._own.items()
        )
        self.digest += f" foreign:{foreign.edition()}"

    def __contains__(self, language: str) -> bool:
        return language in self.languages

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self._open:
            self._open[language] = Lexicon(
                language, wordfile.opened(language, self._folder), self._own[language], self._folder
            )
        return self._open[language]
