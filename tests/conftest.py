"""What the tests share: the command line in-process, in a folder of its own, with a cache of its own."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from preflight.cli import main

# What is right today is right tomorrow, and on a busy machine: the same examples each time, and no clock.
# HYPOTHESIS_PROFILE=hunt looks for new ones.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("hunt", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@dataclass(frozen=True)
class Outcome:
    """What a run printed and answered."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        return [finding["rule"] for finding in self.report["findings"]]


@pytest.fixture(scope="session")
def lexicon_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache folder a test session, so that the lexicon is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lexicon_cache: Path) -> Path:
    """An empty working directory."""
    monkeypatch.setenv("PREFLIGHT_CACHE", str(lexicon_cache))
    monkeypatch.setenv("PREFLIGHT_USER", str(tmp_path / ".user"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write files into the working directory: ``write(**{"a/b.html": "…"})`` or ``write({"a.md": b"…"})``."""

    def write_files(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return folder

    return write_files


@pytest.fixture
def preflight(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run the command line: ``preflight("check", "a.md", "--offline")``."""

    def run(*argv: str) -> Outcome:
        capsys.readouterr()
        code = main(list(argv))
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


# --- Outlook's messages ---------------------------------------------------------------------------------


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) of these streams by their paths."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    folders = sorted({path[:at] for path in streams for at, sign in enumerate(path) if sign == "/"})
    names = ["", *folders, *streams]
    rows: dict[str, list[int]] = {name: [free, free, free, end, 0] for name in names}  # left, right, child, start, size

    def grow(members: list[str]) -> int:
        if not members:
            return free
        middle = len(members) // 2
        rows[members[middle]][:2] = grow(members[:middle]), grow(members[middle + 1 :])
        return names.index(members[middle])

    for folder in ["", *folders]:
        inside = [name for name in names[1:] if name.rpartition("/")[0] == folder]
        rows[folder][2] = grow(sorted(inside, key=lambda name: (len(name), name.upper())))

    table: list[int] = []
    sectors = b""

    def chained(into: list[int], count: int) -> int:
        start = len(into)
        into.extend([*range(start + 1, start + count), end] if count else [])
        return start if count else end

    def stored(content: bytes) -> int:
        nonlocal sectors
        count = -(-len(content) // 512)
        sectors += content.ljust(512 * count, b"\0")
        return chained(table, count)

    small, small_table = b"", []
    for path, content in streams.items():
        rows[path][4] = len(content)
        if len(content) >= 4096:
            rows[path][3] = stored(content)
        else:
            count = -(-len(content) // 64)
            rows[path][3] = chained(small_table, count)
            small += content.ljust(64 * count, b"\0")
    rows[""][3:] = stored(small), len(small)
    small_count = -(-len(small_table) // 128)
    small_start = stored(struct.pack(f"<{len(small_table)}I", *small_table).ljust(small_count * 512, b"\xff"))
    directory = b""
    for number, name in enumerate(names):
        title = (name.rpartition("/")[2] or "Root Entry").encode("utf-16-le") + b"\0\0"
        left, right, child, start, size = rows[name]
        kind = 2 if name in streams else 1 if number else 5
        directory += struct.pack(
            "<64sHBBIII16sIQQIQ", title, len(title), kind, 1, left, right, child, b"", 0, 0, 0, start, size
        )
    directory_start = stored(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    tables = 1
    while len(table) + tables > 128 * tables:
        tables += 1
    first = len(table)
    table += [0xFFFFFFFD] * tables
    sectors += struct.pack(f"<{len(table)}I", *table).ljust(512 * tables, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, tables,
        directory_start, 0, 4096, small_start, small_count, end, 0
    )  # fmt: skip
    header += struct.pack("<109I", *range(first, first + tables), *[free] * (109 - tables))
    return header + sectors


def outlook_message(
    texts: dict[int, str], binaries: dict[int, bytes] | None = None, *, numbers: dict[int, int] | None = None,
    attached: Sequence[dict[int, str | bytes]] = (), people: Sequence[dict[int, str]] = (),
    sent: datetime | None = None,
) -> bytes:  # fmt: skip
    """A ``.msg`` ([MS-OXMSG]) with these properties by their numbers; those of attachments are texts or bytes."""
    streams: dict[str, bytes] = {}

    def properties(prefix: str, held: dict[int, str | bytes], fixed: dict[int, int], header: int) -> None:
        rows = b"\0" * header
        for number, value in fixed.items():
            rows += struct.pack("<HHIq", 0x0003, number, 6, value)
        for number, value in held.items():
            text = isinstance(value, str)
            raw = value.encode("utf-16-le") if isinstance(value, str) else value
            streams[f"{prefix}__substg1.0_{number:04X}{'001F' if text else '0102'}"] = raw
            rows += struct.pack("<HHIII", 0x001F if text else 0x0102, number, 6, len(raw) + 2 * text, 0)
        if sent is not None and not prefix:
            ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
            rows += struct.pack("<HHIq", 0x0040, 0x0039, 6, ticks)
        streams[f"{prefix}__properties_version1.0"] = rows

    properties("", {0x001A: "IPM.Note", **texts, **(binaries or {})}, {0x3FDE: 65001, **(numbers or {})}, 32)
    for index, one in enumerate(attached):
        properties(f"__attach_version1.0_#{index:08X}/", one, {0x3705: 1}, 8)
    for index, person in enumerate(people):
        properties(f"__recip_version1.0_#{index:08X}/", {**person}, {0x0C15: 1}, 8)
    return compound_file(streams)


@pytest.fixture
def outlook() -> Callable[..., bytes]:
    """Make a ``.msg``: ``outlook({0x0037: "Rye"}, {0x1013: b"<p>Rye</p>"})``."""
    pytest.importorskip("olefile")
    return outlook_message
