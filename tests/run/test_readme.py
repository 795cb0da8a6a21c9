"""The README cannot lie: its reports come from real runs, and its configuration is accepted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNS = re.findall(r"```console\n\$ preflight (.*)\n([\s\S]*?)```", README)
CONFIGURATION = re.findall(r"```toml\n([\s\S]*?)```", README)


@pytest.mark.parametrize(("command", "shown"), RUNS)
def test_a_report_in_the_readme_is_what_the_command_prints(
    command: str, shown: str, preflight: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(
        ROOT / "examples" / ("newsletter" if ".eml" in command else "sheet" if ".csv" in command else "site")
    )
    monkeypatch.setenv("COLUMNS", "110")
    outcome = preflight(*shlex.split(command), "--no-cache")
    assert outcome.out == shown
    assert outcome.code == 1


def test_the_first_report_is_short() -> None:
    assert RUNS
    assert len(RUNS[0][1].splitlines()) <= 12


def test_the_configuration_in_the_readme_is_accepted(write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    write({"preflight.toml": CONFIGURATION[0], "page.md": "Orla runs the Potting shed in Bramblewick.\n"})
    outcome = preflight("check", "page.md", "--offline", "--format", "json")
    assert outcome.rules == ["terms.our-name"]
    assert outcome.report["findings"][0]["suggestions"] == ["Potting Shed"]


def test_every_rule_has_its_page() -> None:
    from preflight import config, manual

    pages = manual.pages(config.load(None))
    written = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs" / "rules").glob("*.md")}
    assert written == pages, "run make docs"
