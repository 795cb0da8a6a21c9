"""The reduce step: every checker's ``review`` over the whole delivery, on facts alone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from preflight import plugins, supervise
from preflight.model import Delivery, Finding, Gap

if TYPE_CHECKING:
    from preflight.reading.rejoining import Join


class Joins(Protocol):
    """Lends a checker what it found on the same site before."""

    def lent(self, name: str) -> AbstractContextManager[Join]: ...


def review(
    delivery: Delivery, checkers: Mapping[str, Mapping[str, Any]], joins: Joins | None = None
) -> tuple[list[Finding], list[Gap]]:
    """Findings of both steps for the reported documents, and what could not be checked.

    A checker that raises loses its own result only, and the gap says so. ``joins`` of an earlier run spare some of them
    looking at the pages that nothing happened to.
    """
    reported = {facts.path for facts in delivery.documents if facts.reported}
    context = {facts.path for facts in delivery.documents if not facts.reported}
    findings = [finding for facts in delivery.documents if facts.reported for finding in facts.findings]
    gaps = [gap for facts in delivery.documents if facts.reported for gap in facts.gaps]
    without_people = replace(delivery, recipients=None)
    # messages to single persons differ from one another on purpose: earlier ones tell the checker of records alone
    seen_by_others = replace(delivery, previous=None) if _is_outbox(delivery) else delivery
    for name, options in checkers.items():
        if plugins.is_supervised(name):
            seen_by_plugin, missed = supervise.review(name, options, without_people)
            findings += seen_by_plugin
            gaps += missed
            continue
        checker = plugins.prepared(name, options)
        if checker.review is None:
            continue
        seen: list[Finding | Gap] = []
        try:
            if joins is not None and checker.rejoin is not None:
                with joins.lent(name) as join:
                    seen.extend(checker.rejoin(seen_by_others, join))
            else:
                seen.extend(checker.review(delivery if name == "recipients" else seen_by_others))
        except Exception as error:
            why = f"the checker stopped with an error ({type(error).__name__}: {error})"
            gaps.append(Gap(name, delivery.name, "", why, intended=False))
            continue
        gaps += [item for item in seen if isinstance(item, Gap)]
        findings += [item for item in seen if isinstance(item, Finding)]
    if context:
        findings = [finding for finding in findings if finding.place.path in reported]  # type: ignore[union-attr]
        gaps = [gap for gap in gaps if gap.target not in context]
    return findings, gaps


def _is_outbox(delivery: Delivery) -> bool:
    """Whether these are messages to single persons, with the sheet behind them."""
    return delivery.recipients is not None and len({facts.header("to") for facts in delivery.documents} - {""}) > 1
