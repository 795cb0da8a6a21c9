"""Pages that went into another one, which was there before: their text is what that one gained."""

from __future__ import annotations

from collections.abc import Sequence

from preflight.renames.matching import Move
from preflight.renames.page import Page

SHARE = 0.5
"""Share of the old page's text that the other page must have gained."""

FEWEST = 20
"""Shingles without which a share says nothing."""


def absorbed(gone: Sequence[Page], stayed: Sequence[tuple[Page, Page]]) -> list[Move]:
    """Suggestions for pages that are gone. ``stayed`` are the changed pages, before and now."""
    gained = [(now.address, now.shingles - before.shingles) for before, now in stayed]
    found = []
    for page in gone:
        if len(page.shingles) < FEWEST:
            continue
        share, address = max(
            ((len(page.shingles & new) / len(page.shingles), address) for address, new in gained), default=(0.0, "")
        )
        if share >= SHARE:
            evidence = (f"{share:.0%} of its text was added to a page that was there before",)
            found.append(Move(page.address, address, round(min(0.8, share), 4), "suggest", evidence))
    return found
