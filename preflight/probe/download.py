"""One address after the other, read whole: what a site lists of itself (a sitemap, WordPress's REST interface).

Through the same guard as every link: private hosts only where the user named them, redirects only within the site.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

import httpx

from preflight.probe.guard import Guard, NoSuchHostError, RefusedError, allowed_hosts
from preflight.probe.limits import retry_after
from preflight.probe.loop import completed
from preflight.probe.options import ProbeOptions
from preflight.probe.transport import GuardedTransport
from preflight.sources.online import Answer, Fetch

LARGEST = 60_000_000
"""Bytes of one answer, unpacked."""

MOST_REDIRECTS = 5
PATIENCE = 60.0
"""Seconds for one address, its redirects included; WordPress takes its time for a hundred pages."""

LONGEST_PAUSE = 20.0
BUSY = frozenset({429, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})


def fetcher(allow_hosts: Sequence[str]) -> Fetch:
    """A function that requests one address."""
    options = ProbeOptions(allow_hosts=tuple(allow_hosts))
    guard = Guard(allowed_hosts(options.allow_hosts), options.resolver)

    def fetch(url: str) -> Answer:
        return completed(_fetch(url, guard, options))

    return fetch


async def _fetch(url: str, guard: Guard, options: ProbeOptions) -> Answer:
    transport = GuardedTransport(guard, options.ssl_context or httpx.create_ssl_context(), 1)
    headers = {"user-agent": options.user_agent, "accept": "*/*"}
    async with httpx.AsyncClient(transport=transport, headers=headers, trust_env=False, timeout=PATIENCE) as client:
        try:
            async with asyncio.timeout(PATIENCE):
                answer, pause = await _within_site(client, guard, url)
                if answer.status in BUSY and pause <= LONGEST_PAUSE:
                    await asyncio.sleep(pause)
                    answer, _ = await _within_site(client, guard, url)
                return answer
        except (TimeoutError, httpx.TimeoutException):
            return Answer(error="its server did not answer in time")
        except RefusedError as error:
            return Answer(error=f"{error}: not requested (--allow-host names a host that may be)")
        except NoSuchHostError:
            return Answer(error="there is no host of this name")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
            return Answer(error="its server cannot be reached, or its answer not be read")


async def _within_site(client: httpx.AsyncClient, guard: Guard, url: str) -> tuple[Answer, float]:
    """The answer at the end of its redirects, and the pause that it asks for."""
    home = _host(url)
    for _ in range(MOST_REDIRECTS):
        if refusal := guard.refusal(httpx.URL(url)):
            raise RefusedError(refusal)
        async with client.stream("GET", url) as response:
            if response.status_code in MOVED and "location" in response.headers:
                url = urljoin(url, response.headers["location"])
                if _host(url) != home:
                    return Answer(error="it sends its readers to another host, which was not requested"), 0.0
                continue
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST:
                    return Answer(error="its answer is larger than any list of pages"), 0.0
            known = {name.lower(): text for name, text in response.headers.items()}
            return Answer(response.status_code, known, bytes(body)), _pause(known.get("retry-after", ""))
    return Answer(error="it sends its readers on and on"), 0.0


def _pause(header: str) -> float:
    from datetime import UTC, datetime

    asked = retry_after(header, datetime.now(UTC)) if header else None
    return 2.0 if asked is None else asked


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
