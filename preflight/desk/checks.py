"""The checks of this desk: each runs the pipeline in a process of its own, tells how far it is, and can be stopped.

What is open is kept (``kept``), so that the next desk shows it again. A check that was running when the desk was closed
says so, and can be begun again.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import secrets
import shlex
import threading
from contextlib import suppress
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from preflight import pipeline
from preflight.collect import is_online, shown_path
from preflight.desk import kept, live, memories, remote
from preflight.desk.clients import Client
from preflight.model import PreflightError, Report
from preflight.reporters import answer, shown
from preflight.trail import record
from preflight.trail.ledger import Head

CRASHED = "the check broke off. That is a fault of preflight: please report it, and run the command below to see more"
INTERRUPTED = "the desk was closed, or the computer slept, while this was being checked. Nothing is lost: check again"
OVERTAKEN = (
    "while this was being checked, another email of the same name was dropped, perhaps in another tab. Look at the "
    "answer there, or drop this one again"
)


class Note(Struct, frozen=True):
    """What the last button did; ``decided`` are the ids of what it decided, which can be taken back."""

    text: str = ""
    decided: tuple[str, ...] = ()


class Check:
    """One delivery on its way: ``state`` is running, done, failed (``sentence`` says why) or stopped."""

    def __init__(self, client: Client, options: pipeline.Options, name: str, subject: str = "") -> None:
        self.id = secrets.token_urlsafe(8)
        self.client, self.options, self.name, self.subject = client, options, name, subject
        self.state, self.sentence, self.note = "running", "", Note()
        self.done, self.total = 0, 0
        self.opened, self.links = 0, 0
        self.when = datetime.now().astimezone()
        self.report: Report | None = None
        self.head: Head | None = None
        self.changes: memories.Changes | None = None
        self.certificate: Path | None = None
        self.pictures: tuple[str, ...] = ()
        self.before = memories.recall(client.drafts, self._names)
        self.finished = threading.Event()
        self._process: Any = None
        self._lock = threading.Lock()
        self._bytes = ""

    @classmethod
    def again(cls, found: kept.Kept, client: Client) -> Check:
        """A check as an earlier desk left it. Raises what ``kept`` raises for a file that somebody edited."""
        check = cls(client, kept.options_of(found), found.name, found.subject)
        check.id, check.state, check.sentence = found.id, found.state, found.sentence
        check.when = datetime.fromisoformat(found.when)
        check.before, check.changes, check.head = found.before, found.changes, found.head
        check.pictures, check._bytes, check.report = found.pictures, found.bytes, kept.report_of(found)
        certificate = Path(found.certificate)
        check.certificate = certificate if found.certificate and certificate.exists() else None
        if check.state == "running" or (check.state == "done" and check.report is None):
            check.state, check.sentence = "failed", INTERRUPTED
        check.finished.set()
        return check

    @property
    def _names(self) -> tuple[str, ...]:
        return (f"subject {self.subject}" if self.subject else "", f"file {self.options.targets[0]}")

    @property
    def file(self) -> Path:
        return Path(self.options.targets[0])

    @property
    def is_site(self) -> bool:
        return self.options.kind != "email"

    @property
    def is_overtaken(self) -> bool:
        """Whether the file is no longer the one that was checked."""
        return bool(self._bytes) and _digest(self.file) != self._bytes

    def keep(self) -> None:
        """Remember it for the next desk."""
        options = {name: getattr(self.options, name) for name in kept.WANTED}
        report = shown.masked(self.report) if self.report else None
        summary = live.verdict(answer.verdict(report, answer.grouped(report.findings)), self.options) if report else ""
        kept.write(
            kept.Kept(
                self.id, self.client.name, str(self.client.folder), self.state, self.name, self.subject,
                self.when.isoformat(timespec="seconds"), options, self.sentence, summary, self.before, self.changes,
                self.head, str(self.certificate or ""), self.pictures, self._bytes,
                kept.written(self.report) if self.report else None,
            )
        )  # fmt: skip

    def start(self) -> None:
        """Begin, or begin again with the same options; what was answered before is no longer valid."""
        with self._lock:
            self.state, self.sentence, self.done, self.total, self.opened, self.links = "running", "", 0, 0, 0, 0
            self.report, self.head, self.certificate = None, None, None
            self.when = datetime.now().astimezone()
            self._bytes = _digest(self.file)
            self.finished = threading.Event()
            ours, theirs = multiprocessing.Pipe(duplex=False)
            spawning = multiprocessing.get_context("spawn")
            self._process = spawning.Process(target=_work, args=(theirs, self.options))
            self._process.start()
            theirs.close()
            self.keep()
            threading.Thread(target=self._listen, args=(ours, self._process, self.finished), daemon=True).start()

    def stop(self) -> None:
        """End it; nothing of it is kept."""
        with self._lock:
            if self.state == "running":
                self.state = "stopped"
                self._process.terminate()
                self.finished.set()
                self.keep()

    def _listen(self, pipe: Connection, process: Any, finished: threading.Event) -> None:
        try:
            while True:
                said, *values = pipe.recv()
                if said == "progress":
                    self.done, self.total = values
                    continue
                if said == "opening":
                    self.opened, self.links = values
                    continue
                with self._lock:
                    if process is self._process and self.state == "running":
                        self._take(said, values)
                break
        except (EOFError, OSError):
            with self._lock:
                if process is self._process and self.state == "running":
                    self.state, self.sentence = "failed", CRASHED
        finally:
            process.join()
            pipe.close()
            finished.set()

    def _take(self, said: str, values: list[Any]) -> None:
        if said == "failed":
            self.state, self.sentence = "failed", values[0]
            self.keep()
            return
        report, self.head, self.pictures = values
        if self.is_overtaken:
            self.state, self.sentence = "failed", OVERTAKEN
            self.keep()
            return
        if self.before is not None:
            self.changes = memories.changes(self.before, report.findings)
        memories.remember(self.client.drafts, self._names, report.findings)
        self.report, self.state = report, "done"
        self.keep()

    @property
    def command(self) -> str:
        """What runs the same check at a terminal."""
        options = self.options
        words = ["preflight", "check", _place(options.targets[0])]
        words += ["--kind", options.kind] if options.kind else []
        words += ["--state", options.state] if options.state else []
        words += ["--against", _place(options.against)] if options.against else []
        words += ["--send-date", options.send_date] if options.send_date else []
        words += ["--config", shown_path(Path(options.config))] if options.config else []
        words += ["--no-config"] if options.no_config else []
        words += ["--offline"] if options.offline else []
        return shlex.join(words)


def _work(pipe: Connection, options: pipeline.Options) -> None:
    """In the other process: the pipeline, and the line in the client's ledger."""
    last = ("", -1)

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        if (now := (what, 200 * done // max(total, 1))) != last:
            last = now
            with suppress(BrokenPipeError):  # the desk was closed meanwhile: there is nobody to tell
                pipe.send((what, done, total))

    with suppress(BrokenPipeError):  # the desk was closed meanwhile
        try:
            report = pipeline.run(
                replace(options, progress=partial(tell, "progress"), opening=partial(tell, "opening"))
            )
            pictures = remote.hosts(report, options)
            pipe.send(("done", report, record.keep(report, pipeline.ledgers(options)), pictures))
        except PreflightError as error:
            pipe.send(("failed", str(error)))


def _place(named: str) -> str:
    return named if is_online(named) else shown_path(Path(named))


def _digest(file: Path) -> str:
    """Of the file's bytes; empty for a folder, an address, or what cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except (OSError, ValueError):
        return ""
