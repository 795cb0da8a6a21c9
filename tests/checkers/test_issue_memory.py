"""What earlier issues teach: habits, series, pictures by their look, the client's checklist, and how fast it goes."""

from __future__ import annotations

import base64
import io
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.checkers.issue import blocks
from preflight.model import TextRun
from preflight.reading import pictures

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
QUIET = ("--offline", "--no-cache", "--format", "json", "--select", "issue")
TOPICS = (
    "roses",
    "pots",
    "hedges",
    "ponds",
    "sheds",
    "ferns",
    "bulbs",
    "moss",
    "ivy",
    "birds",
    "bees",
    "soil",
    "rain",
    "snow",
)


def issue(number: int, **change: str) -> str:
    """One weekly issue of a shop; ``change`` overrides what an issue says in a slot."""
    topic = TOPICS[number % len(TOPICS)]
    slot = {
        "sender": "The Shop <news@shop.test>",
        "subject": f"All about {topic} this week",
        "masthead": f"The weekly, issue {number}",
        "opening": f"This week we write at some length about {topic} and about all that they need in winter.",
        "picture": f"https://img.shop.test/{topic}.jpg",
        "recipe": f"Take {number} handfuls of {topic}, chop them well, and leave them to stand over night.",
        "page": f"https://shop.test/stories/{topic}",
        "event": f"https://shop.test/events/{topic}",
        "campaign": f"weekly-{number}",
        "address": "The Shop, 8 Orchard Row, Bristol BS6 5QZ",
        "leave": "https://shop.test/unsubscribe",
        "profile": "https://www.instagram.com/theshop",
        "legal": "© 2026 The Shop. Registered in England, company no. 01234567. All rights reserved.",
        "to": "",
    } | change
    day = f"{1 + number % 28} {'Sep' if number < 28 else 'Oct'} 2026"
    return (
        f"From: {slot['sender']}\n{slot['to']}Date: {day} 09:00:00 +0000\nSubject: {slot['subject']}\n"
        "List-Unsubscribe: <https://shop.test/u>\nContent-Type: text/html; charset=utf-8\n\n"
        f"<html lang='en'><p>{slot['masthead']}</p><img src='{slot['picture']}' width='600' alt=''>"
        f"<h1>The weekly</h1><p>Hello everyone,</p><p>{slot['opening']}</p>"
        f"<h2>News from the {topic}</h2><p>More on {topic} is in the shop, where you can look as long as you like.</p>"
        f"<p><a class='button' href='{slot['page']}?utm_campaign={slot['campaign']}'>Read on</a></p>"
        f"<h2>Recipe of the week</h2><p>{slot['recipe']}</p><h2>Come and see us</h2>"
        f"<p>We are there on the day. <a href='{slot['event']}?utm_campaign={slot['campaign']}'>Book a place</a></p>"
        f"<p><a href='{slot['profile']}'>Instagram</a></p><p>{slot['address']}</p><p>{slot['legal']}</p>"
        f"<p>You get this because you signed up.</p><p><a href='{slot['leave']}'>Unsubscribe</a></p></html>"
    )


def old(last: int, count: int, **change: str) -> dict[str, str | bytes]:
    return {f"old/{number:02}.eml": issue(number, **change) for number in range(last - count + 1, last + 1)}


def found(preflight: Run, *arguments: str) -> list[tuple[str, str, str]]:
    outcome = preflight("check", "new.eml", "--against", "old", *QUIET, *(arguments or ("--no-config",)))
    return [(one["severity"], one["rule"], one["match"]) for one in outcome.report["findings"]]


CLONED = [
    ("subject", "All about bees this week", "issue.unchanged"),
    ("masthead", "The weekly, issue 10", "issue.unchanged"),
    (
        "opening",
        "This week we write at some length about bees and about all that they need in winter.",
        "issue.unchanged",
    ),
    ("picture", "https://img.shop.test/bees.jpg", "issue.unchanged"),
    ("recipe", "Take 10 handfuls of bees, chop them well, and leave them to stand over night.", "issue.unchanged"),
    ("page", "https://shop.test/stories/bees", "issue.link-unchanged"),
    ("event", "https://shop.test/events/bees", "issue.link-unchanged"),
    ("campaign", "weekly-10", "issue.tracking-unchanged"),
]


