"""A real server on the loopback interface, with every bad habit that the web has, and a resolver that never asks."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from preflight import probe
from preflight.model import Probe

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]


def page(body: str = "<title>A page</title>", status: str = "200 OK", headers: Sequence[str] = ()) -> bytes:
    content = body.encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join([*head, "", ""]).encode() + content


def redirect(location: str, status: str = "301 Moved", headers: Sequence[str] = ()) -> bytes:
    return page("", status, [f"Location: {location}", *headers])


@dataclass
class Server:
    """``routes`` map a request target to the raw answer, or to a function that misbehaves by itself."""

    port: int = 0
    routes: dict[str, bytes | list[bytes] | Answer] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)
    requests: list[dict[str, str]] = field(default_factory=list)
    otherwise: bytes = page("gone", "404 Not Found")
    soft: dict[str, bytes] = field(default_factory=dict)
    connections: int = 0
    open_now: int = 0
    most_open: int = 0

    def _unknown(self, target: str) -> bytes:
        """``soft`` maps the beginning of a target to what is sent for anything unknown below it."""
        return next((answer for folder, answer in self.soft.items() if target.startswith(folder)), self.otherwise)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            first = await reader.read(1)
            if first == b"\x16":  # a client that wants TLS from a server that knows none
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            while head := first + await reader.readuntil(b"\r\n\r\n"):
                first = b""
                line, *rest = head.decode().split("\r\n")
                method, target, _ = line.split(" ", 2)
                headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
                self.requests.append({"method": method, "target": target, **headers})
                self.hits[target] += 1
                answer = self.routes.get(target, self._unknown(target))
                if isinstance(answer, list):
                    answer = answer[min(self.hits[target], len(answer)) - 1]
                if callable(answer):
                    await answer(reader, writer)
                    return
                writer.write(answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


@contextmanager
def listening(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Server]:
    running = Server()
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda _loop, _context: None)
    started = loop.run_until_complete(asyncio.start_server(running.serve, host, 0, ssl=context))
    running.port = started.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def stop() -> None:
        started.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # connections are closed in the next round of the loop

    try:
        yield running
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with listening() as running:
        yield running


@dataclass
class Names:
    """A name server: host → its answers, one list for each time it is asked (the last one stays)."""

    answers: Mapping[str, list[list[str]]]
    asked: Counter[str] = field(default_factory=Counter)
    silent: bool = False

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked[host] += 1
        if self.silent:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        answers = self.answers.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answers[min(self.asked[host], len(answers)) - 1]


SOON = 30.0
"""Seconds on a machine that does other things, too. What the servers here do would take minutes, or never end."""


def ask(url: str, **options: Any) -> Probe:
    """What the probe says of one URL."""
    return look([url], **options)[url]


def look(urls: Sequence[str], **options: Any) -> probe.Found:
    options.setdefault("resolver", Names({"example.com": [["93.184.216.34"]]}))
    return probe.probe(urls, probe.ProbeOptions(**{"timeout": 30.0, "backoff": 0.01, "longest_pause": 0.3, **options}))


def packed(body: bytes) -> bytes:
    content = gzip.compress(body)
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip"
    return f"{head}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
