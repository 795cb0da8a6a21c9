"""What a mail to many people owes its readers: a way out, an address, a sender, a text version of this very issue.

Only newsletters are judged (see ``bulk``): one letter to one person has no duties. In the state *source* the headers
are not there yet, and what the sending platform adds may still be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from preflight.checkers.mail.rules import RULES
from preflight.model import Delivery, Document, Fact, Finding, Gap

__all__ = ["RULES", "Options", "check", "review"]


class Options(Struct, frozen=True):
    """What the client declared about its mail."""

    profile: Annotated[
        Literal["", "us", "ca", "uk", "eu"],
        Meta(description="whose law holds for the mail; a missing postal address is an error in us and ca"),
    ] = ""
    clip: Annotated[
        int, Meta(description="kB of HTML that Gmail shows before it cuts a message off, as senders measured")
    ] = 102
    kind: Annotated[
        Literal["", "newsletter", "transactional"],
        Meta(description="transactional mail has no marketing duties; empty: each message shows it itself"),
    ] = ""


def check(document: Document, options: Options) -> Iterator[Fact]:
    """Record what only the source knows: sizes, pictures, codes that readers would see."""
    if document.kind == "email":
        from preflight.checkers.mail import body, envelope, legible  # a site has no use for them

        yield from envelope.facts(document)
        yield from body.facts(document, options.clip)
        yield from legible.facts(document)


def review(delivery: Delivery, options: Options) -> Iterator[Finding | Gap]:
    """Judge every newsletter of the delivery by its state, its headers and the previous issue."""
    emails = [facts for facts in delivery.documents if facts.reported and facts.kind == "email"]
    if not emails:
        return
    from preflight.checkers.mail import body, bulk, envelope, identity, leaving, legible, others, testsend, twins

    for facts in emails:
        yield from others.findings(facts, delivery)
        if delivery.state != "source":
            yield from testsend.findings(facts, delivery)
        if not bulk.is_bulk(facts, delivery, options.kind):
            continue
        yield from leaving.findings(facts, delivery)
        yield from identity.findings(facts, delivery, options.profile)
        yield from envelope.findings(facts, delivery)
        yield from body.findings(facts, options.clip)
        yield from legible.findings(facts)
        yield from twins.findings(facts, delivery)
