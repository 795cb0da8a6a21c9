"""What is cut out of the prose around it and becomes a run of its own: inline code, buttons, hidden text, phrases in
another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from preflight.parse.elements import Context
from preflight.parse.flow import Flow
from preflight.parse.stack import CUT, HOLDER, ROLE

if TYPE_CHECKING:
    from preflight.parse.reader import Reader


class Cut(Struct, frozen=True):
    """What was cut out of a run: how it leaves its mark, the run, where it began, how many runs there were before."""

    mark: str
    flow: Flow | None
    start: int
    flows: int


def mark(inner: Context, context: Context) -> str | None:
    """What is left in the prose where the context changes: a ``hole``, a ``gap``, nothing (empty); None when it goes
    on. Languages apart."""
    if (inner.kind == "code") != (context.kind == "code"):
        return "hole"
    if inner.kind != context.kind and inner.kind in ("button", "label"):
        return "gap"
    return "" if inner.unseen != context.unseen else None


def is_foreign_phrase(inner: Context, context: Context, around: str) -> bool:
    """Whether it is in another language; ``around`` is that of the text, where the context says none."""
    language, around = inner.language or "", context.language or around
    return bool(around and language) and around.partition("-")[0] != language.partition("-")[0]


def cut(reader: Reader, how: str, start: int) -> None:
    """Start a run for what is inside the innermost element."""
    frames = reader.stack.frames
    depth = len(frames) - 1
    frames[-1][HOLDER] = depth
    frames[-1][ROLE] = CUT
    reader.cuts[depth] = Cut(how, reader.flow, start, len(reader.flows))
    reader.flow = None


def mend(reader: Reader, done: Cut, end: int) -> None:
    """Go on with the prose around it."""
    reader.flow = flow = done.flow
    if len(reader.flows) == done.flows:
        return
    if done.mark == "gap" and flow is not None:
        flow.gap(end)
    elif done.mark == "hole":
        if flow is None:
            flow = reader.new_flow(reader.stack.context)
        flow.hole(done.start, end)
