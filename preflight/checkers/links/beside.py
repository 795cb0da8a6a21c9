"""Addresses that no reader clicks and the site still answers for: the sitemap that robots.txt names, and pages that the
client knows to go live later."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.links.fault import Fault, broken
from preflight.checkers.links.messages import JUMPS
from preflight.checkers.links.site import Site
from preflight.model import Delivery, Facts, Finding, Location
from preflight.patterns import regex
from preflight.reading import arranged, urls

_ROBOTS = "robots.txt"
_SITEMAP = regex(
    r"(?im)^[ \t]{0,20}sitemap[ \t]{0,20}:[ \t]{0,20}(\S{1,2000})"
)  # "Sitemap: https://shop.test/sitemap.xml"


def sitemaps(delivery: Delivery, site: Site) -> Iterator[Finding]:
    """Sitemaps that robots.txt names (https://www.sitemaps.org/protocol.html) and that are not in the build."""
    text = delivery.texts.get(_ROBOTS, "") if delivery.kind == "site" else ""
    for named in _SITEMAP.finditer(text):
        url = named[1]
        address = site.deployment.on_site(urls.resolve(url))
        if address is None or site.exists(site.deployment.base_path.rstrip("/") + address):
            continue
        line = text.count("\n", 0, named.start(1)) + 1
        column = named.start(1) - (text.rfind("\n", 0, named.start(1)) + 1) + 1
        prefix = "" if delivery.name == "." else f"{delivery.name}/"
        yield Finding(
            "links.broken",
            f"robots.txt names the sitemap {url}, and there is no such file",
            Location(prefix + _ROBOTS, "", line, column, line, column + len(url)),
            match=url,
            help="Correct the address, or put the sitemap there.",
            severity="warning",
        )


def too_early(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """Links to pages that are expected to be there only after the message has gone out."""
    expected = [one for one in delivery.arrangements if one.expected_live]
    if not expected or not delivery.send_date.exact:
        return
    for link in facts.links:
        if link.element not in JUMPS:
            continue
        for one in arranged.of(link.url, expected):
            if one.expected_live and one.expected_live > delivery.send_date.day:
                yield _early(link.url, f"{one.expected_live.day} {one.expected_live:%B %Y}", delivery).found(link)


def _early(url: str, live: str, delivery: Delivery) -> Fault:
    day = delivery.send_date.day
    return broken(
        f"{url[:100]} is expected from {live}, and this goes out on {day.day} {day:%B %Y}",
        "Send it later, or have the page put up earlier.",
    )
