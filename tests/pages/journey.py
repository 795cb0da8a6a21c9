"""The journey of the README, from the first page to the certificate, in a real browser.

The tests walk it, and ``make screenshots`` takes its pictures on the way, so that they show what there is:
``python tests/pages/journey.py docs/walkthrough``
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ISSUES = ROOT / "examples" / "newsletter"
CLIENT = "potting-shed"
NAME = "2026-11-24.eml"
DAY = "2026-11-24"
MENDED = (
    ("workhsop", "workshop"),
    ("Sunday 22 November 2026", "Sunday 29 November 2026"),
    ("2026-46-tulips.jpg", "2026-47-wreath.jpg"),
    ("Instagram: https://www.facebook.com", "Instagram: https://www.instagram.com"),
    (
        'https://www.facebook.com/pottingshedbristol">Instagram',
        'https://www.instagram.com/pottingshedbristol">Instagram',
    ),
)
WIDTH, HEIGHT = 1000, 720
LARGEST = 60_000
"""Bytes of one picture."""

Show = Callable[[str], None]


def before() -> bytes:
    """The issue as it was about to go out."""
    return (ISSUES / NAME).read_bytes()


def after() -> bytes:
    """The issue with everything mended that was found."""
    message = email.message_from_bytes(before(), policy=email.policy.default)
    for part in message.iter_parts():
        text = part.get_content()
        for wrong, right in MENDED:
            text = text.replace(wrong, right)
        part.set_content(text, subtype=part.get_content_subtype(), charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def prepare(folder: Path) -> None:
    """What the README's first commands make: a client's folder with the issue that went out last."""
    subprocess.run(
        [sys.executable, "-m", "preflight", "init", "--client-folder", CLIENT],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    shutil.copy(ISSUES / "2026-11-17.eml", folder / "clients" / CLIENT / "issues")


def walk(page: Any, launch: str, downloads: Path, show: Show) -> None:
    """Choose the client, drop the email, mend it, drop it again, answer the checklist, take the certificate."""
    page.goto(launch)
    page.get_by_role("link", name=CLIENT).click()
    page.locator("#file").wait_for()
    show("drop")
    _drop(page, downloads / NAME, before())
    assert page.inner_text("h1").startswith("Do not send yet: 4 things to fix")
    show("found")
    _drop(page, downloads / NAME, after())
    assert "4 fixed" in page.inner_text(".changes")
    page.locator(".changes").scroll_into_view_if_needed()
    show("fixed")
    for choice in page.locator(".checklist fieldset").all():
        choice.get_by_label("Yes", exact=True).check()
    page.get_by_label("Your name").fill("Jo")
    page.locator("#checklist").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('checklist').scrollIntoView()")
    show("checklist")
    page.get_by_role("button", name="Keep these answers").click()
    _wait(page)
    page.get_by_role("button", name="Make the certificate").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Page for your client").click()
    opened.value.wait_for_load_state()
    assert "Checklist signed by Jo" in opened.value.inner_text("main")
    opened.value.close()


def _drop(page: Any, file: Path, data: bytes) -> None:
    file.write_bytes(data)
    page.set_input_files("#file", str(file))
    form = page.locator("form:has(#file)")
    if form.locator("input[name=send-date][type=date]").count():
        form.locator("input[name=send-date]").fill(DAY)
    form.locator("button.main").click()
    page.wait_for_url("**/check/**")
    _wait(page)


def _wait(page: Any) -> None:
    page.locator("h1", has_not_text="Checking").wait_for(timeout=120_000)


# --- the pictures of the README -------------------------------------------------------------------------


def main(target: Path) -> None:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "newsletters"
        folder.mkdir()
        os.environ |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PREFLIGHT_USER": f"{place}/user",
                       "PREFLIGHT_CACHE": f"{place}/cache", "LOGNAME": "jo"}  # fmt: skip
        prepare(folder)
        desk = subprocess.Popen(
            [sys.executable, "-m", "preflight", "desk", "--no-browser", "--offline"],
            cwd=folder, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        browser = playwright.chromium.launch(executable_path=program, args=[] if os.geteuid() else ["--no-sandbox"])
        try:
            assert desk.stdout is not None
            launch = re.search(r"http://\S+", desk.stdout.readline())
            assert launch is not None
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.goto(launch[0])
            walk(page, launch[0], Path(place), lambda name: _taken(page, target / f"{name}.png"))
            certificate = next((folder / "clients" / CLIENT / "drafts").rglob("*.certificate.html"))
            page.goto(certificate.as_uri())
            _taken(page, target / "certificate.png")
        finally:
            browser.close()
            desk.terminate()
            desk.wait(60)


def _taken(page: Any, file: Path) -> None:
    from PIL import Image

    page.wait_for_timeout(400)
    page.screenshot(path=str(file), animations="disabled")
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(48, dither=Image.Dither.NONE)
    small.save(file, optimize=True)
    assert file.stat().st_size <= LARGEST, (file.name, file.stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
