"""A sitemap's addresses as records (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import html

from preflight.model import Part, Record, Span
from preflight.parse import tokens
from preflight.parse.encoding import Decoded
from preflight.patterns import regex

_ENTRY = regex(r"<loc>\s*(?:<!\[CDATA\[\s*)?([^<>\s\]]{1,2048})")  # "<loc>https://shop.test/about/"
_INDEX = regex(r"<sitemapindex[\s>]")
_END = regex(r"</(?:urlset|sitemapindex)\s*>\s*(?:<!--[^>]{0,500}-->\s*)?\Z")  # "</urlset>"
TAIL = 2000


def read(decoded: Decoded, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """One record an address; of an index, none: the sitemaps that it names are sources of their own."""
    source = decoded.text
    part = Part("", media_type, source, decoded.encoding, line_starts=tuple(tokens.line_starts(source)),
                byte_order_mark=decoded.byte_order_mark)  # fmt: skip
    if _INDEX.search(source, 0, TAIL):
        return part, (), ()
    records = []
    for number, match in enumerate(_ENTRY.finditer(source), 1):
        span = Span("", match.start(1), match.end(1))
        records.append(Record(number, {"loc": html.unescape(match[1])}, span, {"loc": span}))
    if not records:
        return part, (), ("the sitemap names no page",)
    whole = _END.search(source, max(0, len(source) - TAIL))
    return part, tuple(records), () if whole else ("the sitemap is cut off: it has no end",)
