"""How hard the probe may press: connections per host, requests at a time, and the pauses that servers ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


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


class Host:
    """One host's slots, and until when it wants to be left alone."""

    def __init__(self, connections: int) -> None:
        self._slots = asyncio.Semaphore(connections)
        self._quiet_until = 0.0
        self.closed = False
        """It asked for a pause a second time, or for a long one: it gets no more requests in this run."""

    @asynccontextmanager
    async def slot(self, everybody: asyncio.Semaphore) -> AsyncIterator[float]:
        """Waits for the host first, so that a slow one takes nobody else's place. Gives the time it began."""
        loop = asyncio.get_running_loop()
        async with self._slots:
            while (pause := self._quiet_until - loop.time()) > 0 and not self.closed:
                await asyncio.sleep(pause)
            async with everybody:
                yield loop.time()

    def asked_for_a_pause(self, seconds: float, longest: float, began: float) -> None:
        """A 429 for a request that began then. Requests under way together count once."""
        now = asyncio.get_running_loop().time()
        if seconds > longest or 0 < self._quiet_until <= began:
            self.closed = True
        self._quiet_until = max(self._quiet_until, now + seconds)


def utc_now() -> datetime:
    return datetime.now(UTC)
