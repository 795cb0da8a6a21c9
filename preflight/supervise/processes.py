"""The parent's side: workers with a deadline for each document, stopped and replaced when they overrun or die."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from msgspec import Struct, field

from preflight import examine
from preflight.examine import Row, Settings
from preflight.model import Delivery, Finding, Fix, Gap, Location, PreflightError, Related
from preflight.supervise import worker
from preflight.supervise.chunks import Outcome, Stops, Task
from preflight.supervise.patience import Patience

BOOT = "import sys; sys.path[:] = sys.argv[1:]; from preflight.supervise.worker import main; main()"
START = 120.0
"""Seconds until a worker must be ready: imports on a slow disk, a first look at everything by a virus scanner."""
MEMORY = 3 * 1024**3
"""Bytes of address space for a worker."""
SPENT = 8_000_000
"""A document of so many bytes leaves a worker large: it is replaced, so that memory stays flat."""
TICK = 0.05
"""Seconds between two looks at the clock."""


class StoppedError(Exception):
    """A worker overran its deadline or died; the message says how."""

    def __init__(self, message: str, *, overran: bool) -> None:
        super().__init__(message)
        self.overran = overran


class Worker:
    """One process. Whoever uses it is alone with it; only the watch looks at it from another thread."""

    def __init__(self, settings: Settings, deadline: float) -> None:
        self.is_ready = False
        self.overran = False
        self._settings = settings
        self._deadline = deadline
        self._lock = threading.Lock()
        # -P and our own import path: a folder that is being checked is never a place to import from
        command = [sys.executable, "-P", "-c", BOOT, *map(str, sys.path)]
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
        )
        self._patience = Patience(self._process.pid)

    def order(self, *order: Any) -> None:
        """Give work, to a worker that is idle: it reads all of it before it answers, so neither waits for the other."""
        self.start()
        self._send(order)

    def start(self) -> None:
        """Wait until it can work. Raises StoppedError when it never will."""
        if not self.is_ready:
            self._send((self._settings, self._deadline, MEMORY))
            self.answer(START)
            self.is_ready = True

    def answer(self, deadline: float) -> list[Any]:
        """The next message, awaited for so many seconds. Raises StoppedError when there will be none."""
        import msgpack

        assert self._process.stdout is not None
        with self._timed(deadline):
            payload = worker.read(self._process.stdout)
            if payload is not None:
                return list(msgpack.unpackb(payload, unicode_errors="surrogatepass", strict_map_key=False))
        raise self._ending(deadline)

    def _send(self, order: Any) -> None:
        assert self._process.stdin is not None
        with self._timed(START):
            worker.write(self._process.stdin, pickle.dumps(order, protocol=pickle.HIGHEST_PROTOCOL))

    @contextmanager
    def _timed(self, deadline: float) -> Iterator[None]:
        with self._lock:
            self._patience.begin(deadline)
        try:
            yield
        except (OSError, ValueError) as error:  # it died meanwhile, or something else wrote to its stream
            raise self._ending(deadline) from error
        finally:
            with self._lock:
                self._patience.end()

    def watch(self, now: float, lost: float) -> None:
        """Stop the process when its time is up. Called from the watching thread."""
        with self._lock:
            if self._patience.is_over(now, lost):
                self.overran = True
                self._process.kill()

    @property
    def is_usable(self) -> bool:
        return not self.overran and self._process.poll() is None

    def stop(self) -> None:
        """End the process at once. Harmless when it has ended."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):  # what was buffered for a dead process cannot be delivered
                stream.close()
        self._process.wait()

    def _ending(self, deadline: float) -> StoppedError:
        if self.overran:
            return StoppedError(f"took longer than {deadline:g} seconds and was stopped", overran=True)
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:  # it closed its streams and lives on
            self._process.kill()
            code = self._process.wait()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return StoppedError(f"crashed ({how})", overran=False)


class _Waiting(Struct):
    """A document on its way, and the checkers that will not see it, with the reason."""

    index: int
    data: bytes
    media_type: str
    faults: dict[str, str] = field(default_factory=dict)


