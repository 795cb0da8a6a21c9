"""One connection, straight on asyncio: httpcore's own streams support other event loops too, for a quarter of the time
that a request costs."""

from __future__ import annotations

import asyncio
import select
import ssl
from typing import Any, cast

import httpcore

MOST_WAITING = 256 * 1024
"""Bytes that may wait to be read before the server is made to wait."""


class NotConnectedError(httpcore.ConnectError):
    """Keeps the reason: httpcore raises it anew, and what stood behind it would be lost."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


class _Received(asyncio.Protocol):
    """What has come in and was not read yet."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self.transport: asyncio.Transport | None = None
        self._paused = False
        self._awaited: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.data += data
        if len(self.data) > MOST_WAITING and self.transport and not self._paused:
            self.transport.pause_reading()
            self._paused = True
        self._tell()

    def eof_received(self) -> None:
        self.ended = True
        self._tell()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended, self.error = True, exc
        self._tell()

    def _tell(self) -> None:
        if self._awaited and not self._awaited.done():
            self._awaited.set_result(None)

    async def some(self, most: int) -> bytes:
        """The next bytes; none at the end. Raises ReadError where the connection broke."""
        if not self.data and not self.ended:
            self._awaited = asyncio.get_running_loop().create_future()
            await self._awaited
        if self.data:
            taken = bytes(self.data[:most])
            del self.data[:most]
            if self._paused and self.transport and len(self.data) < MOST_WAITING // 2:
                self.transport.resume_reading()
                self._paused = False
            return taken
        if self.error:
            raise httpcore.ReadError(str(self.error)) from self.error
        return b""


class Stream(httpcore.AsyncNetworkStream):
    """A connection as httpcore wants it."""

    def __init__(self, received: _Received, transport: asyncio.Transport) -> None:
        self._received = received
        self._transport = transport

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            async with asyncio.timeout(timeout):
                return await self._received.some(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout  # a request is a few hundred bytes: the system takes them at once
        if self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed")
        self._transport.write(buffer)

    async def aclose(self) -> None:
        self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                transport = await loop.start_tls(
                    self._transport, self._received, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            self._transport.abort()
            raise httpcore.ConnectTimeout from error
        except OSError as error:  # SSLError is one
            self._transport.abort()
            raise NotConnectedError(error) from error
        except BaseException:
            self._transport.abort()
            raise
        if transport is None:
            raise httpcore.ConnectError("the connection was closed")
        self._received.transport = transport
        return Stream(self._received, transport)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # nothing is awaited of an idle connection: it is over, or out of step
            return self._received.ended or bool(self._received.data) or _has_news(self._transport)
        if info == "ssl_object":
            return self._transport.get_extra_info("ssl_object")
        return self._transport.get_extra_info({"server_addr": "peername", "client_addr": "sockname"}.get(info, info))


def _has_news(transport: asyncio.Transport) -> bool:
    """Whether something has come that the event loop did not get round to: the end, mostly."""
    number = transport.get_extra_info("socket").fileno()
    if number < 0:
        return True
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


async def connect(address: str, port: int, timeout: float | None) -> Stream:
    """A connection to an IP address. Raises NotConnectedError or ConnectTimeout."""
    try:
        async with asyncio.timeout(timeout):
            transport, received = await asyncio.get_running_loop().create_connection(_Received, address, port)
    except TimeoutError as error:
        raise httpcore.ConnectTimeout from error
    except OSError as error:
        raise NotConnectedError(error) from error
    return Stream(received, transport)
