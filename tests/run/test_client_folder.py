"""A client's folder: plain files, made in one go, never overwritten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

MESSAGE = "Subject: Loaves\nFrom: news@bramble.example\nContent-Type: text/plain\n\nThe loaves are here again, warm.\n"


def test_a_first_client_begins_a_workspace(folder: Path, write, preflight) -> None:
    outcome = preflight("init", "--client-folder", "bramblewick")
    assert outcome.code == 0, outcome.err
    client = folder / "clients" / "bramblewick"
    assert {one.name for one in client.iterdir()} == {
        "preflight.toml", "words.txt", "waivers.toml", "checklist.toml", "facts.toml", "issues", "incidents",
    }  # fmt: skip
    write({"inbox/weekly.eml": MESSAGE})
    checked = preflight("check", "inbox/weekly.eml", "--client", "bramblewick", "--offline", "--format", "json")
    assert checked.code in (0, 1), checked.err
    assert (client / "ledger.jsonl").exists()


def test_what_is_there_stays(folder: Path, preflight) -> None:
    preflight("init", "--client-folder", "bramblewick")
    words = folder / "clients" / "bramblewick" / "words.txt"
    words.write_text("Wick\n")
    (words.parent / "facts.toml").unlink()
    outcome = preflight("init", "--client-folder", "bramblewick")
    assert "Wrote facts.toml." in outcome.out
    assert words.read_text() == "Wick\n"


@pytest.mark.parametrize("name", ["../elsewhere", "a/b", ".hidden", "/tmp/x", " ", "a\nb"])
def test_a_name_is_no_path(folder: Path, preflight, name: str) -> None:
    assert preflight("init", "--client-folder", name).code == 2
    assert list(folder.iterdir()) == []


def test_a_configuration_without_clients_is_not_overwritten(write, preflight) -> None:
    folder = write({"preflight.toml": 'kind = "email"\n'})
    outcome = preflight("init", "--client-folder", "bramblewick")
    assert outcome.code == 2
    assert 'write clients = ["clients/*"] into it' in outcome.err
    assert (folder / "preflight.toml").read_text() == 'kind = "email"\n'


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_said(folder: Path, preflight) -> None:
    folder.chmod(0o555)
    try:
        outcome = preflight("init", "--client-folder", "bramblewick")
    finally:
        folder.chmod(0o755)
    assert outcome.code == 2
    assert "cannot be written" in outcome.err
