"""The sending platforms and how each writes its merge tags: ``rules/tags.toml`` as values.

Read when the first text holds an opener, not before: most pages never need it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from preflight import shipped


class Names:
    """Names without regard to case; one that ends in ``*`` stands for all that begin so."""

    __slots__ = ("exact", "prefixes")

    def __init__(self, names: list[str]) -> None:
        self.exact = frozenset(name.lower() for name in names if not name.endswith("*"))
        self.prefixes = tuple(name[:-1].lower() for name in names if name.endswith("*"))

    def __contains__(self, name: str) -> bool:
        return name in self.exact or (bool(self.prefixes) and name.startswith(self.prefixes))


class Form(Struct, frozen=True):
    """One way in which a platform writes its tags."""

    dialect: str
    open: str
    close: str
    style: str
    listed: Names | None
    fallback: tuple[str, ...]
    needs_fallback: bool
    any: bool
    weak: bool
    braced: bool
    helper: str


class Dialect(Struct, frozen=True):
    """A sending platform and the names that mark it."""

    id: str
    name: str
    source: str
    fields: Names
    system: Names


class Table(Struct, frozen=True):
    """The dialects, and their forms by opener; ``openers`` finds the longest opener at a place."""

    dialects: Mapping[str, Dialect]
    forms: Mapping[str, tuple[Form, ...]]
    openers: re.Pattern[str]
    filters: frozenset[str]
    control: frozenset[str]
    build: frozenset[str]


@cache
def table() -> Table:
    """The shipped table; read once, and only when a text holds an opener."""
    raw = shipped.table("tags")
    dialects: dict[str, Dialect] = {}
    forms: dict[str, list[Form]] = {}
    for entry in raw["dialect"]:
        name = entry["id"]
        dialects[name] = Dialect(
            name, entry["name"], entry["source"], Names(entry.get("fields", [])), Names(entry.get("system", []))
        )
        for form in entry["form"]:
            forms.setdefault(form["open"], []).append(_form(name, form))
    longest_first = sorted(forms, key=len, reverse=True)
    openers = re.compile("|".join(re.escape(opener) for opener in longest_first))
    words = {kind: frozenset(listed) for kind, listed in raw["words"].items()}
    return Table(dialects, {opener: tuple(found) for opener, found in forms.items()}, openers, **words)


def _form(dialect: str, raw: Mapping[str, Any]) -> Form:
    names = raw.get("names", "plain")
    listed = isinstance(names, list)
    return Form(
        dialect, raw["open"], raw["close"], "listed" if listed else names, Names(names) if listed else None,
        tuple(raw.get("fallback", ())), raw.get("needs_fallback", False), raw.get("any", True), raw.get("weak", False),
        raw.get("braced", False), raw.get("helper", ""),
    )  # fmt: skip
