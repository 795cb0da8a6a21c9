"""Many fixed phrases at once, as whole words, without regard to case.

One Aho-Corasick pass finds the candidates, so that a thousand phrases cost what one does; word boundaries are looked at
afterwards. A blank in a phrase fits any white space character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from preflight.patterns import regex

PLAIN = {
    "\n": " ",
    "\t": " ",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
}
"""Characters that phrases do not tell apart. Replaced one by one: ``str.translate`` takes fifty times as long."""


class Hit(Struct, frozen=True):
    """``text[start:end]`` is the phrase with this number in the list given."""

    start: int
    end: int
    number: int


class Phrases:
    """``find`` gives hits in order, the longest of those that overlap. ``exact`` respects case."""

    def __init__(self, phrases: Sequence[str], *, exact: bool = False) -> None:
        self.exact = exact
        self.phrases = tuple(self._plain(phrase) for phrase in phrases)

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self.phrases)

    def find(self, text: str, keep: Callable[[Hit], bool] = lambda hit: True) -> Iterator[Hit]:
        """``keep`` turns hits down before the longest is chosen: one that does not count hides none that does."""
        if not self.phrases:
            return
        found = (
            Hit(start, end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(self._plain(text), overlapping=True)
            if whole(text, start, end)
        )
        last = 0
        for hit in sorted(filter(keep, found), key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= last:
                yield hit
                last = hit.end

    def _plain(self, text: str) -> str:
        for character, plain in PLAIN.items():
            text = text.replace(character, plain)
        return text if self.exact else lowered(text)


def lowered(text: str) -> str:
    """Lower case, character for character: ``İ`` alone would become two and shift every offset after it."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def whole(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` neither begins nor ends inside a word."""
    return not (
        (start > 0 and _joins(text[start - 1]) and _joins(text[start]))
        or (end < len(text) and _joins(text[end]) and _joins(text[end - 1]))
    )


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"


ADDRESS = regex(r"://|www\.|@\w|\w@|\w\.[a-z]{2,12}(?:\b|/)")
"""Something in a word that makes it an address: ``www.acme.test/shop``"""
LONGEST_WORD = 200


def in_address(text: str, start: int, end: int) -> bool:
    """Whether the words stand inside a web or mail address or a handle, which nobody may respell."""
    left = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - LONGEST_WORD) + 1
    right = min((place for place in (text.find(" ", end), text.find("\n", end)) if place >= 0), default=len(text))
    return ADDRESS.search(text[left : min(right, end + LONGEST_WORD)].rstrip(".,;:!?")) is not None
