"""Several reports of one run, as a pipeline asks for them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from preflight.cli import main

PAGE = "<!doctype html><html lang=en><title>Our prices</title><p>We recieve parcels on <b>Monday</b>.</p>"


@pytest.fixture
def page(folder: Path) -> Path:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


def check(*options: str) -> int:
    return main(["check", "page.html", "--offline", "--no-config", "--select", "spelling", *options])


def test_every_format_in_one_run(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "sarif": "out.sarif",
        "junit": "out.xml",
        "gitlab": "quality.json",
        "markdown": "note.md",
        "json": "r.json",
    }
    options = [part for name, file in files.items() for part in ("--format", f"{name}:{file}")]
    assert check("--format", "console", *options) == 1
    assert "recieve" in capsys.readouterr().out
    log = json.loads((page / "out.sarif").read_text(encoding="utf-8"))
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == PAGE.index("recieve") + 1
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "spelling.misspelling"
    suite = ElementTree.parse(page / "out.xml").getroot()[0]
    assert [(case.get("classname"), case.get("name"), len(case)) for case in suite] == [("page.html", "spelling", 1)]
    (row,) = json.loads((page / "quality.json").read_text(encoding="utf-8"))
    assert row["location"] == {"path": "page.html", "lines": {"begin": 1}}
    assert (page / "note.md").read_text(encoding="utf-8").startswith("## ❌ Do not publish yet: 1 thing to fix.")


def test_github_gets_marks_on_the_lines_and_the_whole_report_in_the_summary(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (page / "summary.md").write_text("an earlier step\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page / "summary.md"))
    assert check("--format", "github") == 1
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("::error title=preflight spelling.misspelling,file=page.html,line=1,endLine=1,col=")
    assert last.startswith("::error title=preflight::Do not publish yet")
    summary = (page / "summary.md").read_text(encoding="utf-8")
    assert summary.startswith("an earlier step\n## ❌ Do not publish yet: 1 thing to fix.")


def test_a_summary_that_cannot_be_written_costs_the_summary_only(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page / "none" / "summary.md"))
    assert check("--format", "github") == 1
    assert "the summary of this step cannot be written" in capsys.readouterr().err
