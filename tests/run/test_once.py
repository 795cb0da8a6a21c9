"""A date that is over is told once, though two families see it: over by itself, and over beside the previous issue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from preflight.config import Ruleset
from preflight.judge import judge
from preflight.model import Finding, Location

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
HERE, THERE = Location("a.eml", "1", 3, 5), Location("a.eml", "1", 9, 5)


def judged(*findings: Finding) -> list[tuple[str, str]]:
    found = judge(Ruleset(), findings, (), (), today=date(2026, 11, 24), fail_on="error").findings
    return [(one.finding.rule, one.severity) for one in found]


@pytest.mark.parametrize(
    ("past", "issue", "told"),
    [
        ("warning", "error", ("issue.date-over", "error")),
        ("error", "warning", ("dates.past", "error")),
        ("error", "error", ("dates.past", "error")),
    ],
)
def test_the_graver_one_tells(past: Any, issue: Any, told: tuple[str, str]) -> None:
    one = Finding("dates.past", "over", HERE, severity=past)
    other = Finding("issue.date-over", "over", HERE, severity=issue)
    assert judged(one, other) == judged(other, one) == [told]


def test_other_places_and_other_rules_are_left_alone() -> None:
    findings = [
        Finding("dates.past", "over", HERE, severity="error"),
        Finding("issue.date-over", "over", THERE, severity="error"),
        Finding("dates.weekday", "wrong", HERE, severity="error"),
    ]
    assert len(judged(*findings)) == 3


def test_an_evening_that_is_over(write: Write, preflight: Run) -> None:
    text = (
        "From: news@bramble.example\nDate: {0} 09:00:00 +0000\nSubject: {1}\nContent-Type: text/html\n\n"
        '<html lang="en"><p>Mill news</p><h1>{1}</h1><p>{2}</p>'
        "<p>Carols in the old barn by the mill: Friday, {3} November 2026, 7 pm, with cider and a fire.</p></html>\n"
    )
    write(
        {
            "old.eml": text.format("Tue, 03 Nov 2026", "Owls", "Two owls have moved in below the roof.", 6),
            "new.eml": text.format("Tue, 24 Nov 2026", "Flour", "The great wheel turns again after the flood.", 20),
        }
    )
    outcome = preflight(
        "check", "new.eml", "--against", "old.eml", "--offline", "--no-config", "--no-cache", "--send-date",
        "2026-11-24", "--select", "dates,issue", "--format", "json",
    )  # fmt: skip
    over = [finding for finding in outcome.report["findings"] if finding["match"] == "Friday, 20 November 2026"]
    assert len(over) == 1
