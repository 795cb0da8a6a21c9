"""The connections of one run, by host.

httpx's pool looks through all its connections for every request, so a client has ten at most: a host that may have
more, or that lets some wait, gets a second client.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from preflight.probe.guard import Guard
from preflight.probe.transport import GuardedTransport

MOST_A_CLIENT = 10
OPEN_HOSTS = 100
"""Hosts whose connections stay open for the next link."""


class _Client:
    """One pool, and how many requests are under way in it."""

    def __init__(self, transport: GuardedTransport) -> None:
        self.transport = transport
        self.busy = 0


class Connections:
    """Origin → its clients, the one that was used last at the end."""

    def __init__(self, guard: Guard, ssl_context: ssl.SSLContext) -> None:
        self._guard = guard
        self._ssl_context = ssl_context
        self._open: OrderedDict[str, list[_Client]] = OrderedDict()

    async def aclose(self) -> None:
        for clients in self._open.values():
            for client in clients:
                await client.transport.aclose()
        self._open.clear()

    @asynccontextmanager
    async def of(self, origin: str) -> AsyncIterator[GuardedTransport]:
        """A transport with a free connection. The host that was idle longest is closed when there are too many."""
        clients = self._open.setdefault(origin, [])
        self._open.move_to_end(origin)
        client = next((one for one in clients if one.busy < MOST_A_CLIENT), None)
        if client is None:
            client = _Client(GuardedTransport(self._guard, self._ssl_context, MOST_A_CLIENT))
            clients.append(client)
        client.busy += 1
        try:
            yield client.transport
        finally:
            client.busy -= 1
            if len(self._open) > OPEN_HOSTS:
                await self._close_idle()

    async def _close_idle(self) -> None:
        for origin, clients in self._open.items():
            if not any(client.busy for client in clients):
                del self._open[origin]
                for client in clients:
                    await client.transport.aclose()
                return