@pytest.mark.parametrize(("slot", "value", "rule"), CLONED)
def test_what_changed_every_time_must_change(write: Write, preflight: Run, slot: str, value: str, rule: str) -> None:
    values = {slot: issue_of(10, slot) if value != slot else value}
    write({"new.eml": issue(11, **values), **old(10, 5)})
    (one,) = found(preflight)
    assert one[:2] == ("error", rule)
    assert value.replace("https://", "") in one[2].replace("https://", "") or value in one[2]


def issue_of(number: int, slot: str) -> str:
    topic = TOPICS[number % len(TOPICS)]
    return {
        "subject": f"All about {topic} this week", "masthead": f"The weekly, issue {number}",
        "opening": f"This week we write at some length about {topic} and about all that they need in winter.",
        "picture": f"https://img.shop.test/{topic}.jpg",
        "recipe": f"Take {number} handfuls of {topic}, chop them well, and leave them to stand over night.",
        "page": f"https://shop.test/stories/{topic}", "event": f"https://shop.test/events/{topic}",
        "campaign": f"weekly-{number}",
    }[slot]  # fmt: skip


@pytest.mark.parametrize("count", [1, 2, 3, 5, 12])
def test_an_issue_with_everything_new_is_quiet(write: Write, preflight: Run, count: int) -> None:
    write({"new.eml": issue(13), **old(12, count)})
    assert not found(preflight)


def test_what_came_twice_before_may_come_again(write: Write, preflight: Run) -> None:
    same = {"opening": "We are open every day from nine to five, and on Sundays from ten to four."}
    write({"new.eml": issue(11, **same), **old(10, 5, **same)})
    assert not found(preflight)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("address", "The Shop, 3 Orchard Row, Bristol BS6 5QZ"),
        ("leave", "https://lists.mill.test/unsubscribe"),
        ("profile", "https://www.instagram.com/themill"),
    ],
)
@pytest.mark.parametrize(("count", "severity"), [(2, "warning"), (5, "error")])
def test_what_never_changed_must_not(
    write: Write, preflight: Run, slot: str, value: str, count: int, severity: str
) -> None:
    write({"new.eml": issue(11, **{slot: value}), **old(10, count)})
    assert [one[:2] for one in found(preflight)] == [(severity, "issue.fixed-changed")]


def test_words_of_the_fine_print_are_a_question(write: Write, preflight: Run) -> None:
    legal = "© 2026 The Mill. Registered in England, company no. 01234567. All rights reserved."
    write({"new.eml": issue(11, legal=legal), **old(10, 5)})
    assert found(preflight) == [("warning", "issue.fixed-changed", legal)]
    write({"new.eml": issue(11, legal=legal.replace("Mill", "Shop").replace("2026", "2027"))})
    assert not found(preflight)


def test_the_clients_own_list_counts_with_one_issue(write: Write, preflight: Run) -> None:
    config = (
        "[issue]\nmust-change = ['subject']\nmust-change-under = ['Recipe of the week']\nmust-not-change = ['legal']\n"
    )
    recipe, subject = issue_of(10, "recipe"), issue_of(10, "subject")
    legal = "© 2026 The Mill. Registered in England, company no. 01234567. All rights reserved."
    write({"preflight.toml": config, "new.eml": issue(11, recipe=recipe, subject=subject, legal=legal), **old(10, 1)})
    rules = [one[:2] for one in found(preflight, "--config", "preflight.toml")]
    assert sorted(rules) == [
        ("error", "issue.fixed-changed"),
        ("error", "issue.unchanged"),
        ("error", "issue.unchanged"),
    ]
    write({"preflight.toml": "[issue]\nmay-change = ['subject', 'legal']\n"})
    told = found(preflight, "--config", "preflight.toml")
    assert told == [("warning", "issue.unchanged", recipe)]  # "Recipe of the week" promises a new one


def test_an_unknown_slot_is_refused_with_those_that_exist(write: Write, preflight: Run) -> None:
    write({"preflight.toml": "[issue]\nmust-change = ['subjet']\n", "new.eml": issue(11), **old(10, 1)})
    outcome = preflight("check", "new.eml", "--against", "old", "--offline", "--config", "preflight.toml")
    assert outcome.code == 2
    assert "preflight.toml:2" in outcome.err


