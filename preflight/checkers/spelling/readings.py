"""What a text says by itself, whatever page it stands on: the language that it is checked in, which checks have
anything to say of it, and the words that no list holds.

Menus, footers and standing phrases come again on page after page, so each text is read once and the answer remembered.
What a page adds (where the text stands there, what else the page holds) is no part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import islice
from operator import eq

from msgspec import Struct

from preflight.checkers.spelling import articles, quotes, spacing, wrong_words
from preflight.checkers.spelling.doubled import doubled
from preflight.checkers.spelling.mojibake import garbled
from preflight.checkers.spelling.schemes import mistyped_schemes
from preflight.checkers.spelling.unknown import Strange, strange_words
from preflight.model import Finding, TextRun
from preflight.reading import language as languages
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.remembered import Remembered
from preflight.reading.words import plain, tokens, without_signs, words

FOREIGN_WORDS, FOREIGN_SHARE = 3, 0.3
FEWEST_WORDS = 4
ENOUGH_WORDS = 8
MOST = 4_000_000
"""Characters of the texts that are remembered for a language."""

Check = Callable[[TextRun], Iterator[Finding]]


class Reading(Struct, frozen=True, gc=False):
    """``chosen``: the lexicon to check the text against; or the tag of a language that is not covered; or None for a
    text that is no prose in any language we know (a list of names, a line of code). ``is_long``: enough to tell that a
    language is not covered. ``checks``: those that have a finding. ``lonely``: see ``quotes``."""

    chosen: Lexicon | str | None
    is_long: bool
    checks: tuple[Check, ...]
    lonely: int
    strange: tuple[Strange, ...]
    is_plain: bool = False
    """There is nothing to say of it, as of most."""


class Readings:
    """Readings of texts, by the language that their surroundings are in."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lexicons = lexicons
        self._by_tag: dict[str, Remembered[Reading | None]] = {}

    def of(self, tag: str) -> Remembered[Reading | None]:
        """The readings of texts that are said to be in that language; None for a text without a word."""
        if tag not in self._by_tag:
            if len(self._by_tag) > len(self._lexicons.languages):
                self._by_tag.clear()  # whoever writes a page can invent languages
            self._by_tag[tag] = Remembered(partial(_read, tag=tag, lexicons=self._lexicons), MOST)
        return self._by_tag[tag]


@lru_cache(maxsize=4)
def readings(lexicons: Lexicons) -> Readings:
    """What is remembered with these word lists."""
    return Readings(lexicons)


def _read(text: str, tag: str, lexicons: Lexicons) -> Reading | None:
    bare = without_signs(text)
    found = tokens(bare)
    if not found:
        return None
    unique = set(found)
    checks: list[Check] = []
    broken: list[tuple[int, int]] = []
    if not bare.isascii() and (broken := [(start, end) for start, end, _ in garbled(TextRun("paragraph", text))]):
        checks.append(_mojibake)
    if "://" in text:
        checks.append(mistyped_schemes)
    chosen = _lexicon(tag, text, found, unique, lexicons)
    lexicon = chosen if isinstance(chosen, Lexicon) else None
    if any(map(eq, found, islice(found, 1, None))):
        checks.append(partial(doubled, lexicon=lexicon))
    if lexicon is None:
        return Reading(chosen, len(found) >= FEWEST_WORDS, _with_findings(checks, text), -1, ())
    if spacing.may_be_wrong(text):
        checks.append(partial(spacing.spacing, lexicon=lexicon))
    if lexicon.language == "en" and articles.may_be_wrong(found):
        checks.append(partial(articles.wrong_article, lexicon=lexicon))
    if wrong_words.may_be_wrong(text, found, lexicon):
        checks.append(partial(wrong_words.wrong_words, lexicon=lexicon))
    strange = strange_words(text, unique, lexicon, broken)
    told, lonely = _with_findings(checks, text), quotes.lonely(text)
    if not told and not strange and lonely < 0:
        return _plain(lexicon)
    return Reading(lexicon, True, told, lonely, strange)


@lru_cache(maxsize=16)
def _plain(lexicon: Lexicon) -> Reading:
    """One for all texts with nothing to say of."""
    return Reading(lexicon, True, (), -1, (), is_plain=True)


def _mojibake(run: TextRun) -> Iterator[Finding]:
    return (finding for _, _, finding in garbled(run))


def _with_findings(checks: list[Check], text: str) -> tuple[Check, ...]:
    """Those that find something in the text, whatever block it stands in."""
    if not checks:
        return ()
    run = TextRun("paragraph", text)
    return tuple([check for check in checks if next(iter(check(run)), None)])


def _lexicon(tag: str, text: str, found: list[str], unique: set[str], lexicons: Lexicons) -> Lexicon | str | None:
    """See ``Reading.chosen``."""
    if tag not in lexicons:
        guessed = _guess(text)
        if guessed in lexicons:
            return lexicons[guessed]
        return tag
    lexicon = lexicons[tag]
    count = len(lexicon.unknown(unique))
    if count < FOREIGN_WORDS or count < FOREIGN_SHARE * len(unique):
        return lexicon
    if not languages.is_written_in(tag, found):
        return ""
    guessed = _guess(text)
    if guessed == tag or (not guessed and len(found) < ENOUGH_WORDS):
        return lexicon
    if guessed in lexicons:
        return lexicons[guessed]
    return guessed or None


def _guess(text: str) -> str:
    """The language of a text, judged by its prose alone, so that a line of code never opens another word list."""
    prose = [plain(word.text) for word in words(text)]
    return languages.guess(prose) if len(prose) >= ENOUGH_WORDS else ""
