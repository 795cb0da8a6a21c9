"""What became of every address of the old build: kept, moved, or gone."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from preflight.moved.side import Side
from preflight.reading import urls
from preflight.renames import Move, match
from preflight.renames.absorbed import absorbed

AROUND = 60
"""Pages that stayed which are looked at, to know what the template says on every page."""

CHANGED = 400
"""Pages that stayed and changed, up to which they are searched for text of pages that are gone."""


class Removed(Struct, frozen=True):
    """An address that nothing took over, and why that is believed."""

    address: str
    why: str


class Comparison(Struct):
    """``moves`` by the old address; ``kept`` counts addresses that still answer, by a page or a redirect."""

    old: Side
    new: Side
    moves: list[Move]
    removed: list[Removed]
    kept: int


def compare(old: Side, new: Side, recorded: Mapping[str, str] | None = None) -> Comparison:
    """The two sides. ``recorded`` maps old addresses to new ones, as a repository's history has them."""
    answered = {key for key in old.pages if key in new.pages or new.redirected(old.addresses[key])}
    lost = [key for key in old.pages if key not in answered]
    fresh = [key for key in new.pages if key not in old.pages]
    by_case = {urls.loose(key): key for key in fresh}
    moves = [
        Move(old.addresses[key], new.addresses[by_case[urls.loose(key)]], 0.99, "auto", ("only the spelling differs",))
        for key in lost
        if urls.loose(key) in by_case
    ]
    spelled = {move.old for move in moves}
    lost = [key for key in lost if old.addresses[key] not in spelled]
    kept = sorted(key for key in old.pages if key in new.pages)
    if lost:
        pages = list(old.read(lost))
        around = list(new.read(kept[:: max(1, len(kept) // AROUND)][:AROUND]))
        moves += match(pages, list(new.read(fresh)), around, recorded)
        found = {move.old for move in moves}
        left = [page for page in pages if page.address not in found]
        changed = [key for key in kept if _changed(old, new, key)] if left else []
        if changed and len(changed) <= CHANGED:
            stayed = [(old.page(key), new.page(key)) for key in changed]
            moves += absorbed(left, stayed)
    found = {move.old for move in moves}
    removed = [Removed(old.addresses[key], _why(new)) for key in sorted(lost) if old.addresses[key] not in found]
    return Comparison(old, new, sorted(moves, key=lambda move: move.old), removed, len(answered))


def _changed(old: Side, new: Side, key: str) -> bool:
    try:
        return old.pages[key].read() != new.pages[key].read()
    except OSError:
        return False


def _why(new: Side) -> str:
    return "nothing in the new build resembles it" if new.pages else "the new build has no pages"
