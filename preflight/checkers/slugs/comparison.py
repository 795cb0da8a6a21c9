"""The two builds side by side: what became of every page of the previous one."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from preflight.checkers.slugs.build import Build, Fate
from preflight.checkers.slugs.moves import folder_moves, twins
from preflight.reading import urls

SAME_SITE = 0.2
"""Share of lost pages that must be known again in a build that has no address in common with the previous one."""

SMALLEST = 3
"""Pages that a build needs before its addresses can tell that it is another site."""


class Comparison(Struct, frozen=True):
    """The two builds, and what became of the old pages. ``twin`` maps a lost address to the page's new one."""

    before: Build
    now: Build
    lost: Mapping[str, Fate]
    twin: Mapping[str, str]
    folders: Mapping[tuple[str, str], int]

    @property
    def alike(self) -> bool:
        """Whether the two are builds of one site: they share addresses, or pages that moved."""
        common = self.before.content.keys() & self.now.pages.keys() - {self.now.base}
        lost = len(self.lost)
        return bool(common) or lost < SMALLEST or len(self.twin) >= SAME_SITE * lost or self._redirected()

    def _redirected(self) -> bool:
        return any(
            self.now.fate(address).kind not in ("gone", "fallback")
            for address in self.before.content
            if address != self.now.base
        )


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
    twin |= {address: by_case[urls.loose(address)] for address in lost if urls.loose(address) in by_case}
    return Comparison(before, now, lost, twin, folder_moves(twin))
