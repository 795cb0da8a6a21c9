"""The desk as people use it: a real server, a real browser, from the drop to the certificate."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("starlette")

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


Desk = Any
"""A running desk (``conftest``)."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "preflight", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def drop(page: Any, folder: Path, text: str | bytes, name: str = "week 47.eml") -> Any:
    """Choose a file in the drop zone that is shown, and press its button."""
    file = folder / "from-the-mail-program" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    page.set_input_files("#file", str(file))
    page.locator("form:has(#file) button.main").click()
    wait(page)
    return page


def wait(page: Any) -> None:
    for _ in range(100):
        if not page.inner_text("h1").startswith("Checking"):
            return
        page.wait_for_timeout(100)


def card(page: Any, words: str) -> Any:
    return page.locator(".card", has=page.locator("h3", has_text=words))


def answer_checklist(page: Any) -> None:
    for choice in page.locator(".checklist fieldset").all():
        choice.get_by_label("Yes", exact=True).check()
    page.get_by_label("Your name").fill("Jo")
    page.get_by_role("button", name="Keep these answers").click()
    wait(page)


# --- the journey ----------------------------------------------------------------------------------------


def test_from_the_drop_to_the_certificate(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    assert "token" not in page.url
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, WRONG)
    assert page.inner_text("h1").startswith("Do not send yet: ")
    assert "fixed" not in page.inner_text("main")

    recieve = card(page, "recieve")
    recieve.get_by_role("link", name="Show me").click()
    page.wait_for_timeout(300)
    mark = page.frame_locator("iframe").locator("mark[data-preflight]", has_text="recieve")
    assert page.locator("iframe").bounding_box()["y"] < mark.bounding_box()["y"]
    page.get_by_label("Phone").check()
    assert page.locator("iframe").bounding_box()["width"] == 375

    drop(page, desk.folder, RIGHT)
    assert page.inner_text("h1").startswith("Ready to send")
    since = page.inner_text(".changes")
    assert re.search(r"[3-9] fixed", since)
    assert "0 new" in since
    assert "recieve" in since
    assert page.get_by_role("button", name="Make the certificate").count() == 0

    answer_checklist(page)
    page.get_by_role("button", name="Make the certificate").click()
    drafts = desk.client / "drafts"
    row = json.loads((drafts / "week 47.certificate.json").read_text(encoding="utf-8"))
    assert {item["who"] for item in row["checklist"]["items"]} == {"Jo"}
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Page for your client").click()
    assert "Checked and ready" in opened.value.inner_text("h1")
    opened.value.close()

    page.get_by_role("button", name="It went out").click()
    assert list((desk.client / "issues").glob("*-week 47.eml"))
    verified = run(desk.folder, "verify", str(drafts / "week 47.eml"), str(drafts / "week 47.certificate.json"))
    assert verified.returncode == 0, verified.stdout
    (drafts / "week 47.eml").write_text(RIGHT.replace("until seven", "until nine"), encoding="utf-8")
    changed = run(desk.folder, "verify", str(drafts / "week 47.eml"), str(drafts / "week 47.certificate.json"))
    assert changed.returncode == 1
    assert run(desk.folder / "clients/bramblewick", "log", "--verify").returncode == 0

    outside = [url for url in seen.requests if not url.startswith((desk.root, "data:", "about:"))]
    assert outside == []
    assert seen.errors == []


