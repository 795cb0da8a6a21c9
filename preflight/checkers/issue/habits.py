"""What is expected of a slot: what the client declared, what the earlier issues did, or what newsletters usually do.

With four earlier issues or more, habits are known: a slot that changed every time must change, one that never changed
must not. With fewer, the client's own list counts, and without one the usual list, but only as a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import eq
from typing import Literal, TypeVar

from msgspec import Struct

LEARNED = 4
"""Earlier issues from which on a habit is known."""

Severity = Literal["error", "warning"]
Value = TypeVar("Value")


class Habit(Struct, frozen=True):
    """How often a slot changed from one earlier issue to the next."""

    transitions: int
    changed: int

    @property
    def known(self) -> bool:
        return self.transitions >= LEARNED - 1

    @property
    def always_changes(self) -> bool:
        return self.known and self.changed == self.transitions

    @property
    def never_changes(self) -> bool:
        return self.known and not self.changed


class Declared(Struct, frozen=True):
    """The client's checklist: names of slots."""

    must_change: tuple[str, ...] = ()
    must_not_change: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


def habit(values: Sequence[Value | None], same: Callable[[Value, Value], bool] | None = None) -> Habit:
    """Of a slot's values in the earlier issues, oldest first; None where an issue has no such slot."""
    equal = same or eq
    pairs = [(one, other) for one, other in pairwise(values) if one is not None and other is not None]
    return Habit(len(pairs), sum(not equal(one, other) for one, other in pairs))


def when_unchanged(slot: str, known: Habit, declared: Declared, *, default: bool = True) -> Severity | None:
    """How serious it is that this slot is still the previous issue's; None when it may be."""
    if slot in declared.free or slot in declared.must_not_change:
        return None
    if slot in declared.must_change or known.always_changes:
        return "error"
    return "warning" if default and not known.known and not declared.must_change else None


def when_changed(slot: str, known: Habit, declared: Declared) -> Severity | None:
    """How serious it is that this slot is not the previous issue's any more."""
    if slot in declared.free or slot in declared.must_change:
        return None
    if slot in declared.must_not_change or known.never_changes:
        return "error"
    return "warning" if not known.known and not declared.must_not_change else None


def repeats(value: Value, values: Iterable[Value | None], same: Callable[[Value, Value], bool] | None = None) -> bool:
    """Whether an older issue had this value too: then it comes back now and then."""
    equal = same or eq
    return any(one is not None and equal(one, value) for one in values)
