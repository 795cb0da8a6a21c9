"""A document's links, kept packed: a large site has more of them than memory should hold as objects.

Most questions are about addresses, and pages repeat them: each stands once for its page, and as one text for the site.
What else is known of the links is kept in columns of bytes, and opened when somebody asks for a link. Whoever asks gets
objects, made anew each time.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import sub
from typing import Any, overload

import msgpack

from preflight.model import FactLink, Location, Part

Packed = list[Any]
"""How many links, their distinct URLs, and the columns as MessagePack: the forms, the form and the URL of each link as
numbers in those lists, the texts (packed once more), lines, columns and lengths, and where the links end that end on
another line."""

Form = tuple[Any, ...]
"""What many links share: element, attribute, part, before, after, zone, hidden, image, rel."""

Once = Callable[[str, str], str]
"""``setdefault`` of a dict: gives the first of equal texts, so that the others can go."""

_CODES = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
_COLUMNS = frozenset("BHIQq")


def pack(parts: Iterable[Part]) -> Packed:
    """The links of a document as plain data, without its path. A site has a million, so all is done by the column."""
    urls: list[str] = []
    texts: list[str] = []
    forms: list[Form] = []
    places: tuple[list[int], list[int], list[int]] = [], [], []
    across: list[tuple[int, int, int]] = []
    for part in parts:
        if not part.links:
            continue
        begins, ends = _columns(part, urls, texts, forms)
        starts = part.line_starts or (0, *(at + 1 for at, sign in enumerate(part.source) if sign == "\n"))
        starts = (*starts, sys.maxsize)
        lines = list(map(bisect_right, repeat(starts), begins))
        for index, (end, line) in enumerate(zip(ends, lines, strict=True), len(places[0])):
            if end >= starts[line]:
                end_line = bisect_right(starts, end)
                across.append((index, end_line, end - starts[end_line - 1] + 1))
        places[0].extend(lines)
        places[1].extend(begin - starts[line - 1] + 1 for begin, line in zip(begins, lines, strict=True))
        places[2].extend(map(sub, ends, begins))
    distinct, which = _counted(urls)
    shared, formed = _counted(forms)
    rest = [shared, formed, which, packed_up(texts), *map(_numbers, places), across]
    return [len(urls), distinct, packed_up(rest)]


def texts(packed: Any) -> Iterator[str]:
    """Every text in what is packed, however deep. Numbers in columns are none, though some look like letters. Raises
    ValueError for bytes that are not MessagePack."""
    if isinstance(packed, str):
        yield packed
    elif isinstance(packed, bytes):
        yield from texts(opened(packed))
    elif isinstance(packed, Mapping):
        for name, member in packed.items():
            if isinstance(name, str):
                yield name
            yield from texts(member)
    elif isinstance(packed, list):
        if len(packed) == 2 and isinstance(packed[1], bytes) and str(packed[0]) in _COLUMNS:
            return
        for member in packed:
            yield from texts(member)


def _columns(part: Part, urls: list[str], texts: list[str], forms: list[Form]) -> tuple[Sequence[int], Sequence[int]]:
    """Adds the part's links to the columns; where they begin and end."""
    rows = getattr(part.links, "rows", None)
    if rows is None:
        urls += [link.url for link in part.links]
        texts += [link.text for link in part.links]
        forms += [
            (
                link.element, link.attribute, link.span.part, link.span.before, link.span.after, link.zone, link.hidden,
                link.image, link.rel,
            )
            for link in part.links
        ]  # fmt: skip
        return [link.span.start for link in part.links], [link.span.end for link in part.links]
    found, words, elements, attributes, begins, ends, images, rels = zip(*rows, strict=True)
    urls += found
    texts += words
    name, none = repeat(part.name), repeat("")
    forms += zip(elements, attributes, name, none, none, none, repeat(False), images, rels)
    return begins, ends