def test_a_file_that_is_dropped_is_checked_at_once(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    page.wait_for_url("**/client/bramblewick")  # and its script
    carried = page.evaluate_handle(
        """text => { const data = new DataTransfer(); data.items.add(new File([text], "week 47.eml")); return data }""",
        WRONG,
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": carried})
    page.wait_for_url("**/check/**")
    wait(page)
    assert page.inner_text("h1").startswith("Do not send yet")


def test_not_a_mistake_is_remembered_for_this_client_with_a_fingerprint(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, WRONG)
    before = page.locator(".card").count()
    found = card(page, "Facebook")
    found.get_by_text("with a reason").click()
    found.get_by_label("Why").fill("our Instagram moved")
    found.get_by_role("button", name="Not a mistake").click()
    wait(page)
    assert page.locator(".card").count() == before - 1
    assert "Remembered for bramblewick" in page.inner_text("#done")
    written = tomllib.loads((desk.client / "waivers.toml").read_text(encoding="utf-8"))["waiver"]
    assert [one["rule"] for one in written] == ["links.brand-mismatch"]
    assert written[0]["reason"].startswith("our Instagram moved, said at the desk on ")
    assert written[0]["fingerprint"].startswith("v1:")
    drop(page, desk.folder, WRONG, "another name.eml")
    assert card(page, "Facebook").count() == 0
    assert (
        run(desk.folder, "check", "clients/bramblewick/drafts/week 47.eml", "--offline").stdout.count("Facebook") == 0
    )


def test_a_word_goes_into_the_clients_dictionary(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, WRONG)
    card(page, "recieve").get_by_role("button", name="to the dictionary").click()
    wait(page)
    assert "recieve" in (desk.client / "words.txt").read_text(encoding="utf-8")
    assert card(page, "recieve").count() == 0


def test_the_whole_journey_by_keyboard(desk: Desk, seen: Any) -> None:
    page = seen.page

    def press_to(words: str, key: str = "Enter") -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                "(e => (e.labels?.[0]?.innerText || e.getAttribute('aria-label') || e.innerText || ''))"
                "(document.activeElement)"
            )
            if words in focused:
                page.keyboard.press(key) if key else None
                return
        raise AssertionError(f"{words!r} cannot be reached with Tab")

    page.goto(desk.launch)
    press_to("bramblewick")
    page.wait_for_selector("#html", state="attached")
    press_to("Paste its HTML")
    press_to("The HTML", "")
    page.keyboard.insert_text("<p>The shop at 3 Mill Lane stays open until seven on Thursday, and there is soup.</p>")
    press_to("Check")
    page.wait_for_selector(".findings")
    for item in ("Yes",) * 4:
        press_to(item, " ")
    press_to("Your name", "")
    page.keyboard.insert_text("Jo")
    press_to("Keep these answers")
    page.wait_for_selector("#done")
    press_to("Make the certificate")
    page.wait_for_selector("text=Page for your client")


def test_pasted_html_and_a_site_folder(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Paste its HTML").click()
    page.locator("#html").fill("<p>You will recieve a loaf.</p>")
    page.locator("form:has(#html) button.main").click()
    wait(page)
    assert card(page, "recieve").count() == 1
    assert page.get_by_role("button", name="Not a mistake").count() == 0  # nobody to remember it for
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Check a website").click()
    page.locator("#path").fill(str(ROOT / "examples/site/after"))
    page.locator("#against").fill(str(ROOT / "examples/site/before"))
    page.locator("form:has(#path) button.main").click()
    wait(page)
    assert page.inner_text("h1").startswith("Do not publish yet")


def test_the_command_on_the_page_gives_the_same_answer(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, WRONG)
    import shlex

    command = shlex.split(page.locator("code", has_text="preflight check").inner_text())
    told = json.loads(run(desk.folder, *command[1:], "--format", "json").stdout)
    shown = {text.strip() for text in page.locator(".card > .aside:last-child").all_inner_texts()}
    assert {one["rule"] for one in told["findings"] if not one["rule"].startswith("checklist.")} == shown


def test_two_tabs_do_not_undo_each_other(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(desk.launch)
    first.get_by_role("link", name="bramblewick").click()
    drop(first, desk.folder, WRONG)
    second.goto(first.url)
    card(first, "recieve").get_by_role("button", name="Not a mistake").click()
    wait(first)
    card(second, "recieve").get_by_role("button", name="Not a mistake").click()
    assert "answered already" in second.inner_text("main")
    second.get_by_role("link", name="Back").click()
    card(second, "Facebook").get_by_role("button", name="Not a mistake").click()
    wait(second)
    written = tomllib.loads((desk.client / "waivers.toml").read_text(encoding="utf-8"))["waiver"]
    assert [one["rule"] for one in written] == ["spelling.misspelling", "links.brand-mismatch"]
    context.close()


def test_a_verdict_within_three_seconds(desk: Desk, seen: Any) -> None:
    lines = "".join(
        f"<p>Loaf number {number} costs £{number % 9 + 2}.20 and is baked at night.</p>" for number in range(1500)
    )
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, RIGHT)  # the lexicon is compiled once per installation
    took = []
    for _ in range(4):  # other tests may have the computer at the same time: the best of a few is what it takes
        began = time.monotonic()
        drop(page, desk.folder, HEAD + lines + FOOT, "long.eml")
        took.append(time.monotonic() - began)
    assert min(took) < 3
    assert page.locator("h1").inner_text()


# --- hostile mail ---------------------------------------------------------------------------------------

HOSTILE = HEAD + (
    '<script>parent.document.title="run"; fetch("https://script.example.com/")</script>'
    '<img src="https://pixel.example.com/a.png" onerror="alert(1)"><p style="position:fixed;inset:0">over all</p>'
    '<meta http-equiv="refresh" content="0;url=https://refresh.example.com/">'
    '<form action="/check/x/accept" method="post"><button>press</button></form>'
    "<p>&lt;span id=preflight-mark-1&gt; data-preflight=\"1\" {{ 7 * 7 }} We recieve <b onclick='alert(2)'>it</b>.</p>"
) + FOOT  # fmt: skip


def test_a_hostile_message_runs_nothing_and_loads_nothing(desk: Desk, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    drop(page, desk.folder, HOSTILE, "<img src=x onerror=alert(3)>.eml")
    page.wait_for_timeout(500)
    frame = next(frame for frame in page.frames if "/view/" in frame.url)
    assert "{{ 7 * 7 }}" in frame.locator("body").inner_text()
    assert frame.locator("script, form, meta[http-equiv=refresh]").count() == 0
    page.goto(frame.url)  # on its own, too
    page.wait_for_timeout(300)
    assert page.title() != "run"
    assert seen.dialogs == []
    assert [url for url in seen.requests if not url.startswith((desk.root, "data:", "about:"))] == []


def test_the_message_has_a_sandbox_of_its_own(desk: Desk) -> None:
    with desk.talk() as talk:
        sent = talk.post("client/bramblewick/check", files={"file": ("a.eml", HOSTILE.encode())})
        address = sent.headers["location"].lstrip("/")
        for _ in range(100):
            if talk.get(f"{address}/state").json()["state"] != "running":
                break
            time.sleep(0.1)
        views = re.findall(r'src="/(check/[^"]+/view/\d+)"', talk.get(address).text)
        policy = talk.get(views[0]).headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert "script-src" not in policy


# --- strangers ------------------------------------------------------------------------------------------


def test_strangers_are_refused(desk: Desk) -> None:
    with desk.talk() as talk:
        assert talk.get("").status_code == 200
        for headers in (
            {"host": "evil.example:80"},
            {"host": f"evil.example:{desk.port}"},
            {"cookie": ""},
            {"cookie": f"preflight-{desk.port}=guess"},
        ):
            assert talk.get("", headers=headers).status_code in (403, 421), headers
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "null", "sec-fetch-site": "cross-site"},
            {"origin": f"http://127.0.0.1:{desk.port + 1}"},
        ):
            answer = talk.post("clients", data={"name": "stolen"}, headers=headers)
            assert answer.status_code == 403, headers
        assert talk.get("?token=guess", headers={"cookie": ""}).status_code == 403
    assert not (desk.folder / "clients" / "stolen").exists()


def test_every_page_says_what_a_browser_may_do(desk: Desk) -> None:
    with desk.talk() as talk:
        for address in ("", "help", "client/bramblewick", "nothing/here", "desk.js"):
            headers = talk.get(address).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe-inline" not in headers["content-security-policy"]
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
        launched = httpx.get(desk.launch)
    assert launched.status_code == 303
    assert "HttpOnly" in launched.headers["set-cookie"]
    assert "SameSite=Strict" in launched.headers["set-cookie"]


def test_200_mb_are_refused_on_the_way_and_nothing_is_kept(desk: Desk) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.eml"\r\n\r\n'
        for _ in range(200):
            yield b"a" * 1_000_000

    with desk.talk(**{"content-type": "multipart/form-data; boundary=x"}) as talk:
        answer = talk.post("client/bramblewick/check", content=pieces())
        assert answer.status_code == 413
        assert "25 MB" in answer.text
        assert talk.post("client/bramblewick/check", content=b"", headers={"content-length": "0"}).status_code == 400
    assert not (desk.client / "drafts").exists()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.eml", b"", "is empty"),
        ("setup.eml", b"MZ\x90\0\3", "it is a Windows program"),
        ("mail.msg", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "damaged or incomplete: save it again"),
        ("notes.eml", b"Buy flour, and call the mill.", "no sender"),
        ("all.zip", b"PK\x03\x04abc", "unpack it"),
    ],
)
def test_what_is_no_email_gets_a_sentence(desk: Desk, name: str, data: bytes, sentence: str) -> None:
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": (name, data)})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert not (desk.client / "drafts").exists()