def test_series_in_one_folder_are_kept_apart(write: Write, preflight: Run) -> None:
    """The reminders' picture never changes, the weekly's always does."""
    reminders = {
        f"old/r{number}.eml": issue(
            number, subject=f"Reminder: {TOPICS[number]}", picture="https://img.shop.test/r.jpg"
        )
        for number in range(4, 9)
    }
    weekly = {f"old/w{number}.eml": issue(number, subject=f"The Weekly: {TOPICS[number]}") for number in range(4, 9)}
    write({"new.eml": issue(11, subject="The Weekly: soil", picture=issue_of(8, "picture")), **reminders, **weekly})
    assert [one[:2] for one in found(preflight)] == [("error", "issue.unchanged")]
    write({"new.eml": issue(11, subject="Reminder: soil", picture="https://img.shop.test/r.jpg")})
    assert not found(preflight)


# --- dates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "severity"), [("2026-09-24", "info"), ("2026-09-30", "error"), ("2026-10-20", "error")]
)
def test_an_unchanged_date_is_wrong_once_it_is_over(write: Write, preflight: Run, sent: str, severity: str) -> None:
    said = "Market hall, 25 September 2026, as always under the big clock in the middle."
    write({"new.eml": issue(21, recipe=said), "old/20.eml": issue(20, recipe=said)})
    options = ("check", "new.eml", "--against", "old", "--offline", "--no-cache", "--no-config", "--format", "json")
    report = preflight(*options, "--send-date", sent, "--select", "issue,dates").report
    assert [(one["severity"], one["match"]) for one in report["findings"]] == [(severity, "25 September 2026")]


# --- pictures -------------------------------------------------------------------------------------------


def drawn(seed: int, size: tuple[int, int] = (600, 300), form: str = "JPEG") -> bytes:
    image = pytest.importorskip("PIL.Image")
    small = image.new("L", (12, 6))
    small.putdata([(seed * 37 + 61 * at * (at + seed)) % 251 for at in range(72)])
    stream = io.BytesIO()
    small.resize(size).convert("RGB").save(stream, form)
    return stream.getvalue()


def attached(number: int, picture: bytes, kind: str) -> str:
    message = issue(number, picture=f"cid:hero-{number}@shop.test")
    head, _, body = message.partition("\n\n")
    head = head.replace("Content-Type: text/html; charset=utf-8", "Content-Type: multipart/related; boundary=b")
    return (
        f"{head}\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{body}\n--b\nContent-Type: image/{kind}\n"
        f"Content-Transfer-Encoding: base64\nContent-ID: <hero-{number}@shop.test>\n\n"
        f"{base64.b64encode(picture).decode()}\n--b--\n"
    )


def test_the_same_picture_in_another_size_and_format_is_the_same(write: Write, preflight: Run) -> None:
    before = {f"old/{number}.eml": attached(number, drawn(number), "jpeg") for number in range(6, 11)}
    write({"new.eml": attached(11, drawn(10, (900, 450), "PNG"), "png"), **before})
    assert [one[:2] for one in found(preflight)] == [("error", "issue.unchanged")]
    write({"new.eml": attached(11, drawn(11), "jpeg")})
    assert not found(preflight)


def test_without_pillow_pictures_are_compared_byte_by_byte(
    write: Write, preflight: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "can_look", lambda: False)
    before = {f"old/{number}.eml": attached(number, drawn(number), "jpeg") for number in range(6, 11)}
    write({"new.eml": attached(11, drawn(10, (900, 450), "PNG"), "png"), **before})
    report = preflight("check", "new.eml", "--against", "old", *QUIET, "--no-config").report
    assert not report["findings"]
    assert any("byte by byte" in gap["why"] for gap in report["not_checked"])
    write({"new.eml": attached(11, drawn(10), "jpeg")})
    assert [one[:2] for one in found(preflight)] == [("error", "issue.unchanged")]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + b"\xff" * 50, b"\xff\xd8\xff\xe0", b"<svg/>"])
def test_broken_pictures_have_no_look(data: bytes) -> None:
    assert pictures.of_bytes(data)["look"] == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://img.shop.test/a.jpg?w=600&q=80", "http://img.shop.test/a.jpg?w=1200", True),
        ("https://img.shop.test/a-600x300.jpg", "https://img.shop.test/a.jpg", True),
        ("https://img.shop.test/show?id=1", "https://img.shop.test/show?id=2", False),
        ("cid:image001.png", "cid:image001.png", False),
    ],
)
def test_addresses_of_one_picture(one: str, other: str, same: bool) -> None:
    assert pictures.same({"url": one}, {"url": other}) is same


