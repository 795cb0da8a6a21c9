"""Lines of a site's files that keep search engines from some of its pages."""

from __future__ import annotations

from msgspec import Struct


class Line(Struct, frozen=True):
    """``text`` is the line as written; ``pattern`` the path it is about; ``allow`` when it lets search engines in."""

    number: int
    text: str
    pattern: str
    allow: bool = False


def decisive(rules: list[Line], address: str) -> Line | None:
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
