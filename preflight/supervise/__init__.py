"""The map step over many documents: here, in worker processes of our own, or on anybody's executor.

Whichever it is, the same rows come out. Built-in checkers take linear time, so a small delivery is examined in this
process, and so is the beginning of a large one while its workers start; the rest, and every plug-in, is worked on by
processes of our own with a deadline for each document: an executor's processes cannot be stopped for one task, and one
dead process breaks the whole executor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING, Any

from preflight import plugins
from preflight.examine import Settings
from preflight.model import Delivery, Finding, Gap
from preflight.supervise.chunks import AHEAD, Outcome, Rows, Stops, Task, cut, in_order

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["DEADLINE", "Task", "examine_all", "review"]

DEADLINE = 10.0
"""Seconds for a document, and again for each plug-in on it."""
REVIEW_DEADLINE = 60.0
"""Seconds for a plug-in's look at the whole delivery."""
SMALL_DELIVERY, SMALL_DOCUMENT = 2_000_000, 250_000
SMALL_SKIMMED, SMALL_SKIM = 10_000_000, 1_000_000
"""Bytes of a delivery and of a document, read or skimmed: up to here a process of our own costs more time than it
saves, and no input takes long."""
CHUNK = (32, 1_000_000)
"""Documents and bytes that go to a worker at a time."""
SLICES = 4
"""Of such a chunk, where there are few documents: so that no worker gets them all while the others have none."""


def examine_all(
    sources: Iterable[Task | None],
    settings: Settings,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    deadline: float = DEADLINE,
    in_process: bool | None = None,
    progress: Callable[[int], None] | None = None,
    occupied: bool = False,
) -> Rows:
    """Every source's row with its number, in the order of the sources, which are taken as they are needed.

    ``jobs`` is how many workers run at a time; an ``executor`` gets chunks instead, each supervised where it arrives.
    ``in_process`` says whether to do without workers; otherwise the size of the delivery and the presence of plug-ins
    do. ``progress`` is called with how many are done. ``occupied``: most documents are known already, and whoever gives
    the sources fetches those between them, at a None, rather than that this process begins with the others.
    """
    sources = iter(sources)
    begins_here = in_process is None and executor is None and not settings.supervised
    if begins_here:
        head, in_process = _head(sources, settings)
        sources = chain(head, sources)
    if in_process:
        rows = _here(sources, settings)
    elif executor is None:
        rows = _by_workers(
            sources,
            settings,
            jobs,
            deadline,
            begins_here=begins_here and not occupied,
            slices=SLICES if occupied else 1,
        )
    else:
        from preflight.supervise.executors import by_executor

        rows = by_executor(sources, settings, executor, deadline)
    with closing(rows):
        for done, row in enumerate(rows, 1):
            if progress:
                progress(done)
            yield row


def review(
    name: str, options: Mapping[str, Any], delivery: Delivery, *, deadline: float = REVIEW_DEADLINE
) -> tuple[list[Finding], list[Gap]]:
    """A plug-in's ``review`` of the whole delivery; a gap when it overruns its deadline, dies or raises."""
    if not hasattr(plugins.module(name, options), "review"):
        return [], []
    from preflight.supervise.processes import Workers

    with Workers(Settings({name: options}), deadline) as workers:
        return workers.review(name, delivery)


def _head(sources: Iterator[Task | None], settings: Settings) -> tuple[list[Task], bool]:
    """The sources that had to be looked at to see whether the delivery is small, and whether it is."""
    head: list[Task] = []
    size = 0
    for task in filter(None, sources):
        head.append(task)
        size += len(task[1])
        if not _is_small(task, settings) or size > (SMALL_SKIMMED if _skims(settings) else SMALL_DELIVERY):
            return head, False
    return head, True


def _is_small(task: Task, settings: Settings) -> bool:
    return len(task[1]) <= (SMALL_SKIM if _skims(settings) else SMALL_DOCUMENT)


def _skims(settings: Settings) -> bool:
    return settings.skims and settings.kind in ("page", "site")


def _here(sources: Iterable[Task | None], settings: Settings) -> Rows:
    from preflight.supervise.worker import examined

    for index, data, media_type in filter(None, sources):
        yield index, examined(data, media_type, settings)[0]


def _by_workers(
    sources: Iterator[Task | None], settings: Settings, jobs: int, deadline: float, *, begins_here: bool, slices: int
) -> Rows:
    """A thread for each worker, which waits for it. Until the first of them is ready, this process works itself, if it
    ``begins_here``. A chunk is one of so many ``slices`` of the usual."""
    from concurrent.futures import ThreadPoolExecutor

    from preflight.supervise.processes import Workers

    workers = Workers(settings, deadline)
    threads = ThreadPoolExecutor(jobs, "preflight worker")

    def submit(chunk: list[Task], left: Stops) -> Future[list[Outcome]]:
        return threads.submit(lambda: list(workers.examine(chunk, left)))

    try:
        if begins_here:
            starting = [threads.submit(workers.start_one) for _ in range(jobs)]
            for task in filter(None, sources):
                if any(one.done() for one in starting) or not _is_small(task, settings):
                    sources = chain((task,), sources)
                    break
                yield from _here((task,), settings)
        chunks = cut(sources, *(most // slices for most in CHUNK))
        yield from in_order(submit, chunks, settings, window=jobs * AHEAD * slices)
    finally:
        workers.close()  # before the threads are waited for: after Ctrl-C they would finish their chunks first
        threads.shutdown(wait=True, cancel_futures=True)
