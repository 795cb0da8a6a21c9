"""Many URLs at a time through their hosts, once more what failed, and a second look at pages that look like errors."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Iterable

from msgspec.structs import replace

from preflight.model import Probe
from preflight.probe import answers, soft
from preflight.probe.addresses import origin
from preflight.probe.connections import Connections
from preflight.probe.guard import Guard
from preflight.probe.journey import Attempt, Journeys
from preflight.probe.options import ProbeOptions

MOST_WAITING = 24
"""Requests that a host may let wait beside those it answers."""


class Client:
    """One run."""

    def __init__(self, options: ProbeOptions, guard: Guard, ssl_context: ssl.SSLContext) -> None:
        self._options = options
        self._connections = Connections(guard, ssl_context)
        self._journeys = Journeys(options, guard, self._connections)
        self._until = 0.0

    async def aclose(self) -> None:
        await self._connections.aclose()

    async def run(self, urls: Iterable[str]) -> dict[str, Attempt]:
        """Every URL's last attempt. What failed in passing is tried again at the end, when the fault may be over."""
        self._until = asyncio.get_running_loop().time() + self._options.deadline
        wanted = list(urls)
        found: dict[str, Attempt] = {}
        total = len(wanted)
        for attempt_number in range(self._options.retries + 1):
            if attempt_number:
                await asyncio.sleep(self._options.backoff)
            await self._round(wanted, found, total)
            wanted = [url for url in wanted if found[url].again]
            if not wanted:
                break
        await self._look_twice(found)
        return found

    async def _round(self, urls: Iterable[str], found: dict[str, Attempt], total: int) -> None:
        queues: dict[str, deque[str]] = {}
        for url in urls:
            queues.setdefault(origin(url), deque()).append(url)
        loop = asyncio.get_running_loop()
        began = loop.time()

        async def work(queue: deque[str]) -> None:
            while queue:
                # a host that complains is asked about another page next, not about the neighbour of that one
                url = queue.pop() if self._journeys.host(queue[0]).complains else queue.popleft()
                before = found.get(url)
                if before and before.pause:
                    await asyncio.sleep(min(before.pause, self._options.longest_pause) - (loop.time() - began))
                found[url] = await self._one(url, before)
                if self._options.progress:
                    self._options.progress(len(found), total)

        async with asyncio.TaskGroup() as group:
            for queue in queues.values():
                for _ in range(min(len(queue), self._options.per_host + MOST_WAITING)):
                    group.create_task(work(queue))

    async def _one(self, url: str, before: Attempt | None) -> Attempt:
        try:
            async with asyncio.timeout_at(self._until) as deadline:
                return await self._journeys.follow(url)
        except TimeoutError:
            if not deadline.expired():
                raise
            return before or Attempt(Probe(url, "unverified", error=answers.OUT_OF_TIME))
        except Exception as error:  # no server's answer may end the run of all the others
            why = f"its server's answer could not be read ({type(error).__name__})"
            return Attempt(Probe(url, "unverified", error=why))

    async def _look_twice(self, found: dict[str, Attempt]) -> None:
        """Pages beside what their host sends for an address that cannot exist, those that look like errors first."""
        suspects = {url: attempt.probe for url, attempt in found.items() if soft.looks_like_an_error(attempt.probe)}
        others = {url: attempt.probe for url, attempt in found.items() if soft.is_worth_comparing(attempt.probe)}
        suspects |= {url: probe for url, probe in others.items() if url not in suspects}
        if not suspects:
            return
        strangers: dict[str, str] = {}
        for probe in suspects.values():
            if stranger := soft.stranger(probe.final_url or probe.url):
                strangers.setdefault(origin(stranger), stranger)
        answered: dict[str, Attempt] = {}
        await self._round(strangers.values(), answered, len(found))
        for url, probe in suspects.items():
            beside = answered.get(strangers.get(origin(probe.final_url or url), ""))
            if verdict := soft.verdict(probe, beside.probe if beside else None):
                found[url] = replace(found[url], probe=replace(probe, soft=verdict))
