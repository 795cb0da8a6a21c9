"""Outlook's ``.msg`` from the command line: checked, compared, certified and remembered like an ``.eml``."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "newsletter"
HEADERS = (
    "From: Bramblewick Bakery <news@bramblewick.example>\r\nTo: Readers <readers@bramblewick.example>\r\n"
    "Subject: Rye, rolls and a late opening\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\n"
    "List-Unsubscribe: <https://www.bramblewick.example/leave>\r\nContent-Type: text/html\r\n"
)
RIGHT = (
    '<!doctype html><html lang="en"><head><title>Rye and rolls</title></head><body><h1>Rye and rolls</h1>'
    "<p>You will receive a loaf with every order, and the shop stays open until seven.</p>"
    "<p>Bramblewick Bakery, 3 Mill Lane, Bristol BS1 4QA · "
    '<a href="https://www.bramblewick.example/leave">Unsubscribe</a></p></body></html>'
)
WRONG = RIGHT.replace("receive", "recieve")
CHECK = ("--offline", "--no-config", "--send-date", "2026-11-24")


@pytest.fixture
def saved(outlook: Callable[..., bytes]) -> Callable[[str], bytes]:
    return lambda html: outlook({0x007D: HEADERS, 0x1000: "Outlook's rendering"}, {0x1013: html.encode()})


def test_the_same_findings_as_in_the_eml(write: Any, saved: Any, preflight: Any) -> None:
    write({"a.msg": saved(WRONG), "a.eml": HEADERS + "\r\n" + WRONG})
    rows = []
    for name in ("a.msg", "a.eml"):
        found = preflight("check", name, *CHECK, "--format", "json").report
        assert found["verdict"] == "FAIL"
        rows.append([(one["rule"], one["location"]["part"], one["location"]["column"], one["match"])
                     for one in found["findings"]])  # fmt: skip
        assert found["targets"][0]["kind"] == "email"
    assert rows[0] == rows[1]


def test_it_is_shown_with_its_marks(write: Any, saved: Any, preflight: Any) -> None:
    folder = write({"a.msg": saved(WRONG)})
    preflight("check", "a.msg", *CHECK, "--format", "html:a.html")
    assert "recieve</mark>" in (folder / "a.html").read_text(encoding="utf-8")


def test_it_serves_as_the_previous_issue(write: Any, outlook: Any, preflight: Any) -> None:
    def saved_by_outlook(file: Path) -> bytes:
        data = file.read_bytes()
        message = email.message_from_bytes(data, policy=email.policy.default)
        plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
        head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode()
        return outlook({0x007D: head, 0x1000: plain}, {0x1013: html.encode()})

    old, new = (EXAMPLES / f"2026-11-{day}.eml" for day in (17, 24))
    earlier = {f"issues/{number}.msg": saved_by_outlook(old) for number in range(15)}  # more than are compared
    write({"a.msg": saved_by_outlook(new), "a.eml": new.read_bytes(), "old.eml": old.read_bytes(), **earlier})
    rows = []
    for target, against in (("a.msg", "issues/3.msg"), ("a.eml", "old.eml"), ("a.msg", "issues")):
        outcome = preflight("check", target, "--against", against, *CHECK, "--format", "json")
        rows.append(sorted((one["rule"], one["match"]) for one in outcome.report["findings"]))
    assert rows[0] == rows[1]
    assert any(rule.startswith("issue.") for rule, _ in rows[0])
    assert any("12 of this series were compared" in one["why"] for one in outcome.report["not_checked"])


def test_certificate_verify_and_compare(write: Any, saved: Any, preflight: Any) -> None:
    folder = write({"a.msg": saved(RIGHT), "b.msg": saved(RIGHT.replace("seven", "nine"))})
    assert preflight("check", "a.msg", *CHECK, "--certificate", "passed.json").code == 0
    assert json.loads((folder / "passed.json").read_text(encoding="utf-8"))["files"][0]["name"] == "a.msg"
    assert "these are the bytes that passed" in preflight("verify", "a.msg", "passed.json").out
    (folder / "c.msg").write_bytes(saved(RIGHT + " "))
    assert "the same visible text" in preflight("verify", "c.msg", "passed.json").out
    assert preflight("verify", "b.msg", "passed.json").code == 1
    assert "until nine" in preflight("compare", "a.msg", "b.msg").out
    write({"a.eml": HEADERS + "\r\n" + RIGHT})
    assert preflight("compare", "a.eml", "a.msg").code == 0


def test_names_lie(write: Any, saved: Any, preflight: Any) -> None:
    write({"a.eml": saved(WRONG), "b.msg": HEADERS + "\r\n" + WRONG})
    for name in ("a.eml", "b.msg"):
        assert "spelling.misspelling" in preflight("check", name, *CHECK, "--format", "json").rules, name


def test_what_cannot_be_read_is_incomplete(write: Any, saved: Any, preflight: Any) -> None:
    write({"cut.msg": saved(RIGHT)[:3000], "office.msg": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4000})
    for name in ("cut.msg", "office.msg"):
        outcome = preflight("check", name, *CHECK)
        assert outcome.code == 3
        assert "damaged or incomplete: save it again" in " ".join(outcome.out.split())
        assert "Traceback" not in outcome.err


def test_a_mistake_in_it_is_learnt_from_words(saved: Any) -> None:
    from preflight import parse
    from preflight.learning.correcting import corrected

    mended = corrected(saved(WRONG), parse.OUTLOOK, "recieve", "receive")
    texts = [run.text for run in parse.parse(mended, "message/rfc822").runs]
    assert texts == [run.text for run in parse.parse(saved(RIGHT), parse.OUTLOOK).runs]
