"""Builds runs of text and a harvest of links out of tags and words, whoever tells them: HTML tokens or Markdown.

It is no tree builder: it knows the implied end tags of paragraphs, list items and table parts, ignores stray end tags,
and does constant work per tag however deep the nesting.

A run is one block, flattened through inline tags. Inline code, and a phrase in another language, are cut out of it:
they become runs of their own and leave U+FFFC (OBJECT REPLACEMENT CHARACTER) behind, which is neither letter nor space,
so that spelling sees no code words and "the `x` the" is not a repeated word. A picture among words leaves one as well.
Buttons, and inline text that is hidden, become runs of their own without a trace. An empty line ends a run.
"""

from __future__ import annotations

from operator import attrgetter

from msgspec import Struct

from preflight.model import Element, TextRun
from preflight.parse import entities
from preflight.parse.attributes import read_attributes
from preflight.parse.elements import INLINE, LEAVES_FOREIGN, PLANS, Context
from preflight.parse.extents import Extents
from preflight.parse.flow import PADDING, Flow
from preflight.parse.harvest import Anchor, Harvest
from preflight.parse.stack import BLOCKED, CONTEXT, ELEMENT, HOLDER, INERT, MISNESTED, ROLE, Stack


class Interrupted(Struct, frozen=True):
    """Where reading stood when something from outside the flow came in between."""

    flow: Flow | None
    anchor: Anchor | None
    floor: int
    conditional: bool


class Cut(Struct, frozen=True):
    """What was cut out of a run: how it leaves its mark, the run, where it began, how many runs there were before."""

    mark: str
    flow: Flow | None
    start: int
    flows: int


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
            self._close_to(1, len(self.source))
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
        holder = frames[-1][HOLDER]
        element = frames[holder][ELEMENT]
        self.flow = flow = Flow(
            context.kind,
            context.language,
            context.zone,
            element if element.__class__ is Element else self.stack.element(holder),
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
        context = stack.context.copy()
        context.hidden = True
        self.flow = self.anchor = None
        stack.push("", context, None, True, True)
        stack.floor, self.conditional = len(stack.frames), True
        return state

    def resume(self, state: Interrupted, end: int) -> None:
        """Go on as before."""
        self._close_to(self.stack.floor - 1, end)
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
                frames[-1][ROLE] = INERT
                return
        if context.foreign and tag in LEAVES_FOREIGN and not self_closing:
            depth = stack.foreign()
            if depth:
                self._close_to(depth, start)
                context = frames[-1][CONTEXT]
        if plan.closes:
            while depth := stack.implied(tag, plan):
                self._close_to(depth, start)
            context = frames[-1][CONTEXT]
        elif tag == "br":
            self.line_break(start, end)
            return
        block = plan.block
        inner = context if plan is INLINE else context.children.get(tag) or context.inside(tag, plan)
        if attributes and not context.silent:
            if self.restore:
                attributes = {key: value.translate(self.restore) for key, value in attributes.items()}
            if not attributes.keys().isdisjoint(plan.watched):
                inner, block = read_attributes(self, tag, attributes, context, inner, start, end, block)
            if self.hidden_classes and not self.hidden_classes.isdisjoint(attributes.get("class", "").split()):
                inner = inner.copy()
                inner.hidden = True
            if block and not inner.zone and tag != "body" and _names_footer(attributes):
                inner = inner.copy()
                inner.zone = "footer"
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
            self._cut(inner, context, start)

    def end(self, tag: str, start: int, end: int) -> None:
        depth = self.stack.ended(tag)
        if depth > 0:
            self._close_to(depth, end)
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

    def _close_to(self, depth: int, end: int) -> None:
        """Close every open element down to and including that one; ``end`` is where its end tag ends."""
        frames, open_at = self.stack.frames, self.stack.open_at
        while True:
            tag, _, _, namesake, _, _, _, role = frames.pop()
            closed = len(frames)
            open_at[tag] = namesake
            if role == BLOCKED:
                self.flow = None
                if self.anchor is not None:
                    self.anchor.pieces.append(" ")
            elif closed in self.cuts:
                self._mend(self.cuts.pop(closed), end)
            if tag == "a" and self.anchor is not None:
                self._close_anchor()
            if closed <= depth:
                return

    def _cut(self, inner: Context, context: Context, start: int) -> None:
        """Start a run of its own for what is not the surrounding prose."""
        if (inner.kind == "code") != (context.kind == "code") or self._foreign_phrase(inner, context):
            mark = "hole"
        elif inner.kind != context.kind and inner.kind in ("button", "label"):
            mark = "gap"
        elif inner.unseen != context.unseen:
            mark = ""
        else:
            return
        depth = len(self.stack.frames) - 1
        self.stack.frames[-1][HOLDER] = depth
        self.cuts[depth] = Cut(mark, self.flow, start, len(self.flows))
        self.flow = None

    def _mend(self, cut: Cut, end: int) -> None:
        """Go on with the surrounding prose."""
        self.flow = flow = cut.flow
        if len(self.flows) == cut.flows:
            return
        if cut.mark == "gap" and flow is not None:
            flow.gap(end)
        elif cut.mark == "hole":
            if flow is None:
                flow = self.new_flow(self.stack.context)
            flow.hole(cut.start, end)

    def _foreign_phrase(self, inner: Context, context: Context) -> bool:
        if inner.language is context.language:
            return False
        around = context.language or self.harvest.language or self.default_language
        language = inner.language or ""
        return bool(around and language) and around.partition("-")[0] != language.partition("-")[0]

    # --- links ---

    def open_anchor(self, attributes: dict[str, str], context: Context, start: int, end: int) -> None:
        if self.anchor is not None:
            self._close_anchor()
        linked, flow, url = self.linked, self.flow, attributes.get("href") or attributes.get("xlink:href", "")
        if (
            linked is not None
            and flow is linked[0]
            and (url != linked[2] or url[:1] == "#")
            and not flow.has_more(linked[1])
        ):
            flow.gap(start)
        self.anchor = self.harvest.open_anchor(attributes, context, start, end)

    def _close_anchor(self) -> None:
        anchor = self.anchor
        assert anchor is not None
        self.anchor = None
        if self.flow is not None:
            self.linked = (self.flow, len(self.flow.pieces), anchor.url)
        self.harvest.close_anchor(anchor)

    # --- the result ---

    def runs(self) -> list[TextRun]:
        """The runs in the order of the source, the preheader marked: the first text of the body, if it is hidden."""
        runs = []
        language = self.harvest.language or self.default_language
        name, extents, restore = self.name, self.extents, self.restore
        searching = True
        for flow in sorted((flow for flow in self.flows if flow.start >= 0), key=_start):
            if (
                searching
                and not flow.conditional
                and flow.kind not in ("title", "meta", "label", "alt")
                and flow.text(extents).strip(PADDING)
            ):
                searching = False
                if flow.hidden:
                    flow.kind = "preheader"
            run = flow.run(name, language, extents, restore)
            if run is not None:
                runs.append(run)
        return runs


_start = attrgetter("start")


def _names_footer(attributes: dict[str, str]) -> bool:
    named = attributes.get("class", "") + attributes.get("id", "")
    return "footer" in named.lower() if named else False
