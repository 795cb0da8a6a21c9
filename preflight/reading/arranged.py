"""Which of the client's arrangements for single hosts a URL falls under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from preflight.model import Arrangement
from preflight.reading import urls

_USUAL = {"http": "80", "https": "443"}


def of(url: str, arrangements: Iterable[Arrangement]) -> Iterator[Arrangement]:
    """Those that name its host (and path), in their order."""
    target = None
    for one in arrangements:
        target = target or urls.resolve(urls.clean(url))
        if _names(one.host, target) and (not one.path or fnmatchcase(target.path or "/", one.path)):
            yield one


def _names(name: str, target: urls.Target) -> bool:
    """Whether ``shop.test``, ``shop.test:8443`` or ``*.shop.test`` is where the URL leads, whatever its ``www.``."""
    host, port = name, ""
    if "]:" in name or name.count(":") == 1:
        host, _, port = name.rpartition(":")
    if port and port != (target.port or _USUAL.get(target.scheme, "")):
        return False
    if host.startswith("*."):
        return target.host.endswith(host[1:])
    return urls.same_host(host, target.host)
