"""Everything that servers on the web do, as a table: the answer for a reader is ok, broken, wrong or unverified.

One real server, one run of the command line over all of it, as if a newsletter linked to each of them.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from preflight import probe
from preflight.probe import limits
from preflight.probe.guard import BAD_PORTS, system_resolver

from .conftest import SOON, Answer, Server, listening, packed, page, redirect

OAK = "<title>Oak and Ash</title><h1 id=top>Tables</h1><p id='caf\u00e9'>Made to last.<a name=old></a>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
LOST = "<title>Oops</title><h1>Sorry</h1><p>This page could not be found."
Row = tuple[str, bytes | list[bytes] | Answer, str, str]
"""Path with fragment, what the server does, the answer, and words of it."""


def status(line: str, *headers: str) -> bytes:
    return page("<title>No</title>", line, headers)


def coded(encoding: str, body: bytes) -> bytes:
    head = f"Content-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
    return HEAD + head.encode() + body


def typed(kind: str, body: bytes = b"%PDF-1.7") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def refresh(target: str, seconds: str = "0") -> bytes:
    return page(f"<meta http-equiv=refresh content='{seconds}; url={target}'><title>So</title>")


def raw(*pieces: bytes, pause: float = 0.0, forever: bool = False, abort: bool = False) -> Answer:
    """Write, and then close, go on with the last piece, or reset the connection."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        while forever:
            writer.write(pieces[-1])
            await writer.drain()
            await asyncio.sleep(pause)
        if abort:
            writer.transport.abort()

    return answer


