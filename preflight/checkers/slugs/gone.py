"""Addresses of the previous build that nothing answers any more, each with what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preflight.checkers.slugs import regenerated
from preflight.checkers.slugs.build import Build, Fate, Inbound, Page
from preflight.checkers.slugs.bulk import Bulk
from preflight.checkers.slugs.comparison import Comparison
from preflight.checkers.slugs.moves import moved_folder
from preflight.model import Finding, Location, Redirect, Related, Severity
from preflight.patterns import regex
from preflight.reading import urls
from preflight.redirects import proposal
from preflight.redirects.table import is_redirect

SHOWN_LINKS = 5
"""Links that a finding names; the rest are counted."""

MENU_PAGES = 3
"""Pages whose navigation holds a link that make it a menu's; on fewer, it is a link to the next page or the like."""

LOST_REDIRECTS = 3
"""Redirects that went down with their file: no tidying up."""

_DOWNLOAD = regex(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|epub|ics|mp3|mp4|m4a|mov|webm|dmg|exe|msi|apk)\Z", re.IGNORECASE
)  # ".pdf" of "menu.pdf"
_FEED = regex(r"(?:.*/)?(?:feed|rss|atom|index)\.(?:xml|json|rss)\Z")  # "blog/feed.xml"
_LISTING = regex(r".*/page/?\d+(?:/|\.html?|/index\.html?)?\Z")  # "/blog/page/7/"


def review(comparison: Comparison) -> Iterator[Finding]:
    """One finding for each folder that moved, and for each other lost address.

    Those that a redirect loses are left to ``rules_of_redirects``.
    """
    if comparison.replaced and not comparison.partial:
        yield _replaced(comparison)
        return
    partial = comparison.lacks_pages
    bulk = Bulk(comparison)
    yield from bulk.findings()
    for address, fate in sorted(comparison.lost.items()):
        if (partial and address not in comparison.twin) or address in bulk.pages:
            continue
        if fate.kind in ("gone", "moved", "fallback") or (
            fate.kind == "withdrawn" and _menu(comparison.now.linking(address))
        ):
            finding = _finding(comparison, address, comparison.before.content[address], fate)
            if finding:
                yield finding
    yield from _files(comparison)
    yield from _redirects(comparison)


def _replaced(comparison: Comparison) -> Finding:
    """All addresses are gone, and nothing says where to: one cause, whatever it is."""
    lost = sorted(comparison.lost)
    shown = ", ".join(f"“{address}”" for address in lost[:SHOWN_LINKS])
    more = f" and {len(lost) - SHOWN_LINKS} more" if len(lost) > SHOWN_LINKS else ""
    first = comparison.before.content[lost[0]]
    return Finding(
        "slugs.removed",
        f"all {len(lost)} addresses of the previous build are gone, and none of its pages is known again: "
        f"{shown}{more}",
        Location(comparison.now.prefix + first.facts.name),
        lost[0],
        "Is that the previous build of this site? If it is, nothing that links to the site opens any more: keep the "
        "old addresses, or redirect each of them.",
        related=tuple(Related(Location(comparison.now.prefix + comparison.before.content[one].facts.name), one, "gone")
                      for one in lost[1:]),
    )  # fmt: skip


