"""A build in a zip: compared and checked like a folder, and refused in one sentence where it is an attack."""

from __future__ import annotations

import io
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]


@pytest.mark.parametrize("prefix", ["", "public/", "my site (1)/"])
def test_a_previous_build_in_a_zip(prefix: str, write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "old.zip": shop.zipped(shop.before, prefix)})
    outcome = compare("now", "old.zip")
    assert outcome.code == 1
    assert shop.moved(outcome) == shop.both


def test_a_build_in_a_zip_is_checked_as_a_site(write: Write, compare: Run, shop: Any) -> None:
    write({"new.zip": shop.zipped(shop.after), **shop.below("before", shop.before)})
    outcome = compare("new.zip", "before")
    assert shop.moved(outcome) == shop.both
    assert outcome.report["findings"][0]["location"]["path"].startswith("new.zip/")
    assert outcome.report["targets"][0]["kind"] == "site"


def test_two_zips_with_their_redirects(write: Write, compare: Run, shop: Any) -> None:
    redirects = "/chairs/ /hand-made-chairs/ 301\n/tables/ /hand-made-tables/ 301\n"
    write({"new.zip": shop.zipped({**shop.after, "_redirects": redirects}), "old.zip": shop.zipped(shop.before)})
    assert compare("new.zip", "old.zip").code == 0


def test_what_systems_pack_along_is_no_page(write: Write, compare: Run, shop: Any) -> None:
    extra = {"__MACOSX/._index.html": b"\0\0", ".DS_Store": b"\0", ".git/config": "x", "node_modules/a/index.html": "x"}
    write({**shop.below("now", shop.before), "old.zip": shop.zipped({**shop.before, **extra})})
    assert compare("now", "old.zip").code == 0


def zipped(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    return zipped({"index.html": b"<p>" + b" " * 30_000_000})


def encrypted() -> bytes:
    data = bytearray(zipped({"index.html": "<p>x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + offset] |= 1
    return bytes(data)


def linked() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name in ("index.html", "../secrets.html"):
            entry = ZipInfo(name)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def twice() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("index.html", "<p>one")
        archive.writestr("jndex.html", "<p>two")
    return stream.getvalue().replace(b"jndex", b"index")


HOSTILE = {
    "a bomb": (bomb, "would unpack to a multiple of its size"),
    "a name above": (lambda: zipped({"../index.html": "x"}), "names a file outside of itself"),
    "a name above in Windows' manner": (lambda: zipped({"a\\..\\..\\index.html": "x"}), "names a file outside"),
    "a name at the root": (lambda: zipped({"/etc/index.html": "x"}), "names a file outside"),
    "a name on a drive": (lambda: zipped({"C:/index.html": "x"}), "names a file outside"),
    "a link to a name above": (linked, "names a file outside"),
    "a password": (encrypted, "protected by a password"),
    "one name twice": (twice, "twice"),
    "no zip": (lambda: b"PK\x03\x04 and nothing else", "no zip archive, or a damaged one"),
    "cut off": (lambda: zipped({"index.html": "<p>x"})[:-30], "no zip archive, or a damaged one"),
    "no pages": (lambda: zipped({"notes.doc": "x"}), "there is nothing in it to check"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_in_a_sentence(name: str, write: Write, compare: Run, shop: Any) -> None:
    make, why = HOSTILE[name]
    write({**shop.below("now", shop.after), "old.zip": make()})
    started = time.process_time()
    outcome = compare("now", "old.zip")
    assert outcome.code == 3
    assert any(why in reason for reason in shop.reasons(outcome)), shop.reasons(outcome)
    assert time.process_time() - started < 5


def test_a_damaged_page_costs_no_other_page(write: Write, compare: Run, shop: Any) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in shop.before.items():
            archive.writestr(name, text)
    data = stream.getvalue().replace(b"Drop leaf", b"Drap leaf")  # the sum no longer fits
    write({**shop.below("now", shop.after), "old.zip": data})
    outcome = compare("now", "old.zip")
    assert outcome.code == 1
    assert ("slugs.navigation", "/chairs/") in shop.moved(outcome)
    assert any("damaged in the archive" in reason for reason in shop.reasons(outcome))


def test_earlier_issues_in_a_zip(write: Write, preflight: Run, shop: Any) -> None:
    def issue(number: int) -> str:
        day = f"Date: Tue, {number:02} Sep 2026 09:00:00 +0000"
        head = f"From: Wren <news@wren.example>\nSubject: Letter {number}\n{day}\n"
        return f"{head}Content-Type: text/plain\n\nHello from the workshop, letter {number}.\n"

    earlier = {f"{number:02}.eml": issue(number) for number in range(1, 16)}
    write({"now.eml": issue(22), "earlier.zip": shop.zipped(earlier)})
    outcome = preflight("check", "now.eml", "--against", "earlier.zip", "--offline", "--no-config", "--format", "json")
    assert outcome.code in (0, 1), outcome
