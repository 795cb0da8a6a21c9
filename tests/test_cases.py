"""The case tables of ``tests/cases``, run through the command line, and what every rule owes its reader."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import config, judge, manual

CASES = Path(__file__).parent / "cases"
SUFFIX = {"text/markdown": ".md", "text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml"}

SHEETS = (".csv", ".tsv", ".xml")


def tables() -> list[Any]:
    return [
        pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
        for file in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8")).get("case", [])
    ]


def line_of(finding: dict[str, Any], *, several: bool) -> str:
    """A finding as the tables write it: ``[PATH ][PART:]LINE:COLUMN SEVERITY RULE``."""
    place = finding["location"]
    words = [place["path"].removeprefix("now/")] if several else []
    if place["line"] is not None:
        words.append(":".join(filter(None, (place["part"], f"{place['line']}:{place['column']}"))))
    return " ".join((*words, finding["severity"], finding["rule"]))


@pytest.mark.parametrize(("family", "case"), tables())
def test_case(family: str, case: dict[str, Any], write: Callable[..., Path], preflight: Callable[..., Any]) -> None:
    several = "files" in case or "recipients" in case
    name = f"case{SUFFIX[case.get('media_type', 'text/markdown')]}"
    files = (
        {f"now/{path}": text for path, text in case["files"].items()}
        if "files" in case
        else {name: case["source"].removeprefix("\n")}
    )
    one = next(iter(case["files"])) if "files" in case and len(case["files"]) == 1 else ""
    sheet = one if one.endswith(SHEETS) else ""  # a sheet is a target by itself, a folder is a site
    write({**files, **{f"before/{path}": text for path, text in case.get("previous", {}).items()}})
    target = f"now/{sheet}".rstrip("/") if "files" in case else name
    arguments = ["check", target, "--format", "json", "--no-cache", "--select", family]
    arguments += ["--send-date", case.get("send_date", "2026-11-24")]
    arguments += ["--state", case["state"]] if "state" in case else []
    arguments += ["--against", f"before/{sheet}".rstrip("/")] if "previous" in case else []
    if "recipients" in case:
        write({"list.csv": case["recipients"].removeprefix("\n")})
        arguments += ["--recipients", "list.csv"]
    write(case.get("beside", {}))
    if "beside" in case:
        pass  # the configuration is among them
    elif "config" in case or "facts" in case:
        beside = {"facts.toml": case["facts"]} if "facts" in case else {}
        write({"preflight.toml": case.get("config", ""), **beside})
        arguments += ["--config", "preflight.toml"]
    else:
        arguments.append("--no-config")
    arguments += case.get("args", [])
    if "--online" not in arguments:
        arguments.append("--offline")
    outcome = preflight(*arguments)
    assert outcome.code in (0, 1), outcome
    found = [finding for finding in outcome.report["findings"] if finding["rule"].startswith(f"{family}.")]
    assert [line_of(finding, several=several) for finding in found] == case.get("expect", []), found
    if "suggest" in case:
        assert [(finding["suggestions"] or [""])[0] for finding in found] == case["suggest"]


def test_every_rule_has_a_page_a_failing_and_a_passing_case() -> None:
    for rule in config.load(None).rules().values():
        assert not rule.summary[:1].isupper(), rule.id
        assert not rule.summary.endswith("."), rule.id
        assert len(rule.text.split()) >= 12, f"{rule.id}: say why, what it looks at, what to do"
        cases = list(manual.cases_of(rule))
        if "online" in rule.text:  # shown against loopback servers in tests/probe
            continue
        assert any(case.get("expect") for case in cases), f"{rule.id} has no failing case"
        assert any(rule.id in case.get("passes", ()) for case in cases), f"{rule.id} has no passing case"


def test_clean_cases_say_what_they_vouch_for() -> None:
    known = {**config.load(None).rules(), **{rule.id: rule for rule in judge.RULES}}
    for parameters in tables():
        family, case = parameters.values
        assert case.get("expect") or case.get("passes"), f"{family}: {case['name']}"
        assert set(case.get("passes", ())) <= set(known), f"{family}: {case['name']}"
