"""Which new pages an old one is compared with: comparing all with all would take hours for a large site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from preflight.renames.likeness import Comparison
from preflight.renames.page import Page

COMMON = 25
"""New pages that have a shingle, a title or a slug in common from which on it points to none of them."""

COMPARED = 6
"""New pages with the most text in common that are compared in full."""


def candidates(old: Sequence[Page], new: Sequence[Page], comparison: Comparison) -> Mapping[str, list[Page]]:
    """Old address → the new pages that it may be."""
    at = {page.address: page for page in new}
    by_name: dict[str, list[str]] = defaultdict(list)
    by_shingle: dict[int, list[str]] = defaultdict(list)
    for page in new:
        for trait in _traits(page):
            by_name[trait].append(page.address)
        for shingle in comparison.new[page.address]:
            if comparison.new_counts[shingle] <= COMMON and shingle in comparison.old_counts:
                by_shingle[shingle].append(page.address)
    found: dict[str, list[Page]] = {}
    for page in old:
        overlap: dict[str, float] = defaultdict(float)
        for shingle in comparison.old[page.address]:
            addresses = by_shingle.get(shingle)
            if addresses:
                weight = comparison.weigh(shingle)
                for address in addresses:
                    overlap[address] += weight
        best = sorted(overlap, key=lambda address: (-overlap[address], address))[:COMPARED]
        named = [address for trait in _traits(page) if len(by_name[trait]) <= COMMON for address in by_name[trait]]
        found[page.address] = [at[address] for address in dict.fromkeys([*best, *named])]
    return found


def _traits(page: Page) -> list[str]:
    traits = [f"name {name}" for name in sorted(page.names)]
    if page.last:
        traits.append(f"last {page.last}")
    return traits
