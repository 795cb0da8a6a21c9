"""Which links are opened, each once whatever the number of targets, and what the client arranged for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from preflight.config import Ruleset
from preflight.delivery import external_links
from preflight.model import Delivery, FactLink, Gap, Judged, Probe
from preflight.reading import arranged

DAYS_WORTH_TELLING = 1
BLANKS = frozenset(" \t\r\n\x0b\x0c\x85\xa0\u2028\u2029")
NOT_NEW = "not opened: the previous delivery links to them, too (--new-only)"

Opened = tuple[Delivery, list[Gap]]
"""The delivery with its probes, and what was not opened."""


def probe(
    targets: Sequence[tuple[Ruleset, Delivery]],
    today: date,
    *,
    new_only: bool = False,
    memory: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Opened]:
    """Request the union of all external links, each once; what must not be opened becomes a gap.

    ``memory`` is the folder where answers are kept. A link that acts in one target is opened for none, even where
    another target shows it without a telling word. ``new_only`` leaves out what the previous delivery links to as well.
    """
    from preflight import probe as network

    links = [list(external_links(delivery)) if "links" in ruleset.enabled() else [] for ruleset, delivery in targets]
    familiar = [_familiar(delivery) if new_only else frozenset[str]() for _, delivery in targets]
    links = [
        [link for link in found_links if link.url not in old] for found_links, old in zip(links, familiar, strict=True)
    ]
    acting: dict[str, str] = {}
    for (_, delivery), found_links in zip(targets, links, strict=True):
        acting.update(_acting(delivery, found_links))
    known = [
        _recorded(ruleset, found, today) if memory else {} for (ruleset, _), found in zip(targets, links, strict=True)
    ]
    left = [_left_alone(delivery, found, today) for (_, delivery), found in zip(targets, links, strict=True)]
    wanted = dict.fromkeys(
        link.url
        for found_links, alone, recorded in zip(links, left, known, strict=True)
        for link in found_links
        if link.url not in acting and link.url not in alone and link.url not in recorded
    )
    options = network.ProbeOptions(
        allow_hosts=tuple(dict.fromkeys(host for ruleset, _ in targets for host in ruleset.allow_hosts)),
        arrangements=tuple(dict.fromkeys(one for _, delivery in targets for one in delivery.arrangements)),
        memory=memory,
        progress=progress,
    )
    found = network.probe(wanted, options)
    opened = [
        _opened(delivery, found_links, {**found, **recorded}, acting, alone, network_down=found.network_down)
        for (_, delivery), found_links, alone, recorded in zip(targets, links, left, known, strict=True)
    ]
    for (delivery, gaps), old in zip(opened, familiar, strict=True):
        if old:
            gaps.append(Gap("links", delivery.name, _many(len(old)), NOT_NEW, intended=True))
    return opened


def _familiar(delivery: Delivery) -> frozenset[str]:
    """The external links that stood in the previous delivery, too."""
    if delivery.previous is None:
        return frozenset()
    before = {link.url for facts in delivery.previous.documents for link in facts.links}
    return frozenset(link.url for link in external_links(delivery)) & before


def _many(number: int) -> str:
    return f"{number:,} link{'' if number == 1 else 's'}"


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


# --- what is remembered in a file of the client's -------------------------------------------------------


def _recorded(ruleset: Ruleset, links: Sequence[FactLink], today: date) -> dict[str, Probe]:
    """URL → the answer that the client's record of links still vouches for."""
    if not ruleset.link_record:
        return {}
    from preflight.probe.record import Record

    record = Record.read(Path(ruleset.link_record), ruleset.file)
    recalled = ((url, record.recall(url, words, today)) for url, words in _words(links).items())
    return {url: one for url, one in recalled if one is not None}


def remember(ruleset: Ruleset, delivery: Delivery, findings: Sequence[Judged], today: date) -> None:
    """Write down which links were opened, and nothing was found about them."""
    from preflight.probe.memory import may_be_kept
    from preflight.probe.record import Entry, Record

    words = _words(list(external_links(delivery)))
    wrong = {one.finding.match for one in findings if one.finding.rule.startswith("links.")}
    wrong |= {other.match for one in findings for other in one.finding.related}
    fine = {
        url: Entry(today - timedelta(one.age), 302 if one.final_url else one.status or 200, words[url])
        for url, one in delivery.probes.items()
        if one.outcome == "alive" and url in words and url not in wrong and may_be_kept(url) and not set(url) & BLANKS
    }
    record = Record.read(Path(ruleset.link_record), ruleset.file)
    again = {url: record.entries[url] for url in fine if url in record.entries and delivery.probes[url].age}
    record.write({**fine, **again}, wrong, today)


def _words(links: Sequence[FactLink]) -> dict[str, str]:
    from preflight.probe.record import digest

    texts: dict[str, list[str]] = {}
    for link in links:
        texts.setdefault(link.url, []).append(" ".join(link.text.split()))
    return {url: digest(found) for url, found in texts.items()}


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
    days = f"{max(ages)} day{'s' if max(ages) != 1 else ''}"
    why = f"not opened again: an earlier run saw them, up to {days} ago (--no-cache opens all)"
    return Gap("links", delivery.name, _many(len(ages)), why, intended=True)


def _acting(delivery: Delivery, links: Sequence[FactLink]) -> dict[str, str]:
    """URL → why it must not be opened, as its words, its address or the sentence around it say."""
    from preflight.reading import actionlinks

    acting = {fact.match: fact.value for facts_of in delivery.documents for fact in facts_of.facts.get("action", ())}
    acting.update({link.url: why for link in links if (why := actionlinks.reason(link.url, link.text, link.element))})
    return acting


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
