"""Builds runs of text and a harvest of links out of tags and words, whoever tells them: HTML tokens or Markdown.

It is no tree builder: it knows the implied end tags of paragraphs, list items and table parts, ignores stray end tags,
and does constant work per tag however deep the nesting.

A run is one block, flattened through inline tags. Inline code, and a phrase in another language, are cut out of it:
they become runs of their own and leave U+FFFC (OBJECT REPLACEMENT CHARACTER) behind, which is neither letter nor space,
so that spelling sees no code words and "the `x` the" is not a repeated word. A picture among words leaves one as well.
Buttons, and inline text that is hidden, become runs of their own without a trace. An empty line ends a run.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from preflight.model import Element, TextRun
from preflight.parse import cuts, entities
from preflight.parse.attributes import Label, of_footer, read_attributes
from preflight.parse.cuts import Cut
from preflight.parse.elements import INLINE, LEAVES_FOREIGN, PLANS, Context
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow, finished
from preflight.parse.harvest import Anchor, Harvest
from preflight.parse.stack import BLOCKED, CONTEXT, CUT, ELEMENT, HOLDER, MISNESTED, TAG, Stack


class Interrupted(Struct, frozen=True):
    """Where reading stood when something from outside the flow came in between."""

    flow: Flow | None
    anchor: Anchor | None
    floor: int
    conditional: bool


class Reader:
    """Reads one text. ``name`` is the part's name; offsets are into ``source``, which may be masked (``templates``):
    ``restore`` then maps the masking characters back."""

    def __init__(self, source: str, name: str, *, language: str = "", restore: dict[int, str] | None = None) -> None:
        self.source = source
        self.name = name
        self.default_language = language
        self.restore = restore
        self.extents = Extents(source, is_masked=bool(restore))
        self.harvest = Harvest(self.extents, name, restore)
        self.line_starts: tuple[int, ...] = ()
        """As far as they were needed."""
        self.flow: Flow | None = None
        self.flows = self.harvest.flows
        self.comments: list[tuple[int, int, str]] = []
        """The ones that speak to this program."""
        self.unread: list[tuple[int, int]] = []
        """Where code, scripts and comments stand (only kept for texts with template syntax)."""
        self.hidden_classes: set[str] = set()
        self.plain = restore is None
        """No template syntax, and no class that hides: most tags can be passed by."""
        self.anchor: Anchor | None = None
        self.linked: tuple[Flow, int, str] | None = None
        """The run in which the last link ended, behind how many pieces, and its URL."""
        self.stack = Stack()
        self.cuts: dict[int, Cut] = {}
        """By depth in the stack."""
        self.conditional = False

    def close(self) -> None:
        """The source ends: close what is open."""
        if len(self.stack.frames) > 1:
            self.close_to(1, len(self.source))
        if self.anchor is not None:
            self._close_anchor()

    # --- text ---

    def text(self, text: str, start: int, end: int) -> None:
        """Text in the flow; ``feed`` does the same for plain prose by itself."""
        if self.anchor is not None:
            self.anchor.pieces.append(text)
        context = self.stack.context
        if context.wrapped and not context.verbatim:
            self._lines(text, start, self.extents.end(end))
            return
        flow = self.flow
        if flow is None:
            if not context.verbatim and text.isspace():
                return
            flow = self.new_flow(context)
        flow.add(text, start, end)
        if self.restore and context.kind == "code":
            self.unread.append((start, self.extents.end(end)))

    def _lines(self, text: str, start: int, end: int) -> None:
        """Text whose line breaks are shown: a blank line ends the run."""
        exact = end - start == len(text)
        for piece, at, length in [(text, start, end - start)] if exact else entities.atoms(self.source, start, end):
            if len(piece) != length:
                self._line(piece, at, at + length)
                continue
            offset = at
            for line in piece.splitlines(keepends=True):
                self._line(line, offset, offset + len(line))
                offset += len(line)

    def _line(self, line: str, start: int, end: int) -> None:
        bare = line.rstrip("\r\n")
        if bare and not (self.flow is None and bare.isspace()):
            flow = self.flow or self.new_flow(self.stack.context)
            flow.add(bare, start, end - len(line) + len(bare))
        if bare != line:
            self.line_break(start + len(bare), end)

    def new_flow(self, context: Context) -> Flow:
        """Begin a run."""
        frames = self.stack.frames
        self.flow = flow = Flow(
            context.kind,
            context.language,
            context.zone,
            frames[frames[-1][HOLDER]][ELEMENT],
            context.hidden or context.tiny,
            self.conditional,
            context.verbatim,
        )
        self.flows.append(flow)
        return flow

    def interrupt(self) -> Interrupted:
        """What follows is for Outlook only, and closes nothing that is open."""
        stack = self.stack
        state = Interrupted(self.flow, self.anchor, stack.floor, self.conditional)
        context = stack.context.but(hidden=True)
        self.flow = self.anchor = None
        stack.push("", context, None, True, True)
        stack.floor, self.conditional = len(stack.frames), True
        return state

    def resume(self, state: Interrupted, end: int) -> None:
        """Go on as before."""
        self.close_to(self.stack.floor - 1, end)
        if self.anchor is not None:
            self._close_anchor()
        self.flow, self.anchor = state.flow, state.anchor
        self.stack.floor, self.conditional = state.floor, state.conditional

    # --- elements ---

    def start(
        self,
        tag: str,
        attributes: dict[str, str],
        start: int,
        end: int,
        self_closing: bool = False,
    ) -> None:
        stack = self.stack
        frames = stack.frames
        plan = PLANS.get(tag)
        context: Context = frames[-1][CONTEXT]
        if plan is None:
            plan = INLINE
            if self.plain and not context.foreign and not self_closing and attributes.keys().isdisjoint(plan.watched):
                stack.push(tag, context, attributes, False, False)
                return
        if context.foreign and tag in LEAVES_FOREIGN and not self_closing:
            depth = stack.foreign()
            if depth:
                self.close_to(depth, start)
                context = frames[-1][CONTEXT]
        if plan.closes:
            while depth := stack.implied(tag, plan):
                self.close_to(depth, start)
            context = frames[-1][CONTEXT]
        elif tag == "br":
            self.line_break(start, end)
            return
        block = plan.block
        inner = context if plan is INLINE else context.inside(tag, plan)
        if attributes and not context.silent:
            if self.restore:
                attributes = {key: value.translate(self.restore) for key, value in attributes.items()}
            if not attributes.keys().isdisjoint(plan.watched):
                inner, block = read_attributes(self, tag, attributes, context, inner, start, end, block)
            if self.hidden_classes and not self.hidden_classes.isdisjoint(attributes.get("class", "").split()):
                inner = inner.but(hidden=True)
            if block:
                inner = of_footer(tag, attributes, inner)
        if block:
            self.flow = None
            if self.anchor is not None:
                self.anchor.pieces.append(" ")
        elif plan.stands_apart and self.flow is not None and not inner.hidden:
            if tag == "img":
                self.flow.image(start, end)
            else:
                self.flow.gap(start)
        if plan.void or (self_closing and (inner.foreign or ":" in tag)):
            return
        stack.push(tag, inner, attributes, block, plan.scope)
        if inner is not context and not block and not inner.silent:
            around = self.harvest.language or self.default_language
            mark = "hole" if cuts.is_foreign_phrase(inner, context, around) else cuts.mark(inner, context)
            if mark is not None:
                cuts.cut(self, mark, start)

    def end(self, tag: str, start: int, end: int) -> None:
        frame = self.stack.frames[-1]
        if frame[TAG] == tag:  # as almost always
            self._close(end)
            return
        depth = self.stack.ended(tag)
        if depth > 0:
            self.close_to(depth, end)
        elif depth == MISNESTED:
            if tag == "a" and self.anchor is not None:
                self._close_anchor()
        elif tag == "br":
            self.line_break(start, end)
        elif tag == "p":
            self.flow = None

    def line_break(self, start: int, end: int) -> None:
        """A visible line break; an empty line ends the run."""
        if self.flow is not None and not self.flow.line_break(start, end):
            self.flow = None
        if self.anchor is not None:
            self.anchor.pieces.append(" ")

    def close_to(self, depth: int, end: int) -> None:
        """Close every open element down to and including that one; ``end`` is where its end tag ends."""
        frames = self.stack.frames
        while len(frames) > depth:
            self._close(end)

    def _close(self, end: int) -> None:
        """Close the innermost element."""
        frames = self.stack.frames
        tag, _, _, namesake, _, _, _, role = frames.pop()
        self.stack.open_at[tag] = namesake
        if role == BLOCKED:
            self.flow = None
            if self.anchor is not None:
                self.anchor.pieces.append(" ")
        elif role == CUT:
            cuts.mend(self, self.cuts.pop(len(frames)), end)
        if tag == "a" and self.anchor is not None:
            self._close_anchor()

    # --- links ---

    def open_anchor(
        self, url: str, attribute: str, context: Context, place: tuple[int, int], rel: str, start: int
    ) -> None:
        """A link whose text follows; ``place`` is where its URL stands, ``start`` where its tag does."""
        if self.anchor is not None:
            self._close_anchor()
        linked, flow = self.linked, self.flow
        if (
            linked is not None
            and flow is linked[0]
            and (url != linked[2] or url[:1] == "#")
            and not flow.has_more(linked[1])
        ):
            flow.gap(start)
        self.anchor = self.harvest.anchor(url, attribute, context, place, rel)

    def label(
        self, labels: Iterable[Label], tag: str, attributes: dict[str, str], context: Context, start: int, end: int
    ) -> None:
        """Text that stands in attributes of a tag."""
        element = None
        for kind, attribute, value, number in labels:
            element = element or Element(tag, attributes, self.stack.frames[-1][ELEMENT])
            self.harvest.label(
                kind, attribute, value, element, context, start, end, number, conditional=self.conditional
            )

    def _close_anchor(self) -> None:
        anchor = self.anchor
        assert anchor is not None
        self.anchor = None
        if self.flow is not None:
            self.linked = (self.flow, len(self.flow.pieces), anchor.url)
        self.harvest.close_anchor(anchor)

    # --- the result ---

    def runs(self) -> list[TextRun]:
        """The runs in the order of the source."""
        language = self.harvest.language or self.default_language
        return finished(self.flows, self.name, language, self.extents, self.restore)
