"""As much of an answer's body as is worth having.

A server may send without end, or a kilobyte that unpacks to a gigabyte: both sides of the decompression are bounded.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import AsyncIterable

from msgspec import Struct, field

from preflight.patterns import regex

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UNPACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}

CHARSET = regex(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)  # text/html; charset=utf-8
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SHOWN_SOON = regex(rb"</title|</head|<body|<h1|<p\b", re.IGNORECASE)  # a reader sees something of the page


class Body(Struct):
    """What has arrived, unpacked; kept up to date while it is read, so that an interruption loses nothing.

    ``complete``: that is all of it. ``damaged``: it could not be unpacked, or ended before its announced end.
    """

    data: bytearray = field(default_factory=bytearray)
    complete: bool = False
    damaged: bool = False

    @property
    def shows_something(self) -> bool:
        return bool(SHOWN_SOON.search(self.data))

    async def read(self, chunks: AsyncIterable[bytes], encoding: str, most: int) -> None:
        """The first ``most`` bytes. ``encoding`` is the Content-Encoding header; a body packed more than once, or in a
        way that was not asked for, stays unread."""
        name = encoding.strip().lower()
        if name not in ("", "identity", *UNPACKED):
            return
        unpack = zlib.decompressobj(UNPACKED[name]) if name in UNPACKED else None
        received = 0
        async for chunk in chunks:
            if unpack and not received and name == "deflate" and not _has_zlib_header(chunk):
                unpack = zlib.decompressobj(-zlib.MAX_WBITS)  # what “deflate” means to many servers
            received += len(chunk)
            try:
                self.data += unpack.decompress(chunk, most + 1 - len(self.data)) if unpack else chunk
            except zlib.error:
                self.damaged = True
                return
            if len(self.data) > most or received > most:
                del self.data[most:]
                return
        self.complete = unpack is None or unpack.eof or not received
        self.damaged = not self.complete

    def text(self, content_type: str) -> str:
        """Decoded as browsers do: byte order mark, header, the page's own word, UTF-8."""
        for mark, name in BYTE_ORDER_MARKS:
            if self.data.startswith(mark):
                return self.data.decode(name, "replace")
        found = CHARSET.search(content_type) or CHARSET.search(self.data[:1024].decode("latin-1"))
        try:
            return self.data.decode(found[1] if found else "utf-8", "replace")
        except (LookupError, UnicodeError):
            return self.data.decode("utf-8", "replace")


def is_page(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in HTML_TYPES


def _has_zlib_header(chunk: bytes) -> bool:
    """RFC 1950, 2.2."""
    return len(chunk) > 1 and chunk[0] & 15 == 8 and (chunk[0] << 8 | chunk[1]) % 31 == 0
