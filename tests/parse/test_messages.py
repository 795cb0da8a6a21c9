"""Messages: parts, numbers, charsets, headers, and what is left of broken ones."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from preflight.model import Document
from preflight.parse import parse


def read(data: bytes | str) -> Document:
    return parse(data.encode() if isinstance(data, str) else data, "message/rfc822")


def named(document: Document) -> dict[str, str]:
    return {part.name: " ".join(run.text for run in part.runs) for part in document.parts}


def test_one_part() -> None:
    document = read("Subject: Hi\nContent-Language: de-AT\n\nHallo Welt\n")
    assert document.kind == "email"
    assert named(document) == {"header": "Hi", "1": "Hallo Welt"}
    assert {run.language for run in document.runs} == {"de-at"}
    assert document.troubles == ()


def test_part_numbers() -> None:
    outer, inner, attached = MIMEMultipart(), MIMEMultipart("alternative"), EmailMessage()
    inner.attach(MIMEText("plain", "plain"))
    inner.attach(MIMEText("<p>rich", "html"))
    attached["Subject"] = "Inside"
    attached.set_content("forwarded")
    attached.add_alternative("<p>forwarded", subtype="html")
    single = EmailMessage()
    single.set_content("alone")
    outer.attach(inner)
    outer.attach(MIMEText("notes", "plain"))
    outer.attach(MIMEMessage(attached))
    outer.attach(MIMEMessage(single))
    attachment = MIMEText("never read", "plain")
    attachment.add_header("Content-Disposition", "attachment", filename="a.txt")
    outer.attach(attachment)
    assert named(read(outer.as_bytes())) == {
        "header": "",
        "1.1": "plain",
        "1.2": "rich",
        "2": "notes",
        "3.1": "forwarded",
        "3.2": "forwarded",
        "4.1": "alone",
    }


def test_the_headers_are_a_part() -> None:
    document = read("From: A <a@example.com>\nSubject: =?utf-8?q?caf=C3=A9?=\n =?utf-8?b?w6k=?= now\nX: y\n\nb")
    part = document.part("header")
    assert part.media_type == "text/rfc822-headers"
    assert part.source == "From: A <a@example.com>\nSubject: caf\u00e9\u00e9 now\nX: y"
    run = part.runs[0]
    span = run.span(6, 9)
    assert (run.kind, run.text, part.source[span.start : span.end]) == ("subject", "caf\u00e9\u00e9 now", "now")
    assert part.locate(span.start) == (2, 16)
    assert document.header("subject") == "caf\u00e9\u00e9 now"


SUBJECTS = {
    "=?utf-8?Q?a=C3?= =?utf-8?Q?=A9b?=": "a\u00e9b",
    "=?iso-8859-1?q?caf=E9_x?=": "caf\u00e9 x",
    "a =?utf-8?q?b?= c": "a b c",
    "=?utf-8?q?a?= =?iso-8859-1?q?=E9?=": "a\u00e9",
    "=?utf-8?q?a?=b": "ab",
    "=?nosuch?q?caf=C3=A9?=": "caf\u00e9",
    "=?utf-8?q?a b?=": "a b",
    "=?utf-8?x?a?=": "=?utf-8?x?a?=",
    "=?utf-8*de?q?a?=": "a",
    "=?gb2312?b?xOO6ww==?=": "\u4f60\u597d",
    "caf\u00e9": "caf\u00e9",
    "folded\n\twords": "folded words",
    "": "",
}


@pytest.mark.parametrize("raw", SUBJECTS)
def test_subjects(raw: str) -> None:
    assert read(f"Subject: {raw}\n\nb").header("Subject") == SUBJECTS[raw]


def test_raw_bytes_in_headers() -> None:
    assert read(b"Subject: caf\xe9 \x93x\x94\n\nb").header("Subject") == "caf\u00e9 \u201cx\u201d"
    assert read("Subject: café\n\nb".encode()).header("Subject") == "café"


BODIES: dict[str, tuple[str, bytes, str, bool]] = {
    # headers, body, text, is something unreadable
    "latin": ("Content-Type: text/plain; charset=iso-8859-1", b"caf\xe9 \x93x\x94", "caf\u00e9 \u201cx\u201d", False),
    "the label is wrong": ("Content-Type: text/plain; charset=us-ascii", "café".encode(), "café", False),
    "the other way round": ("Content-Type: text/plain; charset=utf-8", b"caf\xe9", "café", False),
    "one bad byte in a long text": (
        "Content-Type: text/plain; charset=utf-8",
        "é".encode() * 3 + b" \x92 " + "ü".encode(),
        "ééé \u2019 ü",
        False,
    ),
    "no label": ("X: y", "café".encode(), "café", False),
    "an unknown label over UTF-8": ("Content-Type: text/plain; charset=x-nosuch", "café".encode(), "café", False),
    "an unknown label": ("Content-Type: text/plain; charset=x-nosuch", b"caf\xe9", "café", True),
    "a codec that is no charset": ("Content-Type: text/plain; charset=rot13", b"abc", "abc", False),
    "Japanese": ("Content-Type: text/plain; charset=iso-2022-jp", "日本".encode("iso-2022-jp"), "日本", False),
    "Shift JIS of Windows": ("Content-Type: text/plain; charset=shift_jis", "①髙".encode("cp932"), "①髙", False),
    "more than GB 2312": ("Content-Type: text/plain; charset=gb2312", "镕".encode("gbk"), "镕", False),
    "Korean": ("Content-Type: text/plain; charset=ks_c_5601-1987", "똠".encode("cp949"), "똠", False),
    "Cyrillic": ("Content-Type: text/plain; charset=koi8-r", "мир".encode("koi8-r"), "мир", False),
    "cut in the middle of a character": (
        "Content-Type: text/plain; charset=shift_jis",
        "日本".encode("cp932")[:-1],
        "日\ufffd",
        True,
    ),
    "a label in RFC 2231 form": ("Content-Type: text/plain; charset*=''utf-8", b"caf\xc3\xa9", "caf\u00e9", False),
    "quoted-printable": ("Content-Transfer-Encoding: quoted-printable", b"a=20=C3=A9=\nb =zz =", "a éb =zz", False),
    "base64": ("Content-Transfer-Encoding: base64", base64.b64encode("née".encode()), "née", False),
    "base64 with a footer": ("Content-Transfer-Encoding: BASE64", b"aGVsbG8g\nd29ybGQ=\n", "hello world", False),
    "base64 cut off": ("Content-Transfer-Encoding: base64", b"aGVsbG8gd29ybGQhI", "hello world!", True),
    "an unknown encoding": ("Content-Transfer-Encoding: x-nosuch", b"hello", "hello", False),
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies(name: str) -> None:
    fields, body, text, trouble = BODIES[name]
    document = read(fields.encode() + b"\n\n" + body)
    assert document.part("1").source.strip() == text
    assert bool(document.troubles) == trouble


def multipart(body: str, boundary: str = "boundary=b") -> Document:
    return read(f"Content-Type: multipart/mixed; {boundary}\n\n{body}")


def test_broken_multiparts() -> None:
    whole = "--b\n\none\n--b\nContent-Type: text/html\n\n<p>two\n"
    cut = multipart(whole)
    assert named(cut) == {"header": "", "1": "one", "2": "two"}
    assert "cut off" in cut.troubles[0]
    assert multipart(whole + "--b--\n").troubles == ()
    unmarked = multipart("just text", "x=y")
    assert named(unmarked)["1"] == "just text"
    assert "boundary" in unmarked.troubles[0]
    empty = multipart("")
    assert "missing" in empty.troubles[0]


def test_headers_alone() -> None:
    document = read("Subject: Hi\nFrom: a@example.com")
    assert document.header("From") == "a@example.com"
    assert document.troubles == ()
    assert read("").parts[0].name == "header"


def test_the_plain_text_speaks_the_language_of_its_twin() -> None:
    document = multipart("--b\n\nHallo\n--b\nContent-Type: text/html\n\n<html lang=de><p>Hallo\n--b--\n")
    assert [part.language for part in document.parts if part.name in ("1", "2")] == ["de", "de"]


def test_a_message_cannot_excuse_itself() -> None:
    document = read("Content-Type: text/html\n\n<!-- preflight-ignore-file links.*: sure --><p>a")
    assert document.part("1").ignores == ()
