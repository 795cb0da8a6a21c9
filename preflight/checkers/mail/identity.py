"""Who is behind the message: a postal address, a sender that can be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.mail import bulk
from preflight.checkers.mail.rules import ADDRESS, SENDER
from preflight.model import Delivery, Facts, Finding, Location, TextRun
from preflight.patterns import regex
from preflight.reading import postal, urls

STRICT = frozenset({"us", "ca"})
"""Profiles whose law names the postal address (CAN-SPAM 15 U.S.C. 7704(a)(5), CASL s. 6(2))."""
ADDRESS_TAG = regex(
    r"[*{%\[$]{1,3}\|?[ $]{0,2}[\w.: -]{0,40}?(?<!mail_)(?<!mail)(?<!mail )(?<!mail-)(?:address|adresse|direccion)",
    re.IGNORECASE,
)
"""``*|LIST:ADDRESS|*``, ``{{ organization.full_address }}``; not ``{{ email_address }}``"""
INTRODUCED = regex(
    r"\b(?:(?:mailing|postal) address|our address is|registered (?:office|address)|registered in|postadresse"
    r"|adresse postale|impressum)\b",
    re.IGNORECASE,
)
"""``Our mailing address is:``"""
IMPRINT = regex(r"\bimpressum\b|\bimprint\b|\blegal notice\b|\bmentions légales\b|\baviso legal\b", re.IGNORECASE)
"""``Impressum``: E-Commerce Directive, article 5"""
FREE = frozenset(
    {"gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "aol.com", "hotmail.com", "outlook.com",
     "live.com", "msn.com", "icloud.com", "me.com", "gmx.de", "gmx.net", "web.de", "mail.ru"}
)  # fmt: skip
"""Providers whose own rules (DMARC) have mail refused that a platform sends in their name."""
OCCASION = regex(
    r"\b(?:join|meet|venue|where:|doors|from \d|at \d{1,2}(?::\d\d)? ?[ap]m|o'clock|uhr|event|tickets?|parking)\b",
    re.IGNORECASE,
)
"""Words around the address of an event: the reader is to go there."""
MAILBOX = regex(r"[^\s@<>,;\"]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
"""``news@shop.test``"""
RELAY = regex(r"repl|mail|inbound|bounce|crm|desk|^(?:in|go|e|em|sg|mg|send)\d?\.")
"""``reply.platform.test``: hosts that take answers in for somebody else"""
WORD = regex(r"[^\W_]+")
SHORT = 80
"""Characters of a line that may be one of several lines of an address."""
FOOTER = 0.5
"""Share of the texts after which an address without postcode can be the sender's."""


def findings(facts: Facts, delivery: Delivery, profile: str) -> Iterator[Finding]:
    european = profile in ("uk", "eu") or (not profile and facts.language[:2] == "de")
    if not has_address(facts) and not (european and _has_imprint(facts)):
        before = _previous_address(facts, delivery)
        yield Finding(
            ADDRESS.id,
            "there is no postal address of the sender" + (f"; the previous issue had “{before}”" if before else ""),
            Location(facts.path),
            "",
            "Put the sender's postal address into the footer.",
            severity="error" if profile in STRICT and facts.headers and delivery.state != "source" else "warning",
        )
    if facts.headers and delivery.state != "source":
        yield from _sender(facts)


def _has_imprint(facts: Facts) -> bool:
    """Whether a link leads to who is behind it: enough where the law asks for a name that can be found."""
    return any(IMPRINT.search(link.text) for link in facts.links if len(link.text) <= 60)


def has_address(facts: Facts) -> bool:
    """Whether the part that readers see holds a postal address that is not merely where an event takes place."""
    return next(addresses(facts), None) is not None


