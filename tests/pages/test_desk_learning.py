"""“Always catch this”: from a card, from two files, and what comes of it later; as the command line does it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
TODAY = date.today().isoformat()


def tell(page: Any, **words: str) -> None:
    for label, value in words.items():
        page.locator(f"#{label}").fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name="Try it").click()


def files(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_from_a_card_to_the_rule_and_the_note(desk: Desk, seen: Any) -> None:
    (desk.client / "issues" / "46.eml").write_text(desk.right.replace("Rye,", "Oats,"), encoding="utf-8")
    page = desk.enter(seen.page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.drop(page, desk.wrong)
    desk.card(page, "Facebook").get_by_role("link", name="Always catch this").click()
    assert page.locator("#wrong").input_value() == "https://www.facebook.com/bramblewick"
    assert "Facebook" in page.locator("#what").input_value()
    tell(
        page, what="The Instagram link opened Facebook", words="https://www.instagram.com/bramblewick",
        noticed_by="a reader", impact="812 readers, on 24 November", done="A correction went out at 11:00",
    )  # fmt: skip
    told = page.inner_text("main")
    assert page.inner_text("h1") == "This would have stopped it."
    assert "stops a link to https://www.facebook.com/bramblewick" in told
    assert "It stops what went out" in told
    assert "It lets the corrected one pass" in told
    assert "quiet on 1 earlier issue" in told
    assert "A correction went out at 11:00" in told
    assert not list((desk.client / "incidents").glob("2*"))  # nothing before somebody agrees
    page.get_by_role("button", name="Keep it from now on").click()
    assert page.inner_text("h1") == "From now on this is caught."
    (folder,) = (desk.client / "incidents").glob("2*")
    assert {one.name for one in folder.iterdir()} == {"bad.eml", "good.eml", "incident.toml", "note.md"}
    assert (folder / "bad.eml").read_bytes() == desk.wrong.encode()
    assert b"instagram.com/bramblewick" in (folder / "good.eml").read_bytes()
    page.get_by_role("button", name="Copy it").click()
    page.wait_for_selector("text=Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("What happened on ")
    assert "It was noticed by a reader." in copied
    assert not any(sign in copied for sign in "#\\*"), copied
    assert "sorry" not in copied.lower()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Copy it").is_visible()
    assert page.locator("article.letter").is_visible()
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Back to the answer").click()
    page.get_by_role("button", name="Check the same file again").click()
    desk.wait(page)
    assert "1 past mistake re-checked" in page.inner_text("header >> nth=0")
    assert desk.card(page, "opened the wrong page once").count() == 1
    assert seen.errors == []


def test_a_noisy_rule_is_sent_back_and_says_why(desk: Desk, seen: Any) -> None:
    (desk.client / "issues" / "46.eml").write_text(desk.right, encoding="utf-8")
    page = desk.enter(seen.page)
    desk.drop(page, desk.right.replace("there is soup", "there is sopu"))
    page.get_by_role("link", name="Always catch it from now on").click()
    before = files(desk.client)
    page.get_by_label("The wrong words are never right").check()
    tell(page, what="The wrong day", wrong="")
    assert "drop the corrected file, or say which words" in page.inner_text("[role=alert]")
    assert page.locator("#what").input_value() == "The wrong day"
    page.locator("#good").set_input_files(str(desk.file(desk.right.replace("until seven", "until eight"), "good.eml")))
    tell(page, what="The wrong hour", wrong="open until seven")
    assert page.inner_text("h1") == "No rule was accepted."
    told = page.inner_text("main")
    assert "too noisy. It finds 1 place in 1 earlier issue" in told
    assert "46.eml" in told
    assert "open until seven" in told
    assert files(desk.client) == before


def test_the_same_bytes_as_the_command_line(desk: Desk) -> None:
    assert desk.run("init", "--client-folder", "mill").returncode == 0
    bad, good = desk.file(desk.wrong, "sent.eml"), desk.file(desk.right, "right.eml")
    told = {"what": "The Instagram link opened Facebook", "noticed_by": "a reader", "impact": "812 readers",
            "done": "A correction went out", "right": "Instagram", "day": TODAY, "kind": "", "check": ""}  # fmt: skip
    with desk.talk() as talk:
        sent = talk.post(
            "client/bramblewick/learn",
            data=told,
            files={"bad": (bad.name, bad.read_bytes()), "good": (good.name, good.read_bytes())},
        )
        assert sent.status_code == 303, sent.text
        kept = talk.post(sent.headers["location"], data={"answer": "yes"})
        assert kept.status_code == 303, kept.text
        again = talk.post(sent.headers["location"], data={"answer": "yes"})
        assert "answered already" in again.text
    outcome = desk.run(
        "incident", "--client", "mill", "--bad", str(bad), "--good", str(good), "--what", told["what"],
        "--noticed-by", told["noticed_by"], "--impact", told["impact"], "--done", told["done"],
        "--right", told["right"], "--date", TODAY,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout
    mill = desk.folder / "clients" / "mill"
    assert files(desk.client / "incidents") == files(mill / "incidents")
    assert (desk.client / "preflight.toml").read_bytes() == (mill / "preflight.toml").read_bytes()
    assert not list((desk.folder / ".user" / "state" / "lessons-1").glob("*"))  # samples stay nowhere else


def test_two_files_by_themselves(desk: Desk, seen: Any) -> None:
    page = desk.enter(seen.page)
    page.get_by_role("link", name="Something went out wrong").click()
    page.locator("#bad").set_input_files(str(desk.file(desk.wrong, "sent.eml")))
    page.locator("#good").set_input_files(str(desk.file(desk.right, "right.eml")))
    tell(page, what="A wrong link")
    assert page.inner_text("h1") == "This would have stopped it."
    page.get_by_role("button", name="No, not this").click()
    assert page.inner_text("h1") == "Always catch this"
    page.locator("#bad").set_input_files(str(desk.file(desk.wrong, "sent.eml")))
    page.locator("#wrong").fill("no such words in it")
    page.locator("#words").fill("others")
    tell(page, what="A wrong link")
    assert "does not stand in it" in page.inner_text("[role=alert]")
    page.locator("#bad").set_input_files(str(desk.file(b"MZ\0\0", "sent.eml")))
    tell(page, what="A wrong link")
    assert "Windows program" in page.inner_text("[role=alert]")
    assert not list((desk.client / "incidents").glob("2*"))


def test_a_past_mistake_fails_with_every_client_at_the_desk_and_at_the_terminal(desk: Desk, seen: Any) -> None:
    assert desk.run("init", "--client-folder", "mill").returncode == 0
    bad = desk.right.replace("until seven on Thursday", "until nine on every single Thursday")
    wrong, right = desk.file(bad, "sent.eml"), desk.file(desk.right, "right.eml")
    assert desk.run("learn", str(wrong), str(right), "--client", "mill").returncode == 0
    page = desk.enter(seen.page)
    desk.drop(page, desk.right)
    assert page.inner_text("h1").startswith("Ready to send")
    assert "1 past mistake re-checked" in page.inner_text("body > header")
    desk.drop(page, bad.replace("Rye, rolls", "Rolls, rye"))
    assert page.inner_text("h1").startswith("Do not send yet")
    again = desk.card(page, "This went out wrong once with another client")
    assert again.count() == 1
    assert "mill" not in again.inner_text().lower().replace("mill lane", "")
    told = desk.run("check", "clients/bramblewick/drafts/week 47.eml", "--offline")
    assert told.returncode == 1
    assert "1 past mistake re-checked" in told.stdout
    assert "went out wrong once with another client" in " ".join(told.stdout.split())


def test_something_that_only_a_person_sees_goes_onto_the_checklist(desk: Desk) -> None:
    with desk.talk() as talk:
        sent = talk.post(
            "client/bramblewick/learn",
            data={"what": "the hour was not confirmed", "kind": "checklist", "wrong": "until seven",
                  "words": "until eight", "day": TODAY},
            files={"bad": ("sent.eml", desk.right.encode())},
        )  # fmt: skip
        assert "The checklist asks every time" in talk.get(sent.headers["location"]).text
        assert talk.post(sent.headers["location"], data={"answer": "yes"}).status_code == 303
    (item,) = tomllib.loads((desk.client / "checklist.toml").read_text(encoding="utf-8"))["item"]
    assert "the hour was not confirmed" in item["text"]
