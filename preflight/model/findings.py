"""What checkers yield, and the rules they do it for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from msgspec import Struct

from preflight.model.places import Location, Place

Severity = Literal["error", "warning", "info"]
State = Literal["source", "test-send", "final"]
Verdict = Literal["PASS", "FAIL", "INCOMPLETE"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Fact(Struct, frozen=True):
    """Something seen in ``check`` and judged in ``review``. ``value`` is plain data: str, int, float, bool, None, or
    lists and string-keyed dicts of these (tuples arrive as lists)."""

    kind: str
    value: Any
    place: Place
    match: str = ""

    @property
    def location(self) -> Location:
        """The resolved place; only after the fact has left ``check``."""
        assert isinstance(self.place, Location)
        return self.place


class Fix(Struct, frozen=True):
    """A replacement for the finding's match; ``safe`` when it can be applied without asking."""

    replacement: str
    safe: bool = False


class Related(Struct, frozen=True):
    place: Place
    match: str
    message: str


class Finding(Struct, frozen=True):
    """One fault. ``message`` is the fact, ``help`` the remedy, both in a layman's words.

    ``severity`` overrides the rule's own when the case is more or less certain than usual.
    """

    rule: str
    message: str
    place: Place
    match: str = ""
    help: str = ""
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    stale_on: str = ""
    """The day on which the words turn false, for what is still right (``--until``): an ISO date."""
    reach: int = 0
    """How many documents depend on it (pages whose menu links there), where that is more than the places listed."""


class Gap(Struct, frozen=True):
    """Something a reader might believe was checked and was not. ``what`` is a family, or ``document``.

    ``intended``: the user or a safety rule wanted it so; otherwise the verdict cannot be PASS.
    """

    what: str
    target: str
    detail: str
    why: str
    intended: bool


class Rule(Struct, frozen=True):
    """``summary`` is one lower-case clause; ``text`` is the user's page: why, what it looks at, what to do.

    A ``preview`` rule reports as information until it has proved itself. ``aliases`` are earlier ids that waivers and
    configurations may still use.
    """

    id: str
    summary: str
    text: str
    severity: Severity = "error"
    preview: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


def by_kind(facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
    """Facts grouped by kind, order kept."""
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.kind, []).append(fact)
    return {kind: tuple(members) for kind, members in grouped.items()}
