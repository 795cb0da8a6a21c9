"""Findings of many pages as plain data: a site says few different things, each at many places.

What two findings share (everything but the page, the lines and the columns) is kept once; the places are columns of
numbers. A finding made again from that equals the one that was kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from preflight.model import Finding, Fix, Location, Related

Column = list[Any]
"""Code and bytes of an ``array``."""

_WIDTH = 5
"""Numbers for each finding: what it says, line, column, end line and end column; 0 for none."""


def column(values: Iterable[int], code: str = "I") -> Column:
    return [code, array(code, values).tobytes()]


def opened(packed: Column) -> Sequence[int]:
    code: str
    content: bytes
    code, content = packed
    return memoryview(content).cast(code)  # type: ignore[call-overload,no-any-return]


def pack(pages: Iterable[Sequence[Finding]]) -> list[Any]:
    """The findings of each page, all of them in places of that page. ``Pages`` reads it."""
    sayings: dict[Any, int] = {}
    counts: list[int] = []
    numbers: list[int] = []
    for findings in pages:
        counts.append(len(findings))
        for one in findings:
            place = one.place
            assert isinstance(place, Location)
            said = (
                one.rule, one.message, place.part, place.before, place.after, one.match, one.help, one.suggestions,
                one.fix, one.related, one.severity, one.stale_on, one.reach,
            )  # fmt: skip
            numbers.append(sayings.setdefault(said, len(sayings)))
            numbers += (place.line or 0, place.column or 0, place.end_line or 0, place.end_column or 0)
    return [[_plain(said) for said in sayings], column(counts), column(numbers)]


def _plain(said: tuple[Any, ...]) -> list[Any]:
    *most, suggestions, fix, related, severity, stale_on, reach = said
    return [
        *most, list(suggestions), [fix.replacement, fix.safe] if fix else None,
        [[_place(one.place), one.match, one.message] for one in related], severity, stale_on, reach,
    ]  # fmt: skip


def _place(place: Location) -> list[Any]:
    return [
        place.path, place.part, place.line, place.column, place.end_line, place.end_column, place.before, place.after,
    ]  # fmt: skip


class Pages:
    """The findings of each page, by the page's number."""

    def __init__(self, packed: Sequence[Any]) -> None:
        sayings, counts, numbers = packed
        self._sayings = [_said(one) for one in sayings]
        self._numbers = opened(numbers)
        self._starts = [0]
        for count in opened(counts):
            self._starts.append(self._starts[-1] + count * _WIDTH)

    def of(self, page: int, path: str) -> list[Finding]:
        """The findings of a page that has this path now."""
        first, end = self._starts[page : page + 2]
        if first == end:
            return []
        found = []
        numbers = iter(self._numbers[first:end])
        for said, line, at, end_line, end_at in zip(numbers, numbers, numbers, numbers, numbers, strict=True):
            rule, message, part, before, after, *rest = self._sayings[said]
            place = Location(path, part, line or None, at or None, end_line or None, end_at or None, before, after)
            found.append(Finding(rule, message, place, *rest))
        return found


def _said(plain: list[Any]) -> tuple[Any, ...]:
    *most, suggestions, fix, related, severity, stale_on, reach = plain
    others = tuple(Related(Location(*place), text, why) for place, text, why in related)
    return *most, tuple(suggestions), Fix(*fix) if fix else None, others, severity, stale_on, reach
