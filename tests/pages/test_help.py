"""“Get your email”, and what people bring instead of a file: pasted text, and Outlook's own format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("starlette")

NAMED = (
    "Gmail", "Outlook, new", "Outlook on the web", "Outlook, classic", "Apple Mail", "Mailchimp", "Kit", "MailerLite",
    "Brevo", "beehiiv", "Substack", "Flodesk", "Constant Contact", "ActiveCampaign", "HubSpot",
)  # fmt: skip
HTML = (
    "<h1>Rye and rolls</h1><p>You will recieve a loaf. See "
    '<a href="https://www.facebook.com/bramblewick">Instagram</a>.</p>'
)
HEADERS = (
    "From: Bramblewick Bakery <news@bramblewick.example>\r\nTo: Readers <readers@bramblewick.example>\r\n"
    "Subject: Rye, rolls and a late opening\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\nContent-Type: text/html\r\n"
)


def wait(page: Any) -> None:
    page.wait_for_url("**/check/**")
    page.locator("h1", has_not_text="Checking").wait_for()


# --- get your email -------------------------------------------------------------------------------------


def test_every_program_has_steps_with_drawings(desk: Any, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.goto(desk.root + "help")
    names = [text.partition(" (")[0] for text in page.locator(".way > summary").all_inner_texts()]
    assert [name for name in NAMED if not any(one.startswith(name) for one in names)] == []
    page.evaluate("document.querySelectorAll('.way').forEach(way => way.open = true)")
    steps = page.evaluate(
        """[...document.querySelectorAll('.way')].map(way => [...way.querySelectorAll('ol > li')].map(step =>
        [...step.querySelectorAll('svg[role=img]')].map(drawn => drawn.getAttribute('aria-label'))))"""
    )
    assert min(map(len, steps)) >= 2
    assert all(len(drawn) == 1 and drawn[0] for way in steps for drawn in way)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
            found = Axe().run(page).response["violations"]
            assert [(scheme, width, one["id"], one["nodes"][0]["html"]) for one in found] == []
    inside = page.evaluate(
        """[...document.querySelectorAll('.way svg')].every(drawn => [...drawn.querySelectorAll('text')].every(
        text => text.getBBox().x + text.getBBox().width <= 238))"""
    )
    assert inside, "words stick out of a drawing"
    assert [url for url in seen.requests if not url.startswith((desk.root, "data:"))] == []


def test_a_program_is_found_by_its_name(desk: Any, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.goto(desk.root + "help")
    asked = page.get_by_label("What do you use?")
    for typed, name in (
        ("mailchimp", "Mailchimp"), ("hotmail web", "Outlook on the web"), ("ConvertKit", "Kit"),
        ("icloud", "Apple Mail"), ("klaviyo", "Another platform"),
    ):  # fmt: skip
        asked.fill(typed)
        assert page.locator(".way:visible > summary").count() == 1, typed
        assert page.locator(".way:visible > summary").inner_text().startswith(name)
        assert page.locator(".way:visible ol").is_visible()
    asked.fill("a name that nobody has")
    assert "Another platform" in page.inner_text("[role=search] [role=status]")
    assert page.locator(".way:visible").count() > 15


def test_without_scripts_everything_is_there(desk: Any, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.launch)
    page.goto(desk.root + "help#mailchimp")
    assert not page.get_by_label("What do you use?").is_visible()
    assert page.locator("#mailchimp").is_visible()
    assert page.locator(".way").count() > 15
    context.close()


# --- pasted ---------------------------------------------------------------------------------------------


def test_what_is_copied_from_a_mail_program_comes_with_its_links(desk: Any, chromium: Any) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(desk.launch)
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Paste its HTML").click()
    page.evaluate(
        """html => navigator.clipboard.write([new ClipboardItem({
        "text/html": new Blob([html], {type: "text/html"}),
        "text/plain": new Blob(["Rye and rolls\\nYou recieve a loaf. See Instagram."], {type: "text/plain"})})])""",
        HTML,
    )
    page.locator("#html").focus()
    page.keyboard.press("ControlOrMeta+v")
    assert "https://www.facebook.com/bramblewick" in page.locator("#html").input_value()
    page.locator("form:has(#html) button.main").click()
    wait(page)
    assert page.locator(".card", has_text="recieve").count() == 1
    assert page.locator(".card", has_text="Facebook").count() == 1
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == "Rye and rolls"
    context.close()


PASTED = (
    (HTML, f"<pre>{HTML.replace('<', '&lt;')}</pre>", HTML),  # the source of a page, out of an editor with colours
    ("just words", "", "just words"),
    ("See us", "<!--StartFragment--><p>See <b>us</b></p><!--EndFragment-->", "<p>See <b>us</b></p>"),
)


def test_what_is_pasted_is_what_was_meant(desk: Any, chromium: Any) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(desk.launch)
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Paste its HTML").click()
    for plain, html, kept in PASTED:
        page.evaluate(
            """([plain, html]) => navigator.clipboard.write([new ClipboardItem({
            ...(html ? {"text/html": new Blob([html], {type: "text/html"})} : {}),
            "text/plain": new Blob([plain], {type: "text/plain"})})])""",
            [plain, html],
        )
        page.locator("#html").fill("")
        page.locator("#html").focus()
        page.keyboard.press("ControlOrMeta+v")
        assert kept in page.locator("#html").input_value()
        assert "<pre>" not in page.locator("#html").input_value()
    context.close()


def test_words_alone_are_checked_as_words(desk: Any) -> None:
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", data={"html": "Rye and rolls\n\nYou will recieve a loaf."})
    assert answer.status_code == 303
    assert (desk.client / "drafts" / "pasted.txt").exists()


# --- Outlook's own files --------------------------------------------------------------------------------


def test_an_outlook_file_goes_all_the_way(desk: Any, seen: Any, outlook: Callable[..., bytes]) -> None:
    file = desk.folder / "Rye, rolls.msg"
    file.write_bytes(outlook({0x007D: HEADERS, 0x1000: "words"}, {0x1013: HTML.encode()}))
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    page.set_input_files("#file", str(file))
    page.locator("form:has(#file) button.main").click()
    wait(page)
    assert page.inner_text("h1").startswith("Do not send yet")
    assert "Rye, rolls and a late opening" in page.inner_text("header")
    assert page.locator(".card", has_text="recieve").count() == 1
    mark = page.frame_locator("iframe").locator("mark[data-preflight]", has_text="recieve")
    assert mark.count() == 1
    assert [one.name for one in (desk.client / "drafts").glob("*.msg")] == ["Rye- rolls.msg"]
