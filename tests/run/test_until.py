"""``--until``: on which day each dated sentence will turn false."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/report.schema.json").read_text(encoding="utf-8"))
COMMON = ("--offline", "--no-config", "--no-cache", "--send-date", "2026-11-24", "--select", "dates")

PAGE = """# Autumn news

Join us on Thursday, 26 November 2026 at 7 pm.

Register by 30 November to keep your place.

In December 2026 we open the new hall.

Tomorrow we bake. Come this Friday.

The fair was held on 28 November 2025, and closed on 30 November 2025.

The summer camp starts on 4 July 2027.

© 2026 Bramble
"""


def turning(report: dict[str, Any]) -> dict[str, str]:
    return {one["match"]: one["stale_on"] for one in report["findings"] if one["rule"] == "dates.until"}


def test_every_sentence_with_the_day_on_which_it_turns_false(write: Write, preflight: Run) -> None:
    write({"news.md": PAGE})
    report = preflight("check", "news.md", *COMMON, "--until", "60d", "--format", "json").report
    assert turning(report) == {
        "Thursday, 26 November 2026": "2026-11-27",
        "30 November": "2026-12-01",
        "December 2026": "2027-01-01",
        "Tomorrow": "2026-11-25",
        "this Friday": "2026-11-28",
        "2026": "2027-01-01",
    }
    assert {one["severity"] for one in report["findings"]} == {"info"}
    assert report["verdict"] == "PASS"
    jsonschema.validate(report, SCHEMA)


@pytest.mark.parametrize(("days", "count"), [("1d", 1), ("7", 4), ("30 days", 4), ("400d", 7)])
def test_only_as_far_as_asked(write: Write, preflight: Run, days: str, count: int) -> None:
    write({"news.md": PAGE})
    report = preflight("check", "news.md", *COMMON, "--until", days, "--format", "json").report
    assert len(turning(report)) == count


def test_nothing_without_being_asked(write: Write, preflight: Run) -> None:
    write({"news.md": PAGE})
    assert preflight("check", "news.md", *COMMON, "--format", "json").report["findings"] == []


def test_the_report_for_people_has_a_section_in_the_order_of_the_days(write: Write, preflight: Run) -> None:
    write({"news.md": PAGE})
    out = preflight("check", "news.md", *COMMON, "--until", "60d").out
    section = out[out.index("Right now, and stale later:") :]
    days = [line.split("  ")[1] for line in section.splitlines() if line.startswith("  stale on")]
    assert days == [
        "stale on 25 November 2026",
        "stale on 27 November 2026",
        "stale on 28 November 2026",
        "stale on 1 December 2026",
        "stale on 1 January 2027",
        "stale on 1 January 2027",
    ]
    assert "Register by 30 November to keep your place." in section


def test_a_footer_on_many_pages_is_told_once(write: Write, preflight: Run) -> None:
    page = "<!doctype html><html lang=en><title>Page {}</title><p>Page {}</p><footer>© 2026 Bramble</footer>"
    write({f"site/p{number}.html": page.format(number, number) for number in range(5)})
    out = preflight("check", "site", *COMMON, "--until", "60d").out
    assert out.count("stale on 1 January 2027") == 1
    assert "on 5 pages" in out


def test_an_old_post_is_judged_on_its_own_day(write: Write, preflight: Run) -> None:
    post = "<!doctype html><html lang=en><title>P</title><meta property='article:published_time' content='2021-11-20'>"
    write({"site/index.html": "<!doctype html><html lang=en><title>Home</title><p>Hello", "site/blog/a.html":
           post + "<p>Join us on 28 November 2026."})  # fmt: skip
    assert turning(preflight("check", "site", *COMMON, "--until", "60d", "--format", "json").report) == {}


@pytest.mark.parametrize("days", ["", "soon", "0d", "-3d", "12000d", "3.5d", "²d"])
def test_what_is_no_number_of_days_is_refused(write: Write, preflight: Run, days: str) -> None:
    write({"news.md": PAGE})
    outcome = preflight("check", "news.md", f"--until={days}")
    assert outcome.code == 2
    assert "write 30d" in outcome.err
