"""A rule that was proposed waits for a yes, also when the desk is closed or breaks off; and cards of a website."""

from __future__ import annotations

import os
import shutil
import stat
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
PAGE = "<!doctype html><html lang=en><title>{0}</title><h1>{0}</h1><p>{1}</p>"
HOME = PAGE.format("Bakery", 'Bread is baked at night. <a href="/rolls/">See our rolls</a> for the morning.')
ROLLS = PAGE.format("Rolls", "Our rolls are baked in the morning, and sold by noon at the shop.")


def lessons(desk: Desk) -> list[Path]:
    return sorted((desk.folder / ".user" / "state" / "lessons-1").glob("*"))


def propose(desk: Desk, talk: Any, what: str = "The Instagram link opened Facebook") -> str:
    """The address of a rule that waits for a yes."""
    files = {"bad": ("sent.eml", desk.wrong.encode()), "good": ("right.eml", desk.right.encode())}
    sent = talk.post("client/bramblewick/learn", data={"what": what}, files=files)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"].lstrip("/"))


@pytest.mark.parametrize("end", ["button", "term", "kill"])
def test_a_proposed_rule_outlives_the_desk(end: str, desk: Desk, seen: Any) -> None:
    with desk.talk() as talk:
        propose(desk, talk)
        if end == "button":
            assert talk.post("close").status_code == 200
            assert desk.server.wait(120) == 0
    (folder,) = lessons(desk)
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert {one.name for one in files} == {"lesson.json", "sent.eml", "right.eml"}
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    desk.stop(kill=end == "kill")
    desk.start()
    page = seen.page
    page.goto(desk.launch)
    assert "The Instagram link opened Facebook" in page.get_by_role("region", name="Waiting for your yes").inner_text()
    page.get_by_role("link", name="bramblewick", exact=True).click()
    waiting = page.get_by_role("region", name="Waiting for your yes")
    assert "14 days" in waiting.inner_text()
    waiting.get_by_role("link", name="The Instagram link opened Facebook").click()
    assert page.inner_text("h1") == "This would have stopped it."
    page.get_by_role("button", name="Keep it from now on").click()
    assert page.inner_text("h1") == "From now on this is caught."
    assert lessons(desk) == []
    page.get_by_role("link", name="bramblewick", exact=True).click()
    assert page.get_by_role("region", name="Waiting for your yes").count() == 0


def test_what_waits_is_thrown_away_with_a_button_and_by_itself(desk: Desk, seen: Any) -> None:
    with desk.talk() as talk:
        for what in ("The first one", "The second one"):
            propose(desk, talk, what)
    page = desk.enter(seen.page)
    page.get_by_role("button", name="Throw away: The first one").click()
    assert page.inner_text("h1") == "bramblewick"
    told = page.get_by_role("region", name="Waiting for your yes").inner_text()
    assert "The second one" in told
    assert "The first one" not in told
    (folder,) = lessons(desk)
    desk.stop()
    old = time.time() - 15 * 86_400
    os.utime(folder / "lesson.json", (old, old))
    desk.start()
    assert lessons(desk) == []
    assert not list((desk.client / "incidents").glob("2*"))


def test_what_the_client_sent_since_is_looked_at_before_an_old_rule_is_kept(desk: Desk) -> None:
    with desk.talk() as talk:
        address = propose(desk, talk)
        assert "This would have stopped it." in talk.get(address).text
    desk.stop()
    (desk.client / "issues" / "46.eml").write_text(desk.wrong.replace("Rye, rolls", "Oats"), encoding="utf-8")
    desk.start()
    with desk.talk() as talk:
        sent = talk.post(address, data={"answer": "yes"})
        assert sent.headers["location"].lstrip("/") == address
        told = talk.get(address).text
    assert "too noisy" in told
    assert not list((desk.client / "incidents").glob("2*"))


def test_a_rule_that_cannot_be_kept_goes_on_waiting(desk: Desk) -> None:
    shutil.rmtree(desk.client / "incidents")
    (desk.client / "incidents").write_text("a file where the folder should be", encoding="utf-8")
    with desk.talk() as talk:
        address = propose(desk, talk)
        refused = talk.post(address, data={"answer": "yes"})
        assert refused.status_code == 400
        assert "cannot be written" in refused.text
        (desk.client / "incidents").unlink()
        assert talk.post(address, data={"answer": "yes"}).status_code == 303
        assert "answered already" in talk.post(address, data={"answer": "yes"}).text


