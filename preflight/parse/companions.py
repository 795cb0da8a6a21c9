"""Files beside a site's pages that name addresses: style sheets, drawings, sitemaps, feeds and web app manifests."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from preflight.model import Link, Part, Span
from preflight.parse import structured, styles, tokens
from preflight.parse.encoding import Decoded
from preflight.patterns import regex

_LISTING = regex(r"<(?:urlset|sitemapindex|rss|feed|rdf:RDF)[\s>]")  # the root of a sitemap or a feed
_HEAD = 2000
"""How far into an XML file its root may be, behind declarations and comments."""

_XML = regex(
    r"<!--[\s\S]*?(?:-->|\Z)"
    r"|<(loc|link|url|comments|guid|image:loc|video:content_loc|video:thumbnail_loc)(?:\s[^<>]{0,300})?>\s*"
    r"(?:<!\[CDATA\[\s*)?([^<>\s\]]+)\s*(?:\]\]>\s*)?</"
    r"|\s(href|src|url)\s?=\s?(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')",
)  # <loc>https://shop.test/</loc>, href="/feed.xml"
_HREF = regex(r"\s(?:xlink:)?href\s?=\s?(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})')")  # xlink:href="chart.png"
_NO_ADDRESS = regex(r"isPermaLink\s?=\s?[\"']false", re.IGNORECASE)  # <guid isPermaLink="false">


def read(decoded: Decoded, media_type: str) -> Part:
    """The links of one such file; nothing else of it matters."""
    source = decoded.text
    read_one = _READERS.get(media_type, _manifest)
    return Part(
        "",
        media_type,
        source,
        decoded.encoding,
        links=tuple(read_one(source)),
        line_starts=tuple(tokens.line_starts(source)),
        byte_order_mark=decoded.byte_order_mark,
    )


def _style_sheet(source: str) -> Iterator[Link]:
    for url, at in styles.urls(source):
        yield Link(url, "", "style", "", Span("", at, at + len(url)))


def _listing(source: str) -> Iterator[Link]:
    if not _LISTING.search(source, 0, _HEAD):
        return  # an XML file of another kind
    for match in _XML.finditer(source):
        group = match.lastindex
        if group is None or (match[1] == "guid" and ("://" not in match[2] or _NO_ADDRESS.search(match[0]))):
            continue
        written = match[group]
        start, end = match.span(group)
        yield Link(html.unescape(written), "", match[1] or "link", match[3] or "", Span("", start, end))


def _drawing(source: str) -> Iterator[Link]:
    """What a drawing links to or shows; ``#shape`` is a piece of itself."""
    for match in _HREF.finditer(source):
        group = match.lastindex or 1
        written = match[group]
        if not written.startswith(("#", "data:")):
            yield Link(html.unescape(written), "", "svg", "href", Span("", *match.span(group)))


def _manifest(source: str) -> Iterator[Link]:
    for url, start, end in structured.urls(source, structured.MANIFEST_KEYS, any_key=False, bare=True):
        yield Link(url, "", "manifest", "", Span("", start, end))


_READERS = {"text/css": _style_sheet, "application/xml": _listing, "image/svg+xml": _drawing}
