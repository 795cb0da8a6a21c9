"""Addresses of a list: those that cannot be reached, and those of nobody in particular."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from preflight.checkers.recipients.wording import counted, grouped
from preflight.model import Finding, Severity
from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields, personal

OFTEN = 10
"""Rows at one domain that make it a frequent one of this list."""
RARE = 2
TIMES = 20
"""How much more often the frequent one is than its near miss."""
SHORTEST = 5
"""Letters of a domain's first label from which on one letter more or less is no other name."""
PROVIDERS = frozenset({
    "ymail.com", "mail.com", "email.com", "gmx.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmail.com", "mail.de",
    "hotmail.com", "rocketmail.com", "fastmail.com", "hey.com", "me.com", "mac.com", "live.com", "aol.com", "zoho.com",
})  # fmt: skip
"""Providers that are spelt like one another, and are real."""
MOSTLY_OFFICES = 5
"""One address in so many is an office's: a list of businesses, where that is as it should be."""
ADDRESS_WORDS = {
    "provider": ("is at a provider that does not exist", "are at providers that do not exist"),
    "several": ("cell holds two addresses", "cells hold two addresses each"),
    "named": ("holds a name besides the address", "hold names besides the addresses"),
    "no-sign": ("is no address: it has no @", "are no addresses: they have no @"),
    "two-signs": ("has two @ signs", "have two @ signs"),
    "blank": ("has a blank in it", "have blanks in them"),
    "ending": ("ends in a stray dot or comma", "end in a stray dot or comma"),
    "form": ("is not a possible address", "are not possible addresses"),
}


def find(people: Recipients, *, show: bool) -> Iterator[Finding]:
    """Addresses that cannot be reached, and those of nobody in particular."""
    at = people.roles.get(fields.EMAIL)
    if at is None:
        return
    faults: dict[str, list[tuple[Recipient, str, str]]] = defaultdict(list)
    domains: Counter[str] = Counter()
    boxes: dict[str, list[Recipient]] = defaultdict(list)
    match = personal.PLAIN_ADDRESS.fullmatch
    for one in people.rows:
        text = one.cells[at] if at < len(one.cells) else ""
        if not text:
            continue
        plain = match(text)
        if plain is not None:
            domains[plain[2].lower()] += 1
        fault = personal.address_fault(text)
        if fault and "@" not in text and any(fields.ADDRESS_LIKE.fullmatch(cell) for cell in one.cells):
            continue  # the cells have slipped, which is told apart
        if fault:
            faults[fault.kind].append((one, text, fault.better))
        elif box := personal.mailbox(text):
            boxes[box].append(one)
    for kind, members in faults.items():
        one_is, they_are = ADDRESS_WORDS[kind]
        noun = "" if kind == "several" else "address " if len(members) == 1 else "addresses "
        said = f"{len(members):,} {noun}{one_is if len(members) == 1 else they_are}"
        yield grouped(
            "recipients.address", people, [one for one, _, _ in members],
            f"{said}: {{rows}}",
            "Do not send to it: look the address up, and put it right or take the row out.",
            severity="warning" if kind == "named" else None,
            shown=[text for _, text, _ in members] if show else (),
            suggestions=[members[0][2]] if show and members[0][2] else (),
        )  # fmt: skip
    yield from _near_domains(people, at, domains, show=show)
    yield from _mailboxes(people, boxes, at, show=show)


def _near_domains(people: Recipients, at: int, domains: Counter[str], *, show: bool) -> Iterator[Finding]:
    """Domains one letter away from those that the list is full of."""
    frequent = {name: count for name, count in domains.items() if count >= OFTEN}
    index: dict[str, set[str]] = defaultdict(set)
    for name in frequent:
        for shorter in _shorter(name):
            index[shorter].add(name)
    if not index:
        return
    meant: dict[str, str] = {}
    for name, count in domains.items():
        if count > RARE or name in frequent or name in PROVIDERS or len(name.partition(".")[0]) < SHORTEST:
            continue
        near = {other for shorter in _shorter(name) for other in index.get(shorter, ())}
        near = {other for other in near if frequent[other] >= TIMES * count and _one_apart(name, other)}
        if len(near) == 1:
            meant[name] = near.pop()
    if not meant:
        return
    rows = [
        (one, one.cells[at])
        for one in people.rows
        if at < len(one.cells) and one.cells[at].rpartition("@")[2].lower() in meant
    ]
    pairs = ", ".join(f"{name} (is {other} meant?)" for name, other in list(meant.items())[:3])
    yield grouped(
        "recipients.address", people, [one for one, _ in rows],
        f"{counted(len(rows), 'address', 'addresses')} at {pairs}: "
        f"one letter from a domain that the list is full of: {{rows}}",
        "Look the addresses up.", severity="warning", shown=[text for _, text in rows] if show else (),
    )  # fmt: skip


def _shorter(name: str) -> Iterator[str]:
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]


def _one_apart(name: str, other: str) -> bool:
    from preflight.reading.slips import distance

    left, _, ending = name.partition(".")
    right, _, other_ending = other.partition(".")
    return ending == other_ending and left != right and distance(left, right) == 1 and not _numbered(left, right)


def _numbered(left: str, right: str) -> bool:
    return any(sign.isdigit() for sign in left + right)


def _mailboxes(people: Recipients, boxes: dict[str, list[Recipient]], at: int, *, show: bool) -> Iterator[Finding]:
    for box, one_is, they_are, help_text in (
        ("never", "is read by nobody (noreply@ and the like)", "are read by nobody (noreply@ and the like)",
         "Take them out: platforms refuse some of them."),
        ("office", "is an office's, not a person's (info@, sales@ and the like)",
         "are offices', not persons' (info@, sales@ and the like)",
         "Did these people ask for it? Complaints come from such mailboxes more often, and a first name rarely fits."),
    ):  # fmt: skip
        rows = boxes.get(box, [])
        if not rows:
            continue
        ordinary = box == "office" and len(rows) * MOSTLY_OFFICES > len(people.rows) > MOSTLY_OFFICES
        severity: Severity = "info" if ordinary else "warning"
        said = f"1 address {one_is}" if len(rows) == 1 else f"{len(rows):,} addresses {they_are}"
        yield grouped(
            "recipients.address", people, rows, f"{said}: {{rows}}", help_text, severity=severity,
            shown=[one.cells[at] for one in rows] if show else (),
        )  # fmt: skip
