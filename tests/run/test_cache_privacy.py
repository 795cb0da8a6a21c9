"""What lies in the cache folder after a run: no address that is anybody's business, and no more than the cap."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.reading import private

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]

PRIVATE = (
    "https://app.example.com/reset?access_token=zebra4711secret",
    "https://app.example.com/in?api_key=zebra4711secret",
    "https://anna:zebra4711secret@app.example.com/",
    "https://app.example.com/p;jsessionid=zebra4711secret",
    "https://lists.example.com/unsubscribe?to=zebra4711secret@example.com",
    "https://lists.example.com/unsubscribe?to=zebra4711secret%40example.com",
    "/relative?sid=zebra4711secret#top",
)


@pytest.mark.parametrize("form", ["site", "letter"])
def test_no_private_address_is_kept(
    preflight: Run, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    monkeypatch.setenv("PREFLIGHT_CACHE", str(tmp_path / "cache"))
    files: dict[str, str | bytes] = {}
    for number, address in enumerate(PRIVATE):
        body = f'<html lang=en><title>A</title><p>See <a href="{address}">our page</a> or {address} for it.</p>'
        if form == "letter":
            files[f"in/{number}.eml"] = f"From: a@example.com\nSubject: A\nContent-Type: text/html\n\n{body}"
        else:
            files[f"in/{number}.html"] = body
    files["in/plain.html"] = '<html lang=en><title>B</title><p><a href="https://www.example.com/?page=2">Open</a></p>'
    write({"in/to.eml": "From: a@example.com\nTo: zebra4711secret@example.com\nSubject: A\n\nHi\n", **files})
    time.sleep(0.05)
    preflight("check", "in", "--offline")
    preflight("check", "in", "--offline")
    kept = [file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert kept
    assert not [content for content in kept if b"zebra4711" in content or str(tmp_path).encode() in content]
    if form == "site":
        assert any(b"www.example.com/?page=2" in content for content in kept)  # what is harmless is remembered


@pytest.mark.parametrize(
    "address", ["/?page=2", "/?utm_source=letter_2026_november", "a@example.com", "?token={{ token }}"]
)
def test_what_is_no_secret(address: str) -> None:
    assert not private.is_in(f"https://www.example.com/{address} and more".encode())


def test_hostile_content_is_looked_through_quickly() -> None:
    for text in ("?a=" * 300_000, "&token" * 150_000, "@" * 900_000, "//a:" * 200_000 + "@", "a%40" * 200_000):
        began = time.process_time()
        private.is_in(text.encode())
        assert time.process_time() - began < 0.5


def test_the_size_is_what_the_environment_says(
    preflight: Run, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFLIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PREFLIGHT_CACHE_MB", "1")
    links = "".join(f'<p id="p{n}"><a href="https://example.com/{n}">Read on {n}</a></p>' for n in range(150))
    write({f"site/{n}.html": f"<html lang=en><title>Page {n}</title>{links}" for n in range(120)})
    preflight("check", "site", "--offline", "--no-config")
    assert 0 < Path(preflight("cache", "path").out.strip()).stat().st_size < 6_000_000
