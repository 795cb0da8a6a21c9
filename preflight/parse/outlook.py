"""Outlook's messages (``.msg``, [MS-OXMSG]) as the messages that they were: headers, text and pictures as MIME again.

The headers are those that the message travelled with, where Outlook kept them, or else what its properties say. The
HTML is kept as it is, or inside RTF (``encapsulated``). Pictures that the HTML shows come along; of other attachments
there is nothing to check, so only their names do.
"""

from __future__ import annotations

import struct
from base64 import encodebytes
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formataddr
from functools import cached_property
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from preflight.model import Document
from preflight.parse import compound, encapsulated
from preflight.patterns import regex

MEDIA_TYPE = "application/vnd.ms-outlook"
DEEPEST = 3
"""Messages attached to messages that are looked into."""
MOST = 300
"""Attachments that are looked at."""
NO_MESSAGE = "this file is in an Office format, but it is no Outlook message"
SEALED = "this message is encrypted or signed in Outlook's own way: open it in Outlook, and save it without"
ONLY_WORDS = "it is in Outlook's own rich text: only its words were read, not its links and pictures"
DAMAGED_TEXT = "its formatted text is damaged or far too large: only its plain words were read"
NO_TEXT = "this Outlook message has no text that can be read: save it as .eml or HTML instead"
OTHERS = {"ipm.appointment": "appointment", "ipm.contact": "contact", "ipm.task": "task", "ipm.stickynote": "note",
          "ipm.distlist": "list of contacts"}  # fmt: skip
"""Message classes (PidTagMessageClass) of what Outlook also saves as .msg."""

ROOT, INNER, ITEM = 32, 24, 8
"""Bytes before the first property of a message, a message inside a message, and an attachment or recipient."""
ENTRY = struct.Struct("<HHI8s")
"""A property: type, number, flags and, where it is short enough, its value ([MS-OXMSG] 2.4.2)."""
INTEGER, TIME = 0x0003, 0x0040
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

FIELD = regex(r"([!-9;-~]{1,100}):")  # "Subject: Rye"
OURS = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version"})
"""Header fields that say how the text was packed, which is done anew."""
TYPE = regex(r"(?:image|text|application|audio|video)/[\w.+-]{1,80}")
PICTURES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
            "svg": "image/svg+xml", "bmp": "image/bmp", "ics": "text/calendar"}  # fmt: skip
UNSAFE = regex(r"[^\w. -]+")


class Saved(Struct, frozen=True):
    """The message as MIME (RFC 5322, 2045), or why there is none; and what of it could not be read."""

    mime: bytes = b""
    fault: str = ""
    trouble: str = ""


def read(data: bytes, *, language: str = "") -> Document:
    """A saved message as a document, the same as that of its ``.eml``. Never raises on any bytes."""
    from preflight.parse import mime

    found = message(data)
    document = mime.read(found.mime, language=language)
    troubles = (found.fault,) if found.fault else ((found.trouble,) if found.trouble else ()) + document.troubles
    return replace(document, troubles=troubles)


def message(data: bytes) -> Saved:
    """What the file holds. Never raises on any bytes."""
    try:
        with compound.opened(data) as streams:
            item = _Item(streams, "", ROOT)
            return Saved(b"".join(_message(item, count(1), 0)), trouble=_trouble(item))
    except compound.UnreadableError as error:
        return Saved(fault=str(error))


