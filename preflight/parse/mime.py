"""Messages: every text part of a MIME tree, and the headers as a part of their own.

Parts are numbered as in IMAP (RFC 3501 §6.4.5): the only part of a message is "1", those of a multipart "1", "2", "2.1".
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from preflight.model import Document, Part, TextRun
from preflight.parse import headers, html, text, tokens
from preflight.parse.encoding import decode

MAX_DEPTH = 50
_MULTIPART = re.compile(rb"boundary\s*=", re.I)


def read(data: bytes, *, language: str = "") -> Document:
    """A whole message as a document."""
    troubles: list[str] = []
    message = _parsed(data, troubles)
    fields = [(str(name), headers.decoded(str(value))) for name, value in message.raw_items()]  # type: ignore[attr-defined]
    declared = next((value for name, value in fields if name.lower() == "content-language"), "")
    language = declared.split(",")[0].strip().lower() or language
    parts = [_header_part(fields, language)]
    for name, part in _leaves(message, ""):
        read_part = _text_part(part, name, language, troubles)
        if read_part is not None:
            parts.append(read_part)
    return Document("message/rfc822", "email", tuple(parts), tuple(fields), False, tuple(troubles))


def _parsed(data: bytes, troubles: list[str]) -> Message:
    try:
        return email.message_from_bytes(data)
    except RecursionError:
        boundaries = [match.start() for match in _MULTIPART.finditer(data)]
        troubles.append("the message is nested too deeply: what lies below was not read")
        return email.message_from_bytes(data[: boundaries[min(MAX_DEPTH, len(boundaries) - 1)]] if boundaries else b"")


def _leaves(message: Message, prefix: str) -> Iterator[tuple[str, Message]]:
    """Every part that is not a container, with its number."""
    stack: list[tuple[str, Message, bool]] = [(prefix, message, True)]
    while stack:
        name, part, is_message = stack.pop()
        children = part.get_payload() if part.is_multipart() else None
        if part.get_content_maintype() == "message" and isinstance(children, list):
            if part.get_content_type() == "message/rfc822":
                stack += [(name or "1", child, True) for child in reversed(children)]
        elif isinstance(children, list):
            dot = f"{name}." if name else ""
            stack += [(f"{dot}{number}", child, False) for number, child in reversed(list(enumerate(children, 1)))]
        elif is_message:
            yield f"{name}.1" if name else "1", part
        else:
            yield name, part


def _header_part(fields: list[tuple[str, str]], language: str) -> Part:
    lines, runs, at = [], [], 0
    for name, value in fields:
        line = f"{name}: {value}"
        if name.lower() == "subject" and value:
            start = at + len(name) + 2
            runs.append(TextRun("subject", value, "header", ((0, start, len(value)),), language))
        lines.append(line)
        at += len(line) + 1
    source = "\n".join(lines)
    return Part("header", "text/rfc822-headers", source, runs=tuple(runs), language=language,
                line_starts=tuple(tokens.line_starts(source)))  # fmt: skip


def _text_part(part: Message, name: str, language: str, troubles: list[str]) -> Part | None:
    media_type = part.get_content_type()
    if media_type not in ("text/plain", "text/html") or part.get_content_disposition() == "attachment":
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    charset = part.get_param("charset", "")
    charset = charset[2] if isinstance(charset, tuple) else str(charset or "")
    decoded = decode(payload, charset, html=media_type == "text/html")
    if decoded.trouble:
        troubles.append(f"part {name}: {decoded.trouble}")
    own = str(part.get("Content-Language", "")).split(",")[0].strip().lower()
    reader = html if media_type == "text/html" else text
    read_part, _ = reader.read(decoded, name, media_type, language=own or language)
    return replace(read_part, ignores=())  # a message cannot excuse itself
