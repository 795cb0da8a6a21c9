"""Reports and settings are written whole or not at all, and a device is never replaced by a file."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.writing import write

posix = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    write(str(file), "new – ü\n")
    assert file.read_bytes() == "new – ü\n".encode()
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write(str(file), "half \ud800")
    assert file.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


@posix
def test_a_link_is_followed_and_a_mode_is_kept(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "link.json").symlink_to("real.json")
    write(str(tmp_path / "link.json"), "new")
    assert (tmp_path / "real.json").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "real.json").stat().st_mode) == 0o640
    assert (tmp_path / "link.json").is_symlink()


@posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(str(pipe), "hello\n")
    assert os.read(reader, 100) == b"hello\n"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_full_disk_is_one_sentence(
    folder: Path, preflight: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "page.md").write_text("All is well.\n")

    def full(text: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys.stdout, "write", full, raising=False)
    outcome = preflight("check", "page.md", "--offline", "--no-config")
    assert outcome.code == 2
    assert "cannot be written (No space left on device)" in outcome.err