def test_a_folder_that_cannot_be_written_gets_a_sentence(desk: Desk) -> None:
    (desk.client / "drafts").write_text("a file where the folder should be")
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": ("a.eml", RIGHT.encode())})
    assert answer.status_code == 400
    assert "nothing was checked, your file is as it was" in answer.text


def test_a_long_check_can_be_stopped(desk: Desk, seen: Any) -> None:
    site = desk.folder / "site"
    site.mkdir()
    for number in range(80):  # seconds of work on any machine
        words = " ".join(f"Loaf {number * 4000 + loaf} was baked at night." for loaf in range(4000))
        (site / f"{number}.html").write_text(f"<html lang=en><title>Loaf {number}</title><p>{words}</p>")
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("link", name="No client").click()
    page.get_by_text("Check a website").click()
    page.locator("#path").fill(str(site))
    page.locator("form:has(#path) button.main").click()
    page.get_by_role("button", name="Stop").click()
    assert page.inner_text("h1") == "Stopped."
    page.get_by_role("link", name="No client").click()
    drop(page, desk.folder, RIGHT)
    assert page.inner_text("h1").startswith("Ready to send")


# --- looks ----------------------------------------------------------------------------------------------


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
    drop(page, desk.folder, WRONG)
    look("answer")
    drop(page, desk.folder, RIGHT)
    look("ready, but for the checklist")
    answer_checklist(page)
    look("ready")
    page.get_by_role("button", name="Make the certificate").click()
    look("certificate")
    drop(page, desk.folder, b"", "empty.eml")
    look("refused")


def test_it_works_without_scripts(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.launch)
    page.get_by_role("link", name="bramblewick").click()
    file = desk.folder / "week.eml"
    file.write_text(WRONG, encoding="utf-8")
    page.set_input_files("#file", str(file))
    page.locator("form:has(#file) button.main").click()
    for _ in range(50):
        if not page.inner_text("h1").startswith("Checking"):
            break
        page.wait_for_timeout(200)
        page.reload()
    assert page.inner_text("h1").startswith("Do not send yet")
    card(page, "recieve").get_by_role("button", name="Not a mistake").click()
    assert (desk.client / "waivers.toml").read_text(encoding="utf-8").count("fingerprint") >= 1
    context.close()