def _counted(values: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The distinct ones, and which of them each is."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), _numbers([numbers[value] for value in values])


def _numbers(values: list[int]) -> list[Any]:
    """A column as bytes, none wider than it must be."""
    largest = max(values, default=0)
    code = next((code for code, limit in _CODES if largest < limit), "Q") if min(values, default=0) >= 0 else "q"
    return [code, array(code, values).tobytes()]


def _read(column: tuple[str, bytes]) -> Sequence[int]:
    code, content = column
    return memoryview(content).cast(code)  # type: ignore[call-overload,no-any-return]


class PackedLinks(Sequence[FactLink]):
    """The links of one document, in order. ``distinct`` are their URLs, each once."""

    __slots__ = ("_count", "_entry", "_path", "_rest", "distinct")

    def __init__(self, packed: Packed, path: str, entry: str, once: Once | None = None) -> None:
        self._count, urls, self._rest = packed
        self.distinct: tuple[str, ...] = tuple(map(once, urls, urls)) if once else tuple(urls)
        self._path = path
        self._entry = entry

    @property
    def elements(self) -> frozenset[str]:
        """The elements that the links stand in."""
        return frozenset(form[0] for form in opened(self._rest)[0])

    def forms(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, str, str]]:
        """URL, element, attribute and rel of the links with such URLs, hardly any twice: the links are not made."""
        numbers = self._numbers(wanted)
        if numbers:
            forms, formed, which, *_ = opened(self._rest)
            for number, form in dict.fromkeys(zip(_read(which), _read(formed), strict=True)):
                if number in numbers:
                    element, attribute, *_, rel = forms[form]
                    yield self.distinct[number], element, attribute, rel

    def counted(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, int]]:
        """URL and element of the links with such URLs, and how many there are: the links are not made."""
        numbers = self._numbers(wanted)
        if numbers:
            forms, formed, which, *_ = opened(self._rest)
            seen = zip(_read(which), _read(formed), strict=True)
            for (number, form), count in Counter(one for one in seen if one[0] in numbers).items():
                yield self.distinct[number], forms[form][0], count

    def some(self, wanted: Callable[[str], bool]) -> Iterator[FactLink]:
        """The links with such URLs."""
        if numbers := self._numbers(wanted):
            yield from self._made(numbers)

    def _numbers(self, wanted: Callable[[str], bool]) -> frozenset[int]:
        return frozenset(number for number, url in enumerate(self.distinct) if wanted(url))

    def _made(self, numbers: Container[int]) -> Iterator[FactLink]:
        """The links with the URLs of these numbers."""
        forms, formed, which, texts, lines, columns, lengths, across = opened(self._rest)
        texts = opened(texts)
        formed, lines, columns, lengths = map(_read, (formed, lines, columns, lengths))
        ends = {index: (line, column) for index, line, column in across}
        path, entry, urls = self._path, self._entry, self.distinct
        for index, number in enumerate(_read(which)):
            if number in numbers:
                element, attribute, part, before, after, *more = forms[formed[index]]
                line, column = lines[index], columns[index]
                end_line, end_column = ends.get(index) or (line, column + lengths[index])
                place = Location(path, entry + part, line, column, end_line, end_column, before, after)
                yield FactLink(urls[number], texts[index], element, attribute, place, *more)

    def __len__(self) -> int:
        count: int = self._count
        return count

    def __iter__(self) -> Iterator[FactLink]:
        return self._made(range(len(self.distinct)))

    @overload
    def __getitem__(self, index: int) -> FactLink: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[FactLink]: ...

    def __getitem__(self, index: int | slice) -> FactLink | Sequence[FactLink]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((self.distinct, self._rest, self._path, self._entry))


def packed_up(values: list[Any]) -> bytes:
    """Plain data as MessagePack. Texts may hold what is no character at all."""
    return bytes(msgpack.packb(values, unicode_errors="surrogatepass"))


def opened(packed: bytes) -> Any:
    """The data again."""
    return msgpack.unpackb(packed, unicode_errors="surrogatepass", strict_map_key=False)
