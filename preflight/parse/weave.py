"""Which stretch of the source each character of a run came from: its pieces woven into one text, step by step.

The text itself is known already; this is for the few runs in which something was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from msgspec import Struct

from preflight.parse.entities import faithful
from preflight.parse.extents import Extents
from preflight.patterns import regex

Piece = tuple[str, int, int, int]
"""Text, start and end in the source (see ``extents``), and how it is written."""

WORDS, GAP, HOLE, BREAK, IMAGE = range(5)
"""How a piece is written: text; a space that nobody typed; something that is not prose, a line break, a picture."""

Segment = tuple[int, int, int]
"""Text start, source start, source length (see ``TextRun``)."""

OBJECT = "\ufffc"
"""Stands in a run where something other than prose stood (inline code, a picture, a foreign phrase)."""

PADDING = (
    " \n\t\r\f\v\xa0\u00ad\u034f\u061c\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\u2800\u3000\ufeff\ufffc"
)
"""Nothing that a reader sees: spaces, joiners, marks, and our own stand-in."""

EXACT = -1
"""The length of a segment that maps one to one, until the run is finished and its length known."""

_TO_SPACES = str.maketrans("\n\t\r\f", "    ")
_TAG = regex(r"</?[A-Za-z]")
_WORDS = regex(r"[^ ]+(?: [^ ]+)*")  # "two words", between runs of two or more spaces


class Segments(Struct, eq=False):
    """A run's segments, made when they are first looked at: a sequence, equal to the tuple of them."""

    pieces: Sequence[Piece]
    length: int
    attribute: str
    extents: Extents
    is_verbatim: bool
    made: tuple[Segment, ...] | None = None

    def _segments(self) -> tuple[Segment, ...]:
        if self.made is None:
            weaver = woven(self.pieces, self.attribute, self.extents, is_verbatim=self.is_verbatim)
            self.made = weaver.finished(self.length)
        return self.made

    def __len__(self) -> int:
        return len(self._segments())

    def __bool__(self) -> bool:
        return True  # only a run in which something stands is made

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._segments())

    @overload
    def __getitem__(self, index: int) -> Segment: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...

    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        return self._segments()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._segments() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._segments())

    def __repr__(self) -> str:
        return repr(self._segments())


Sequence.register(Segments)


def woven(pieces: Sequence[Piece], attribute: str, extents: Extents, *, is_verbatim: bool) -> Weaver:
    """The pieces of a run, written one after another."""
    weaver = Weaver()
    source = extents.source
    for text, at, until, how in pieces:
        start, end = extents.attribute(attribute, text, at, until) if attribute else (at, until)
        if how == WORDS:
            if "&" not in text and source.startswith(text, start):
                end = start + len(text)
            elif end < 0:
                end = _next_tag(text, source, start) or extents.end(end)
            add = weaver.add_verbatim if is_verbatim else weaver.add
            add(text, start, end, source, attribute=bool(attribute))
        elif how == GAP:
            weaver.gap(_end(start, extents))
        else:
            weaver.write(text, _end(start, extents), _end(end, extents), is_break=how == BREAK)
    return weaver


def _end(end: int, extents: Extents) -> int:
    """Where a tag ends. Of one without quotation marks this is plain to see; others need a table of all ends."""
    if end >= 0:
        return end
    source, start = extents.source, ~end
    closed = source.find(">", start)
    if _TAG.match(source, start) and closed > 0 and '"' not in (tag := source[start:closed]) and "'" not in tag:
        return closed + 1
    return extents.end(end)


def _next_tag(text: str, source: str, start: int) -> int:
    """Where a text ends that goes on to the next ``<``, as almost all do; 0 for others."""
    end = source.find("<", start)
    return end if end > start and faithful(text, source, start, end) else 0


