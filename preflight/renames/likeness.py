"""How much an old and a new page resemble each other, told apart by what they are alike in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from preflight.patterns import regex
from preflight.renames.page import Page

SHINGLES = 400
"""Shingles of an average page that are compared; of larger jobs a sample of them, the same ones on every page."""

ALL_PAGES = 300
"""Pages up to which nothing is sampled."""

SHORT = 30
"""Words of text under which titles and addresses decide."""

_WORD = regex(r"[^\W_]+")  # "hours" in "opening-hours"


class Likeness(Struct, frozen=True):
    """All from 0 to 1. ``text`` is the share of both texts that is common, ``old_share`` and ``new_share`` that of one
    of them; what many pages have in common counts little. ``name`` is 1 when both have the same title or heading and no
    other page has it, ``last`` likewise for the address's last segment. ``short`` when one of them has hardly any text.
    """

    text: float
    old_share: float
    new_share: float
    name: float
    last: float
    short: bool


class Comparison:
    """Old and new pages, ready to be compared. ``around`` are pages that stayed: what they share with all the others is
    the template."""

    def __init__(self, old: Sequence[Page], new: Sequence[Page], around: Sequence[Page]) -> None:
        pages = len(old) + len(new)
        shingles = sum(len(page.shingles) for page in old) + sum(len(page.shingles) for page in new)
        self._every = max(1, shingles // (pages * SHINGLES)) if pages > ALL_PAGES else 1
        self.old = {page.address: self._sample(page) for page in old}
        self.new = {page.address: self._sample(page) for page in new}
        self.old_counts, self.new_counts = _counted(self.old.values()), _counted(self.new.values())
        self._around = _counted(map(self._sample, around))
        self.old_weight = {address: self.weight(shingles) for address, shingles in self.old.items()}
        self.new_weight = {address: self.weight(shingles) for address, shingles in self.new.items()}
        self._names = [Counter(name for page in side for name in page.names) for side in (old, new, around)]
        self._lasts = [Counter(page.last for page in side) for side in (old, new, around)]

    def _sample(self, page: Page) -> frozenset[int]:
        if self._every == 1:
            return page.shingles
        return frozenset(value for value in page.shingles if value % self._every == 0)

    def weigh(self, shingle: int) -> float:
        return 1.0 / max(1, self.old_counts[shingle], self.new_counts[shingle], self._around[shingle] + 1)

    def weight(self, shingles: Iterable[int]) -> float:
        return sum(map(self.weigh, shingles))

    def of(self, old: Page, new: Page) -> Likeness:
        common = self.weight(self.old[old.address] & self.new[new.address])
        first, second = self.old_weight[old.address], self.new_weight[new.address]
        shared_names = old.names & new.names
        name = max((1.0 / self._rivals(self._names, one) for one in shared_names), default=0.0)
        if not shared_names:
            name = 0.5 * max((_alike(one, other) for one in old.names for other in new.names), default=0.0)
        last = 1.0 / self._rivals(self._lasts, old.last) if old.last == new.last else 0.5 * _alike(old.last, new.last)
        return Likeness(
            common / (first + second - common) if common else 0.0,
            common / first if common else 0.0,
            common / second if common else 0.0,
            name,
            last,
            min(old.words, new.words) < SHORT,
        )

    @staticmethod
    def _rivals(counts: Sequence[Counter[str]], value: str) -> int:
        """How many pages have a name on the side that has it most; a page that stayed is one more that has it."""
        old, new, around = counts
        return max(1, old[value], new[value], around[value] + 1)


def _counted(sets: Iterable[frozenset[int]]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for shingles in sets:
        counted.update(shingles)
    return counted


def _alike(one: str, other: str) -> float:
    """What share of their words two names have in common."""
    first, second = set(_WORD.findall(one)), set(_WORD.findall(other))
    return len(first & second) / len(first | second) if first and second else 0.0
