"""A declared rule at work on runs of text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from preflight.checkers.terms.declared import GROUP, TermRule, compiled
from preflight.model import Finding, Fix, TextRun
from preflight.reading import selectors
from preflight.reading.phrases import Phrases, in_address

MOST = 5_000
"""Hits of one rule in one block of text."""


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
        hits = self._pattern_hits(text) if self.rule.pattern else self._phrase_hits(text)
        for number, (start, end, offer) in enumerate(islice(hits, MOST)):
            if number == 0 and self.scope is not None and not self.scope.covers(run.element):
                return  # asked once there is something to find: most runs hold nothing
            if end > start and text[start:end] != offer:
                yield start, end, offer

    def _pattern_hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in self._pattern.finditer(text):
            yield match.start(), match.end(), _expand(self.rule.replacement, match)

    def _phrase_hits(self, text: str) -> Iterator[tuple[int, int, str]]:
        for hit in self._phrases.find(text):
            if not in_address(text, hit.start, hit.end):
                old, new = self._offers[hit.number]
                yield hit.start, hit.end, like(text[hit.start : hit.end], new) if new != old else ""


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


def finding(rule: TermRule, run: TextRun, start: int, end: int, offer: str) -> Finding:
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