class Workers:
    """Worker processes for one run's settings: started when first needed, kept between calls, gone at the end.

    Calls from several threads each have a worker to themselves.
    """

    def __init__(self, settings: Settings, deadline: float) -> None:
        self.settings = settings
        self.deadline = deadline
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._alive: set[Worker] = set()
        self._watching: threading.Thread | None = None
        self._closed = False

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every process, those at work too."""
        with self._lock:
            self._closed = True
            alive, self._idle = list(self._alive), []
        for one in alive:
            self._return(one, is_fit=False)

    def start_one(self) -> None:
        """Have one more worker ready. Whoever gives it work hears of it if there is none."""
        one = self._take()
        with suppress(StoppedError):
            one.start()
        self._return(one, is_fit=one.is_ready)

    def rest(self) -> None:
        """Stop the processes that have nothing to do."""
        with self._lock:
            idle, self._idle = self._idle, []
        for one in idle:
            self._return(one, is_fit=False)

    def examine(self, tasks: Iterable[Task], left: Stops) -> Iterator[Outcome]:
        """The tasks' outcomes, in order.

        A document that overruns its deadline or kills its worker loses its own result only; when a plug-in was at work
        on it, the plug-in's result alone.
        """
        waiting = deque(_Waiting(*task) for task in tasks)
        stops = dict(left)
        while waiting:
            one = self._take()
            checker = ""
            is_fit = False
            try:
                given_up = [name for name, times in stops.items() if times <= 0]
                one.order("examine", [(w.index, w.data, w.media_type, [*w.faults, *given_up]) for w in waiting])
                is_fit = True
                while waiting and is_fit:
                    message = one.answer(self.deadline)
                    if message[0] == "at":
                        checker = message[1]
                        continue
                    document = waiting.popleft()
                    is_fit = not (message[3] or one.overran or len(document.data) > SPENT)
                    yield document.index, _with_gaps(message[2], document), tuple(document.faults)
            except StoppedError as stopped:
                is_fit = False
                if self._closed:
                    return
                if not one.is_ready:
                    raise PreflightError(f"a worker process could not be started: it {stopped}") from stopped
                if checker:
                    stops[checker] -= 1
                    waiting[0].faults[checker] = str(stopped)
                else:
                    document = waiting.popleft()
                    why = str(stopped) if stopped.overran else f"made the reading process end: it {stopped}"
                    yield document.index, examine.failed(document.data, document.media_type, why), ()
            except BaseException:
                is_fit = False
                raise
            finally:
                self._return(one, is_fit=is_fit)

    def review(self, name: str, delivery: Delivery) -> tuple[list[Finding], list[Gap]]:
        """What one plug-in finds in the whole delivery; a gap when it overruns its deadline, dies or raises."""
        one = self._take()
        try:
            one.order("review", (name, delivery))
            _, findings, gaps, why = one.answer(self.deadline)
        except StoppedError as stopped:
            findings, gaps, why = [], [], str(stopped)
        finally:
            self._return(one, is_fit=False)
        if why:
            return [], [Gap(name, delivery.name, "", why, intended=False)]
        return [_finding(*fields) for fields in findings], [Gap(*fields) for fields in gaps]

    def _take(self) -> Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers have been closed")
            while self._idle:
                one = self._idle.pop()
                if one.is_usable:
                    return one
                self._alive.discard(one)
                one.stop()
            one = Worker(self.settings, self.deadline)
            self._alive.add(one)
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, name="preflight deadlines", daemon=True)
                self._watching.start()
        return one

    def _return(self, one: Worker, *, is_fit: bool) -> None:
        """Take a worker back, to keep it idle or to end it."""
        with self._lock:
            if is_fit and not self._closed and one.is_usable:
                self._idle.append(one)
                return
            self._alive.discard(one)
        one.stop()

    def _watch(self) -> None:
        looked = time.monotonic()
        while True:
            time.sleep(TICK)
            with self._lock:
                alive = list(self._alive)
                if not alive:
                    self._watching = None
                    return
            now = time.monotonic()
            lost = now - looked - TICK  # the terminal was suspended, or the machine is very busy
            looked = now
            for one in alive:
                one.watch(now, lost if lost > 1 else 0)


def _with_gaps(row: Row, document: _Waiting) -> Row:
    if document.faults:
        row["gaps"] += [[checker, "", why, False] for checker, why in document.faults.items()]
        row["partial"] = True
    return row


def _finding(
    rule: str, message: str, place: list[Any], match: str, help_text: str, suggestions: list[str],
    fix: list[Any] | None, related: list[list[Any]], *more: Any,
) -> Finding:  # fmt: skip
    return Finding(
        rule, message, Location(*place), match, help_text, tuple(suggestions), Fix(*fix) if fix else None,
        tuple(Related(Location(*where), text, why) for where, text, why in related), *more,
    )  # fmt: skip
