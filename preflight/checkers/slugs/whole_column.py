"""What happened to a column as a whole: it slipped by a row, was sorted by itself, or was filled down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.model import Finding, Related
from preflight.reading import columns
from preflight.reading.records import Row
from preflight.reading.shifts import Shift

FILLED = 3
"""Rows that get one and the same slug from which on somebody dragged a cell down."""

SHOWN = 10


def shifted(shift: Shift) -> Finding:
    first, last = shift.numbers
    old, new = shift.rows[0]
    how = {1: "the slug of the row above", -1: "the slug of the row below"}.get(shift.distance)
    if how is None and shift.distance:
        how = f"the slug that stood {abs(shift.distance)} rows {'above' if shift.distance > 0 else 'below'}"
    what = f"{how}: the column has slipped" if how else "slugs of other rows: it was sorted by itself"
    return Finding(
        "slugs.changed",
        f"{len(shift.rows)} pages (rows {first}–{last}) carry {what}",
        new.place(columns.SLUG),
        new.slug,
        f"Do not import this. Row {new.number} needs “{old.slug}” back, and so on: preflight redirects, with --undo,"
        " writes the sheet that does it.",
        (old.slug,),
    )


def filled(changed: Sequence[tuple[Row, Row]]) -> Iterator[tuple[Finding, list[Row]]]:
    """A finding for each slug that several rows got, with these rows."""
    by_slug: dict[tuple[str, ...], list[tuple[Row, Row]]] = {}
    for old, new in changed:
        if new.slug:
            by_slug.setdefault((new.get(columns.LANGUAGE), new.get(columns.PARENT), new.slug), []).append((old, new))
    for several in by_slug.values():
        if len(several) < FILLED:
            continue
        (old, first), (_, last) = several[0], several[-1]
        lost = ", ".join(f"“{one.slug}”" for one, _ in several[:SHOWN])
        more = f" and {len(several) - SHOWN} more" if len(several) > SHOWN else ""
        finding = Finding(
            "slugs.collision",
            f"{len(several)} rows ({first.number}–{last.number}) all got the slug “{first.slug}”, as if the cell had"
            f" been filled down; their own were {lost}{more}",
            first.place(first.slug_field),
            first.slug,
            f"Do not import this: only one page can have an address. Row {first.number} needs “{old.slug}” back, and so"
            " on: preflight redirects, with --undo, writes the sheet that does it.",
            (old.slug,),
            related=tuple(
                Related(new.place(new.slug_field), one.slug, "its own slug") for one, new in several[1:SHOWN]
            ),
        )
        yield finding, [new for _, new in several]
