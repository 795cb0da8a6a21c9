"""Days in attachments and code, on sites of many pages, and in hostile text: end to end where a user would see it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import parse
from preflight.checkers import amounts, dates
from preflight.reading import dates as reading

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
COMMON = ("--offline", "--no-config", "--no-cache", "--send-date", "2026-11-24", "--select", "dates")

INVITATION = """From: post@mill.example
To: b@example.com
Subject: Winter fair
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Come to the winter fair on Sunday 29 November 2026.
--b
Content-Type: text/calendar; charset=utf-8; name=fair.ics
Content-Disposition: attachment; filename=fair.ics
Content-Transfer-Encoding: base64

QkVHSU46VkNBTEVOREFSDQpCRUdJTjpWRVZFTlQNClNVTU1BUlk6V2ludGVyIGZhaXINCkRUU1RB
UlQ6MjAyNjExMjhUMTkwMDAwDQpFTkQ6VkVWRU5UDQpFTkQ6VkNBTEVOREFSDQo=
--b--
"""


def test_both_places_are_told(write: Write, preflight: Run) -> None:
    write({"fair.eml": INVITATION})
    (finding,) = preflight("check", "fair.eml", *COMMON, "--format", "json").report["findings"]
    assert (finding["rule"], finding["severity"]) == ("dates.conflict", "error")
    assert (finding["location"]["part"], finding["match"]) == ("2", "20261128T190000")
    (other,) = finding["related"]
    assert (other["location"]["part"], other["match"]) == ("1", "Sunday 29 November 2026")
    assert "28 November 2026" in finding["message"]


def test_facts_show_what_is_attached(write: Write, preflight: Run) -> None:
    write({"fair.eml": INVITATION})
    found = preflight("facts", "fair.eml", "--no-config", "--format", "json").report["documents"][0]["dates"]
    assert [(one["value"], one["role"]) for one in found] == [("2026-11-29", "event"), ("2026-11-28", "event")]
    assert "'Winter fair' (attached)" in preflight("facts", "fair.eml", "--no-config").out


def test_an_old_footer_is_told_once_with_its_count(write: Write, preflight: Run) -> None:
    page = "<!doctype html><html lang=en><title>Page {0}</title><p>Page {0}.</p><footer>© 2024 Bramble</footer>"
    write({f"site/p{number}.html": page.format(number) for number in range(60)})
    out = preflight("check", "site", *COMMON).out
    assert out.count("the copyright line says 2024") == 1
    assert "on 60 pages" in out


def test_a_year_that_the_template_fills_in_is_none(write: Write, preflight: Run) -> None:
    page = "<html lang=en><title>{{ title }}</title><footer>© {{ now | date: '2006' }} Bramble. All rights reserved."
    write({"page.html": page})
    outcome = preflight("check", "page.html", *COMMON, "--state", "source", "--kind", "page", "--format", "json")
    assert outcome.rules == []


@pytest.mark.parametrize(("state", "safe"), [("source", False), ("final", True)])
def test_a_year_written_out_in_a_template_is_one_for_the_template(
    write: Write, preflight: Run, state: str, safe: bool
) -> None:
    write({"page.html": "<html lang=en><title>{{ title }}</title><footer>© 2024 Bramble. All rights reserved."})
    outcome = preflight("check", "page.html", *COMMON, "--state", state, "--kind", "page", "--format", "json")
    (finding,) = outcome.report["findings"]
    assert finding["severity"] == "warning"
    assert finding["help"].startswith("Let the template") is not safe
    assert finding["fix"]["safe"] is safe


def test_the_same_footer_is_read_once() -> None:
    text = "© 2019–2026 Bramble. Registered on 26 November 2026."
    language = reading.table("en")
    assert reading.find(text, language) is reading.find(text, language)


@pytest.mark.parametrize(
    "unit",
    [
        "26 November 2026, 7 pm ",
        "Friday at 7 pm, ",
        "Register by 3 December 2027. Join us 26 November 2027. ",
        "<s>3 May 2027</s> ",
        "<time datetime='2026-11-28'>3 May</time> ",
        "<a href='/2026-11-28.html?utm_campaign=nov-2025'>2026-11-27</a> ",
        "tomorrow, Friday ",
        "- a: £12<br>",
        "Total: £5<br>",
        "<tr><td>£5<td>£6",
        "Invoice 1234: £5<p>",
        "+44 1632 960123 ",
        "1 2 3 4 5 6 7 8 9 ",
        "14 Mill Lane, ",
    ],
)
def test_hostile_messages_take_no_longer(unit: str) -> None:
    """Four times the text, not much more than four times the work."""

    def seconds(size: int) -> float:
        source = f'<html lang="en"><body><p>{unit * (size // len(unit))}'.encode()
        document = parse.parse(source, "text/html", kind="email")
        began = time.process_time()
        list(dates.check(document, dates.Options()))
        list(amounts.check(document, amounts.Options()))
        return time.process_time() - began

    seconds(2_000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.2
