"""A website by its address, as it answers now: asked for, stopped in the middle, told, and compared with the build."""

from __future__ import annotations

import json
import re
import shlex
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
KINDS = "/wp-json/wp/v2/"


class Live:
    """A WordPress on this computer. While it is not ``free`` it answers nothing, or everything but what
    is ``slow``; ``gone`` are paths that nobody is at."""

    def __init__(self) -> None:
        self.port = 0
        self.pages = {"bread": "Bread is baked at night.", "rolls": "We bake the the rolls in the morning."}
        self.gone: set[str] = set()
        self.slow: set[str] = set()
        self.asked: list[str] = []
        self.free = threading.Event()
        self.free.set()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, address: str) -> tuple[int, dict[str, str], bytes]:
        path = urlsplit(address).path
        self.asked.append(path)
        if not self.slow or path in self.slow:
            self.free.wait(300)
        if path.startswith(KINDS):
            entries = [
                {
                    "id": number, "slug": slug, "status": "publish", "type": "page", "parent": 0,
                    "link": f"{self.base}/{slug}/", "title": {"rendered": slug.title()},
                    "content": {"rendered": f"<p>{text}</p><p><a href='{self.base}/soup/'>Soup today</a></p>"},
                }
                for number, (slug, text) in enumerate(self.pages.items(), 1)
            ]  # fmt: skip
            if path.endswith("/posts"):
                entries = [{"id": 9, "slug": "open", "status": "publish", "type": "post", "link": f"{self.base}/open/",
                            "title": {"rendered": "Open late"}}]  # fmt: skip
            headers = {"X-WP-Total": str(len(entries)), "X-WP-TotalPages": "1", "Content-Type": "application/json"}
            return 200, headers, json.dumps(entries).encode()
        if path in self.gone:
            return 404, {"Content-Type": "text/html"}, b"gone"
        page = f"<!doctype html><html lang=en><title>{path}</title><h1>{path}</h1><p>Something to eat, made today."
        return 200, {"Content-Type": "text/html"}, page.encode()


@pytest.fixture
def live() -> Iterator[Live]:
    site = Live()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, text in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, text)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:  # the check was stopped meanwhile
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.free.set()
    server.shutdown()
    server.server_close()
    thread.join()


def named(desk: Desk, live: Live) -> None:
    """Somebody names the host in the client's own settings: else nothing within this network is asked."""
    file = desk.client / "preflight.toml"
    settings = file.read_text(encoding="utf-8").replace(
        "schema = 1\n", f'schema = 1\nallow-hosts = ["127.0.0.1:{live.port}"]\n'
    )
    file.write_text(settings, encoding="utf-8")


def choose(desk: Desk, page: Any, live: Live) -> None:
    page.get_by_text("Check a website").click()
    page.locator("#path").fill(f"{live.base}/")
    form = page.locator("form:has(#path)")
    form.get_by_label("Open the links").check()
    form.locator("button.main").click()


def test_a_live_site_is_stopped_in_the_middle_and_then_told(desk: Desk, seen: Any, live: Live) -> None:
    named(desk, live)
    live.free.clear()
    page = desk.enter(seen.page)
    choose(desk, page, live)
    page.get_by_role("heading", name="Checking").wait_for()
    assert "127.0.0.1" in page.inner_text("body > header")
    assert page.get_by_role("progressbar").is_visible()
    page.get_by_role("button", name="Stop").click()
    assert page.inner_text("h1") == "Stopped."
    assert set(live.asked) <= {f"{KINDS}pages"}
    live.free.set()

    page.get_by_role("button", name="Check again").click()
    desk.wait(page)
    assert page.inner_text("h1") == "Ready."
    told = page.inner_text("body > header")
    assert "list of its pages" in told
    assert "What the pages say was not read" in told
    assert "rendered" not in page.inner_text("main"), "what is for programs is not shown"
    command = page.locator("code", has_text="preflight check").inner_text()
    assert desk.run(*shlex.split(command)[1:]).returncode == 0
    assert seen.errors == []


def test_a_new_build_is_compared_with_the_live_site_and_its_links_are_opened(desk: Desk, live: Live) -> None:
    named(desk, live)
    live.gone.add("/soup/")
    for slug in ("bread", "morning"):
        file = desk.folder / "build" / slug / "index.html"
        file.parent.mkdir(parents=True)
        text = (
            f"<!doctype html><html lang=en><title>{slug.title()}</title><p>{live.pages.get(slug, live.pages['rolls'])}"
        )
        file.write_text(f"{text} <a href='{live.base}/soup/'>Soup today</a>", encoding="utf-8")
    told = {"path": str(desk.folder / "build"), "against": f"{live.base}/", "online": "1"}
    with desk.talk() as talk:
        page = talk.get(desk.ended(talk, talk.post("client/bramblewick/site", data=told))).text
    assert "Do not publish yet" in page
    assert "/rolls" in page
    assert "the the" in page
    assert "/soup/" in live.asked


def test_what_cannot_lead_to_an_answer_is_said_at_once(desk: Desk, live: Live) -> None:
    build = desk.folder / "build"
    build.mkdir()
    (build / "index.html").write_text("<!doctype html><html lang=en><title>Bread</title><p>Bread.", encoding="utf-8")
    with desk.talk() as talk:
        for more, said in (
            ({}, "tick “Open the links, too”"),
            ({"online": "1", "against": str(build)}, "choose the build, and put this address where"),
        ):
            refused = talk.post("client/bramblewick/site", data={"path": f"{live.base}/", **more})
            assert refused.status_code == 400
            assert said in refused.text
    assert live.asked == []


def test_an_address_inside_this_network_is_refused_in_plain_words(desk: Desk, live: Live) -> None:
    with desk.talk() as talk:
        sent = talk.post("client/bramblewick/site", data={"path": f"{live.base}/", "online": "1"})
        page = " ".join(talk.get(desk.ended(talk, sent)).text.split())
    assert "lies in a private network" in page
    assert "Ready" not in page.partition("<main")[0]
    assert live.asked == []


def test_links_are_told_one_by_one_and_the_check_can_be_stopped_among_them(desk: Desk, seen: Any, live: Live) -> None:
    named(desk, live)
    links = " ".join(f"<a href='{live.base}/{number}/'>Number {number}</a>" for number in range(1, 6))
    live.slow.add("/5/")
    live.free.clear()
    page = desk.enter(seen.page)
    page.set_input_files("#file", str(desk.file(f"{desk.head}<p>Eat {links} today.</p>{desk.foot}")))
    page.locator("form:has(#file)").get_by_label("Open the links").check()
    page.locator("form:has(#file) button.main").click()
    page.locator("[role=status]", has_text=re.compile(r"^Everything is read\. [4-9] of \d+ links opened$")).wait_for()
    page.get_by_role("button", name="Stop").click()
    assert page.inner_text("h1") == "Stopped."
    live.free.set()
    page.get_by_role("button", name="Check again").click()
    desk.wait(page)
    assert page.inner_text("h1").startswith("Ready to send")
    assert set(live.asked) >= {f"/{number}/" for number in range(1, 6)}
    assert seen.errors == []
