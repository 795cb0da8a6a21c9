"""Addresses that count a click and send the reader on: whose they are, and where they lead, as far as they tell.

The table is ``rules/testsends.toml``. Nothing is opened: a wrapper that hides its target stays unread.
"""

from __future__ import annotations

import base64
import binascii
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote

from msgspec import Struct

from preflight import shipped
from preflight.reading import urls

LONGEST = 8_000
"""Characters of an address that is looked into."""
WEB = ("http://", "https://")
COUNTING = ("utm_", "mc_", "_hs", "hs", "vgo_", "_kx", "fbclid", "gclid", "ck_subscriber", "ref=", "ss_")
"""How parameters begin that sending platforms add to every address."""


class Wrapper(Struct, frozen=True):
    """One line of the table; ``target`` as described there."""

    name: str
    host: str
    path: str = ""
    target: str = ""


class Wrapped(Struct, frozen=True):
    """A wrapped link: who wrapped it, and where it leads, or empty."""

    name: str
    target: str


@cache
def table() -> dict[str, Any]:
    """``rules/testsends.toml`` as it stands."""
    return shipped.table("testsends")


@cache
def _known() -> tuple[dict[str, tuple[Wrapper, ...]], tuple[Wrapper, ...]]:
    """Wrappers by host, and those that are known by their path on any host."""
    by_host: dict[str, tuple[Wrapper, ...]] = {}
    anywhere: list[Wrapper] = []
    for entry in table()["wrapper"]:
        one = Wrapper(entry["name"], entry["host"], entry.get("path", ""), entry.get("target", ""))
        if one.host:
            by_host[one.host] = (*by_host.get(one.host, ()), one)
        else:
            anywhere.append(one)
    return by_host, tuple(anywhere)


def unwrap(url: str) -> Wrapped | None:
    """None for an address that is not wrapped."""
    if not url.lower().startswith(WEB) or len(url) > LONGEST:
        return None
    target = urls.resolve(url)
    by_host, anywhere = _known()
    name = target.host
    while "." in name:
        for one in by_host.get(name, ()):
            if target.path.startswith(one.path):
                return Wrapped(one.name, _target(one.target, target.path, target.query))
        name = name.partition(".")[2]
    for one in anywhere:
        if target.path.startswith(one.path) and len(target.path) + len(target.query) > len(one.path) + 20:
            return Wrapped(one.name, _target(one.target, target.path, target.query))
    return None


def _target(how: str, path: str, query: str) -> str:
    kind, _, name = how.partition(":")
    found = ""
    if kind == "query":
        found = parse_qs(query, max_num_fields=50).get(name, [""])[0] if query.count("&") < 50 else ""
    elif kind == "path":
        found = unquote(path[path.find(name) + len(name) :].partition("/")[0])
        if found.lower().startswith(("https:%2f", "http:%2f")):
            found = unquote(found)
    elif kind == "base64":
        found = _decoded(path.rpartition("/")[2])
    elif kind == "json":
        pieces = [*path.split("/"), *parse_qs(query, max_num_fields=50).get("p", [])] if query.count("&") < 50 else []
        found = next((value for piece in pieces if (value := _key_of(_decoded(piece), name))), "")
    return found if found.lower().startswith(WEB) else ""


def _key_of(text: str, name: str) -> str:
    """The value of a key in JSON, or in JSON that stands as a text in JSON."""
    import json

    for _ in range(2):
        if not text.startswith("{"):
            return ""
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return ""
        if isinstance(value.get(name), str):
            return str(value[name])
        text = value.get("p") if isinstance(value.get("p"), str) else ""
    return ""


def _decoded(text: str) -> str:
    """Base64 of a text, in either alphabet and without its padding; empty when it is none."""
    if len(text) < 12:
        return ""
    try:
        return base64.b64decode(unquote(text) + "=" * (-len(unquote(text)) % 4), altchars=b"-_").decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def page(url: str) -> str:
    """Host and path and telling parameters: what two addresses of one page share, whatever counts the click."""
    if not url.lower().startswith(WEB):
        return url.strip().casefold()
    target = urls.resolve(url)
    pairs = sorted(pair for pair in target.query.split("&") if pair and not pair.lower().startswith(COUNTING))
    return f"{target.host.removeprefix('www.')}{target.path.rstrip('/')}" + (f"?{'&'.join(pairs)}" if pairs else "")
