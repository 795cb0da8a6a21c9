"""Pictures from the web: only after a press that says what it means, for that view only."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Any

import pytest

from preflight.desk.remote import is_public

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==")
PICTURES = """\
<p><img src="https://images.example.com/bread.png" alt="Rye loaf"><img src="http://127.0.0.1:1/a.png" alt="">
<img src="https://images.example.com/open.gif?reader=7" alt="" width="1" height="1"><img src="http://router/x" alt="">
<img src="cid:preflight-loaded-7" alt=""></p><style>p{background:url(https://styles.example.com/b.png)}</style>
<script src="https://js.example.com/a"></script>
"""


def test_only_after_the_press_and_only_in_that_view(desk: Desk, seen: Any) -> None:
    asked: list[str] = []

    def serve(route: Any) -> None:
        asked.append(route.request.url)
        assert "referer" not in route.request.headers
        route.fulfill(body=PIXEL, content_type="image/png")

    page = desk.enter(seen.page)
    page.route(re.compile(r"^https?://(?!127\.0\.0\.1:\d{4,}/)"), serve)
    desk.drop(page, desk.head + PICTURES + desk.foot)
    page.wait_for_timeout(300)
    assert asked == []
    page.get_by_text("Pictures from the web are not loaded").click()
    told = page.inner_text(".pictures")
    assert "images.example.com" in told
    assert "counts an opening" in told
    assert "see this computer's address" in told.replace("\n", " ")
    page.get_by_role("button", name="Load the pictures once").click()
    for _ in range(600):
        if len(asked) >= 2:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(200)
    assert sorted(asked) == ["https://images.example.com/bread.png", "https://images.example.com/open.gif?reader=7"]
    page.reload()
    page.wait_for_timeout(300)
    assert len(asked) == 2
    assert seen.errors == []


def test_the_policy_changes_for_that_answer_alone(desk: Desk) -> None:
    with desk.talk() as talk:
        message = (desk.head + PICTURES + desk.foot).encode()
        address = desk.ended(talk, talk.post("client/bramblewick/check", files={"file": ("a.eml", message)}))
        (view,) = re.findall(r'src="(/check/[^"]+/view/\d+)"', talk.get(address).text)
        loaded = talk.post(view)
        assert "img-src https: http: data:" in loaded.headers["content-security-policy"]
        assert loaded.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert loaded.headers["referrer-policy"] == "no-referrer"
        assert re.findall(r'src="([^"]*)"', loaded.text) == [
            "https://images.example.com/bread.png", "https://images.example.com/open.gif?reader=7",
        ]  # fmt: skip
        assert "styles.example.com" not in loaded.text
        assert talk.post(view, headers={"origin": "https://evil.example"}).status_code == 403
        plain = talk.get(view)
        assert "https:" not in plain.headers["content-security-policy"]
        assert "images.example.com" not in plain.text


@pytest.mark.parametrize(
    ("address", "loads"),
    [
        ("https://images.example.com/a.png", True),
        ("http://images.example.com/a.png", True),
        ("https://images.example.com:443/a.png", True),
        ("https://images.example.com:8443/a.png", False),
        ("http://127.0.0.1/a.png", False),
        ("http://[::1]/a.png", False),
        ("http://2130706433/a.png", False),
        ("http://0x7f.1/a.png", False),
        ("http://localhost/a.png", False),
        ("http://router/a.png", False),
        ("http://printer.local/a.png", False),
        ("http://nas.home.arpa./a.png", False),
        ("http://10.0.0.1.../a.png", False),
        ("https://anna:secret@images.example.com/a.png", False),
        ("javascript:alert(1)", False),
        ("//images.example.com/a.png", False),
        ("https://[bad/a.png", False),
        ("", False),
    ],
)
def test_what_is_a_picture_of_the_web(address: str, loads: bool) -> None:
    assert is_public(address) is loads
