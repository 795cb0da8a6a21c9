"""With ``--new-only`` a pull request opens the links that it brings, and no others."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(404 if "gone" in self.path else 200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as running:
        running.asked = []
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def test_only_new_links_are_opened(preflight, write, server) -> None:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    page = "<html lang=en><title>Mill</title><p>" + "".join(f"<a href='{address}/{{}}'>a page</a>, " * 2)
    write({
        "before/index.html": page.format("gone-before", "kept"),
        "now/index.html": page.format("gone-before", "gone-now") + f"<a href='{address}/new'>one more</a>",
    })  # fmt: skip
    report = preflight(
        "check", "now", "--against", "before", "--new-only", "--allow-host", "127.0.0.1", "--no-cache", "--select",
        "links.broken", "--format", "json",
    ).report  # fmt: skip
    asked = {path for path in server.asked if path in ("/gone-before", "/kept", "/gone-now", "/new")}
    assert asked == {"/gone-now", "/new"}
    assert [finding["match"] for finding in report["findings"]] == [f"{address}/gone-now"]
    (gap,) = [gap for gap in report["not_checked"] if "--new-only" in gap["why"]]
    assert gap["detail"] == "1 link"
