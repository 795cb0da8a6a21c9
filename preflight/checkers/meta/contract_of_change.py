"""The change contract: with ``--allow-change title,description`` every other changed column is an error."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.model import Finding
from preflight.reading import columns
from preflight.reading.records import Pairs, Row

SHOWN = 10
ALONG = frozenset({"seo score", "modified", "last modified", "post modified", "updated", "updated at", "date modified",
                   "updated on", "post modified date", "modified date"})  # fmt: skip
"""Columns that the platform writes itself on every change."""


def review(pairs: Pairs, allowed: tuple[str, ...]) -> Iterator[Finding]:
    """One finding for each column that changed and may not. A column that one of the sheets has not is no change."""
    plain = {columns.plain(name) for name in allowed}
    shared = [name for name in pairs.now.columns if name in pairs.before.columns]
    for column in shared:
        if not _may(column, pairs.now.fields.get(column, ""), plain):
            changed = [(old, new) for old, new in pairs.pairs if _text(old, column) != _text(new, column)]
            if changed:
                yield _finding(column, changed, allowed)


def _may(column: str, field: str, allowed: set[str]) -> bool:
    return columns.plain(column) in allowed | ALONG or (bool(field) and field in allowed)


def _text(row: Row, column: str) -> str:
    """The cell's text; programs write line breaks differently."""
    return " ".join(row.raw.get(column, "").split())


def _finding(column: str, changed: list[tuple[Row, Row]], allowed: tuple[str, ...]) -> Finding:
    old, new = changed[0]
    was, is_now = old.raw.get(column, ""), new.raw.get(column, "")
    rows = ", ".join(str(row.number) for _, row in changed[:SHOWN]) + (" …" if len(changed) > SHOWN else "")
    return Finding(
        "meta.undeclared-change",
        f"the column “{column}” changed in {len(changed)} row{'s' if len(changed) > 1 else ''} ({rows}), and only "
        f"{', '.join(allowed)} may: “{was}” became “{is_now}”",
        new.cell(column),
        is_now or new.label,
        "Put it back as it was, or say that it may change: --allow-change.",
        (was,) if was else (),
    )