def _finding(comparison: Comparison, address: str, page: Page, fate: Fate) -> Finding | None:
    now = comparison.now
    links = now.linking(address)
    menu = _menu(links)
    in_menu = _pages(menu) >= min(MENU_PAGES, (len(now.content) + 1) // 2)
    new = comparison.twin.get(address, "")
    if not links and not new and _LISTING.match(address):
        return None  # there are fewer pages to list
    kept_case = bool(new) and urls.loose(new) == urls.loose(address)
    if kept_case:
        what = (
            f"“{address}” is now “{new}”: only the spelling differs, and most web servers take that for another address"
        )
    elif new:
        what = f"“{address}” is gone; the same page is now at “{new}”, and no redirect leads there"
    elif fate.kind == "withdrawn":
        what = f"“{address}” was taken down on purpose"
    else:
        what = f"“{address}” is gone: there is no page and no redirect at this address any more"
    message = "; ".join(
        filter(
            None,
            (
                what,
                _use(comparison, address, links, menu),
                comparison.mentions.sentence(address),
                _move(comparison, address, new),
                _made_from(comparison, page, new),
            ),
        )
    )
    severity: Severity | None = None
    if fate.kind == "fallback" and fate.outcome is not None:
        severity = "warning"
        message += f"; a rule for all addresses shows the home page instead (line {fate.outcome.hops[-1].place.line})"
    elif not fate.sure and fate.outcome is not None:
        severity = "warning"
        message += f"; a redirect exists, but it works {_condition(fate.outcome.hops)}"
    rule = "slugs.case" if kept_case else "slugs.changed" if new else "slugs.removed"
    return Finding(
        "slugs.navigation" if menu and in_menu else rule,
        message,
        _place(comparison, page, links),
        address,
        _help(comparison, address, new, menu),
        (new,) if new else (),
        related=_others(links),
        severity=severity,
        reach=_pages(links),
    )


def _others(links: Sequence[Inbound]) -> tuple[Related, ...]:
    """The first link of each further page."""
    pages = {one.page.address: one for one in reversed(links)}
    others = [one for one in links if one is pages[one.page.address]][1:SHOWN_LINKS]
    return tuple(Related(one.link.location, one.link.url, "still links to it") for one in others)


def _menu(links: Sequence[Inbound]) -> list[Inbound]:
    return [one for one in links if one.in_navigation]


def _use(comparison: Comparison, address: str, links: Sequence[Inbound], menu: Sequence[Inbound]) -> str:
    """How many pages link to it now, or did before."""
    pages, menus = _pages(links), _pages(menu)
    if menus and pages > menus:
        return (
            f"{_many(pages, 'page still links', 'pages still link')} to it, {menus} of them in a menu, header or footer"
        )
    if menus:
        return f"the menu, header or footer of {_many(menus, 'page', 'pages')} still links to it"
    if pages:
        return f"{_many(pages, 'page still links', 'pages still link')} to it"
    earlier = comparison.before.linking_at_all(address)
    if not earlier:
        return ""
    return f"no page links to it any more, {_many(_pages(earlier), 'did', 'did')} before"


def _move(comparison: Comparison, address: str, new: str) -> str:
    folders = moved_folder(address, new) if new else None
    if folders is None or folders not in comparison.folders:
        return ""
    return f"part of a move from {folders[0]} to {folders[1]}, {comparison.folders[folders]} pages"


def _made_from(comparison: Comparison, page: Page, new: str) -> str:
    if new not in comparison.now.content:
        return ""
    name = regenerated.source(new, page.sketch, comparison.now.content[new].sketch)
    return f"the new address was made from the page's {name}" if name else ""


def _condition(hops: Sequence[Redirect]) -> str:
    hop = next(hop for hop in hops if hop.condition)
    return f"{hop.condition} (line {hop.place.line})" if hop.place.line else hop.condition


def _help(comparison: Comparison, address: str, new: str, menu: Sequence[Inbound]) -> str:
    now = comparison.now
    almost = _near_miss(now, address)
    if not new:
        undo = "Put the page back, or redirect the address to the page that takes its place"
        return almost + undo + (", and take the link out of the menu." if menu else ".")
    folders = _whole_folder(comparison, address, new)
    source, target = folders or (address, new)
    line = proposal(now.host, source, target, folder=bool(folders)) if now.redirect_file else ""
    repair = "point the menu at the new address and redirect " if menu else "redirect "
    repair += f"everything below {source}" if folders else "the old address"
    where = f"with this line in {now.redirect_file}: {line}" if line else f"to {target}."
    return f"{almost}Give the page its old address back. If the change is wanted, {repair} {where}"


def _whole_folder(comparison: Comparison, address: str, new: str) -> tuple[str, str] | None:
    """Old and new folder when the page is part of a move that left nothing behind: one redirect does for all."""
    folders = moved_folder(address, new)
    if folders is None or folders not in comparison.folders:
        return None
    below = [one for one in comparison.before.content if one.startswith(folders[0]) and one != folders[0]]
    return folders if len(below) == comparison.folders[folders] else None


def _near_miss(now: Build, address: str) -> str:
    rule = now.table.near_miss(address)
    if rule is None or not rule.place.line:
        return ""
    name = rule.place.path.rpartition("/")[2]
    return f"Line {rule.place.line} of {name} redirects “{rule.source}”, but there the final slash makes a difference. "


def _place(comparison: Comparison, page: Page, links: Sequence[Inbound]) -> Location:
    """The first link that still leads there; failing that, where the page would be."""
    return links[0].link.location if links else Location(comparison.now.prefix + page.facts.name)


def _pages(links: Sequence[Inbound]) -> int:
    return len({one.page.address for one in links})


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


# --- files ----------------------------------------------------------------------------------------------


def _files(comparison: Comparison) -> Iterator[Finding]:
    """Downloads that pages linked to, and feeds, which are gone without a redirect."""
    before, now = comparison.before, comparison.now
    for name in sorted(before.files - now.files):
        is_feed = bool(_FEED.match(name))
        if not is_feed and not _DOWNLOAD.search(name):
            continue
        address = urls.decoded(urls.page_address(name, before.base))
        if now.answers(address):
            continue
        earlier = before.linking_at_all(address)
        if not is_feed and not earlier:
            continue
        links = now.linking(address)
        use = f"{_many(_pages(links or earlier), 'page', 'pages')} {'link to it' if links else 'linked to it before'}"
        yield Finding(
            "slugs.removed",
            f"the feed “{address}” is gone: its subscribers get nothing any more"
            if is_feed
            else f"the file “{address}” is gone; {use}",
            links[0].link.location if links else Location(now.prefix + name),
            address,
            "Put the file back, or redirect its address to the file that takes its place.",
            severity="warning",
        )


def _redirects(comparison: Comparison) -> Iterator[Finding]:
    """Addresses that the previous build redirected well, and that nothing answers any more: its redirects were lost."""
    before, now = comparison.before, comparison.now
    by_file: dict[str, list[tuple[str, Redirect]]] = {}
    for rule in before.table.rules:
        address = urls.decoded(rule.source)
        if rule.pattern or not is_redirect(rule) or address in before.content:
            continue
        if before.fate(address).kind == "moved" and now.fate(address).kind in ("gone", "fallback"):
            by_file.setdefault(rule.place.path.removeprefix(before.prefix), []).append((address, rule))
    for name, lost in sorted(by_file.items()):
        if len(lost) >= LOST_REDIRECTS and name not in now.files and lost[0][1].host != "page":
            yield Finding(
                "slugs.removed",
                f"{name} is gone, and with it the redirects of {len(lost)} old addresses, “{lost[0][0]}” for one",
                Location(now.prefix + name),
                lost[0][0],
                "Put the file back into the build: visitors of these addresses get an error page.",
            )
            continue
        for address, rule in lost:
            links = now.linking(address)
            use = f"; {_many(_pages(links), 'page links', 'pages link')} to it" if links else ""
            yield Finding(
                "slugs.removed",
                f"“{address}” is not redirected to “{rule.target}” any more, and nothing else answers there{use}",
                links[0].link.location if links else Location(now.prefix + name),
                address,
                "Put the redirect back, unless nobody uses the address any more.",
                severity=None if links else "warning",
            )
