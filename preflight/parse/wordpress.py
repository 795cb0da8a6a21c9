"""WordPress exports (WXR): pages, posts, terms and menu entries as records, under the names of a sheet's columns.

A WXR file is RSS 2.0 with elements of its own (``wp:post_id``, ``wp:post_name``, ``wp:post_parent`` …; see
``wp-admin/includes/export.php``). SEO plug-ins keep their titles, descriptions and robots as ``wp:postmeta``. An export
has no document type: one that declares any is not read, so that no entity is ever expanded and nothing is loaded.
"""

from __future__ import annotations

from xml.parsers import expat

from preflight.model import Part, Record, Span
from preflight.parse import tokens
from preflight.parse.encoding import Decoded
from preflight.parse.sheet import shortened
from preflight.patterns import regex

_NOT_XML = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # "\x0b", pasted from a text program
_DECLARATION = regex(r"\s*<\?xml[^>]{0,200}\?>")  # '<?xml version="1.0" encoding="UTF-8" ?>'
_HREF = regex(r"""<a\s[^<>]{0,400}?href=["']([^"'>]{1,400})["']""")  # '<a class="x" href="/about/"'
_BLOCK_LINK = regex(r'<!-- wp:navigation-(?:link|submenu) \{[^<>]{0,600}?"url":"([^"]{1,400})"')
"""``<!-- wp:navigation-link {"label":"About","url":"/about/"} /-->``: a menu made of blocks keeps each address."""

LONGEST_LISTED = 500
"""Links of one entry that are kept."""

ENTRY_FIELDS = {
    "title": "name",
    "link": "url",
    "wp:post_id": "id",
    "wp:post_name": "slug",
    "wp:post_parent": "parent",
    "wp:post_type": "type",
    "wp:status": "status",
    "content:encoded": "content",
}
TERM_FIELDS = {
    "wp:term_id": "id",
    "wp:category_nicename": "slug",
    "wp:tag_slug": "slug",
    "wp:term_slug": "slug",
    "wp:cat_name": "name",
    "wp:tag_name": "name",
    "wp:term_name": "name",
    "wp:term_taxonomy": "type",
    "wp:category_parent": "parent",
    "wp:term_parent": "parent",
}
TERMS = {"wp:category": "category", "wp:tag": "post_tag", "wp:term": "term"}
META_FIELDS = {
    "_yoast_wpseo_title": "seo title",
    "_yoast_wpseo_metadesc": "seo description",
    "_yoast_wpseo_canonical": "canonical",
    "_yoast_wpseo_meta-robots-noindex": "noindex",
    "rank_math_title": "seo title",
    "rank_math_description": "seo description",
    "rank_math_canonical_url": "canonical",
    "rank_math_robots": "robots",
    "_aioseo_title": "seo title",
    "_aioseo_description": "seo description",
    "_aioseop_title": "seo title",
    "_aioseop_description": "seo description",
    "_genesis_title": "seo title",
    "_genesis_description": "seo description",
    "_genesis_noindex": "noindex",
    "_seopress_titles_title": "seo title",
    "_seopress_titles_desc": "seo description",
    "_seopress_robots_index": "noindex",
    "_seopress_robots_canonical": "canonical",
    "_menu_item_type": "menu type",
    "_menu_item_url": "menu url",
    "_menu_item_object_id": "menu target",
}


class _RefusedError(Exception):
    """The file declares a document type."""