def addresses(facts: Facts) -> Iterator[str]:
    part = bulk.shown_part(facts)
    runs = [run for run in facts.runs if run.part == part and run.kind not in ("code", "meta", "title")]
    sender = facts.header("from").partition("<")[0].strip(' "')
    for index, run in enumerate(runs):
        late = run.zone == "footer" or index >= FOOTER * len(runs)
        if ADDRESS_TAG.search(run.text) or (INTRODUCED.search(run.text) and _continues(runs, index)):
            yield run.text
            continue
        lines, found = run.text, list(postal.find(run.text))
        if not found and len(lines) < SHORT and postal.DIGIT.search(lines):  # street and town in cells of their own
            lines = "\n".join(one.text for one in runs[max(0, index - 2) : index + 1] if len(one.text) < SHORT)
            found = [one for one in postal.find(lines) if one.end > len(lines) - len(run.text)]
        for one in found:
            around = run.text.replace(sender, "") if sender else run.text  # "Warm Doors Trust" opens no doors
            if (one.full or late) and not OCCASION.search(around):
                yield " ".join(lines[one.start : one.end].split())


def _continues(runs: list[TextRun], index: int) -> bool:
    """Whether digits follow: ``Our mailing address is:`` above the address itself."""
    return any(postal.DIGIT.search(run.text) for run in runs[index : index + 4])


def _previous_address(facts: Facts, delivery: Delivery) -> str:
    if delivery.previous is None:
        return ""
    earlier = [one for one in delivery.previous.documents if one.kind == "email" and one.sha256 != facts.sha256]
    found = list(addresses(earlier[-1])) if earlier else []
    return found[-1][:120] if found else ""


def _sender(facts: Facts) -> Iterator[Finding]:
    """``From`` and ``Reply-To`` as RFC 5322 §3.6.2 and the readers of a newsletter want them."""
    places = {fact.value: fact.location for fact in reversed(facts.facts.get("mail-header", ()))}
    place = places.get("from", Location(facts.path, "header"))
    value = facts.header("from")
    if not MAILBOX.search(value):
        what = f"the sender “{value[:80]}” is no mail address" if value else "the message has no sender"
        yield Finding(SENDER.id, what, place, value, "Set the sender in the campaign's settings.", severity="error")
        return
    from email.utils import getaddresses

    senders = getaddresses([value])
    if len([address for _, address in senders if "@" in address]) > 1 and not facts.header("sender"):
        yield Finding(SENDER.id, "there are several senders at once", place, value, "Keep one of them.")
    for name, address in senders[:1]:
        shown = MAILBOX.search(name)
        if shown and _domain(shown[0]) != _domain(address):
            what = f"the sender's name shows “{shown[0]}”, but the message comes from “{address}”"
            yield Finding(SENDER.id, what, place, value, "Write the sender's name without an address.")
    domain = _domain(MAILBOX.findall(value)[-1])
    if domain in FREE and facts.header("list-unsubscribe"):
        yield Finding(
            SENDER.id, f"a platform sends this in the name of {domain}: most inboxes refuse that, or file it as spam",
            place, value, "Send from an address of the client's own domain.",
        )  # fmt: skip
    reply = facts.header("reply-to")
    if reply and not MAILBOX.search(reply):
        what = f"answers go to “{reply[:80]}”, which is no mail address"
        yield Finding(
            SENDER.id, what, places.get("reply-to", place), reply, "Correct the reply address.", severity="error"
        )
    elif reply and _is_strange(_domain(MAILBOX.findall(reply)[-1]), domain, facts):
        yield Finding(
            SENDER.id,
            f"answers go to “{reply[:80]}”, whose domain stands nowhere else in the message",
            places.get("reply-to", place),
            reply,
            "Is that another client's address? Set the reply address in the campaign's settings.",
        )


def _is_strange(reply: str, domain: str, facts: Facts) -> bool:
    """Whether answers go to somebody whom the message does not know: neither the sender's domain, name or links, nor a
    mail provider, nor a platform that takes answers in."""
    owner = urls.owner(reply)
    if not owner or reply in FREE or owner == urls.owner(domain) or RELAY.search(reply):
        return False
    name = owner.partition(".")[0]
    letters = "".join(WORD.findall(facts.header("from").casefold()))
    if len(name) < 4 or name.replace("-", "") in letters or any(owner in link.url.lower() for link in facts.links):
        return False
    words = name.split("-")
    text = " ".join(run.text.casefold() for run in facts.runs if run.kind not in ("code", "meta"))
    return owner not in text and not all(word in text for word in words) and name not in text.replace(" ", "")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
