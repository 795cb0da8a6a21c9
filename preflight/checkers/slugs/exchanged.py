"""Rows that have exchanged their slugs: every address still opens, and each opens the wrong page."""

from __future__ import annotations

from preflight.model import Finding, Related
from preflight.reading import columns
from preflight.reading.records import Row

SHOWN = 10


def cycles(changed: list[tuple[Row, Row]]) -> list[list[tuple[Row, Row]]]:
    """Rows that exchanged their slugs among themselves."""
    by_old = {(old.get(columns.LANGUAGE), old.slug): (old, new) for old, new in changed}
    found: list[list[tuple[Row, Row]]] = []
    seen: set[int] = set()
    for pair in changed:
        cycle: list[tuple[Row, Row]] = []
        current: tuple[Row, Row] | None = pair
        while current is not None and id(current[1]) not in seen:
            seen.add(id(current[1]))
            cycle.append(current)
            current = by_old.get((current[1].get(columns.LANGUAGE), current[1].slug))
        if len(cycle) > 1 and current is not None and current[1] is cycle[0][1]:
            found.append(cycle)
    return found


def finding(cycle: list[tuple[Row, Row]]) -> Finding:
    old, new = cycle[0]
    names = " and ".join(f"“{one.slug}”" for one, _ in cycle[:SHOWN])
    return Finding(
        "slugs.swapped",
        f"{len(cycle)} rows have exchanged their slugs: {names}",
        new.place(new.slug_field),
        new.slug,
        f"Give each its own slug back: “{old.slug}” belongs into row {new.number}.",
        (old.slug,),
        related=tuple(
            Related(other.place(other.slug_field), other.slug, "exchanged too") for _, other in cycle[1:SHOWN]
        ),
    )
