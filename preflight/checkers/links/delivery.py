"""Every link of the reported documents, held against the delivery's files and against what the web answered.

A site is gone through page by page. What was found on a page is kept for the next run where the family may: it depends
on the page, on what its links asked of the rest of the site (``questions``), and on what ``_world`` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from preflight.checkers.links import beside, deployment, messages, questions, staging, tracking, twins
from preflight.checkers.links.onpage import SOME, Outside, Reader
from preflight.checkers.links.others import Others
from preflight.checkers.links.site import Site
from preflight.model import Delivery, Facts, Finding, Gap
from preflight.reading.rejoining import Found, Join, Offer

_COMPANIONS = {
    "text/css": "the style sheet asks for",
    "image/svg+xml": "the drawing asks for",
    "application/manifest+json": "the manifest names",
    "application/xml": "the sitemap or feed names",
}


def findings(delivery: Delivery, trackers: tuple[str, ...], join: Join) -> Iterator[Finding | Gap]:
    """All findings of the delivery, and what could not be looked up."""
    site = Site(delivery, deployment.of(delivery))
    answers = None
    if delivery.online:
        from preflight.checkers.links import probes

        answers = probes.Answers(delivery, site.deployment)
    strangers = Others(delivery) if delivery.others else None
    pages = _Pages(delivery, site, join)
    for facts in delivery.documents:
        if not facts.reported:
            continue
        if facts.kind == "email" or delivery.kind == "email":
            yield from messages.findings(facts, delivery)
            yield from pages.besides(facts, set())
        elif site.deployment.known:
            yield from pages.findings(facts)
        else:
            if count := sum(1 for link in facts.links if messages.is_relative(link.url)):
                yield Gap("links", facts.path, _counted(count, "to the same site"), site.deployment.why, intended=True)
            yield from pages.besides(facts, set())
        if facts.kind == "email":
            yield from tracking.two_campaigns(facts)
            yield from twins.findings(facts, trackers)
        if strangers is not None:
            yield from strangers.findings(facts)
        if answers is not None:
            yield from answers.findings(facts)
    if answers is not None:
        yield from answers.folded()
    if site.deployment.known:
        yield from beside.sitemaps(delivery, site)
    for facts in delivery.companions if site.deployment.known else ():
        if facts.reported:
            yield from _beside(facts, pages.reader)
    yield from pages.outside()


class _Pages:
    """The site's pages, each with what was found on it in this run or in an earlier one."""

    def __init__(self, delivery: Delivery, site: Site, join: Join) -> None:
        self.reader = Reader(site)
        self._delivery = delivery
        self._site = site
        self._join = join
        self._outside = Outside()
        self._held: list[tuple[Facts, Found]] = []
        """Pages with links that lead out of the site."""
        if site.deployment.known:
            join.begin(delivery, Offer(_world(delivery, site), questions.face, questions.answered))

    def findings(self, facts: Facts) -> list[Finding]:
        """What is wrong on a page, but for what leads out of the site."""
        found = self._join.of(facts) or self._judged(facts)
        self._join.add(facts, found)
        if found.sum is None:
            return found.findings
        count, said, made = found.sum
        self._outside.add(count, said)
        self._held.append((facts, found))
        return found.findings[: len(found.findings) - made]

    def _judged(self, facts: Facts) -> Found:
        here = Outside()
        own = self.reader.findings(facts, here, many=self._outside.are_many)
        asked = self.reader.asked(facts) if self._join.is_full else set()
        own += self.besides(facts, asked)
        tally = [here.count, list(here.messages)[:SOME], len(here.findings)] if here.count else None
        return Found(own + here.findings, asked, tally)

    def besides(self, facts: Facts, asked: set[int]) -> Iterator[Finding]:
        """What is wrong with links whatever they open; adds to what was asked."""
        if staging.SUSPECT in facts.facts:
            yield from staging.findings(facts, self._delivery)
        yield from beside.too_early(facts, self._delivery)
        yield from self.reader.unseen(facts, asked)
        if tracking.PASTED in facts.facts:
            yield from tracking.pasted(facts, self._delivery)

    def outside(self) -> Iterator[Finding | Gap]:
        """What leads out of the site: mistakes where it is little, and else a sign that there is more of the site."""
        outside = self._outside
        if outside.are_many:
            for _, found in self._held:
                made = found.sum[2]
                del found.findings[len(found.findings) - made :]
                found.sum[2] = 0
            why = "they lead out of this folder, which seems to be a part of a larger site: name its root folder"
            yield Gap("links", self._delivery.name, _counted(outside.count, "out of the folder"), why, intended=True)
        else:
            for facts, found in self._held:
                count, _, made = found.sum
                if made < count:  # there were many when it was judged
                    here = Outside()
                    self.reader.findings(facts, here, many=False)
                    yield from here.findings
                else:
                    yield from found.findings[len(found.findings) - made :]
        self._join.done(self._site.asked)


def _world(delivery: Delivery, site: Site) -> tuple[Any, ...]:
    """What the findings of pages depend on besides the site's pages and files."""
    previous = delivery.previous
    before = (sorted(previous.files), [(one.name, one.path) for one in previous.documents]) if previous else None
    expected = [one for one in delivery.arrangements if one.expected_live]
    return (
        site.deployment, delivery.state, delivery.hosts, delivery.redirects, delivery.allowed, delivery.previews,
        before, expected, delivery.send_date if expected else None,
    )  # fmt: skip


def _beside(facts: Facts, reader: Reader) -> Iterator[Finding]:
    """A style sheet, a sitemap, a feed or a manifest that names what is not there.

    Where it cannot be known that the folder is the whole site, what leads out of it is not looked at.
    """
    for fault, link in reader.faults(facts):
        if fault.rule != "links.broken" or fault.outside or "#" in link.url.strip()[:1]:
            continue
        what = _COMPANIONS.get(facts.media_type, "the list of addresses names")
        message = fault.message.replace("the link opens", what, 1)
        severity = fault.severity or ("" if facts.media_type == "text/css" or link.element == "loc" else "warning")
        yield replace(fault, message=message, severity=severity).found(link)


def _counted(count: int, where: str) -> str:
    return f"{count} link{'s' if count > 1 else ''} {where}"
