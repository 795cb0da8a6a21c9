"""The right sample made from the wrong one, where somebody says which words were wrong and which are right."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.charset import BASE64, QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from html import escape
from io import BytesIO

from preflight import parse
from preflight.model import Part, PreflightError

MOST = 200
"""Places that are corrected."""
CODINGS = {"base64": BASE64, "quoted-printable": QP}


def corrected(data: bytes, media_type: str, wrong: str, right: str) -> bytes:
    """The file with the right words, or the right address of a link, wherever the wrong ones stand. A message keeps
    everything else that it says. Raises PreflightError when they stand nowhere."""
    wrong, right = " ".join(wrong.split()), " ".join(right.split())
    document = parse.parse(data, media_type)
    changed = {part.name: text for part in document.parts if (text := _text(part, wrong, right)) != part.source}
    if not changed or not wrong:
        raise PreflightError(
            f"“{wrong[:80]}” does not stand in it, so it cannot be put right: copy the words as they stand there, "
            "or drop the corrected file"
        )
    if document.media_type != "message/rfc822":
        (part,) = document.parts
        return _encoded(part, changed[part.name])
    message = email.message_from_bytes(parse.unwrapped(data, media_type)[0])
    if not set(changed) <= {"header", *_numbered(message)}:
        raise PreflightError("this kind of file cannot be put right here: drop the corrected file")
    for part in document.parts:
        if part.name == "header" and part.name in changed:
            _head(message, part.source, changed[part.name])
        elif part.name in changed:
            _body(_numbered(message)[part.name], changed[part.name])
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False).flatten(message)
    return out.getvalue()


def _text(part: Part, wrong: str, right: str) -> str:
    text, until = part.source, len(part.source)
    for start, end in sorted(set(_places(part, wrong)), reverse=True)[:MOST]:
        if end <= until:
            text = text[:start] + (escape(right) if part.media_type == "text/html" else right) + text[end:]
            until = start
    return text


def _places(part: Part, wrong: str) -> Iterator[tuple[int, int]]:
    for run in part.runs if wrong else ():
        at = run.text.find(wrong)
        while at >= 0:
            span = run.span(at, at + len(wrong))
            yield span.start, span.end
            at = run.text.find(wrong, at + len(wrong))
    yield from ((link.span.start, link.span.end) for link in part.links if link.url.strip() == wrong)


def _encoded(part: Part, text: str) -> bytes:
    mark = "\ufeff" if part.byte_order_mark else ""
    try:
        return (mark + text).encode(part.encoding)
    except (UnicodeEncodeError, LookupError):
        return (mark + text).encode("utf-8", "replace")


def _numbered(message: Message) -> dict[str, Message]:
    """The parts by the numbers that ``parse.mime`` gives them (RFC 3501, 6.4.5)."""
    found: dict[str, Message] = {}
    waiting: list[tuple[str, Message, bool]] = [("", message, True)]
    while waiting:
        name, part, is_message = waiting.pop()
        children = part.get_payload() if part.is_multipart() else None
        number = (f"{name}.1" if name else "1") if is_message else name
        found[number] = part
        for index, child in enumerate(children if isinstance(children, list) else (), 1):
            if part.get_content_type() == "message/rfc822":
                waiting.append((number, child, True))
            else:
                waiting.append((f"{name}.{index}" if name else str(index), child, False))
    return found


def _body(part: Message, text: str) -> None:
    """In the coding that it had, so that the sample can be read as before."""
    charset = Charset("utf-8")
    coding = CODINGS.get(str(part["Content-Transfer-Encoding"] or "").strip().lower())
    charset.body_encoding = coding  # type: ignore[assignment]  # None is 7 or 8 bits, says email.charset
    del part["Content-Transfer-Encoding"]
    part.set_payload(text.encode("utf-8", "replace").decode("utf-8"), charset)


def _head(message: Message, before: str, after: str) -> None:
    for old, new in zip(before.split("\n"), after.split("\n"), strict=False):
        name, _, value = new.partition(":")
        if old != new and name in message:
            message.replace_header(name, Header(value.strip(), "utf-8", header_name=name).encode())
