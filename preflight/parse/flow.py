"""Text as it flows: pieces of source gathered into one run, white space collapsed when the run is complete.

Where each character came from is worked out by ``weave``, for the few runs about which somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import cast

from msgspec import Struct, field

from preflight.model import Element, TextRun
from preflight.parse.extents import Extents
from preflight.parse.weave import BREAK, GAP, HOLE, IMAGE, OBJECT, PADDING, WORDS, Piece, Segment, Segments, woven

__all__ = ["OBJECT", "PADDING", "Flow"]

_NOT_BODY = frozenset({"title", "meta", "label", "alt"})
_start = attrgetter("start")
_BLANK = " \n\t\r\f"


class Flow(Struct, eq=False):
    """One run in the making. ``start`` orders the runs of a text."""

    kind: str
    language: str | None
    zone: str
    element: Element | None
    hidden: bool
    conditional: bool = False
    """Only Outlook reads it."""
    is_verbatim: bool = False
    """White space is kept."""
    is_marked: bool = False
    """It holds more than words."""
    attribute: str = ""
    """The attribute whose value it is; its piece then starts and ends where the tag does."""
    start: int = -1
    pieces: list[Piece] = field(default_factory=list)

    def add(self, text: str, start: int, end: int) -> None:
        """Text as decoded from ``source[start:end]``."""
        if self.start < 0:
            self.start = start
        self.pieces.append((text, start, end, WORDS))

    def line_break(self, start: int, end: int) -> bool:
        """A visible line break. False when it makes an empty line: there the run should end."""
        for text, _, _, how in reversed(self.pieces):
            if how == BREAK or (text == "\n" and self.is_verbatim):
                return False
            if text.strip(PADDING):
                self.is_marked = True
                self.pieces.append(("\n", start, end, BREAK))
                return True
        if self.is_begun:
            self.is_marked = True
            self.pieces.append(("\n", start, end, BREAK))
        return True

    @property
    def is_begun(self) -> bool:
        """Whether anything but white space was written."""
        return self.has_more(0)

    def has_more(self, first: int) -> bool:
        """Whether any piece from that one on is more than white space."""
        return any(
            how == BREAK or (how != GAP and (self.is_verbatim or text.strip(_BLANK)))
            for text, _, _, how in (self.pieces[first:] if first else self.pieces)  # a page may be one run
        )

    def gap(self, at: int) -> None:
        """A space that nobody typed, between two things that stand apart on the screen."""
        if self.pieces:
            self.is_marked = True
            self.pieces.append((" ", at, at, GAP))

    def hole(self, start: int, end: int) -> None:
        """Something that is not prose stood here."""
        if self.start < 0:
            self.start = start
        self.is_marked = True
        self.pieces.append((OBJECT, start, end, HOLE))

    def image(self, start: int, end: int) -> None:
        """A picture among the words; at either end of a run it leaves no trace."""
        if self.is_begun:
            self.is_marked = True
            self.pieces.append((OBJECT, start, end, IMAGE))

    def run(self, part: str, language: str, extents: Extents, restore: dict[int, str] | None) -> TextRun | None:
        """The finished run, or None when there is nothing to see in it."""
        text = self.text(extents)
        if not (text and text[0].isalnum()) and not text.strip(PADDING):
            return None
        if (self.is_marked and self._ends_in_picture()) or self.kind == "preheader":
            text = text.rstrip(PADDING)
        elif "\n" in text:
            cut = text.find("\n", len(text.rstrip(PADDING)))
            if cut >= 0:
                text = text[:cut]
        segments = Segments(self.pieces, len(text), self.attribute, extents, self.is_verbatim)
        return TextRun(
            self.kind,
            text.translate(restore) if restore else text,
            part,
            cast("Sequence[Segment]", segments),
            language if self.language is None else self.language,
            self.zone,
            self.hidden,
            self.element,
        )

    def text(self, extents: Extents) -> str:
        """What was gathered, as a reader sees it."""
        pieces = self.pieces
        if self.is_marked:
            if self.is_verbatim:
                return woven(pieces, self.attribute, extents, is_verbatim=True).text()
            lines = []
            first = 0
            for index, piece in enumerate(pieces):
                if piece[3] == BREAK:
                    lines.append(collapsed("".join([words[0] for words in pieces[first:index]])))
                    first = index + 1
            lines.append(collapsed("".join([words[0] for words in pieces[first:]])))
            return "\n".join(lines)
        text = pieces[0][0] if len(pieces) == 1 else "".join([piece[0] for piece in pieces])
        return text if self.is_verbatim else collapsed(text)

    def _ends_in_picture(self) -> bool:
        for text, _, _, how in reversed(self.pieces):
            if how == IMAGE:
                return True
            if how != GAP and text.strip(_BLANK):
                return False
        return False


def finished(
    flows: list[Flow], part: str, language: str, extents: Extents, restore: dict[int, str] | None
) -> list[TextRun]:
    """The runs in the order of the source, the preheader marked: the first text of the body, if it is hidden."""
    begun = sorted([flow for flow in flows if flow.start >= 0], key=_start)
    for flow in begun:
        if flow.conditional or flow.kind in _NOT_BODY or not flow.text(extents).strip(PADDING):
            continue
        if flow.hidden:
            flow.kind = "preheader"
        break
    return [run for run in [flow.run(part, language, extents, restore) for flow in begun] if run is not None]


def collapsed(text: str) -> str:
    """White space as HTML shows it."""
    if not text.isprintable():
        for blank in "\n\t\r\f":
            text = text.replace(blank, " ")
    if "  " in text:
        text = " ".join(filter(None, text.split(" ")))
    return text.strip(" ")
