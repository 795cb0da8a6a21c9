"""An unchanged site is not examined again: its last report is kept, and told again while nothing changed.

What counts as unchanged: every file's name, size, time of change and time of its entry (which nobody can set back), the
configuration, the options, the day, and the program with all that it knows. A report that files changed under while it
was made, or a moment before, is not kept: a second change could hide behind the first one's time.

Beside the report lie the texts that it was written as: a large one takes longer to write than the site takes to list.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import msgspec

from preflight import edition, plugins, retold, shipped
from preflight.config import Ruleset
from preflight.deployed import DEPLOYED_AT
from preflight.folders import cache_limit
from preflight.model import Report, Verdict
from preflight.reading import private

FOLDER = "reports-1"
"""The number is that of the files' form."""
MOST = 64
"""Reports and texts kept; the one longest unused goes first."""
LARGEST = 50_000_000
"""Bytes of a report that is kept, or of a text."""
SHARE = 0.2
"""Of the bytes that the cache may take, for all of them; the other parts of it are in ``cache``."""
SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""
LIBRARIES = ("turbohtml", "spellchecker")
"""Packages whose version decides what is found; installing anything leaves its mark on the folder that they are in."""


class Replay:
    """The place of one run's report. Only for sites in folders: nothing that is about people is kept."""

    def __init__(self, cache: Path, asked: Sequence[Any], targets: Sequence[str], rulesets: Sequence[Ruleset]) -> None:
        known = (asked, rulesets, edition.of_program(), *_installed(), [os.environ.get(name) for name in DEPLOYED_AT])
        name = hashlib.sha256(repr((targets, Path.cwd(), asked)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._file = cache / FOLDER / name
        self._began = time.time_ns()
        digest = hashlib.sha256(repr(known).encode("utf-8", "surrogatepass"))
        self._newest = 0
        for folder in (*targets, shipped.folder("rules")):
            listed = _files(str(folder))
            digest.update(repr(listed).encode("utf-8", "surrogateescape"))
            self._newest = max((self._newest, *(max(one[2:4]) for one in listed)))
        self._key = digest.digest()

    def text(self, form: str) -> tuple[Verdict, memoryview] | None:
        """The last run's verdict, and its report in this form, in UTF-8, if this run would write the same."""
        body = self._read(self._of(form))
        if body is None:
            return None
        end = body.index(b"\n")
        return cast("Verdict", body[:end].decode()), memoryview(body)[end + 1 :]

    def keep_text(self, form: str, report: Report, text: str) -> None:
        """Keep what the report was written as; only beside a report that is kept."""
        if self._read(self._file, whole=False) is not None:
            self._write(self._of(form), f"{report.verdict}\n{text}".encode("utf-8", "surrogatepass"))

    def kept(self) -> Report | None:
        """The report of the last run, if this one would say the same."""
        try:
            body = self._read(self._file)
            if body is None:
                return None
            return retold.report_of(msgspec.msgpack.decode(body, type=retold.Written))
        except (ValueError, msgspec.MsgspecError):
            return None

    def keep(self, report: Report) -> None:
        """Keep the report, unless something changed too lately to be sure of it. Failing to is no fault."""
        if any(target.kind != "site" for target in report.targets) or self._newest > self._began - SETTLED:
            return
        if any(not gap.intended for gap in report.not_checked):
            return  # something went wrong, and may go right
        self._write(self._file, msgspec.msgpack.encode(retold.written(report)))

    def _of(self, form: str) -> Path:
        return self._file.with_name(f"{self._file.name}.{form}")

    def _read(self, file: Path, *, whole: bool = True) -> bytes | None:
        """What was written under this run's key; without ``whole`` its beginning, unproved."""
        try:
            with file.open("rb") as stream:
                if stream.read(32) != self._key:
                    return None
                check = int.from_bytes(stream.read(4), "big")
                body = stream.read(-1 if whole else 1)
            if whole and zlib.crc32(body) != check:
                return None
            os.utime(file)
        except OSError:
            return None
        return body

    def _write(self, file: Path, body: bytes) -> None:
        if len(body) > LARGEST or private.is_in(body):
            return
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = file.with_name(f"{file.name}.{os.getpid()}")
            with fresh.open("wb") as stream:
                stream.writelines((self._key, zlib.crc32(body).to_bytes(4, "big"), body))
            fresh.replace(file)
            room = cache_limit(SHARE)
            kept = sorted(((one, one.stat()) for one in file.parent.iterdir()), key=lambda of: -of[1].st_mtime_ns)
            for number, (one, known) in enumerate(kept):
                room -= known.st_size
                if number >= MOST or room < 0:
                    one.unlink()


def may_serve(rulesets: Sequence[Ruleset]) -> bool:
    """Whether the answer depends on nothing but what a ``Replay`` looks at: a plug-in may read what it likes."""
    if any(ruleset.checklist is not None for ruleset in rulesets):  # its answers lie elsewhere
        return False
    return not any(plugins.is_supervised(name) for ruleset in rulesets for name in ruleset.checkers)


def forget(cache: Path) -> None:
    """Drop all kept reports."""
    with suppress(OSError):
        for file in (cache / FOLDER).iterdir():
            file.unlink()


def _files(root: str) -> list[tuple[str, int, int, int, int]]:
    """Every file below a folder, with its size, the times of its change and of its entry's, and its number on the disk,
    in a fixed order. Raises ValueError where a link leads to a folder: what lies there would not be looked at."""
    found = []
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            found.append((folder, -(error.errno or 1), 0, 0, 0))
            continue
        for entry in entries:
            path = entry.path
            try:
                known = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(known.st_mode):
                    waiting.append(path)
                    continue
                if stat.S_ISLNK(known.st_mode):
                    path, known = f"{path}\0{os.path.realpath(path)}", entry.stat()
                    if stat.S_ISDIR(known.st_mode):
                        raise ValueError(path)
            except OSError as error:
                found.append((path, -(error.errno or 1), 0, 0, 0))
                continue
            found.append((path, known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino))
    return sorted(found)


def _installed() -> Iterator[tuple[str, int]]:
    for name in LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            folder = Path(spec.origin).parent
            yield name, folder.parent.stat().st_mtime_ns
            yield name, folder.stat().st_mtime_ns
