"""The choice among candidates: each old page's best new one, with its tier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from preflight.renames import confidence
from preflight.renames.candidates import candidates
from preflight.renames.likeness import Comparison, Likeness
from preflight.renames.page import Page
from preflight.renames.votes import Votes

Tier = Literal["auto", "suggest"]
AUTO = 0.85
SUGGEST = 0.3

ANCHOR = 0.5
"""Share of common text that makes a pair sure enough to vouch for its neighbours."""

APART = 0.2
"""By how much more text one of two old pages must share with the same new page to keep it for itself."""

Pair = tuple[Page, Likeness]
Claimed = Mapping[str, Sequence[tuple[float, str]]]


class Move(Struct, frozen=True):
    """Addresses, and a ``confidence`` from 0 to 1. ``text`` is the share of common text."""

    old: str
    new: str
    confidence: float
    tier: Tier
    evidence: tuple[str, ...]
    text: float = 0.0


def match(
    old: Sequence[Page],
    new: Sequence[Page],
    around: Sequence[Page] = (),
    recorded: Mapping[str, str] | None = None,
) -> list[Move]:
    """The moves among pages that are gone (``old``) and pages that came (``new``), at most one for each old page.

    ``around`` are some pages that stayed; ``recorded`` maps an old address to the new one that a history names.
    """
    if not old or not new:
        return []
    recorded = recorded or {}
    comparison = Comparison(old, new, around)
    pairs = _pairs(old, new, comparison, recorded)
    votes = Votes(_anchors(pairs))
    claimed = _claimed(pairs)
    return _tiered(
        move for page, near in pairs if (move := _best(page, near, votes, claimed, recorded.get(page.address)))
    )


def _pairs(
    old: Sequence[Page], new: Sequence[Page], comparison: Comparison, recorded: Mapping[str, str]
) -> list[tuple[Page, list[Pair]]]:
    at = {page.address: page for page in new}
    near = candidates(old, new, comparison)
    pairs = []
    for page in old:
        others = near[page.address]
        named = at.get(recorded.get(page.address, ""))
        if named is not None and named not in others:
            others = [*others, named]
        pairs.append((page, [(other, comparison.of(page, other)) for other in others]))
    return pairs


def _anchors(pairs: Sequence[tuple[Page, Sequence[Pair]]]) -> list[tuple[Page, Page]]:
    """Pairs that are each other's best by their text."""
    best_old: dict[str, tuple[float, str]] = {}
    best_new: list[tuple[float, Page, Page]] = []
    for page, near in pairs:
        ranked = [
            (likeness.text + 0.3 * likeness.name + 0.1 * likeness.last, other, likeness) for other, likeness in near
        ]
        for rank, other, _ in ranked:
            best_old[other.address] = max(best_old.get(other.address, (0.0, "")), (rank, page.address))
        if ranked:
            rank, other, likeness = max(ranked, key=lambda entry: entry[0])
            if likeness.text >= ANCHOR:
                best_new.append((rank, page, other))
    return [(page, other) for _, page, other in best_new if best_old[other.address][1] == page.address]


def _claimed(pairs: Sequence[tuple[Page, Sequence[Pair]]]) -> Claimed:
    """New address → the two highest shares of text that old pages have in common with it, each with its page."""
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for page, near in pairs:
        for other, likeness in near:
            if likeness.text:
                found[other.address].append((likeness.text, page.address))
    return {address: sorted(several, reverse=True)[:2] for address, several in found.items()}


def _rival(page: Page, other: Page, near: Sequence[Pair], claimed: Claimed) -> float:
    """The most text that another page shares with either of the two."""
    here = max((likeness.text for one, likeness in near if one.address != other.address), default=0.0)
    there = max((text for text, address in claimed.get(other.address, ()) if address != page.address), default=0.0)
    return max(here, there)


def _best(page: Page, near: Sequence[Pair], votes: Votes, claimed: Claimed, recorded: str | None) -> Move | None:
    if not near:
        return None
    vote = [votes.of(page, other) for other, _ in near]
    points = [
        confidence.points(likeness, share, _rival(page, other, near, claimed), recorded=other.address == recorded)
        for (other, likeness), share in zip(near, vote, strict=True)
    ]
    shares = confidence.shares(points)
    index = max(range(len(shares)), key=lambda position: (shares[position], near[position][1].text, -position))
    other, likeness = near[index]
    if shares[index] < SUGGEST:
        return None
    why = confidence.evidence(likeness, vote[index], recorded=other.address == recorded)
    tier: Tier = "auto" if shares[index] >= AUTO else "suggest"
    return Move(page.address, other.address, shares[index], tier, why, likeness.text)


def _tiered(moves: Iterable[Move]) -> list[Move]:
    """Where several old pages claim one new page, only one whose text is clearly closest may be sure of it."""
    found = list(moves)
    claims: dict[str, list[Move]] = defaultdict(list)
    for move in found:
        claims[move.new].append(move)
    sure = set()
    for several in claims.values():
        first, *others = sorted(several, key=lambda move: (-move.text, move.old))
        if all(first.text - other.text >= APART for other in others):
            sure.add(first.old)
    return [move if move.old in sure else replace(move, tier="suggest") for move in found]
