"""Which words exist, and how common they are: one compact file per language, compiled on first use.

Membership comes from pyspellchecker's curated lists, commonness from wordfreq: a raw web frequency says nothing about
right or wrong ("alot" is more frequent there than "onboarding"), and the curated lists cannot rank rare words. Both
stay in their packages; what is compiled from them lies in the user's cache folder, under a name that changes with their
content. When that folder cannot be written, the lexicon is built in memory: the same words, two seconds slower.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import dawg

from preflight import shipped
from preflight.patterns import regex
from preflight.reading import embarrassing, variants
from preflight.reading.context import Patterns

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
"""What pyspellchecker and wordfreq share and we have tried."""

FORMAT = 2
ABSENT = 1000
"""The rarity of a word that wordfreq does not list. Its scale: a word of rarity r is 10^(-r/100) of all words."""

RAREST_UNLISTED = 620
"""Where a mere warning is at stake, the rarest of the unlisted words would only make a large file larger."""
_MEMORY = 200_000


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

    def __init__(self, language: str, compiled: dawg.IntCompletionDAWG, own: OwnWords) -> None:
        self.language = language
        self._compiled = compiled
        self._get = compiled.get
        self.own = own
        self._refused = own.rejected.union(own.doubted)
        self.known: set[str] = set(own.accepted)
        """Memory of words that turned out right, so that a text is looked up at the speed of set arithmetic."""
        self._unknown: set[str] = set()
        self._starting: dict[str, dict[int, list[tuple[str, int, int]]]] = {}

    def listed(self, word: str) -> bool:
        """Whether the curated list, or our own, holds exactly this form, and we trust it."""
        return self.curated(word) or word in self.own.accepted

    def curated(self, word: str) -> bool:
        """Whether the curated list does: a word of old, no abbreviation of our days."""
        entry = self._get(word)
        return entry is not None and entry & 1 == 1 and word not in self._refused

    def rarity(self, word: str) -> int:
        """Hundredths of a power of ten: "the" 127, "receive" 410, ``ABSENT`` where nobody counted it."""
        entry = self._get(word)
        return ABSENT if entry is None else entry >> 1

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
        if self.language != "en":
            return self._inflected(form) or self._common(form)
        if not form.isascii() and self.listed(unaccented(form)):
            return True  # "crêpes": English drops the accents of what it borrows, or keeps them
        return any(self.listed(american) and self._as_common(form, american) for american in variants.american(form))

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
            by_length: dict[int, list[tuple[str, int, int]]] = {}
            for word, packed in self._compiled.items(prefix):
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


class OwnWords:
    """Our own short lists for one language, from ``rules/words/LANGUAGE``.

    ``rejected`` and ``doubted`` are entries of the curated list that a lower-case word is not excused by; ``doubted``
    maps a word to the phrase in which it is right ("to and fro"), or to nothing.
    """

    def __init__(self, language: str) -> None:
        folder = shipped.folder("rules") / "words" / language
        self.accepted = frozenset(_lines(folder / "accepted.txt"))
        self.doubled = frozenset(_lines(folder / "doubled.txt"))
        self.proper = frozenset(_lines(folder / "proper.txt"))
        self.rejected = frozenset(_lines(folder / "rejected.txt"))
        phrases = (line.partition("|") for line in _lines(folder / "doubted.txt"))
        self.doubted = {word.strip(): phrase.strip() for word, _, phrase in phrases}
        pairs = (line.partition("->") for line in _lines(folder / "misspellings.txt"))
        self.misspellings = {wrong.strip(): right.strip() for wrong, _, right in pairs}
        lists = (self.accepted, self.doubled, self.proper, self.rejected)
        pairings = (self.doubted.items(), self.misspellings.items())
        content = repr([sorted(words) for words in lists] + [sorted(pairs) for pairs in pairings])
        self._wrong, self._embarrassing = (_text(folder / name) for name in ("wrong-words.txt", "embarrassing.txt"))
        content += self._wrong + self._embarrassing
        self.digest = hashlib.sha256(content.encode()).hexdigest()[:12]

    @cached_property
    def contexts(self) -> Patterns:
        """Words that are wrong in their context, read when the language is."""
        return Patterns(self._wrong)

    @cached_property
    def embarrassing(self) -> dict[str, embarrassing.Embarrassment]:
        """Words that are hardly ever meant."""
        return embarrassing.read(self._embarrassing)


class Lexicons:
    """The languages of one run, each opened when first needed. ``digest`` changes with any word that they hold."""

    def __init__(self, languages: tuple[str, ...], folder: Path | None) -> None:
        self.languages = tuple(language for language in languages if language in LANGUAGES)
        self._folder = folder
        self._own = {language: OwnWords(language) for language in self.languages}
        self._open: dict[str, Lexicon] = {}
        self.digest = " ".join(f"{language}:{_edition(language)}:{own.digest}" for language, own in self._own.items())

    def __contains__(self, language: str) -> bool:
        return language in self.languages

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self._open:
            self._open[language] = Lexicon(language, _compiled(language, self._folder), self._own[language])
        return self._open[language]


def _compiled(language: str, folder: Path | None) -> dawg.IntCompletionDAWG:
    """The compiled file if it is there; otherwise built, and kept for the next run where that is possible."""
    if folder is None:
        return _build(language)
    path = folder / f"lexicon-{language}-{_edition(language)}.dawg"
    try:
        return dawg.IntCompletionDAWG().load(str(path))
    except (OSError, ValueError):
        pass
    built = _build(language)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        os.close(handle)
        built.save(temporary)
        Path(temporary).replace(path)  # two first runs at once write the same content
    except OSError:
        return built  # slower next time, and just as right
    return built


def _build(language: str) -> dawg.IntCompletionDAWG:
    import wordfreq

    values: dict[str, int] = {}
    listed = _curated(language)
    for rarity, group in enumerate(wordfreq.get_frequency_list(language)):
        rare = language != "en" and rarity > RAREST_UNLISTED
        for word in group:
            if not rare or word in listed:
                values[word] = rarity << 1
    for word in listed:
        if not (word.endswith("'s") and word[:-2] in listed):
            values[word] = values.get(word, ABSENT << 1) | 1
    return dawg.IntCompletionDAWG(sorted(values.items()))


def _curated(language: str) -> dict[str, int]:
    with gzip.open(_package("spellchecker") / "resources" / f"{language}.json.gz") as file:
        words: dict[str, int] = json.load(file)
    return words


def _edition(language: str) -> str:
    """Tells one content of the two lists from another without unpacking them: the checksums gzip keeps at the end."""
    parts = [str(FORMAT)]
    for path in (
        _package("spellchecker") / "resources" / f"{language}.json.gz",
        _package("wordfreq") / "data" / f"large_{language}.msgpack.gz",
    ):
        with path.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            parts.append(file.read(4)[::-1].hex())
    return "-".join(parts)


@cache
def _package(name: str) -> Path:
    """A package's folder, found without importing it (wordfreq takes 120 ms to import)."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def _lines(path: Path) -> Iterator[str]:
    """The entries of a word list: one a line, ``#`` begins a comment. A list that is not there is empty."""
    for line in _text(path).splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
