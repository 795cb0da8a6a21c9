"""A text as a row of words of which only a few are made: those that somebody looks at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import overload

from preflight.reading.words import CHUNK, PROSE, SENTENCE_END, SHOUTING, Word, without_template_tags


class Prosaic(Sequence[Word]):
    """``list(words(text))``, for who needs the plain ``forms`` of all and a close look at few: the others are not made.
    Only for a text of which each chunk tells by itself, see ``prosaic``."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._chunks = text.split() if text.isascii() else CHUNK.findall(text)
        self._prose = list(map(PROSE.__getitem__, self._chunks))
        self.forms = [form for prose in self._prose for form in prose.forms]

    @cached_property
    def _ends(self) -> list[int]:
        """How many words the chunks hold up to the end of each."""
        return list(accumulate(len(prose.forms) for prose in self._prose))

    @cached_property
    def _starts(self) -> list[int]:
        starts = list(map(add, accumulate(map(len, self._chunks), initial=0), count()))
        if starts.pop() == len(self._text) + 1:  # with one blank after each
            return starts
        return [chunk.start() for chunk in CHUNK.finditer(self._text)]

    def __len__(self) -> int:
        return len(self.forms)

    @overload
    def __getitem__(self, number: int) -> Word: ...

    @overload
    def __getitem__(self, number: slice) -> list[Word]: ...

    def __getitem__(self, number: int | slice) -> Word | list[Word]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        number = range(len(self))[number]
        at = bisect_right(self._ends, number)
        text, start, end, joined, first = self._prose[at].words[number - self._ends[at]]
        offset = self._starts[at]
        return Word(text, offset + start, offset + end, joined, first and self._begins(at))

    def _begins(self, at: int) -> bool:
        """Whether a sentence or line begins with a chunk."""
        if not at or self._prose[at - 1].ends:
            return True
        return self._text[self._starts[at - 1] + len(self._chunks[at - 1])] in SENTENCE_END


def prosaic(text: str) -> Prosaic | None:
    """None for the rare text that has to be read as a whole: it shouts, or holds template tags."""
    if SHOUTING.search(text) or without_template_tags(text) is not text:
        return None
    return Prosaic(text)
