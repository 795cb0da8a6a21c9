"""A page without its text: links, anchors and head matter, for checks that need no more of most pages.

The same tokens as in ``html``, but nothing is kept of what is open: a third of the time. Where that could change what
is read (a link that something else closes, content that is not shown, template syntax), nothing comes back, and the
page has to be read as a whole. Its only run is its title; zones and hidden links are not told apart.
"""

from __future__ import annotations

from preflight.model import Document, Meta, Part, Span
from preflight.parse import addresses, ignores, styles, templates, tokens
from preflight.parse.elements import BLOCKS, VOID, Context
from preflight.parse.encoding import decode
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow
from preflight.parse.harvest import Anchor, Harvest

Stretch = tuple[int, int]

_READ = frozenset({"a", "svg", "html", "meta", "base", "title", "script", "style", "noscript", *addresses.ATTRIBUTES})
_NOT_SKIMMED = frozenset(
    """
    math template textarea iframe frame frameset noframes noembed datalist rp xml xmp listing plaintext object embed
    """.split()  # noqa: SIM905
)
"""Their content, or what it means, depends on what is open."""

_WATCHED = frozenset({"id", "style", "background", *addresses.LAZY})
_CONTEXT = Context()


class _NotSkimmedError(Exception):
    """The page has to be read as a whole."""


