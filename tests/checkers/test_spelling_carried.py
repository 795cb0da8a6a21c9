"""A word that the previous issue had as well is a question, no error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QUIET = ("--against", "old.eml", "--offline", "--no-config", "--no-cache", "--format", "json", "--select", "spelling")


def issue(number: int, place: str) -> str:
    return (
        f"From: news@shop.test\nSubject: Issue {number}\nDate: {number} Nov 2026 09:00:00 +0000\n\n"
        f"We meet for lunch in the {place} on day {number}, as we do every week, and everybody is welcome.\n\n"
        f"There are {number} seats at the long table by the window.\n"
    )


@pytest.mark.parametrize(("before", "severity"), [("courtyad", "warning"), ("market hall", "error")])
def test_a_word_of_two_issues(write: Callable[..., Path], preflight: Any, before: str, severity: str) -> None:
    write({"old.eml": issue(3, before), "new.eml": issue(10, "courtyad")})
    found = preflight("check", "new.eml", *QUIET).report["findings"]
    assert [(one["severity"], one["match"]) for one in found] == [(severity, "courtyad")]


def test_a_known_misspelling_is_one_however_often_it_goes_out(write: Callable[..., Path], preflight: Any) -> None:
    write({"old.eml": issue(3, "restaraunt"), "new.eml": issue(10, "restaraunt")})
    found = preflight("check", "new.eml", *QUIET).report["findings"]
    assert [(one["severity"], one["match"]) for one in found] == [("error", "restaraunt")]
