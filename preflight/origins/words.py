"""Where the words of a built page stand in a source: the same words, whatever line breaks, quotes and emphasis."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from html import unescape

from msgspec import Struct

from preflight.model import Location
from preflight.patterns import regex

PIECE = regex(
    r"(?:[^\s&*`‘’“”]| (?=\S))+|\s+|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});|[*`]+|[‘’“”]|&"
)
"""A source in pieces: words with single spaces between them, other white space, a reference, emphasis, a typographer's
quotation mark, anything else."""
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "*": None, "`": None})
WORD = regex(r"\w+")
ASIDE = regex(r"\]\([^()\s]{0,300}\)|<[^<>]{0,300}>|\{\{[^{}]{0,300}\}\}")  # "](/about/)", "<br>", "{{< ref >}}"
WINDOW = 160
"""Characters around a match in which its neighbours are looked for."""
NEIGHBOURS = 4
"""Words on each side that are compared."""
MOST = 1000
"""Places of one match that are weighed."""


class Place(Struct, frozen=True):
    """``agreeing`` neighbours stand around it as in the built page; ``text`` is what the source has there."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    agreeing: int

    def location(self, path: str) -> Location:
        return Location(path, "", self.line, self.column, self.end_line, self.end_column)


class Words:
    """A source's text without what its readers do not see of it, and where each piece of that stands."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _read(self) -> tuple[str, list[int], list[int], list[int]]:
        """The text; where each piece begins in it and in the source; and how long it is there."""
        pieces, starts, origins, lengths = [], [], [], []
        at = 0
        for match in PIECE.finditer(self.source):
            piece = match[0]
            seen = _seen(piece)
            if seen:
                pieces.append(seen)
                starts.append(at)
                origins.append(match.start())
                lengths.append(len(piece))
                at += len(seen)
        return "".join(pieces), starts, origins, lengths

    @property
    def text(self) -> str:
        return self._read[0]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text stands in the source."""
        return self._origin(start, 0), self._origin(end - 1, 1)

    def _origin(self, offset: int, past: int) -> int:
        """Where a character begins in the source, or where it ends (``past`` 1)."""
        text, starts, origins, lengths = self._read
        index = bisect_right(starts, offset) - 1
        following = starts[index + 1] if index + 1 < len(starts) else len(text)
        if following - starts[index] == lengths[index]:
            return origins[index] + offset - starts[index] + past
        return origins[index] + lengths[index] * past

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Both 1-based; lines break at ``\\n`` only."""
        before = self.source.rfind("\n", 0, offset) + 1
        return self.source.count("\n", 0, offset) + 1, offset - before + 1


def found_in(words: Words, built: Location, match: str) -> Place | None:
    """The one place of these words in a source; None where there is none, or more than one that fits as well."""
    wanted = _plain(match)
    if not wanted:
        return None
    before = WORD.findall(_plain(built.before))[-NEIGHBOURS:][::-1]
    after = WORD.findall(_plain(built.after))[:NEIGHBOURS]
    weighed = [(_agreeing(words.text, at, at + len(wanted), before, after), at) for at in _all(words.text, wanted)]
    if not weighed:
        return None
    best = max(weighed)[0]
    fitting = [at for agreeing, at in weighed if agreeing == best]
    if len(fitting) > 1 or (len(weighed) > 1 and not best):
        return None
    start, end = words.span(fitting[0], fitting[0] + len(wanted))
    return Place(*words.line_and_column(start), *words.line_and_column(end), words.source[start:end], best)


def _all(text: str, wanted: str) -> Iterator[int]:
    """Where the words stand, not within longer ones."""
    at, count = text.find(wanted), 0
    while at >= 0 and count < MOST:
        end = at + len(wanted)
        inside = (wanted[0].isalnum() and at > 0 and text[at - 1].isalnum()) or (
            wanted[-1].isalnum() and end < len(text) and text[end].isalnum()
        )
        if not inside:
            yield at
            count += 1
        at = text.find(wanted, at + 1)


def _agreeing(text: str, start: int, end: int, before: list[str], after: list[str]) -> int:
    """How many neighbours are the same, counted from the match outwards."""
    left = WORD.findall(ASIDE.sub(" ", text[max(0, start - WINDOW) : start]))[::-1]
    right = WORD.findall(ASIDE.sub(" ", text[end : end + WINDOW]))
    return _common(left, before) + _common(right, after)


def _common(here: list[str], there: list[str]) -> int:
    count = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        count += 1
    return count


def _seen(piece: str) -> str:
    """What of a piece its readers see."""
    if piece[0] == "&" and len(piece) > 1:
        return _plain(unescape(piece))
    return " " if piece.isspace() else piece.translate(PLAIN)


def _plain(text: str) -> str:
    found = text.translate(PLAIN)
    return " ".join(found.split()) if found.strip() else (" " if found else "")
