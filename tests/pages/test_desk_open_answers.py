"""Open answers outlive the desk, stay private, and go when they are closed; two tabs do not undo one another."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""


def answers(desk: Desk) -> list[Path]:
    return sorted((desk.folder / ".user" / "state" / "answers-1").glob("*.json"))


def test_a_restarted_desk_finds_what_was_open(desk: Desk, seen: Any) -> None:
    page = desk.enter(seen.page)
    desk.drop(page, desk.wrong)
    desk.drop(page, desk.wrong.replace("recieve", "receive"))
    address = page.url.removeprefix(desk.root)
    before = page.inner_text("main").split()
    assert "1 fixed" in page.inner_text(".changes")
    modes = [stat.S_IMODE(file.stat().st_mode) for file in (*answers(desk), desk.client / "drafts" / "week 47.eml")]
    assert set(modes) == {0o600}
    assert stat.S_IMODE(answers(desk)[0].parent.stat().st_mode) == 0o700

    desk.stop()
    desk.start()
    page.goto(desk.launch)
    left_off = page.get_by_role("region", name="Where you left off")
    assert "Do not send yet" in left_off.inner_text()
    assert "14 days" in left_off.inner_text()
    left_off.get_by_role("link", name="Rye, rolls").first.click()
    assert page.url.removeprefix(desk.root) == address
    assert page.inner_text("main").split() == before
    assert page.frame_locator("iframe").locator("mark[data-preflight]").count() >= 1
    desk.card(page, "Facebook").get_by_role("button", name="Not a mistake").click()  # and it goes on
    desk.wait(page)
    assert desk.card(page, "Facebook").count() == 0
    desk.drop(page, desk.right)
    assert page.inner_text("h1").startswith("Ready to send")

    page.get_by_role("link", name="bramblewick", exact=True).click()
    page.get_by_role("button", name="Close all 3").click()
    assert answers(desk) == []
    assert not (desk.client / "drafts" / "week 47.eml").exists()
    assert page.get_by_role("region", name="Open answers").count() == 0
    page.goto(desk.root + address)
    assert "was closed, or was never here" in page.inner_text("main")
    assert seen.errors == ["Failed to load resource: the server responded with a status of 404 (Not Found)"]


def test_a_certificate_outlives_its_answer(desk: Desk, seen: Any) -> None:
    page = desk.enter(seen.page)
    desk.drop(page, desk.right)
    desk.sign(page)
    page.get_by_role("button", name="Make the certificate").click()
    page.wait_for_selector("text=Page for your client")
    desk.stop()
    desk.start()
    page.goto(desk.launch)
    page.get_by_role("link", name="Rye, rolls").click()
    assert page.get_by_role("link", name="Page for your client").count() == 1
    page.get_by_role("button", name="Close this answer").click()
    assert answers(desk) == []
    drafts = desk.client / "drafts"
    verified = desk.run("verify", str(drafts / "week 47.eml"), str(drafts / "week 47.certificate.json"))
    assert verified.returncode == 0, verified.stdout


def test_a_desk_that_was_closed_in_the_middle_says_so(desk: Desk) -> None:
    with desk.talk() as talk:
        sent = talk.post("client/bramblewick/check", files={"file": ("a.eml", desk.right.encode())})
        address = desk.ended(talk, sent)
    (file,) = answers(desk)
    text = file.read_text(encoding="utf-8")
    desk.stop(kill=True)
    file.write_text(text.replace('"state":"done"', '"state":"running"', 1), encoding="utf-8")
    desk.start()
    with desk.talk() as talk:
        told = talk.get(address).text
        assert "This could not be checked." in told
        assert "Nothing is lost: check again" in told
        assert "Ready to send" in talk.get(desk.ended(talk, talk.post(f"{address}/again"))).text
        for broken in ("{}", "[]", text[:200], text.replace('"findings"', '"finding"'), text.replace("[", "{")):
            file.with_name("broken-broken.json").write_text(broken, encoding="utf-8")
            assert talk.get("check/broken-broken").status_code == 404
            assert talk.get("").status_code == 200
        assert talk.get("check/..%2F..%2Fx").status_code == 404


def test_old_answers_go_by_themselves(desk: Desk) -> None:
    with desk.talk() as talk:
        desk.ended(talk, talk.post("client/bramblewick/check", files={"file": ("a.eml", desk.right.encode())}))
    desk.stop()
    old = time.time() - 15 * 86_400
    os.utime(answers(desk)[0], (old, old))
    desk.start()
    assert answers(desk) == []
    assert not (desk.client / "drafts" / "a.eml").exists()


def test_two_tabs_with_emails_of_one_name(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context()
    first, second = desk.enter(context.new_page()), context.new_page()
    desk.drop(first, desk.right)
    desk.sign(first)
    earlier = first.url.partition("#")[0]
    second.goto(desk.root + "client/bramblewick")
    desk.drop(second, desk.wrong)
    first.get_by_role("button", name="Make the certificate").click()
    told = first.inner_text("main")
    assert "is about an earlier version of “week 47.eml”" in told
    assert "nothing was done here" in told
    assert not list((desk.client / "drafts").glob("*.certificate.json"))
    first.get_by_role("link", name="The newer answer").click()
    assert first.url == second.url
    first.goto(earlier)
    assert "this answer is about the earlier one" in first.inner_text("main [role=alert]")
    context.close()


def test_two_tabs_with_one_checklist(desk: Desk, chromium: Any) -> None:
    context = chromium.new_context()
    first, second = desk.enter(context.new_page()), context.new_page()
    desk.drop(first, desk.right)
    second.goto(first.url)
    desk.sign(first)
    for choice in second.locator(".checklist fieldset").all():
        choice.get_by_label("No", exact=True).check()
    second.get_by_role("button", name="Keep these answers").click()
    assert "was answered meanwhile, perhaps in another tab" in second.inner_text("main")
    first.reload()
    assert first.get_by_role("button", name="Make the certificate").count() == 1
    context.close()
