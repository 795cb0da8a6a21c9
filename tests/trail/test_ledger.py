"""A ledger says when it was tampered with."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from preflight.model import PreflightError
from preflight.trail import ledger

ENTRY = {"time": "2026-11-24T09:00:00+00:00", "who": "Jo", "verdict": "PASS"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for number in range(5):
        ledger.append(tmp_path / "ledger.jsonl", ENTRY | {"counts": {"error": number}})
    return tmp_path / "ledger.jsonl"


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def test_what_was_written_fits(file: Path) -> None:
    assert list(ledger.faults(file)) == []
    assert [entry["number"] for entry in ledger.read(file)] == [1, 2, 3, 4, 5]


def edit(all_lines: list[bytes]) -> list[bytes]:
    all_lines[1] = all_lines[1].replace(b"Jo", b"Al")
    return all_lines


def reorder(all_lines: list[bytes]) -> list[bytes]:
    all_lines[1], all_lines[2] = all_lines[2], all_lines[1]
    return all_lines


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (edit, "line 3 does not follow line 2"),
        (reorder, "line 2 does not follow line 1"),
        (lambda all_lines: all_lines[:1] + all_lines[2:], "line 2 does not follow line 1"),
        (lambda all_lines: all_lines[1:], "line 1 does not follow line 0"),
        (lambda all_lines: [*all_lines[:3], b"not json\n", *all_lines[3:]], "line 4 is no entry"),
    ],
)
def test_a_change_is_seen(file: Path, change, told: str) -> None:
    file.write_bytes(b"".join(change(lines(file))))
    assert any(told in fault for fault in ledger.faults(file))


def test_a_cut_end_is_seen_against_a_certificate(tmp_path: Path) -> None:
    file = tmp_path / "ledger.jsonl"
    ledger.append(file, ENTRY)
    head = ledger.append(file, ENTRY)
    assert list(ledger.faults(file, known=head)) == []
    file.write_bytes(lines(file)[0])
    assert list(ledger.faults(file)) == []
    assert list(ledger.faults(file, known=head)) == ["the end is missing: a certificate knows line 2, and there are 1"]
    ledger.append(file, ENTRY | {"who": "somebody else"})
    assert "not the one that the certificate knows" in next(ledger.faults(file, known=head))


def test_a_half_written_line_stays_and_is_named(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b'{"half":')
    ledger.append(file, ENTRY)
    assert list(ledger.faults(file)) == ["line 6 is no entry: it was cut off or written by hand"]
    assert len(ledger.read(file)) == 6


def write_some(name: str) -> None:
    for _ in range(10):
        ledger.append(Path(name), ENTRY)


def test_two_at_a_time_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "ledger.jsonl"
    with ProcessPoolExecutor(3) as pool:
        list(pool.map(write_some, [str(file)] * 3))
    assert list(ledger.faults(file)) == []
    assert len(ledger.read(file)) == 30


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PreflightError, match="the ledger cannot be written"):
        ledger.append(tmp_path / "file" / "ledger.jsonl", ENTRY)


def test_entries_are_plain_lines_that_other_programs_read(file: Path) -> None:
    for line in lines(file):
        assert json.loads(line)["who"] == "Jo"
        assert line.isascii()
