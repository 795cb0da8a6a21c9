"""What a folded configuration says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct, field

from preflight import plugins
from preflight.model import Arrangement, Client, Location, Name, Rule, Severity, Waiver
from preflight.model.checklist import Checklist
from preflight.model.past import Past


class Ruleset(Struct, frozen=True):
    """A folded configuration. ``checkers`` maps a checker's name to its options as plain data; ``words``, ``names``,
    ``partners`` and ``others`` are as in ``Delivery``."""

    kind: str = ""
    state: str = ""
    language: str = ""
    hosts: tuple[str, ...] = ()
    base_path: str = "/"
    send_date: str | date | datetime | None = None
    fail_on: Severity = "error"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    words: Mapping[str, Location] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    link_record: str = ""
    ledger: str = ""
    sources: tuple[str, ...] = ()
    """The folders that the pages of a site are made from, as the configuration names them."""
    partners: tuple[str, ...] = ()
    others: tuple[Client, ...] = ()
    checklist: Checklist | None = None
    past: tuple[Past, ...] = ()
    checkers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str = ""
    notes: tuple[str, ...] = ()

    def rules(self) -> dict[str, Rule]:
        """Every rule of every enabled checker, by id."""
        return {rule.id: rule for name, options in self.checkers.items() for rule in plugins.rules_of(name, options)}

    def wants(self, rule: str) -> bool:
        """Whether ``--select`` and ``--ignore`` leave this rule in."""
        chosen = not self.select or any(covers(pattern, rule) for pattern in self.select)
        return chosen and not any(covers(pattern, rule) for pattern in self.ignore)

    def enabled(self) -> dict[str, Mapping[str, Any]]:
        """The checkers with at least one wanted rule, and their options."""
        if not self.select and not self.ignore:
            return dict(self.checkers)
        return {
            name: options
            for name, options in self.checkers.items()
            if any(self.wants(rule.id) for rule in plugins.rules_of(name, options))
        }


def covers(pattern: str, rule: str) -> bool:
    """Whether a rule id, a glob (``links.*``) or a family's name (``links``) means this rule."""
    return fnmatchcase(rule, pattern) or rule.startswith(f"{pattern}.")
