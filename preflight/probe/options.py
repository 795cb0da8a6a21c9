"""What one run of the probe may do."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

import preflight
from preflight.model import Arrangement
from preflight.probe.guard import Resolver, system_resolver

MOST_PER_HOST = 60


class ProbeOptions(Struct, frozen=True):
    """``allow_hosts`` are private or loopback hosts (``HOST`` or ``HOST:PORT``) that may be requested all the same.

    ``timeout`` is for one URL with all its redirects, ``deadline`` for all URLs, ``backoff`` the pause before what
    failed is tried again, ``longest_pause`` the longest that a server's Retry-After is obeyed (all in seconds);
    ``arrangements`` are what the user arranged for single hosts: rates, connections and headers are heeded here;
    ``max_body`` in bytes; ``memory`` is the folder where answers are kept for later runs, if they are to be;
    ``progress`` is called with (URLs done, URLs in all).
    """

    allow_hosts: tuple[str, ...] = ()
    timeout: float = 10.0
    deadline: float = 900.0
    concurrency: int = 128
    per_host: int = 6
    retries: int = 1
    backoff: float = 2.0
    longest_pause: float = 10.0
    max_body: int = 256 * 1024
    user_agent: str = f"preflight/{preflight.__version__} (+link check)"
    memory: Path | None = None
    arrangements: tuple[Arrangement, ...] = ()
    progress: Callable[[int, int], None] | None = None
    resolver: Resolver = system_resolver
    ssl_context: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.per_host <= MOST_PER_HOST:
            raise ValueError(f"per_host is {self.per_host}, not 1 to {MOST_PER_HOST}")