class _Item:
    """One message, attachment or recipient: its properties by their numbers."""

    def __init__(self, streams: compound.Streams, prefix: str, header: int) -> None:
        self.streams, self.prefix = streams, prefix
        raw = streams.read(f"{prefix}__properties_version1.0")
        if not raw and not prefix:
            raise compound.UnreadableError(NO_MESSAGE)
        end = len(raw) - (len(raw) - header) % ENTRY.size
        self.fixed = {
            (number, kind): value for kind, number, _, value in ENTRY.iter_unpack(raw[header:end]) if kind < 0x1000
        }

    def text(self, number: int) -> str:
        """A property of text."""
        name = f"{self.prefix}__substg1.0_{number:04X}"
        if raw := self.streams.read(f"{name}001F"):
            return raw.decode("utf-16-le", "replace").strip("\0")
        raw = self.streams.read(f"{name}001E")
        return raw.decode(self.page or "cp1252", "replace").strip("\0")

    def binary(self, number: int) -> bytes:
        return self.streams.read(f"{self.prefix}__substg1.0_{number:04X}0102")

    @cached_property
    def html(self) -> bytes:
        """The HTML in UTF-8 (PidTagHtml, or out of the rich text); nothing where there is none."""
        raw = self.binary(0x1013)
        if not raw:
            return (self.text(0x1013) or encapsulated.html_in(self.rtf)).encode("utf-8", "replace")
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            page = encapsulated.code_page(self.number(0x3FDE)) or self.page or "cp1252"
            return raw.decode(page, "replace").encode("utf-8")
        return raw

    @cached_property
    def rtf(self) -> bytes:
        """The rich text (PidTagRtfCompressed), in which Outlook keeps HTML."""
        return encapsulated.unpacked(self.binary(0x1009))

    def number(self, number: int) -> int:
        return int.from_bytes(self.fixed.get((number, INTEGER), b"")[:4], "little")

    def time(self, number: int) -> datetime | None:
        ticks = int.from_bytes(self.fixed.get((number, TIME), b""), "little")  # of 100 nanoseconds
        try:
            return EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    @property
    def page(self) -> str:
        """The code page of texts that are not Unicode (PidTagMessageCodepage, PidTagInternetCodepage)."""
        return encapsulated.code_page(self.number(0x3FFD) or self.number(0x3FDE))

    def items(self, kind: str) -> Iterator[_Item]:
        """Its attachments or recipients."""
        start = f"{self.prefix}__{kind}_version1.0_#"
        names = sorted({path[: len(start) + 8] for path in self.streams.paths if path.startswith(start)})
        for name in names[:MOST]:
            yield _Item(self.streams, f"{name}/", ITEM)


# --- a message ------------------------------------------------------------------------------------------


def _message(item: _Item, boundaries: Iterator[int], depth: int) -> Iterator[bytes]:
    sort = item.text(0x001A).lower()
    if what := OTHERS.get(sort):
        raise compound.UnreadableError(f"this is no email: it is an Outlook {what}")
    kept = list(_kept(item.text(0x007D)))
    declared = next((text.partition(":")[2] for text in kept if text.lower().startswith("content-type:")), "")
    declared = declared.partition(";")[0].strip().lower()
    for text in kept:
        if text.partition(":")[0].lower() not in OURS:
            yield text.encode("utf-8", "replace") + b"\r\n"
    known = {text.partition(":")[0].lower() for text in kept}
    for name, value in _stated(item):
        if name.lower() not in known and value:
            yield f"{name}: {' '.join(value.split())}\r\n".encode("utf-8", "replace")
    yield b"MIME-Version: 1.0\r\n"
    if sort.startswith("ipm.note.smime"):
        yield from _sealed(item)
        return
    yield _body(item, declared, boundaries, depth)


def _kept(text: str) -> Iterator[str]:
    """The header fields that the message travelled with (PidTagTransportMessageHeaders), still folded."""
    field = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            break
        if line[0] in " \t":
            field += f"\r\n{line}" if field else ""
        else:
            if field:
                yield field
            field = line if FIELD.match(line) else ""
    if field:
        yield field


def _stated(item: _Item) -> Iterator[tuple[str, str]]:
    """What the properties say that is a header of a message."""
    sender = item.text(0x5D01) or item.text(0x5D02) or item.text(0x0C1F) or item.text(0x0065)
    name = item.text(0x0C1A) or item.text(0x0042)
    yield "From", _address(name, sender)
    people: dict[int, list[str]] = {1: [], 2: []}
    for one in item.items("recip"):
        kind = one.number(0x0C15) & 0xFF
        if kind in people:
            people[kind].append(_address(one.text(0x3001), one.text(0x39FE) or one.text(0x3003)))
    yield "To", ", ".join(filter(None, people[1])) or item.text(0x0E04)
    yield "Cc", ", ".join(filter(None, people[2]))
    yield "Subject", item.text(0x0037) or item.text(0x003D) + item.text(0x0E1D)
    sent = item.time(0x0039) or item.time(0x0E06)
    yield "Date", format_datetime(sent) if sent else ""
    yield "Message-ID", item.text(0x1035)
    yield "In-Reply-To", item.text(0x1042)
    yield "List-Unsubscribe", item.text(0x1045)


