"""What was made of a text, kept for the next time that the same text comes: three in four texts of a site stand on
several of its pages, and nearly all of its words do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

MOST = 2_000_000
"""Characters of the texts that are kept. When there are more, all are forgotten: what comes often is soon back."""
LONGEST = 2_000
"""Characters of a text that may come again."""
EACH = 50
"""What an entry takes whatever its length, in characters."""


class Remembered(dict[str, T]):
    """The answers of a function of a text alone, looked up as in a dict: ``remembered[text]``.

    The answer has to be one that nobody changes.
    """

    def __init__(self, answer: Callable[[str], T], most: int = MOST) -> None:
        super().__init__()
        self._answer = answer
        self._most = most
        self._held = 0

    def __missing__(self, text: str) -> T:
        found = self._answer(text)
        if len(text) <= LONGEST:
            self._held += len(text) + EACH
            if self._held > self._most:
                self.clear()
                self._held = len(text) + EACH
            self[text] = found
        return found
