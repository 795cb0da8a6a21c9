"""Outlook's ``.msg``: the same message as its ``.eml``, and nothing that a broken file can do."""

from __future__ import annotations

import struct
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from preflight import parse
from preflight.model import Document
from preflight.parse import compound, encapsulated

pytest.importorskip("olefile")
compressed_rtf = pytest.importorskip("compressed_rtf")

HEADERS = (
    "Received: from mail.example.com by mx.example.com; Tue, 24 Nov 2026 09:00:05 +0000\r\n"
    "From: Bramblewick Bakery <news@bramblewick.example>\r\n"
    "To: Readers <readers@bramblewick.example>\r\n"
    "Subject: =?utf-8?q?Rye=2C_rolls_and_caf=C3=A9s?=\r\n"
    "Date: Tue, 24 Nov 2026 09:00:00 +0000\r\n"
    "List-Unsubscribe: <https://www.bramblewick.example/leave>,\r\n"
    " <mailto:leave@bramblewick.example>\r\n"
)
HTML = (
    '<html><head><meta charset="utf-8"></head><body><h1>Rye – “rolls”</h1>\r\n<p>The shop stays <b>open</b> until '
    'seven &amp; there is soup.</p><img src="cid:hero@bakery" alt="A loaf">'
    '<a href="https://www.bramblewick.example/leave">Unsubscribe</a></body></html>'
)
PLAIN = "Rye, rolls\r\n\r\nThe shop stays open until seven.\r\n"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
BODY, HTML_BODY, RTF, SUBJECT, TRANSPORT = 0x1000, 0x1013, 0x1009, 0x0037, 0x007D
HERO: dict[int, str | bytes] = {0x3707: "hero.png", 0x3712: "hero@bakery", 0x370E: "image/png", 0x3701: PICTURE}


def eml(kind: str, *parts: tuple[str, str | bytes]) -> bytes:
    """The same message as it came by mail, text for text."""
    head = HEADERS.encode()
    if len(parts) == 1:
        return head + f"Content-Type: {kind}; charset=utf-8\r\n\r\n".encode() + _bytes(parts[0][1])
    inner = b"".join(
        f"--b\r\nContent-Type: {fields}\r\n\r\n".encode() + _bytes(content) + b"\r\n" for fields, content in parts
    )
    return head + f'Content-Type: {kind}; boundary="b"\r\n\r\n'.encode() + inner + b"--b--\r\n"


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def seen(document: Document) -> list[Any]:
    """All that checkers get of a message, but for the fields that say how it was packed."""
    packing = ("content-type", "mime-version", "content-transfer-encoding")
    return [
        [(name, value) for name, value in document.headers if name.lower() not in packing],
        [
            (
                part.name,
                part.media_type,
                part.source,
                part.language,
                [(run.kind, run.text, run.segments, run.hidden) for run in part.runs],
                [(link.url, link.text, link.span) for link in part.links],
                [(image.url, image.alt) for image in part.images],
            )
            for part in document.parts
            if part.name != "header"
        ],
        document.pictures,
        document.troubles,
    ]


def typed(kind: str) -> str:
    return f'{HEADERS}Content-Type: {kind};\r\n boundary="b"\r\n'


def test_a_page_is_the_same_message(outlook: Callable[..., bytes]) -> None:
    saved = outlook({TRANSPORT: typed("text/html"), BODY: "Outlook's own words"}, {HTML_BODY: HTML.encode()})
    assert seen(parse.parse(saved, parse.OUTLOOK)) == seen(parse.parse(eml("text/html", ("", HTML)), "message/rfc822"))


def test_two_versions_are_the_same_message(outlook: Callable[..., bytes]) -> None:
    saved = outlook({TRANSPORT: typed("multipart/alternative"), BODY: PLAIN}, {HTML_BODY: HTML.encode()})
    mail = eml("multipart/alternative", ("text/plain; charset=utf-8", PLAIN), ("text/html; charset=utf-8", HTML))
    assert seen(parse.parse(saved, parse.OUTLOOK)) == seen(parse.parse(mail, "message/rfc822"))


