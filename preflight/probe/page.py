"""What the probe wants to know of a page it opened: its title and, when a link names one, its anchors.

A server may send without end, or a kilobyte that unpacks to a gigabyte: both sides of the decompression are bounded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterable
from dataclasses import dataclass

from preflight.parse import tokens

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
LONGEST_TITLE = 300
GITHUB_PREFIX = "user-content-"
"""GitHub writes ``id="user-content-x"`` and lets a script jump to it for ``#x``."""

HEAD_END = re.compile(rb"</title|</head|<body", re.IGNORECASE)  # nothing after it can be the page's title
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)  # text/html; charset=utf-8
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Page:
    """``anchors`` is None when not asked for, or when not all of the page was read."""

    title: str = ""
    anchors: frozenset[str] | None = None


def is_page(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in HTML_TYPES


async def read(chunks: AsyncIterable[bytes], encoding: str, most: int, *, whole: bool) -> tuple[bytes, bool]:
    """The body's first ``most`` bytes, unpacked, and whether that is all of it.

    Unless the ``whole`` is wanted, reading ends behind the head. ``encoding`` is the Content-Encoding header; a body
    packed more than once, or in a way that was not asked for, stays unread.
    """
    name = encoding.strip().lower()
    if name not in ("", "identity", "gzip", "x-gzip"):
        return b"", False
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in name else None
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        searched = max(0, len(body) - len(b"</title"))
        try:
            body += unpack.decompress(chunk, most + 1 - len(body)) if unpack else chunk
        except zlib.error:
            return bytes(body), False
        if len(body) > most or received > most:
            return bytes(body[:most]), False
        if not whole and HEAD_END.search(body, searched):
            return bytes(body), False
    return bytes(body), unpack is None or unpack.eof


def understand(body: bytes, content_type: str, *, anchors: bool) -> Page:
    """Title and anchors of as much of an HTML page as was read."""
    if not anchors and (head := HEAD_END.search(body)):
        body = body[: head.start()]
    title, in_title = "", False
    names: set[str] = set()
    for kind, _start, _end, text, attributes in tokens.tokenize(_decode(body, content_type)):
        if kind in (tokens.START, tokens.EMPTY):
            in_title = text == "title" and not title
            if anchors:
                names.update(value for key, value in attributes or () if value and _names_a_place(key, text))
        elif kind == tokens.TEXT and in_title:
            title = clean(text)
        elif kind == tokens.END:
            in_title = False
    names.update([name.removeprefix(GITHUB_PREFIX) for name in names if name.startswith(GITHUB_PREFIX)])
    return Page(title, frozenset(names) if anchors else None)


def clean(text: str) -> str:
    """One line without control characters, short enough for a report."""
    line = " ".join(UNPRINTABLE.sub(" ", text[: 4 * LONGEST_TITLE]).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _names_a_place(attribute: str, tag: str) -> bool:
    return attribute == "id" or (attribute == "name" and tag in ("a", "map"))


def _decode(body: bytes, content_type: str) -> str:
    found = CHARSET.search(content_type) or CHARSET.search(body[:1024].decode("latin-1"))
    try:
        return body.decode(found[1] if found else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
