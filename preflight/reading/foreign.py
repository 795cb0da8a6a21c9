"""Words of other languages inside English: a dish, a song, a greeting, a name.

A word that English lists do not hold is foreign, not misspelt, when it is common in another language and a word near by
is at home in the same one: "spaghetti *alle vongole*", "*Dolce far niente*". One sign alone says little, since many a
slip is a word somewhere. Commonness comes from wordfreq, and the few words of languages that it does not count from
``rules/words/foreign.txt``; like the word lists (see ``wordfile``) both are compiled on first use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from marisa_trie import RecordTrie

from preflight import shipped
from preflight.reading import wordfile

COUNTED = ("fr", "es", "it", "de", "pt", "nl", "ca", "pl", "sv", "da")
"""Languages of newsletters' menus and of their readers' names that wordfreq counts and that write Latin letters."""
FORMAT = 1
RECORD = "<H"
"""A bit for each language in which the word is at home."""
RAREST = 600
MORE_COMMON = 80
"""How much more common than in English a word is where it is at home, in hundredths of a power of ten."""
FEWEST_LETTERS, LONG_ENOUGH = 2, 5
NEAR = 3
"""How many words away a word of the same language may stand."""
NO_ENGLISH = 450
"""English words that are more common are no sign of another language: "die", "war", "hat"."""
SELDOM_LEARNT = 0b1111 << len(COUNTED)
"""The first four languages of ``foreign.txt``, of which hardly any word is English too: one beside it is enough."""
BORROWED = frozenset(
    ("al", "el", "la", "le", "les", "los", "las", "lo", "il", "de", "du", "des", "del", "della", "di", "da", "das",
    "der", "die", "und", "et", "van", "von", "pro", "ad", "en", "una", "un", "ut")
)  # fmt: skip
"""Little words of other languages: what follows one belongs to a borrowed phrase ("al dente", "pro tem")."""


class Foreign:
    """The words of other languages, read when the first unknown word asks. ``english``: the English list."""

    def __init__(self, english: RecordTrie, folder: Path | None) -> None:
        self._english = english
        self._folder = folder

    def spoken(self, forms: Sequence[str], at: int) -> bool:
        """Whether ``forms[at]``, which is no English word, is one of a language that a word near by is of too."""
        if self._lacks_a_letter(forms[at]):
            return False
        if any(self._quoted.get(form, 0) & SELDOM_LEARNT and self._is_sign(form) for form in _neighbours(forms, at)):
            return True
        here = self._at_home(forms[at])
        if not here:
            return False
        return any(
            self._at_home(form) & here and self._is_sign(form)
            for form in _neighbours(forms, at, NEAR)
            if form != forms[at]
        )

    def beside(self, forms: Sequence[str], at: int) -> bool:
        """Whether a neighbour is so foreign that the word may be as well, though nobody counts it."""
        return not self._lacks_a_letter(forms[at]) and any(
            form in BORROWED or (self._at_home(form) and self._rarity(form) > RAREST) for form in _neighbours(forms, at)
        )

    def _lacks_a_letter(self, form: str) -> bool:
        """Whether only a doubled letter is missing to a word of English, which is a slip in any language."""
        return len(form) >= LONG_ENOUGH and any(
            self._rarity(f"{form[:at]}{letter}{form[at:]}") < RAREST for at, letter in enumerate(form)
        )

    def _at_home(self, form: str) -> int:
        """The languages as bits."""
        counted = self._counted.get(form)
        return (counted[0][0] if counted else 0) | self._quoted.get(form, 0)

    def _is_sign(self, form: str) -> bool:
        return form in BORROWED or self._rarity(form) > NO_ENGLISH

    def _rarity(self, form: str) -> int:
        return _rarity(self._english, form)

    @cached_property
    def _counted(self) -> RecordTrie:
        return wordfile.kept(f"foreign-{edition()}", RECORD, self._folder, lambda: _build(self._english))

    @cached_property
    def _quoted(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(_lines(), len(COUNTED)):
            for word in line.partition(":")[2].split():
                found[word] = found.get(word, 0) | 1 << number
        return found


@cache
def edition() -> str:
    """Tells one content of these lists from another."""
    counts = "".join(wordfile.checksum(_list(language)) for language in ("en", *COUNTED))
    text = "\n".join(_lines())
    return hashlib.sha256(f"{FORMAT} {counts} {text}".encode()).hexdigest()[:12]


def _build(english: RecordTrie) -> RecordTrie:
    homes: dict[str, int] = {}
    for number, language in enumerate(COUNTED):
        for rarity, group in enumerate(wordfile.counted(language, "small")[: RAREST + 1]):
            for word in group:
                if len(word) >= FEWEST_LETTERS and _rarity(english, word) - rarity >= MORE_COMMON:
                    homes[word] = homes.get(word, 0) | 1 << number
    return RecordTrie(RECORD, ((word, (bits,)) for word, bits in homes.items()))


def _neighbours(forms: Sequence[str], at: int, far: int = 1) -> Iterator[str]:
    yield from forms[max(0, at - far) : at]
    yield from forms[at + 1 : at + 1 + far]


def _rarity(english: RecordTrie, form: str) -> int:
    entry = english.get(form)
    return wordfile.ABSENT if entry is None else entry[0][0] >> 1


def _list(language: str) -> Path:
    return wordfile.package("wordfreq") / "data" / f"small_{language}.msgpack.gz"


@cache
def _lines() -> tuple[str, ...]:
    text = (shipped.folder("rules") / "words" / "foreign.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and line[0] != "#")
