"""Left from another client: its sender, postal address, mailbox or name in this client's message.

Links to another client are ``links.other-client``. Whose it is, is not told: a report may leave the house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from preflight.checkers.mail.rules import OTHER_CLIENT
from preflight.model import Delivery, Facts, Finding, Location
from preflight.patterns import regex
from preflight.reading import postal

MAILBOX = regex(r"[^\s@<>,;:\"()]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
"""``news@shop.test``"""
WEB = regex(r"https?://([\w.-]{1,200})")
"""``<https://shop.test/leave>``"""
HOST = regex(r"(?<![\w@.-])(?:www\.)?((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})(?![\w@])", re.IGNORECASE)
"""``www.shop.test``"""
SENDERS = ("from", "reply-to", "sender", "return-path")
LEAVING = "list-unsubscribe"
SHORTEST = 4
"""Letters of a name that is looked for; a shorter one is a word."""
MOST = 20
"""Places told in one message."""
HELP = "Put this client's own in, or name the other one under partners in preflight.toml."


class Others:
    """What the other clients are known by, without what this one may show."""

    def __init__(self, delivery: Delivery) -> None:
        partners = {one.removeprefix("www.") for one in delivery.partners}
        own = {host.removeprefix("www.") for host in delivery.hosts} | partners
        mine = {name.casefold() for one in delivery.names for name in (one.text, *one.aliases)} | partners
        clients = delivery.others
        self.senders = {sender for one in clients for sender in one.senders} - own
        self.hosts = {host for one in clients for host in one.hosts} - own
        self.own = own
        self.addresses = {postal.normal(text): text for one in clients for text in one.addresses}
        names = {brand for one in clients for brand in one.brands if len(brand) >= SHORTEST}
        self.brands = tuple(sorted((name for name in names if name.casefold() not in mine), key=len, reverse=True))

    def has_mailbox(self, address: str, domain: str) -> bool:
        return address not in self.own and domain not in self.own and (
            address in self.senders or domain in self.senders or self.has_host(domain)
        )  # fmt: skip

    def has_host(self, host: str) -> bool:
        """Whether the host, or one above it, is another client's; the nearest one that anybody named decides."""
        name = host.lower().removeprefix("www.")
        while "." in name:
            if name in self.own:
                return False
            if name in self.hosts:
                return True
            name = name.partition(".")[2]
        return False


@cache
def _names(brands: tuple[str, ...]) -> re.Pattern[str]:
    """All names at once, as whole words, letter for letter: “North” is a client, “north” is not."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(brand) for brand in brands) + r")(?!\w)")


def findings(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    if not delivery.others:
        return
    others = Others(delivery)
    yield from _headers(facts, others)
    linked = {text.lower() for link in facts.links for text in (link.text, link.url.removeprefix("mailto:"))}
    told = 0
    for run in facts.runs:
        if run.location is None or run.kind in ("code", "meta"):
            continue
        for text, what, severe in _in_text(run.text, others):
            if text.lower() in linked or any(text.lower() in one for one in linked if "://" in one):
                continue  # reported as links.other-client
            told += 1
            if told > MOST:
                return
            yield Finding(
                OTHER_CLIENT.id, f"{what} is another client's: “{text[:80]}”", run.location, text, HELP,
                severity="error" if severe else "warning",
            )  # fmt: skip


def _headers(facts: Facts, others: Others) -> Iterator[Finding]:
    places = {fact.value: fact.location for fact in reversed(facts.facts.get("mail-header", ()))}
    for field in (*SENDERS, LEAVING):
        value = facts.header(field).lower()
        boxes = [match for match in MAILBOX.finditer(value) if others.has_mailbox(match[0], match[1])]
        hosts = [match for match in WEB.finditer(value) if field == LEAVING and others.has_host(match[1])]
        for match in (boxes or hosts)[:1]:
            what = "readers who unsubscribe do so" if field == LEAVING else "the message comes from"
            if field == "reply-to":
                what = "answers go to"
            shown = match[0] if field != LEAVING else f"at {match[1]}"
            yield Finding(
                OTHER_CLIENT.id, f"{what} {shown}, which is another client's",
                places.get(field, Location(facts.path, "header")), match[0], HELP, severity="error",
            )  # fmt: skip


def _in_text(text: str, others: Others) -> Iterator[tuple[str, str, bool]]:
    """What one text shows of another client: the words, what they are, and whether that is surely wrong."""
    if others.addresses and any(character.isdigit() for character in text):
        normal = postal.normal(text)
        yield from ((own, "the postal address", True) for key, own in others.addresses.items() if key and key in normal)
    if (others.senders or others.hosts) and "." in text:
        for match in MAILBOX.finditer(text):
            if others.has_mailbox(match[0].lower(), match[1].lower()):
                yield match[0], "the mail address", False
        if others.hosts:
            yield from ((match[0], "the website", False) for match in HOST.finditer(text) if others.has_host(match[1]))
    if others.brands:
        yield from ((match[0], "the name", False) for match in _names(others.brands).finditer(text))
