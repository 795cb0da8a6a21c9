"""A real Chromium for the pages that preflight writes. Where none is installed, these tests are skipped and say so;
with ``PREFLIGHT_CHROMIUM=required`` (continuous integration) they fail instead."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
