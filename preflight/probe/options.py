"""What one run of the probe may do."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

import preflight
from preflight.probe.guard import Resolver, system_resolver

MOST_PER_HOST = 10
"""One httpx client with more connections spends its time looking through them."""


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """``allow_hosts`` are private or loopback hosts (``HOST`` or ``HOST:PORT``) that may be requested all the same.

    ``timeout`` is for one URL with all its redirects, ``backoff`` the pause before what failed is tried again,
    ``longest_pause`` the longest that a server's Retry-After is obeyed (all in seconds); ``max_body`` in bytes;
    ``progress`` is called with (URLs done, URLs in all).
    """

    allow_hosts: tuple[str, ...] = ()
    timeout: float = 15.0
    concurrency: int = 48
    per_host: int = 6
    retries: int = 1
    backoff: float = 2.0
    longest_pause: float = 20.0
    max_body: int = 256 * 1024
    user_agent: str = f"preflight/{preflight.__version__} (+link check)"
    progress: Callable[[int, int], None] | None = None
    resolver: Resolver = system_resolver
    ssl_context: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.per_host <= MOST_PER_HOST:
            raise ValueError(f"per_host is {self.per_host}, not 1 to {MOST_PER_HOST}")