def _address(name: str, address: str) -> str:
    """``Jo Wren <jo@example.com>``; what Exchange uses among itself is no address."""
    name = " ".join(name.split())
    address = "".join(address.split())
    if "@" not in address or not address.isascii():
        return formataddr((name, "")) if name else ""
    return formataddr(("" if name == address else name, address))


def _sealed(item: _Item) -> Iterator[bytes]:
    """A message that is signed for everybody to read lies whole in its only attachment ([MS-OXOSMIME] 2.1)."""
    whole = b"".join(one.binary(0x3701) for one in item.items("attach"))
    if not whole[:2000].lstrip().lower().startswith(b"content-type: multipart/signed"):
        raise compound.UnreadableError(SEALED)
    yield whole.lstrip()


# --- its text and what is attached ----------------------------------------------------------------------


def _body(item: _Item, declared: str, boundaries: Iterator[int], depth: int) -> bytes:
    """The text in the forms that the message came in, as far as its headers say. Outlook adds the other one."""
    plain = item.text(0x1000).encode("utf-8", "replace")
    texts = [
        _leaf(f"{kind}; charset=utf-8", raw) for kind, raw in (("text/plain", plain), ("text/html", item.html)) if raw
    ]
    if item.html and plain and declared in ("text/html", "text/plain"):
        texts = texts[:1] if declared == "text/plain" else texts[1:]
    shown: list[bytes] = []
    others: list[bytes] = []
    for one in item.items("attach"):
        if (part := _attached(one, boundaries, depth)) is not None:
            (shown if one.text(0x3712) and item.html else others).append(part)
    if not texts and not others and not shown:
        raise compound.UnreadableError(NO_TEXT)
    texts = texts or [_leaf("text/plain", b"")]
    if len(texts) == 2 and shown and declared == "multipart/alternative":
        texts[1] = _multipart("related", [texts[1], *shown], boundaries)
        shown = []
    whole = texts[0] if len(texts) == 1 else _multipart("alternative", texts, boundaries)
    if shown:
        whole = _multipart("related", [whole, *shown], boundaries)
    if others or declared == "multipart/mixed":
        whole = _multipart("mixed", [whole, *others], boundaries)
    return whole


def _trouble(item: _Item) -> str:
    """Where there is formatted text that could not be read, so that its plain words stand for it."""
    if item.html or not item.binary(0x1009) or encapsulated.is_plain(item.rtf):
        return ""
    return ONLY_WORDS if item.rtf else DAMAGED_TEXT


def _attached(item: _Item, boundaries: Iterator[int], depth: int) -> bytes | None:
    """An attachment as a part: a picture or calendar with its bytes, a message with its text, others by their name."""
    inside = f"{item.prefix}__substg1.0_3701000D/"
    if f"{inside}__properties_version1.0" in item.streams.paths:
        if depth >= DEEPEST:
            return None
        try:
            inner = b"".join(_message(_Item(item.streams, inside, INNER), boundaries, depth + 1))
        except compound.UnreadableError:  # an appointment, a contact: nothing of the message itself
            return None
        return b"Content-Type: message/rfc822\r\n\r\n" + inner
    name = item.text(0x3707) or item.text(0x3704)
    sort = PICTURES.get(name.rpartition(".")[2].lower(), "") or item.text(0x370E).lower()
    sort = sort if TYPE.fullmatch(sort) else "application/octet-stream"
    identifier = "".join(item.text(0x3712).strip("<>").split())
    fields = [f'Content-Disposition: {"inline" if identifier else "attachment"}; filename="{UNSAFE.sub("-", name)}"']
    if identifier:
        fields.append(f"Content-ID: <{identifier}>")
    wanted = sort == "text/calendar" or (identifier and sort.startswith("image/"))
    return _leaf(sort, item.binary(0x3701) if wanted else b"", *fields)


def _leaf(sort: str, content: bytes, *fields: str) -> bytes:
    head = "\r\n".join((f"Content-Type: {sort}", "Content-Transfer-Encoding: base64", *fields))
    return head.encode("utf-8", "replace") + b"\r\n\r\n" + encodebytes(content).replace(b"\n", b"\r\n")


def _multipart(kind: str, parts: list[bytes], boundaries: Iterator[int]) -> bytes:
    boundary = f"=_preflight_{next(boundaries)}"
    inner = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    return head.encode() + inner + f"--{boundary}--\r\n".encode()
