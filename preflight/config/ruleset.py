"""What a folded configuration says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct, field

from preflight import plugins
from preflight.model import Arrangement, Client, Location, Name, Rule, Severity, Waiver
from preflight.model.checklist import Checklist
from preflight.model.past import Past
from preflight.patterns import regex

WILD = regex(r"[*?[]")  # links.*


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

    def rules(self, wanted: Collection[str] | None = None) -> dict[str, Rule]:
        """Every rule of every enabled checker, by id; of the families that have none of the ``wanted`` rules, none:
        loading them takes as long as checking ten pages."""
        return {
            rule.id: rule
            for name, options in self.checkers.items()
            if wanted is None or not _is_aside(name, wanted)
            for rule in plugins.rules_of(name, options)
        }

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
            if not (self.select and _is_aside(name, self.select))
            and any(self.wants(rule.id) for rule in plugins.rules_of(name, options))
        }

    def knows(self, pattern: str) -> bool:
        """Whether a rule id, a glob or a family's name means any rule of these checkers. The families that it names are
        asked first: making all of them known takes as long as a check of a page."""
        for name, options in sorted(self.checkers.items(), key=lambda one: _is_aside(one[0], (pattern,))):
            if any(covers(pattern, rule.id) for rule in plugins.rules_of(name, options)):
                return True
        return False


def _is_aside(name: str, patterns: Iterable[str]) -> bool:
    """Whether no pattern can mean a rule of this checker: a built-in family's rules begin with its name."""
    if name not in plugins.BUILT_IN:
        return False
    heads = [WILD.split(pattern, 1)[0] for pattern in patterns]
    return not any(head == name or f"{name}.".startswith(head) or head.startswith(f"{name}.") for head in heads)


def covers(pattern: str, rule: str) -> bool:
    """Whether a rule id, a glob (``links.*``) or a family's name (``links``) means this rule."""
    return fnmatchcase(rule, pattern) or rule.startswith(f"{pattern}.")
