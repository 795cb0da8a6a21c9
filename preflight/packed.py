"""A document's links, kept packed: a large site has more of them than memory should hold as objects.

Whoever looks at them gets objects, made anew each time; a million of them take some seconds, and a tenth of the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import Any, overload

import msgpack

from preflight.model import FactLink, Location

Packed = list[Any]
"""How many, their URLs as one MessagePack text, and what else is known of each as another."""


def pack(urls: list[str], rest: list[tuple[Any, ...]]) -> Packed:
    """Links as plain data. ``rest``: text, element, attribute, the place in pieces, zone, hidden, image, rel."""
    return [len(urls), _packed(urls), _packed(rest)]


class PackedLinks(Sequence[FactLink]):
    """The links of one document, in order."""

    __slots__ = ("_count", "_entry", "_path", "_rest", "_urls")

    def __init__(self, packed: Packed, path: str, entry: str) -> None:
        self._count, self._urls, self._rest = packed
        self._path = path
        self._entry = entry

    @property
    def urls(self) -> list[str]:
        """The URL of each link: most questions need no more, and it costs a twentieth."""
        urls: list[str] = _unpacked(self._urls)
        return urls

    def some(self, wanted: Callable[[str], bool]) -> Iterator[FactLink]:
        """The links with such URLs."""
        chosen = [wanted(url) for url in self.urls]
        if any(chosen):
            path, entry = self._path, self._entry
            for url, (
                text,
                element,
                attribute,
                part,
                line,
                column,
                end_line,
                end_column,
                before,
                after,
                *more,
            ) in compress(zip(self.urls, _unpacked(self._rest), strict=True), chosen):
                place = Location(path, entry + part, line, column, end_line, end_column, before, after)
                yield FactLink(url, text, element, attribute, place, *more)

    def __len__(self) -> int:
        count: int = self._count
        return count

    def __iter__(self) -> Iterator[FactLink]:
        return self.some(lambda url: True)

    @overload
    def __getitem__(self, index: int) -> FactLink: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[FactLink]: ...

    def __getitem__(self, index: int | slice) -> FactLink | Sequence[FactLink]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._urls, self._rest, self._path, self._entry))


def _packed(values: list[Any]) -> bytes:
    return bytes(msgpack.packb(values, unicode_errors="surrogatepass"))


def _unpacked(packed: bytes) -> Any:
    return msgpack.unpackb(packed, unicode_errors="surrogatepass")
