"""Words that a client or a rule pack insists on, declared in a configuration without any code.

Every ``[[rule]]`` of a ``preflight.toml`` or a rule pack is one rule. It needs an ``id`` that begins with ``terms.``, and
``uses``, one of

=================  ===================================================================================================
``terms.swap``     ``swap = { "web site" = "website" }``: the word on the left is found and the one on the right offered
``terms.phrase``   ``phrases = ["click here"]``: each of these is found
``terms.pattern``  ``pattern = "!{2,}"``: what this RE2 expression matches is found; ``replacement = "!"`` offers another text
                   (``\\1`` is the first group)
``terms.required`` ``phrases`` or ``pattern``: a finding when none of them stands anywhere in the delivery
=================  ===================================================================================================

All take ``message`` (``{match}`` and ``{replacement}`` are filled in), ``help``, ``severity`` (``warning`` unless said
otherwise), ``kinds`` (``["heading", "button"]``; everything but code unless said otherwise), ``scope`` (a CSS selector:
``.footer p``), ``languages`` (``["en"]``), ``match-case`` (``true``: capitals count) and ``safe`` (``true``: ``--fix``
may replace it without asking). A rule with the id of an earlier one takes its place.

Words are whole words; those inside web and mail addresses are left alone. A replacement takes over the capitals of what
it replaces, unless it has capitals of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from preflight.model import (
    SEVERITIES,
    Delivery,
    Document,
    Fact,
    Finding,
    Fix,
    Location,
    PreflightError,
    Rule,
    Severity,
    TextRun,
)
from preflight.reading import selectors
from preflight.reading.phrases import Phrases, in_address

RULES: tuple[Rule, ...] = ()
"""None of its own: see ``rules_for``."""
USES = ("terms.swap", "terms.phrase", "terms.pattern", "terms.required")
COMMON = ("id", "uses", "message", "help", "severity", "kinds", "scope", "languages", "match-case", "safe")
KEYS = {
    "terms.swap": ("swap",),
    "terms.phrase": ("phrases",),
    "terms.pattern": ("pattern", "replacement"),
    "terms.required": ("phrases", "pattern"),
}
KINDS = (
    "title", "heading", "paragraph", "item", "cell", "caption", "button", "alt", "subject", "preheader", "quote", "code",
    "meta", "label",
)  # fmt: skip
LARGEST_PATTERN = 1 << 20
"""Bytes of memory that RE2 may use for one pattern."""


Value = TypeVar("Value", str, bool)


@dataclass(frozen=True, slots=True)
class Options:
    """``rules``: the ``[[rule]]`` tables, as they stand in the configuration."""

    rules: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class TermRule:
    """One declared rule. ``swap`` maps what is found to what is offered (the same text when nothing is)."""

    id: str
    uses: str
    swap: Mapping[str, str]
    pattern: str = ""
    replacement: str = ""
    message: str = ""
    help: str = ""
    severity: Severity = "warning"
    kinds: tuple[str, ...] = ()
    scope: str = ""
    languages: tuple[str, ...] = ()
    match_case: bool = False
    safe: bool = False

    @property
    def rule(self) -> Rule:
        what = ", ".join(f"“{phrase}”" for phrase in list(self.swap)[:3]) or f"the pattern {self.pattern}"
        summary = {
            "terms.swap": f"another word is used for {what}", "terms.phrase": f"{what} is not used",
            "terms.pattern": f"{what} is not used", "terms.required": f"{what} must be there",
        }[self.uses]  # fmt: skip
        text = self.help or "Declared in the configuration or a rule pack."
        return Rule(
            self.id, self.message.replace("{match}", "…").replace("{replacement}", "…") or summary, text, self.severity
        )


def read_rule(raw: Mapping[str, Any]) -> TermRule:
    """One ``[[rule]]`` table. Raises PreflightError that names what is wrong and the nearest valid name."""
    identity = _typed(raw, "id", str, "")
    if not identity.startswith("terms.") or len(identity) <= len("terms."):
        raise PreflightError(f'a rule needs an id that begins with "terms.", not {identity!r}')
    uses = _typed(raw, "uses", str, "")
    if uses not in USES:
        raise PreflightError(
            f"rule {identity}: unknown uses = {uses!r}{_nearest(uses, USES) or '; one of ' + ', '.join(USES)}"
        )
    allowed = (*COMMON, *KEYS[uses])
    for key in raw:
        if key not in allowed:
            raise PreflightError(f"rule {identity}: unknown key {key!r}{_nearest(key, allowed)}")
    pattern = _typed(raw, "pattern", str, "")
    swap = _swap(raw, identity)
    if bool(pattern) == bool(swap):
        wanted = " or ".join(key for key in KEYS[uses] if key != "replacement")
        raise PreflightError(f"rule {identity}: {uses} needs {wanted}")
    scope = _typed(raw, "scope", str, "")
    try:
        if scope:
            selectors.parse(scope)
        if pattern:
            groups = _compile(pattern, match_case=_typed(raw, "match-case", bool, False)).groups
            for group in GROUP.findall(_typed(raw, "replacement", str, "")):
                if int(group) > groups:
                    raise PreflightError(f"the replacement uses group {group}, the pattern has {groups}")
    except PreflightError as error:
        raise PreflightError(f"rule {identity}: {error.message}") from None
    return TermRule(
        identity, uses, swap, pattern,
        replacement=_typed(raw, "replacement", str, ""),
        message=_typed(raw, "message", str, ""),
        help=_typed(raw, "help", str, ""),
        severity=_one_of(raw, identity, SEVERITIES),
        kinds=_kinds(raw, identity),
        scope=scope,
        languages=tuple(language.lower() for language in _texts(raw, "languages")),
        match_case=_typed(raw, "match-case", bool, False),
        safe=_typed(raw, "safe", bool, False),
    )  # fmt: skip


def _typed(raw: Mapping[str, Any], key: str, kind: type[Value], default: Value) -> Value:
    value = raw.get(key, default)
    if not isinstance(value, kind):
        wanted = "a text in quotation marks" if kind is str else "true or false"
        raise PreflightError(f"rule {raw.get('id', '')}: {key} = {value!r} is not {wanted}")
    return value


def _texts(raw: Mapping[str, Any], key: str) -> list[str]:
    value = raw.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) and item.strip() for item in value):
        raise PreflightError(f"rule {raw.get('id', '')}: {key} is a list of texts")
    return list(value)


def _swap(raw: Mapping[str, Any], identity: str) -> dict[str, str]:
    swap = raw.get("swap", {})
    if not isinstance(swap, Mapping) or not all(isinstance(new, str) and old.strip() for old, new in swap.items()):
        raise PreflightError(f'rule {identity}: swap is a table of texts: swap = {{ "web site" = "website" }}')
    return dict(swap) or {phrase: phrase for phrase in _texts(raw, "phrases")}


def _one_of(raw: Mapping[str, Any], identity: str, severities: tuple[Severity, ...]) -> Severity:
    value = raw.get("severity", "warning")
    for severity in severities:
        if value == severity:
            return severity
    raise PreflightError(f"rule {identity}: severity = {value!r} is none of {', '.join(severities)}")


def _kinds(raw: Mapping[str, Any], identity: str) -> tuple[str, ...]:
    kinds = _texts(raw, "kinds")
    for kind in kinds:
        if kind not in KINDS:
            raise PreflightError(f"rule {identity}: unknown kind {kind!r}{_nearest(kind, KINDS)}")
    return tuple(kinds)


def _nearest(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _compile(pattern: str, *, match_case: bool) -> Any:
    """An RE2 expression: linear time, whatever a configuration asks for."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = match_case
    options.max_mem = LARGEST_PATTERN
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        why = error.args[0] if error.args else ""
        why = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise PreflightError(f"the pattern {pattern!r} is not valid (RE2): {why}") from None


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
        return _compile(self.rule.pattern, match_case=self.rule.match_case)

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


GROUP = re.compile(r"\\(\d)")
"""``\\1``"""


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
