"""The checklist end to end: asked, answered, reopened by what changed and by nothing else, and on the certificate."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

TEXT = """From: The Mill <news@mill.example>
Subject: Apples are in
Date: Tue, 24 Nov 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html lang="en"><body><img src="https://mill.example/crates-47.jpg" alt="Crates of apples" width="600">
<h1>Apples are in</h1><p>The first crates of the year stand in the yard since this morning.</p>
<p>A crate is £12.00. <a href="https://mill.example/shop">Order yours</a></p>
<p>The Mill, 14 Mill Lane, Hebden Bridge HX7 6LU. <a href="https://mill.example/unsubscribe">Unsubscribe</a></p>
</body></html>
"""
ITEMS = {
    "audience": "message", "hero": "images", "opening": "opening", "price": "prices", "shop": "links", "phone": "all",
}  # fmt: skip
CHECKLIST = "defaults = false\n" + "".join(
    f'[[item]]\nid = "{name}"\ntext = "Looked at the {name}"\nabout = "{about}"\n' for name, about in ITEMS.items()
)
CHECK = ("check", "weekly.eml", "--offline", "--send-date", "2026-11-24")


@pytest.fixture
def client(write) -> Path:
    return write({"weekly.eml": TEXT, "preflight.toml": 'ledger = "ledger.jsonl"\n', "checklist.toml": CHECKLIST})


def answer(preflight, names: Iterable[str] = ITEMS, *more: str) -> int:
    given = [word for name in names for word in ("--answer", f"{name}=yes")]
    return preflight("checklist", "weekly.eml", *given, "--who", "Jo", *more).code


def waiting(preflight) -> set[str]:
    report = preflight(*CHECK, "--format", "json").report
    return {finding["match"] for finding in report["findings"] if finding["rule"] == "checklist.open"}


def test_every_item_is_asked_until_it_is_answered(client: Path, preflight) -> None:
    assert waiting(preflight) == set(ITEMS)
    assert answer(preflight, ["phone"]) == 1
    assert answer(preflight, [name for name in ITEMS if name != "phone"]) == 0
    assert waiting(preflight) == set()


@pytest.mark.parametrize(
    ("old", "new", "reopened"),
    [
        ("crates-47.jpg", "crates-48.jpg", {"hero", "phone"}),
        ("The first crates", "The second crates", {"opening", "phone"}),
        ("£12.00", "£14.00", {"price", "phone"}),
        ("mill.example/shop", "mill.example/apples", {"shop", "phone"}),
        ("Subject: Apples are in", "Subject: Pears are in", {"audience"}),
        ("Date: Tue, 24 Nov 2026 09:00:00", "Date: Tue, 24 Nov 2026 09:30:00", set()),
    ],
)
def test_what_changed_opens_what_it_is_about(client: Path, preflight, old: str, new: str, reopened: set[str]) -> None:
    answer(preflight)
    (client / "weekly.eml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    assert waiting(preflight) == reopened
    if reopened:
        assert "has changed since" in preflight("checklist", "weekly.eml").out
    (client / "weekly.eml").write_text(TEXT, encoding="utf-8")
    assert waiting(preflight) == set(), "the answers for these very bytes still hold"


def test_no_keeps_an_item_open_and_says_who_said_so(client: Path, preflight) -> None:
    answer(preflight)
    preflight("checklist", "weekly.eml", "--answer", "price=no", "--note", "waiting for Ann", "--who", "Jo")
    assert "answered no by Jo: waiting for Ann" in preflight(*CHECK, "--format", "json").out


def test_preflight_ticks_what_it_sees(client: Path, write, preflight) -> None:
    write(
        {
            "checklist.toml": CHECKLIST.replace('about = "opening"', 'about = "opening"\nticked-by = "changed"'),
            "issues/last.eml": TEXT.replace("The first crates", "The last plums").replace("24 Nov", "17 Nov"),
        }
    )
    told = preflight("checklist", "weekly.eml", "--against", "issues/last.eml").out
    assert "yes, preflight: the first paragraph is not that of issues/last.eml" in told
    write({"issues/last.eml": TEXT.replace("24 Nov", "17 Nov")})
    told = preflight("checklist", "weekly.eml", "--against", "issues/last.eml").out
    assert "the first paragraph is still that of issues/last.eml" in told


def test_the_certificate_waits_for_the_checklist_and_holds_it(client: Path, preflight) -> None:
    refused = preflight(*CHECK, "--certificate", "weekly.json")
    assert refused.code == 3
    assert "the checklist is open (“Looked at the audience”" in refused.err
    assert not (client / "weekly.json").exists()
    answer(preflight, ITEMS, "--note", "segment B")
    assert preflight(*CHECK, "--certificate", "weekly.json").code == 0
    row = json.loads((client / "weekly.json").read_text())
    assert {(item["id"], item["answer"], item["who"], item["note"]) for item in row["checklist"]["items"]} == {
        (name, "yes", "Jo", "segment B") for name in ITEMS
    }
    assert "Looked at the price" in (client / "weekly.html").read_text()
    last = json.loads((client / "ledger.jsonl").read_text().splitlines()[-1])
    assert len(last["checklist"]["items"]) == len(ITEMS)


def test_no_choice_of_rules_gets_around_it(client: Path, preflight) -> None:
    refused = preflight(*CHECK, "--certificate", "weekly.json", "--select", "spelling", "--ignore", "checklist.open")
    assert refused.code == 3
    assert not (client / "weekly.json").exists()
    preflight("baseline", "weekly.eml", "--offline", "--owner", "Jo", "--send-date", "2026-11-24")
    assert waiting(preflight) == set(ITEMS)


def test_a_client_without_a_checklist_gets_the_usual_one(write, preflight) -> None:
    folder = write({"weekly.eml": TEXT, "preflight.toml": ""})
    listed = preflight("checklist", "weekly.eml")
    assert listed.code == 1
    assert "[ ] audience:" in listed.out
    assert not (folder / "checklist.toml").exists()
    assert "checklist.open" not in preflight(*CHECK).out
    preflight("checklist", "weekly.eml", "--answer", "audience=yes", "--who", "Jo")
    assert "checklist.open" in preflight(*CHECK).out


def test_questions_at_a_terminal(client: Path, preflight, monkeypatch: pytest.MonkeyPatch) -> None:
    given = iter(["maybe", "yes", "all subscribers", "Jo", "", "n/a", "", ""])

    def answered(_: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answered)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    told = preflight("checklist", "weekly.eml").out
    assert "an answer is yes, no or not-applicable, not 'maybe'" in told
    assert "yes, Jo" in told
    assert waiting(preflight) == set(ITEMS) - {"audience", "opening"}


def test_for_programs(client: Path, preflight) -> None:
    row = json.loads(preflight("checklist", "weekly.eml", "--format", "json").out)
    assert [item["item"] for item in row["items"]] == list(ITEMS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[item]]\n", "checklist.toml:1: an item needs an id"),
        ('[[item]]\nid = "a"\ntext = "A"\nabuot = "all"\n', "did you mean 'about'?"),
        ('[[item]]\nid = "a"\ntext = "A"\nabout = "image"\n', "none of message, sender"),
        ('[[item]]\nid = "a"\ntext = "A"\n[[item]]\nid = "a"\ntext = "B"\n', "two items of the id 'a'"),
        ('[[item]]\nid = "a"\ntext = "A"\nticked-by = "magic"\n', "ticked-by is"),
        ("schema = 2\n", "written for a newer preflight"),
        ("item = 3\n", "write [[item]]"),
        ("[[item]\n", "is not valid TOML"),
        ("item = [1]\n", "an item is a table"),
    ],
)
def test_a_checklist_that_is_wrong(client: Path, write, preflight, text: str, told: str) -> None:
    write({"checklist.toml": text})
    outcome = preflight(*CHECK)
    assert outcome.code == 2
    assert told in outcome.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("yes, all fine\n", "checklist/weekly.eml.jsonl:7: is no answer"),
        ('{"schema": 2, "item": "phone"}\n', "written by another version"),
        ('{"schema": 1, "item": "phone", "answer": "yes"}\n', "it needs item, answer"),
        ("[" * 100_000, "is no answer"),
        ("x" * 6_000_000, "far too large"),
    ],
)
def test_hand_edited_answers(client: Path, preflight, line: str, told: str) -> None:
    answer(preflight)
    file = client / "checklist" / "weekly.eml.jsonl"
    file.write_text(file.read_text() + line)
    for outcome in (preflight(*CHECK), preflight("checklist", "weekly.eml", "--answer", "phone=yes", "--who", "Jo")):
        assert outcome.code == 2
        assert told in outcome.err


def test_an_answer_edited_to_another_content_does_not_count(client: Path, preflight) -> None:
    answer(preflight)
    file = client / "checklist" / "weekly.eml.jsonl"
    rows = [{**json.loads(line), "digest": "0" * 24} for line in file.read_text().splitlines()]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert waiting(preflight) == set(ITEMS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--answer", "fone=yes"), "did you mean 'phone'?"),
        (("--answer", "phone"), "write ITEM=yes"),
        (("--answer", "phone=perhaps"), "an answer is yes, no or not-applicable"),
        (("--answer", "phone=yes", "--note", "x" * 3000), "put it elsewhere"),
        (("--answer", "phone=yes", "--who", " "), "an answer needs a name"),
    ],
)
def test_what_is_no_answer(client: Path, preflight, arguments: tuple[str, ...], told: str) -> None:
    outcome = preflight("checklist", "weekly.eml", *arguments)
    assert outcome.code == 2
    assert told in outcome.err


def test_a_target_that_is_not_there(client: Path, preflight) -> None:
    assert preflight("checklist", "weakly.eml", "--answer", "phone=yes", "--who", "Jo").code == 3
    assert not (client / "checklist").exists()


def test_a_name_that_is_no_file_name_stays_in_the_folder(client: Path, preflight) -> None:
    name = "Week 47 … ✓.eml"
    (client / name).write_text(TEXT, encoding="utf-8")
    preflight("checklist", name, "--answer", "phone=yes", "--who", "Jo")
    (stored,) = (client / "checklist").iterdir()
    assert stored.name.startswith("Week-47-")
    assert "[x] phone" in preflight("checklist", name).out


def test_where_no_folder_can_be_made_it_is_said(client: Path, preflight) -> None:
    (client / "checklist").write_text("in the way")
    outcome = preflight("checklist", "weekly.eml", "--answer", "phone=yes", "--who", "Jo")
    assert outcome.code == 2
    assert "checklist/weekly.eml.jsonl" in outcome.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_said(client: Path, preflight) -> None:
    client.chmod(0o555)
    try:
        outcome = preflight("checklist", "weekly.eml", "--answer", "phone=yes", "--who", "Jo")
    finally:
        client.chmod(0o755)
    assert outcome.code == 2
    assert "cannot be written" in outcome.err


def test_a_site(write, preflight) -> None:
    page = '<!doctype html><html lang="en"><title>Mill</title><h1>The mill</h1><p>Open on Sundays.</p>'
    folder = write(
        {
            "preflight.toml": "",
            "checklist.toml": 'defaults = false\n[[item]]\nid = "look"\ntext = "The pictures"\nabout = "images"\n',
            "site/index.html": page, "site/a.png": b"\x89PNG one",
        }
    )  # fmt: skip
    preflight("checklist", "site", "--answer", "look=yes", "--who", "Jo")
    (folder / "site/index.html").write_text(page.replace("Sundays", "Mondays"))
    assert "[x] look" in preflight("checklist", "site").out
    (folder / "site/a.png").write_bytes(b"\x89PNG two")
    assert "[ ] look" in preflight("checklist", "site").out
