"""Where something stands."""

from __future__ import annotations

from msgspec import Struct

CONTEXT = 48
"""How many characters of visible text a place keeps on each side."""


class Span(Struct, frozen=True, tag=True):
    """A stretch of one part's decoded source, with the visible words around it."""

    part: str
    start: int
    end: int
    before: str = ""
    after: str = ""


class Location(Struct, frozen=True, tag=True):
    """A resolved place. ``line`` and ``column`` are None where something is missing altogether."""

    path: str = ""
    part: str = ""
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    before: str = ""
    after: str = ""


Place = Span | Location
"""Checkers give spans in ``check`` and locations (of facts) in ``review``."""
