"""A document as checkers see it in ``check``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from preflight.model.places import CONTEXT, Location, Place, Span

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


class Element(Struct, eq=False):
    """A start tag on the way from the root to a run of text: what CSS scopes in rules look at."""

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def ancestors(self) -> Iterator[Element]:
        """This element, its parent, and so on up to the root."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


class TextRun(Struct, frozen=True):
    """A block of text as a reader sees it, flattened across inline tags, white space collapsed.

    ``kind``: title, heading, paragraph, item, cell, caption, button, alt, subject, preheader, quote, code, meta
    (a description or a share title) or label (button values, placeholders). ``"\\n"`` stands for a line break that a
    reader sees. ``segments`` are (text start, source start, source length), sorted; a segment whose text is as long as
    its source maps one to one, any other (an entity, collapsed white space) as a whole. ``zone`` is header, nav, main,
    aside, footer or empty. ``language`` is a lower-case BCP 47 tag, or empty.
    """

    kind: str
    text: str
    part: str = ""
    segments: Sequence[tuple[int, int, int]] = ()
    language: str = ""
    zone: str = ""
    hidden: bool = False
    element: Element | None = None
    location: Location | None = None
    """Where the whole run stands; set once the run has left ``check``."""

    def span(self, start: int, end: int) -> Span:
        """The source of ``text[start:end]``, tags and entities in between included."""
        last = self._source(max(start, end - 1), at_end=True) if end > start else self._source(start, at_end=False)
        return Span(
            self.part,
            self._source(start, at_end=False),
            last,
            self.text[max(0, start - CONTEXT) : start],
            self.text[end : end + CONTEXT],
        )

    def _source(self, offset: int, *, at_end: bool) -> int:
        """Where the character at ``offset`` begins in the source, or ends."""
        if not self.segments:
            return offset + at_end
        segments = self.segments[:]  # a tuple, whatever they were made of
        index = max(0, bisect_right(segments, offset, key=itemgetter(0)) - 1)
        text_start, source_start, length = segments[index]
        following = segments[index + 1][0] if index + 1 < len(segments) else len(self.text)
        if following - text_start == length:
            return min(source_start + offset - text_start + at_end, source_start + length)
        return source_start + length if at_end else source_start


class Link(Struct, frozen=True):
    """A place where a URL stands. ``url`` is decoded but not resolved, ``span`` is the attribute's value.

    ``text`` is what a reader sees of it (or the alt text of a linked image, then ``image`` is true).
    """

    url: str
    text: str
    element: str
    attribute: str
    span: Span
    zone: str = ""
    hidden: bool = False
    image: bool = False
    rel: str = ""


class Image(Struct, frozen=True):
    """``alt`` is None when the attribute is missing; ``link`` is the URL it opens, or empty."""

    url: str
    alt: str | None
    span: Span
    link: str = ""
    width: str = ""
    height: str = ""


class Meta(Struct, frozen=True):
    """Head matter: ``name`` is title, description, canonical, robots, refresh, base, generator, og:…, twitter:…, or
    a front-matter key written ``front.KEY``."""

    name: str
    content: str
    span: Span


class Ignore(Struct, frozen=True):
    """An inline ignore: rule patterns, its reason, and the lines it covers (``last`` None: to the end)."""

    rules: tuple[str, ...]
    reason: str
    part: str
    first: int
    last: int | None


