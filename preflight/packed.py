"""A document's links, kept packed: a large site has more of them than memory should hold as objects.

Whoever looks at them gets objects, made anew each time; a million of them take some seconds, and a tenth of the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

import msgpack

from preflight.model import FactLink, Location


class PackedLinks(Sequence[FactLink]):
    """The links of one document, in order. A row: url, text, element, attribute, place, zone, hidden, image, rel."""

    __slots__ = ("_count", "_entry", "_packed", "_path")

    def __init__(self, rows: list[list[Any]], path: str, entry: str) -> None:
        self._packed: bytes = msgpack.packb(rows, unicode_errors="surrogatepass")
        self._count = len(rows)
        self._path = path
        self._entry = entry

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[FactLink]:
        path, entry = self._path, self._entry
        for url, text, element, attribute, (part, *where), *more in self._rows():
            yield FactLink(url, text, element, attribute, Location(path, entry + part, *where), *more)

    @overload
    def __getitem__(self, index: int) -> FactLink: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[FactLink]: ...

    def __getitem__(self, index: int | slice) -> FactLink | Sequence[FactLink]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self._packed, self._path, self._entry))

    def _rows(self) -> list[list[Any]]:
        rows: list[list[Any]] = msgpack.unpackb(self._packed, unicode_errors="surrogatepass")
        return rows
