"""What nobody means and servers send all the same: a finding or an entry each, never a traceback, never a hang."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.model import Probe

from .conftest import SOON, Names, Server, ask, look, page
from .test_behaviours import HEAD, answers, impatient

__all__ = ["impatient"]

MALFORMED = [
    "http://", "http:///", "http://:80/", "http://?q", "http://#x", "https:///path", "http://[", "http://[::1", "http://]/",
    "http://exa mple.invalid/", "http://exa\x00mple.invalid/", "http://a.invalid/\x01\x1f\x7f", "http://a.invalid:port/",
    "http://a.invalid:999999/", "http://a.invalid:-1/", "http://%/", "http://%zz.invalid/", "http://a%00b.invalid/",
    "http://xn--.invalid/", "http://xn--\u00e9.invalid/", "http://\u200b.invalid/", "http://\ud800.invalid/",
    "http://a\u202eb.invalid/", "http://" + "a." * 200 + "invalid/", "http://" + "a" * 300 + ".invalid/",
    "http:a.invalid",
    "http:/a.invalid", "http:\\\\a.invalid\\b", "http://user:pw@/", "http://@/", "http://a@b@c.invalid/", "http://.../",
    "http://-a.invalid/", "http://a_b.invalid/", "http://*.invalid/", "http://<b>.invalid/", "//", "///",
    "http://\uff41.invalid/",
    "http://1.2.3.4.5/", "http://256.1.1.1/", "http://0/", "http://[fe80::1%25eth0]/", "http://[v1.x]/", "hTTp://",
]  # fmt: skip


@pytest.mark.parametrize("url", MALFORMED, ids=lambda url: ascii(url)[:30])
def test_malformed_addresses_get_an_answer(url: str) -> None:
    answer = ask(url)
    assert isinstance(answer, Probe)
    assert answer.outcome in ("dead", "unverified", "refused")
    assert answer.error


@pytest.mark.usefixtures("impatient")
def test_a_page_of_malformed_addresses_is_checked(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    server.routes["/"] = page()
    urls = [url.replace("\x00", "").encode("utf-8", "ignore").decode() for url in MALFORMED]
    found = answers(preflight, folder, [*urls, server.url("/")])
    assert server.url("/") not in found
    assert server.hits["/"] == 1


def test_ten_thousand_characters(server: Server) -> None:
    long = server.url("/" + "x" * 10_000)
    assert ask(long, allow_hosts=("127.0.0.1",)).outcome == "dead"
    assert ask("http://" + "x" * 10_000 + ".example/").outcome == "dead"


def test_a_huge_body_is_left_alone_soon(server: Server) -> None:
    sent = 0
    everything = 300_000_000

    async def pour(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(HEAD + b"Content-Length: %d\r\n\r\n<title>Film</title>" % everything)
        while sent < everything:
            writer.write(b"x" * 16_384)
            await writer.drain()
            sent += 16_384

    server.routes["/film"] = pour
    answer = ask(server.url("/film"), allow_hosts=("127.0.0.1",))
    assert (answer.outcome, answer.title) == ("alive", "Film")
    assert sent < 64_000_000  # most of it lies in the buffers of this computer's own network


def test_a_drip_does_not_outlive_its_deadline(server: Server) -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)

    server.routes["/drip"] = drip
    began = time.monotonic()
    answer = ask(server.url("/drip"), allow_hosts=("127.0.0.1",), timeout=0.5, retries=0)
    assert (answer.outcome, time.monotonic() - began < SOON) == ("unverified", True)


def test_a_page_with_a_hundred_thousand_links_to_one_address(
    preflight: Callable[..., Any], folder: Path, server: Server
) -> None:
    server.routes["/a"] = page()
    links = "".join(f'<a href="{server.url("/a")}#{number % 500}">x</a>\n' for number in range(100_000))
    (folder / "many.html").write_text(f"<!doctype html><html lang=en><title>Many</title>{links}", "utf-8")
    began = time.process_time()
    arguments = ("--kind", "page", "--no-config", "--no-cache", "--select", "links.broken", "--allow-host", "127.0.0.1")
    outcome = preflight("check", "many.html", "--format", "json", *arguments)
    assert (outcome.code, outcome.report["checked"]["links"], server.hits["/a"]) == (0, 100_000, 1)
    assert time.process_time() - began < 60


def test_the_name_server_may_say_anything(server: Server) -> None:
    names = Names({"a.example.com": [["not an address"]], "b.example.com": [[""]], "c.example.com": [["::"]]})
    found = look([f"http://{name}.example.com/" for name in "abc"], resolver=names)
    assert {one.outcome for one in found.values()} <= {"unverified", "refused", "dead"}
    assert not server.hits
