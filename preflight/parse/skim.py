"""A page without its text: links, anchors and head matter, for checks that need no more of most pages.

Most tags of most pages say nothing: a pattern (``markup``) passes them by, and what it stops at was mostly seen before,
so each distinct tag (``signs``), and each distinct link with its content (``hyperlinks``), is read once. That takes a
tenth of the time. Where what a tag means depends on more than is kept (a link that something else closes, content that
is not shown, template syntax), nothing comes back, and the page has to be read as a whole. Its only run is its title;
zones and hidden links are not told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from preflight.model import Document, Image, Meta, Part, Span
from preflight.parse import excerpt, hyperlinks, markup, signs, templates, tokens
from preflight.parse.elements import Context
from preflight.parse.encoding import decode
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow
from preflight.parse.harvest import Harvest
from preflight.parse.hyperlinks import SCOPES, Hyperlink, NotSkimmedError
from preflight.parse.signs import LONGEST, Row, Sign
from preflight.patterns import regex

Stretch = tuple[int, int]

_CONTEXT = Context()
_KEEPS_SPACE = regex(r"<pre|white-space", re.IGNORECASE)
_SCRIPT = regex("<script", re.IGNORECASE)
_FOR_GOOD = 1_000_000_000


class Skim:
    """One page on its way. ``unread`` are scripts, style sheets and comments, ``linked`` the contents of links."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.extents = Extents(source, is_masked=False)
        self.extents.tokenized(0, len(source), nested=False)
        self.language = ""
        self.links: list[Row] = []
        self.anchors: list[str] = []
        self.images: list[Image] = []
        self.meta: list[Meta] = []
        self.title: Flow | None = None
        self.title_span: Span | None = None
        """Where it stands, if it is shown as it is written."""
        self.unread: list[Stretch] = []
        self.linked: list[Stretch] = []
        self.is_odd = False
        """Not every "<" and ">" of a tag begins or ends it."""
        self._apart: list[Stretch] = []
        """Titles, and what is read where no scripts are."""
        self._drawings = 0
        """How many are open, if they end as they should: what ends them otherwise, ends links in them as well."""

    def feed(self, at: int, end: int, *, nested: bool = False) -> None:
        """Read a stretch of the source. Raises NotSkimmedError."""
        while 0 <= at < end:
            at = self._markup(at, end, nested=nested)

    def _markup(self, at: int, end: int, *, nested: bool) -> int:
        """Read up to something that is no markup, or is read already, and say where that ends."""
        links, linked, known = self.links, self.linked, hyperlinks.known
        for match in markup.NOTABLE.finditer(self.source, at, end):
            kind = match.lastindex
            at = match.start()
            if kind is None:
                written = match[0]
                link, says_more = known(written) if len(written) < LONGEST else hyperlinks.read(written)
                if isinstance(link, str):  # it opens nothing, so that its content is none of its own
                    self._start(link, at, at + len(link), end, nested=nested)
                    if written.find("<", len(link)) < len(written) - len("</a>"):
                        return at + len(link)
                    continue
                url, text, element, attribute, first, last, image, rel = link.row
                links.append((url, text, element, attribute, at + first, at + last, image, rel))
                linked.append((at, at + link.end))
                if says_more or self._drawings:
                    self._more(link, at)
            elif kind == markup.START:
                if not self._drawings:
                    sign = hyperlinks.tag(match[0])[1]
                    if sign is None:
                        continue
                    if sign.only_named:
                        self.anchors += sign.anchors
                        continue
                if (resumed := self._start(match[0], at, match.end(), end, nested=nested)) >= 0:
                    return resumed
            elif kind == markup.END:
                if "<" in match[0][1:]:
                    raise NotSkimmedError
                if self._drawings and signs.name(match[0]) == "svg":
                    self._drawings -= 1
            elif kind == markup.ODD:
                raise NotSkimmedError
            else:
                hyperlinks.remark(match[0], is_comment=kind == markup.COMMENT)
                self.unread.append(match.span())
        return -1

    def _start(self, written: str, at: int, until: int, end: int, *, nested: bool) -> int:
        """A start tag; where to go on when more than the tag is read already, or -1. Raises NotSkimmedError."""
        if self._drawings and signs.name(written) in SCOPES:
            self._drawings = _FOR_GOOD
        sign = hyperlinks.tag(written)[1]
        if sign is None:
            return -1
        if sign.opens is not None:
            link = hyperlinks.enclosed(sign, self.source, at, until, end)
            if nested and at + link.end == end:
                raise NotSkimmedError
            self.links.append(signs.moved(link.row, at))
            self.linked.append((at, at + link.end))
            self._more(link, at)
            return at + link.end
        self._says(sign, at, "")
        if sign.tag == "svg":
            self._drawings += 1
        return self._raw(sign, until, end, nested=nested) if sign.raw else -1

    def _more(self, link: Hyperlink, at: int) -> None:
        """What a link has to say beside its address and its text. Raises NotSkimmedError."""
        if self._drawings:
            raise NotSkimmedError
        self.is_odd = self.is_odd or link.is_odd
        self.anchors += link.anchors
        for offset, sign in link.inner:
            self._says(sign, at + offset, link.row[0])
        self.unread += [(at + start, at + end) for start, end in link.unread]

    def _says(self, sign: Sign, at: int, url: str) -> None:
        """A tag that says something, in a link with that URL. Raises NotSkimmedError."""
        if not sign.is_told or (sign.tag == "svg" and self.title is None):
            raise NotSkimmedError  # what a drawing's title is called is not the page's
        self.is_odd = self.is_odd or sign.is_odd
        self.anchors += sign.anchors
        if sign.links:
            self.links += [signs.moved(one, at) for one in sign.links]
        if sign.images:
            self.images += [signs.image(one, at, url) for one in sign.images]
        if sign.meta:
            self.meta += [signs.meta(one, at) for one in sign.meta]
        if sign.language and (sign.tag == "html" or not self.language):
            self.language = sign.language

    def _raw(self, sign: Sign, at: int, end: int, *, nested: bool) -> int:
        """What stands in a script and its like; where it ends."""
        tag, source = sign.raw, self.source
        closing = markup.RAW_ENDS[tag].search(source, at, end)
        until = closing.start() if closing else end
        if tag == "noscript":
            if nested:
                raise NotSkimmedError
            self._apart.append((at, until))
            self.feed(at, until, nested=True)
        elif tag == "title":
            self._apart.append((at, until))
            self._title(source[at:until], at, until)
        else:
            text = source[at:until]
            if tag == "script" and "<!--" in text and _SCRIPT.search(text):
                raise NotSkimmedError  # its end tag may be part of it
            self.unread.append((at, until))
            harvest = Harvest(self.extents, "", None)
            if tag == "style":
                harvest.css(markup.lines(text), tag, "", _CONTEXT, at, until)
            elif "/" in text and sign.is_structured:
                harvest.structured(at, until)
            self.links += map(signs.row, harvest.links)
        return until

    def _title(self, written: str, at: int, end: int) -> None:
        """What stands in a title; the first one counts."""
        if "<" in written:
            raise NotSkimmedError  # nobody who looks for tags could tell it from one
        text = markup.shown(written)
        if self.title is None and text and not text.isspace():
            if text != " ".join(text.split()) and _KEEPS_SPACE.search(self.source, 0, at):
                raise NotSkimmedError
            if text == written and text == " ".join(text.split()):
                self.title_span = Span("", at, end)
            self.title = Flow("title", None, "", None, False)
            self.title.add(markup.lines(text), at, end)

    def at(self, document: Document, places: Sequence[int]) -> Document | None:
        """The skimmed document with the runs at these places (sorted); None when it has to be read as a whole."""
        if self.is_odd:
            return None
        part = document.parts[0]
        closed = sorted(self.unread + self._apart)
        runs = excerpt.runs(self.source, places, closed, part.language)
        return replace(document, parts=(replace(part, runs=runs),))


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
    except NotSkimmedError:
        return None
    title = page.title.run("", "", page.extents, None) if page.title else None
    if title is not None:
        span = page.title_span or title.span(0, len(title.text))
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
        tuple(tokens.line_starts(source)),
        decoded.byte_order_mark,
    )
    return Document("text/html", "page", (part,)), page
