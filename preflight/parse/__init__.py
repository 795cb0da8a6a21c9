"""Bytes to ``Document``: text runs, links, anchors, images and head matter, each with its exact place in the source."""

from __future__ import annotations

from preflight.model import Document

__all__ = ["parse"]


def parse(data: bytes, media_type: str, *, language: str = "") -> Document:
    """One source as checkers see it. ``language`` counts where the source states none. Never raises on any bytes.

    Media types: ``message/rfc822``, ``text/html``, ``text/markdown``; anything else is read as plain text.
    """
    if media_type == "message/rfc822":
        from preflight.parse import mime

        return mime.read(data, language=language)
    from preflight.parse.encoding import decode

    decoded = decode(data, html=media_type == "text/html")
    if media_type == "text/html":
        from preflight.parse import html as reader
    elif media_type == "text/markdown":
        from preflight.parse import markdown as reader  # type: ignore[no-redef]
    else:
        from preflight.parse import text as reader  # type: ignore[no-redef]
    part, templated = reader.read(decoded, "", media_type, language=language.lower())
    kind = "page" if media_type == "text/html" else "text"
    troubles = (decoded.trouble,) if decoded.trouble else ()
    return Document(media_type, kind, (part,), templated=templated, troubles=troubles)
