"""Names in a text: where they stand, and how two spellings of what may be one name differ.

A name is known by its capitals, so it is looked for in runs of capitalised words ("Orla Byrne", "Friends of the Mill",
"McDonald"); whether such a run is anybody's name is for the reader of these to judge.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from preflight import shipped
from preflight.patterns import regex
from preflight.reading.lexicon import unaccented
from preflight.reading.slips import distance
from preflight.reading.words import plain

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ſ]"  # half of the last block are small letters: see phrases()
_ALONE = r"(?<![\w@#/.'’-]%s)"  # behind the capital, so that the search can leap from capital to capital
_REST = "[^\\W\\d_]*(?:['’ʼ][^\\W\\d_]+)*"
_JOIN = r"(?:(?:(?<=\b[A-Z])|(?<=\b[DMS][rt]))\.)?[ \u00a0]|[-‐‑]"  # "J. Byrne", "Dr. Byrne", "Anne-Marie"
LINKS = (
    "of",
    "the",
    "and",
    "&",
    "de",
    "la",
    "le",
    "du",
    "des",
    "da",
    "di",
    "von",
    "van",
    "der",
    "den",
    "for",
    "at",
    "y",
)
# "Orla Byrne", "Friends of the Mill"
PHRASE = regex(
    f"{_CAPITAL}{_ALONE % _CAPITAL}{_REST}(?:(?:{_JOIN})(?:(?:{'|'.join(LINKS)}) ){{0,2}}{_CAPITAL}{_REST}){{1,11}}"
)
# "MacDonald", "O’Brien"
LONE = regex(f"[MO]{_ALONE % '[MO]'}(?:(?<=M)a?c|(?<=O)['’])[A-Z]{_REST}")
# "The", "See", "In": a capital that only begins a sentence
OPENERS = frozenset({
    "the", "a", "an", "in", "on", "at", "by", "for", "from", "to", "of", "and", "but", "or", "if", "when", "while",
    "with", "see", "note", "this", "that", "these", "those", "our", "your", "my", "his", "her", "their", "its",
    "we", "you", "he", "she", "they", "it", "as", "is", "are", "was", "were", "not", "no", "yes", "dear", "hello",
    "hi", "hey", "thanks", "thank", "please", "all", "both", "after", "before", "during", "since", "until",
    "because", "so", "then", "there", "here", "what", "where", "who", "why", "how", "each", "every", "some", "any",
})  # fmt: skip
TOKEN = regex("[^\\W\\d_]+(?:['’ʼ][^\\W\\d_]+)*|&")  # "Byrne", "O’Brien", "of"
_POSSESSIVE = regex("'s?$")  # "byrne's", "james'"
_MAC = regex("^mac(?=[a-z]{4})")  # "macdonald", but not "mack"

SHORTEST, SHORTEST_FAR = 4, 8
"""Letters from which on two words that differ by one slip, or by two, may be the same."""
PLURALS = (("s", ""), ("es", ""), ("ies", "y"))

Difference = Literal["", "sound", "slip", "initial", "ending", "two slips"]
"""How two spellings differ: sound (Catherine, Katherine; MacDonald, McDonald), one slip in the middle, in the first
letter, or at the end, where languages inflect and Mario becomes Maria; two slips. Empty: not at all, or altogether."""


class Token(Struct, frozen=True):
    """A word of a phrase: its comparable form (see ``comparable``) at ``text[start:end]``."""

    form: str
    start: int
    end: int


def phrases(text: str) -> Iterator[list[Token]]:
    """The words of every run of capitalised words, less those that are capitalised because a sentence begins; and of
    every lone word that can only be a name."""
    done: list[int] = []  # where phrases begin and end, in order
    for found in PHRASE.finditer(text):
        phrase = tokens(text, *found.span())
        while phrase and (phrase[0].form in OPENERS or text[phrase[0].start].islower()):
            del phrase[0]
        if len(phrase) > 1:
            done += found.span()
            yield phrase
    for found in LONE.finditer(text):
        if bisect_right(done, found.start()) % 2 == 0:
            yield tokens(text, *found.span())


def may_stand_in(text: str) -> bool:
    """Whether ``phrases`` finds any."""
    if text.isascii() and text[1:].islower():
        return False  # no capital but the first letter
    return next(phrases(text), None) is not None


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a name; hyphens part them, "Mc Donald" is one."""
    found: list[Token] = []
    for match in TOKEN.finditer(text, start, len(text) if end is None else end):
        token = Token(comparable(match.group()), *match.span())
        if found and found[-1].form in ("mc", "mac") and text[found[-1].end : token.start] == " ":
            before = found.pop()
            token = Token(before.form + token.form, before.start, token.end)
        found.append(token)
    return found


def comparable(word: str) -> str:
    """A word of a name without what may differ: case, accents, a possessive.

    >>> comparable("Zoë’s"), comparable("O’BRIEN"), comparable("&")
    ('zoe', "o'brien", 'and')
    """
    if word == "&":
        return "and"
    form = _POSSESSIVE.sub("", plain(word))
    return form if form.isascii() else unaccented(form)


def difference(left: str, right: str) -> Difference:
    """How two comparable forms differ, where they may be meant to be one."""
    if left == right or is_plural(left, right) or is_plural(right, left):
        return ""
    if sound_alike(left, right):
        return "sound"
    if min(len(left), len(right)) < SHORTEST:
        return ""
    apart = distance(left, right)
    if apart == 1:
        if left[0] != right[0] and left[:2] != right[1::-1]:
            return "initial"
        shorter = min(len(left), len(right))
        only_last = left[: shorter - (len(left) == len(right))] == right[: shorter - (len(left) == len(right))]
        return "ending" if only_last else "slip"
    if apart == 2 and min(len(left), len(right)) >= SHORTEST_FAR and left[0] == right[0]:
        return "two slips"
    return ""


def is_plural(form: str, of: str) -> bool:
    return any(form.endswith(many) and form.removesuffix(many) + one == of for many, one in PLURALS)


def sound_alike(left: str, right: str) -> bool:
    """Whether both are ways to write a name of the same sound: Catherine and Katherine, MacDonald and McDonald."""
    groups = _groups()
    if not groups.get(left, frozenset()).isdisjoint(groups.get(right, frozenset())):
        return True
    return left[:1] == "m" == right[:1] and _MAC.sub("mc", left) == _MAC.sub("mc", right)


def is_common(form: str) -> bool:
    """Whether it is one of the names that people write in several ways."""
    return form in _groups()


def signatures(form: str) -> Iterator[str]:
    """Two forms that are one slip apart, or sound alike, share one of these (Garbe's symmetric deletions)."""
    yield form
    for at in range(len(form)):
        yield form[:at] + form[at + 1 :]
    if form.startswith("m"):
        yield _MAC.sub("mc", form)
    for group in _groups().get(form, ()):
        yield f"={group}"


@cache
def _groups() -> Mapping[str, frozenset[int]]:
    """Name → the numbers of the groups it belongs to."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_text().splitlines()):
        for name in line.partition("#")[0].split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _text() -> str:
    return (shipped.folder("rules") / "words" / "names.txt").read_text(encoding="utf-8")


def digest() -> str:
    """Changes when the list of names does."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]
