"""A page without its text: links, anchors and head matter, for checks that need no more of most pages.

The same tokens as in ``html``, but nothing is kept of what is open, and each distinct tag is read once (``signs``):
a fifth of the time. Where that could change what is read (a link that something else closes, content that is not
shown, template syntax), nothing comes back, and the page has to be read as a whole. Its only run is its title; zones
and hidden links are not told apart.
"""

from __future__ import annotations

import re

from preflight.model import Document, Image, Meta, Part, Span
from preflight.parse import ignores, signs, templates, tokens
from preflight.parse.elements import Context
from preflight.parse.encoding import decode
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow
from preflight.parse.harvest import Harvest
from preflight.parse.signs import ENDS, LONGEST, OPENED, SPACE, UNTOLD, Row, Sign
from preflight.patterns import regex

Stretch = tuple[int, int]

_CONTEXT = Context()
_KEEPS_SPACE = regex(r"<pre|white-space", re.IGNORECASE)
_TITLE_END = regex(r"</title(?=[\s/>])", re.IGNORECASE)


class _NotSkimmedError(Exception):
    """The page has to be read as a whole."""


class Skim:
    """One page on its way. ``unread`` are scripts, style sheets and comments, ``linked`` the contents of links."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.extents = Extents(source, is_masked=False)
        self.language = ""
        self.links: list[Row] = []
        self.anchors: list[str] = []
        self.images: list[Image] = []
        self.meta: list[Meta] = []
        self.title: Flow | None = None
        self.unread: list[Stretch] = []
        self.linked: list[Stretch] = []
        self._open: Row | None = None
        """The link whose content is being read; it stands in ``links`` already, without its text."""
        self._index = 0
        self._began = 0
        self._pieces: list[str] = []
        self._alts: list[str] = []
        self._inside: list[str] = []
        """What was opened inside the link."""
        self._breaks_differ = "\r" in source
        self.line_starts: list[int] = []

    def feed(self, start: int, end: int, *, nested: bool = False) -> None:
        """Read a stretch of the source. Raises _NotSkimmedError."""
        self.extents.tokenized(start, end, nested=nested)
        (text, start_tag, end_tag, comment), starts, stream = tokens.raw(
            self.source[start:end] if nested else self.source, capture_source=True
        )
        if nested:
            starts = [start + at for at in starts]
        elif not self._breaks_differ:
            self.line_starts = starts
        raw: Sign | None = None
        known, read = signs.known, signs.read
        for token in stream:
            kind = token.type
            if kind is text:
                if raw is not None:
                    self._raw(raw, token.data, starts[token.line - 1] + token.col, nested=nested)
                    raw = None
                elif self._open is not None:
                    self._pieces.append(token.data)
            elif kind is start_tag:
                raw = None
                written = token.source
                if self._breaks_differ and "\n" in written:
                    at = starts[token.line - 1] + token.col
                    written = self.source[at : self.extents.end(~at)]
                inside, sign = known(written) if len(written) < LONGEST else read(written)
                if inside and self._open is not None:
                    self._within(inside, token.tag, starts[token.line - 1] + token.col)
                if sign is not None:
                    self._tag(sign, starts[token.line - 1] + token.col)
                    if sign.raw:
                        raw = sign
            elif kind is end_tag:
                raw = None
                if self._open is not None:
                    tag = token.tag
                    if tag == "a":
                        self._close(starts[token.line - 1] + token.col)
                    elif tag not in self._inside:
                        raise _NotSkimmedError
                    else:
                        while self._inside.pop() != tag:
                            pass
            elif kind is comment:
                words = token.data
                at = starts[token.line - 1] + token.col
                if ignores.MARK in words or (words.startswith("[if") and words.endswith("<![endif]")):
                    raise _NotSkimmedError
                self.unread.append((at, at + len(words) + 4))

    def close(self) -> None:
        """The source ends."""
        if self._open is not None:
            self._close(len(self.source))

    def _raw(self, sign: Sign, text: str, at: int, *, nested: bool) -> None:
        """What stands in a script and its like."""
        tag = sign.raw
        if tag == "noscript":
            if nested:
                raise _NotSkimmedError
            self.feed(at, self.extents.raw_end(at, text), nested=True)
        elif tag == "title":
            if self.title is None and text and not text.isspace():
                if text != " ".join(text.split()) and _KEEPS_SPACE.search(self.source, 0, at):
                    raise _NotSkimmedError
                self.title = Flow("title", None, "", None, False)
                found = _TITLE_END.search(self.source, at)
                self.title.add(text, at, found.start() if found else ~at)
        else:
            end = self.extents.raw_end(at, text)
            self.unread.append((at, end))
            harvest = Harvest(self.extents, "", None)
            if tag == "style":
                harvest.css(text, tag, "", _CONTEXT, at, end)
            elif "/" in text and sign.is_structured:
                harvest.structured(at, end)
            self.links += map(signs.row, harvest.links)

    def _tag(self, sign: Sign, at: int) -> None:
        """A tag that says something. Raises _NotSkimmedError."""
        if not sign.is_told or (sign.tag == "svg" and self.title is None):
            raise _NotSkimmedError  # what a drawing's title is called is not the page's
        if sign.anchors:
            self.anchors += sign.anchors
        if (opens := sign.opens) is not None:
            url, text, element, attribute, start, end, image, rel = opens
            self._open = opens
            self._index = len(self.links)
            self._began = at
            self.links.append((url, text, element, attribute, start + at, end + at, image, rel))
        if sign.links:
            self.links += [signs.moved(one, at) for one in sign.links]
        for picture in sign.images:
            self.images.append(signs.image(picture, at, self._open[0] if self._open is not None else ""))
            if picture[1] and self._open is not None:
                self._alts.append(picture[1])
        if sign.meta:
            self.meta += [signs.meta(one, at) for one in sign.meta]
        if sign.language and (sign.tag == "html" or not self.language):
            self.language = sign.language

    # --- inside a link ---

    def _within(self, inside: int, tag: str, at: int) -> None:
        """A tag starts inside a link."""
        if inside == OPENED:
            self._inside.append(tag)
        elif inside == ENDS:
            self._close(at)
        elif inside == SPACE:
            self._pieces.append(" ")
        elif inside == UNTOLD:
            raise _NotSkimmedError

    def _close(self, at: int) -> None:
        """The link's text is complete."""
        text = " ".join("".join(self._pieces).split())
        image = not text and bool(self._alts)
        if image:
            text = " ".join(" ".join(self._alts).split())
        if text:
            url, _, element, attribute, start, end, _, rel = self.links[self._index]
            self.links[self._index] = (url, text, element, attribute, start, end, image, rel)
        self.linked.append((self._began, at))
        self._open = None
        self._pieces.clear()
        self._alts.clear()
        self._inside.clear()


def skim(data: bytes, *, language: str = "") -> tuple[Document, Skim] | None:
    """An HTML page without its runs, and what is known of its source; None when it has to be read as a whole."""
    decoded = decode(data, html=True)
    source = decoded.text
    masked = templates.mask(source)
    if decoded.trouble or masked.restore is not None or masked.comments:
        return None
    page = Skim(source)
    try:
        page.feed(0, len(source))
    except _NotSkimmedError:
        return None
    page.close()
    title = page.title.run("", "", page.extents, None) if page.title else None
    if title is not None:
        span = title.span(0, len(title.text))
        page.meta.insert(0, Meta("title", title.text, Span("", span.start, span.end)))
    part = Part(
        "",
        "text/html",
        source,
        decoded.encoding,
        (title,) if title else (),
        signs.Links(page.links),
        tuple(page.anchors),
        tuple(page.images),
        tuple(page.meta),
        (),
        page.language or language,
        tuple(page.line_starts or tokens.line_starts(source)),
        decoded.byte_order_mark,
    )
    return Document("text/html", "page", (part,)), page
