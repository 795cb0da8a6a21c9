"""Canonical addresses: what a page names as the original of its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from preflight.checkers.meta import hosts
from preflight.checkers.meta.page import Page, pages_of
from preflight.model import Delivery, Finding, Location, Redirect, Related
from preflight.reading import urls
from preflight.redirects.table import Table

FEWEST = 3
"""Pages that name one and the same original."""

SHOWN = 10


def review(delivery: Delivery, both: list[tuple[Page, Page]], changed: list[tuple[Page, Page]]) -> Iterator[Finding]:
    before, now = [old.get("canonical") for old, _ in both], [new.get("canonical") for _, new in both]
    own = hosts.own(before, delivery.hosts)
    moved = hosts.moved_to(before, now)
    told = False
    for old, new in changed:
        url = new.get("canonical")
        host = hosts.host_of(url)
        if not host or host in own or host == hosts.host_of(old.get("canonical")):
            continue
        if host == moved:
            if not told:
                told = True
                yield hosts.moving("pages", host, own, new.place("canonical"), url)
            continue
        if not own and not hosts.is_test(host):
            continue
        what = "a test site" if hosts.is_test(host) else "another site"
        was = f" (before: “{old.get('canonical')}”)" if old.get("canonical") else ""
        yield Finding(
            "meta.canonical",
            f"the page “{new.address}” says that {what} has the original: “{url}”{was}",
            new.place("canonical"),
            url,
            "Let it name its own address, or search engines will drop the page.",
            (old.get("canonical"),) if old.get("canonical") else (),
        )
    yield from _same_original(both)


def _same_original(both: list[tuple[Page, Page]]) -> Iterator[Finding]:
    """One address that has newly become the original of several pages."""
    claims: dict[str, list[tuple[Page, Page]]] = {}
    for old, new in both:
        if new.get("canonical") and new.get("canonical") != old.get("canonical"):
            claims.setdefault(new.get("canonical"), []).append((old, new))
    for url, group in claims.items():
        was = {old.get("canonical") for old, _ in group}
        if len(group) < FEWEST or len(was) < FEWEST:
            continue
        first = group[0][1]
        yield Finding(
            "meta.canonical",
            f"{len(group)} pages now name one and the same address as their original: “{url}”",
            first.place("canonical"),
            url,
            "Let each page name its own address, or search engines will drop all but one.",
            related=tuple(Related(new.place("canonical"), url, "names it too") for _, new in group[1:SHOWN]),
        )


def dead(delivery: Delivery, before: Mapping[str, Page], now: Mapping[str, Page]) -> Iterator[Finding]:
    """Canonical addresses that lead nowhere, or to a redirect, and led to a page before."""
    assert delivery.previous is not None
    own = hosts.own((page.get("canonical") for page in (*before.values(), *now.values())), delivery.hosts)
    site, earlier = Answers(delivery, own), Answers(delivery.previous, own)
    groups: dict[tuple[str, str], list[Page]] = {}
    for page in now.values():
        url = page.get("canonical")
        if not url or page.sends_on:
            continue
        target = urls.resolve(url, page.address)
        if target.query or (target.host and hosts.host_of(url) not in own):
            continue
        path = urls.decoded(target.path)
        was = before.get(page.address)
        kept = was is not None and was.get("canonical") == url
        # an address that never answered in the build (another form of it, another base path) tells nothing
        if not (earlier.page(path) if kept or was is None else _answered(was, earlier)):
            continue
        end = site.end(path)
        if end != "page":
            groups.setdefault((path, end), []).append(page)
    for (path, end), pages in sorted(groups.items()):
        first = pages[0]
        others = f" and {len(pages) - 1} more" if len(pages) > 1 else ""
        what = "which is gone" if not end else f"which only sends its readers on to “{end}”"
        yield Finding(
            "meta.canonical",
            f"the page “{first.address}”{others} names “{path}” as the original (canonical), {what}",
            first.place("canonical"),
            first.get("canonical"),
            "Let each page name its own address: search engines do not list a page whose original is missing.",
            (first.address,),
            related=tuple(Related(page.place("canonical"), path, "names it too") for page in pages[1:SHOWN]),
            severity="error" if not end else "warning",
        )


def _answered(page: Page, site: Answers) -> bool:
    """Whether the page's former canonical address was one of the build."""
    url = page.get("canonical")
    return not url or site.page(urls.decoded(urls.resolve(url, page.address).path))


class Answers:
    """What a build answers at an address, its redirects included."""

    def __init__(self, delivery: Delivery, own: frozenset[str]) -> None:
        self._files = delivery.files or frozenset(facts.name for facts in delivery.documents)
        self._base = delivery.base_path if delivery.base_path.endswith("/") else delivery.base_path + "/"
        stubs = [_stub(page) for page in pages_of(delivery).values() if "refresh" in page.facts.meta]
        hosts_of = frozenset(form for host in own for form in (host, f"www.{host}"))
        self._table = Table([*delivery.redirects, *(stub for stub in stubs if stub)], hosts_of)

    def page(self, path: str) -> bool:
        """Whether a file answers, in any of the forms that hosts treat alike."""
        if not path.startswith(self._base):
            return path + "/" == self._base
        name = path[len(self._base) :]
        return any(urls.site_file(form, self._files) is not None for form in {name, name.rstrip("/")})

    def end(self, path: str) -> str:
        """``page``, nothing at all (empty), or where the address sends its readers."""
        outcome = self._table.follow(path, self.page)
        if outcome is not None and outcome.redirects and not outcome.loop and not outcome.gone:
            same = urls.page_key(urls.decoded(outcome.path)) == urls.page_key(path)
            return "page" if same else outcome.target
        if outcome is not None and (outcome.loop or outcome.gone):
            return ""
        return "page" if self.page(path) or outcome is not None else ""


def _stub(page: Page) -> Redirect | None:
    """A page that sends its readers on, as a redirect."""
    refresh = page.get("refresh")
    link = next((link for link in page.facts.links if link.element == "meta" and link.url in refresh), None)
    if link is None:
        return None
    target = urls.resolve(link.url, page.address)
    path = link.url if target.host else target.path
    return Redirect(page.address, path, 301, Location(page.facts.path), force=True, host="page", either_slash=True)