class Part(Struct, frozen=True):
    """One decoded text: a plain file (``name`` empty), a message's headers, or a MIME part (``"1.2"``).

    ``source`` is the decoded text with its own line endings and without a byte order mark.
    """

    name: str
    media_type: str
    source: str
    encoding: str = "utf-8"
    runs: tuple[TextRun, ...] = ()
    links: Sequence[Link] = ()
    anchors: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    meta: tuple[Meta, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    language: str = ""
    line_starts: tuple[int, ...] = ()
    byte_order_mark: bool = False

    def links_to(self, wanted: Callable[[str], bool]) -> Iterator[Link]:
        """The links with such URLs; where none were made yet, no others are."""
        some = getattr(self.links, "some", None)
        return (link for link in self.links if wanted(link.url)) if some is None else some(wanted)

    def links_but(self, plain: Callable[[str, str, str], bool]) -> Iterator[Link]:
        """The links less the ones that are plain by URL, text and element; likewise."""
        but = getattr(self.links, "but", None)
        if but is None:
            return (link for link in self.links if not plain(link.url, link.text, link.element))
        return but(plain)  # type: ignore[no-any-return]

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column, 1-based, of an offset into ``source``."""
        starts = self.line_starts
        if not starts:
            line_start = self.source.rfind("\n", 0, offset) + 1
            return self.source.count("\n", 0, offset) + 1, offset - line_start + 1
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def extent(self, place: Location) -> tuple[int, int]:
        """Start and end in ``source`` of a resolved place: what ``locate`` turned into lines and columns."""
        starts = self.line_starts or (0, *(at + 1 for at, character in enumerate(self.source) if character == "\n"))

        def offset(line: int, column: int) -> int:
            return min(starts[min(line, len(starts)) - 1] + column - 1, len(self.source))

        start = offset(place.line or 1, place.column or 1)
        return start, max(start, offset(place.end_line or place.line or 1, place.end_column or place.column or 1))


class Record(Struct, frozen=True):
    """A row of a sheet, or an entry of an export: its texts by column, and where each of them stands.

    ``row`` counts as a spreadsheet program does: the header is row 1. Entries of an export count from 1.
    """

    row: int
    values: Mapping[str, str]
    span: Span
    spans: Mapping[str, Span]


class Document(Struct, frozen=True):
    """One parsed source. ``kind`` is email, page, text, sheet or companion (a style sheet, a sitemap).

    ``templated`` means it holds template syntax (a source). ``records`` are the rows of a sheet.

    ``troubles`` are sentences about what could not be read (a truncated part, an unknown charset): what was read is
    still checked, and the reader is told. ``pictures`` maps a Content-ID to the bytes of a picture that travels in the
    message.
    """

    media_type: str
    kind: str
    parts: tuple[Part, ...]
    headers: tuple[tuple[str, str], ...] = ()
    templated: bool = False
    troubles: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    pictures: Mapping[str, bytes] = {}

    @property
    def runs(self) -> Iterator[TextRun]:
        return chain.from_iterable([part.runs for part in self.parts])

    @property
    def links(self) -> Iterator[Link]:
        return chain.from_iterable([part.links for part in self.parts])

    @property
    def language(self) -> str:
        """The language of the document as declared, or empty."""
        return next((part.language for part in self.parts if part.language), "")

    def header(self, name: str) -> str:
        """The decoded value of the first header of that name, or empty."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def part(self, name: str) -> Part:
        return next(part for part in self.parts if part.name == name)

    def soup(self, part: Part) -> BeautifulSoup:
        """The part as a Beautiful Soup tree, for rule authors. Slow: not for every page of a large site."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(part.source, "html.parser")

    def resolve(self, place: Place) -> Location:
        """A span as line and column."""
        if isinstance(place, Location):
            return place
        part = self.part(place.part)
        return Location(
            "", place.part, *part.locate(place.start), *part.locate(place.end), before=place.before, after=place.after
        )


def plain_document(text: str, *, kind: str = "text", language: str = "en", run_kind: str = "paragraph") -> Document:
    """A document of one part whose runs are the text's paragraphs: for checkers' own tests."""
    runs, offset = [], 0
    for block in text.split("\n\n"):
        runs.append(TextRun(run_kind, block, "", ((0, offset, len(block)),), language))
        offset += len(block) + 2
    return Document("text/plain", kind, (Part("", "text/plain", text, runs=tuple(runs), language=language),))
