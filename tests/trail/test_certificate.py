"""From a check that passed to somebody who asks, weeks later, whether this is what was approved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from turbohtml import conformance, parse

from preflight.cli import main

MESSAGE = (
    "From: The Mill <news@mill.example>\nTo: list@mill.example\nSubject: Apples are in\n"
    "Date: Tue, 24 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    "<html lang=en><body><h1>Apples are in</h1><p>A crate is £12.00 until 30 November 2026. "
    "<a href='https://mill.example/shop'>Order yours</a></p>"
    "<p>The Mill, 14 Mill Lane, Hebden Bridge HX7 6LU. <a href='https://mill.example/unsubscribe'>Unsubscribe</a></p>"
    "</body></html>\n"
)
CHECK = ("check", "weekly.eml", "--offline", "--send-date", "2026-11-24")


@pytest.fixture
def passed(write) -> Path:
    folder = write({"weekly.eml": MESSAGE, "preflight.toml": 'ledger = "ledger.jsonl"\n'})
    assert main([*CHECK, "--certificate", "weekly.json"]) == 0
    return folder


def verified(preflight, file: str) -> tuple[int, str]:
    outcome = preflight("verify", file, "weekly.json")
    return outcome.code, outcome.out


def test_the_very_bytes(passed: Path, preflight) -> None:
    code, told = verified(preflight, "weekly.eml")
    assert code == 0
    assert "these are the bytes that passed" in told


def test_the_same_words_in_another_form(passed: Path, preflight) -> None:
    (passed / "weekly.eml").write_text(MESSAGE.replace("</p><p>", "</p>\n\n   <p>") + "\n", encoding="utf-8")
    code, told = verified(preflight, "weekly.eml")
    assert code == 0
    assert "the same visible text and the same link targets" in told


@pytest.mark.parametrize(("old", "new"), [("£12.00", "£120.00"), ("/shop", "/shop2"), ("Apples", "Pears")])
def test_one_change_after_the_sign_off(passed: Path, preflight, old: str, new: str) -> None:
    (passed / "weekly.eml").write_text(MESSAGE.replace(old, new, 1), encoding="utf-8")
    code, told = verified(preflight, "weekly.eml")
    assert code == 1
    assert "this is not what passed" in told


def test_the_clients_page_says_what_was_checked_and_what_was_not(passed: Path) -> None:
    page = (passed / "weekly.html").read_text(encoding="utf-8")
    assert "Checked and ready" in page
    assert "<li>1 email with 26 words read.</li>" in page
    assert "<li>1 date checked against Tue 24 Nov 2026.</li>" in page
    assert "<li>Links: not opened (2 external links).</li>" in page
    assert "<li>Who receives it: the list or segment" in page
    assert "<li>When it is scheduled in the sending platform.</li>" in page
    assert "--" not in page.partition("</style>")[2]  # no options: the client has no command line
    assert str(passed) not in page
    assert [one for one in conformance.check(parse(page)).messages if one.severity == "error"] == []


@pytest.mark.parametrize("message", [MESSAGE.replace("A crate", "We recieve a crate"), ""])
def test_only_what_passed_gets_one(write, preflight, message: str) -> None:
    folder = write({"weekly.eml": message} if message else {})
    outcome = preflight(*CHECK, "--certificate", "weekly.json")
    assert outcome.code in (1, 3)
    assert "there is no certificate: the verdict is" in outcome.err
    assert not (folder / "weekly.json").exists()


def test_every_check_leaves_a_line_and_the_log_shows_it(passed: Path, preflight) -> None:
    (passed / "weekly.eml").write_text(MESSAGE.replace("A crate", "We recieve a crate"), encoding="utf-8")
    preflight(*CHECK)
    told = preflight("log").out.splitlines()
    assert [line.split("  ")[1:3] for line in told] == [["PASS", "weekly.eml"], ["FAIL", "weekly.eml"]]
    assert preflight("log", "--verify").code == 0
    line = json.loads((passed / "ledger.jsonl").read_text().splitlines()[0])
    assert line["targets"][0]["families"]
    assert "Apples" not in json.dumps(line)


def test_a_hand_edited_ledger_and_a_cut_one(passed: Path, preflight) -> None:
    preflight(*CHECK)
    preflight(*CHECK, "--certificate", "later.json")
    file = passed / "ledger.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:2]))
    assert preflight("log", "--verify").code == 0
    cut = preflight("log", "--verify", "--certificate", "later.json")
    assert cut.code == 1
    assert "the end is missing" in cut.out
    file.write_text("".join([lines[0].replace("PASS", "FAIL"), *lines[1:]]))
    edited = preflight("log", "--verify")
    assert edited.code == 1
    assert "line 2 does not follow line 1" in edited.out


def test_a_ledger_that_cannot_be_written_is_said_and_is_no_pass(passed: Path, preflight) -> None:
    (passed / "ledger.jsonl").unlink()
    (passed / "ledger.jsonl").mkdir()
    outcome = preflight(*CHECK)
    assert outcome.code == 3
    assert "the ledger cannot be written" in outcome.err
    assert "Ready to send" in outcome.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{}", "is no certificate of preflight"),
        ("[" * 100_000, "is no certificate of preflight"),
        ('{"files": [], "schema": 2}', "was written by another version of preflight"),
        ("\x00\xff", "is no certificate of preflight"),
    ],
)
def test_what_is_no_certificate_is_refused(passed: Path, preflight, content: str, told: str) -> None:
    (passed / "weekly.json").write_text(content, encoding="utf-8")
    outcome = preflight("verify", "weekly.eml", "weekly.json")
    assert outcome.code == 2
    assert told in outcome.err


def test_where_no_ledger_is_kept_it_is_said_how(folder: Path, preflight) -> None:
    assert 'write ledger = "ledger.jsonl" into preflight.toml' in preflight("log").err


def test_a_configuration_cannot_have_a_page_overwritten(write, preflight) -> None:
    write({"weekly.eml": MESSAGE, "preflight.toml": 'ledger = "weekly.eml"\n'})
    outcome = preflight(*CHECK)
    assert outcome.code == 2
    assert "preflight.toml:1" in outcome.err
