"""Text as it flows: pieces of source gathered into one run, white space collapsed, every character traceable."""

from __future__ import annotations

from preflight.model import Element, TextRun
from preflight.parse.entities import atoms
from preflight.patterns import regex

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
_WORDS = regex(r"[^ ]+(?: [^ ]+)*")  # "two words", between runs of two or more spaces


class Flow:
    """One run in the making."""

    __slots__ = (
        "conditional",
        "element",
        "hidden",
        "kind",
        "language",
        "length",
        "pictures",
        "pieces",
        "reach",
        "segments",
        "space",
        "space_length",
        "zone",
    )

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
        """Only Outlook reads it."""
        self.pieces: list[str] = []
        self.segments: list[tuple[int, int, int]] = []
        self.length = 0
        self.reach = -1  # where the last segment ends in the source, when it maps one to one
        self.space = -1  # where white space that is still to be written stands
        self.space_length = 1
        self.pictures = -1  # the length when a picture was the last thing written

    def start(self) -> int:
        """Where in the source it begins."""
        return self.segments[0][1]

    def add(self, text: str, start: int, end: int, source: str, *, attribute: bool = False) -> None:
        """Text as decoded from ``source[start:end]``, its white space to be collapsed."""
        if len(text) == end - start or source.startswith(text, start):
            self._words(text, start)
        else:
            pieces = list(atoms(source, start, end, attribute=attribute))
            if "".join([piece[0] for piece in pieces]) != text:
                pieces = [(" ".join(text.split()), start, end - start)]
            for piece, piece_start, length in pieces:
                if len(piece) == length:
                    self._words(piece, piece_start)
                elif piece in "\n\t \f\r":
                    self._blank(piece_start, length)
                else:
                    self._append(piece, piece_start, length)

    def add_verbatim(self, text: str, start: int, end: int, source: str) -> None:
        """Preformatted text: white space is kept, line breaks become ``\\n``."""
        if len(text) == end - start or source.startswith(text, start):
            self._append(text, start, len(text))
            return
        for piece, piece_start, length in atoms(source, start, end):
            self._append(piece, piece_start, length)

    def line_break(self, start: int, end: int) -> bool:
        """A visible line break. False when it makes an empty line: there the run should end."""
        self.space = -1
        if not self.length:
            return True
        for piece in reversed(self.pieces):
            if piece == "\n":
                return False
            if piece.strip(PADDING):
                break
        self._append("\n", start, end - start)
        return True

    def gap(self, at: int) -> None:
        """A space that nobody typed, between two things that stand apart on the screen."""
        if self.space < 0:
            self._blank(at, 0)

    def hole(self, start: int, end: int) -> None:
        """Something that is not prose stood here."""
        self._append(OBJECT, start, end - start)

    def image(self, start: int, end: int) -> None:
        """A picture among the words; at either end of a run it leaves no trace."""
        if self.length:
            self._append(OBJECT, start, end - start)
            self.pictures = self.length

    def run(self, part: str, language: str, restore: dict[int, str] | None) -> TextRun | None:
        """The finished run, or None when there is nothing to see in it."""
        text = "".join(self.pieces)
        if not (text and text[0].isalnum()) and not text.strip(PADDING):
            return None
        length = len(text)
        if self.pictures == length or self.kind == "preheader":
            text = text.rstrip(PADDING)
        elif "\n" in text:
            cut = text.find("\n", len(text.rstrip(PADDING)))
            if cut >= 0:
                text = text[:cut]
        length = len(text)
        segments = self.segments
        if len(segments) == 1:
            finished: tuple[tuple[int, int, int], ...]
            text_start, start, size = segments[0]
            finished = ((text_start, start, length if size == EXACT else size),)
        else:
            while segments[-1][0] >= length:
                segments.pop()
            following = [segment[0] for segment in segments]
            following.append(length)
            finished = tuple(
                [
                    (text_start, start, until - text_start if size == EXACT else size)
                    for (text_start, start, size), until in zip(segments, following[1:], strict=True)
                ]
            )
        if restore:
            text = text.translate(restore)
        return TextRun(
            self.kind,
            text,
            part,
            finished,
            language if self.language is None else self.language,
            self.zone,
            self.hidden,
            self.element,
        )

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
