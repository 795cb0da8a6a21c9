"""A document's anchors, head matter and facts, kept packed until somebody asks for them by name.

Whoever asks gets objects, made anew each time. Most questions are whether there is anything of a name, and pages of one
site have things of the same names: those stand once for all of them, and tell without anything being opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, overload

from preflight.model import Fact, Location, by_kind
from preflight.packed import opened, packed_up

Names = tuple[str, ...]


@lru_cache(maxsize=4096)
def _shared(names: Names) -> Names:
    """The first of equal names, so that the others can go."""
    return names


class PackedTexts(Sequence[str]):
    """Texts that few ask for."""

    __slots__ = ("_texts",)

    def __init__(self, texts: bytes) -> None:
        self._texts = texts

    @property
    def packed(self) -> bytes:
        """All of them: equal bytes are equal texts."""
        return self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(opened(self._texts))

    def __len__(self) -> int:
        return len(opened(self._texts))

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._texts)


def pack_texts(texts: Iterable[str]) -> bytes:
    """What ``PackedTexts`` holds."""
    return packed_up(list(texts))


class PackedMeta(Mapping[str, tuple[str, Location]]):
    """The head matter of one document by its name: content and place."""

    __slots__ = ("_entry", "_names", "_packed", "_path")

    def __init__(self, packed: Sequence[Any], path: str, entry: str) -> None:
        names, self._packed = packed
        self._names = _shared(tuple(names))
        self._path = path
        self._entry = entry

    def __getitem__(self, name: str) -> tuple[str, Location]:
        if name not in self._names:
            raise KeyError(name)
        content, place = opened(self._packed)[self._names.index(name)]
        return content, _location(place, self._path, self._entry)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def pack_meta(meta: Mapping[str, tuple[str, Location]]) -> list[Any]:
    """Contents with resolved places as plain data, without their path: what ``PackedMeta`` holds."""
    return [list(meta), packed_up([(content, _place(place)) for content, place in meta.values()])]


class PackedFacts(Mapping[str, tuple[Fact, ...]]):
    """The facts of one document by their kind."""

    __slots__ = ("_entry", "_kinds", "_opened", "_packed", "_path")

    def __init__(self, kinds: Mapping[str, bytes], path: str, entry: str, *, keep: bool = False) -> None:
        """``keep``: what was asked for once stays open, since several deliveries of a run ask for it."""
        self._kinds = _shared(tuple(kinds))
        self._packed = tuple(kinds.values())
        self._path = path
        self._entry = entry
        self._opened: dict[str, tuple[Fact, ...]] | None = {} if keep else None

    def __getitem__(self, kind: str) -> tuple[Fact, ...]:
        if self._opened is not None and kind in self._opened:
            return self._opened[kind]
        if kind not in self._kinds:
            raise KeyError(kind)
        number = self._kinds.index(kind)
        kind, packed, path, entry = self._kinds[number], self._packed[number], self._path, self._entry
        facts = tuple(Fact(kind, value, _location(place, path, entry), match) for value, place, match in opened(packed))
        if self._opened is not None:
            self._opened[kind] = facts
        return facts

    def get(self, kind: str, default: Any = None) -> Any:
        """The same; ``default`` for a kind that there is none of, as of most."""
        return self[kind] if kind in self._kinds else default

    def __contains__(self, kind: object) -> bool:
        return kind in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def pack_facts(facts: Iterable[Fact]) -> dict[str, bytes]:
    """Facts with resolved places as plain data, without their path: what ``PackedFacts`` holds."""
    return {
        kind: packed_up([(fact.value, _place(fact.location), fact.match) for fact in members])
        for kind, members in by_kind(facts).items()
    }


def _location(place: Sequence[Any], path: str, entry: str) -> Location:
    return Location(path, entry + place[0], *place[1:])


def _place(place: Location) -> tuple[Any, ...]:
    return (place.part, place.line, place.column, place.end_line, place.end_column, place.before, place.after)
