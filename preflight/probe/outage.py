"""Whether it was the network that failed, and not three hundred links at once."""

from __future__ import annotations

import os
from collections.abc import Iterable

from preflight.probe.guard import RESERVED, Guard, literal, plain
from preflight.probe.journey import Attempt
from preflight.reading import urls

KNOWN_NAME = "example.com"
"""A name that always exists (RFC 2606). It is looked up, never requested, when no server could be reached."""

FEW_HOSTS = 3
"""So many hosts do not fall silent at the same time by chance."""

PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


def is_public(url: str, guard: Guard) -> bool:
    """Whether asking for the URL takes a name server and the open internet."""
    target = urls.resolve(url)
    host = plain(target.host)
    exempt = (host, "") in guard.allowed or (host, target.port) in guard.allowed
    return not (exempt or literal(host) or host.endswith(RESERVED))


async def sentence(attempts: Iterable[Attempt], guard: Guard) -> str:
    """What to tell the user when no server on the internet answered; empty when one did, or none was asked."""
    asked = [
        attempt for attempt in attempts if attempt.probe.outcome != "refused" and is_public(attempt.probe.url, guard)
    ]
    if not asked or any(attempt.reached for attempt in asked):
        return ""
    try:
        await guard.resolve(KNOWN_NAME, 443)
    except OSError:
        return "no website's name could be looked up: this computer seems to be offline" + _proxy()
    hosts = {urls.resolve(attempt.probe.url).host for attempt in asked}
    if len(hosts) >= FEW_HOSTS and all(attempt.probe.outcome == "unverified" for attempt in asked):
        return (
            f"none of {len(hosts)} websites could be reached: something between here and the internet is in the way"
            + _proxy()
        )
    return ""


def _proxy() -> str:
    if any(os.environ.get(name) for name in PROXIES):
        return " (a proxy is set, which preflight does not use: it could not tell where a link leads)"
    return ""
