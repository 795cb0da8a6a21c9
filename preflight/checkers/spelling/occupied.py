"""Which words of a text have been told already: a mistake has one finding, however many rules see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar

from preflight.model import Location

_WIDTH = 64
"""Columns of a bucket: a line of half a megabyte has thousands of findings, and each is compared with a few."""
_Key = tuple[str, str, int, int]
T = TypeVar("T")


class Occupied(Generic[T]):
    """Places with what stands there. Those of several lines are known by their first one."""

    def __init__(self) -> None:
        self._buckets: dict[_Key, list[tuple[Location, T]]] = defaultdict(list)

    def add(self, place: Location, item: T) -> None:
        for key in _keys(place):
            self._buckets[key].append((place, item))

    def at(self, place: Location) -> list[T]:
        """What overlaps a place, in the order it was added."""
        found: list[T] = []
        for key in _keys(place):
            for other, item in self._buckets.get(key, ()):
                if _overlap(place, other) and item not in found:
                    found.append(item)
        return found

    def __contains__(self, place: Location) -> bool:
        return any(_overlap(place, other) for key in _keys(place) for other, _ in self._buckets.get(key, ()))


def _keys(place: Location) -> Iterator[_Key]:
    first = place.column or 0
    last = (place.end_column or 0) if place.end_line == place.line else first
    for bucket in range(first // _WIDTH, max(first, last) // _WIDTH + 1):
        yield place.path, place.part, place.line or 0, bucket


def _overlap(one: Location, other: Location) -> bool:
    return (one.line or 0, one.column or 0) < (other.end_line or 0, other.end_column or 0) and (
        other.line or 0,
        other.column or 0,
    ) < (one.end_line or 0, one.end_column or 0)
