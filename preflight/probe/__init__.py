"""The network step, and the only one: each external URL is requested once, politely, and never to do anything.

Address guard (``guard``, ``transport``), action links (``preflight.reading.actionlinks``), limits per host and per
answer (``limits``, ``page``) are part of every request, redirects included. Imported on online runs only.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from time import time

import httpx
from msgspec.structs import replace

from preflight.model import Probe
from preflight.probe import outage
from preflight.probe.client import Client
from preflight.probe.guard import Guard, allowed_hosts
from preflight.probe.journey import Attempt
from preflight.probe.loop import completed
from preflight.probe.memory import Memory
from preflight.probe.options import ProbeOptions
from preflight.reading import arranged
from preflight.reading import urls as addresses

__all__ = ["Found", "ProbeOptions", "probe"]


class Found(dict[str, Probe]):
    """URL → what requesting it showed.

    ``network_down`` is a sentence, or empty; with it, the URLs that no server answered for are left out.
    """

    network_down: str = ""


def probe(urls: Iterable[str], options: ProbeOptions | None = None) -> Found:
    """Request every URL, the same page once whatever its fragments. Interrupting it closes all connections.

    URLs that must not be opened (a private address, an action link) come back as ``refused``.
    """
    options = options or ProbeOptions()
    spellings: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        spellings.setdefault(_whole(url).partition("#")[0], []).append(url)
    found = Found()
    if not spellings:
        return found
    guard = Guard(allowed_hosts(options.allow_hosts), options.resolver)
    memory = Memory(options.memory, guard, time()) if options.memory else None
    known = memory.recall(spellings) if memory else {}
    for url, probe_of in known.items():
        if probe_of.anchors is not None or not _names_a_place(spellings[url]):
            found.update({one: replace(probe_of, url=one) for one in spellings.pop(url)})
    if not spellings:
        return found
    attempts, found.network_down = completed(_run(spellings, options, guard))
    plain = _without_tls(spellings, attempts, options, guard)
    if memory:
        memory.keep(attempt.probe for url, attempt in attempts.items() if not _is_dressed(url, options))
    for url, written in spellings.items():
        attempt = attempts[url]
        silent = not attempt.reached and attempt.probe.outcome != "refused" and outage.is_public(url, guard)
        for one in written:
            answer = plain.get(url, attempt) if _is_schemeless(one) else attempt
            if answer is not attempt or not (found.network_down and silent):
                found[one] = replace(answer.probe, url=one)
    return found


def _whole(url: str) -> str:
    """With its scheme: one that begins with ``//`` takes that of its page, which is https nowadays."""
    return f"https:{addresses.clean(url)}" if _is_schemeless(url) else addresses.clean(url)


def _is_schemeless(url: str) -> bool:
    return addresses.clean(url)[:2] == "//"


def _without_tls(
    spellings: Mapping[str, Sequence[str]], attempts: Mapping[str, Attempt], options: ProbeOptions, guard: Guard
) -> dict[str, Attempt]:
    """What the servers say over http that have no https, for addresses that leave it open."""
    silent = {
        f"http:{url.partition(':')[2]}": url
        for url, written in spellings.items()
        if any(map(_is_schemeless, written))
        and attempts[url].probe.outcome in ("dead", "unverified")
        and attempts[url].probe.status is None
    }
    if not silent:
        return {}
    again, _ = completed(_run(silent, options, guard))
    return {silent[url]: attempt for url, attempt in again.items() if attempt.probe.status is not None}


def _names_a_place(written: Iterable[str]) -> bool:
    """Whether one of these spellings jumps to an anchor."""
    return any("#" in one.rstrip("#") for one in written)


def _is_dressed(url: str, options: ProbeOptions) -> bool:
    """Whether it was asked for with headers of the user's own: a stranger would get another answer."""
    return any(one.headers for one in arranged.of(url, options.arrangements))


async def _run(requests: Iterable[str], options: ProbeOptions, guard: Guard) -> tuple[dict[str, Attempt], str]:
    client = Client(options, guard, options.ssl_context or _ssl_context())
    try:
        attempts = await client.run(requests)
        return attempts, await outage.sentence(attempts.values(), guard)
    finally:
        await client.aclose()


@cache
def _ssl_context() -> ssl.SSLContext:
    """Certificate checks as httpx does them, ``SSL_CERT_FILE`` included. Loading the authorities takes 50 ms."""
    return httpx.create_ssl_context()
