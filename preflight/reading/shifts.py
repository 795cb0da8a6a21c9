"""Columns whose cells went to other rows: pulled up or down, sorted without their neighbours, filled down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from msgspec import Struct

from preflight.patterns import regex
from preflight.reading.records import Pairs, Row

FEWEST = 3
"""Rows that make a shift: two that exchange their values are a swap."""

DISTINCT = 0.34
"""Share of the rows above which a word (the site's name) tells none of them apart."""

_WORD = regex(r"[^\W_]+")  # "prices" of "Prices – Oak & Ash"


class Shift(Struct, frozen=True):
    """Rows that carry the value of other rows. ``distance`` is how many rows below its own the value stands now: 1 when
    each row carries what the row above had; 0 when there is no common distance. ``sources`` are the rows that the
    values came from, one for each."""

    field: str
    rows: tuple[tuple[Row, Row], ...]
    sources: tuple[Row, ...]
    distance: int

    @property
    def numbers(self) -> tuple[int, int]:
        return self.rows[0][1].number, self.rows[-1][1].number


def shift_in(pairs: Pairs, field: str) -> Shift | None:
    """The shift of a column, if it is one. Values may have been edited meanwhile: their telling words decide."""
    changed = [(old, new) for old, new in pairs.changed(field) if new.get(field)]
    if len(changed) < FEWEST:
        return None
    best: Shift | None = None
    order = {id(old): index for index, old in enumerate(pairs.before.rows)}
    for keys in (_exact(pairs, field), _telling(pairs, field)):
        owners = _owners(pairs, keys)
        moved = []
        for old, new in changed:
            key = keys.get(id(new))
            owner = owners.get(key) if key else None
            if owner is not None and owner is not old and keys.get(id(old)) != key:
                moved.append((old, new, owner))
        counted = Counter(order[id(old)] - order[id(owner)] for old, _, owner in moved)
        distance, times = counted.most_common(1)[0] if counted else (0, 0)
        if len(moved) < FEWEST or len({id(owner) for _, _, owner in moved}) < FEWEST:
            continue
        aligned = times * 3 >= len(moved) * 2
        if not aligned and (_is_exchange(moved) or len(moved) < FEWEST + 1):
            continue
        found = Shift(
            field,
            tuple((old, new) for old, new, _ in moved),
            tuple(owner for _, _, owner in moved),
            distance if aligned else 0,
        )
        if best is None or len(found.rows) > len(best.rows):
            best = found
    return best


def _is_exchange(moved: Sequence[tuple[Row, Row, Row]]) -> bool:
    """Whether all that happened is that pairs of rows swapped their values."""
    source = {id(old): id(owner) for old, _, owner in moved}
    return all(source.get(owner) == old for old, owner in source.items())


def _exact(pairs: Pairs, field: str) -> dict[int, Hashable]:
    return {id(row): row.get(field) for pair in pairs.pairs for row in pair if row.get(field)}


def _telling(pairs: Pairs, field: str) -> dict[int, Hashable]:
    """Row → the words of its value that few rows had before."""
    words = {id(row): frozenset(_WORD.findall(row.get(field).lower())) for pair in pairs.pairs for row in pair}
    counted = Counter(word for old, _ in pairs.pairs for word in words[id(old)])
    most = max(1, int(len(pairs.pairs) * DISTINCT))
    return {row: frozenset(word for word in found if counted[word] <= most) for row, found in words.items()}


def _owners(pairs: Pairs, keys: Mapping[int, Hashable]) -> dict[Hashable, Row]:
    """Key → the one row that had it before."""
    had = [(keys.get(id(old)), old) for old, _ in pairs.pairs]
    counted = Counter(key for key, _ in had)
    return {key: old for key, old in had if key and counted[key] == 1}
