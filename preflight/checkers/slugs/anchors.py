"""Places inside pages: ids that links lead to and that the new build has lost; and pages that changed places."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.slugs.build import Inbound, Page
from preflight.checkers.slugs.comparison import Comparison
from preflight.checkers.slugs.gone import SHOWN_LINKS
from preflight.checkers.slugs.moves import cycles
from preflight.checkers.slugs.sketch import KIND
from preflight.model import Finding, Location, Related
from preflight.reading import urls

NO_PLACE = frozenset({"", "top"})
"""Fragments that open the page's beginning whether an id exists or not."""


def removed(comparison: Comparison) -> Iterator[Finding]:
    """Ids that only the previous build had, and that a link still names, or that links of other pages named."""
    before, now = comparison.before, comparison.now
    lost = {
        address: set(before.pages[address].facts.anchors) - set(now.pages[address].facts.anchors)
        for address in before.content.keys() & now.content.keys()
        if before.pages[address].facts.sha256 != now.pages[address].facts.sha256
    }
    lost = {urls.page_key(address): ids for address, ids in lost.items() if ids}
    if not lost:
        return
    now_used = _used(now.links(), lost)
    before_used = {
        place: links
        for place, links in _used(before.links(), lost).items()
        if any(urls.page_key(one.page.address) != place[0] for one in links)
    }
    for place in sorted(now_used.keys() | before_used.keys()):
        links = now_used.get(place) or before_used[place]
        target = f"{links[0].path}#{place[1]}"
        pages = len({one.page.address for one in links})
        count = "1 link names" if pages == 1 else f"links on {pages} pages name"
        if place in now_used:
            message = f"the place “#{place[1]}” is gone from “{links[0].path}”, and {count} it still"
            where = links[0].link.location
        else:
            message = f"the place “#{place[1]}” is gone from “{links[0].path}”; before, {count} it"
            where = Location(now.pages[_address(comparison, place[0])].facts.path)
        yield Finding(
            "slugs.anchor-removed",
            message,
            where,
            target,
            f'Give the heading its old id back (id="{place[1]}"), or let the links name the new one.',
            related=tuple(Related(one.link.location, one.link.url, "names it too") for one in links[1:SHOWN_LINKS])
            if place in now_used
            else (),
            severity=None if place in now_used else "warning",
        )


def _used(links: Iterator[Inbound], lost: dict[str, set[str]]) -> dict[tuple[str, str], list[Inbound]]:
    """(page key, id) → the links that name a lost id."""
    found: dict[tuple[str, str], list[Inbound]] = {}
    for one in links:
        if one.fragment in NO_PLACE:
            continue
        key = urls.page_key(one.path)
        if one.fragment in lost.get(key, ()):
            found.setdefault((key, one.fragment), []).append(one)
    return found


def _address(comparison: Comparison, key: str) -> str:
    return next(address for address in comparison.now.pages if urls.page_key(address) == key)


def swapped(comparison: Comparison) -> Iterator[Finding]:
    """Pages that exist as before, but each at the address of another."""
    now = comparison.now
    for cycle in cycles(comparison.before.content, now.content):
        first, second = now.content[cycle[0]], cycle[1]
        if len(cycle) == 2:
            message = f"“{first.address}” and “{second}” have exchanged their pages"
        else:
            message = (
                f"{len(cycle)} pages have changed places: “{first.address}” now shows what “{second}” showed before"
            )
        yield Finding(
            "slugs.swapped",
            message,
            _title(first),
            first.address,
            "Give each page its own address back. Every link to one of them now opens another.",
            related=tuple(
                Related(_title(now.content[other]), other, "changed places, too") for other in cycle[1:SHOWN_LINKS]
            ),
        )


def _title(page: Page) -> Location:
    """Where a page says what it is."""
    fact = next(iter(page.facts.facts.get(KIND, ())), None)
    return fact.location if fact else Location(page.facts.path)
