"""``preflight doctor``: what may be wrong with an installation."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import cache, doctor

OURS = "#!/usr/bin/python3\nfrom preflight.cli import main\nmain()\n"
THEIRS = "#!/bin/sh\necho ready for take-off\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="programs are told by their endings there")


def program(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "preflight").write_text(text, encoding="utf-8")
    (folder / "preflight").chmod(0o755)
    return folder / "preflight"


@pytest.fixture
def path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    return lambda *folders: monkeypatch.setenv("PATH", os.pathsep.join(str(folder / name) for name in folders))


@POSIX
def test_all_is_well(folder: Path, path, preflight: Callable[..., Any]) -> None:
    program(folder / "bin", OURS)
    path("bin")
    outcome = preflight("doctor")
    assert outcome.code == 0, outcome.out
    assert "the word preflight starts" in outcome.out
    assert outcome.out.endswith("\nAll is well.\n")


@POSIX
def test_another_programs_name_comes_first(folder: Path, path, preflight: Callable[..., Any]) -> None:
    theirs, ours = program(folder / "theirs", THEIRS), program(folder / "ours", OURS)
    path("theirs", "ours")
    outcome = preflight("doctor")
    assert outcome.code == 1
    assert f"the word preflight starts another program: {theirs}" in outcome.out
    assert f"start {ours}" in outcome.out


@POSIX
def test_another_programs_name_further_back_is_a_note(folder: Path, path, preflight: Callable[..., Any]) -> None:
    program(folder / "ours", OURS)
    theirs = program(folder / "theirs", THEIRS)
    path("ours", "theirs")
    outcome = preflight("doctor")
    assert outcome.code == 0
    assert f"another program of that name: {theirs}" in outcome.out


def test_another_package_of_the_name(monkeypatch: pytest.MonkeyPatch, preflight: Callable[..., Any]) -> None:
    monkeypatch.setattr(doctor, "packages_distributions", lambda: {"preflight": ["preflight-send", "preflight"]})
    outcome = preflight("doctor")
    assert outcome.code == 1
    assert "pip uninstall preflight" in outcome.out


def test_a_missing_extra_is_named_with_what_it_gives(
    monkeypatch: pytest.MonkeyPatch, preflight: Callable[..., Any]
) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    outcome = preflight("doctor")
    assert "sheets that are Excel workbooks" in outcome.out
    assert 'pip install "preflight-send[xlsx]"' in outcome.out
    assert 'pip install "preflight-send[images]"' in outcome.out


def test_every_extra_is_known() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(doctor.EXTRAS) == set(project["optional-dependencies"]) - {"dev", "docs"}


def test_a_cache_that_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, preflight: Callable[..., Any]
) -> None:
    (folder / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("PREFLIGHT_CACHE", str(folder / "file" / "cache"))
    outcome = preflight("doctor")
    assert outcome.code == 1
    assert "the cache cannot be written" in outcome.out
    assert "PREFLIGHT_CACHE" in outcome.out


def test_a_cache_that_is_broken_or_left_by_another_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch, preflight: Callable[..., Any]
) -> None:
    kept = folder / "cache"
    kept.mkdir()
    monkeypatch.setenv("PREFLIGHT_CACHE", str(kept))
    (kept / cache.FILE).write_bytes(b"not a database, whatever its name says" * 100)
    (kept / "documents-0.sqlite").write_bytes(b"")
    (kept / "lexicon-en-0-00000000-00000000.marisa").write_bytes(b"")
    (kept / "holiday.jpg").write_bytes(b"")
    outcome = preflight("doctor")
    assert outcome.code == 1
    assert f"a file of the cache is broken (file is not a database): {kept / cache.FILE}" in outcome.out
    assert "nothing any more: documents-0.sqlite, lexicon-en-0-00000000-00000000.marisa\n" in outcome.out
    assert "holiday" not in outcome.out
    assert not (kept / "lexicon-en-3").exists()


def test_a_configuration_that_cannot_be_read(write, preflight: Callable[..., Any]) -> None:
    write({"preflight.toml": "words = [\n"})
    outcome = preflight("doctor")
    assert outcome.code == 1
    assert "preflight.toml" in outcome.out
    assert "is not valid TOML" in outcome.out
