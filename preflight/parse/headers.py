"""Message headers: unfolding, raw 8-bit bytes, RFC 2047 encoded words."""

from __future__ import annotations

import binascii

from preflight.parse.encoding import decode
from preflight.patterns import regex

_FOLD = regex(r"\r?\n[ \t]*|\r")
_WORDS = regex(r"=\?([^?\s]+)\?([BbQq])\?([^?\s]*|[^?\r\n]*)\?=")  # =?utf-8?q?caf=C3=A9?=
_HEX = regex(rb"=([0-9A-Fa-f]{2})")


def decoded(raw: str) -> str:
    """A header value as a mail program shows it. ``raw`` has 8-bit bytes as surrogates (``surrogateescape``)."""
    if not raw.isascii():
        raw = decode(raw.encode("utf-8", "surrogateescape")).text
    value = _FOLD.sub(" ", raw).strip()
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending: list[bytes] = []
    charset = ""
    at = 0
    for match in _WORDS.finditer(value):
        between = value[at : match.start()]
        label = match[1].partition("*")[0]
        if pending and ((not between.isspace() and between) or label.lower() != charset.lower()):
            pieces.append(decode(b"".join(pending), charset).text)
            pending = []
        if between and not (at and between.isspace()):
            pieces.append(between)
        charset = label
        pending.append(_bytes(match[2], match[3]))
        at = match.end()
    if pending:
        pieces.append(decode(b"".join(pending), charset).text)
    pieces.append(value[at:])
    return _FOLD.sub(" ", "".join(pieces))


def _bytes(encoding: str, text: str) -> bytes:
    """The bytes of one encoded word; what is not properly encoded stays as it is."""
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return _HEX.sub(lambda match: bytes([int(match[1], 16)]), raw.replace(b"_", b" "))
    raw += b"=" * (-len(raw) % 4)
    try:
        return binascii.a2b_base64(raw)
    except binascii.Error:
        return text.encode()
