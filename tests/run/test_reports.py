"""Several reports of one run, files that cannot be written, rules and their explanations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
PAGE = "# Prices\n\nWe recieve orders until Friday.\n"


def test_two_reports_of_one_run(write: Write, preflight: Run) -> None:
    folder = write({"page.md": PAGE})
    outcome = preflight(
        "check", "page.md", "--offline", "--no-config", "--format", "console", "--format", "json:out.json"
    )
    assert "Do not publish yet" in outcome.out
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA)
    assert report["verdict"] == "FAIL"
    assert [file.name for file in folder.iterdir() if "tmp" in file.name] == []


def test_only_one_report_goes_to_the_screen(write: Write, preflight: Run) -> None:
    write({"page.md": PAGE})
    assert preflight("check", "page.md", "--format", "console", "--format", "json").code == 2


def test_a_report_that_cannot_be_written_is_said(write: Write, preflight: Run) -> None:
    write({"page.md": PAGE})
    outcome = preflight("check", "page.md", "--offline", "--no-config", "--format", "json:no/such/folder/out.json")
    assert outcome.code == 2
    assert "cannot be written" in outcome.err


def test_nothing_but_the_report_goes_to_standard_output(write: Write, preflight: Run) -> None:
    write({"page.md": PAGE})
    outcome = preflight("check", "page.md", "--offline", "--no-config", "--format", "json")
    jsonschema.validate(outcome.report, SCHEMA)
    assert outcome.err == ""


def test_rules_are_listed_and_explained(folder: Path, preflight: Run) -> None:
    listed = preflight("rules", "--no-config").out.splitlines()
    assert len(listed) > 30
    for line in listed:
        rule = line.split()[1]
        page = preflight("explain", rule, "--no-config")
        assert page.code == 0
        assert page.out.startswith(rule)


@pytest.mark.parametrize(("name", "words"), [("links.brocken", ["links.broken"]), ("nonsense", ["nonsense"])])
def test_an_unknown_rule_is_refused_with_the_nearest(name: str, words: list[str], folder: Path, preflight: Run) -> None:
    outcome = preflight("explain", name, "--no-config")
    assert outcome.code == 2
    assert all(word in outcome.err for word in words)


def test_explain_shows_what_is_found_and_what_is_not(folder: Path, preflight: Run) -> None:
    page = preflight("explain", "dates.weekday", "--no-config").out
    assert "Found:" in page
    assert "Not found, on purpose:" in page


def test_facts_are_what_the_contract_says(write: Write, preflight: Run) -> None:
    write({"page.md": "Join us on Thursday, 26 November 2026. [Our shop](https://shop.test/)\n"})
    outcome = preflight("facts", "page.md", "--no-config", "--format", "json")
    document = json.loads(outcome.out)["documents"][0]
    assert document["dates"][0]["value"] == "2026-11-26"
    assert document["dates"][0]["role"] == "event"
    assert document["dates"][0]["location"]["column"] == 12
    assert document["links"][0]["url"] == "https://shop.test/"
    assert "2026-11-26" in preflight("facts", "page.md", "--no-config").out


def test_colour_is_for_terminals_only(write: Write, preflight: Run) -> None:
    write({"page.md": PAGE})
    assert "\x1b" not in preflight("check", "page.md", "--offline", "--no-config").out


def test_the_cache_can_be_found_and_forgotten(folder: Path, preflight: Run) -> None:
    path = preflight("cache", "path").out.strip()
    assert path.endswith(".sqlite")
    assert preflight("cache", "clear").code == 0
