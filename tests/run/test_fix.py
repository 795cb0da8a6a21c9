"""Certain repairs in the files: exactly there, once, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.cli import main

BEFORE = (
    "<!doctype html>\r\n<html lang=en><title>Caf&eacute; notes</title>\r\n"
    "<p>Caf&eacute; &amp; bakery: we recieve  parcels on the the first floor.</p>\r\n"
    '<p><a href="http://info@mill.example">Write to us</a> or <a href="http://https://mill.example/shop">shop</a>.</p>\r\n'
    "<p>It is an document that nobody <b>reads</b>.</p></html>\r\n"
)
AFTER = (
    BEFORE.replace("recieve", "receive")
    .replace("the the first", "the first")
    .replace("http://info@", "mailto:info@")
    .replace("http://https://", "https://")
    .replace("an document", "a document")
)


def check(*options: str) -> int:
    return main(["check", "page.html", "--offline", "--no-config", *options])


@pytest.fixture
def page(folder: Path) -> Path:
    file = folder / "page.html"
    file.write_bytes(BEFORE.encode())
    return file


def test_the_repairs_hit_the_source_through_entities_and_line_ends(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check("--fix")
    assert page.read_bytes().decode() == AFTER
    said = capsys.readouterr()
    assert "repaired: page.html: 5 repairs" in said.err
    assert "recieve" not in said.out


def test_a_second_run_finds_nothing_more_to_repair(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check("--fix")
    once = page.read_bytes()
    capsys.readouterr()
    check("--fix")
    assert page.read_bytes() == once
    assert "repaired" not in capsys.readouterr().err


def test_a_patch_changes_nothing_and_applies(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--diff") == 1
    assert page.read_bytes().decode() == BEFORE
    patch = capsys.readouterr().out
    assert patch.startswith("--- a/page.html\n+++ b/page.html\n")
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=page.parent, check=True)
    assert page.read_bytes().decode() == AFTER


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_encoding_stays_what_it_was(folder: Path, encoding: str) -> None:
    meta = "" if encoding.startswith("utf") else "<meta charset=windows-1252>"
    text = f"<!doctype html><html lang=en>{meta}<title>Café</title><p>Café: we recieve parcels.</p>"
    (folder / "page.html").write_bytes(text.encode(encoding))
    check("--fix")
    assert (folder / "page.html").read_bytes() == text.replace("recieve", "receive").encode(encoding)


def test_what_is_accepted_stays(page: Path) -> None:
    (page.parent / "preflight.toml").write_text('waivers = "waivers.toml"\n')
    (page.parent / "waivers.toml").write_text(
        '[[waiver]]\nrule = "spelling.misspelling"\nmatch = "recieve"\nreason = "a quotation"\nexpires = 2099-01-01\n'
    )
    main(["check", "page.html", "--offline", "--fix"])
    assert b"recieve" in page.read_bytes()
    assert b"mailto:info@" in page.read_bytes()


def test_messages_are_never_rewritten(folder: Path) -> None:
    message = b"From: a@mill.example\nSubject: News\nContent-Type: text/plain\n\nWe recieve parcels.\n"
    (folder / "news.eml").write_bytes(message)
    main(["check", "news.eml", "--offline", "--no-config", "--fix"])
    assert (folder / "news.eml").read_bytes() == message


def test_a_file_that_may_not_be_written_is_named(page: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    def refuse(path: str, text: object) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("preflight.writing.write", refuse)
    check("--fix")
    assert "page.html cannot be written (Permission denied): 5 repairs left to do by hand" in capsys.readouterr().err
    assert page.read_bytes().decode() == BEFORE


WORDS = st.sampled_from(
    ["recieve", "the the", "an document", "parcels", "Caf&eacute;", "<b>bold</b>", "&amp;", "\r\n", "\n", "—"]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=3, max_size=8))
def test_repairing_twice_is_repairing_once(folder: Path, words: list[str]) -> None:
    file = folder / "page.html"
    file.write_text(f"<!doctype html><html lang=en><title>Notes</title><p>We {' '.join(words)} here.</p>", newline="")
    check("--fix", "--select", "spelling", "--format", "json:out.json")
    once = file.read_bytes()
    check("--fix", "--select", "spelling", "--format", "json:out.json")
    assert file.read_bytes() == once