def test_its_pictures_are_the_same(outlook: Callable[..., bytes]) -> None:
    saved = outlook({TRANSPORT: typed("multipart/related")}, {HTML_BODY: HTML.encode()}, attached=[HERO])
    import base64

    picture = base64.encodebytes(PICTURE)
    fields = "image/png\r\nContent-ID: <hero@bakery>\r\nContent-Transfer-Encoding: base64"
    mail = eml("multipart/related", ("text/html; charset=utf-8", HTML), (fields, picture))
    document = parse.parse(saved, parse.OUTLOOK)
    assert document.pictures == {"hero@bakery": PICTURE}
    assert seen(document) == seen(parse.parse(mail, "message/rfc822"))


def test_a_plain_text_is_the_same_message(outlook: Callable[..., bytes]) -> None:
    saved = outlook({TRANSPORT: typed("text/plain"), BODY: PLAIN.strip()})
    mail = eml("text/plain", ("", PLAIN.strip()))
    assert seen(parse.parse(saved, parse.OUTLOOK)) == seen(parse.parse(mail, "message/rfc822"))


def test_headers_come_from_properties_where_outlook_kept_none(outlook: Callable[..., bytes]) -> None:
    saved = outlook(
        {SUBJECT: "Rye\r\nBcc: a@example.com", 0x0C1A: "Jo Wren", 0x5D01: "jo@example.com", 0x1035: "<a@example.com>"},
        {HTML_BODY: HTML.encode()},
        people=[{0x3001: "Café Ann", 0x39FE: "ann@example.com"}, {0x3001: "/O=EXCHANGE/CN=BOB", 0x3003: "/o=x/cn=bob"}],
        sent=datetime(2026, 11, 24, 9, tzinfo=UTC),
    )
    document = parse.parse(saved, parse.OUTLOOK)
    assert document.header("from") == "Jo Wren <jo@example.com>"
    assert document.header("subject") == "Rye Bcc: a@example.com"
    assert document.header("bcc") == ""
    assert document.header("to").startswith("Café Ann <ann@example.com>")
    assert document.header("message-id") == "<a@example.com>"
    assert document.header("date") == "Tue, 24 Nov 2026 09:00:00 +0000"


RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidi \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial;}"
    r"{\f2\fcharset128 MS Gothic;}}{\colortbl\red0\green0\blue0;}\uc1\pard\plain\deftab360 \f0\fs24 "
)


@pytest.mark.parametrize(
    ("rtf", "html"),
    [
        (r"{\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 Rye\htmlrtf }\htmlrtf0 {\*\htmltag92 </b>}", "<b>Rye</b>"),
        (r"{\*\htmltag64}{\*\htmltag148 <a href=\"https://a.example/\'e9?a=1&amp;b=\{x\}\">}go", None),
        (r"{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0  caf\'e9 \u8364?\u8211- \lquote s\rquote", "&amp; café €– ‘s’"),
        (r"\f1 \'c4\'e0\f0  ja \f2 \'82\'a0", "Да ja あ"),
        (r"{\*\mhtmltag84 <img src=x>}{\*\unknown words}{\pict 0102}one\par two\~three", "one\r\ntwo&nbsp;three"),
        (r"\u-10179 ?\u-8704 ?", "\U0001f600"),
        (r"{\*\htmltag20 \par }{\*\htmltag4 \tab <p>}", "\r\n\t<p>"),
    ],
)  # fmt: skip
def test_html_comes_out_of_rtf(rtf: str, html: str | None) -> None:
    expected = '<a href="https://a.example/é?a=1&amp;b={x}">go' if html is None else html
    assert encapsulated.html_in((RTF_HEAD + rtf.replace('\\"', '"') + "}").encode()) == expected


def test_rtf_of_its_own_is_no_html() -> None:
    assert encapsulated.html_in(rb"{\rtf1\ansi\fromtext words}") == ""


def test_a_message_kept_as_rtf_is_read(outlook: Callable[..., bytes]) -> None:
    rtf = RTF_HEAD + r"{\*\htmltag64 <p>}We bake the the rye.{\*\htmltag72 </p>}}"
    for packed in (compressed_rtf.compress(rtf.encode()), compressed_rtf.compress(rtf.encode(), compressed=False)):
        document = parse.parse(outlook({SUBJECT: "Rye"}, {RTF: packed}), parse.OUTLOOK)
        assert [run.text for run in document.runs] == ["Rye", "We bake the the rye."]


