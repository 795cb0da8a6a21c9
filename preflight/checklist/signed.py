"""Each item and its answer: given by somebody for this very content, ticked by preflight with evidence, or open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from email.utils import parseaddr

from preflight.checkers.checklist import OPEN
from preflight.checklist.answers import Answered
from preflight.config import covers
from preflight.model import Delivery, Finding, Gap, Location
from preflight.model.checklist import Checklist, Item, Signed

ITSELF = "preflight"
"""Who ticks what preflight sees by itself."""
SAID = {
    "message": "the sender, the subject or the first heading", "sender": "the sender", "subject": "the subject",
    "opening": "the first paragraph", "images": "an image", "links": "a link", "prices": "a price or percentage",
    "text": "the text", "all": "the content",
}  # fmt: skip
THE = {"opening": "the first paragraph", "images": "the images", "subject": "the subject", "links": "the links",
       "prices": "the prices", "text": "the text", "all": "the content", "message": "subject and heading",
       "sender": "the sender"}  # fmt: skip
PLURAL = frozenset({"images", "links", "prices"})

Aspects = Mapping[str, str]


def signed(
    checklist: Checklist,
    delivery: Delivery,
    aspects: Aspects,
    answers: Mapping[str, Answered],
    *,
    before: Mapping[str, Aspects],
    findings: Sequence[Finding],
    gaps: Sequence[Gap],
    families: Collection[str],
) -> tuple[Signed, ...]:
    """The items that are asked for this kind of delivery. ``before`` maps each previous document to its aspects;
    ``families`` are the checkers that ran."""

    def ticked(item: Item) -> tuple[str, str]:
        evidence = []
        for how in item.ticked_by:
            proof, doubt = _tick(how, item, delivery, aspects, before, checklist, findings, gaps, families)
            if not proof:
                return "", doubt
            evidence.append(proof)
        return "; ".join(evidence), ""

    return tuple(
        _signed(item, aspects, answers.get(item.id), ticked)
        for item in checklist.items
        if not item.kinds or delivery.kind in item.kinds
    )


def findings(items: Sequence[Signed], path: str) -> Iterator[Finding]:
    """What ``check`` says of the open ones."""
    for one in items:
        if one.open and one.must:
            why = f" ({one.why})" if one.why else ""
            yield Finding(
                OPEN.id,
                f"the checklist is open: “{one.text}”{why}",
                Location(path),
                one.item,
                f"Answer it: preflight checklist {path} --answer {one.item}=yes --who NAME",
            )


def _signed(
    item: Item, aspects: Aspects, answered: Answered | None, ticked: Callable[[Item], tuple[str, str]]
) -> Signed:
    current = answered is not None and answered.about == item.about and answered.digest == aspects[item.about]
    if answered is not None and current:
        refused = answered.answer == "no" and item.wants == "yes"
        why = f"answered no by {answered.who}{f': {answered.note}' if answered.note else ''}" if refused else ""
        return Signed(
            item.id, item.text, refused, item.must, answered.answer, answered.who, answered.note, answered.when, why
        )
    evidence, doubt = ticked(item)
    if evidence:
        return Signed(item.id, item.text, False, item.must, "yes", ITSELF, evidence)
    if answered is not None and answered.about == item.about:
        doubt = f"answered by {answered.who} on {answered.when[:10]}, and {SAID[item.about]} has changed since"
    return Signed(item.id, item.text, True, item.must, why=doubt)


def _tick(
    how: str, item: Item, delivery: Delivery, aspects: Aspects, before: Mapping[str, Aspects], checklist: Checklist,
    findings: Sequence[Finding], gaps: Sequence[Gap], families: Collection[str],
) -> tuple[str, str]:  # fmt: skip
    """The evidence, or why there is none."""
    if how == "changed":
        return _changed(item.about, aspects, before)
    if how == "sender":
        return _sender(delivery, checklist.senders)
    found = [one for one in findings if covers(how, one.rule) and one.severity != "info"]
    family = how.partition(".")[0]
    if found:
        return "", f"{len(found):,} found by {how}"
    if family not in families or any(gap.what == family and not gap.intended for gap in gaps):
        return "", f"{how} was not looked at"
    if family == "links" and not delivery.online:
        return "", "links were not opened: the check ran offline"
    if family == "issue" and delivery.previous is None:
        return "", "not compared with a previous issue"
    return f"{how}: looked at, and nothing found", ""


def _changed(about: str, aspects: Aspects, before: Mapping[str, Aspects]) -> tuple[str, str]:
    if not before:
        return "", ""
    are = "are" if about in PLURAL else "is"
    for name, other in before.items():
        if other[about] == aspects[about]:
            return "", f"{THE[about]} {are} still that of {name}"
    names = next(iter(before)) if len(before) == 1 else f"any of {len(before)} earlier ones"
    return f"{THE[about]} {are} not that of {names}", ""


def _sender(delivery: Delivery, senders: Sequence[str]) -> tuple[str, str]:
    froms = [parseaddr(facts.header("from"))[1].lower() for facts in delivery.documents if facts.kind == "email"]
    if not senders or not froms or not all(froms):
        return "", ""
    for address in froms:
        if address not in senders and not any(_within(address, one) for one in senders):
            return "", f"{address} is none of the client's senders"
    return f"{', '.join(dict.fromkeys(froms))} is one of the client's senders", ""


def _within(address: str, domain: str) -> bool:
    host = address.rpartition("@")[2]
    domain = domain.removeprefix("@")
    return "@" not in domain and (host == domain or host.endswith(f".{domain}"))
