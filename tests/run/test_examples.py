"""The shipped examples tell the founding stories: each mistake is found, and nothing else is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMON = ("--offline", "--no-config", "--no-cache", "--format", "json")


@pytest.fixture
def examples(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    del folder
    monkeypatch.chdir(EXAMPLES)
    return EXAMPLES


@pytest.mark.usefixtures("examples")
def test_the_newsletter(preflight: Run) -> None:
    outcome = preflight(
        "check",
        "newsletter/2026-11-24.eml",
        "--against",
        "newsletter/2026-11-17.eml",
        "--send-date",
        "2026-11-24",
        *COMMON,
    )
    assert outcome.code == 1
    found = {(finding["rule"], finding["match"], finding["location"]["part"]) for finding in outcome.report["findings"]}
    facebook = "https://www.facebook.com/pottingshedbristol"
    assert found == {
        ("spelling.misspelling", "workhsop", "1"),
        ("spelling.misspelling", "workhsop", "2"),
        ("dates.past", "Sunday 22 November 2026", "1"),
        ("dates.past", "Sunday 22 November 2026", "2"),
        ("links.brand-mismatch", facebook, "1"),
        ("links.brand-mismatch", facebook, "2"),
        ("issue.unchanged", "https://images.potting-shed.example/2026-46-tulips.jpg", "2"),
    }


@pytest.mark.usefixtures("examples")
def test_the_previous_newsletter_was_right(preflight: Run) -> None:
    outcome = preflight("check", "newsletter/2026-11-17.eml", "--send-date", "2026-11-17", *COMMON)
    assert (outcome.code, outcome.report["findings"]) == (0, [])


@pytest.mark.usefixtures("examples")
def test_the_site(preflight: Run) -> None:
    outcome = preflight("check", "site/after", "--against", "site/before", "--send-date", "2026-11-24", *COMMON)
    assert outcome.code == 1
    gone = {finding["match"] for finding in outcome.report["findings"] if finding["rule"] == "slugs.navigation"}
    assert gone == {"/services/", "/pricing/"}
    assert set(outcome.rules) == {"slugs.navigation", "links.broken", "meta.edited"}


@pytest.mark.usefixtures("examples")
def test_the_site_before(preflight: Run) -> None:
    outcome = preflight("check", "site/before", "--send-date", "2026-11-24", *COMMON)
    assert (outcome.code, outcome.report["findings"]) == (0, [])


@pytest.mark.usefixtures("examples")
def test_only_what_is_new(preflight: Run) -> None:
    arguments = ("check", "newsletter/2026-11-24.eml", "--against", "newsletter/2026-11-24.eml", *COMMON)
    everything = preflight(*arguments, "--send-date", "2026-11-24")
    assert everything.rules
    assert preflight(*arguments, "--send-date", "2026-11-24", "--new-only", "--select", "spelling,links").rules == []
