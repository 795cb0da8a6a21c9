"""The people whom a message goes to: the list, the message and the list together, and every message with its record.

A list is personal. It is read for one run, kept in no cache, sent to no worker, and reports name people by the row they
stand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from preflight.checkers.recipients.rules import RULES
from preflight.model import Delivery, Finding, Gap
from preflight.model.recipients import Recipients

__all__ = ["RULES", "Options", "review"]


class Options(Struct, frozen=True):
    """How exact a message must be about its addressee."""

    amount_tolerance: Annotated[
        float, Meta(description="by how much, in money, a total may differ from its record (rounding)")
    ] = 0.0


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    people = delivery.recipients
    if people is not None:
        for why in people.troubles:
            yield Gap("recipients", people.path, "", why, intended=False)
        if people.columns:
            yield from _with_list(delivery, people, options)
    elif delivery.kind == "email" and delivery.state == "final":
        from preflight.checkers.recipients import greeted

        for document in delivery.documents:
            if document.reported:
                yield from greeted.findings(document)
    if delivery.key:
        from preflight.checkers.recipients import sheets

        yield from sheets.compare(delivery, options.amount_tolerance)


def _with_list(delivery: Delivery, people: Recipients, options: Options) -> Iterator[Finding | Gap]:
    from preflight.checkers.recipients import addressed as letters
    from preflight.checkers.recipients import addresses, alignment, merging, messages, names, roster
    from preflight.reading import fields

    show = delivery.show_recipients
    reported = [document for document in delivery.documents if document.reported]
    written = [use for document in reported for use in merging.uses(document, people)]
    addressed = letters.read(reported, people)
    yield from roster.unusable(people, show=show)
    yield from alignment.without_address(people, show=show)
    yield from alignment.slipped(people)
    yield from alignment.swapped(people, show=show)
    yield from addresses.find(people, show=show)
    yield from names.find(people, {fields.role_of(use.field) for use in written}, show=show)
    if not addressed.is_outbox:  # a sheet of orders may hold a customer more than once
        yield from roster.duplicates(people, show=show)
    yield from merging.blanks(delivery, people, written)
    for document in reported:
        yield from merging.worst(document, people, show=show)
    yield from messages.compare(delivery, people, addressed, options.amount_tolerance)
