"""Documents in chunks: given out ahead, taken back in order, and a plug-in that keeps failing given up on the way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from preflight.examine import Row, Settings
from preflight.model import PreflightError

if TYPE_CHECKING:
    from concurrent.futures import Future

Task = tuple[int, bytes, str]
"""A number to know it by, the bytes, their media type."""
Outcome = tuple[int, Row, tuple[str, ...]]
"""A task's number, its row, and the plug-ins that had to be stopped on it."""
Rows = Generator[tuple[int, Row], None, None]
Stops = Mapping[str, int]
"""How often each plug-in may still have to be stopped before it is given up."""
Submit = Callable[[list[Task], Stops], "Future[list[Outcome]]"]

AHEAD = 3
"""Chunks given out for each worker: one at work, the others waiting so that it never does."""
STOPS = 5
"""A plug-in that had to be stopped on so many documents is not run on those that follow: at ten seconds each, a site
would take hours."""


def cut(tasks: Iterable[Task | None], most: int, size: int) -> Iterator[list[Task]]:
    """At most so many tasks, and so many bytes unless one task alone is larger. None is where whoever gives them will
    be busy with something else before the next one: what there is goes out."""
    chunk: list[Task] = []
    held = 0
    for task in tasks:
        if chunk and (task is None or len(chunk) == most or held + len(task[1]) > size):
            yield chunk
            chunk, held = [], 0
        if task is not None:
            chunk.append(task)
            held += len(task[1])
    if chunk:
        yield chunk


def in_order(
    submit: Submit,
    given: Iterable[list[Task]],
    settings: Settings,
    *,
    window: int,
    again: Callable[[list[Task], Stops], list[Outcome]] | None = None,
) -> Rows:
    """The rows of the chunks, in their order. No more than ``window`` chunks are out at a time, so memory stays flat.

    A chunk whose future fails is examined by ``again``, where there is one. Where a plug-in is given up depends on the
    order of the documents alone, not on which worker was ahead: chunks given out earlier may know too little of it, so
    what they found too much is taken out here.
    """
    pending: list[tuple[Future[list[Outcome]], list[Task]]] = []
    left = dict.fromkeys(settings.supervised, STOPS)

    def first() -> list[Outcome]:
        future, chunk = pending.pop(0)
        try:
            return future.result()
        except PreflightError:
            raise
        except Exception:
            if again is None:
                raise
            return again(chunk, dict(left))

    def settled(outcomes: list[Outcome]) -> Iterator[tuple[int, Row]]:
        for index, row, stopped in outcomes:
            for name, times in left.items():
                if times <= 0:
                    _leave_out(row, name)
                elif name in stopped:
                    left[name] -= 1
            yield index, row

    try:
        for chunk in given:
            pending.append((submit(chunk, dict(left)), chunk))
            if len(pending) >= window:
                yield from settled(first())
        while pending:
            yield from settled(first())
    finally:
        for future, _ in pending:
            future.cancel()


def _leave_out(row: dict[str, Any], name: str) -> None:
    """Take a plug-in's results out of a row: its rules and facts are known by their prefix."""
    row["findings"] = [finding for finding in row["findings"] if not finding[0].startswith(f"{name}.")]
    row["facts"] = {kind: facts for kind, facts in row["facts"].items() if kind.partition(".")[0] != name}
    row["gaps"] = [gap for gap in row["gaps"] if gap[0] != name]
    row["gaps"].append([name, "", f"had to be stopped on {STOPS} documents and was not run on this one", False])
    row["partial"] = True
