"""Test sends: what the platform does to every test is no fault, and what cannot be seen in one is said."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from preflight.checkers.mail import testsend
from preflight.reading import wrappers

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
QUIET = ("--offline", "--no-config", "--no-cache", "--format", "json", "--ignore", "spelling")

TEST = """From: The Potting Shed <news@shed.test>
Subject: [Test] Wreaths for every door
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

The fir arrived this morning.

--b
Content-Type: text/html

<html lang=en><div style="display:none">Fir, moss and mulled juice</div><p>Hi &lt;&lt; Test First Name &gt;&gt;,</p>
<p>The fir arrived this morning and the whole shop smells of it.</p>
<p><a href="https://shed.us1.list-manage.com/track/click?u=1&amp;id=2">Book a place</a></p>
<p><a href="https://shed.us1.list-manage.com/track/click?u=1&amp;id=3">See the tulips</a></p>
<p><a href="#">View in your browser</a></p><p><a href="#">Unsubscribe</a></p><p><a href="#">Our shop</a></p>
<p>The Potting Shed, 8 Orchard Row, Bristol BS6 5QZ</p></html>
--b--
"""


def test_what_platforms_do_to_tests_is_told_apart_from_mistakes(write: Write, preflight: Run) -> None:
    write({"test.eml": TEST})
    report = preflight("check", "test.eml", *QUIET).report
    assert [(one["rule"], one["location"]["line"]) for one in report["findings"]] == [("links.empty", 5)]
    assert "Our shop" in report["findings"][0]["message"]
    details = {gap["detail"] for gap in report["not_checked"]}
    assert {"2 links hidden by tracking", "2 links", "“<< test first name >>”"} <= details


def test_in_the_real_mail_the_same_are_errors(write: Write, preflight: Run) -> None:
    write({"real.eml": TEST})
    rules = [one["rule"] for one in preflight("check", "real.eml", "--state", "final", *QUIET).report["findings"]]
    assert rules.count("links.empty") == 3
    assert {"tags.greeting", "placeholders.subject"} <= set(rules)


def test_a_source_makes_it_a_test_send(write: Write, preflight: Run) -> None:
    write({"test.eml": TEST.replace("[Test] ", ""), "draft.html": "<p>Wreaths for every door, and nothing else.</p>"})
    report = preflight("check", "test.eml", "--source", "draft.html", *QUIET).report
    assert report["targets"][0]["state"] == "test-send"
    gaps = [gap for gap in report["not_checked"] if not gap["intended"]]
    assert [gap["why"] for gap in gaps] == ["the test send and its source are different messages"]
    assert preflight("check", "test.eml", "--source", "missing.html", *QUIET).report["verdict"] != "PASS"
    assert preflight("check", "test.eml", "draft.html", "--source", "draft.html").code == 2


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


TARGET = "https://shop.test/wreaths?size=3"


@pytest.mark.parametrize(
    ("url", "name", "target"),
    [
        ("https://x.us1.list-manage.com/track/click?u=1&id=2&e=3", "Mailchimp", ""),
        (f"https://q1.r.eu-west-1.awstrack.me/L0/{quote(TARGET, safe='')}/1/0102", "Amazon SES", TARGET),
        (f"https://a1.click.convertkit-mail2.com/aa/bb/{encoded(TARGET)}", "Kit", TARGET),
        (f"https://e.customeriomail.com/e/c/{encoded(json.dumps({'href': TARGET}))}/ab12", "Customer.io", TARGET),
        (
            f"https://mandrillapp.com/track/click/1/a?p={encoded(json.dumps({'p': json.dumps({'url': TARGET})}))}",
            "Mailchimp",
            TARGET,
        ),
        (f"https://eu1.safelinks.protection.outlook.com/?url={quote(TARGET, safe='')}&data=1", "Outlook", TARGET),
        (f"https://news.shop.test/ls/click?upn={'a' * 40}", "SendGrid", ""),
    ],
)
def test_wrapped_links(url: str, name: str, target: str) -> None:
    assert wrappers.unwrap(url) == wrappers.Wrapped(name, target)


@pytest.mark.parametrize(
    "url",
    ["https://shop.test/wreaths", "mailto:a@shop.test", "https://shop.test/lt.php", "https://notlist-manage.com/track/click?u=1",
     "https://e.customeriomail.com/", "https://google.com/maps?q=https://shop.test"],
)  # fmt: skip
def test_links_that_are_not_wrapped(url: str) -> None:
    assert wrappers.unwrap(url) is None


@pytest.mark.parametrize("text", ["not base64!", "eyJ", encoded("{" * 5_000), encoded('{"href": 5}'), "%00" * 50])
def test_a_wrapper_with_nonsense_inside_leads_nowhere(text: str) -> None:
    found = wrappers.unwrap(f"https://e.customeriomail.com/e/c/{text}/1")
    assert found is None or found.target == ""


def test_every_line_of_the_table_says_where_it_is_written_down() -> None:
    for one in wrappers.table()["wrapper"]:
        assert one["name"], one
        assert one["source"], one
        assert one["host"] or len(one["path"]) > 4, one
        assert set(one) <= {"name", "source", "host", "path", "target"}, one


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("[Test] Wreaths", "Wreaths"), ("TEST: Wreaths", "Wreaths"), ("Testversand: Kränze", "Kränze"),
        ("Test your knowledge", "Test your knowledge"), ("Preview: Wreaths", "Wreaths"),
    ],
)  # fmt: skip
def test_prefixes_that_platforms_add(subject: str, bare: str) -> None:
    assert testsend.without_prefix(subject) == bare
