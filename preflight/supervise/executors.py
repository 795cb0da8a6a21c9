"""The map step on anybody's executor: a pool of threads or processes, or a cluster."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable
from concurrent.futures import Executor, Future

from preflight.examine import Settings
from preflight.supervise.chunks import AHEAD, Outcome, Rows, Stops, Task, cut, in_order
from preflight.supervise.processes import Workers

CHUNK = (128, 4_000_000)
"""Documents and bytes: a chunk may have to cross a network."""
UNKNOWN_SIZE = 8
"""Workers of an executor that does not say how many it has."""

_KEPT: dict[tuple[int, str, float], Workers] = {}
_LOCK = threading.Lock()


def by_executor(tasks: Iterable[Task | None], settings: Settings, executor: Executor, deadline: float) -> Rows:
    """Chunks go to the executor; one that it loses (a machine gone, a broken pool) is examined here."""

    def submit(chunk: list[Task], left: Stops) -> Future[list[Outcome]]:
        try:
            return executor.submit(examine_chunk, chunk, settings, left, deadline)
        except RuntimeError as error:  # broken, or shut down
            lost: Future[list[Outcome]] = Future()
            lost.set_exception(error)
            return lost

    def again(chunk: list[Task], left: Stops) -> list[Outcome]:
        return examine_chunk(chunk, settings, left, deadline)

    window = AHEAD * (getattr(executor, "_max_workers", None) or UNKNOWN_SIZE)
    try:
        yield from in_order(submit, cut(tasks, *CHUNK), settings, window=window, again=again)
    finally:
        rest()


def examine_chunk(chunk: list[Task], settings: Settings, left: Stops, deadline: float) -> list[Outcome]:
    """What the executor runs: the tasks are supervised by the process that this is called in."""
    return list(_workers(settings, deadline).examine(chunk, left))


def _workers(settings: Settings, deadline: float) -> Workers:
    """Workers that outlive the chunk: an executor offers no other place to keep them, and one takes as long to start as
    a chunk to examine. The key holds the process number, for a forked process must not talk to its parent's workers."""
    with _LOCK:
        if not _KEPT:
            atexit.register(rest)
        key = (os.getpid(), repr(settings), deadline)
        if key not in _KEPT:
            _KEPT[key] = Workers(settings, deadline)
        return _KEPT[key]


def rest() -> None:
    """Stop this process's workers that have nothing to do."""
    with _LOCK:
        kept = [workers for (process, _, _), workers in _KEPT.items() if process == os.getpid()]
    for workers in kept:
        workers.rest()
