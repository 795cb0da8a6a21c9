"""Against the previous issue: what a cloned email should have changed and did not, and what changed and should not.

A new issue is often made by copying the last one. Then last week's picture stays under this week's words, last week's
page behind this week's button, or last week's first paragraph above them. With ``--against`` the issue is compared
with its predecessor, or with a folder of them: then what never changes is known to be part of the frame, and what
changed every time is known to be due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from preflight.checkers.issue.rules import RULES, UNCHANGED
from preflight.model import Delivery, Document, Fact, Finding, Gap, Location, Related, SendDate

if TYPE_CHECKING:
    from preflight.checkers.issue.series import Issue

__all__ = ["RULES", "Options", "check", "review"]

ONCE_MORE = 0.1
"""Share of new texts below which a message is the last one once more."""
FEW = 6
"""Texts: with fewer, pictures proves nothing."""


class Options(Struct, frozen=True):
    """The client's checklist for a new issue. ``preflight memory FOLDER`` drafts it from the earlier ones."""

    must_change: Annotated[
        tuple[Literal["subject", "preheader", "masthead", "picture", "opening", "button", "campaign"], ...],
        Meta(description="what must be new in every issue: then it is an error, even with one earlier issue"),
    ] = ()
    must_change_under: Annotated[
        tuple[str, ...],
        Meta(description='headings that every issue has, with something new under them: "Recipe of the week"'),
    ] = ()
    must_not_change: Annotated[
        tuple[Literal["address", "unsubscribe", "networks", "legal"], ...],
        Meta(description="what must stay as it is: then it is an error when it does not"),
    ] = ()
    may_change: Annotated[
        tuple[
            Literal[
                "subject", "preheader", "masthead", "picture", "opening", "button", "campaign", "address",
                "unsubscribe", "networks", "legal",
            ],
            ...,
        ],
        Meta(description="what is left alone, changed or not"),
    ] = ()  # fmt: skip
    repeated: Annotated[
        tuple[str, ...], Meta(description="texts or picture addresses that may stay the same in every issue")
    ] = ()


def check(document: Document, options: Options) -> Iterator[Fact]:
    """Record the large pictures of an email, and what its parts are."""
    del options
    if document.kind == "email":
        from preflight.checkers.issue import series, slots  # a site has no use for them

        yield from series.parts(document)
        yield from slots.pictures(document)


def resources_digest(options: Options) -> str:
    """Pictures are seen otherwise once Pillow is there."""
    del options
    from preflight.reading import pictures

    return "by look" if pictures.can_look() else "by bytes"


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    """Compare with the previous issue, and with the ones before it where there are some."""
    if delivery.previous is None or delivery.kind != "email":
        return
    from preflight.checkers.issue import series

    for facts in delivery.documents:
        if facts.kind != "email" or not facts.reported:
            continue
        others = series.earlier(facts, delivery)
        new = series.issue(facts)
        issues = series.of_one_template(new, others)
        if others and not issues:
            why = "the previous issue is built differently (another template), so the two cannot be compared"
            yield Gap("issue", facts.path, others[-1].name, why, intended=True)
        elif issues and (question := _once_more(new, issues[-1])):
            yield question
        elif issues:
            yield from _compared(new, issues, options, delivery.send_date)


def _compared(new: Issue, issues: Sequence[Issue], options: Options, sent: SendDate) -> Iterator[Finding | Gap]:
    """Everything that two issues of one newsletter are compared by, each place once."""
    from preflight.checkers.issue import days, due, frame, sections, stale, stories
    from preflight.checkers.issue.habits import Declared

    declared = Declared(options.must_change, options.must_not_change, options.may_change)
    found: list[Finding] = []
    for item in (
        *due.findings(new, issues, declared, options.repeated),
        *days.findings(new, issues, sent.day, known=sent.source != "today"),
        *stories.findings(new, issues),
        *frame.findings(new, issues, declared),
        *stale.number(new, issues, declared),
    ):
        if isinstance(item, Gap) or not _is_said(item, found):
            found += [item] if isinstance(item, Finding) else []
            yield item
    spoken = [finding.place for finding in found if isinstance(finding.place, Location)]
    for finding in sections.findings(new, issues, options.must_change_under, options.repeated, spoken):
        found.append(finding)
        yield finding
    yield from (one for one in stale.texts(new, issues, options.repeated) if not _is_said(one, found))


def _is_said(finding: Finding, found: Sequence[Finding]) -> bool:
    """Whether another comparison reported this place already."""
    return any(other.rule == finding.rule and other.place == finding.place for other in found)


def _once_more(new: Issue, previous: Issue) -> Finding | None:
    """One question instead of ten findings when nearly every text is the previous message's."""
    from preflight.checkers.issue.series import is_new, words

    now = new.main
    before = previous.halves.get(now.kind) if now else None
    if now is None or before is None or len(now.runs) < FEW or is_new(now, before):
        return None
    old = {words(run.text) for run in before.runs}
    fresh = sum(words(run.text) not in old for run in now.runs)
    if fresh > ONCE_MORE * len(now.runs):
        return None
    same = len(now.runs) - fresh
    return Finding(
        UNCHANGED.id,
        f"this email is almost the previous one ({same} of {len(now.runs)} texts are the same): is it a resend or a"
        " variant, or the wrong file?",
        Location(new.facts.path),
        "",
        "If it is sent once more on purpose, go on; otherwise check that this is the new issue.",
        related=(Related(Location(previous.facts.path), "", "the previous message"),),
        severity="warning",
    )
