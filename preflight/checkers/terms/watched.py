"""Declared rules that look at more than words: links that must not be opened, dates in a slot, addresses that stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preflight.checkers.terms.declared import TermRule
from preflight.model import Delivery, Document, Facts, Finding, Location
from preflight.reading import pastmistakes, records, wrappers

WEB = ("http://", "https://")


def links(rule: TermRule, document: Document) -> Iterator[Finding]:
    """``terms.link``: a link to one of the pages; with ``text``, only where it has these words."""
    pages = {wrappers.page(url) for url in rule.links}
    wanted = " ".join(rule.text.casefold().split())
    for link in document.links:
        words, page = pastmistakes.link(link.text, link.url)
        if page in pages and (not wanted or words == wanted):
            yield Finding(
                rule.id,
                rule.message or f"“{link.text[:60] or 'a picture'}” opens a page that is not linked here",
                link.span,
                link.url,
                rule.help or "Put in the right address.",
            )


def dates(rule: TermRule, delivery: Delivery) -> Iterator[Finding]:
    """``terms.date``: the date after these words is the day it goes out, or one of the days that follow."""
    slots = [" ".join(phrase.casefold().split()) for phrase in rule.after]
    sent = delivery.send_date
    for facts in delivery.documents:
        for fact in facts.facts.get("date", ()) if facts.reported else ():
            before = " ".join(fact.location.before.casefold().split()).rstrip(" :,–—-")
            day = _day(fact.value["value"])
            if day is None or not any(before.endswith(slot.rstrip(" :,–—-")) for slot in slots):
                continue
            late = sent.exact and (day - sent.day).days > rule.days
            if day < sent.day or late:
                which = f"more than {rule.days} days after" if late else "before"
                yield Finding(
                    rule.id,
                    rule.message or f"“{fact.match}” is {which} the day it goes out",
                    fact.location,
                    fact.match,
                    rule.help or "Put in this issue's date.",
                )


def addresses(rule: TermRule, delivery: Delivery) -> Iterator[Finding]:
    """``terms.address``: these addresses of the site are there, in a build or a sheet."""
    reported = [facts for facts in delivery.documents if facts.reported]
    if delivery.kind not in ("site", "sheet") or not reported:
        return
    known = _paths(delivery)
    for address in rule.addresses:
        if _plain(address) not in known:
            yield Finding(
                rule.id,
                rule.message.replace("{match}", address) or f"{address} is gone: this address has to stay",
                _place(reported[0]),
                address,
                rule.help or "Give the page its address back, or redirect it.",
            )


def _paths(delivery: Delivery) -> set[str]:
    known = {_plain(redirect.source) for redirect in delivery.redirects if not redirect.pattern}
    if sheet := records.sheet_of(delivery, {}):
        for row in sheet.rows:
            known |= {_plain(row.slug), _plain(records.path_of(row.get("url")))}
        return known
    for name in delivery.files:
        bare = name.removesuffix(".html").removesuffix(".htm")
        known |= {_plain(name), _plain(bare), _plain(bare.removesuffix("index"))}
    return known


def _plain(address: str) -> str:
    if address.lower().startswith(WEB):
        address = records.path_of(address)
    return address.strip().strip("/")


def _place(facts: Facts) -> Location:
    return Location(facts.path)


def _day(value: str) -> date | None:
    """The last day of a whole date or of an interval of them."""
    try:
        return date.fromisoformat(str(value).rpartition("/")[2])
    except ValueError:
        return None
