"""How hard the probe may press: connections per host, requests at a time, and the pauses that servers ask for.

A host starts with a few connections. One that asks for fewer requests gets one at a time, and more again with every
answer; a request that the host lets wait gives its place to the next one meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PATIENCE = 2.0
"""Seconds after which a request that waits for its answer gives its place away."""
MOST_COMPLAINTS = 3
"""Requests for a pause in a row, after which a host is left alone for the rest of the run."""


def retry_after(header: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms (RFC 9110, 10.2.3); None if it has none."""
    header = header.strip()
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


class Gate:
    """So many at a time, first come, first served; the limit may change meanwhile."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self) -> None:
        if self._inside < self.limit and not self._waiting:
            self._inside += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        self._inside -= 1
        self.admit()

    def admit(self) -> None:
        """Let in who may come in."""
        while self._waiting and self._inside < self.limit:
            turn = self._waiting.popleft()
            if not turn.done():
                self._inside += 1
                turn.set_result(None)


class Host:
    """One host's places, and until when it wants to be left alone. ``rate`` is in requests a second, 0 for any."""

    def __init__(self, connections: int, rate: float = 0.0) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._next = 0.0
        self._most = connections
        self._gate = Gate(connections)
        self._quiet_until = 0.0
        self._complained_at = 0.0
        self._complaints = 0
        self.closed = False
        """It asked for pauses again and again: it gets no more requests in this run."""

    @property
    def complains(self) -> bool:
        return self._complaints > 0

    @asynccontextmanager
    async def slot(self, everybody: Gate) -> AsyncIterator[float]:
        """Waits for the host first, so that a slow one takes nobody else's place. Gives the time it began."""
        loop = asyncio.get_running_loop()
        await self._gate.enter()
        places = [self._gate]

        def give_up() -> None:
            while places:
                places.pop().leave()

        try:
            while (pause := self._quiet_until - loop.time()) > 0 and not self.closed:
                await asyncio.sleep(pause)
            await self._turn()
            await everybody.enter()
            places.append(everybody)
            timer = loop.call_later(PATIENCE, give_up)
            try:
                yield loop.time()
            finally:
                timer.cancel()
        finally:
            give_up()

    async def _turn(self) -> None:
        """Waits until the host's own rate lets the next request out."""
        if self._interval:
            now = asyncio.get_running_loop().time()
            turn = max(now, self._next)
            self._next = turn + self._interval
            await asyncio.sleep(turn - now)

    def answered(self) -> None:
        """It answered without complaint: one more at a time, up to the usual number."""
        self._complaints = 0
        if self._gate.limit < self._most:
            self._gate.limit += 1
            self._gate.admit()

    def complained(self, seconds: float, longest: float, began: float) -> None:
        """A 429 for a request that began then. Requests under way together count once.

        The first may be about that one page: one more is tried. The second is about us: the host gets its pause.
        """
        now = asyncio.get_running_loop().time()
        self._gate.limit = 1
        if began < self._complained_at:
            return
        self._complained_at = now
        self._complaints += 1
        if self._complaints > 1:
            self._quiet_until = max(self._quiet_until, now + min(seconds, longest))
        if self._complaints >= MOST_COMPLAINTS:
            self.closed = True


def utc_now() -> datetime:
    return datetime.now(UTC)
