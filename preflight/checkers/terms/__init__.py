"""Words that a client or a rule pack insists on, declared in a configuration without any code.

Every ``[[rule]]`` of a ``preflight.toml`` or a rule pack is one rule. It needs an ``id`` that begins with ``terms.``,
and ``uses``, one of

=================  =====================================================================================================
``terms.swap``     ``swap = { "web site" = "website" }``: the word on the left is found and the one on the right offered
``terms.phrase``   ``phrases = ["click here"]``: each of these is found
``terms.pattern``  ``pattern = "!{2,}"``: what this RE2 expression matches is found; ``replacement = "!"`` offers
                   another text (``\\1`` is the first group)
``terms.required`` ``phrases`` or ``pattern``: a finding when none of them stands anywhere in the delivery
``terms.link``     ``links = ["https://…"]``: a link that opens one of these pages, whatever counts the click; with
                   ``text = "Follow us"`` only a link with these words
``terms.date``     ``after = ["Offer ends"]``, ``days = 14``: the date after these words is before the day it goes out,
                   or more than so many days after it
``terms.address``  ``addresses = ["/contact"]``: an address that a build or a sheet of the site no longer has
=================  =====================================================================================================

All take ``message`` (``{match}`` and ``{replacement}`` are filled in), ``help``, ``severity`` (``warning`` unless said
otherwise), ``kinds`` (``["heading", "button"]``; everything but code unless said otherwise), ``scope`` (a CSS selector:
``.footer p``), ``languages`` (``["en"]``), ``match-case`` (``true``: capitals count) and ``safe`` (``true``: ``--fix``
may replace it without asking). A rule with the id of an earlier one takes its place.

Words are whole words; those inside web and mail addresses are left alone. A replacement takes over the capitals of what
it replaces, unless it has capitals of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from preflight.checkers.terms import past
from preflight.model import Delivery, Document, Fact, Finding, Location, Rule

if TYPE_CHECKING:
    from preflight.checkers.terms.declared import TermRule
    from preflight.checkers.terms.finder import Finder

RULES: tuple[Rule, ...] = (past.PAST,)
"""The one of its own; for declared ones see ``rules_for``."""


class Options(Struct, frozen=True):
    """``rules``: the ``[[rule]]`` tables, as they stand in the configuration."""

    rules: tuple[Mapping[str, Any], ...] = ()


def read_rule(raw: Mapping[str, Any]) -> TermRule:
    """One ``[[rule]]`` table. Raises PreflightError that names what is wrong and the nearest valid name."""
    from preflight.checkers.terms import declared  # heavy, and most runs declare nothing

    return declared.read_rule(raw)


def rules_for(options: Options) -> tuple[Rule, ...]:
    """The rules that the configuration declares."""
    return (*RULES, *(read_rule(raw).rule for raw in options.rules))


def prepare(options: Options) -> tuple[Finder, ...]:
    if not options.rules:
        return ()
    from preflight.checkers.terms.finder import Finder

    return tuple(Finder(read_rule(raw)) for raw in options.rules)


def check(document: Document, options: Options, finders: tuple[Finder, ...]) -> Iterator[Fact | Finding]:
    if not finders:
        return
    from preflight.checkers.terms import watched
    from preflight.checkers.terms.finder import finding

    for finder in finders:
        if finder.rule.uses in ("terms.link", "terms.date", "terms.address"):
            if finder.rule.uses == "terms.link":
                yield from watched.links(finder.rule, document)
            continue
        seen = False
        for run in document.runs:
            if seen or not finder.looks_at(run, run.language or document.language):
                continue
            for start, end, offer in finder.find(run):
                if finder.rule.uses == "terms.required":
                    yield Fact("term", {"rule": finder.rule.id}, run.span(start, end), run.text[start:end])
                    seen = True
                    break
                yield finding(finder.rule, run, start, end, offer)


def review(delivery: Delivery, options: Options, finders: tuple[Finder, ...]) -> Iterator[Finding]:
    """What must be there and is not, and what went out wrong once."""
    yield from past.findings(delivery)
    yield from _watched(delivery, finders)
    reported = [document for document in delivery.documents if document.reported]
    for finder in finders:
        rule = finder.rule
        if rule.uses != "terms.required" or not reported:
            continue
        if any(fact.value["rule"] == rule.id for document in reported for fact in document.facts.get("term", ())):
            continue
        what = " or ".join(f"“{phrase}”" for phrase in rule.swap) or f"nothing that fits {rule.pattern}"
        message = rule.message or (f"{what} is missing" if rule.swap else f"{what} is there")
        yield Finding(rule.id, message, Location(reported[0].path), "", rule.help or "Put it in.")


def _watched(delivery: Delivery, finders: tuple[Finder, ...]) -> Iterator[Finding]:
    """Dates in their slots, and addresses that have to stay."""
    for finder in finders:
        if finder.rule.uses in ("terms.date", "terms.address"):
            from preflight.checkers.terms import watched

            look = watched.dates if finder.rule.uses == "terms.date" else watched.addresses
            yield from look(finder.rule, delivery)
