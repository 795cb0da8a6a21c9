"""Folders of earlier issues: which of them count, and what is said when none does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
QUIET = ("--offline", "--no-config", "--no-cache", "--format", "json", "--select", "issue")
FOOTER = "<p>The Shop, 8 Orchard Row, Bristol BS6 5QZ</p><p>You get this because you signed up.</p><p>Unsubscribe</p>"


def issue(day: int, topic: str, *, sender: str = "news@shop.test", extra: str = "") -> str:
    return (
        f"From: {sender}\nDate: {day} Nov 2026 09:00:00 +0000\nSubject: All about {topic}\nContent-Type: text/html\n\n"
        f"<html lang='en'><h1>The weekly</h1><p>This week we write at some length about {topic} and what they need.</p>"
        f"<p>More on {topic} is in the shop, where you can look at them as long as you like.</p>{extra}{FOOTER}</html>"
    )


def check(preflight: Run) -> Any:
    return preflight("check", "new.eml", "--against", "old", *QUIET).report


def picture(name: str) -> str:
    return f"<img src='https://img.shop.test/{name}.jpg' width='600' alt=''>"


def test_another_senders_issue_is_no_predecessor(write: Callable[..., Path], preflight: Run) -> None:
    same = picture("wreath")
    write({
        "new.eml": issue(24, "wreaths", extra=same),
        "old/1.eml": issue(3, "roses", extra=picture("roses")),
        "old/2.eml": issue(10, "pots", extra=picture("pots")),
        "old/3.eml": issue(17, "wreaths", sender="hello@mill.test", extra=same),
    })  # fmt: skip
    assert check(preflight)["findings"] == []


def test_newer_messages_in_the_folder_do_not_count(write: Callable[..., Path], preflight: Run) -> None:
    write({
        "new.eml": issue(17, "wreaths", extra=picture("wreath")),
        "old/1.eml": issue(3, "roses", extra=picture("roses")),
        "old/2.eml": issue(10, "pots", extra=picture("pots")),
        "old/3.eml": issue(24, "tulips", extra=picture("wreath")),
    })  # fmt: skip
    assert check(preflight)["findings"] == []


def test_a_picture_that_changed_every_time_is_due(write: Callable[..., Path], preflight: Run) -> None:
    write({
        "new.eml": issue(24, "wreaths", extra=picture("tulips")),
        "old/1.eml": issue(10, "roses", extra=picture("roses")),
        "old/2.eml": issue(17, "tulips", extra=picture("tulips")),
    })  # fmt: skip
    assert [(one["rule"], one["severity"]) for one in check(preflight)["findings"]] == [("issue.unchanged", "warning")]


def test_a_banner_that_older_issues_have_is_not(write: Callable[..., Path], preflight: Run) -> None:
    banner = picture("banner")
    write({
        "new.eml": issue(24, "wreaths", extra=banner),
        "old/1.eml": issue(10, "roses", extra=banner),
        "old/2.eml": issue(17, "tulips", extra=banner),
    })  # fmt: skip
    assert check(preflight)["findings"] == []


def test_another_template_is_named_as_not_compared(write: Callable[..., Path], preflight: Run) -> None:
    paragraphs = "".join(f"<p>{word} is not in the other one.</p>" for word in "ABCDEFGHIJKL")
    other = (
        f"From: news@shop.test\nDate: 17 Nov 2026 09:00:00 +0000\nContent-Type: text/html\n\n<html>{paragraphs}</html>"
    )
    extra = "".join(f"<p>Garden tip number {number}: water {thing}.</p>" for number, thing in enumerate(("it", "all")))
    write({"new.eml": issue(24, "wreaths", extra=extra), "old/1.eml": other})
    report = check(preflight)
    assert report["findings"] == []
    gaps = [gap for gap in report["not_checked"] if gap["what"] == "issue"]
    assert [gap["intended"] for gap in gaps] == [True]
    assert gaps[0]["detail"].endswith("1.eml")


def test_a_clients_declared_repetition_is_left_alone(write: Callable[..., Path], preflight: Run) -> None:
    write({
        "preflight.toml": "[issue]\nrepeated = ['https://img.shop.test/tulips.jpg']\n",
        "new.eml": issue(24, "wreaths", extra=picture("tulips")),
        "old/1.eml": issue(10, "roses", extra=picture("roses")),
        "old/2.eml": issue(17, "tulips", extra=picture("tulips")),
    })  # fmt: skip
    options = [option for option in QUIET if option != "--no-config"]
    outcome = preflight("check", "new.eml", "--against", "old", *options, "--config", "preflight.toml")
    assert outcome.report["findings"] == []
