"""Text as it flows: pieces of source gathered into one run, white space collapsed, every character traceable."""

from __future__ import annotations

import re

from preflight.model import Element, TextRun
from preflight.parse.references import atoms

OBJECT = "\ufffc"
"""Stands in a run where something other than prose stood (inline code, a foreign phrase): no letter, no space."""

PADDING = " \n\t\r\f\v\xa0\u00ad\u034f\u061c\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
PADDING += "\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2060\u3000\ufeff\ufffc\u2800"
"""Nothing that a reader sees: spaces, joiners, marks, and our own stand-in."""

EXACT = -1
"""The length of a segment that maps one to one, until the run is finished and its length known."""

_SPACES = str.maketrans("\n\t\r\f", "    ")
_WORDS = re.compile(r"[^ ]+(?: [^ ]+)*")  # "two words", between runs of two or more spaces


class Flow:
    """One run in the making."""

    __slots__ = (
        "conditional", "element", "hidden", "kind", "language", "length", "link_end", "link_url", "pieces", "reach",
        "segments", "space", "space_length", "zone",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        language: str | None,
        zone: str,
        element: Element | None,
        *,
        hidden: bool,
        conditional: bool = False,
    ) -> None:
        self.kind = kind
        self.language = language
        self.zone = zone
        self.hidden = hidden
        self.element = element
        self.conditional = conditional
        self.pieces: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.length = 0
        self.reach = -1  # where the last segment ends in the source, when it maps one to one
        self.space = -1  # where white space that is still to be written stands
        self.space_length = 1
        self.link_end = -1
        self.link_url = ""

    @property
    def start(self) -> int:
        return self.segments[0][1] if self.segments else 0

    def add(self, text: str, start: int, end: int, source: str, *, attribute: bool = False) -> None:
        """Text as decoded from ``source[start:end]``, its white space to be collapsed."""
        if len(text) == end - start:
            self._words(text, start)
            return
        for piece, piece_start, length in atoms(source, start, end, attribute=attribute):
            if len(piece) == length:
                self._words(piece, piece_start)
            elif piece.isspace() and piece in "\n\t \f\r":
                self._blank(piece_start, length)
            else:
                self._append(piece, piece_start, length)

    def add_verbatim(self, text: str, start: int, end: int, source: str) -> None:
        """Preformatted text: white space is kept, line breaks become ``\\n``."""
        if len(text) == end - start:
            self._append(text, start, end - start)
            return
        for piece, piece_start, length in atoms(source, start, end):
            self._append(piece, piece_start, length)

    def line_break(self, start: int, end: int) -> None:
        """A ``<br>``."""
        self.space = -1
        if self.length:
            self._append("\n", start, end - start)

    def gap(self, at: int) -> None:
        """A space that nobody typed, between two things that stand apart on the screen."""
        if self.space < 0:
            self._blank(at, 0)

    def hole(self, start: int, end: int) -> None:
        """Something that is not prose stood here."""
        self._append(OBJECT, start, end - start)

    def run(self, part: str, language: str, restore: dict[int, int] | None) -> TextRun | None:
        """The finished run, or None when there is nothing to see in it."""
        text = "".join(self.pieces)
        if not text.strip(PADDING):
            return None
        segments = self.segments
        if text[-1] == "\n":
            text = text.rstrip("\n")
            while segments[-1][0] >= len(text):
                segments.pop()
        finished = []
        following = len(text)
        for text_start, start, length in reversed(segments):
            finished.append((text_start, start, following - text_start if length == EXACT else length))
            following = text_start
        finished.reverse()
        if restore:
            text = text.translate(restore)
        return TextRun(
            self.kind, text, part, tuple(finished), language if self.language is None else self.language,
            self.zone, self.hidden, self.element,
        )  # fmt: skip

    def _words(self, text: str, start: int) -> None:
        """Text that maps one to one."""
        text = text.translate(_SPACES) if not text.isprintable() else text
        if "  " in text:
            at = 0
            for match in _WORDS.finditer(text):
                at = match.start()
                if at:
                    self._blank(start + at - 1, 1)
                words = match[0]
                at = match.end()
                if words[0] == " ":
                    self._blank(start + match.start(), 1)
                self._append(words.strip(" "), start + match.start() + (words[0] == " "), len(words.strip(" ")))
            if at < len(text):
                self._blank(start + at, 1)
            return
        if text[0] == " ":
            self._blank(start, 1)
            start += 1
            text = text[1:]
        if not text:
            return
        if text[-1] == " ":
            text = text[:-1]
            if text:
                self._append(text, start, len(text))
            self._blank(start + len(text), 1)
        else:
            self._append(text, start, len(text))

    def _blank(self, at: int, length: int) -> None:
        if self.space < 0 and self.length or self.space >= 0:
            if self.space < 0 or length:
                self.space, self.space_length = at, length

    def _append(self, text: str, start: int, length: int) -> None:
        """Put text after whatever white space is pending."""
        if self.space >= 0:
            at, size = self.space, self.space_length
            self.space = -1
            if self.pieces[-1] != "\n" and text != "\n":
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