def read(decoded: Decoded, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """The export's entries and terms, and what could not be read. What stands before a fault is kept."""
    source = decoded.text
    part = Part("", media_type, source, decoded.encoding, line_starts=tuple(tokens.line_starts(source)),
                byte_order_mark=decoded.byte_order_mark)  # fmt: skip
    reader = _Reader(source)
    trouble = ""
    try:
        reader.run()
    except _RefusedError:
        trouble = "the export declares a document type, which WordPress never writes: it was not read"
        reader.records.clear()
    except expat.ExpatError as error:
        trouble = f"the export cannot be read beyond line {error.lineno}: it is damaged or cut off there"
    if not trouble and not reader.records:
        trouble = "the export holds no pages, posts or menu entries"
    return part, tuple(reader.records), (trouble,) if trouble else ()


class _Reader:
    """Expat's events as records, in one pass."""

    def __init__(self, source: str) -> None:
        self.source = source
        cleaned = _NOT_XML.sub(" ", source)
        if match := _DECLARATION.match(cleaned):  # the text is decoded already, whatever the declaration says
            cleaned = " " * match.end() + cleaned[match.end() :]
        self.data = cleaned.encode("utf-8")
        self.lead = len(self.data) - len(self.data.lstrip())
        self.records: list[Record] = []
        self.text: list[str] | None = None
        self.begin = 0
        self.values: dict[str, str] = {}
        self.spans: dict[str, Span] = {}
        self.item = ""
        self.item_begin = 0
        self.meta_key = ""
        self.known = (0, 0)

    def run(self) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self.parser = parser
        parser.Parse(self.data[self.lead :], True)

    def _offset(self) -> int:
        """Expat's byte position in code points of the source; events come in order, so each byte is counted once."""
        byte, offset = self.known
        now = self.parser.CurrentByteIndex + self.lead
        if now > byte:
            offset += len(self.data[byte:now].decode("utf-8", "replace"))
            self.known = now, offset
        return offset

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.item:
            if name == "item" or name in TERMS:
                self.item, self.item_begin = name, self._offset()
                self.values, self.spans = {}, {}
                if name in TERMS:
                    self.values["type"] = TERMS[name]
        elif name in self._fields() or name in ("wp:meta_key", "wp:meta_value"):
            self.text = []
            self.begin = self.source.find(">", self._offset()) + 1

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _end(self, name: str) -> None:
        if not self.item:
            return
        if name == self.item:
            self._close()
        elif self.text is not None and (name in self._fields() or name in ("wp:meta_key", "wp:meta_value")):
            self._field(name, "".join(self.text))
            self.text = None

    def _fields(self) -> dict[str, str]:
        return ENTRY_FIELDS if self.item == "item" else TERM_FIELDS

    def _field(self, name: str, text: str) -> None:
        end = self._offset()
        if name == "wp:meta_key":
            self.meta_key = text.strip()
            return
        field = META_FIELDS.get(self.meta_key, "") if name == "wp:meta_value" else self._fields()[name]
        if not field or field in self.spans:
            return
        span = _inner(self.source, self.begin, max(end, self.begin))
        if field == "content":
            self.values.update(links_in(text))
            text = " ".join(text.split())
        self.values[field] = shortened(text.strip())
        self.spans[field] = span

    def _close(self) -> None:
        end = self._offset()
        if self.values.get("slug") or self.values.get("id"):
            span = Span("", self.item_begin, end)
            self.records.append(Record(len(self.records) + 1, self.values, span, self.spans))
        self.item = self.meta_key = ""


def links_in(content: str) -> dict[str, str]:
    """What an entry's text links to, and what its block menus name, under the names of columns."""
    listed = {}
    for column, pattern in (("links", _HREF), ("menu links", _BLOCK_LINK)):
        found = [_unescaped(match[1]) for match, _ in zip(pattern.finditer(content), range(LONGEST_LISTED))]  # noqa: B905
        if found:
            listed[column] = "\n".join(dict.fromkeys(found))
    return listed


def _refuse(*_: object) -> None:
    raise _RefusedError


def _inner(source: str, begin: int, end: int) -> Span:
    """The text between two tags, without CDATA marks and white space."""
    text = source[begin:end]
    start = begin + len(text) - len(text.lstrip())
    stop = max(start, end - (len(text) - len(text.rstrip())))
    if source.startswith("<![CDATA[", start) and source.endswith("]]>", start, stop):
        start, stop = start + 9, stop - 3
    return Span("", start, stop)


def _unescaped(url: str) -> str:
    return url.replace("\\/", "/").replace("\\u0026", "&").replace("&amp;", "&")
