"""robots.txt and the header files of a build: rules for all pages at once that keep search engines away.

robots.txt as RFC 9309 reads it: the longest matching rule decides, ``*`` stands for anything, ``$`` for the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from preflight.checkers.meta import headers
from preflight.checkers.meta.lines import Line, decisive
from preflight.model import Delivery, Finding, Location

ENGINES = ("*", "googlebot", "bingbot")
MOST_RULES = 300
"""Rules of a file that are looked at: no site needs more, and each is held against every page."""

SHOWN = 5


def review(delivery: Delivery, addresses: Iterable[str]) -> Iterator[Finding]:
    """What the previous build's files let in, and this one's keep out. ``addresses``: the pages that both have."""
    assert delivery.previous is not None
    pages = sorted(addresses)
    for name, read in READERS.items():
        now, before = delivery.texts.get(name, ""), delivery.previous.texts.get(name, "")
        if not now or now == before:
            continue
        rules, earlier = read(now)[:MOST_RULES], read(before)[:MOST_RULES]
        closed: dict[Line, list[str]] = {}
        for address in pages:
            line = decisive(rules, address)
            was = decisive(earlier, address)
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
    return found


READERS: Mapping[str, Callable[[str], list[Line]]] = {
    "robots.txt": _robots,
    "_headers": headers.listed,
    "netlify.toml": headers.netlify,
    "vercel.json": headers.vercel,
    ".htaccess": headers.apache,
}
"""Files that may keep search engines away, and what reads them."""


def closed(delivery: Delivery, addresses: Iterable[str]) -> set[str]:
    """The pages that the delivery's files keep search engines from."""
    rules = [read(delivery.texts[name])[:MOST_RULES] for name, read in READERS.items() if name in delivery.texts]
    shut = set()
    for address in addresses:
        deciding = (decisive(lines, address) for lines in rules)
        if any(line is not None and not line.allow for line in deciding):
            shut.add(address)
    return shut
