"""The redirect rules themselves: circles, detours, dead ends, rules that never apply, and all roads leading home."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from preflight.checkers.slugs.build import Build
from preflight.checkers.slugs.comparison import Comparison
from preflight.checkers.slugs.gone import SHOWN_LINKS
from preflight.model import Finding, Gap, Location, Redirect, Related, Severity
from preflight.reading import urls
from preflight.redirects.limits import OF_HOST, exceeded
from preflight.redirects.table import NOT_EVALUATED, is_redirect, path_of, takes_all_below

SOFT_COVER = 3
"""Pages sent to the home page from which on it looks like a way to keep a checker quiet."""

_ANSWERED_BY_PROGRAMS = ("/.netlify/", "/api/", "/_functions/", "/cdn-cgi/", "/.auth/")
"""Beginnings of addresses that a host answers without a file."""


def review(comparison: Comparison) -> Iterator[Finding | Gap]:
    yield from _unread(comparison)
    yield from _beyond_limits(comparison)
    yield from _loops(comparison)
    yield from _dead(comparison)
    yield from _chains(comparison)
    yield from _shadowed(comparison)
    yield from _soft_cover(comparison)


def _plain(build: Build) -> Iterator[Redirect]:
    """Rules for one address of the site."""
    for rule in build.table.rules:
        if is_redirect(rule) and rule.source.startswith("/") and (not rule.pattern or takes_all_below(rule)):
            yield rule


def _key(rule: Redirect) -> tuple[object, ...]:
    """What makes a rule the same as before, wherever it stands in the file."""
    return rule.source, rule.target, rule.status, rule.force, rule.condition


def _known(comparison: Comparison) -> set[tuple[object, ...]]:
    return set() if comparison.alone else {_key(rule) for rule in comparison.before.table.rules}


def _sources(comparison: Comparison) -> dict[str, None]:
    """Addresses to try: pages of the previous build first, then the sources of all plain rules."""
    plain = (urls.decoded(rule.source) for rule in _plain(comparison.now))
    return dict.fromkeys([*sorted(comparison.before.content), *plain])


def _unread(comparison: Comparison) -> Iterator[Finding | Gap]:
    known = _known(comparison)
    for rule in comparison.now.table.rules:
        if rule.status == NOT_EVALUATED:
            where = f"line {rule.place.line}" if rule.place.line else ""
            yield Gap("slugs", rule.place.path, where, f"redirect “{rule.source}”: {rule.condition}", intended=True)
        elif not rule.status:
            yield Finding(
                "slugs.redirect-unread",
                f"this redirect cannot be read: {rule.condition}",
                rule.place,
                rule.source,
                "The web server most likely ignores it. Write it as its host's manual says, or delete it.",
                severity="info" if _key(rule) in known else None,
            )


def _beyond_limits(comparison: Comparison) -> Iterator[Finding]:
    """Rules that the host ignores because there are too many of them, or because one is too long."""
    by_host: dict[str, list[Redirect]] = {}
    for rule in comparison.now.table.rules:
        if rule.status > 0 and rule.host in OF_HOST:
            by_host.setdefault(rule.host, []).append(rule)
    for host, rules in sorted(by_host.items()):
        for rule, what in exceeded(rules, OF_HOST[host]):
            yield Finding(
                "slugs.redirect-limit",
                f"{host.capitalize()} accepts {what}: this redirect and what follows it are ignored",
                rule.place,
                rule.source,
                "Join redirects of one folder into a wildcard, and delete those that nobody needs any more.",
            )


def _loops(comparison: Comparison) -> Iterator[Finding]:
    """Each circle once, at its first rule."""
    seen: set[Location] = set()
    for address in _sources(comparison):
        fate = comparison.now.fate(address)
        if fate.kind != "loop" or fate.outcome is None:
            continue
        hops = fate.outcome.hops
        places = {hop.place for hop in hops}
        if places & seen:
            continue
        seen |= places
        way = " → ".join(dict.fromkeys([address, *(path_of(hop.target) for hop in hops[:4])])) + f" → {address}"
        yield Finding(
            "slugs.redirect-loop",
            f"“{address}” is redirected in a circle and never opens: {way}",
            hops[0].place,
            address,
            "Delete one of these redirects, so that the last one leads to a page that exists.",
            related=tuple(Related(hop.place, hop.source, "part of the circle") for hop in hops[1:SHOWN_LINKS]),
            severity=None if fate.sure else "warning",
        )


def _dead(comparison: Comparison) -> Iterator[Finding]:
    """Redirects to something that does not exist: errors where this build broke them, warnings otherwise."""
    before, now = comparison.before, comparison.now
    for address in _sources(comparison):
        fate = now.fate(address)
        if fate.kind != "dead" or fate.outcome is None or fate.outcome.path.startswith(_ANSWERED_BY_PROGRAMS):
            continue
        outcome = fate.outcome
        if not outcome.redirects:
            continue
        last = outcome.hops[-1]
        broken_now = address in before.content or before.answers(address)
        links = now.linking(address)
        new = comparison.twin.get(address, "")
        yield Finding(
            "slugs.redirect-dead",
            f"“{address}” is redirected to “{outcome.target}”, which does not exist"
            + (f"; the same page is now at “{new}”" if new else ""),
            last.place,
            address,
            f"Let the redirect lead to {new}." if new else "Let the redirect lead to a page that exists.",
            (new,) if new else (),
            related=tuple(Related(one.link.location, one.link.url, "links to it") for one in links[:SHOWN_LINKS]),
            severity=None if broken_now and fate.sure else "warning",
        )


def _chains(comparison: Comparison) -> Iterator[Finding]:
    """Two redirects or more before a page opens. Old chains that nobody touched are mentioned only."""
    known = _known(comparison)
    for address in _sources(comparison):
        fate = comparison.now.fate(address)
        if fate.kind != "moved" or fate.outcome is None or fate.outcome.redirects < 2 or fate.outcome.external:
            continue
        outcome = fate.outcome
        stops = [address, *(path_of(hop.target) for hop in outcome.hops if not hop.pattern), outcome.path]
        if len({urls.page_key(stop) for stop in stops}) < 3:
            continue  # one stop is only the final slash
        new = any(_key(hop) not in known for hop in outcome.hops)
        yield Finding(
            "slugs.redirect-chain",
            f"“{address}” is redirected {outcome.redirects} times before it ends at “{outcome.target}”",
            outcome.hops[0].place,
            address,
            f"Let the first redirect lead straight to {outcome.target}.",
            (outcome.target,),
            related=tuple(Related(hop.place, hop.source, "the next redirect") for hop in outcome.hops[1:SHOWN_LINKS]),
            severity="warning" if new else "info",
        )


def _shadowed(comparison: Comparison) -> Iterator[Finding]:
    """Rules that never apply, and pages that nobody sees because of a rule."""
    before, now = comparison.before, comparison.now
    known = _known(comparison)
    for rule in _plain(now):
        source = urls.decoded(rule.source)
        if rule.host == "page" or rule.condition or source == now.base:
            continue
        if rule.host in ("shopify", "squarespace", "redirection", "yoast", "webflow") and comparison.alone:
            continue  # an export lies beside the pages and may be older than they are
        if urls.page_key(path_of(rule.target)) == urls.page_key(source):
            continue  # about the final slash or the ending only
        page = now.content.get(source) or next(
            (now.content[way] for way in (source + "/", source.rstrip("/"), source + ".html") if way in now.content),
            None,
        )
        old = _key(rule) in known and page is not None and page.address in before.content
        severity: Severity = "info" if old else "warning"
        if page is not None and rule.force and rule.host != "netlify":
            yield Finding(
                "slugs.redirect-shadowed",
                f"nobody can open the page “{page.address}”: this redirect sends its visitors to “{rule.target}”",
                rule.place,
                source,
                "Delete the redirect if the page is wanted, or delete the page.",
                related=(Related(Location(page.facts.path), page.address, "the page that nobody sees"),),
                severity=severity,
            )
        elif page is not None and not rule.force:
            yield Finding(
                "slugs.redirect-shadowed",
                f"this redirect does nothing on Netlify: the page “{page.address}” still exists, and a page wins over a"
                " redirect (Cloudflare would do the opposite and hide the page)",
                rule.place,
                source,
                f"Delete the page if it moved to {rule.target}; or delete the redirect.",
                related=(Related(Location(page.facts.path), page.address, "the page that still exists"),),
                severity=severity,
            )
        elif page is None:
            yield from _hidden_by_another(now, rule, source, known)


def _hidden_by_another(now: Build, rule: Redirect, source: str, known: set[tuple[object, ...]]) -> Iterator[Finding]:
    first = now.table.first(source, now.exists)
    if first is None or not first[2] or first[0] == rule or first[0].host == "page":
        return
    winner, target, _ = first
    if urls.page_key(path_of(target)) == urls.page_key(path_of(rule.target)):
        return
    yield Finding(
        "slugs.redirect-shadowed",
        f"this redirect never applies: line {winner.place.line} already sends “{source}” to “{target}”",
        rule.place,
        source,
        "Move it above the other one, or delete it.",
        related=(Related(winner.place, winner.source, "the redirect that applies"),),
        severity="info" if {_key(rule), _key(winner)} <= known else "warning",
    )


def _soft_cover(comparison: Comparison) -> Iterator[Finding]:
    """Pages with content of their own whose visitors all land on the home page."""
    before, now = comparison.before, comparison.now
    covered: dict[str, Redirect] = {}
    for address in sorted(before.content):
        fate = now.fate(address)
        if fate.kind == "moved" and fate.outcome and now.is_home(fate.outcome.path) and not now.is_home(address):
            covered[address] = fate.outcome.hops[0]
    covered = {address: rule for address, rule in covered.items() if before.fate(address).kind == "here"}
    if len(covered) < SOFT_COVER:
        return
    address, rule = next(iter(covered.items()))
    names = ", ".join(f"“{name}”" for name in list(covered)[:SOFT_COVER])
    yield Finding(
        "slugs.soft-cover",
        f"{len(covered)} pages are gone and their visitors all land on the home page: {names}"
        + (" and more" if len(covered) > SOFT_COVER else ""),
        rule.place,
        address,
        "Redirect each address to the page that is nearest to it. Who looked for a recipe and finds the home page gives"
        " up, and search engines treat it as a missing page.",
        related=tuple(
            Related(replace(other.place), name, "also sent to the home page")
            for name, other in list(covered.items())[1 : SHOWN_LINKS + 1]
        ),
    )
