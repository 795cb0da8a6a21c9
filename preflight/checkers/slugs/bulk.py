"""A folder that moved as a whole is one cause, and so one finding with one redirect for all its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from preflight.checkers.slugs.build import Inbound
from preflight.checkers.slugs.comparison import Comparison
from preflight.checkers.slugs.moves import moved_folder
from preflight.model import Finding, Location, Related
from preflight.redirects import proposal

SHOWN = 5
"""Pages that a finding names; the rest are counted."""

Folders = tuple[str, str]


class Bulk:
    """``of`` maps a folder's move to the lost pages that belong to it."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    @cached_property
    def of(self) -> Mapping[Folders, list[str]]:
        found: dict[Folders, list[str]] = {}
        for address, fate in sorted(self._comparison.lost.items()):
            if fate.kind != "gone":
                continue
            new = self._comparison.twin.get(address, "")
            folders = moved_folder(address, new) if new else None
            if folders in self._comparison.folders and folders is not None:
                found.setdefault(folders, []).append(address)
        return {folders: pages for folders, pages in found.items() if len(pages) >= FEWEST}

    @cached_property
    def pages(self) -> frozenset[str]:
        """All lost pages that a finding of a folder covers."""
        return frozenset(address for pages in self.of.values() for address in pages)

    def findings(self) -> Iterator[Finding]:
        for folders, pages in self.of.items():
            yield self._finding(folders, pages)

    def _finding(self, folders: Folders, pages: list[str]) -> Finding:
        comparison, (source, target) = self._comparison, folders
        now = comparison.now
        links = {address: now.linking(address) for address in pages}
        every = [link for several in links.values() for link in several]
        parts = [f"all {len(pages)} pages below “{source}” are now below “{target}”, and no redirect leads there"]
        others = sorted(
            address
            for address in comparison.before.content
            if address.startswith(source) and address != source and address not in pages
        )
        if others:
            parts[0] = f"{len(pages)} pages below “{source}” are now below “{target}”, and no redirect leads there"
            parts.append(f"not so {_named(others)}")
        if every:
            parts.append(_use(every))
        if said := comparison.mentions.total(pages):
            parts.append(said)
        folder = not others and not target.startswith(source)  # that one would lead to itself
        line = proposal(now.host, source, target, folder=True) if now.redirect_file and folder else ""
        repair = f"redirect everything below {source} " if folder else f"redirect each page below {source} "
        repair += f"with this line in {now.redirect_file}: {line}" if line else f"to the same name below {target}."
        where = sorted(every, key=lambda one: (not one.in_navigation, one.page.address))
        first = comparison.before.content[pages[0]]
        return Finding(
            "slugs.navigation" if any(one.in_navigation for one in every) else "slugs.changed",
            "; ".join(parts),
            where[0].link.location if where else Location(now.prefix + first.facts.name),
            f"{source}*",
            f"Give the folder its old name back. If the change is wanted, {repair}",
            (f"{target}*",),
            related=tuple(
                Related(Location(now.prefix + comparison.before.content[address].facts.name), address,
                        f"is now at {comparison.twin[address]}")
                for address in pages[:SHOWN]
            ),
            reach=len({one.page.address for one in every}),
        )  # fmt: skip


FEWEST = 3


def _use(links: list[Inbound]) -> str:
    pages = len({one.page.address for one in links})
    menus = len({one.page.address for one in links if one.in_navigation})
    menu = f", {menus} of them in a menu, header or footer" if menus else ""
    return f"{pages} page{' still links' if pages == 1 else 's still link'} to them{menu}"


def _named(addresses: list[str]) -> str:
    shown = ", ".join(f"“{address}”" for address in addresses[:SHOWN])
    return shown + (f" and {len(addresses) - SHOWN} more" if len(addresses) > SHOWN else "")