class Weaver:
    """Text in the making, and where it came from."""

    __slots__ = ("length", "pieces", "reach", "segments", "space", "space_length")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.segments: list[Segment] = []
        self.length = 0
        self.reach = -1  # where the last segment ends in the source, when it maps one to one
        self.space = -1  # where white space that is still to be written stands
        self.space_length = 1

    def text(self) -> str:
        return "".join(self.pieces)

    def finished(self, length: int) -> tuple[Segment, ...]:
        """The segments of the first so many characters."""
        segments = self.segments
        while len(segments) > 1 and segments[-1][0] >= length:
            segments.pop()
        following = [segment[0] for segment in segments]
        following.append(length)
        return tuple(
            [
                (text_start, start, until - text_start if size == EXACT else size)
                for (text_start, start, size), until in zip(segments, following[1:], strict=True)
            ]
        )

    def add(self, text: str, start: int, end: int, source: str, *, attribute: bool) -> None:
        """Text as decoded from ``source[start:end]``, its white space to be collapsed."""
        if len(text) == end - start:
            self._words(text, start)
            return
        whole = [(" ".join(text.split()), start, end - start)]
        for piece, piece_start, length in faithful(text, source, start, end, attribute=attribute) or whole:
            if len(piece) == length:
                self._words(piece, piece_start)
            elif piece in "\n\t \f\r":
                self._blank(piece_start, length)
            else:
                self._append(piece, piece_start, length)

    def add_verbatim(self, text: str, start: int, end: int, source: str, *, attribute: bool) -> None:
        """Preformatted text: white space is kept, line breaks become ``\\n``."""
        if len(text) == end - start:
            self._append(text, start, len(text))
            return
        whole = [(text, start, end - start)]
        for piece, piece_start, length in faithful(text, source, start, end, attribute=attribute) or whole:
            self._append(piece, piece_start, length)

    def gap(self, at: int) -> None:
        """A space that nobody typed."""
        if self.space < 0:
            self._blank(at, 0)

    def write(self, text: str, start: int, end: int, *, is_break: bool) -> None:
        """A sign for what is no text, or a line break: white space in front of one does not count."""
        if is_break:
            self.space = -1
        self._append(text, start, end - start)

    def _words(self, text: str, start: int) -> None:
        """Text that maps one to one."""
        if "\n" in text:
            text = text.replace("\n", " ")
        if not text.isprintable():
            text = text.translate(_TO_SPACES)
        if "  " in text:
            end = 0
            for match in _WORDS.finditer(text):
                at, end = match.span()
                words = match[0]
                if at:
                    self._blank(start + at - 1, 1)
                self._append(words, start + at, end - at)
            if end < len(text):
                self._blank(start + end, 1)
            return
        if text[0] == " ":
            if text == " ":
                self._blank(start, 1)
                return
            if not self.length or self.space >= 0 or self.pieces[-1] == "\n":
                self._blank(start, 1)
                start += 1
                text = text[1:]
        if text[-1] == " ":
            text = text[:-1]
            self._append(text, start, len(text))
            self._blank(start + len(text), 1)
        else:
            self._append(text, start, len(text))

    def _blank(self, at: int, length: int) -> None:
        """White space, to be written before what follows, unless nothing was written yet."""
        if self.length and (self.space < 0 or length):
            self.space, self.space_length = at, length

    def _append(self, text: str, start: int, length: int) -> None:
        """Put text after whatever white space is pending."""
        if self.space >= 0:
            at, size = self.space, self.space_length
            self.space = -1
            if self.pieces[-1] != "\n":
                self.pieces.append(" ")
                if size != 1:
                    self.segments.append((self.length, at, size))
                    self.reach = -1
                else:
                    if at != self.reach:
                        self.segments.append((self.length, at, EXACT))
                    self.reach = at + 1
                self.length += 1
        if len(text) != length:
            self.segments.append((self.length, start, length))
            self.reach = -1
        else:
            if start != self.reach:
                self.segments.append((self.length, start, EXACT))
            self.reach = start + length
        self.pieces.append(text)
        self.length += len(text)
