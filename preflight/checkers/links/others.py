"""Left from another client: its site, mailbox or profile in this client's delivery.

Whoever works for several clients copies from one to the next. Which addresses belong to whom, the workspace's
configuration says; whose they are is not told, since a report may leave the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.model import Delivery, Facts, Finding
from preflight.reading import actionlinks, profiles, urls
from preflight.reading.actionwords import UNSUBSCRIBE

RULE = "links.other-client"
_HELP = "Put this client's own in, or name the other one under partners in preflight.toml."


class Others:
    """What belongs to the other clients, as addresses tell it."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._judged: dict[tuple[str, str], Fault | None] = {}

    @cached_property
    def _partners(self) -> frozenset[str]:
        named = self._delivery.partners
        hosts = (urls.resolve(one if "//" in one else f"//{one}").host for one in named if "@" not in one)
        return frozenset({*named, *(host.removeprefix("www.") for host in hosts), *map(profiles.profile, named)} - {""})

    @cached_property
    def _hosts(self) -> frozenset[str]:
        found = {host for one in self._delivery.others for host in one.hosts}
        return frozenset(host for host in found - self._own - self._partners if not profiles.network_of(host))

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(host.removeprefix("www.") for host in self._delivery.hosts)

    @cached_property
    def _senders(self) -> frozenset[str]:
        return frozenset({sender for one in self._delivery.others for sender in one.senders} - self._partners)

    @cached_property
    def _profiles(self) -> frozenset[str]:
        return frozenset({profile for one in self._delivery.others for profile in one.profiles} - self._partners)

    def findings(self, facts: Facts) -> Iterator[Finding]:
        """Links to another client, each address judged once."""
        for link in facts.links:
            key = (link.url, link.text)
            if key not in self._judged:
                self._judged[key] = None if has_tag(link.url) else self._fault(link.url, link.text, link.element)
            if fault := self._judged[key]:
                yield fault.found(link)

    def _fault(self, url: str, text: str, element: str) -> Fault | None:
        if url[:7].lower() == "mailto:":
            return self._mailbox(urls.decoded(url[7:]).partition("?")[0].strip().lower())
        host = urls.resolve(url).host.removeprefix("www.")
        if not host:
            return None
        if self._profiles and (profile := profiles.profile(url)) in self._profiles:
            return Fault(RULE, f"the link opens {profile.replace('/', ': ')}, another client's profile", _HELP)
        if not self._is_theirs(host):
            return None
        if actionlinks.reason(url, text, element) == UNSUBSCRIBE:
            return Fault(RULE, f"readers who unsubscribe do so at {host}, another client's site", _HELP)
        return Fault(RULE, f"the link opens {host}, another client's site", _HELP, severity="warning")

    def _mailbox(self, address: str) -> Fault | None:
        domain = address.rpartition("@")[2]
        if domain in self._partners or address in self._partners:
            return None
        if address in self._senders or domain in self._senders or (domain and self._is_theirs(domain)):
            return Fault(RULE, f"the link writes to {address}, another client's mailbox", _HELP, severity="warning")
        return None

    def _is_theirs(self, host: str) -> bool:
        """Whether the host, or one above it, is another client's; the nearest one that anybody named decides."""
        name = host
        while "." in name:
            if name in self._partners or name in self._own:
                return False
            if name in self._hosts:
                return True
            name = name.partition(".")[2]
        return False
