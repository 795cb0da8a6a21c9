"""A real Chromium for the pages that preflight writes. Where none is installed, these tests are skipped and say so;
with ``PREFLIGHT_CHROMIUM=required`` (continuous integration) they fail instead."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser a module: while its driver lives, the thread has an event loop, and other tests want their own."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        reason = "no Chromium is installed (Debian: apt-get install chromium)"
        pytest.fail(reason) if os.environ.get("PREFLIGHT_CHROMIUM") == "required" else pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        yield browser
        browser.close()


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
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield Seen(page)
    page.close()


# --- the desk -------------------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]


class Desk:
    """A running desk: its launch address, its root address and its workspace."""

    def __init__(self, folder: Path, launch: str, server: subprocess.Popen[str]) -> None:
        self.folder, self.launch, self.server = folder, launch, server
        self.root = launch.partition("?")[0]
        self.port = int(re.search(r":(\d+)/", self.root)[1])
        self.token = launch.partition("token=")[2]

    @property
    def client(self) -> Path:
        return self.folder / "clients" / "bramblewick"

    def talk(self, **headers: str) -> httpx.Client:
        """Somebody who has the cookie and says where it comes from."""
        own = {"cookie": f"preflight-{self.port}={self.token}", "origin": self.root.rstrip("/"), **headers}
        return httpx.Client(base_url=self.root, headers=own, timeout=30)


def preflight(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "preflight", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def desk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk for a workspace with one client, offline; its address is read from what it says."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")
    assert preflight(folder, "init", "--client-folder", "bramblewick").returncode == 0
    server = subprocess.Popen(
        [sys.executable, "-m", "preflight", "desk", "--no-browser", "--offline"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + server.stdout.read()
        yield Desk(folder, found[0], server)
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout is not None
        server.stdout.close()
