"""robots.txt and the headers file of a build: rules for all pages at once that keep search engines away.

robots.txt as RFC 9309 reads it: the longest matching rule decides, ``*`` stands for anything, ``$`` for the end. The
headers file is the one of Netlify and Cloudflare Pages: a path, then indented headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from preflight.model import Delivery, Finding, Location

ENGINES = ("*", "googlebot", "bingbot")
MOST_RULES = 300
"""Rules of a file that are looked at: no site needs more, and each is held against every page."""

SHOWN = 5


class Line(Struct, frozen=True):
    """``text`` is the line as written; ``pattern`` the path it is about; ``allow`` when it lets search engines in."""

    number: int
    text: str
    pattern: str
    allow: bool = False


def review(delivery: Delivery, addresses: Iterable[str]) -> Iterator[Finding]:
    """What the previous build's files let in, and this one's keep out. ``addresses``: the pages that both have."""
    assert delivery.previous is not None
    pages = sorted(addresses)
    for name, read in (("robots.txt", _robots), ("_headers", _headers)):
        now, before = delivery.texts.get(name, ""), delivery.previous.texts.get(name, "")
        if not now or now == before:
            continue
        rules, earlier = read(now), read(before)
        closed: dict[Line, list[str]] = {}
        for address in pages:
            line = _decisive(rules, address)
            was = _decisive(earlier, address)
            if line is not None and not line.allow and (was is None or was.allow):
                closed.setdefault(line, []).append(address)
        for line, shut in closed.items():
            yield _finding(delivery, name, line, shut)


def _finding(delivery: Delivery, name: str, line: Line, shut: list[str]) -> Finding:
    shown = ", ".join(f"“{address}”" for address in shut[:SHOWN])
    more = f" and {len(shut) - SHOWN} more" if len(shut) > SHOWN else ""
    column = len(line.text) - len(line.text.lstrip()) + 1
    text = line.text.strip()
    path = name if delivery.name == "." else f"{delivery.name}/{name}"
    return Finding(
        "meta.noindex",
        f"“{text}” in {name} now keeps search engines away from {len(shut)} page{'s' if len(shut) > 1 else ''}: "
        f"{shown}{more}",
        Location(path, "", line.number, column, line.number, column + len(text)),
        text,
        "Take the line out, unless these pages shall not be found.",
    )


def _robots(text: str) -> list[Line]:
    """The rules for all search engines, or for one of the large ones."""
    found: list[Line] = []
    agents: set[str] = set()
    in_rules = False
    for number, line in enumerate(text.split("\n"), 1):
        field, colon, value = line.partition("#")[0].partition(":")
        name, value = field.strip().lower(), value.strip()
        if name == "user-agent" and colon:
            agents = {value.lower()} if in_rules else agents | {value.lower()}
            in_rules = False
        elif name in ("allow", "disallow"):
            in_rules = True
            if value and agents.intersection(ENGINES):
                found.append(Line(number, line, value, name == "allow"))
    return found[:MOST_RULES]


def _headers(text: str) -> list[Line]:
    """The paths whose pages are sent with ``X-Robots-Tag: noindex``."""
    found: list[Line] = []
    path = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1].strip():
            path = line.strip()
        elif path.startswith("/"):
            name, _, value = line.strip().partition(":")
            words = value.lower().replace(",", " ").split()
            if name.strip().lower() == "x-robots-tag" and ("noindex" in words or "none" in words):
                found.append(Line(number, line, path + "$"))
    return found[:MOST_RULES]


def _decisive(rules: list[Line], address: str) -> Line | None:
    """The longest rule that matches; letting in wins between equals."""
    matching = [line for line in rules if matches(line.pattern, address)]
    return max(matching, key=lambda line: (len(line.pattern), line.allow), default=None)


def matches(pattern: str, address: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` covers an address; in linear time."""
    to_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not address.startswith(first):
        return False
    at = len(first)
    for number, piece in enumerate(others):
        if to_end and number == len(others) - 1:
            return len(address) - len(piece) >= at and address.endswith(piece)
        found = address.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not to_end or at == len(address)
