"""Bytes to ``Document``: text runs, links, anchors, images and head matter, each with its exact place in the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from preflight.model import Document
from preflight.parse.newsletters import looks_like_newsletter

if TYPE_CHECKING:
    from preflight.model import Part, Record
    from preflight.parse.encoding import Decoded

__all__ = ["parse", "unwrapped"]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = frozenset(
    {
        "text/csv", "text/tab-separated-values", "application/wxr+xml", "application/wp+json",
        "application/sitemap+xml", "text/x-preflight-lock", WORKBOOK,
    }
)  # fmt: skip
"""Sheets, and exports and lists that are read like sheets: records instead of text."""

OUTLOOK = "application/vnd.ms-outlook"

COMPANIONS = frozenset({"text/css", "application/xml", "application/manifest+json", "image/svg+xml"})
"""Media types of files beside a site's pages that only name addresses."""


def parse(data: bytes, media_type: str, *, language: str = "", kind: str = "") -> Document:
    """One source as checkers see it. Never raises on any bytes.

    ``language`` counts where the source states none; ``kind`` (``email``, ``page``, ``site``) is what somebody said
    the file is: otherwise an HTML file that is written like a newsletter is taken for one.

    Media types: ``message/rfc822``, Outlook's ``.msg``, ``text/html``, ``text/markdown``; of ``COMPANIONS``, links
    alone are read; anything else is read as plain text.
    """
    if media_type == "message/rfc822":
        from preflight.parse import mime

        return mime.read(data, language=language)
    if media_type == OUTLOOK:
        from preflight.parse import outlook

        return outlook.read(data, language=language)
    if media_type in SHEETS:
        return _sheet(data, media_type)
    from preflight.parse.encoding import decode

    decoded = decode(data, html=media_type == "text/html")
    if media_type in COMPANIONS:
        from preflight.parse import companions

        return Document(media_type, "companion", (companions.read(decoded, media_type),))
    if media_type == "text/html":
        from preflight.parse import html as reader
    elif media_type == "text/markdown":
        from preflight.parse import markdown as reader  # type: ignore[no-redef]
    else:
        from preflight.parse import text as reader  # type: ignore[no-redef]
    part, templated = reader.read(decoded, "", media_type, language=language.lower())
    troubles = (decoded.trouble,) if decoded.trouble else ()
    document = "page" if media_type == "text/html" else "text"
    if kind == "email" or (not kind and document == "page" and looks_like_newsletter(part)):
        document = "email"
    return Document(media_type, document, (part,), templated=templated, troubles=troubles)


def unwrapped(data: bytes, media_type: str) -> tuple[bytes, str]:
    """The message that an Outlook file holds, as its bytes would have come by mail; anything else as it is."""
    if media_type != OUTLOOK:
        return data, media_type
    from preflight.parse import outlook

    return outlook.message(data).mime, "message/rfc822"


def _sheet(data: bytes, media_type: str) -> Document:
    from preflight.parse.encoding import Decoded, decode

    if media_type == WORKBOOK:
        from preflight.parse import workbook

        decoded = Decoded("", "utf-8")
        part, records, troubles = workbook.read(data, media_type)
    else:
        decoded = decode(data)
        part, records, troubles = _rows(decoded, media_type)
    troubles = ((decoded.trouble,) if decoded.trouble else ()) + troubles
    return Document(media_type, "sheet", (part,), troubles=troubles, records=records)


def _rows(decoded: Decoded, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    if media_type == "application/wxr+xml":
        from preflight.parse import wordpress

        return wordpress.read(decoded, media_type)
    if media_type == "application/wp+json":
        from preflight.parse import wordpress_answer

        return wordpress_answer.read(decoded, media_type)
    if media_type == "application/sitemap+xml":
        from preflight.parse import listing

        return listing.read(decoded, media_type)
    if media_type == "text/x-preflight-lock":
        from preflight.parse import lock

        return lock.read(decoded, media_type)
    from preflight.parse import sheet

    return sheet.read(decoded, media_type)
