"""Where tokens and attributes stand in their source, looked up only for what somebody asks about.

The tokenizer says where a token starts; it ends where the next one does. Few ends are ever asked for (a finding's, an
odd attribute's), so a text's ends are tabulated when the first one is. Meanwhile an end that nobody looked up yet is
the complement of its token's start: a negative number.
"""

from __future__ import annotations

from bisect import bisect_right

from preflight.parse import tokens

NEAR = 600
"""Characters from a tag's start in which an attribute is looked for at once; farther ones by walking the tag."""

_BLANK = " \n\t\r"


class Extents:
    """The ends in one source, which may be masked (``templates``). ``places`` are attribute spans known beforehand
    (Markdown links), by start of the tag and attribute."""

    __slots__ = ("_inner", "_offsets", "_outer", "is_masked", "places", "source")

    def __init__(self, source: str, *, is_masked: bool) -> None:
        self.source = source
        self.is_masked = is_masked
        self.places: dict[tuple[int, str], tuple[int, int]] = {}
        self._outer: list[tuple[int, int]] = []
        self._inner: list[tuple[int, int]] = []
        self._offsets: dict[tuple[int, int], list[int]] = {}

    def tokenized(self, start: int, end: int, *, nested: bool) -> None:
        """That stretch has been read as tokens; ``nested`` when it is one token of a stretch around it. Neither kind
        overlaps its own."""
        (self._inner if nested else self._outer).append((start, end))

    def end(self, end: int) -> int:
        """An end as a plain offset, looked up if it has to be."""
        if end >= 0:
            return end
        start = ~end
        for stretches in (self._inner, self._outer):
            index = bisect_right(stretches, (start, len(self.source) + 1)) - 1
            if index >= 0 and start < stretches[index][1]:
                offsets = self._ends_in(stretches[index])
                return offsets[bisect_right(offsets, start)]
        return len(self.source)

    def raw_end(self, start: int, text: str) -> int:
        """Where text that stands in the source as it is read (scripts, style sheets) ends; where lines end in two
        characters, it is longer by one for each line."""
        source = self.source
        if source.startswith(text, start):
            return start + len(text)
        end = start + len(text) + text.count("\n")
        return end if source[start:end].replace("\r\n", "\n") == text else self.end(~start)

    def _ends_in(self, stretch: tuple[int, int]) -> list[int]:
        known = self._offsets.get(stretch)
        if known is None:
            known = self._offsets[stretch] = [*tokens.offsets(self.source, *stretch), stretch[1]]
        return known

    def attribute(self, name: str, value: str, start: int, end: int) -> tuple[int, int]:
        """Where the value of an attribute stands in the tag between ``start`` and ``end``, without quotes; the whole
        tag when it has none. ``value`` is the decoded value, which lets the common spelling be found at once."""
        if self.places and (start, name) in self.places:
            return self.places[start, name]
        source = self.source
        if not self.is_masked:
            at = source.find(f'{name}="{value}"', start, start + NEAR + len(value))
            if (
                at > 0
                and source[at - 1] in _BLANK
                and source.find(">", start, at) < 0
                and source.find("'", start, at) < 0
                and not source.count('"', start, at) % 2
            ):
                at += len(name) + 2
                return at, at + len(value)
        until = end if end >= 0 else len(source)  # a tag that is one ends where it has no more attributes
        for found, where in tokens.attribute_spans(source, start, until):
            if found == name:
                return where
        return start, self.end(end)
