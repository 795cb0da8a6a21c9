"""The desk between a hostile message and strangers: what it runs, loads, answers and keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""


HOSTILE = (
    '<script>parent.document.title="run"; fetch("https://script.example.com/")</script>'
    '<img src="https://pixel.example.com/a.png" onerror="alert(1)"><p style="position:fixed;inset:0">over all</p>'
    '<meta http-equiv="refresh" content="0;url=https://refresh.example.com/">'
    '<form action="/check/x/accept" method="post"><button>press</button></form>'
    "<p>&lt;span id=preflight-mark-1&gt; data-preflight=\"1\" {{ 7 * 7 }} We recieve <b onclick='alert(2)'>it</b>.</p>"
)


def test_a_hostile_message_runs_nothing_and_loads_nothing(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    desk.drop(page, desk.head + HOSTILE + desk.foot, "<img src=x onerror=alert(3)>.eml")
    page.wait_for_timeout(500)
    frame = next(frame for frame in page.frames if "/view/" in frame.url)
    assert "{{ 7 * 7 }}" in frame.locator("body").inner_text()
    assert frame.locator("script, form, meta[http-equiv=refresh]").count() == 0
    page.goto(frame.url)  # on its own, too
    page.wait_for_timeout(300)
    assert page.title() != "run"
    assert seen.dialogs == []
    assert [url for url in seen.requests if not url.startswith((desk.root, "data:", "about:"))] == []


def test_the_message_has_a_sandbox_of_its_own(desk: Desk) -> None:
    with desk.talk() as talk:
        sent = talk.post(
            "client/bramblewick/check", files={"file": ("a.eml", (desk.head + HOSTILE + desk.foot).encode())}
        )
        views = re.findall(r'src="/(check/[^"]+/view/\d+)"', talk.get(desk.ended(talk, sent)).text)
        policy = talk.get(views[0]).headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert "script-src" not in policy


# --- strangers ------------------------------------------------------------------------------------------


def test_strangers_are_refused(desk: Desk) -> None:
    with desk.talk() as talk:
        assert talk.get("").status_code == 200
        for headers in (
            {"host": "evil.example:80"},
            {"host": f"evil.example:{desk.port}"},
            {"cookie": ""},
            {"cookie": f"preflight-{desk.port}=guess"},
        ):
            assert talk.get("", headers=headers).status_code in (403, 421), headers
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "null", "sec-fetch-site": "cross-site"},
            {"origin": f"http://127.0.0.1:{desk.port + 1}"},
        ):
            answer = talk.post("clients", data={"name": "stolen"}, headers=headers)
            assert answer.status_code == 403, headers
        assert talk.get("?token=guess", headers={"cookie": ""}).status_code == 403
    assert not (desk.folder / "clients" / "stolen").exists()


def test_every_page_says_what_a_browser_may_do(desk: Desk) -> None:
    with desk.talk() as talk:
        for address in ("", "help", "client/bramblewick", "nothing/here", "desk.js"):
            headers = talk.get(address).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe-inline" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
        launched = httpx.get(desk.launch)
    assert launched.status_code == 303
    assert "HttpOnly" in launched.headers["set-cookie"]
    assert "SameSite=Strict" in launched.headers["set-cookie"]


def test_200_mb_are_refused_on_the_way_and_nothing_is_kept(desk: Desk) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.eml"\r\n\r\n'
        for _ in range(200):
            yield b"a" * 1_000_000

    with desk.talk(**{"content-type": "multipart/form-data; boundary=x"}) as talk:
        answer = talk.post("client/bramblewick/check", content=pieces())
        assert answer.status_code == 413
        assert "25 MB" in answer.text
        assert talk.post("client/bramblewick/check", content=b"", headers={"content-length": "0"}).status_code == 400
    assert not (desk.client / "drafts").exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.eml", b"", "is empty"),
        ("setup.eml", b"MZ\x90\0\3", "it is a Windows program"),
        ("mail.msg", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "damaged or incomplete: save it again"),
        ("notes.eml", b"Buy flour, and call the mill.", "no sender"),
        ("all.zip", b"PK\x03\x04abc", "unpack it"),
    ],
)
def test_what_is_no_email_gets_a_sentence(desk: Desk, name: str, data: bytes, sentence: str) -> None:
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": (name, data)})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not (desk.client / "drafts").exists()


def test_a_folder_that_cannot_be_written_gets_a_sentence(desk: Desk) -> None:
    (desk.client / "drafts").write_text("a file where the folder should be")
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": ("a.eml", desk.right.encode())})
    assert answer.status_code == 400
    assert "nothing was checked, your file is as it was" in answer.text


def test_a_long_check_can_be_stopped(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Check a website").click()
    page.locator("#path").fill(str(desk.long_site()))
    page.locator("form:has(#path) button.main").click()
    page.get_by_role("button", name="Stop").click()
    assert page.inner_text("h1") == "Stopped."
    page.get_by_role("link", name="No client").click()
    desk.drop(page, desk.right)
    assert page.inner_text("h1").startswith("Ready to send")
