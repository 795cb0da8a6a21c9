"""A real Chromium for the pages that preflight writes. Where none is installed, these tests are skipped and say so;
with ``PREFLIGHT_CHROMIUM=required`` (continuous integration) they fail instead."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import httpx
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 120
"""Seconds that anything may take on a busy machine; what is there goes on at once."""
LOOKS = {
    "Page": ("evaluate", "inner_text"),
    "Locator": ("all", "all_inner_texts", "bounding_box", "count", "evaluate", "inner_text", "is_visible"),
}
"""Ways to look at a page that take it as it is: half of one that is just arriving, too."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a module: while its driver lives, the thread has an event loop, and other tests want their own."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        reason = "no Chromium is installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("PREFLIGHT_CHROMIUM") == "required" else pytest.skip(reason)
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        for kind, ways in LOOKS.items():
            for way in ways:
                patch.setattr(getattr(sync_api, kind), way, arrived(getattr(getattr(sync_api, kind), way)))
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=program, args=sandbox, timeout=PATIENCE * 1000)
        new_context = browser.new_context

        def patient(**options: Any) -> Any:
            context = new_context(**options)
            context.set_default_timeout(PATIENCE * 1000)
            return context

        patch.setattr(browser, "new_context", patient)
        yield browser
        browser.close()


def arrived(look: Callable[..., Any]) -> Callable[..., Any]:
    """Look once the page is there as a whole, with its styles, its script and its frames."""

    @wraps(look)
    def patiently(self: Any, *arguments: Any, **options: Any) -> Any:
        getattr(self, "page", self).wait_for_load_state()
        return look(self, *arguments, **options)

    return patiently


class Seen:
    """A page, and everything it tried to do that it should not."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def open(self, file: Path) -> Any:
        self.page.goto(file.as_uri())
        self.page.wait_for_load_state("load")
        return self.page


@pytest.fixture(autouse=True)
def _own_cache(folder: Path) -> None:
    """Nothing of the user's own is read or written."""


@pytest.fixture
def seen(chromium: Any) -> Iterator[Seen]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield Seen(context.new_page())
    context.close()


# --- the desk -------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


HEAD = """\
From: Bramblewick Bakery <news@bramblewick.example>
To: Readers <readers@bramblewick.example>
Subject: Rye, rolls and a late opening
Date: Tue, 24 Nov 2026 09:00:00 +0000
Message-ID: <week-47@bramblewick.example>
List-Unsubscribe: <https://www.bramblewick.example/leave>
MIME-Version: 1.0
Content-Type: text/html; charset="utf-8"

<!doctype html><html lang="en"><head><title>Rye and rolls</title></head><body>
<h1>Rye, rolls and a late opening</h1>
"""
FOOT = """\
<p>The shop at 3 Mill Lane stays open until seven on Thursday, and there is soup.</p>
<p>Bramblewick Bakery, 3 Mill Lane, Bristol BS1 4QA ·
<a href="https://www.bramblewick.example/leave">Unsubscribe</a></p></body></html>
"""
WRONG = HEAD + (
    "<p>You will recieve a loaf with every order. We bake the the rye at night.</p>"
    '<p>Ask for the Brumwick roll. See <a href="https://www.facebook.com/bramblewick">Instagram</a>.</p>'
) + FOOT  # fmt: skip
RIGHT = HEAD + (
    "<p>You will receive a loaf with every order. We bake the rye at night.</p>"
    '<p>Ask for the Brumwick roll. See <a href="https://www.instagram.com/bramblewick">Instagram</a>.</p>'
) + FOOT  # fmt: skip


