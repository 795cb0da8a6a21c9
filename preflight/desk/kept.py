"""Open answers as files, so that a desk that was closed finds them again.

They hold what the message says, so they lie in the user's own state folder, one JSON file each, for this user's eyes
alone (mode 600), and go when the answer is closed or after ``DAYS`` days.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from preflight import retold
from preflight.desk.memories import Changes, Row
from preflight.folders import state_folder
from preflight.model import Report
from preflight.patterns import regex
from preflight.pipeline import Options
from preflight.trail.ledger import Head

FOLDER = "answers-1"
"""The number is that of the files' form."""
DAYS = 14
MOST = 200
"""Answers that are kept, the newest of all clients."""
IDENTIFIER = regex(r"[A-Za-z0-9_-]{8,40}")
"""``x3hT-9_kQaM``"""


class Kept(Struct, frozen=True):
    """One check as it was left. ``folder`` is its client's, ``options`` are those of the run that matter, ``when`` is
    when it ended (or began, while ``state`` is still running),
    ``summary`` is its verdict in words, ``bytes`` the digest of the file that was checked."""

    id: str
    client: str
    folder: str
    state: str
    name: str
    subject: str
    when: str
    options: dict[str, Any]
    sentence: str = ""
    summary: str = ""
    before: list[Row] | None = None
    changes: Changes | None = None
    head: Head | None = None
    certificate: str = ""
    pictures: tuple[str, ...] = ()
    bytes: str = ""
    report: dict[str, Any] | None = None


WANTED = ("targets", "kind", "state", "against", "send_date", "offline", "config", "no_config", "all_items", "render")


def options_of(kept: Kept) -> Options:
    """Raises KeyError or TypeError for a file that somebody edited."""
    wanted = {name: kept.options[name] for name in WANTED}
    return Options(**{**wanted, "targets": tuple(wanted["targets"])})


def written(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    row: dict[str, Any] = msgspec.to_builtins(retold.written(report))
    return row


def report_of(kept: Kept) -> Report | None:
    """The report again. Raises MsgspecError, TypeError or KeyError for a file that somebody edited."""
    if kept.report is None:
        return None
    return retold.report_of(msgspec.convert(kept.report, retold.Written))


def write(kept: Kept) -> None:
    """Keep it. That it cannot be kept costs the finding again, not the answer."""
    with suppress(OSError, ValueError, msgspec.MsgspecError):
        data = msgspec.json.encode(kept)
        file = _file(kept.id)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = file.with_name(f".{file.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
        fresh.replace(file)


def read(identifier: str) -> Kept | None:
    """The answer of that id, or None."""
    return _read(_file(identifier)) if IDENTIFIER.fullmatch(identifier) else None


def all_of(folder: Path | None = None) -> list[Kept]:
    """The answers of the client with this folder, or of everybody; the newest first. What is too old goes now."""
    return sorted(
        (one for one in _all() if folder is None or one.folder == str(folder)), key=lambda one: one.when, reverse=True
    )


def forget(identifier: str) -> None:
    with suppress(OSError):
        if IDENTIFIER.fullmatch(identifier):
            _file(identifier).unlink()


def expired() -> Iterator[Kept]:
    """Answers that are kept no longer; whoever asks forgets them."""
    limit = time.time() - DAYS * 86_400
    for number, file in enumerate(_files()):
        with suppress(OSError):
            if (number >= MOST or file.stat().st_mtime < limit) and (found := _read(file)) is not None:
                yield found


def _all() -> Iterator[Kept]:
    yield from filter(None, map(_read, _files()))


def _files() -> list[Path]:
    """The newest first."""
    with suppress(OSError):
        found = [(file.stat().st_mtime, file) for file in (state_folder() / FOLDER).glob("*.json")]
        return [file for _, file in sorted(found, reverse=True)]
    return []


def _file(identifier: str) -> Path:
    return state_folder() / FOLDER / f"{identifier}.json"


def _read(file: Path) -> Kept | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Kept)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
