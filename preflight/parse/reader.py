"""Builds runs of text and a harvest of links out of tags and words, whoever tells them: HTML tokens or Markdown.

It is no tree builder: it knows the implied end tags of paragraphs, list items and table parts, ignores stray end tags,
and does constant work per tag however deep the nesting.

A run is one block, flattened through inline tags. Inline code, and a phrase in another language, are cut out of it:
they become runs of their own and leave U+FFFC (OBJECT REPLACEMENT CHARACTER) behind, which is neither letter nor space,
so that spelling sees no code words and "the `x` the" is not a repeated word. A picture among words leaves one as well.
Buttons, and inline text that is hidden, become runs of their own without a trace. An empty line ends a run.
"""

from __future__ import annotations

from msgspec import Struct

from preflight.model import Element, TextRun
from preflight.parse import addresses, entities, styles
from preflight.parse.elements import INLINE, LEAVES_FOREIGN, PLANS, ROLES, Context
from preflight.parse.flow import PADDING, Flow
from preflight.parse.harvest import Anchor, Harvest
from preflight.parse.stack import MISNESTED, Stack

_BUTTON_TYPES = frozenset({"submit", "button", "reset"})


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
        self.harvest = Harvest(source, name, restore)
        self.flow: Flow | None = None
        self.flows = self.harvest.flows
        self.comments: list[tuple[int, int, str]] = []
        self.unread: list[tuple[int, int]] = []
        """Where code, scripts and comments stand (only kept for texts with template syntax)."""
        self.hidden_classes: set[str] = set()
        self.plain = restore is None
        """No template syntax, and no class that hides: most tags can be passed by."""
        self.anchor: Anchor | None = None
        self.linked: tuple[Flow, int, str] | None = None
        """Where the last link ended, in which run, and its URL."""
        self.stack = Stack()
        self.cuts: dict[int, Cut] = {}
        """By depth in the stack."""
        self.conditional = False

    def close(self) -> None:
        """The source ends: close what is open."""
        if len(self.stack.tags) > 1:
            self._close_to(1, len(self.source))
        if self.anchor is not None:
            self._close_anchor()

    # --- text ---

    def text(self, text: str, start: int, end: int) -> None:
        if self.anchor is not None:
            self.anchor.pieces.append(text)
        context = self.stack.contexts[-1]
        flow = self.flow
        if context.wrapped and not context.verbatim:
            self._lines(text, start, end)
            return
        if flow is None:
            if not context.verbatim and text.isspace():
                return
            flow = self.flow = self._new_flow(context)
        if context.verbatim:
            flow.add_verbatim(text, start, end, self.source)
        else:
            flow.add(text, start, end, self.source)
        if self.restore and context.kind == "code":
            self.unread.append((start, end))

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
            self.flow = self.flow or self._new_flow(self.stack.contexts[-1])
            self.flow.add(bare, start, end - len(line) + len(bare), self.source)
        if bare != line:
            self.line_break(start + len(bare), end)

    def _new_flow(self, context: Context) -> Flow:
        flow = Flow(
            context.kind,
            context.language,
            context.zone,
            self.stack.element(self.stack.holders[-1]),
            hidden=context.hidden or context.tiny,
            conditional=self.conditional,
        )
        self.flows.append(flow)
        return flow

    def interrupt(self) -> Interrupted:
        """What follows is for Outlook only, and closes nothing that is open."""
        stack = self.stack
        state = Interrupted(self.flow, self.anchor, stack.floor, self.conditional)
        context = stack.contexts[-1].copy()
        context.hidden = True
        self.flow = self.anchor = None
        stack.push("", context, None, block=True, scope=True)
        stack.floor, self.conditional = len(stack.tags), True
        return state

    def resume(self, state: Interrupted, end: int) -> None:
        """Go on as before."""
        self._close_to(self.stack.floor - 1, end)
        if self.anchor is not None:
            self._close_anchor()
        self.flow, self.anchor = state.flow, state.anchor
        self.stack.floor, self.conditional = state.floor, state.conditional

    # --- elements ---

    def start(self, tag: str, attributes: dict[str, str], start: int, end: int, *, self_closing: bool = False) -> None:
        stack = self.stack
        plan = PLANS.get(tag)
        context = stack.contexts[-1]
        if plan is None:
            plan = INLINE
            if self.plain and not context.foreign and not self_closing and attributes.keys().isdisjoint(plan.watched):
                stack.push(tag, context, attributes, block=False, scope=False)
                return
        if context.foreign and tag in LEAVES_FOREIGN and not self_closing:
            depth = stack.foreign()
            if depth:
                self._close_to(depth, start)
                context = stack.contexts[-1]
        if plan.closes:
            while depth := stack.implied(tag, plan):
                self._close_to(depth, start)
            context = stack.contexts[-1]
        elif tag == "br":
            self.line_break(start, end)
            return
        inner = context if plan is INLINE else context.inside(tag, plan)
        block = plan.block
        if attributes and not context.silent:
            if self.restore:
                attributes = {key: value.translate(self.restore) for key, value in attributes.items()}
            if not attributes.keys().isdisjoint(plan.watched):
                inner, block = self._attributes(tag, attributes, context, inner, start, end, block=block)
            if self.hidden_classes and not self.hidden_classes.isdisjoint(attributes.get("class", "").split()):
                inner = inner.copy()
                inner.hidden = True
            if block and not inner.zone and tag != "body":
                named = attributes.get("class", "") + attributes.get("id", "")
                if named and "footer" in named.lower():
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
        stack.push(tag, inner, attributes, block=block, scope=plan.scope)
        if inner is not context and not block and not inner.silent:
            self._cut(inner, context, start)

    def _attributes(
        self,
        tag: str,
        attributes: dict[str, str],
        context: Context,
        inner: Context,
        start: int,
        end: int,
        *,
        block: bool,
    ) -> tuple[Context, bool]:
        """What a start tag's attributes change and name: the context inside it, and whether it is a block."""
        get = attributes.get
        changed = inner
        language = get("lang") or get("xml:lang")
        style, role = get("style"), get("role")
        button = tag == "a" and (styles.is_button(attributes) or self._fills_button(context, attributes))
        if language or style or role or button or "hidden" in attributes:
            changed = inner.copy()
        if language:
            changed.language = language.strip().lower().replace("_", "-")
            if tag == "html":
                self.harvest.language = changed.language
        if style:
            if styles.hides(style, tag):
                changed.hidden = True
            size = styles.font_size(style)
            if size is not None:
                changed.tiny = size <= 1
            lines = styles.keeps_lines(style)
            if lines is not None:
                changed.wrapped = lines
            block = block or styles.is_block(style)
            if "url(" in style:
                self.harvest.style(style, tag, changed, start, end)
        if "hidden" in attributes and get("hidden") != "until-found":
            changed.hidden = True
        if role in ROLES:
            changed.zone = ROLES[role]
        identifier = get("id")
        if identifier:
            self.harvest.anchors.append(identifier)
        element = None
        if tag == "a":
            name = get("name")
            if name and name != identifier:
                self.harvest.anchors.append(name)
            if button:
                changed.kind = "button"
            if "href" in attributes or "xlink:href" in attributes:
                self._open_anchor(attributes, changed, start, end)
        else:
            self.harvest.addresses(tag, attributes, changed, self.anchor, start, end)
        if not addresses.LAZY.isdisjoint(attributes):
            self.harvest.lazy(tag, attributes, changed, start, end)
        if not changed.silent and tag not in ("link", "meta"):
            for attribute, kind in (
                ("alt", "alt"),
                ("title", "label"),
                ("placeholder", "label"),
                ("aria-label", "label"),
            ):
                value = get(attribute)
                if value and not value.isspace() and (kind != "alt" or tag in ("img", "area", "input")):
                    element = element or Element(tag, attributes, self.stack.element(len(self.stack.tags) - 1))
                    self.harvest.label(
                        kind, attribute, value, element, changed, start, end, conditional=self.conditional
                    )
            if tag == "input" and get("type", "").lower() in _BUTTON_TYPES and get("value", "").strip():
                element = element or Element(tag, attributes, self.stack.element(len(self.stack.tags) - 1))
                self.harvest.label("button", "value", attributes["value"], element, changed, start, end)
        return (inner if changed.equals(inner) else changed), block

    def _fills_button(self, context: Context, attributes: dict[str, str]) -> bool:
        """Whether a link is the label of a cell that is dressed as a button."""
        if context.kind != "cell" or self.flow is not None:
            return False
        cell = self.stack.elements[self.stack.holders[-1]]
        return cell is not None and styles.is_button_cell(
            cell.attributes if isinstance(cell, Element) else cell, attributes
        )

    def end(self, tag: str, start: int, end: int) -> None:
        stack = self.stack
        depth = len(stack.tags) - 1
        if stack.tags[depth] != tag or depth < stack.floor:
            depth = stack.ended(tag)
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
        stack = self.stack
        while True:
            tag, closed, block = stack.pop()
            if block:
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
        depth = len(self.stack.tags) - 1
        self.stack.holders.append(depth)
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
                flow = self.flow = self._new_flow(self.stack.contexts[-1])
            flow.hole(cut.start, end)

    def _foreign_phrase(self, inner: Context, context: Context) -> bool:
        if inner.language is context.language:
            return False
        around = context.language or self.harvest.language or self.default_language
        language = inner.language or ""
        return bool(around and language) and around.partition("-")[0] != language.partition("-")[0]

    # --- links ---

    def _open_anchor(self, attributes: dict[str, str], context: Context, start: int, end: int) -> None:
        if self.anchor is not None:
            self._close_anchor()
        linked, flow, url = self.linked, self.flow, attributes.get("href") or attributes.get("xlink:href", "")
        if (
            linked is not None
            and flow is linked[0]
            and flow.length == linked[1]
            and (url != linked[2] or url[:1] == "#")
        ):
            flow.gap(start)
        self.anchor = self.harvest.open_anchor(attributes, context, start, end)

    def _close_anchor(self) -> None:
        anchor = self.anchor
        assert anchor is not None
        self.anchor = None
        if self.flow is not None:
            self.linked = (self.flow, self.flow.length, anchor.url)
        self.harvest.close_anchor(anchor)

    # --- the result ---

    def runs(self) -> list[TextRun]:
        """The runs in the order of the source, the preheader marked: the first text of the body, if it is hidden."""
        runs = []
        language = self.harvest.language or self.default_language
        searching = True
        for flow in sorted((flow for flow in self.flows if flow.segments), key=Flow.start):
            if searching and not flow.conditional and flow.kind not in ("title", "meta", "label", "alt"):
                text = "".join(flow.pieces)
                if text.strip(PADDING):
                    searching = False
                    if flow.hidden:
                        flow.kind = "preheader"
            run = flow.run(self.name, language, self.restore)
            if run is not None:
                runs.append(run)
        return runs
