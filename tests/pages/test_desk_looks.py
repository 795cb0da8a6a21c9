"""How the desk looks, and for whom: axe-core, small screens, dark, no scripts; and its icon."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_on_every_page_in_light_and_dark_and_on_a_phone(scheme: str, desk: Desk, seen: Any) -> None:
    page = seen.page
    page.emulate_media(color_scheme=scheme)

    def look(what: str) -> None:
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(page, options={"iframes": False}).response["violations"]
            assert [(what, one["id"], one["nodes"][0]["html"]) for one in found] == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)

    page.goto(desk.launch)
    look("home")
    page.goto(desk.root + "help")
    look("help")
    page.goto(desk.root + "nothing/here")
    look("missing")
    page.goto(desk.root + "client/bramblewick")
    for summary in page.locator("main > details > summary").all():
        summary.click()
    look("client")
    desk.drop(page, desk.wrong)
    look("answer")
    desk.drop(page, desk.right)
    look("ready, but for the checklist")
    desk.sign(page)
    look("ready")
    page.get_by_role("button", name="Make the certificate").click()
    look("certificate")
    desk.drop(page, b"", "empty.eml")
    look("refused")


def test_it_works_without_scripts(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    file = desk.folder / "week.eml"
    file.write_text(desk.wrong, encoding="utf-8")
    page.set_input_files("#file", str(file))
    page.locator("form:has(#file) button.main").click()
    for _ in range(50):
        if not page.inner_text("h1").startswith("Checking"):
            break
        page.wait_for_timeout(200)
        page.reload()
    assert page.inner_text("h1").startswith("Do not send yet")
    desk.card(page, "recieve").get_by_role("button", name="Not a mistake").click()
    assert (desk.client / "waivers.toml").read_text(encoding="utf-8").count("fingerprint") >= 1
    context.close()
