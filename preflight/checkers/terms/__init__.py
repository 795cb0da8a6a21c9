"""Words that a client or a rule pack insists on, declared in a configuration without any code.

Every ``[[rule]]`` of a ``preflight.toml`` or a rule pack is one rule. It needs an ``id`` that begins with ``terms.``,
and ``uses``, one of

=================  =====================================================================================================
``terms.swap``     ``swap = { "web site" = "website" }``: the word on the left is found and the one on the right offered
``terms.phrase``   ``phrases = ["click here"]``: each of these is found
``terms.pattern``  ``pattern = "!{2,}"``: what this RE2 expression matches is found; ``replacement = "!"`` offers
                   another text (``\\1`` is the first group)
``terms.required`` ``phrases`` or ``pattern``: a finding when none of them stands anywhere in the delivery
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
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from preflight.checkers.terms.declared import GROUP, TermRule, compiled, read_rule
from preflight.model import Delivery, Document, Fact, Finding, Fix, Location, Rule, TextRun
from preflight.reading import selectors
from preflight.reading.phrases import Phrases, in_address

__all__ = ["RULES", "Options", "TermRule", "check", "prepare", "read_rule", "review", "rules_for"]

RULES: tuple[Rule, ...] = ()
"""None of its own: see ``rules_for``."""


@dataclass(frozen=True, slots=True)
class Options:
    """``rules``: the ``[[rule]]`` tables, as they stand in the configuration."""

    rules: tuple[Mapping[str, Any], ...] = ()


def rules_for(options: Options) -> tuple[Rule, ...]:
    """The rules that the configuration declares."""
    return tuple(read_rule(raw).rule for raw in options.rules)


class Finder:
    """A declared rule, ready to look: compiled when first asked."""

    def __init__(self, rule: TermRule) -> None:
        self.rule = rule
        self.scope = selectors.parse(rule.scope) if rule.scope else None
        self._offers = tuple(rule.swap.items())

    @cached_property
    def _pattern(self) -> Any:
        return compiled(self.rule.pattern, match_case=self.rule.match_case)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases([old for old, _ in self._offers], exact=self.rule.match_case)

    def looks_at(self, run: TextRun, language: str) -> bool:
        rule = self.rule
        if run.hidden and run.kind != "preheader":
            return False
        if run.kind not in rule.kinds if rule.kinds else run.kind == "code":
            return False
        return not rule.languages or not language or language.startswith(rule.languages)

    def find(self, run: TextRun) -> Iterator[tuple[int, int, str]]:
        """Start, end and what is offered instead (empty: nothing)."""
        text = run.text
        for start, end, offer in self._pattern_hits(text) if self.rule.pattern else self._phrase_hits(text):
            if end > start and text[start:end] != offer and (self.scope is None or self.scope.covers(run.element)):
                yield start, end, offer

    def _pattern_hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in self._pattern.finditer(text):
            yield match.start(), match.end(), _expand(self.rule.replacement, match)

    def _phrase_hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        for start, end, number in self._phrases.find(text):
            if not in_address(text, start, end):
                old, new = self._offers[number]
                yield start, end, like(text[start:end], new) if new != old else ""


def _expand(replacement: str, match: Any) -> str:
    return GROUP.sub(lambda group: match[int(group[1])] or "", replacement)


def like(match: str, replacement: str) -> str:
    """The replacement with the capitals of the match, unless it has capitals of its own.

    >>> like("Web site", "website"), like("WEB SITE", "website"), like("Youtube", "YouTube")
    ('Website', 'WEBSITE', 'YouTube')
    """
    if replacement != replacement.lower():
        return replacement
    if match.isupper() and len(match) > 1:
        return replacement.upper()
    return replacement[:1].upper() + replacement[1:] if match[:1].isupper() else replacement


def prepare(options: Options) -> tuple[Finder, ...]:
    return tuple(Finder(read_rule(raw)) for raw in options.rules)


def check(document: Document, options: Options, finders: tuple[Finder, ...]) -> Iterator[Fact | Finding]:
    for finder in finders:
        seen = False
        for run in document.runs:
            if seen or not finder.looks_at(run, run.language or document.language):
                continue
            for start, end, offer in finder.find(run):
                if finder.rule.uses == "terms.required":
                    yield Fact("term", {"rule": finder.rule.id}, run.span(start, end), run.text[start:end])
                    seen = True
                    break
                yield _finding(finder.rule, run, start, end, offer)


def _finding(rule: TermRule, run: TextRun, start: int, end: int, offer: str) -> Finding:
    match = run.text[start:end]
    message = rule.message or (f"“{match}” is written “{offer}” here" if offer else f"“{match}” is not used here")
    return Finding(
        rule.id,
        message.replace("{match}", match).replace("{replacement}", offer),
        run.span(start, end),
        match,
        rule.help or (f"Write “{offer}”." if offer else "Say it another way."),
        suggestions=(offer,) if offer else (),
        fix=Fix(offer, safe=rule.safe) if offer else None,
    )


def review(delivery: Delivery, options: Options, finders: tuple[Finder, ...]) -> Iterator[Finding]:
    """What must be there and is not."""
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
