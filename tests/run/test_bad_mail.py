"""Messages that nobody should send: each gives findings or one line, in bounded time, against anything."""

from __future__ import annotations

import base64
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
SECONDS = 8.0
"""Processor time of one check, far above the usual fraction of a second and far below a hang."""

HEAD = b"From: a@shop.test\nDate: Tue, 17 Nov 2026 09:00:00 +0000\nSubject: Wreaths\n"


def nested(depth: int) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(depth)
    )
    return HEAD + opening + b"Content-Type: text/html\n\n<p>Deep inside.</p>\n"


def bomb() -> bytes:
    """A picture of 400 million pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def with_picture(data: bytes) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        b"<p>Look.</p><img src='cid:a' width=600>\n--b\nContent-Type: image/png\nContent-ID: <a>\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(data) + b"--b--\n"
    )


HTML = b"Content-Type: text/html\n\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
READERS = b",\n ".join(b"Reader %d <r%d@shop.test>" % (number, number) for number in range(4_000))

BAD: dict[str, bytes] = {
    "no MIME at all": b"This is just a text\nwithout any header: or so it says\n" * 50,
    "only a header": b"Subject: Wreaths",
    "a part that stops": HEAD + MIXED + b"--b\n" + HTML + b"<p>Come and",
    "base64 that stops": HEAD
    + b"Content-Transfer-Encoding: base64\n"
    + HTML
    + b"PGh0bWw+PHA+SGVsbG8gdGhlcmUsIGFuZCBj\nPG",
    "1,000 nested parts": nested(1_000),
    "4,000 addressees": HEAD + b"To: " + READERS + b"\n\nHello all.\n",
    "NUL bytes": HEAD + HTML + b"<p>Hel\0lo</p>\0\0<a href='https://shop.test/\0'>Go\0</a>" * 50,
    "NUL bytes in headers": b"From: a\0b@shop.test\nSubject: Wre\0aths\nDate: \0\n\nHello.\n",
    "names that lead outside": (
        HEAD + MIXED + b'--b\nContent-Type: text/plain; name="../../../etc/passwd"\n'
        b'Content-Disposition: inline; filename="../../../../tmp/evil.html"\n\nHello.\n--b--\n'
    ),
    "a picture of 400 million pixels": with_picture(bomb()),
    "a picture that is none": with_picture(b"\x89PNG\r\n\x1a\n" + b"\xff" * 5_000),
    "a subject of 100 KB": b"From: a@shop.test\nSubject: " + b"issue no. 1 - " * 7_000 + b"\n\nHello.\n",
    "dates all over": HEAD + b"\n" + b"Tuesday 17 November 2026, issue 47. " * 1_000,
    "one long line of tags": HEAD + HTML + b"<td bgcolor=#fff style='color:#eee'>a" * 6_000,
    "nothing but links": HEAD + HTML + b"<h2>A</h2><a href='https://shop.test/a?p=e30='>Read more</a>" * 1_500,
    "boundaries that repeat": HEAD + MIXED + b"--b\nContent-Type: text/plain\n\nHi\n" * 800,
}
GOOD = HEAD + b"Content-Type: text/html\n\n" + b"<h1>The weekly</h1>" + b"".join(
    b"<p>A paragraph of this very issue, with the number %d and some more words.</p>" % number for number in range(20)
)  # fmt: skip


def check(preflight: Run, *arguments: str) -> Any:
    started = time.process_time()
    outcome = preflight(
        "check", *arguments, "--offline", "--no-config", "--no-cache", "--format", "json", "--jobs", "1"
    )
    assert time.process_time() - started < SECONDS
    assert outcome.code in (0, 1, 3), outcome.err
    return outcome


@pytest.mark.parametrize("name", list(BAD))
def test_a_bad_message_has_a_verdict(write: Write, preflight: Run, name: str) -> None:
    folder = write({"bad.eml": BAD[name], "good.eml": GOOD})
    check(preflight, "bad.eml", "--against", "good.eml")
    check(preflight, "good.eml", "--against", "bad.eml")
    check(preflight, "bad.eml", "--source", "good.eml", "--state", "test-send")
    assert sorted(path.name for path in folder.iterdir() if path.name != ".user") == ["bad.eml", "good.eml"]


def test_what_is_wrong_with_it_is_said(write: Write, preflight: Run) -> None:
    write({"stops.eml": BAD["a part that stops"], "deep.eml": BAD["1,000 nested parts"]})
    assert "cut off" in check(preflight, "stops.eml").out
    assert "nested" in check(preflight, "deep.eml").out


def test_bad_messages_teach_what_they_can(write: Write, preflight: Run) -> None:
    write({f"old/{number:02}.eml": message for number, message in enumerate(BAD.values())})
    started = time.process_time()
    assert preflight("memory", "old", "--no-config").code in (0, 3)
    assert time.process_time() - started < 2 * SECONDS


@pytest.mark.parametrize("name", ["4,000 addressees", "no MIME at all"])
def test_nobody_is_kept_in_the_cache(write: Write, preflight: Run, lexicon_cache: Path, name: str) -> None:
    write({"new.eml": GOOD, "old/1.eml": BAD[name].replace(b"shop.test", b"reader-of-ours.test")})
    preflight("check", "new.eml", "--against", "old", "--offline", "--no-config")
    kept = b"".join(file.read_bytes() for file in lexicon_cache.glob("documents-*.sqlite"))
    assert b"reader-of-ours" not in kept
