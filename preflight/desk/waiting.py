"""Rules that were proposed and wait for a yes or a no; they outlive the desk that proposed them.

Each has a folder of its own in the user's state folder, for this user's eyes alone: the samples it was tried on, and
``lesson.json`` (mode 600). They go when somebody answers, or after ``DAYS`` days.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from preflight.collect import shown_path
from preflight.desk.clients import Client
from preflight.desk.kept import DAYS, IDENTIFIER
from preflight.folders import state_folder
from preflight.learning import Incident, Lesson
from preflight.model import PreflightError

FOLDER = "lessons-1"
"""The number is that of the files' form."""
FILE = "lesson.json"
MOST = 20
"""Rules that wait, the newest of all clients."""
DAY = 86_400
"""Seconds, after which samples without a proposal are those of a desk that broke off."""
ANSWERED = "this was answered already, or has waited for too long: tell it again"


class Waiting(Struct, frozen=True):
    """A lesson that waits for a yes: whose, of which check (or empty), what was told and what came of it, and when.
    ``is_old`` when an earlier desk proposed it: what the client sent since has not been looked at."""

    id: str
    client: Client
    check: str
    given: Mapping[str, str]
    incident: Incident
    lesson: Lesson
    when: str
    is_old: bool = False

    @property
    def folder(self) -> Path:
        return folder_of(self.id)


def identifier() -> str:
    """A new one."""
    return secrets.token_urlsafe(8)


def folder_of(one: str) -> Path:
    return state_folder() / FOLDER / one


def made(one: str) -> Path:
    """Its folder, for this user alone. Raises PreflightError."""
    place = folder_of(one)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.mkdir(mode=0o700)
    except OSError as error:
        raise PreflightError(
            f"the samples cannot be kept in {shown_path(place.parent)} ({error.strerror or error})"
        ) from error
    return place


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


class Lessons:
    """The lessons that wait: those of this desk, and what earlier desks left in files."""

    def __init__(self) -> None:
        self._known: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def add(self, waiting: Waiting) -> Waiting:
        with self._lock:
            self._known[waiting.id] = waiting
        _write(waiting)
        self.expire()
        return waiting

    def get(self, one: str, client: Client) -> Waiting:
        """The lesson of that id and client, of this desk or of an earlier one. Raises PreflightError."""
        with self._lock:
            found = self._known.get(one) or (_read(folder_of(one)) if IDENTIFIER.fullmatch(one) else None)
        if found is None or found.client != client:
            raise PreflightError(ANSWERED)
        return found

    def take(self, one: str, client: Client) -> Waiting:
        """The lesson, which waits no longer; its samples are still there. Raises PreflightError."""
        found = self.get(one, client)
        with self._lock:
            known = self._known.pop(one, None)
            try:
                (found.folder / FILE).unlink()
            except FileNotFoundError:
                if known is None:  # another tab was faster
                    raise PreflightError(ANSWERED) from None
            except OSError as error:
                raise PreflightError(f"cannot be written ({error.strerror or error})", FILE) from error
        return found

    def of(self, client: Client | None = None) -> list[Waiting]:
        """The rules of the client, or of everybody, that somebody may say yes to; the newest first."""
        found = [one for one in _all() if one.lesson.accepted and (client is None or one.client == client)]
        return sorted(found, key=lambda one: one.when, reverse=True)

    def expire(self) -> None:
        """What is too old goes, or too many, or was left by a desk that broke off."""
        for number, folder in enumerate(_folders()):
            with suppress(OSError):
                file = folder / FILE
                held = file.exists()
                age = time.time() - (file if held else folder).stat().st_mtime
                if age > (DAYS if held else 1) * DAY or number >= MOST:
                    with self._lock:
                        self._known.pop(folder.name, None)
                    drop(folder)

    def stop(self) -> None:
        """The desk closes: only what may be agreed to is kept."""
        with self._lock:
            for one in self._known.values():
                if one.lesson.accepted is None:
                    drop(one.folder)
            self._known.clear()


def drop(folder: Path) -> None:
    """Throw the samples away."""
    with suppress(OSError):
        shutil.rmtree(folder)


def _write(waiting: Waiting) -> None:
    """That it cannot be kept costs it when the desk is closed, and nothing before."""
    with suppress(OSError, msgspec.MsgspecError):
        data = msgspec.json.encode(waiting, enc_hook=str)  # of paths
        fresh = waiting.folder / f".{FILE}.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
        fresh.replace(waiting.folder / FILE)


def _read(folder: Path) -> Waiting | None:
    """None for what is not there, for what somebody edited, and for one whose samples lie elsewhere."""
    try:
        found = msgspec.json.decode((folder / FILE).read_bytes(), type=Waiting, dec_hook=_told)
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError):
        return None
    samples = (Path(found.incident.bad), Path(found.incident.good))
    ours = found.id == folder.name and all(one.is_relative_to(folder) and ".." not in one.parts for one in samples)
    known = found.client.file is not None and found.incident.folder == found.client.file.parent
    return msgspec.structs.replace(found, is_old=True) if ours and known else None


def _told(wanted: type, given: Any) -> Any:
    if wanted is not Path:
        raise NotImplementedError
    return Path(given)


def _all() -> Iterator[Waiting]:
    yield from filter(None, map(_read, _folders()))


def _folders() -> list[Path]:
    """The newest first."""
    with suppress(OSError):
        found = [(one.stat().st_mtime, one) for one in (state_folder() / FOLDER).iterdir() if one.is_dir()]
        return [one for _, one in sorted(found, reverse=True)]
    return []
