"""What a date is made of in each language we read: one table, so that the next language is a change of data.

Month and weekday names and their abbreviations are CLDR's (wide and abbreviated, format and stand-alone), without their
final dots, and with the unaccented spelling beside the accented one. The small words are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from importlib import import_module

from msgspec import Struct, field

from preflight.patterns import regex
from preflight.reading.dates.cues import Cues
from preflight.reading.remembered import Remembered
from preflight.reading.votes import Ballot, apart


class Language(Struct, frozen=True, eq=False, dict=True):
    """Words in lower case. ``months`` and ``weekdays`` hold one space-separated group per month (January first) and
    weekday (Monday first), the full name in front. ``careful`` are names that are everyday words too: they count
    only when capitalised. ``hints`` are frequent small words, to recognise a text whose language nobody declared.
    ``cues`` are phrases by what they say of a date, ``fillers`` the words that may stand between (see ``cues``)."""

    code: str
    hints: frozenset[str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    seasons: dict[str, str]
    ordinals: tuple[str, ...]
    of: tuple[str, ...]
    to: tuple[str, ...]
    plus: tuple[str, ...]
    careful: frozenset[str] = frozenset()
    capitalised: bool = False
    """Names are always written with a capital (German)."""
    each: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    nth: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    midnight: tuple[str, ...] = ()
    month_word: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    cues: dict[str, str] = field(default_factory=dict)
    street: str = r"(?!)"
    """A pattern: what follows a house number."""

    @cached_property
    def vocabulary(self) -> dict[str, tuple[str, int]]:
        """Word → (its letter in a signature, its number). See ``lexer``."""
        words: dict[str, tuple[str, int]] = {}
        for letter, group in (
            ("o", self.of), ("t", self.to), ("&", self.plus), ("e", self.each), ("h", self.this), ("f", self.nth),
            ("R", self.relative), ("m", self.midnight), ("k", self.month_word),
        ):  # fmt: skip
            words.update((word, (letter, 0)) for word in group)
        words.update((word, ("S", ["WI", "SP", "SU", "AU"].index(code))) for word, code in self.seasons.items())
        for letter, groups in (("M", self.months), ("W", self.weekdays)):
            for number, names in enumerate(groups):
                words.update((name, (letter, number + (letter == "M"))) for name in names.split())
        return words

    @cached_property
    def reader(self) -> Cues:
        return Cues(self.cues)

    @cached_property
    def house_number(self) -> re.Pattern[str]:
        return regex(self.street)

    def weight(self, word: str) -> int:
        """How much a word speaks for this language."""
        if word in self.hints:
            return 1
        return 2 if len(word) > 3 and self.vocabulary.get(word, "x")[0] in "MW" else 0

    def month(self, number: int) -> str:
        return self.months[number - 1].split()[0]

    def weekday(self, number: int) -> str:
        return self.weekdays[number].split()[0]

    def weekday_like(self, number: int, model: str) -> str:
        """The name of weekday ``number`` in the length and case of ``model``: ("Tue", Friday) gives "Fri"."""
        own = next((names.split() for names in self.weekdays if model.lower() in names.split()), [])
        names = self.weekdays[number].split()
        if own and model.lower() != own[0] and len(names) > 1:
            name = min(names[1:], key=lambda name: (abs(len(name) - len(model)), len(name)))
        else:
            name = names[0]
        return name.upper() if model.isupper() and len(model) > 1 else name.title() if model[:1].isupper() else name


WORD = regex(r"[^\W\d_]+")
MODULES = {"en": "english", "fr": "french", "de": "german", "es": "spanish"}
COVERED = tuple(MODULES)
SAMPLE = 4000
"""Characters that tell the language of a page."""


@cache
def table(code: str) -> Language:
    """The table of a covered language, read when it is first needed."""
    module = import_module(f"preflight.reading.dates.tables.{MODULES[code]}")
    language: Language = module.LANGUAGE
    return language


@cache
def _ballot() -> Ballot:
    """How much a word speaks for each of the languages; others speak for none."""
    languages = [table(code) for code in COVERED]
    words = {word for language in languages for word in (*language.hints, *language.vocabulary)}
    return Ballot({word: [language.weight(word) for language in languages] for word in words})


VOTES = Remembered(lambda text: _ballot().cast(WORD.findall(text.lower())))
"""What a text says of its language."""


def guess(text: str, least: int = 0) -> Language:
    """The language of undeclared text, by its small words and its months; English unless another clearly wins, and
    has at least so many of them."""
    return guess_page((text,), least)


def guess_page(texts: Iterable[str], least: int = 0) -> Language:
    """The same for the texts of a page, one after another."""
    votes, room = 0, SAMPLE
    for text in texts:
        votes += VOTES[text[:room]]
        room -= len(text) + 1  # for the space between two
        if room <= 0:
            break
    score = dict(zip(COVERED, apart(votes, len(COVERED)), strict=True))
    best = max(score, key=lambda code: (score[code], code == "en"))
    return table(best if score[best] >= max(least, 2 * score["en"]) else "en")


@lru_cache(maxsize=256)
def language_of(tag: str) -> Language | None:
    """The table for a BCP 47 tag; English where nothing is declared; None where a language is not covered."""
    code = (tag or "en").split("-")[0].lower()
    return table(code) if code in MODULES else None