@pytest.mark.parametrize(
    ("rtf", "trouble"),
    [
        (rb"{\rtf1\ansi\fromtext We bake the rye.}", ""),
        (rb"{\rtf1\ansi {\field{\*\fldinst HYPERLINK x}{\fldrslt We bake the rye.}}}", "only its words were read"),
        (b"", "damaged or far too large"),
    ],
)
def test_what_is_not_read_of_rich_text_is_said(rtf: bytes, trouble: str, outlook: Callable[..., bytes]) -> None:
    packed = compressed_rtf.compress(rtf) if rtf else compressed_rtf.compress(b"{\\rtf1 words}")[:-4] + b"oops"
    document = parse.parse(outlook({SUBJECT: "Rye", BODY: "We bake the rye."}, {RTF: packed}), parse.OUTLOOK)
    assert [run.text for run in document.runs] == ["Rye", "We bake the rye."]
    assert trouble in "".join(document.troubles)
    assert bool(trouble) == bool(document.troubles)


def test_text_of_an_older_outlook_is_decoded(outlook: Callable[..., bytes]) -> None:
    page = "<p>Café – “rye”</p>".encode("cp1252")
    document = parse.parse(outlook({SUBJECT: "Rye"}, {HTML_BODY: page}, numbers={0x3FDE: 1252}), parse.OUTLOOK)
    assert document.parts[-1].source == "<p>Café – “rye”</p>"


def test_a_signed_message_is_read_and_a_sealed_one_says_so(outlook: Callable[..., bytes]) -> None:
    whole = b'Content-Type: multipart/signed; boundary="s"\r\n\r\n--s\r\nContent-Type: text/html\r\n\r\n<p>Rye</p>\r\n'
    whole += b"--s--\r\n"
    signed = {0x001A: "IPM.Note.SMIME.MultipartSigned", SUBJECT: "Rye"}
    document = parse.parse(outlook(signed, attached=[{0x3701: whole}]), parse.OUTLOOK)
    assert [run.text for run in document.runs] == ["Rye", "Rye"]
    sealed = parse.parse(outlook({**signed, 0x001A: "IPM.Note.SMIME"}, attached=[{0x3701: b"0\x80"}]), parse.OUTLOOK)
    assert "encrypted or signed" in sealed.troubles[0]


def test_what_is_no_message_says_what_it_is(outlook: Callable[..., bytes], tmp_path: Any) -> None:
    assert "an Outlook appointment" in outlook_trouble(outlook({0x001A: "IPM.Appointment", SUBJECT: "Lunch"}))
    assert "no text" in outlook_trouble(outlook({SUBJECT: "Rye"}))


def outlook_trouble(data: bytes) -> str:
    document = parse.parse(data, parse.OUTLOOK)
    assert not [part for part in document.parts if part.source]
    return document.troubles[0]


