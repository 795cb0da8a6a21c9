"""Servers that are slow, endless, huge or cross: a link costs bounded time and bytes, a host bounded connections."""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from preflight.probe import ProbeOptions, limits

from .conftest import SOON, Names, Server, ask, look, packed, page

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ALLOWED = ("127.0.0.1",)


async def silence(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(600)


async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n<title>Slow")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def drip_the_end(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n<title>Oak</title><h1>Oak</h1>")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def drip_headers(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD)
    while True:
        writer.write(b"X")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n")
    while True:
        writer.write(b"<p>" * 10_000)
        await writer.drain()


async def header_flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD)
    while True:
        writer.write(b"X-Filler: " + b"x" * 8000 + b"\r\n")
        await writer.drain()


async def reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def nonsense(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example.com ready\r\n\r\n")
    await writer.drain()


async def half(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 5000\r\n\r\n<h1 id='one'>")
    await writer.drain()


@pytest.mark.parametrize("habit", [silence, drip_headers])
def test_a_server_that_never_answers_is_left_after_the_timeout(server: Server, habit: object) -> None:
    server.routes["/"] = habit  # type: ignore[assignment]
    start = time.monotonic()
    answer = ask(server.url("/"), allow_hosts=ALLOWED, timeout=0.3, retries=0)
    assert (answer.outcome, answer.error) == ("unverified", "no answer within 0.3 seconds")
    assert time.monotonic() - start < SOON


def test_a_page_that_drips_outlives_no_deadline(server: Server) -> None:
    server.routes["/"] = drip
    start = time.monotonic()
    answer = ask(server.url("/") + "#x", allow_hosts=ALLOWED, timeout=1.5)
    assert (answer.outcome, answer.error) == ("unverified", "the page did not arrive within 1.5 seconds")
    assert time.monotonic() - start < SOON


def test_a_page_whose_end_does_not_come_is_there(server: Server) -> None:
    server.routes["/"] = drip_the_end
    start = time.monotonic()
    answer = ask(server.url("/") + "#x", allow_hosts=ALLOWED, timeout=1.5)
    assert (answer.outcome, answer.title, answer.anchors) == ("alive", "Oak", None)
    assert time.monotonic() - start < SOON


def test_the_whole_run_has_a_deadline(server: Server) -> None:
    for number in range(60):
        server.routes[f"/{number}"] = silence
    start = time.monotonic()
    found = look([server.url(f"/{number}") for number in range(60)], allow_hosts=ALLOWED, deadline=0.5, timeout=30)
    assert len(found) == 60
    assert {answer.outcome for answer in found.values()} == {"unverified"}
    assert "before its turn" in next(iter(found.values())).error
    assert time.monotonic() - start < SOON


def test_an_endless_body_is_read_up_to_the_limit(server: Server) -> None:
    server.routes["/"] = flood
    answer = ask(server.url("/") + "#x", allow_hosts=ALLOWED, max_body=50_000)
    assert (answer.outcome, answer.anchors) == ("alive", None)


def test_a_decompression_bomb_stays_packed(server: Server) -> None:
    server.routes["/bomb"] = packed(b"<p>" * 5_000_000)
    server.routes["/page"] = packed(b"<title>Small</title><p id=a>")
    start = time.process_time()
    answer = ask(server.url("/bomb#a"), allow_hosts=ALLOWED)
    assert (answer.outcome, answer.anchors) == ("alive", None)
    assert time.process_time() - start < 1
    assert ask(server.url("/page#a"), allow_hosts=ALLOWED).anchors == {"a"}


@pytest.mark.parametrize(("habit", "word"), [(header_flood, "not a web page"), (nonsense, "no web server")])
def test_what_is_no_web_server(server: Server, habit: object, word: str) -> None:
    server.routes["/"] = habit  # type: ignore[assignment]
    answer = ask(server.url("/"), allow_hosts=ALLOWED)
    assert word in answer.error, answer
    assert answer.outcome == ("dead" if habit is nonsense else "unverified")


def test_a_broken_connection_is_tried_again_and_then_left_open(server: Server) -> None:
    server.routes["/"] = reset
    answer = ask(server.url("/"), allow_hosts=ALLOWED)
    assert answer.outcome == "unverified"
    assert server.hits["/"] == 2


def test_half_a_page_says_nothing_about_its_anchors(server: Server) -> None:
    server.routes["/"] = half
    answer = ask(server.url("/") + "#two", allow_hosts=ALLOWED)
    assert (answer.outcome, answer.error) == ("unverified", "the page breaks off before its end")
    assert answer.anchors is None


def test_nobody_listens_there() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{deaf.getsockname()[1]}"
        answer = ask(f"http://{place}/", allow_hosts=(place,), retries=0)
    assert (answer.outcome, answer.error) == ("dead", "its server accepts no connection")


def test_retry_after_is_obeyed(server: Server) -> None:
    server.routes["/"] = [page("", "429 Too Many Requests", ["Retry-After: 1"]), page()]
    start = time.monotonic()
    answer = ask(server.url("/"), allow_hosts=ALLOWED, longest_pause=2.0)
    assert answer.outcome == "alive"
    assert time.monotonic() - start >= 0.9


def test_a_host_that_wants_a_long_pause_gets_it(server: Server) -> None:
    for number in range(30):
        server.routes[f"/{number}"] = page("", "429 Too Many Requests", ["Retry-After: 3600"])
    found = look([server.url(f"/{number}") for number in range(30)], allow_hosts=ALLOWED, per_host=2)
    assert {answer.outcome for answer in found.values()} == {"unverified"}
    assert sum(server.hits.values()) <= 4
    assert {answer.error for answer in found.values()} == {"the site asks for fewer requests (429)"}


def test_connections_per_host_are_capped(server: Server) -> None:
    async def late(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        writer.write(page(headers=["Connection: close"]))
        await writer.drain()

    for number in range(40):
        server.routes[f"/{number}"] = late
    found = look([server.url(f"/{number}") for number in range(40)], allow_hosts=ALLOWED, per_host=4)
    assert {answer.outcome for answer in found.values()} == {"alive"}
    assert server.most_open <= 4
    with pytest.raises(ValueError, match="per_host"):
        ProbeOptions(per_host=100)


def test_connections_are_used_again(server: Server) -> None:
    for number in range(20):
        server.routes[f"/{number}"] = page("<title>x</title>" + "<p>" * 2000)
        server.routes[f"/gone/{number}"] = page("gone", "404 Not Found")
    look([server.url(f"/{kind}{number}") for number in range(20) for kind in ("", "gone/")], allow_hosts=ALLOWED)
    assert server.connections <= ProbeOptions().per_host


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        (format_datetime(datetime(2026, 11, 24, 9, 1, tzinfo=UTC), usegmt=True), 60.0),
        (format_datetime(datetime(2026, 11, 24, 8, 0, tzinfo=UTC), usegmt=True), 0.0),
        ("9" * 400, 999999999.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_both_forms_of_retry_after(header: str, seconds: float | None) -> None:
    assert limits.retry_after(header, datetime(2026, 11, 24, 9, tzinfo=UTC)) == seconds


def test_many_hosts_keep_few_connections_open(server: Server) -> None:
    server.routes["/"] = page()
    names = {f"h{number}.example.com": [["127.0.0.1"]] for number in range(130)}
    found = look([server.url("/", name) for name in names], allow_hosts=tuple(names), resolver=Names(names))
    assert {answer.outcome for answer in found.values()} == {"alive"}


def test_dates_in_the_past_are_no_pause() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert limits.retry_after(format_datetime(now - timedelta(days=1)), now) == 0
