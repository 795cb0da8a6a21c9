"""How long a worker may take for a document. Seconds in which a busy machine gave it no processor do not count."""

from __future__ import annotations

import os
import time
from math import inf
from pathlib import Path

LEAST, ENOUGH = 0.02, 0.95
"""Shares of its deadline in processor time: one that had less than the first waits for something, and one that had
more than the second had what it was due."""
LONGEST = 6
"""Deadlines that it is waited for at the most."""


class Patience:
    """The time of one process, looked at from another thread many times a second; whoever calls holds a lock."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._deadline = inf
        self._began = self._expires = inf
        self._had: float | None = None
        """Its processor time when this wait was first looked at."""

    def begin(self, deadline: float) -> None:
        self._deadline = deadline
        self._began = time.monotonic()
        self._expires = self._began + deadline
        self._had = None

    def end(self) -> None:
        self._expires = inf

    def is_over(self, now: float, lost: float) -> bool:
        """Whether its time is up; ``lost`` seconds in which nothing could run do not count."""
        if self._expires == inf:
            return False
        if self._had is None:
            self._had = processor_time(self._process)
        self._expires += lost
        if now > self._expires:
            self._expires = now + self._missing(now)
        return now >= self._expires

    def _missing(self, now: float) -> float:
        """Seconds of processor time that it is still due: it works, and gets less than it could use."""
        has, left = processor_time(self._process), self._began + LONGEST * self._deadline - now
        if has is None or self._had is None or left <= 0:
            return 0.0
        got = has - self._had
        return min(self._deadline - got, left) if LEAST * self._deadline < got < ENOUGH * self._deadline else 0.0


def processor_time(process: int) -> float | None:
    """Seconds; None where the system does not tell (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html)."""
    try:
        user, system = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, AttributeError):
        return None