def test_without_the_library_it_says_how_to_get_it(
    outlook: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = outlook({SUBJECT: "Rye"}, {HTML_BODY: HTML.encode()})
    for library in ("olefile", "compressed_rtf"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, library, None)
            assert "pip install 'preflight-send[msg]'" in outlook_trouble(saved)


# --- hostile files --------------------------------------------------------------------------------------


def quick(data: bytes) -> str:
    """The trouble that a file makes: it may be none, but it must come at once."""
    began = time.process_time()
    document = parse.parse(data, parse.OUTLOOK)
    assert time.process_time() - began < 2
    return document.troubles[0] if document.troubles else ""


def test_a_cut_file_never_hangs_or_raises(outlook: Callable[..., bytes]) -> None:
    saved = outlook({SUBJECT: "Rye", TRANSPORT: HEADERS}, {HTML_BODY: HTML.encode() * 30}, attached=[HERO])
    for end in (*range(0, 2000, 97), *range(2000, len(saved) - 512, 1499)):
        assert quick(saved[:end])


@pytest.mark.parametrize("at", [30, 44, 48, 60, 64, 68, 72, 76])
@pytest.mark.parametrize("value", [0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF])
def test_a_header_may_claim_anything(at: int, value: int, outlook: Callable[..., bytes]) -> None:
    saved = bytearray(outlook({SUBJECT: "Rye"}, {HTML_BODY: HTML.encode() * 30}))
    struct.pack_into("<I", saved, at, value)
    quick(bytes(saved))


def test_every_table_may_run_in_circles(outlook: Callable[..., bytes]) -> None:
    saved = outlook({SUBJECT: "Rye"}, {HTML_BODY: HTML.encode() * 30})
    first = struct.unpack_from("<I", saved, 76)[0]
    for number in range(len(saved) // 512):
        circular = bytearray(saved)
        circular[512 * (first + 1) : 512 * (first + 2)] = struct.pack("<I", number) * 128
        quick(bytes(circular))


def test_a_stream_may_claim_gigabytes(outlook: Callable[..., bytes]) -> None:
    saved = outlook({SUBJECT: "Rye"}, {HTML_BODY: HTML.encode() * 30})
    for at in range(512, len(saved) - 128, 128):
        if b"_\0_\0s\0u\0b\0s\0t\0g\0" in saved[at : at + 64] or b"R\0o\0o\0t\0" in saved[at : at + 64]:
            huge = bytearray(saved)
            struct.pack_into("<I", huge, at + 120, 0xFFFFFF00)
            quick(bytes(huge))


def test_one_stream_under_many_names_is_not_read_for_ever(outlook: Callable[..., bytes]) -> None:
    page = b"<p>" + b"rye " * 50_000
    saved = bytearray(
        outlook({SUBJECT: "Rye"}, {HTML_BODY: page}, attached=[{**HERO, 0x3712: f"{n}@a"} for n in range(200)])
    )
    start = next(at for at in range(512, len(saved), 128) if "10130102".encode("utf-16-le") in saved[at : at + 64])
    place = saved[start + 116 : start + 124]
    for at in range(512, len(saved), 128):
        if "37010102".encode("utf-16-le") in saved[at : at + 64]:
            saved[at + 116 : at + 124] = place
    assert quick(bytes(saved)) == compound.DAMAGED


def test_a_directory_of_hundreds_of_thousands_is_refused() -> None:
    header = bytearray(512)
    entries = 190_000
    sectors = entries // 32
    header[:8] = compound.MAGIC
    struct.pack_into("<HHHHH", header, 24, 0x3E, 4, 0xFFFE, 12, 6)
    tables = -(-(sectors + 10) // 1024)
    struct.pack_into("<IIIIIIIIII", header, 40, sectors, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, *range(tables), *[0xFFFFFFFF] * (109 - tables))
    table = [0xFFFFFFFD] * tables + list(range(tables + 1, tables + sectors)) + [0xFFFFFFFE]
    body = struct.pack(f"<{len(table)}I", *table).ljust(4096 * tables, b"\xff")

    def entry(number: int) -> bytes:
        name = f"{number:08d}".encode("utf-16-le") + b"\0\0" if number else "Root Entry".encode("utf-16-le") + b"\0\0"
        left, right = (2 * number, 2 * number + 1) if number else (0xFFFFFFFF, 0xFFFFFFFF)
        left, right = (one if one < entries else 0xFFFFFFFF for one in (left, right))
        return struct.pack("<64sHBBIII16sIQQIQ", name, len(name), 2 if number else 5, 1, left, right,
                           0xFFFFFFFF if number else 1, b"", 0, 0, 0, number, 5000)  # fmt: skip

    data = bytes(header).ljust(4096, b"\0") + body + b"".join(map(entry, range(entries)))
    assert quick(data) == compound.DAMAGED


def test_messages_within_messages_end(outlook: Callable[..., bytes]) -> None:
    inner: dict[int, str | bytes] = {0x3707: "a.msg"}
    assert quick(outlook({SUBJECT: "Rye", BODY: "Hi"}, attached=[inner] * 400)) == ""


def test_packed_text_that_would_unpack_to_megabytes_is_left(outlook: Callable[..., bytes]) -> None:
    bomb = b"\xff" + b"\x00\x0f" * 8
    packed = struct.pack("<II4sI", 2_000_000, 99_000_000, b"LZFu", 0) + bomb * 110_000
    assert quick(outlook({SUBJECT: "Rye"}, {RTF: packed})) != ""


def test_brackets_without_end_take_no_time() -> None:
    for sign in (b"{", b"}", b"\\", b"\\'", b"{\\*\\htmltag ", b"\\u1", b"\\f1 "):
        began = time.process_time()
        encapsulated.html_in(b"{\\rtf1\\fromhtml1 " + sign * (200_000 // len(sign)))
        assert time.process_time() - began < 2, sign


def test_headers_of_a_property_cannot_make_parts(outlook: Callable[..., bytes]) -> None:
    kept = f'{HEADERS}--=_preflight_1\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\nwords'
    document = parse.parse(outlook({TRANSPORT: kept}, {HTML_BODY: HTML.encode()}), parse.OUTLOOK)
    assert [part.name for part in document.parts] == ["header", "1"]