def test_a_file_that_somebody_edited_offers_nothing(desk: Desk) -> None:
    with desk.talk() as talk:
        address = propose(desk, talk)
    (folder,) = lessons(desk)
    file = folder / "lesson.json"
    text = file.read_text(encoding="utf-8")
    desk.stop()
    desk.start()
    with desk.talk() as talk:
        elsewhere = text.replace(str(folder / "bad"), str(desk.folder / "elsewhere"))
        assert elsewhere != text
        for broken in ("{}", text[:300], elsewhere, text.replace('"tried"', '"trie"')):
            file.write_text(broken, encoding="utf-8")
            assert "Waiting for your yes" not in talk.get("client/bramblewick").text
            assert talk.get(address).status_code == 400
        assert talk.get("client/bramblewick/learn/..%2F..%2Fx").status_code in (400, 404)
        file.write_text(text, encoding="utf-8")
        assert "Waiting for your yes" in talk.get("client/bramblewick").text


# --- cards of a website ---------------------------------------------------------------------------------


def build(place: Path, **pages: str) -> Path:
    for name, text in {"index": HOME, **pages}.items():
        file = place / "index.html" if name == "index" else place / name / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return place


def check(desk: Desk, talk: Any, site: Path, against: str = "") -> str:
    return str(desk.ended(talk, talk.post("client/bramblewick/site", data={"path": str(site), "against": against})))


def test_a_card_of_a_website_brings_its_page_and_the_page_of_the_build_before(desk: Desk, seen: Any) -> None:
    before = build(desk.folder / "before", rolls=ROLLS)
    after = build(desk.folder / "after", rolls=ROLLS.replace("baked in", "bakde in"))
    with desk.talk() as talk:
        address = check(desk, talk, after, str(before))
    page = seen.page
    page.goto(desk.launch)
    page.goto(desk.root + address)
    desk.card(page, "bakde").get_by_role("link", name="Always catch this").click()
    told = page.inner_text("main")
    assert "rolls/index.html" in told
    assert "as it was in the build before" in told
    page.locator("#wrong").fill("")
    with page.expect_navigation():
        page.get_by_role("button", name="Try it").click()
    assert page.inner_text("h1") == "This would have stopped it."
    page.get_by_role("button", name="Keep it from now on").click()
    (folder,) = (desk.client / "incidents").glob("2*")
    assert (folder / "bad.html").read_bytes() == (after / "rolls/index.html").read_bytes()
    assert (folder / "good.html").read_bytes() == (before / "rolls/index.html").read_bytes()
    page.goto(desk.root + address)
    page.get_by_role("button", name="Check the same file again").click()
    desk.wait(page)
    assert "1 past mistake re-checked" in page.inner_text("body > header")
    assert seen.errors == []


def test_the_mended_page_of_a_newer_answer_is_the_right_one_and_words_are_enough(desk: Desk) -> None:
    wrong = build(desk.folder / "first", rolls=ROLLS.replace("baked in", "bakde in"))
    mended = build(desk.folder / "second", rolls=ROLLS)
    with desk.talk() as talk:
        address = check(desk, talk, wrong)
        time.sleep(1.1)  # answers are told apart by the second
        check(desk, talk, mended)
        form = talk.get(f"client/bramblewick/learn?check={address.partition('/')[2]}&card=1").text
        assert "as it is in the newer answer “second”" in form
        given = {"check": address.partition("/")[2], "card": "1", "what": "A typing slip"}
        for words in ({}, {"wrong": "bakde", "words": "baked"}):
            sent = talk.post("client/bramblewick/learn", data={**given, **words})
            assert sent.status_code == 303, sent.text
            assert "This would have stopped it." in talk.get(sent.headers["location"]).text


def test_an_address_that_was_lost_has_to_stay(desk: Desk) -> None:
    before = build(desk.folder / "before", rolls=ROLLS)
    after = build(desk.folder / "after", morning=ROLLS)
    with desk.talk() as talk:
        address = check(desk, talk, after, str(before))
        answer = talk.get(address).text
        number = answer.partition("“/rolls/” is gone")[0].rpartition('class="number">')[2].partition("<")[0]
        given = {"check": address.partition("/")[2], "card": number, "what": "The rolls moved"}
        sent = talk.post("client/bramblewick/learn", data=given)
        assert sent.status_code == 303, sent.text
        assert "stops when one of these addresses is gone: /rolls/." in talk.get(sent.headers["location"]).text
        assert talk.post(sent.headers["location"], data={"answer": "yes"}).status_code == 303
        (rule,) = tomllib.loads((desk.client / "preflight.toml").read_text(encoding="utf-8"))["rule"]
        assert rule["addresses"] == ["/rolls/"]
        assert "this address has to stay" in talk.get(check(desk, talk, after)).text
        assert "this address has to stay" not in talk.get(check(desk, talk, before)).text
