"""Which links are opened, each once whatever the number of targets, and what the client arranged for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from preflight.config import Ruleset
from preflight.delivery import external_links
from preflight.model import Delivery, FactLink, Gap, Probe
from preflight.reading import arranged

DAYS_WORTH_TELLING = 1

Opened = tuple[Delivery, list[Gap]]
"""The delivery with its probes, and what was not opened."""


def probe(
    targets: Sequence[tuple[Ruleset, Delivery]],
    today: date,
    *,
    memory: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Opened]:
    """Request the union of all external links, each once; what must not be opened becomes a gap.

    ``memory`` is the folder where answers are kept. A link that acts in one target is opened for none, even where
    another target shows it without a telling word.
    """
    from preflight import probe as network

    links = [list(external_links(delivery)) if "links" in ruleset.enabled() else [] for ruleset, delivery in targets]
    acting: dict[str, str] = {}
    for (_, delivery), found_links in zip(targets, links, strict=True):
        acting.update(_acting(delivery, found_links))
    left = [_left_alone(delivery, found, today) for (_, delivery), found in zip(targets, links, strict=True)]
    wanted = dict.fromkeys(
        link.url
        for found_links, alone in zip(links, left, strict=True)
        for link in found_links
        if link.url not in acting and link.url not in alone
    )
    options = network.ProbeOptions(
        allow_hosts=tuple(dict.fromkeys(host for ruleset, _ in targets for host in ruleset.allow_hosts)),
        arrangements=tuple(dict.fromkeys(one for _, delivery in targets for one in delivery.arrangements)),
        memory=memory,
        progress=progress,
    )
    found = network.probe(wanted, options)
    return [
        _opened(delivery, found_links, found, acting, alone, network_down=found.network_down)
        for (_, delivery), found_links, alone in zip(targets, links, left, strict=True)
    ]


def _opened(
    delivery: Delivery,
    links: Sequence[FactLink],
    found: Mapping[str, Probe],
    acting: Mapping[str, str],
    alone: Mapping[str, str],
    *,
    network_down: str,
) -> Opened:
    distinct = dict.fromkeys(link.url for link in links)
    probes = {url: _accepted(found[url], delivery) for url in distinct if url in found and url not in alone}
    refused = {url: one.error for url, one in probes.items() if one.outcome == "refused"}
    refused.update({url: f"{acting[url]}: not opened on purpose" for url in distinct if url in acting})
    refused.update(alone)
    gaps = [Gap("links", delivery.name, url, why, intended=True) for url, why in refused.items()]
    missing = any(url not in found and url not in acting and url not in alone for url in distinct)
    if network_down and missing:
        gaps.append(Gap("links", delivery.name, "", network_down, intended=False))
    if gap := _seen_earlier(delivery, probes):
        gaps.append(gap)
    return replace(delivery, probes=probes), gaps


def _left_alone(delivery: Delivery, links: Sequence[FactLink], today: date) -> dict[str, str]:
    """URL → why the client wants it left alone today."""
    if not delivery.arrangements:
        return {}
    found: dict[str, str] = {}
    for url in dict.fromkeys(link.url for link in links):
        for one in arranged.of(url, delivery.arrangements):
            if one.skip:
                found[url] = f"skipped until {_day(one.expires)}: {one.reason}" if one.expires else one.reason
            elif one.expected_live and today < one.expected_live:
                found[url] = f"check again at send: it is expected from {_day(one.expected_live)} ({one.reason})"
    return found


def _accepted(found: Probe, delivery: Delivery) -> Probe:
    """The answer, with a code that the client accepts there as good as any."""
    if found.outcome not in ("dead", "unverified") or not found.status or not delivery.arrangements:
        return found
    addresses = filter(None, (found.url, found.final_url))
    fitting = (one for address in addresses for one in arranged.of(address, delivery.arrangements))
    accepted = any(found.status in one.accept for one in fitting)
    return replace(found, outcome="alive", error="", landing=None) if accepted else found


def _seen_earlier(delivery: Delivery, probes: Mapping[str, Probe]) -> Gap | None:
    """What was not asked again since an earlier run saw it."""
    ages = [one.age for one in probes.values() if one.age >= DAYS_WORTH_TELLING]
    if not ages:
        return None
    count = f"{len(ages)} link{'s' if len(ages) != 1 else ''}"
    days = f"{max(ages)} day{'s' if max(ages) != 1 else ''}"
    why = f"not opened again: an earlier run saw them, up to {days} ago (--no-cache opens all)"
    return Gap("links", delivery.name, count, why, intended=True)


def _acting(delivery: Delivery, links: Sequence[FactLink]) -> dict[str, str]:
    """URL → why it must not be opened, as its words, its address or the sentence around it say."""
    from preflight.reading import actionlinks

    acting = {fact.match: fact.value for facts_of in delivery.documents for fact in facts_of.facts.get("action", ())}
    acting.update({link.url: why for link in links if (why := actionlinks.reason(link.url, link.text, link.element))})
    return acting


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
