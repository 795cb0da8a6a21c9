"""WordPress and sitemaps as a server on the loopback interface gives them: all pages or no deletions, one host only."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
QUIET = ("--no-config", "--no-cache", "--select", "slugs,meta", "--format", "json")


class Site:
    """A WordPress whose faults can be switched on; ``hits`` are the paths that were asked for."""

    def __init__(self) -> None:
        self.pages = [(n, f"page-{n}") for n in range(1, 231)]
        self.posts = [(n, f"post-{n}") for n in range(1001, 1011)]
        self.broken: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.total = 0
        self.hits: list[str] = []
        self.port = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        self.hits.append(path)
        parts = urlsplit(path)
        number = int(parse_qs(parts.query).get("page", ["1"])[0])
        for beginning, answer in self.broken.items():
            if path.startswith(beginning) or f"page={number}&" in beginning:
                return answer
        kind = parts.path.rpartition("/")[2]
        if not parts.path.startswith("/wp-json/wp/v2/") or kind not in ("pages", "posts"):
            return 404, {}, b"not here"
        entries = self.pages if kind == "pages" else self.posts
        chosen = [self.entry(one, kind) for one in entries[(number - 1) * 100 : number * 100]]
        headers = {"X-WP-Total": str(self.total or len(entries)), "X-WP-TotalPages": str(-(-len(entries) // 100))}
        return 200, {**headers, "Content-Type": "application/json"}, json.dumps(chosen).encode()

    def entry(self, one: tuple[int, str], kind: str) -> dict[str, Any]:
        number, slug = one
        return {
            "id": number, "slug": slug, "status": "publish", "type": kind.rstrip("s"), "parent": 0,
            "link": f"{self.base}/{slug}/", "title": {"rendered": f"Title {number}"},
        }  # fmt: skip


@pytest.fixture
def wordpress() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path)
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def saved(site: Site) -> str:
    return json.dumps(
        [site.entry(one, "pages") for one in site.pages] + [site.entry(one, "posts") for one in site.posts]
    )


def check(preflight: Run, site: Site, now: str, before: str, *more: str) -> Any:
    return preflight("check", now, "--against", before, "--allow-host", f"127.0.0.1:{site.port}", *QUIET, *more)


def test_what_a_site_lists_now_against_the_export_of_before(write: Write, preflight: Run, wordpress: Site) -> None:
    write({"before.json": saved(wordpress)})
    wordpress.pages[41] = (42, "about-us")
    wordpress.posts[3] = (1004, "a-post")
    outcome = check(preflight, wordpress, wordpress.base, "before.json")
    assert {(found["match"], found["severity"]) for found in outcome.report["findings"]} == {
        ("about-us", "error"),
        ("a-post", "warning"),
    }
    assert outcome.code == 1
    assert sum("/pages?" in path for path in wordpress.hits) == 3


def test_a_build_against_the_live_site(write: Write, preflight: Run, wordpress: Site) -> None:
    wordpress.pages, wordpress.posts = [(1, "chairs"), (2, "tables"), (3, "visit")], []
    page = "<title>A page</title><p>Text."
    write({f"now/{slug}/index.html": page for slug in ("chairs", "dining-tables", "visit")})
    outcome = check(preflight, wordpress, "now", wordpress.base)
    assert [found["match"] for found in outcome.report["findings"]] == ["/tables/"]


@pytest.mark.parametrize(
    ("beginning", "answer"),
    [
        ("page=2&", (500, {}, b"down")),
        ("page=3&", (400, {}, b'{"code": "rest_post_invalid_page_number"}')),
        ("page=2&", (200, {"Content-Type": "text/html"}, b"<h1>Are you human?</h1>")),
        ("/wp-json/wp/v2/posts", (401, {}, b'{"code": "rest_forbidden"}')),
    ],
)
def test_a_part_of_the_list_deletes_nothing_and_is_no_pass(
    beginning: str, answer: tuple[int, dict[str, str], bytes], write: Write, preflight: Run, wordpress: Site
) -> None:
    write({"before.json": saved(wordpress)})
    wordpress.broken[beginning] = answer
    outcome = check(preflight, wordpress, wordpress.base, "before.json")
    assert outcome.code == 3, outcome.report["findings"]
    assert outcome.report["findings"] == []


def test_fewer_entries_than_announced_are_a_part(write: Write, preflight: Run, wordpress: Site) -> None:
    write({"before.json": saved(wordpress)})
    wordpress.pages = wordpress.pages[:-2]
    wordpress.total = 230
    outcome = check(preflight, wordpress, wordpress.base, "before.json")
    assert outcome.code == 3
    assert any("230 entries, and 228 of them came" in gap["why"] for gap in outcome.report["not_checked"])


def test_nothing_is_requested_offline(write: Write, preflight: Run, wordpress: Site) -> None:
    write({"before.json": saved(wordpress)})
    outcome = check(preflight, wordpress, "before.json", wordpress.base, "--offline")
    assert outcome.code == 3
    assert wordpress.hits == []
    assert any("runs offline" in gap["why"] for gap in outcome.report["not_checked"])


def test_a_private_host_that_nobody_named_is_not_asked(write: Write, preflight: Run, wordpress: Site) -> None:
    write({"before.json": saved(wordpress)})
    outcome = preflight("check", "before.json", "--against", wordpress.base, *QUIET)
    assert outcome.code == 3
    assert wordpress.hits == []
    assert any("private network" in gap["why"] for gap in outcome.report["not_checked"])


def test_another_host_is_not_asked(write: Write, preflight: Run, wordpress: Site) -> None:
    write({"before.json": saved(wordpress)})
    elsewhere = {"Location": f"http://localhost:{wordpress.port}/wp-json/wp/v2/pages"}
    wordpress.broken["/wp-json/wp/v2/pages"] = (302, elsewhere, b"")
    outcome = check(preflight, wordpress, "before.json", wordpress.base, "--allow-host", "localhost")
    assert outcome.code == 3
    assert len(wordpress.hits) == 1
    assert any("another host" in gap["why"] for gap in outcome.report["not_checked"])


def test_a_site_without_wordpress_is_read_by_its_sitemap(
    write: Write, preflight: Run, wordpress: Site, shop: Any
) -> None:
    def sitemap(paths: list[str], *more: str) -> bytes:
        text: str = shop.sitemap(paths, *more)
        return text.replace("https://wrenandoak.example", wordpress.base).encode()

    index = sitemap(["/pages.xml"], "sitemapindex", "sitemap")
    wordpress.broken = {
        "/wp-json": (404, {}, b""),
        "/sitemap.xml": (200, {}, index),
        "/pages.xml": (200, {}, sitemap(["/", "/chairs/", "/tables/", "/visit/"])),
    }
    write(shop.below("now", shop.after))
    for name in (wordpress.base, f"{wordpress.base}/sitemap.xml", f"{wordpress.base}/pages.xml"):
        outcome = check(preflight, wordpress, "now", name)
        assert shop.moved(outcome) == shop.both


def test_an_index_cannot_send_us_elsewhere(write: Write, preflight: Run, wordpress: Site, shop: Any) -> None:
    text = shop.sitemap(["/pages.xml"], "sitemapindex", "sitemap").replace("wrenandoak.example", "169.254.169.254")
    wordpress.broken = {"/sitemap.xml": (200, {}, text.encode())}
    write(shop.below("now", shop.before))
    outcome = check(preflight, wordpress, "now", f"{wordpress.base}/sitemap.xml")
    assert outcome.code == 3
    assert any("another host" in gap["why"] for gap in outcome.report["not_checked"])
    assert wordpress.hits == ["/sitemap.xml"]
