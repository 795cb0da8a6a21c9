"""The open elements of an HTML text: which of them a tag closes.

Parallel lists, since most tags need no more of an entry than that; every question is answered in constant time from the
depths at which each tag is open, so that 100,000 nested elements cost what 100,000 flat ones do.
"""

from __future__ import annotations

from preflight.model import Element
from preflight.parse.elements import INLINE, PLANS, TABLE_PARTS, Context, Plan

NOTHING = 0
"""No element: the bottom of the stack is never closed."""

MISNESTED = -1
"""An inline element that stays open because a block inside it still is."""


class Stack:
    """``contexts[-1]`` is the context of what comes next; ``holders[-1]`` the depth of the element that its run belongs
    to."""

    __slots__ = ("blocks", "contexts", "elements", "floor", "holders", "open_at", "scopes", "tags")

    def __init__(self) -> None:
        self.tags: list[str] = [""]
        self.contexts: list[Context] = [Context()]
        self.elements: list[Element | dict[str, str] | None] = [None]
        self.open_at: dict[str, list[int]] = {}
        self.scopes: list[int] = [0]
        self.blocks: list[int] = [0]
        self.holders: list[int] = [0]
        self.floor = 1
        """What lies below belongs to what a conditional comment interrupts."""

    def push(self, tag: str, context: Context, attributes: dict[str, str] | None, *, block: bool, scope: bool) -> None:
        depth = len(self.tags)
        self.tags.append(tag)
        self.contexts.append(context)
        self.elements.append(attributes)
        try:
            self.open_at[tag].append(depth)
        except KeyError:
            self.open_at[tag] = [depth]
        if block:
            self.blocks.append(depth)
            self.holders.append(depth)
            if scope:
                self.scopes.append(depth)
        elif scope:
            self.scopes.append(depth)

    def pop(self) -> tuple[str, int, bool]:
        """Close the innermost element: its tag, its depth, whether it is a block."""
        tag = self.tags.pop()
        depth = len(self.tags)
        self.contexts.pop()
        self.elements.pop()
        self.open_at[tag].pop()
        if self.scopes[-1] == depth:
            self.scopes.pop()
        if self.holders[-1] == depth:
            self.holders.pop()
            if self.blocks[-1] == depth:
                self.blocks.pop()
                return tag, depth, True
        return tag, depth, False

    def element(self, depth: int) -> Element | None:
        """The element at a depth, made (with those around it) when it is first asked for."""
        elements = self.elements
        found = elements[depth]
        if found.__class__ is Element:
            return found
        first = depth
        while first > 0 and elements[first].__class__ is not Element:
            first -= 1
        parent = elements[first]
        assert parent is None or isinstance(parent, Element)
        for index in range(first + 1, depth + 1):
            attributes = elements[index]
            if attributes is not None:
                assert isinstance(attributes, dict)
                parent = elements[index] = Element(self.tags[index], attributes, parent)
        return parent

    def implied(self, tag: str, plan: Plan) -> int:
        """The depth of the open element that a start tag closes, or ``NOTHING``."""
        open_at = self.open_at
        if plan.closes_paragraph:
            opened = open_at.get("p")
            if opened and opened[-1] > self.scopes[-1] and not plan.siblings:
                return opened[-1]
        if plan.siblings is not None:
            siblings, owners = plan.siblings
            sibling = max([opened[-1] for name in siblings if (opened := open_at.get(name))], default=NOTHING)
            owner = max([opened[-1] for name in owners if (opened := open_at.get(name))], default=NOTHING)
            if sibling > owner and sibling >= self.floor:
                return sibling
            if plan.closes_paragraph:
                opened = open_at.get("p")
                if opened and opened[-1] > self.scopes[-1]:
                    return opened[-1]
        elif tag == "a":
            opened = open_at.get("a")
            if opened and opened[-1] > self.blocks[-1]:
                return opened[-1]
        return NOTHING

    def foreign(self) -> int:
        """The depth of the picture or formula that HTML inside it ends."""
        bound = max(self.floor - 1, (self.open_at.get("foreignobject") or [0])[-1])
        return min(
            [depth for tag in ("svg", "math") for depth in self.open_at.get(tag, ()) if depth > bound], default=0
        )

    def ended(self, tag: str) -> int:
        """The depth of the element that an end tag closes; ``NOTHING`` for a stray one, or ``MISNESTED``."""
        opened = self.open_at.get(tag)
        if not opened or opened[-1] < self.floor:
            return NOTHING
        depth = opened[-1]
        if depth == len(self.tags) - 1:
            return depth
        if tag in TABLE_PARTS:
            tables = self.open_at.get("table")
            return depth if tag == "table" or not tables or tables[-1] < depth else NOTHING
        if depth < self.scopes[-1]:
            return NOTHING
        plan = PLANS.get(tag, INLINE)
        if depth >= self.blocks[-1] or plan.block or plan.scope or plan.stands_apart:
            return depth
        return MISNESTED