class Skim:
    """One page on its way. ``unread`` are scripts, style sheets and comments, ``linked`` the contents of links."""

    def __init__(self, source: str, *, language: str) -> None:
        self.source = source
        self.language = language
        self.extents = Extents(source, is_masked=False)
        self.harvest = Harvest(self.extents, "", None)
        self.title: Flow | None = None
        self.unread: list[Stretch] = []
        self.linked: list[Stretch] = []
        self._anchor: Anchor | None = None
        self._inside: list[str] = []
        """What was opened inside the link."""
        self._began = 0

    def feed(self, start: int, end: int, *, nested: bool = False) -> None:
        """Read a stretch of the source. Raises _NotSkimmedError."""
        self.extents.tokenized(start, end, nested=nested)
        (text, start_tag, end_tag, comment), starts, stream = tokens.raw(self.source[start:end])
        if start:
            starts = [start + at for at in starts]
        special = ""
        attributes: dict[str, str] = {}
        for token in stream:
            kind = token.type
            if kind is text:
                if special:
                    at = starts[token.line - 1] + token.col
                    self._special(special, attributes, token.data, at, nested=nested)
                    special = ""
                elif self._anchor is not None:
                    self._anchor.pieces.append(token.data)
            elif kind is start_tag:
                tag = token.tag
                special = ""
                if tag in _READ:
                    attributes = dict(token.attrs)
                    at = starts[token.line - 1] + token.col
                    if self._anchor is not None:
                        self._within(tag, at, is_empty=token.self_closing)
                    self._tag(tag, attributes, at)
                    if tag in ("script", "style", "noscript", "title"):
                        special = tag
                elif tag in _NOT_SKIMMED:
                    raise _NotSkimmedError
                else:
                    if self._anchor is not None:
                        self._within(tag, starts[token.line - 1] + token.col, is_empty=token.self_closing)
                    found = token.attrs
                    if found:
                        named = dict(found)
                        if not _WATCHED.isdisjoint(named):
                            self._watched(tag, named, starts[token.line - 1] + token.col)
            elif kind is end_tag:
                special = ""
                if self._anchor is not None:
                    self._end(token.tag, starts[token.line - 1] + token.col)
            elif kind is comment:
                words = token.data
                at = starts[token.line - 1] + token.col
                if ignores.MARK in words or (words.startswith("[if") and words.endswith("<![endif]")):
                    raise _NotSkimmedError
                self.unread.append((at, at + len(words) + 4))

    def close(self) -> None:
        """The source ends."""
        if self._anchor is not None:
            self._close(len(self.source))

    def _special(self, tag: str, attributes: dict[str, str], text: str, at: int, *, nested: bool) -> None:
        end = self.extents.raw_end(at, text)
        if tag == "noscript":
            if nested:
                raise _NotSkimmedError
            self.feed(at, end, nested=True)
        elif tag == "title":
            if self.title is None and text and not text.isspace():
                self.title = Flow("title", None, "", None, False)
                self.title.add(text, at, ~at)
        else:
            self.unread.append((at, end))
            if tag == "style":
                self.harvest.css(text, tag, "", _CONTEXT, at, end)
            elif "/" in text and attributes.get("type", "").strip().lower() == "application/ld+json":
                self.harvest.structured(at, end)

    def _tag(self, tag: str, attributes: dict[str, str], at: int) -> None:
        harvest = self.harvest
        if tag == "html":
            language = attributes.get("lang") or attributes.get("xml:lang")
            if language:
                harvest.language = language.strip().lower().replace("_", "-")
        if tag == "svg" and self.title is None:
            raise _NotSkimmedError  # what its title is called is not the page's
        if not attributes:
            return
        if tag != "a":
            self._watched(tag, attributes, at)
            return
        self._watched(tag, attributes, at, addresses_too=False)
        name = attributes.get("name")
        if name and name != attributes.get("id"):
            harvest.anchors.append(name)
        if "href" in attributes or "xlink:href" in attributes:
            self._anchor = harvest.open_anchor(attributes, _CONTEXT, at, ~at)
            self._began = at
        elif styles.is_button(attributes):
            raise _NotSkimmedError

    def _watched(self, tag: str, attributes: dict[str, str], at: int, *, addresses_too: bool = True) -> None:
        """What any tag may name."""
        if "url(" in attributes.get("style", ""):
            raise _NotSkimmedError
        identifier = attributes.get("id")
        if identifier:
            self.harvest.anchors.append(identifier)
        if addresses_too:
            self.harvest.addresses(tag, attributes, _CONTEXT, self._anchor, at, ~at)
        if not addresses.LAZY.isdisjoint(attributes):
            self.harvest.lazy(tag, attributes, _CONTEXT, at, ~at)

    # --- inside a link ---

    def _within(self, tag: str, at: int, *, is_empty: bool) -> None:
        """A tag starts inside a link."""
        assert self._anchor is not None
        if tag == "a":
            self._close(at)
        elif tag == "br":
            self._anchor.pieces.append(" ")
        elif tag in BLOCKS or tag in ("script", "style", "noscript", "title"):
            raise _NotSkimmedError
        elif tag not in VOID and not (is_empty and ":" in tag):
            self._inside.append(tag)

    def _end(self, tag: str, at: int) -> None:
        """A tag ends inside a link."""
        if tag == "a":
            self._close(at)
            return
        if tag not in self._inside:
            raise _NotSkimmedError
        while self._inside.pop() != tag:
            pass

    def _close(self, at: int) -> None:
        assert self._anchor is not None
        self.harvest.close_anchor(self._anchor)
        self.linked.append((self._began, at))
        self._anchor = None
        self._inside.clear()


def skim(data: bytes, *, language: str = "") -> tuple[Document, Skim] | None:
    """An HTML page without its runs, and what is known of its source; None when it has to be read as a whole."""
    decoded = decode(data, html=True)
    source = decoded.text
    masked = templates.mask(source)
    if decoded.trouble or masked.restore is not None or masked.comments:
        return None
    page = Skim(source, language=language)
    try:
        page.feed(0, len(source))
    except _NotSkimmedError:
        return None
    page.close()
    harvest = page.harvest
    title = page.title.run("", "", page.extents, None) if page.title else None
    if title is not None:
        span = title.span(0, len(title.text))
        harvest.meta.insert(0, Meta("title", title.text, Span("", span.start, span.end)))
    part = Part(
        "",
        "text/html",
        source,
        decoded.encoding,
        (title,) if title else (),
        tuple(harvest.links),
        tuple(harvest.anchors),
        tuple(harvest.images),
        tuple(harvest.meta),
        (),
        harvest.language or language,
        tuple(tokens.line_starts(source)),
        decoded.byte_order_mark,
    )
    return Document("text/html", "page", (part,)), page
