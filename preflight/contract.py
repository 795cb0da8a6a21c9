"""What a plug-in has to be and to yield. Built-in checkers are held to the same by the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preflight.model import API_VERSION, SEVERITIES, Fact, Finding, Location, Rule

INTEGERS = range(-(2**63), 2**64)
DEEPEST = 30
"""Levels of lists and dicts within a fact's value."""


def fault_of(checker: Any, name: str) -> str:
    """What keeps this from being the checker of that name, as the end of a sentence; empty when nothing does."""
    version = getattr(checker, "API_VERSION", None)
    if version is None:
        return f"does not say which checkers it is written for: API_VERSION = {API_VERSION}"
    if version != API_VERSION:
        return f"is written for version {version} of preflight's checkers; this preflight runs version {API_VERSION}"
    missing = [attribute for attribute in ("RULES", "Options") if not hasattr(checker, attribute)]
    if missing:
        return f"has no {' and no '.join(missing)}"
    if not isinstance(checker.Options, type) or option_names(checker.Options) is None:
        return "has Options that are neither a dataclass nor a msgspec.Struct"
    if not any(callable(getattr(checker, function, None)) for function in ("check", "review")):
        return "has neither check nor review"
    if not isinstance(checker.RULES, Sequence) or not all(isinstance(rule, Rule) for rule in checker.RULES):
        return "has RULES that are no list of preflight.model.Rule"
    foreign = [rule.id for rule in checker.RULES if not rule.id.startswith(f"{name}.")]
    return f'has a rule {foreign[0]!r}: the ids of its rules start with "{name}."' if foreign else ""


def option_names(options: type) -> tuple[str, ...] | None:
    """The fields of a checker's ``Options``, a frozen dataclass or ``msgspec.Struct``; None when it is neither."""
    fields = getattr(options, "__struct_fields__", None) or getattr(options, "__dataclass_fields__", None)
    return tuple(fields) if fields is not None else None


def fault_in(item: Any, name: str) -> str:
    """What is wrong with a fact or finding that the checker of that name gave; empty when nothing is.

    Facts and rules of other families are refused: they would be judged as if preflight itself had seen them.
    """
    if isinstance(item, Fact):
        if item.kind != name and not item.kind.startswith(f"{name}."):
            return f'gave a fact of the kind {item.kind!r}: its facts are called {name!r} or "{name}.…"'
        return _fault_in_fields(item) or _not_plain(item.value)
    if not isinstance(item, Finding):
        return f"gave a {type(item).__name__}, which is neither a Fact nor a Finding"
    if not isinstance(item.rule, str) or not item.rule.startswith(f"{name}."):
        return f"gave a finding of the rule {item.rule!r}, which is not its own"
    if item.severity not in (None, *SEVERITIES):
        return f"gave a finding of the severity {item.severity!r}"
    texts = [item.message, item.help, *item.suggestions, *(related.message for related in item.related)]
    texts += [item.fix.replacement] if item.fix else []
    return _fault_in_fields(item) or (
        "" if all(isinstance(text, str) for text in texts) else "gave a finding with a text that is none"
    )


def _fault_in_fields(item: Any) -> str:
    if not isinstance(item.match, str):
        return f"gave a match that is no text: {item.match!r}"
    if not isinstance(item.place, Location):
        return f"gave a place that is none: {item.place!r}"
    return ""


def _not_plain(value: Any, depth: int = 0) -> str:
    if value is None or isinstance(value, (str, bool, float)) or (isinstance(value, int) and value in INTEGERS):
        return ""
    if depth > DEEPEST:
        return "gave a fact whose value is nested too deeply"
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return next(filter(None, (_not_plain(member, depth + 1) for member in value)), "")
    return f"gave a fact whose value holds a {type(value).__name__}: only text, numbers, lists and dicts can be kept"