class Desk:
    """A running desk: its launch address, its root address and its workspace; and what people do there."""

    head, foot, wrong, right = HEAD, FOOT, WRONG, RIGHT

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        """Its address is read from what it says."""
        self.server = subprocess.Popen(
            [sys.executable, "-m", "preflight", "desk", "--no-browser", "--offline"],
            cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self.server.stdout is not None
        said = self.server.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + self.server.stdout.read()
        self.launch = found[0]
        self.root = self.launch.partition("?")[0]
        self.port = int(re.search(r":(\d+)/", self.root)[1])
        self.token = self.launch.partition("token=")[2]

    def stop(self, *, kill: bool = False) -> None:
        self.server.kill() if kill else self.server.terminate()
        self.server.wait(PATIENCE)
        assert self.server.stdout is not None
        self.server.stdout.close()

    @property
    def client(self) -> Path:
        return self.folder / "clients" / "bramblewick"

    def talk(self, **headers: str) -> httpx.Client:
        """Somebody who has the cookie and says where it comes from."""
        own = {"cookie": f"preflight-{self.port}={self.token}", "origin": self.root.rstrip("/"), **headers}
        return httpx.Client(base_url=self.root, headers=own, timeout=PATIENCE)

    def ended(self, talk: httpx.Client, answer: httpx.Response) -> str:
        """The address that the answer leads to, once its check has ended."""
        assert answer.status_code == 303, " ".join(answer.text.split())
        address = answer.headers["location"].lstrip("/").partition("#")[0]
        until = time.monotonic() + PATIENCE
        while talk.get(f"{address}/state").json()["state"] == "running":
            assert time.monotonic() < until, "the check does not end"
            time.sleep(0.05)
        return address

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command line in the workspace."""
        return preflight(self.folder, *arguments)

    def long_site(self) -> Path:
        """A website that takes seconds on any machine: one processor reads it all."""
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self.server.pid, {min(os.sched_getaffinity(0))})
        site = self.folder / "site"
        site.mkdir()
        for number in range(300):
            words = " ".join(f"Loaf {number * 4000 + loaf} was baked at night." for loaf in range(4000))
            (site / f"{number}.html").write_text(f"<html lang=en><title>Loaf {number}</title><p>{words}</p>")
        return site

    def processor_time(self) -> float:
        """Seconds that the desk had, with the checks that it ran and that have ended."""
        ticks = Path(f"/proc/{self.server.pid}/stat").read_bytes().rpartition(b")")[2].split()[11:15]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def enter(self, page: Any) -> Any:
        """Open the desk, and its client."""
        page.goto(self.launch)
        page.get_by_role("link", name="bramblewick", exact=True).click()
        return page

    def file(self, text: str | bytes, name: str = "week 47.eml") -> Path:
        """As the mail program saved it."""
        file = self.folder / "from-the-mail-program" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def drop(self, page: Any, text: str | bytes, name: str = "week 47.eml") -> Any:
        """Choose a file in the drop zone that is shown, and press its button."""
        page.set_input_files("#file", str(self.file(text, name)))
        page.locator("form:has(#file) button.main").click()
        return self.wait(page)

    def wait(self, page: Any) -> Any:
        """Until the answer is there; a page that is still being checked loads itself anew."""
        page.locator("h1", has_not_text=re.compile("^Checking")).wait_for()
        page.wait_for_load_state()
        return page

    def card(self, page: Any, words: str) -> Any:
        return page.locator(".card", has=page.locator("h3", has_text=words))

    def sign(self, page: Any) -> Any:
        """The whole checklist."""
        for choice in page.locator(".checklist fieldset").all():
            choice.get_by_label("Yes", exact=True).check()
        page.get_by_label("Your name").fill("Jo")
        page.get_by_role("button", name="Keep these answers").click()
        return self.wait(page)


def preflight(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "preflight", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk for a workspace with one client, offline."""
    pytest.importorskip("starlette")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    assert preflight(folder, "init", "--client-folder", "bramblewick").returncode == 0
    open_one = Desk(folder)
    try:
        yield open_one
    finally:
        open_one.stop()


@pytest.fixture
def desk_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Desk]]:
    """Open a desk in this folder, offline."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    opened: list[Desk] = []

    def open_desk(folder: Path) -> Desk:
        opened.append(Desk(folder))
        return opened[-1]

    yield open_desk
    for one in opened:
        one.stop()
