"""Sitemaps (https://www.sitemaps.org/protocol.html): packed ones, and indexes that name others."""

from __future__ import annotations

import html
import zlib

from preflight.patterns import regex

LARGEST_UNPACKED = 60_000_000
"""Bytes; the protocol allows 50 MB."""

MOST_NAMED = 500
"""Sitemaps of an index that are read."""

_LOCATION = regex(r"<loc>\s*(?:<!\[CDATA\[\s*)?([^<>\s\]]{1,2048})")  # "<loc>https://shop.test/pages.xml</loc>"


def unpacked(data: bytes) -> bytes | None:
    """The contents of a gzip file (RFC 1952), or None when it is damaged or no file that small holds so much."""
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(data, LARGEST_UNPACKED + 1)
    except zlib.error:
        return None
    return content if reader.eof and len(content) <= LARGEST_UNPACKED else None


def members(index: bytes) -> list[str]:
    """The addresses of the sitemaps that an index names, each once."""
    found = (html.unescape(match[1]) for match in _LOCATION.finditer(index.decode("utf-8", "replace")))
    return list(dict.fromkeys(found))