def later(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def table(server: Server) -> list[Row]:
    base = server.url("")
    fine = page(OAK)
    latin = "<title>Caf\u00e9</title><h1>Caf\u00e9".encode("latin-1")
    return [
        ("/fine", fine, "ok", ""),
        ("/fine#top", fine, "ok", ""),
        ("/fine#old", fine, "ok", ""),
        ("/fine#caf%C3%A9", fine, "ok", ""),
        ("/fine#nowhere", fine, "anchor", "nowhere"),
        ("/fine#:~:text=Made", fine, "ok", ""),
        ("/code#L7", page("<title>x</title><a id=user-content-L7>"), "ok", ""),
        ("/s204", b"HTTP/1.1 204 No Content\r\n\r\n", "ok", ""),
        ("/s206", status("206 Partial Content"), "ok", ""),
        *[(f"/s{code}", status(f"{code} No"), "unverified", str(code)) for code in (401, 402, 403, 405, 406, 451, 999)],
        ("/s400", status("400 Bad Request"), "broken", "400"),
        ("/s404", status("404 Not Found"), "broken", "gone (404)"),
        ("/s410", status("410 Gone"), "broken", "for good (410)"),
        *[(f"/s{code}", status(f"{code} No"), "broken", str(code)) for code in (500, 502, 503, 504, 520)],
        ("/s503-back", status("503 No", "Retry-After: 900"), "unverified", "will be back"),
        ("/flaps", [status("503 No"), fine], "ok", ""),
        ("/flaps-reset", [status("500 No"), fine], "ok", ""),
        ("/s429", status("429 No"), "unverified", "fewer requests"),
        ("/s429-long", status("429 No", "Retry-After: 3600"), "unverified", "fewer requests"),
        ("/s429-date", status("429 No", f"Retry-After: {later(3600)}"), "unverified", "fewer requests"),
        ("/s429-soon", [status("429 No", "Retry-After: 1"), fine], "ok", ""),
        ("/s429-soon-date", [status("429 No", f"Retry-After: {later(1)}"), fine], "ok", ""),
        ("/wall", page("<title>Just a moment...</title>", "403", ["cf-mitigated: challenge"]), "unverified", "humans"),
        ("/wall-200", page("<title>Just a moment</title><script>_cf_chl_opt</script>"), "unverified", "humans"),
        ("/wall-503", page("<title>Robot check</title>", "503 No"), "unverified", "humans"),
        ("/r301", redirect("/fine"), "moved", ""),
        ("/r302", redirect("/fine", "302 Found"), "ok", ""),
        ("/r303", redirect("/fine", "303 See"), "ok", ""),
        ("/r307", redirect("/fine", "307 See"), "ok", ""),
        ("/r308", redirect("/fine", "308 Moved"), "moved", ""),
        ("/r-relative/x", redirect("../fine", "302 Found"), "ok", ""),
        ("/r-scheme", redirect(base.partition(":")[2] + "/fine", "302 Found"), "ok", ""),
        ("/r-utf8", redirect("/b\u00fccher", "302 Found"), "ok", ""),
        ("/b%C3%BCcher", fine, "ok", ""),
        ("/r-fragment", redirect("/fine#top", "302 Found"), "ok", ""),
        ("/r-gone", redirect("/s404"), "broken", "gone"),
        ("/r-loop", redirect("/r-loop", "302 Found"), "broken", "circles"),
        ("/r-ping", redirect("/r-pong", "302 Found"), "broken", "circles"),
        ("/r-pong", redirect("/r-ping", "302 Found"), "broken", "circles"),
        *[(f"/r-chain{n}", redirect(f"/r-chain{n + 1}", "307"), ("ok", "broken")[n < 5], "") for n in range(15)],
        ("/r-chain15", fine, "ok", ""),
        ("/r-no-location", status("302 Found"), "unverified", "302"),
        ("/r-nonsense", redirect("http://exa mple.com:x/", "302 Found"), "unverified", "makes no sense"),
        ("/r-mail", redirect("mailto:a@example.com", "302 Found"), "not opened", ""),
        ("/r-private", redirect("http://10.0.0.1/", "302 Found"), "not opened", ""),
        ("/r-action", redirect("/unsubscribe?u=7", "302 Found"), "not opened", ""),
        ("/r-home", redirect("/", "302 Found"), "wrong", "front page"),
        ("/", fine, "ok", ""),
        ("/r-course", redirect("/login?next=7", "302 Found"), "wrong", "sign in"),
        ("/login?next=7", page("<title>Hello</title><h1>Hello"), "ok", ""),
        ("/cookie", cookie(server), "ok", ""),
        ("/meta-gone", refresh("/s404"), "wrong", "sends readers on"),
        ("/meta-fine", refresh("/fine"), "ok", ""),
        ("/meta-later", refresh("/s404", "600"), "ok", ""),
        ("/soft/lost", page(LOST), "wrong", "error page"),
        ("/parked", page("<title>oak.test</title><h1>oak.test</h1><p>This domain is for sale."), "wrong", "parked"),
        ("/gzip#top", packed(OAK.encode()), "ok", ""),
        ("/deflate#top", coded("deflate", zlib.compress(OAK.encode())), "ok", ""),
        ("/deflate-raw#top", coded("deflate", zlib.compress(OAK.encode())[2:-4]), "ok", ""),
        ("/br", coded("br", b"\x0b\x02\x80abc\x03"), "ok", ""),
        ("/gzip-twice", coded("gzip, gzip", gzip.compress(gzip.compress(b"x"))), "ok", ""),
        ("/gzip-bad", coded("gzip", b"\x1f\x8bno gzip at all"), "unverified", "damaged"),
        ("/gzip-cut", coded("gzip", gzip.compress(OAK.encode() * 50)[:-20]), "unverified", "damaged"),
        ("/gzip-none", coded("gzip", OAK.encode()), "unverified", "damaged"),
        ("/bomb", packed(OAK.encode() + b"<p>" * 9_000_000), "ok", ""),
        ("/short", raw(HEAD + b"Content-Length: 5000\r\n\r\n" + OAK.encode()), "unverified", "breaks off"),
        ("/chunks", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<p>x\r\n0\r\n\r\n"), "ok", ""),
        ("/chunks-bad", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>x\r\n"), "unverified", "breaks off"),
        ("/chunks-cut", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n400\r\n<p>x"), "unverified", "breaks off"),
        ("/reset", raw(abort=True), "unverified", ""),
        ("/reset-body", raw(HEAD + b"Content-Length: 9\r\n\r\n<p>", pause=0.05, abort=True), "unverified", "breaks"),
        ("/nothing", raw(), "unverified", ""),
        ("/garbage", raw(b"220 mail.example.com\r\n\r\n"), "broken", "no web server"),
        ("/silent", raw(b"", pause=600), "unverified", "no answer within"),
        ("/slow-head", raw(HEAD, b"X-a: b\r\n", pause=0.2, forever=True), "unverified", "no answer within"),
        ("/slow-body", raw(HEAD + b"\r\n<", b"x", pause=0.2, forever=True), "unverified", "did not arrive"),
        ("/slow-end", raw(HEAD + b"\r\n" + OAK.encode(), b"x", pause=0.2, forever=True), "ok", ""),
        ("/endless", raw(HEAD + b"\r\n", b"<p>" * 5_000, forever=True), "ok", ""),
        ("/endless-head", raw(HEAD, b"X: " + b"x" * 5_000 + b"\r\n", forever=True), "unverified", "not a web page"),
        ("/large", typed("video/mp4", b"x" * 3_000_000), "ok", ""),
        ("/pdf", typed("application/pdf"), "ok", ""),
        ("/untyped#top", raw(b"HTTP/1.1 200 OK\r\n\r\n<!doctype html>" + OAK.encode()), "ok", ""),
        ("/mistyped", typed("text/html", b"\x89PNG\r\n\x1a\n" + bytes(99)), "ok", ""),
        ("/latin", coded("identity", latin).replace(b"utf-8", b"iso-8859-1"), "ok", ""),
        ("/charset", typed("text/html; charset=no-such", OAK.encode()), "ok", ""),
        ("/http10", raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + OAK.encode()), "ok", ""),
        ("/closes", raw(fine), "ok", ""),
        ("/no-reason", b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "ok", ""),
        ("/continue", raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n" + fine), "ok", ""),
        ("/path%20with%20space", fine, "ok", ""),
        ("/query?a=1&amp;b=%C3%BC", fine, "ok", ""),
    ]  # fmt: skip


def cookie(server: Server) -> Answer:
    """Shows the page to those who bring back the cookie."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        brought = "seen=1" in server.requests[-1].get("cookie", "")
        writer.write(
            page(OAK) if brought else redirect("/cookie", "302 Found", ["Set-Cookie: seen=1", "Connection: close"])
        )
        await writer.drain()

    return answer


ANSWERS = {
    "links.broken": "broken", "links.unverified": "unverified", "links.wrong-destination": "wrong",
    "links.missing-anchor": "anchor", "links.redirect": "moved",
}  # fmt: skip


def served(rows: list[Row], server: Server) -> None:
    for path, answer, _, _ in rows:
        server.routes[path.partition("#")[0].replace("&amp;", "&")] = answer


async def nobody_but_this_computer(host: str, port: int) -> Sequence[str]:
    """No name server is asked: it might take its time to say that it knows no such name."""
    if host.rstrip(".").lower() == "localhost":
        return await system_resolver(host, port)
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    options = partial(
        probe.ProbeOptions, timeout=2.5, backoff=0.1, longest_pause=2.0, resolver=nobody_but_this_computer
    )
    monkeypatch.setattr(probe, "ProbeOptions", options)
    monkeypatch.setattr(limits, "PATIENCE", 0.2)


def answers(run: Callable[..., Any], folder: Path, urls: list[str]) -> dict[str, tuple[str, str]]:
    """URL → the answer and its words, as the report has them."""
    links = "".join(f"<p><a href='{url}'>this one</a>\n" for url in urls)
    (folder / "news.html").write_text(f"<!doctype html><html lang=en><title>News</title>{links}", "utf-8")
    hosts = [item for host in ("127.0.0.1", "::1", "localhost") for item in ("--allow-host", host)]
    common = ("--online", "--no-config", "--no-cache", "--format", "json", "--ignore", "links.staging", *hosts)
    report = run("check", "news.html", "--kind", "page", *common, "--send-date", "2026-11-24").report
    found = {f["match"]: (ANSWERS[f["rule"]], f["message"]) for f in report["findings"] if f["rule"] in ANSWERS}
    found.update({gap["detail"]: ("not opened", gap["why"]) for gap in report["not_checked"] if gap["detail"]})
    return found


@pytest.mark.usefixtures("impatient")
def test_what_servers_do(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    base = server.url("")
    rows = table(server)
    served(rows, server)
    server.otherwise = page("gone", "404 Not Found")
    server.soft = {"/soft/": page(LOST)}
    began = time.monotonic()
    found = answers(preflight, folder, [base + row[0] for row in rows])
    wrong = []
    for path, _, expected, words in rows:
        answer, message = found.get(base + path.replace("&amp;", "&"), ("ok", ""))
        if answer != expected or words not in message:
            wrong.append((path, expected, answer, message))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(rows) >= 100
    assert time.monotonic() - began < 3 * SOON
    assert not server.hits["/unsubscribe?u=7"]
    assert server.hits["/fine"] >= 1


@pytest.mark.usefixtures("impatient")
def test_links_that_act_are_never_requested(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    acting = [
        "/unsubscribe?u=1", "/newsletter/opt-out/7", "/confirm/7", "/verify?u=1", "/invitation/accept",
        "/cancel-booking/7", "/password/reset?k=1", "/?action=unsubscribe", "/abmelden",
        "/desabonnement", "/darse-de-baja", "/preferences/7",
        "/rsvp/yes", "/vote/3", "/delete-account", "/u?email=anna@example.com",
    ]  # fmt: skip
    server.otherwise = page(OAK)
    found = answers(preflight, folder, [server.url(path) for path in acting])
    assert {answer for answer, _ in found.values()} == {"not opened"}
    assert set(found) == {server.url(path) for path in acting}
    assert not server.hits


def is_closed(port: int) -> bool:
    with socket.socket() as knocking:
        return bool(knocking.connect_ex(("127.0.0.1", port)))


@pytest.mark.usefixtures("impatient")
def test_addresses_of_all_kinds(preflight: Callable[..., Any], folder: Path, server: Server) -> None:
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    unused = next(port for port in sorted(BAD_PORTS - {0}) if is_closed(port))
    server.routes.update({"/": page(OAK), "/a%20b": page(OAK), "/?q=1": page(OAK)})
    expected = {
        server.url("/", "localhost"): "ok",
        server.url("?q=1"): "ok",
        server.url("/a b"): "ok",
        server.url("/", "LOCALHOST"): "ok",
        server.url("/", "user:pw@127.0.0.1"): "ok",
        f"http://127.0.0.1:{closed.getsockname()[1]}/": "broken",
        f"https://127.0.0.1:{server.port}/": "broken",
        server.url("/").partition(":")[2]: "ok",
        server.url("/lost").partition(":")[2]: "broken",
        server.url("/", "127.0.0.1."): "ok",
        server.url("/?q=1").replace("http:", "HTTP:"): "ok",
        server.url("/?q=1").replace("//", "\\\\"): "ok",
        server.url("/?q=1").replace("127", "%31%32%37", 1): "ok",
        "  " + server.url("/?q=1") + " ": "ok",
        server.url("/?q") + "\n=1": "ok",
        server.url("/down/../?q=1"): "ok",
        server.url("/%2e/?q=1"): "ok",
        "http://no-such-shop.test/": "broken",
        "http://b\u00fccher.invalid/": "broken",
        "http://i\u2764.invalid/": "broken",
        "http://xn--a.invalid/": "broken",
        "http://" + "a" * 70 + ".example/": "broken",
        "http://a..b.example/": "broken",
        "http://intranet/": "not opened",
        "http://0x7f.1/": "not opened",
        "http://017700000001/": "not opened",
        "http://[::ffff:10.0.0.1]/": "not opened",
        "http://[64:ff9b::a00:1]/": "not opened",
        "http://metadata.google.internal/": "not opened",
        f"http://127.0.0.1:{unused}/": "broken",  # of another service, which browsers refuse: the user named the host
        "http://example.com:22/": "not opened",
        "http://shop.invalid/": "broken",
        "http://2130706433/": "not opened",
        "http://192.168.1.1/": "not opened",
        "http://169.254.169.254/latest/meta-data/": "not opened",
        server.url("/" + "x" * 10_000): "broken",
    }
    found = answers(preflight, folder, list(expected))
    closed.close()
    shown = {url.replace("user:pw@", "user:•••@"): answer for url, answer in expected.items()}
    assert {url: found.get(url, ("ok", ""))[0] for url in shown} == shown


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl")
    file = tmp_path / "server.pem"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "1"]
    subprocess.run(
        [*command, "-keyout", str(file), "-out", str(tmp_path / "cert.pem")], check=True, capture_output=True
    )
    file.write_bytes(file.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return file


@pytest.mark.usefixtures("impatient")
def test_a_home_made_certificate(preflight: Callable[..., Any], folder: Path, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with listening(context=context) as server:
        found = answers(preflight, folder, [f"https://127.0.0.1:{server.port}/"])
    ((answer, message),) = found.values()
    assert (answer, "home-made" in message) == ("broken", True)


@pytest.mark.usefixtures("impatient")
def test_the_newer_addresses(preflight: Callable[..., Any], folder: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 loopback")
    with listening("::1") as server:
        server.routes["/"] = page(OAK)
        found = answers(preflight, folder, [server.url("/", "[::1]"), server.url("/gone", "[::1]")])
    assert {url.rpartition("/")[2]: answer for url, (answer, _) in found.items()} == {"gone": "broken"}
