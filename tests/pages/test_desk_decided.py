"""What was decided for a client can be taken back, and the plain files stay the truth."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
BY_HAND = """\
# Reviewed with Orla in spring.
schema = 1

# The preview is linked on purpose,
# until the new site is there.
[[waiver]]
rule = "links.staging"   # a whole rule
reason = "as agreed"
match = "https://preview.example.com/menu"

"""


def test_undo_right_after_the_click(desk: Desk, seen: Any) -> None:
    (desk.client / "waivers.toml").write_text(BY_HAND, encoding="utf-8")
    words = "# our own\nAlder  # the oak's cousin\nZwieback\n"
    (desk.client / "words.txt").write_text(words, encoding="utf-8")
    page = desk.enter(seen.page)
    desk.drop(page, desk.wrong)
    before = page.locator(".card").count()
    desk.card(page, "Facebook").get_by_role("button", name="Not a mistake").click()
    desk.wait(page)
    assert page.locator(".card").count() == before - 1
    page.get_by_role("button", name="Undo").click()
    desk.wait(page)
    assert page.locator(".card").count() == before
    assert "counts as a mistake again" in page.inner_text("#done")
    assert (desk.client / "waivers.toml").read_text(encoding="utf-8") == BY_HAND

    desk.card(page, "recieve").get_by_role("button", name="to the dictionary").click()
    desk.wait(page)
    assert desk.card(page, "recieve").count() == 0
    page.get_by_role("button", name="Undo").click()
    desk.wait(page)
    assert desk.card(page, "recieve").count() == 1
    assert (desk.client / "words.txt").read_text(encoding="utf-8") == words


def test_everything_that_was_decided_is_listed_and_can_be_taken_back(desk: Desk, seen: Any) -> None:
    (desk.client / "waivers.toml").write_text(BY_HAND, encoding="utf-8")
    (desk.client / "words.txt").write_text("# our own\nAlder  # the oak's cousin\nZwieback\n", encoding="utf-8")
    wrong, right = desk.file(desk.wrong, "sent.eml"), desk.file(desk.right, "right.eml")
    before = (desk.client / "preflight.toml").read_bytes()
    assert desk.run("learn", str(wrong), str(right), "--client", "bramblewick").returncode == 0
    page = desk.enter(seen.page)
    desk.drop(page, desk.wrong)
    found = desk.card(page, "recieve")
    found.get_by_text("with a reason").click()
    found.get_by_label("Why").fill("a joke of ours")
    found.get_by_role("button", name="Not a mistake").click()
    desk.wait(page)
    page.get_by_role("link", name="What was decided").click()
    told = page.inner_text("main")
    for said in ("https://preview.example.com/menu", "as agreed", "recieve", "a joke of ours, said at the desk on",
                 "Alder", "the oak's cousin", "Zwieback"):  # fmt: skip
        assert said in told
    assert page.get_by_role("link", name="The note").count() == 1

    page.get_by_role("button", name="Count it again: “recieve”").click()
    assert (desk.client / "waivers.toml").read_text(encoding="utf-8") == BY_HAND
    page.get_by_role("button", name="Count it again").click()
    left = (desk.client / "waivers.toml").read_text(encoding="utf-8")
    assert left.startswith("# Reviewed with Orla in spring.\nschema = 1\n\n# The preview is linked on purpose,\n")
    assert "waiver" not in tomllib.loads(left)
    page.get_by_role("button", name="Remove: Alder").click()
    assert (desk.client / "words.txt").read_text(encoding="utf-8") == "# our own\nZwieback\n"
    page.get_by_role("button", name="Watch for it no more").click()
    assert (desk.client / "preflight.toml").read_bytes().rstrip() == before.rstrip()
    assert "None: nothing has been told yet." in page.inner_text("main")
    (kept,) = (desk.client / "incidents" / ".removed").iterdir()
    assert (kept / "note.md").exists()
    report = desk.run("check", str(right), "--config", "clients/bramblewick/preflight.toml", "--offline").stdout
    assert "past mistake" not in report
    assert seen.errors == []


def test_taken_back_elsewhere_or_written_by_hand_in_another_way(desk: Desk) -> None:
    inline = 'schema = 1\nwaiver = [{ rule = "links.staging", reason = "as agreed" }]\n'
    (desk.client / "waivers.toml").write_text(inline, encoding="utf-8")
    with desk.talk() as talk:
        listed = talk.get("client/bramblewick/decided").text
        identifier = listed.partition('name="decided" value="waiver ')[2].partition('"')[0]
        refused = talk.post("client/bramblewick/decided", data={"decided": f"waiver {identifier}"})
        assert "edited by hand in a way that the desk does not change" in refused.text
        assert (desk.client / "waivers.toml").read_text(encoding="utf-8") == inline
        for gone in ("waiver 0123", "incident 2026-11-24-x", "incident ../../x", "nothing", ""):
            assert talk.post("client/bramblewick/decided", data={"decided": gone}).status_code == 400, gone
        (desk.client / "waivers.toml").write_text("[[waiver\n", encoding="utf-8")
        broken = talk.get("client/bramblewick/decided")
        assert broken.status_code == 200
        assert "waivers.toml" in broken.text
