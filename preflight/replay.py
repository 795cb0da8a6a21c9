"""An unchanged site is not examined again: its last report is kept, and told again while nothing changed.

What counts as unchanged: every file's name, size, time of change and time of its entry (which nobody can set back), the
configuration, the options, the day, and the program with all that it knows. A report that files changed under while it
was made, or a moment before, is not kept: a second change could hide behind the first one's time.
"""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict

from preflight import edition, plugins, shipped
from preflight.config import Ruleset
from preflight.deployed import DEPLOYED_AT
from preflight.model import Gap, Judged, Report, Rule, SendDate, Target, Verdict
from preflight.reading import private

FOLDER = "reports-1"
"""The number is that of the files' form."""
MOST = 32
"""Reports kept; the one longest unused goes first."""
LARGEST = 50_000_000
"""Bytes of a report that is kept."""
SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use."""
LIBRARIES = ("turbohtml", "spellchecker")
"""Packages whose version decides what is found; installing anything leaves its mark on the folder that they are in."""


class _Written(msgspec.Struct):
    """A report as it is written: its targets with their send dates as text."""

    version: str
    ruleset: str
    lexicon: str
    verdict: Verdict
    targets: list[dict[str, Any]]
    checked: dict[str, int]
    not_checked: tuple[Gap, ...]
    findings: tuple[Judged, ...]
    rules: tuple[Rule, ...]


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
            for entry, size, *times in _files(str(folder)):
                digest.update(f"{entry}\0{size}\0{times}\n".encode("utf-8", "surrogateescape"))
                self._newest = max(self._newest, *times)
        self._key = digest.digest()

    def kept(self) -> Report | None:
        """The report of the last run, if this one would say the same."""
        try:
            content = self._file.read_bytes()
            head, body = content[:36], content[36:]
            if head[:32] != self._key or zlib.crc32(body) != int.from_bytes(head[32:], "big"):
                return None
            written = msgspec.msgpack.decode(body, type=_Written)
            os.utime(self._file)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None
        return Report(
            written.version,
            written.ruleset,
            written.lexicon,
            written.verdict,
            tuple(_target(fields) for fields in written.targets),
            written.checked,
            written.not_checked,
            written.findings,
            written.rules,
        )

    def keep(self, report: Report) -> None:
        """Keep the report, unless something changed too lately to be sure of it. Failing to is no fault."""
        if any(target.kind != "site" for target in report.targets) or self._newest > self._began - SETTLED:
            return
        if any(not gap.intended for gap in report.not_checked):
            return  # something went wrong, and may go right
        targets = [
            {**msgspec.structs.asdict(target), "send_date": _date(target.send_date)} for target in report.targets
        ]
        body = msgspec.msgpack.encode({**asdict(report), "targets": targets})
        if len(body) > LARGEST or private.is_in(body):
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
            fresh.write_bytes(self._key + zlib.crc32(body).to_bytes(4, "big") + body)
            fresh.replace(self._file)
            kept = sorted(self._file.parent.iterdir(), key=lambda file: file.stat().st_mtime_ns)
            for file in kept[:-MOST]:
                file.unlink()


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


def _files(root: str) -> Iterator[tuple[str, int, int, int]]:
    """Every file below a folder, with its size and the times of its change and of its entry's, in a fixed order."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield folder, -(error.errno or 1), 0, 0
            continue
        for entry in entries:
            try:
                link = entry.is_symlink()
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                known = entry.stat()
                where = os.path.realpath(entry.path) if link else ""
            except OSError as error:
                yield entry.path, -(error.errno or 1), 0, 0
                continue
            if link and entry.is_dir():
                raise ValueError(where)
            yield f"{entry.path}\0{where}", known.st_size, known.st_mtime_ns, known.st_ctime_ns


def _installed() -> Iterator[tuple[str, int]]:
    for name in LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            folder = Path(spec.origin).parent
            yield name, folder.parent.stat().st_mtime_ns
            yield name, folder.stat().st_mtime_ns


def _date(sent: SendDate) -> list[str]:
    return ["moment" if isinstance(sent.value, datetime) else "day", sent.value.isoformat(), sent.source]


def _target(fields: dict[str, Any]) -> Target:
    kind, value, source = fields.pop("send_date")
    when = datetime.fromisoformat(value) if kind == "moment" else date.fromisoformat(value)
    made: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in fields.items()}
    return Target(**made, send_date=SendDate(when, source))
