"""``preflight log`` for one client or all of them: asked of an index that the ledgers can always be read into again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from preflight.folders import cache_folder
from preflight.trail import index, ledger

START = datetime(2026, 11, 1, 9, tzinfo=UTC)


def keep(file: Path, number: int, who: str = "Jo", verdict: str = "PASS") -> None:
    when = (START + timedelta(days=number)).isoformat(timespec="seconds")
    targets = [{"name": f"issue-{number}.eml"}]
    ledger.append(file, {"time": when, "who": who, "verdict": verdict, "targets": targets, "counts": {}})


@pytest.fixture
def workspace(write: Any) -> Path:
    """Two clients, five checks each, a day apart."""
    files = {
        f"clients/{name}/preflight.toml": 'ledger = "ledger.jsonl"\n' for name in ("bramblewick", "brook-and-bean")
    }
    root: Path = write({"preflight.toml": 'clients = ["clients/*"]\n', **files})
    for number in range(5):
        keep(root / "clients/bramblewick/ledger.jsonl", number, "Jo" if number % 2 else "Ann")
        keep(root / "clients/brook-and-bean/ledger.jsonl", number, "Jo", "FAIL" if number == 3 else "PASS")
    return root


def told(preflight: Any, *options: str) -> list[str]:
    outcome = preflight("log", *options)
    assert outcome.code == 0, outcome.err
    return outcome.out.splitlines()


def test_a_workspace_shows_all_of_its_clients_by_time(workspace: Path, preflight: Any) -> None:
    lines = told(preflight)
    assert len(lines) == 10
    assert lines == sorted(lines, key=lambda line: line[:16])
    assert "2026-11-04 09:00 UTC  FAIL  brook-and-bean  issue-3.eml  Jo" in lines


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--client", "bramblewick"), 5), (("--who", "Ann"), 3), (("--who", "jo"), 7), (("--verdict", "fail"), 1),
        (("--since", "2026-11-04"), 4), (("--until", "2026-11-01"), 2), (("--last", "3"), 3),
        (("--since", "2026-11-02", "--until", "2026-11-03", "--client", "brook-and-bean", "--who", "Jo"), 2),
    ],
)  # fmt: skip
def test_what_is_asked_for(options: tuple[str, ...], count: int, workspace: Path, preflight: Any) -> None:
    assert len(told(preflight, *options)) == count


def test_what_is_not_there_is_said(workspace: Path, preflight: Any) -> None:
    assert told(preflight, "--who", "Nobody'; drop table entry; --") == ["No check was like that."]
    assert "is no day" in preflight("log", "--since", "yesterday").err
    wrong = preflight("log", "--client", "bramblewik")
    assert wrong.code == 2
    assert "there is no client of that name" in wrong.err
    assert "bramblewick" in wrong.err


def test_new_lines_are_read_and_changed_ones_replace_the_old(workspace: Path, preflight: Any) -> None:
    file = workspace / "clients/bramblewick/ledger.jsonl"
    assert len(told(preflight, "--who", "Ann")) == 3
    keep(file, 6, "Ann")
    assert len(told(preflight, "--who", "Ann")) == 4
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[1:]).replace('"who":"Ann"', '"who":"Eve"'), encoding="utf-8")
    assert told(preflight, "--who", "Ann") == ["No check was like that."]
    assert len(told(preflight, "--who", "Eve")) == 3
    assert preflight("log", "--verify").code == 1  # the index hides nothing
    file.unlink()
    assert told(preflight, "--client", "bramblewick", "--who", "Jo") == ["No check was like that."]


def test_the_index_can_be_deleted_damaged_or_impossible(
    workspace: Path, preflight: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = told(preflight, "--who", "Jo")
    place = cache_folder() / index.FILE
    assert place.exists()
    place.unlink()
    assert told(preflight, "--who", "Jo") == lines
    place.write_bytes(b"no database at all" * 100)
    assert told(preflight, "--who", "Jo") == lines
    place.unlink()
    monkeypatch.setenv("PREFLIGHT_CACHE", str(workspace / "preflight.toml" / "no folder"))
    assert told(preflight, "--who", "Jo") == lines


def test_half_a_line_and_a_line_by_hand_are_no_checks(workspace: Path, preflight: Any) -> None:
    file = workspace / "clients/bramblewick/ledger.jsonl"
    with file.open("a", encoding="utf-8") as stream:
        stream.write('"words"\n{"time": "2026-11-09", "who": "Ann", "verdict": "PASS"')
    assert len(told(preflight, "--client", "bramblewick", "--who", "Ann")) == 3
    with file.open("a", encoding="utf-8") as stream:
        stream.write("}\n")
    assert len(told(preflight, "--client", "bramblewick", "--who", "Ann")) == 4


def test_it_says_what_the_lines_say(workspace: Path) -> None:
    file = workspace / "clients/bramblewick/ledger.jsonl"
    found = index.entries({"b": file}, index.Wanted(last=3))
    assert [entry for _, entry in found] == ledger.read(file, last=3)
    assert json.loads(file.read_text(encoding="utf-8").splitlines()[-1]) == found[-1][1]