# --- alignment ------------------------------------------------------------------------------------------


def test_texts_are_paired_by_what_stays_by_their_words_and_by_their_place() -> None:
    before = ["Issue 46", "Hello all", "Roses in winter", "Read more", "Pots and pans", "The shop is in Mill Lane now"]
    after = [
        "Issue 47",
        "Hello all",
        "Ferns and ivy",
        "Read more",
        "A new block",
        "The shop is in Hill Lane now",
        "Bye",
    ]
    pairs = blocks.align(
        [TextRun("paragraph", text) for text in before], [TextRun("paragraph", text) for text in after]
    )
    assert [(pair.old.text, pair.new.text, pair.how) for pair in pairs] == [
        ("Issue 46", "Issue 47", "same"),
        ("Hello all", "Hello all", "same"),
        ("Roses in winter", "Ferns and ivy", "place"),
        ("Read more", "Read more", "same"),
        ("Pots and pans", "A new block", "place"),
        ("The shop is in Mill Lane now", "The shop is in Hill Lane now", "reworded"),
    ]


def test_aligning_hostile_issues_takes_linear_time() -> None:
    runs = [TextRun("paragraph", f"a b{number % 7} c") for number in range(20_000)]
    started = time.process_time()
    blocks.align(runs, list(reversed(runs)))
    assert time.process_time() - started < 2


# --- the checklist, and a year of issues ----------------------------------------------------------------


def test_what_was_learned_can_be_pasted_into_the_configuration(write: Write, preflight: Run) -> None:
    write({**old(10, 8), "old/other.eml": issue(3, sender='The \x7f "Mill" <a@mill.test>')})
    drafted = preflight("memory", "old", "--no-config").out
    learned = tomllib.loads(drafted)["issue"]
    assert learned["must-change"] == ["subject", "masthead", "picture", "opening", "button", "campaign"]
    assert learned["must-not-change"] == ["address", "unsubscribe", "networks", "legal"]
    assert learned["must-change-under"] == ["Recipe of the week", "Come and see us"]
    assert "1 message of" in drafted
    write({"preflight.toml": drafted, "new.eml": issue(11, recipe=issue_of(10, "recipe"))})
    assert [one[:2] for one in found(preflight, "--config", "preflight.toml")] == [("error", "issue.unchanged")]


def test_a_folder_without_mail_teaches_nothing(write: Write, preflight: Run) -> None:
    write({"old/a.txt": "Nothing here."})
    assert tomllib.loads(preflight("memory", "old").out) in ({}, {"issue": {}})
    assert preflight("memory", "missing").code == 3


def test_of_a_year_the_newest_of_the_same_series_are_compared(write: Write, preflight: Run) -> None:
    year = {f"old/{number:02}.eml": issue(number, to="To: Anna Example <anna@reader.test>\n") for number in range(52)}
    write({"new.eml": issue(52, opening=issue_of(51, "opening")), **year})
    outcome = preflight("check", "new.eml", "--against", "old", *QUIET, "--no-config")
    assert [(one["severity"], one["rule"]) for one in outcome.report["findings"]] == [("error", "issue.unchanged")]
    assert outcome.report["findings"][0]["related"][0]["location"]["path"] == "old/51.eml"
    assert any("of 52 earlier messages" in gap["why"] for gap in outcome.report["not_checked"])


def test_last_weeks_picture_over_this_weeks_page(write: Write, preflight: Run) -> None:
    def linked(number: int, picture: str) -> str:
        tag = f"<img src='{picture}' width='600' alt=''>"
        return issue(number, picture=picture).replace(tag, f"<a href='{issue_of(number, 'page')}'>{tag}</a>")

    write({"new.eml": linked(11, issue_of(10, "picture")), "old/10.eml": linked(10, issue_of(10, "picture"))})
    assert found(preflight) == [("warning", "issue.unchanged", issue_of(10, "picture"))]
    write({"new.eml": linked(11, issue_of(11, "picture"))})
    assert not found(preflight)
