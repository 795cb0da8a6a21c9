"""The two builds side by side: what became of every page of the previous one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from msgspec import Struct

from preflight.checkers.slugs.build import Build, Fate
from preflight.checkers.slugs.mentions import Mentions
from preflight.checkers.slugs.moves import folder_moves, twins
from preflight.reading import urls

SAME_SITE = 0.2
"""Share of lost pages that must be known again in a build that has no address in common with the previous one."""

SMALLEST = 3
"""Pages that a build needs before its addresses can tell that it is another site."""


class Comparison(Struct, frozen=True, dict=True):
    """The two builds, and what became of the old pages. ``twin`` maps a lost address to the page's new one."""

    before: Build
    now: Build
    lost: Mapping[str, Fate]
    twin: Mapping[str, str]
    folders: Mapping[tuple[str, str], int]
    alone: bool = False
    """There is no previous build: both are today's, and nothing counts as known from before."""

    @cached_property
    def mentions(self) -> Mentions:
        """What of today's build names an address besides links to click."""
        return Mentions(self.now)

    @property
    def replaced(self) -> bool:
        """Whether nothing of the old site is known again: no address, no page and no redirect."""
        common = self.before.content.keys() & self.now.pages.keys() - {self.now.base}
        return (
            not common
            and len(self.lost) >= SMALLEST
            and len(self.twin) < SAME_SITE * len(self.lost)
            and all(
                self.now.fate(address).kind in ("gone", "fallback")
                for address in self.before.content
                if address != self.now.base
            )
        )

    @property
    def partial(self) -> bool:
        """Whether page counts say that one of the two builds is a part: it holds less than half of the other."""
        before, now = len(self.before.content), len(self.now.pages)
        a_list = any(page.facts.kind == "address" for page in self.before.content.values())  # sitemaps leave pages out
        return (bool(self.lost) and now * 2 < before) or (before * 2 < now and not a_list)

    @property
    def lacks_pages(self) -> bool:
        """Whether it is the new build that is a part: what is missing from it tells nothing then."""
        return self.partial and len(self.now.pages) < len(self.before.content)


def alone(now: Build) -> Comparison:
    """Today's build by itself, for what its redirects say."""
    return Comparison(now, now, {}, {}, {}, alone=True)


def compare(before: Build, now: Build) -> Comparison:
    """What became of every page of the previous build."""
    fates = {address: now.fate(address) for address in before.content}
    lost = {address: fate for address, fate in fates.items() if fate.kind not in ("here", "moved") or not fate.sure}
    reached = {urls.page_key(fate.outcome.path) for fate in fates.values() if fate.kind == "moved" and fate.outcome}
    fresh = {
        address: page
        for address, page in now.content.items()
        if address not in before.pages and urls.page_key(address) not in reached
    }
    found = twins({address: before.content[address] for address in lost}, fresh) if lost and fresh else {}
    by_case = {urls.loose(address): address for address in fresh}
    twin = {address: new for address, (new, _) in found.items()}
    if lost.keys() - twin.keys() and fresh.keys() - set(twin.values()):
        twin |= _also_known(before, now, lost.keys() - twin.keys(), fresh.keys() - set(twin.values()))
    twin |= {address: by_case[urls.loose(address)] for address in lost if urls.loose(address) in by_case}
    return Comparison(before, now, lost, twin, folder_moves(twin))


def _also_known(before: Build, now: Build, lost: Collection[str], fresh: Collection[str]) -> dict[str, str]:
    """Pages that were edited so much that a look at each pair is not enough: all evidence together, and rivals."""
    from preflight.renames import Page, match
    from preflight.renames.page import names_in

    def page(build: Build, address: str) -> Page:
        sketch = build.content[address].sketch
        names = names_in(sketch.title, sketch.heading)
        return Page(address, names, sketch.words, frozenset(sketch.hashes))

    stayed = sorted(before.content.keys() & now.content.keys())
    around = [page(now, address) for address in stayed[:: max(1, len(stayed) // AROUND)]]
    moves = match([page(before, one) for one in sorted(lost)], [page(now, one) for one in sorted(fresh)], around)
    return {move.old: move.new for move in moves if move.confidence >= LIKELY}


AROUND = 60
"""Pages that stayed which tell what every page says."""

LIKELY = 0.6
"""Confidence from which a finding names the new address."""
