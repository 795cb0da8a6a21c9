"""Words that speak for a language, counted for a whole page at the price of one addition for each of its texts.

What the words of a text say is one number with a field for each language, and the sum of such numbers holds the sums of
their fields: so it can be remembered of each text, and texts come again from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

FIELD = 32
"""Bits for one count: more than any document has words."""


class Ballot:
    """How much each word speaks for each of so many languages; none speaks against one."""

    def __init__(self, weights: Mapping[str, Sequence[int]]) -> None:
        self._votes = {word: together(each) for word, each in weights.items()}

    def cast(self, words: Iterable[str]) -> int:
        """The votes of these words; most have none."""
        return sum(filter(None, map(self._votes.get, words)))


def together(counts: Iterable[int]) -> int:
    """Counts as one number."""
    return sum(count << FIELD * place for place, count in enumerate(counts))


def apart(votes: int, places: int) -> list[int]:
    """So many counts out of one number.

    >>> apart(together([3, 0, 4]) + together([1, 2, 0]), 3)
    [4, 2, 4]
    """
    return [votes >> FIELD * place & (1 << FIELD) - 1 for place in range(places)]
