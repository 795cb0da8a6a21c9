"""Messages: every text part of a MIME tree, and the headers as a part of their own.

Parts are numbered as in IMAP (RFC 3501 §6.4.5): the only part of a message is "1", those of a multipart "1", "2",
"2.1", those of an attached message "3" are "3.1", "3.2". Attachments that are not text are left out.
"""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Iterator
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect
from email.message import Message

from msgspec.structs import replace

from preflight.model import Document, Part, TextRun
from preflight.parse import headers, html, text, tokens
from preflight.parse.encoding import decode
from preflight.patterns import regex

MAX_DEPTH = 40
"""Multiparts inside one another. Real mail has four; the standard parser works for every line at every level."""
MAX_PICTURES = 100
"""Pictures of one message that are kept for a look."""

_READ = ("text/plain", "text/html")
_CALENDARS = ("text/calendar", "application/ics")
_STRUCTURE = regex(rb'^--([^\r\n]*)|boundary[ \t]*=[ \t]*"?([^"\r\n;]+)', re.M | re.I)  # --b1, boundary="b1"
_NOT_BASE64 = regex(rb"[^A-Za-z0-9+/]")
_LOOKS_LIKE_HTML = regex(r"\s*<(?:!doctype|html|head|body|table|div|p)\b", re.I)


def read(data: bytes, *, language: str = "") -> Document:
    """A whole message as a document."""
    troubles: list[str] = []
    message = _parsed(data, troubles)
    fields = [(name, headers.decoded(value)) for name, value in _fields(message)]
    declared = next((value for name, value in fields if name.lower() == "content-language"), "")
    language = declared.split(",")[0].strip().lower() or language
    pictures: dict[str, bytes] = {}
    texts = list(_texts(message, troubles, pictures))
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in message.walk() for defect in part.defects):
        troubles.append("the message ends before its last part does: it seems to be cut off")
    read_parts: dict[str, Part] = {}
    for name, part, media_type, content in sorted(texts, key=lambda found: found[2] != "text/html"):
        own = str(part.get("Content-Language", "")).split(",")[0].strip().lower()
        read_parts[name] = _part(part, name, media_type, content, own or language, troubles)
        language = language or read_parts[name].language  # a plain text speaks the language of its HTML twin
    parts = [_header_part(fields, language), *(read_parts[name] for name, *_ in texts)]
    return Document("message/rfc822", "email", tuple(parts), tuple(fields), False, tuple(troubles), pictures=pictures)


def _parsed(data: bytes, troubles: list[str]) -> Message:
    end = _depth_reached(data) if data.count(b"oundary") > MAX_DEPTH else len(data)
    if end < len(data):
        troubles.append(f"the message has parts nested more than {MAX_DEPTH} deep: what follows was not read")
    try:
        return email.message_from_bytes(data[:end])
    except RecursionError:
        troubles.append("the message has too many messages nested in one another: only its headers were read")
        head = re.search(rb"\r?\n\r?\n", data)
        return email.message_from_bytes(b"Content-Type: text/plain\n" + (data[: head.end()] if head else b""))


def _depth_reached(data: bytes) -> int:
    """Where the parts are nested too deeply, or the end."""
    boundaries: list[bytes] = []
    depths: dict[bytes, int] = {}
    for match in _STRUCTURE.finditer(data):
        if match[2] is not None:
            boundary = match[2].strip()
            depths.setdefault(boundary, len(boundaries))
            boundaries.append(boundary)
            if len(boundaries) > MAX_DEPTH:
                return match.start()
            continue
        line = match[1].rstrip()
        closing = line not in depths and line.endswith(b"--")
        depth = depths.get(line[:-2] if closing else line)
        if depth is not None:
            for boundary in boundaries[depth + (not closing) :]:
                depths.pop(boundary, None)
            del boundaries[depth + (not closing) :]
    return len(data)


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    """The header fields as they stand in the message."""
    for name, value in message.raw_items():
        yield headers.decoded(str(name)), str(value)


def _texts(
    message: Message, troubles: list[str], pictures: dict[str, bytes]
) -> Iterator[tuple[str, Message, str, bytes]]:
    """Every text to be read: its number, its part, its media type and its decoded bytes. ``pictures`` receives the
    bytes of those that the HTML can show, by Content-ID."""
    stack: list[tuple[str, Message, bool]] = [("", message, True)]
    while stack:
        name, part, is_message = stack.pop()
        media_type = part.get_content_type()
        children = part.get_payload() if part.is_multipart() else None
        number = (f"{name}.1" if name else "1") if is_message else name
        if isinstance(children, list):
            if media_type == "message/rfc822":
                stack += [(number, child, True) for child in reversed(children) if isinstance(child, Message)]
            elif part.get_content_maintype() == "multipart":
                dot = f"{name}." if name else ""
                stack += [(f"{dot}{index}", child, False) for index, child in reversed(list(enumerate(children, 1)))]
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects):
            content = _salvaged(content)
            if media_type in _READ:
                troubles.append(f"part {number}: its base64 coding is damaged, so its end may be missing")
        if part.get_content_maintype() == "multipart":
            troubles.append(
                f"part {number}: the boundary between its parts is missing; it was read as one text"
                if content.strip()
                else f"part {number}: the parts it announces are missing"
            )
            start = content[:2000].decode("latin-1")
            media_type = "text/html" if _LOOKS_LIKE_HTML.match(start) else "text/plain"
        identifier = str(part.get("Content-ID", "")).strip("<> \t") if media_type.startswith("image/") else ""
        if identifier and len(pictures) < MAX_PICTURES:
            pictures[identifier] = content
        if media_type in _CALENDARS or (part.get_filename() or "").lower().endswith(".ics"):
            yield number, part, "text/calendar", content
        elif media_type in _READ and part.get_content_disposition() != "attachment":
            yield number, part, media_type, content


def _salvaged(content: bytes) -> bytes:
    """What can be read of base64 of an impossible length."""
    symbols = _NOT_BASE64.sub(b"", content)
    return binascii.a2b_base64(symbols[: len(symbols) - len(symbols) % 4])


def _part(part: Message, name: str, media_type: str, content: bytes, language: str, troubles: list[str]) -> Part:
    charset = part.get_param("charset", "")
    charset = str(charset[2] if isinstance(charset, tuple) else charset or "")
    decoded = decode(content, charset, html=media_type == "text/html")
    if decoded.trouble:
        troubles.append(f"part {name}: {decoded.trouble}")
    if media_type == "text/calendar":  # no prose: its events are compared with the text (``reading.events``)
        starts = tuple(tokens.line_starts(decoded.text))
        return Part(name, media_type, decoded.text, decoded.encoding, line_starts=starts)
    read_text = html.read if media_type == "text/html" else text.read
    read_part, _ = read_text(decoded, name, media_type, language=language)
    return replace(read_part, ignores=())  # a message cannot excuse itself


def _header_part(fields: list[tuple[str, str]], language: str) -> Part:
    """One decoded line per header, unfolded."""
    lines, runs, at = [], [], 0
    for name, value in fields:
        line = f"{name}: {value}"
        if name.lower() == "subject" and value:
            start = at + len(name) + 2
            runs.append(TextRun("subject", value, "header", ((0, start, len(value)),), language))
        lines.append(line)
        at += len(line) + 1
    source = "\n".join(lines)
    return Part(
        "header", "text/rfc822-headers", source, runs=tuple(runs), line_starts=tuple(tokens.line_starts(source))
    )
