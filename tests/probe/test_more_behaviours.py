"""More of what servers do: the fixtures of other link checkers by category, as a table like the first one."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import SOON, Answer, Server, page, redirect
from .test_behaviours import HEAD, OAK, Row, answers, coded, impatient, raw, refresh, served, status, typed

__all__ = ["impatient"]

LONG = "<p>" + " ".join(f"word{number}" for number in range(60))


def by_method(head: bytes, get: bytes, server: Server) -> Answer:
    """Another answer for HEAD than for GET."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(get if server.requests[-1]["method"] == "GET" else head)
        await writer.drain()

    return answer


def by_header(name: str, wanted: str, server: Server) -> Answer:
    """The page for those whose header holds this, else 403."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ok = wanted in server.requests[-1].get(name, "")
        writer.write(page(OAK, headers=["Connection: close"]) if ok else status("403 No", "Connection: close"))
        await writer.drain()

    return answer


def gone() -> bytes:
    return status("404 Not Found")


def table(server: Server) -> list[Row]:
    base = server.url("")
    fine = page(OAK)
    return [
        # methods and headers
        ("/head-405", by_method(status("405 No"), fine, server), "ok", ""),
        ("/head-404", by_method(gone(), fine, server), "ok", ""),
        ("/head-200", by_method(fine, gone(), server), "broken", "gone"),
        ("/head-500", by_method(status("500 No"), fine, server), "ok", ""),
        ("/accepts-html", by_header("accept", "text/html", server), "ok", ""),
        ("/accepts-any", by_header("accept", "*/*", server), "ok", ""),
        ("/language", by_header("accept-language", "en", server), "ok", ""),
        ("/browsers-only", by_header("user-agent", "Mozilla", server), "unverified", "403"),
        ("/refers", by_header("referer", "http", server), "unverified", "403"),
        # codes
        *[(f"/t{code}", status(f"{code} Fine"), "ok", "") for code in (200, 201, 202, 203, 207, 226)],
        ("/t205", b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", "ok", ""),
        ("/t300", status("300 Multiple Choices"), "unverified", "300"),
        ("/t304", b"HTTP/1.1 304 Not Modified\r\n\r\n", "unverified", "304"),
        *[(f"/t{code}", status(f"{code} No"), "unverified", str(code)) for code in (408, 418, 425, 511, 407)],
        *[(f"/t{code}", status(f"{code} No"), "broken", str(code)) for code in (414, 501, 505, 506, 507, 508, 521)],
        ("/t410-redirect", redirect("/s410x", "302 Found"), "broken", "for good"),
        ("/s410x", status("410 Gone"), "broken", "for good"),
        ("/t600", status("600 Odd"), "unverified", "600"),
        ("/t404-empty", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "broken", "gone"),
        ("/t500-then-404", [status("500 No"), gone()], "broken", "gone"),
        ("/t503-twice", status("503 No", "Retry-After: 1"), "unverified", "will be back"),
        ("/t503-date", [status("503 No", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"), fine], "ok", ""),
        ("/t429-zero", [status("429 No", "Retry-After: 0"), fine], "ok", ""),
        ("/t429-nonsense", [status("429 No", "Retry-After: soon"), fine], "ok", ""),
        ("/t429-negative", [status("429 No", "Retry-After: -5"), fine], "ok", ""),
        ("/reset-then-fine", [raw(abort=True), fine], "ok", ""),
        ("/cut-then-fine", [raw(HEAD + b"Content-Length: 999\r\n\r\n<p>"), fine], "ok", ""),
        ("/nothing-then-fine", [raw(), fine], "ok", ""),
        # redirects
        ("/r-empty", b"HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n", "broken", "where"),
        ("/r-none", b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n", "broken", "where"),
        ("/r-query", redirect("?page=2", "302 Found"), "ok", ""),
        ("/r-query?page=2", fine, "ok", ""),
        ("/r-dots/a/b", redirect("../../fine", "302 Found"), "ok", ""),
        ("/r-space", redirect("/with space", "302 Found"), "ok", ""),
        ("/with%20space", fine, "ok", ""),
        ("/r-blank", redirect("  /fine  ", "302 Found"), "ok", ""),
        ("/r-upper", redirect(base.replace("http", "HTTP") + "/fine", "302 Found"), "ok", ""),
        ("/r-latin", b"HTTP/1.1 302 Found\r\nLocation: /caf\xe9\r\nContent-Length: 0\r\n\r\n", "ok", ""),
        ("/caf%C3%A9", fine, "ok", ""),
        ("/caf%E9", fine, "ok", ""),
        ("/r-same-slash", redirect("/r-same-slash/", "301 Moved"), "ok", ""),
        ("/r-same-slash/", fine, "ok", ""),
        ("/r-lost-fragment#nowhere", redirect("/fine", "302 Found"), "anchor", "nowhere"),
        ("/r-kept-fragment#top", redirect("/fine", "302 Found"), "ok", ""),
        ("/r-500", redirect("/r-500-end", "302 Found"), "broken", "500"),
        ("/r-500-end", status("500 No"), "broken", "500"),
        ("/r-403", redirect("/r-403-end", "302 Found"), "unverified", "403"),
        ("/r-403-end", status("403 No"), "unverified", "403"),
        ("/r-file", redirect("file:///etc/passwd", "302 Found"), "not opened", ""),
        ("/r-script", redirect("javascript:alert(1)", "302 Found"), "not opened", ""),
        ("/r-metadata", redirect("http://169.254.169.254/latest", "302 Found"), "not opened", ""),
        ("/r-decimal", redirect("http://2130706433/", "302 Found"), "not opened", ""),
        ("/r-unknown-host", redirect("http://nowhere.invalid/", "302 Found"), "broken", "no website"),
        ("/r-closed", redirect("http://127.0.0.1:1/", "302 Found"), "broken", "no connection"),
        ("/r-loop-query", redirect("/r-loop-query?a", "302 Found"), "broken", "circles"),
        ("/r-loop-query?a", redirect("/r-loop-query", "302 Found"), "broken", "circles"),
        ("/r-cookie-loop", redirect("/r-cookie-loop", "302 Found", ["Set-Cookie: a=1"]), "broken", "circles"),
        ("/refresh-header", page("", headers=["Refresh: 0; url=/fine"]), "ok", ""),
        ("/refresh-header-gone", page("", headers=["Refresh: 0; url=/gone"]), "wrong", "sends readers on"),
        ("/refresh-self", refresh("/refresh-self", "5"), "ok", ""),
        ("/refresh-loop", refresh("/refresh-back"), "broken", "circles"),
        ("/refresh-back", refresh("/refresh-loop"), "broken", "circles"),
        ("/refresh-upper", page("<META HTTP-EQUIV='Refresh' CONTENT='0;URL=/gone'>"), "wrong", "sends readers on"),
        ("/refresh-noscript", page(f"<noscript><meta http-equiv=refresh content='0;url=/gone'></noscript>{OAK}"), "ok",
         ""),
        ("/refresh-comment", page(f"<!-- <meta http-equiv=refresh content='0;url=/gone'> -->{OAK}"), "ok", ""),
        # fragments
        ("/id-coded#a%20b", page("<title>x</title><p id='a b'>"), "ok", ""),
        ("/id-raw#a%2520b", page("<title>x</title><p id='a%20b'>"), "ok", ""),
        ("/id-case#Top", page("<title>x</title><p id=elsewhere>"), "ok", ""),
        ("/id-cased#Prices", page(f"<title>x</title><h1 id=prices>P</h1>{LONG}"), "anchor", "capital"),
        ("/id-comment#hidden", page(f"<title>x</title><!-- <p id=hidden> -->{LONG}"), "anchor", "hidden"),
        ("/id-script#made", page(f"<title>x</title><script>'<p id=made>'</script>{LONG}"), "anchor", "made"),
        ("/id-name#n", page("<title>x</title><a name=n></a>"), "ok", ""),
        ("/id-input#n", page(f"<title>x</title><input name=n>{LONG}"), "anchor", "n"),
        ("/id-router#/home", page("<title>x</title>"), "ok", ""),
        ("/id-bang#!home", page("<title>x</title>"), "ok", ""),
        ("/id-empty#", fine, "ok", ""),
        ("/id-text#top:~:text=Made", fine, "ok", ""),
        ("/id-app#prices", page("<title>x</title><div id=root></div><script src=/app.js></script>"), "ok", ""),
        ("/id-json#usage", page('<title>x</title><script>{"h":"<h2 id=\\"user-content-usage\\">"}</script>'), "ok", ""),
        ("/paper.pdf#page=3", typed("application/pdf"), "ok", ""),
        ("/plain.txt#L3", typed("text/plain", b"some words"), "ok", ""),
        ("/photo.png#xywh=1,2", typed("image/png", b"\x89PNG\r\n\x1a\n" + bytes(99)), "ok", ""),
        ("/large-page#end", page(OAK + "<p>x" * 90_000 + "<p id=end>"), "ok", ""),
        # bodies
        ("/empty", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n", "ok", ""),
        ("/no-length", raw(HEAD + b"\r\n" + OAK.encode()), "ok", ""),
        ("/length-too-small", HEAD + b"Content-Length: 7\r\n\r\n" + OAK.encode(), "ok", ""),
        ("/lengths", raw(HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n12345"), "unverified", ""),
        ("/length-odd", raw(HEAD + b"Content-Length: many\r\n\r\n12345"), "unverified", ""),
        ("/line-feeds", raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + OAK.encode()), "ok", ""),
        ("/wide-headers", page(OAK, headers=[f"X-{n}: {'x' * 500}" for n in range(60)]), "ok", ""),
        ("/zstd", coded("zstd", b"(\xb5/\xfd odd"), "ok", ""),
        ("/odd-coding", coded("pony", b"neigh"), "ok", ""),
        ("/gzip-upper", coded("GZIP", zlib.compress(OAK.encode(), wbits=31)), "ok", ""),
        ("/gzip-trailing", coded("gzip", zlib.compress(OAK.encode(), wbits=31) + b"more"), "ok", ""),
        ("/utf16", typed("text/html", ("\ufeff" + OAK).encode("utf-16-le")), "ok", ""),
        ("/nul", typed("text/html", OAK.encode() + bytes(50)), "ok", ""),
        ("/attachment", page(OAK, headers=["Content-Disposition: attachment; filename=a.html"]), "ok", ""),
        ("/xhtml#top", typed("application/xhtml+xml", OAK.encode()), "ok", ""),
        ("/status-text", raw(b"HTTP/1.1 200 Sch\xf6n\r\nContent-Length: 0\r\n\r\n"), "ok", ""),
        ("/http09", raw(b"<html>old</html>"), "unverified", ""),
        ("/ssh", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "unverified", ""),
        ("/keep-alive-10", b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", "ok", ""),
        # walls and wrong pages
        ("/wall-incapsula", page("<script src='/_Incapsula_Resource?SWJIYLWA=7'></script>"), "unverified", "humans"),
        ("/wall-robot", page("<title>Robot Check</title><p>Type the characters you see."), "unverified", "humans"),
        ("/wall-enable", page("<title>oak.test</title><p>Please enable JS<script src=https://ct.captcha-delivery.com/i.js>",
                              "403 No"), "unverified", "humans"),
        ("/about-captchas", page(f"<title>Captchas explained</title><h1>Captchas</h1>{LONG * 20}"), "ok", ""),
        ("/soft-title", page("<title>404 Not Found</title><h1>Not Found</h1>"), "wrong", "error page"),
        ("/soft-german", page("<title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1>"), "wrong", "error"),
        ("/error-codes", page(f"<title>What a 404 is</title><h1>What a 404 is</h1>{LONG * 40}"), "ok", ""),
        ("/parked-lander", page('<script>window.onload=function(){window.location.href="/lander"}</script>'), "wrong",
         "parked"),
        ("/lander", page("<title>oak.test</title>"), "ok", ""),
        ("/parked-sedo", page("<title>oak.test</title><p>Buy this domain. It may be for sale"), "wrong",
         "parked"),
        ("/r-course2", redirect("/users/sign_in", "302 Found"), "wrong", "sign in"),
        ("/users/sign_in", page("<title>Welcome</title>"), "ok", ""),
        ("/shell/a", page("<title>App</title><div id=app></div><script src=/app.js></script>"), "ok", ""),
        ("/shell/b", page("<title>App</title><div id=app></div><script src=/app.js></script>"), "ok", ""),
        # odd addresses
        ("/%zz", fine, "ok", ""),
        ("/a%2Fb", fine, "ok", ""),
        ("//double//slash", fine, "ok", ""),
        ("/semi;colon=1", fine, "ok", ""),
        ("/plus+plus", fine, "ok", ""),
        ("/star*(paren)'s!", fine, "ok", ""),
        ("/at@sign:colon", fine, "ok", ""),
        ("/dollar$comma,", fine, "ok", ""),
        ("/q?", fine, "ok", ""),
        ("/q?a=b=c", fine, "ok", ""),
        ("/q?next=https%3A%2F%2Fexample.com%2F", fine, "ok", ""),
        ("/q?u=https://example.com/?x=1", fine, "ok", ""),
    ]  # fmt: skip


@pytest.mark.usefixtures("impatient")
def test_what_more_servers_do(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    base = server.url("")
    rows = table(server)
    served(rows, server)
    server.routes["/fine"] = page(OAK)
    server.otherwise = page("gone", "404 Not Found")
    began = time.monotonic()
    found = answers(preflight, folder, [base + row[0] for row in rows])
    wrong = []
    for path, _, expected, words in rows:
        answer, message = found.get(base + path, ("ok", ""))
        if (answer != expected and not (expected == "ok" and answer == "moved")) or words not in message:
            wrong.append((path, expected, answer, message))
    assert not wrong, "\n".join(map(str, wrong))
    assert time.monotonic() - began < 3 * SOON


SHOP = "<title>Oak and Ash</title><h1>Welcome</h1><p>Tables, chairs, beds and shelves made to last, mended by us."


@pytest.mark.usefixtures("impatient")
def test_error_pages_without_a_word_of_an_error(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    other = "<title>Oak and Ash</title><h1>Our beds</h1><p>Beds of oak, one metre wide, with a slatted frame inside."
    server.routes.update({"/beds": page(other), "/": page(SHOP), "/home": page(SHOP)})
    server.otherwise = page(SHOP)
    found = answers(preflight, folder, [server.url(path) for path in ("/beds", "/", "/old-sale", "/older-sale")])
    assert {url.rpartition("/")[2]: answer for url, (answer, _) in found.items()} == {
        "old-sale": "wrong",
        "older-sale": "wrong",
    }
    assert sum(server.hits.values()) == 5


@pytest.mark.usefixtures("impatient")
def test_where_strangers_are_sent_to_a_page_that_page_is_right(
    preflight: Callable[..., Any], folder: Path, server: Server
) -> None:
    server.routes["/start"] = page(SHOP)
    server.otherwise = redirect("/start", "302 Found")
    found = answers(preflight, folder, [server.url("/start"), server.url("/old-sale")])
    assert [url.rpartition("/")[2] for url in found] == ["old-sale"]


@pytest.mark.usefixtures("impatient")
def test_a_site_that_scripts_make_looks_the_same_everywhere(
    preflight: Callable[..., Any], folder: Path, server: Server
) -> None:
    server.otherwise = page(SHOP + "<script src=/app.js></script>")
    assert not answers(preflight, folder, [server.url("/beds"), server.url("/chairs")])


@pytest.mark.usefixtures("impatient")
def test_pictures_that_are_none(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(99)
    server.routes.update(
        {
            "/a.png": typed("image/png", png),
            "/b.png": page(SHOP),
            "/c.png": typed("image/png", b""),
            "/d.png": typed("application/octet-stream", png),
            "/e.css": page(SHOP),
        }
    )
    pictures = "".join(f"<img src='{server.url(f'/{name}.png')}' alt={name}>" for name in "abcd")
    sheet = f"<link rel=stylesheet href='{server.url('/e.css')}'>"
    (folder / "shop.html").write_text(f"<!doctype html><html lang=en><title>Shop</title>{sheet}{pictures}", "utf-8")
    arguments = ("--online", "--no-config", "--no-cache", "--format", "json", "--allow-host", "127.0.0.1")
    report = preflight("check", "shop.html", "--kind", "page", "--select", "links.broken", *arguments).report
    assert [(found["match"][-5:], found["severity"]) for found in report["findings"]] == [
        ("e.css", "warning"),
        ("b.png", "warning"),
        ("c.png", "warning"),
    ]
