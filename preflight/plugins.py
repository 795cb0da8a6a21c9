"""Checkers by name: the built-in table, installed plug-ins, and what each prepared for this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import preflight
from preflight.model import Delivery, Document, Fact, Finding, PreflightError, Rule

BUILT_IN: Mapping[str, str] = {
    "spelling": "preflight.checkers.spelling",
    "links": "preflight.checkers.links",
    "dates": "preflight.checkers.dates",
    "slugs": "preflight.checkers.slugs",
    "tags": "preflight.checkers.tags",
    "placeholders": "preflight.checkers.placeholders",
    "terms": "preflight.checkers.terms",
}
"""Family → module, in the order they run. A static table: looking for plug-ins costs more than checking a mail."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One checker, with its options and resources bound."""

    name: str
    version: str
    rules: tuple[Rule, ...]
    resources: Any
    check: Callable[[Document], Iterable[Fact | Finding]] | None
    review: Callable[[Delivery], Iterable[Finding]] | None


_PREPARED: dict[str, Prepared] = {}


@cache
def module(name: str) -> ModuleType:
    """The checker of that name."""
    try:
        return import_module(BUILT_IN[name])
    except KeyError:
        raise PreflightError(f"there is no checker called {name!r}") from None


def prepared(name: str, options: Mapping[str, Any]) -> Prepared:
    """The checker with these options (plain values, see ``options_for``); made once per process and options."""
    key = f"{name} {sorted(options.items())!r}"
    if key not in _PREPARED:
        checker = module(name)
        bound = options_for(checker, options)
        extra = (checker.prepare(bound),) if hasattr(checker, "prepare") else ()

        def bind(function: Any) -> Any:
            return None if function is None else lambda subject: function(subject, bound, *extra)

        _PREPARED[key] = Prepared(
            name,
            getattr(checker, "__version__", preflight.__version__),
            tuple(checker.RULES),
            extra[0] if extra else None,
            bind(getattr(checker, "check", None)),
            bind(getattr(checker, "review", None)),
        )
    return _PREPARED[key]


def options_for(checker: ModuleType, values: Mapping[str, Any]) -> Any:
    """The checker's ``Options`` from plain values; lists become tuples. Names and types were checked by ``config``."""
    known = {field.name for field in fields(checker.Options)}
    return checker.Options(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in known}
    )


def rules_of(name: str, options: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The checker's rules, those that its options declare included."""
    checker = module(name)
    if hasattr(checker, "rules_for"):
        return tuple(checker.rules_for(options_for(checker, options)))
    return tuple(checker.RULES)
