"""How the desk looks, and for whom: axe-core, small screens, dark, no scripts; and its icon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""


WIDE, NARROW = 1280, 320
"""320 is a small phone, and 1280 at 400 % zoom (WCAG 2.2, 1.4.10)."""


def look(page: Any, what: str, *widths: int) -> None:
    """Nothing that axe-core objects to, and nothing to scroll sideways for."""
    for width in widths or (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"iframes": False}).response["violations"]
        assert [(what, one["id"], one["nodes"][0]["html"]) for one in found] == []
    for width in (375, NARROW):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_on_every_page_in_light_and_dark_and_on_a_phone(scheme: str, desk: Desk, seen: Any) -> None:
    page = seen.page
    page.emulate_media(color_scheme=scheme)
    page.goto(desk.launch)
    look(page, "home")
    page.goto(desk.root + "help")
    look(page, "help")
    page.goto(desk.root + "nothing/here")
    look(page, "missing")
    page.goto(desk.root + "client/bramblewick")
    for summary in page.locator("main > details > summary").all():
        summary.click()
    look(page, "client")
    desk.drop(page, desk.wrong)
    look(page, "answer")
    desk.drop(page, desk.right)
    look(page, "ready, but for the checklist")
    desk.sign(page)
    look(page, "ready")
    page.get_by_role("button", name="Make the certificate").click()
    look(page, "certificate")
    desk.drop(page, b"", "empty.eml")
    look(page, "refused")


@pytest.mark.parametrize(("scheme", "width"), [("light", NARROW), ("dark", WIDE)])
def test_accessible_while_something_is_learnt_and_taken_back(scheme: str, width: int, desk: Desk, seen: Any) -> None:
    page = desk.enter(seen.page)
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("link", name="What was decided").click()
    look(page, "nothing decided", width)
    page.get_by_role("link", name="bramblewick", exact=True).click()
    desk.drop(page, desk.wrong + '<img src="https://images.example.com/a.png" alt="A loaf">')
    page.get_by_text("Pictures from the web are not loaded").click()
    desk.card(page, "recieve").get_by_role("button", name="Not a mistake").click()
    desk.wait(page)
    page.locator("#done:focus").wait_for()  # what happened is read out
    look(page, "answer with what was just decided", width)
    desk.card(page, "Facebook").get_by_role("link", name="Always catch this").click()
    look(page, "to be told", width)
    page.locator("#what").fill("A wrong link")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("alert").wait_for()
    look(page, "told too little", width)
    page.locator("#good").set_input_files(str(desk.file(desk.right, "right.eml")))
    page.get_by_label("These addresses of the site must stay").check()
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("heading", name="No rule was accepted").wait_for()
    look(page, "sent back", width)
    page.locator("#good").set_input_files(str(desk.file(desk.right, "right.eml")))
    page.get_by_label("Let preflight find").check()
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Keep it from now on").wait_for()
    look(page, "proposed", width)
    page.get_by_role("button", name="Keep it from now on").click()
    page.get_by_role("button", name="Copy it").wait_for()
    page.get_by_text("As plain text").click()
    look(page, "the note", width)
    page.get_by_role("link", name="What was decided").click()
    look(page, "decided", width)
    page.get_by_role("link", name="bramblewick", exact=True).click()
    look(page, "client with an open answer", width)
    page.get_by_role("link", name="Clients", exact=True).click()
    look(page, "home with an open answer", width)


def test_accessible_while_it_runs_and_when_it_was_stopped(desk: Desk, seen: Any) -> None:
    page = seen.page
    answers = iter([{"state": "running", "done": 30, "total": 80}, {"state": "running", "done": 80, "total": 80}])
    last: dict[str, Any] = {"state": "running", "done": 80, "total": 80}
    page.route("**/state", lambda route: route.fulfill(json=next(answers, last)))
    desk.enter(page)
    page.get_by_text("Check a website").click()
    page.locator("#path").fill(str(desk.long_site()))
    page.locator("form:has(#path) button.main").click()
    page.get_by_role("button", name="Stop").wait_for()
    page.wait_for_selector("text=30 of 80 read")
    assert page.locator("[role=status]", has_text="30 of 80 read").count() == 1  # a live region tells how far it is
    page.wait_for_selector("text=Everything is read. Opening the links…")
    look(page, "running")
    page.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Stopped.").wait_for()
    look(page, "stopped")
    page.get_by_role("link", name="bramblewick", exact=True).click()
    look(page, "client with a stopped answer", NARROW)
    (desk.client / "preflight.toml").write_text("schema = [", encoding="utf-8")
    page.get_by_role("link", name="site", exact=True).click()
    page.get_by_role("button", name="Check again").click()
    page.unroute("**/state")
    page.get_by_role("heading", name="This could not be checked.").wait_for()
    assert "preflight.toml" in page.inner_text("main")
    look(page, "failed")


def test_the_first_page_without_any_client(folder: Path, desk: Desk, seen: Any) -> None:
    desk.stop()
    desk.folder = folder / "empty"
    (desk.folder / ".git").mkdir(parents=True)  # no workspace above counts
    desk.start()
    page = seen.page
    page.goto(desk.launch)
    assert "There are no clients in this folder yet" in page.inner_text("main")
    look(page, "home without clients")
    page.get_by_label("Name").fill("///")
    page.get_by_role("button", name="Make its folder").click()
    assert "plain name of letters and numbers" in page.inner_text("main")
    page.get_by_role("link", name="Back").click()
    page.get_by_label("Name").fill("Brook & Bean")
    page.get_by_role("button", name="Make its folder").click()
    assert page.inner_text("h1") == "Brook & Bean"
    look(page, "a new client", NARROW)


def test_learning_and_taking_back_by_keyboard_with_the_focus_in_sight(desk: Desk, seen: Any) -> None:
    page = desk.enter(seen.page)
    desk.drop(page, desk.wrong)

    def press_to(words: str, key: str = "Enter") -> None:
        page.wait_for_load_state()  # without its style sheet a page shows no focus, and its script may move it
        for _ in range(150):
            page.keyboard.press("Tab")
            told, shown = page.evaluate(
                """() => { const e = document.activeElement, style = getComputedStyle(e);
                   if (e === document.body) return ['', true];
                   return [e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || '',
                           e.tagName === 'IFRAME' || style.outlineStyle !== 'none'] }"""
            )
            assert shown, f"{told!r} does not show that it has the focus"
            if words in told:
                page.keyboard.press(key) if key else None
                return
        raise AssertionError(f"{words!r} cannot be reached with Tab")

    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0  # the order of the page
    number = desk.card(page, "Facebook").locator(".number").inner_text()
    press_to(f"Always catch this: {number}")
    page.wait_for_selector("#words")
    press_to("What went wrong", "")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("The Instagram link opened Facebook")
    press_to("The right words", "")
    page.keyboard.insert_text("https://www.instagram.com/bramblewick")
    press_to("Try it")
    page.wait_for_selector("text=It stops what went out")
    press_to("Keep it from now on")
    page.wait_for_selector("text=The note for the client")
    press_to("Back to the answer")
    page.wait_for_selector(".findings")
    press_to("Not a mistake: 1")
    page.wait_for_selector("#done")
    press_to("Undo")
    page.wait_for_selector("#done >> text=counts as a mistake again")
    press_to("Clients")
    page.wait_for_selector("text=Where you left off")
    press_to("bramblewick")
    page.wait_for_selector("text=Open answers")
    press_to("What was decided")
    page.wait_for_selector("text=Past mistakes that are watched for")
    press_to("Watch for it no more")
    page.wait_for_selector("text=is watched for no more")


def test_it_works_without_scripts(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    file = desk.folder / "week.eml"
    file.write_text(desk.wrong, encoding="utf-8")
    page.set_input_files("#file", str(file))
    page.locator("form:has(#file) button.main").click()
    for _ in range(300):
        if not page.inner_text("h1").startswith("Checking"):
            break
        page.wait_for_timeout(200)
        page.reload()
    assert page.inner_text("h1").startswith("Do not send yet")
    desk.card(page, "recieve").get_by_role("button", name="Not a mistake").click()
    assert (desk.client / "waivers.toml").read_text(encoding="utf-8").count("fingerprint") >= 1
    context.close()
