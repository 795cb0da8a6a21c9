"""The open elements of an HTML text: which of them a tag closes.

Every question is answered in constant time from what each element found when it was opened (how deep its namesake, its
scope, its block were), so that 100,000 nested elements cost what 100,000 flat ones do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from preflight.model import Element
from preflight.parse.elements import INLINE, PLANS, TABLE_PARTS, Context, Plan, outermost

NOTHING = 0
"""No element: the bottom of the stack is never closed."""

MISNESTED = -1
"""An inline element that stays open because a block inside it still is."""

TAG, CONTEXT, ELEMENT, NAMESAKE, SCOPE, BLOCK, HOLDER, ROLE = range(8)
"""Fields of an open element: tag, the context of what comes next, the element (that around it, for what is none; None
at the bottom), and at which depths are: the one with the same tag around it, the innermost scope, the innermost block,
the element that text now belongs to. Then one of the roles below.

A list instead of an object: one is made for every tag of every page."""

INLINED, BLOCKED, CUT = range(3)
"""Roles: an inline tag, a block, an inline tag whose content was cut out of the prose (``cuts``)."""

Open = list[Any]


class Stack:
    """``frames[-1]`` is the innermost open element; ``open_at`` tells at which depth each tag is open, 0 for none."""

    __slots__ = ("floor", "frames", "open_at")

    def __init__(self) -> None:
        self.frames: list[Open] = [["", outermost(), None, 0, 0, 0, 0, BLOCKED]]
        self.open_at: defaultdict[str, int] = defaultdict(int)
        self.floor = 1
        """What lies below belongs to what a conditional comment interrupts."""

    @property
    def tag(self) -> str:
        """The innermost open tag."""
        tag: str = self.frames[-1][TAG]
        return tag

    @property
    def context(self) -> Context:
        """The context of what comes next."""
        context: Context = self.frames[-1][CONTEXT]
        return context

    def push(
        self,
        tag: str,
        context: Context,
        attributes: dict[str, str] | None,
        block: bool,
        scope: bool,
    ) -> None:
        frames, open_at = self.frames, self.open_at
        depth = len(frames)
        _, _, element, _, outer_scope, outer_block, holder, _ = frames[-1]
        if attributes is not None:
            element = Element(tag, attributes, element)
        if scope:
            outer_scope = depth
        if block:
            frames.append([tag, context, element, open_at[tag], outer_scope, depth, depth, BLOCKED])
        else:
            frames.append([tag, context, element, open_at[tag], outer_scope, outer_block, holder, INLINED])
        open_at[tag] = depth

    def implied(self, tag: str, plan: Plan) -> int:
        """The depth of the open element that a start tag closes, or ``NOTHING``."""
        open_at = self.open_at
        if plan.siblings is not None:
            names, owners = plan.siblings
            sibling = max([open_at[name] for name in names])
            if sibling >= self.floor and sibling > max([open_at[name] for name in owners], default=NOTHING):
                return sibling
        if plan.closes_paragraph:
            opened = open_at["p"]
            return opened if opened > self.frames[-1][SCOPE] else NOTHING
        if tag == "a":
            opened = open_at["a"]
            return opened if opened > self.frames[-1][BLOCK] else NOTHING
        return NOTHING

    def foreign(self) -> int:
        """The depth of the picture or formula that HTML inside it ends."""
        bound = max(self.floor - 1, self.open_at["foreignobject"])
        found = NOTHING
        for tag in ("svg", "math"):
            depth = self.open_at[tag]
            while depth > bound:
                found = min(found or depth, depth)
                depth = self.frames[depth][NAMESAKE]
        return found

    def ended(self, tag: str) -> int:
        """The depth of the element that an end tag closes; ``NOTHING`` for a stray one, or ``MISNESTED``."""
        depth = self.open_at[tag]
        if depth < self.floor:
            return NOTHING
        if depth == len(self.frames) - 1:
            return depth
        if tag in TABLE_PARTS:
            table = self.open_at["table"]
            return depth if tag == "table" or table < depth else NOTHING
        innermost = self.frames[-1]
        if depth < innermost[SCOPE]:
            return NOTHING
        plan = PLANS.get(tag, INLINE)
        if depth >= innermost[BLOCK] or plan.block or plan.scope or plan.stands_apart:
            return depth
        return MISNESTED
