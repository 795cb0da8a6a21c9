"""Where a page's neighbours went: pages that moved together vouch for one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from preflight.renames.page import Page

Folder = tuple[str, ...]


class Votes:
    """``anchors`` are moves that are sure by themselves: (old page, new page)."""

    def __init__(self, anchors: Iterable[tuple[Page, Page]]) -> None:
        self._moves: Counter[tuple[Folder, Folder]] = Counter()
        self._left: Counter[Folder] = Counter()
        self._anchors: dict[str, str] = {}
        for old, new in anchors:
            self._anchors[old.address] = new.address
            for folders in _folders(old, new):
                self._moves[folders] += 1
            for cut in range(1, len(old.segments) + 1):
                self._left[old.segments[:-cut]] += 1

    def of(self, old: Page, new: Page) -> float:
        """The share of the old page's neighbours that went where this one would go, 0 to 1, one doubter added."""
        itself = int(self._anchors.get(old.address) == new.address)
        listed = int(old.address in self._anchors)
        return max(
            (
                (self._moves[folders] - itself) / (self._left[folders[0]] - listed + 1)
                for folders in _folders(old, new)
                if self._moves[folders] > itself
            ),
            default=0.0,
        )


def _folders(old: Page, new: Page) -> Iterable[tuple[Folder, Folder]]:
    """The folders that a move from one to the other names, from the inmost one out, as long as the rest is equal."""
    first, second = old.segments, new.segments
    for cut in range(1, min(len(first), len(second)) + 1):
        if cut > 1 and first[-cut + 1] != second[-cut + 1]:
            return
        yield first[:-cut], second[:-cut]
