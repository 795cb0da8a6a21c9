"""The checks of this desk: each runs the pipeline in a process of its own, tells how far it is, and can be stopped."""

from __future__ import annotations

import multiprocessing
import secrets
import shlex
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from preflight import pipeline
from preflight.collect import shown_path
from preflight.desk import memories
from preflight.desk.clients import Client
from preflight.model import PreflightError, Report
from preflight.trail import record
from preflight.trail.ledger import Head

MOST = 50
"""Checks that one desk remembers."""
CRASHED = "the check broke off. That is a fault of preflight: please report it, and run the command below to see more"


class Check:
    """One delivery on its way: ``state`` is running, done, failed (``sentence`` says why) or stopped."""

    def __init__(self, client: Client, options: pipeline.Options, name: str, subject: str = "") -> None:
        self.id = secrets.token_urlsafe(8)
        self.client, self.options, self.name, self.subject = client, options, name, subject
        self.state, self.sentence, self.note = "running", "", ""
        self.done, self.total = 0, 0
        self.report: Report | None = None
        self.head: Head | None = None
        self.changes: memories.Changes | None = None
        self.certificate: Path | None = None
        self.before = memories.recall(client.drafts, self._names)
        self.finished = threading.Event()
        self._process: Any = None
        self._lock = threading.Lock()

    @property
    def _names(self) -> tuple[str, ...]:
        return (f"subject {self.subject}" if self.subject else "", f"file {self.options.targets[0]}")

    def start(self) -> None:
        """Begin, or begin again with the same options; what was answered before is no longer valid."""
        with self._lock:
            self.state, self.sentence, self.done, self.total = "running", "", 0, 0
            self.report, self.head, self.certificate = None, None, None
            self.finished = threading.Event()
            ours, theirs = multiprocessing.Pipe(duplex=False)
            spawning = multiprocessing.get_context("spawn")
            self._process = spawning.Process(target=_work, args=(theirs, self.options))
            self._process.start()
            theirs.close()
            threading.Thread(target=self._listen, args=(ours, self._process, self.finished), daemon=True).start()

    def stop(self) -> None:
        """End it; nothing of it is kept."""
        with self._lock:
            if self.state == "running":
                self.state = "stopped"
                self._process.terminate()
                self.finished.set()

    def _listen(self, pipe: Connection, process: Any, finished: threading.Event) -> None:
        try:
            while True:
                said, *values = pipe.recv()
                if said == "progress":
                    self.done, self.total = values
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
            return
        report, self.head = values
        if self.before is not None:
            self.changes = memories.changes(self.before, report.findings)
        memories.remember(self.client.drafts, self._names, report.findings)
        self.report, self.state = report, "done"

    @property
    def command(self) -> str:
        """What runs the same check at a terminal."""
        options = self.options
        words = ["preflight", "check", shown_path(Path(options.targets[0]))]
        words += ["--kind", options.kind] if options.kind else []
        words += ["--against", shown_path(Path(options.against))] if options.against else []
        words += ["--send-date", options.send_date] if options.send_date else []
        words += ["--config", shown_path(Path(options.config))] if options.config else []
        words += ["--no-config"] if options.no_config else []
        words += ["--offline"] if options.offline else []
        return shlex.join(words)


def _work(pipe: Connection, options: pipeline.Options) -> None:
    """In the other process: the pipeline, and the line in the client's ledger."""
    last = -1

    def progress(done: int, total: int) -> None:
        nonlocal last
        if (percent := 100 * done // max(total, 1)) != last:
            last = percent
            pipe.send(("progress", done, total))

    with suppress(BrokenPipeError):  # the desk was closed meanwhile
        try:
            report = pipeline.run(replace(options, progress=progress))
            pipe.send(("done", report, record.keep(report, pipeline.ledgers(options))))
        except PreflightError as error:
            pipe.send(("failed", str(error)))


class Checks:
    """The checks by their ids, the oldest forgotten."""

    def __init__(self) -> None:
        self._known: dict[str, Check] = {}

    def add(self, check: Check) -> Check:
        while len(self._known) >= MOST:
            self._known.pop(next(iter(self._known))).stop()
        self._known[check.id] = check
        return check

    def get(self, identifier: str) -> Check | None:
        return self._known.get(identifier)

    def stop(self) -> None:
        for check in self._known.values():
            check.stop()
