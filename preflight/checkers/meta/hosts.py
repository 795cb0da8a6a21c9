"""Hosts that canonical addresses name: the site's own, a test site, or somebody else's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from preflight.model import Finding, Location
from preflight.patterns import regex
from preflight.reading import urls

_TEST_HOST = regex(
    r"(?:.*[.-])?(?:staging|stage|dev|develop|test|testing|preview|local|localhost|sandbox|demo|beta|uat|qa)\d{0,3}"
    r"[.-].+|localhost|.+\.(?:test|local|localhost|invalid)|\d{1,3}(?:\.\d{1,3}){3}"
    r"|.+\.(?:netlify\.app|vercel\.app|pages\.dev|github\.io|wpengine\.com|kinsta\.cloud|pantheonsite\.io|webflow\.io"
    r"|myshopify\.com|ngrok\.io|ngrok-free\.app|herokuapp\.com|azurewebsites\.net|web\.app)",
    re.IGNORECASE,
)  # "staging.example.com", "dev-shop.example.com"

WHOLE_SITE = 0.8
"""Share of the pages whose canonical addresses name one new host, above which the site has moved there."""


def host_of(url: str) -> str:
    """The host of an address, ``www.`` aside; empty when it names none."""
    return urls.plain_host(urls.resolve(url).host).removeprefix("www.") if url else ""


def is_test(host: str) -> bool:
    return bool(_TEST_HOST.fullmatch(host))


def own(addresses: Iterable[str], configured: Iterable[str]) -> frozenset[str]:
    """The site's own hosts: those of the configuration, and the one that most of its addresses named."""
    counted = Counter(host for url in addresses if (host := host_of(url)))
    most = counted.most_common(1)
    named = {most[0][0]} if most and most[0][1] * 2 > counted.total() else set()
    return frozenset(named | {host.lower().removeprefix("www.") for host in configured})


def moved_to(before: Iterable[str], now: Iterable[str]) -> str:
    """The host that nearly all addresses name now and none of them named before, unless it is a test site's."""
    earlier = {host_of(url) for url in before}
    counted = Counter(host for url in now if (host := host_of(url)))
    most = counted.most_common(1)
    if not most or most[0][0] in earlier or is_test(most[0][0]):
        return ""
    host, times = most[0]
    return host if times >= 3 and times >= WHOLE_SITE * counted.total() else ""


def moving(what: str, host: str, own: Iterable[str], place: Location, url: str) -> Finding:
    """All canonical addresses name another host now; ``what`` are pages or rows."""
    return Finding(
        "meta.canonical",
        f"all {what} now name {host} as the site of the original; before it was {', '.join(sorted(own)) or 'none'}",
        place,
        url,
        "Right if the site moves to this name; otherwise put the canonical addresses back.",
        severity="warning",
    )
