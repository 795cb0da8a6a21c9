"""Which text of an issue stands where which text of the previous one stood.

Texts that are the same but for dates and numbers hold the two issues together, as long as they come in the same order.
Between two such texts, one that was reworded is found by its words, and what remains by its place in the section.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from preflight.model import TextRun
from preflight.reading import alignment

MOST = 2_000
"""Texts of one part compared; nobody wrote a longer issue."""
SECTION = 60
"""Texts between two anchors that are compared word by word; in a longer section only the place counts."""
REWORDED = 0.5
"""Share of their words that two versions of one text have in common at least."""


class Pair(Struct, frozen=True):
    """A text and the one that stood in its place."""

    new: TextRun
    old: TextRun
    how: Literal["same", "reworded", "place"]


def align(old: Sequence[TextRun], new: Sequence[TextRun]) -> list[Pair]:
    """Pairs in the order of the new issue; what was added or taken out is in none."""
    old, new = old[:MOST], new[:MOST]
    keys = [(run.kind, alignment.key(run.text)) for run in new]
    old_keys = [(run.kind, alignment.key(run.text)) for run in old]
    anchors = _anchors(old_keys, keys)
    pairs: list[Pair] = []
    at, old_at = 0, 0
    for old_index, index in [*anchors, (len(old), len(new))]:
        pairs += _within(old[old_at:old_index], new[at:index], old_keys[old_at:old_index], keys[at:index])
        if index < len(new):
            pairs.append(Pair(new[index], old[old_index], "same"))
        at, old_at = index + 1, old_index + 1
    return pairs


def _anchors(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """Places of the texts that stand once in each, the longest series of them that kept its order (patience)."""
    places: dict[object, list[int]] = {}
    for index, key in enumerate(old):
        places.setdefault(key, []).append(index)
    counts: dict[object, int] = {}
    for key in new:
        counts[key] = counts.get(key, 0) + 1
    unique = [
        (places[key][0], index)
        for index, key in enumerate(new)
        if counts[key] == 1 and len(places.get(key, ())) == 1
    ]  # fmt: skip
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (old_index, _) in enumerate(unique):
        at = bisect_left(tails, old_index)
        if at == len(tails):
            tails.append(old_index)
            ends.append(number)
        else:
            tails[at], ends[at] = old_index, number
        before.append(ends[at - 1] if at else -1)
    kept, number = [], ends[-1] if ends else -1
    while number >= 0:
        kept.append(unique[number])
        number = before[number]
    return kept[::-1]


def _within(
    old: Sequence[TextRun], new: Sequence[TextRun], old_keys: Sequence[object], keys: Sequence[object]
) -> list[Pair]:
    """The texts of one section."""
    if not old or not new:
        return []
    found: dict[int, tuple[int, Literal["same", "reworded", "place"]]] = {}
    free = dict.fromkeys(range(len(old)))
    places: dict[object, list[int]] = {}
    for index in reversed(range(len(old))):
        places.setdefault(old_keys[index], []).append(index)
    for index, key in enumerate(keys):
        if places.get(key):
            found[index] = places[key].pop(), "same"
            del free[found[index][0]]
    if len(old) <= SECTION and len(new) <= SECTION:
        old_words = {at: set(alignment.key(old[at].text).split()) for at in free}
        for index, run in enumerate(new):
            if index in found:
                continue
            words = set(alignment.key(run.text).split())
            best = max((at for at in free if old[at].kind == run.kind), key=lambda at: _likeness(words, old_words[at]),
                       default=None)  # fmt: skip
            if best is not None and _likeness(words, old_words[best]) >= REWORDED:
                found[index] = best, "reworded"
                del free[best]
    waiting: dict[str, list[int]] = {}
    for at in reversed(free):
        waiting.setdefault(old[at].kind, []).append(at)
    for index, run in enumerate(new):
        if index not in found and waiting.get(run.kind):
            found[index] = waiting[run.kind].pop(), "place"
    return [Pair(new[index], old[at], how) for index, (at, how) in sorted(found.items())]


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)
