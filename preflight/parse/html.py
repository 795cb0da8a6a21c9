"""HTML as a reader meets it: runs of text, links, images, anchors, head matter.

One pass over the tokens with a stack of open elements. It is no tree builder: it knows the implied end tags of
paragraphs, list items and table parts, ignores stray end tags, and does constant work per tag however deep the nesting.

A run is one block, flattened through inline tags. Inline code, and a phrase in another language, are cut out of it: they
become runs of their own and leave U+FFFC (OBJECT REPLACEMENT CHARACTER) behind, which is neither letter nor space, so
that spelling sees no code words and "the `x` the" is not a repeated word.
"""

from __future__ import annotations

from collections.abc import Iterable

from preflight.model import Element, Image, Link, Meta, Part, Span, TextRun
from preflight.parse import addresses, styles, tokens
from preflight.parse.flow import PADDING, Flow
from preflight.parse.tokens import COMMENT, END, START, TEXT, Token

BLOCKS = frozenset(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav "
    "ol optgroup option p pre search section summary table tbody td tfoot th thead title tr ul video audio canvas".split()
)
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr".split()
)
CLOSES_PARAGRAPH = BLOCKS - frozenset("body caption col colgroup head html option optgroup tbody td tfoot th thead title tr "
                                      "video audio canvas".split())  # fmt: skip
KINDS = {
    "title": "title", "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "figcaption": "caption",
    "caption": "caption", "button": "button", "blockquote": "quote", "pre": "code", "listing": "code", "code": "code",
    "kbd": "code", "samp": "code", "tt": "code", "math": "code", "xmp": "code", "option": "label", "select": "label",
    "optgroup": "label", "svg": "label", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
    "h5": "heading", "h6": "heading",
}  # fmt: skip
ZONES = {"nav": "nav", "header": "header", "footer": "footer", "aside": "aside", "main": "main"}
ROLES = {"navigation": "nav", "banner": "header", "contentinfo": "footer", "complementary": "aside", "main": "main"}
SILENT = frozenset("script style template textarea iframe noframes noembed datalist rp".split())
"""Their content is no text."""

SCOPES = frozenset("table td th caption html template button object marquee applet".split())
"""An unclosed paragraph outside them is not closed by what is inside."""

TABLE_PARTS = frozenset("table caption colgroup thead tbody tfoot tr td th body html".split())
"""End tags that may close what a cell left open."""

SIBLINGS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "thead": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "optgroup": (frozenset({"option", "optgroup"}), frozenset({"select", "datalist"})),
}
"""A start tag implies the end of an open sibling, unless the list or table it belongs to was opened since."""


class _Anchor:
    """A link whose text is still being read."""

    __slots__ = ("alts", "index", "open", "pieces", "url")

    def __init__(self, url: str, index: int) -> None:
        self.url = url
        self.index = index
        self.pieces: list[str] = []
        self.alts: list[str] = []
        self.open = True


class _Open:
    """An open element: what its content inherits."""

    __slots__ = (
        "anchor", "block", "container", "element", "hidden", "kind", "language", "outer", "scoped", "silent", "sub", "tag",
        "tiny", "verbatim", "zone",
    )  # fmt: skip

    def __init__(self, tag: str, element: Element | None) -> None:
        self.tag = tag
        self.element = element
        self.block = True
        self.container = element  # the innermost block
        self.kind = "paragraph"
        self.language: str | None = None
        self.zone = ""
        self.hidden = False
        self.tiny = False
        self.silent = False
        self.verbatim = False
        self.scoped = False  # inside main, article or section: its header and footer are not the page's
        self.anchor: _Anchor | None = None
        self.sub = ""
        self.outer: Flow | None = None


class Reader:
    """Reads one HTML text. ``name`` is the part's name; offsets are into ``source``."""

    def __init__(self, source: str, name: str, restore: dict[int, int] | None = None) -> None:
        self.source = source
        self.name = name
        self.restore = restore
        self.language = ""
        self.flow: Flow | None = None
        self.flows: list[Flow] = []
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self.images: list[Image] = []
        self.meta: list[Meta] = []
        self.comments: list[tuple[int, int, str]] = []
        self.root = _Open("", None)
        self.stack: list[_Open] = [self.root]
        self.open_at: dict[str, list[int]] = {}
        self.scopes: list[int] = [0]
        self.blocks: list[int] = [0]
        self.floor = 0  # the stack below it belongs to what a conditional comment interrupts
        self.conditional = False

    def read(self) -> None:
        self._read(tokens.tokenize(self.source), 0)
        self._close_to(1)
        self._finish_flow()

    # --- tokens ---

    def _read(self, stream: Iterable[Token], base: int, *, nested: bool = False) -> None:
        stack, source = self.stack, self.source
        for kind, start, end, text, attributes, self_closing in stream:
            if base:
                start += base
                end += base
            if kind == TEXT:
                top = stack[-1]
                if top.silent:
                    if top.tag == "style":
                        self._css(text, start, source[start:end] == text, start, end, "style", "")
                    continue
                if top.tag == "noscript" and not nested and "<" in text:
                    self._read(tokens.tokenize(source[start:end]), start, nested=True)
                    continue
                self._text(top, text, start, end)
            elif kind == START:
                self._start(text, dict(attributes or ()), start, end, self_closing=self_closing)
            elif kind == END:
                self._end(text, start, end)
            elif kind == COMMENT:
                self._comment(text, start, end)

    def _text(self, top: _Open, text: str, start: int, end: int) -> None:
        anchor = top.anchor
        if anchor is not None and anchor.open:
            anchor.pieces.append(text)
        flow = self.flow
        if flow is None:
            if not top.verbatim and text.isspace():
                return
            flow = self.flow = Flow(
                top.kind, top.language, top.zone, top.container if top.sub == "" else top.element,
                hidden=top.hidden or top.tiny, conditional=self.conditional,
            )  # fmt: skip
            self.flows.append(flow)
        if top.verbatim:
            flow.add_verbatim(text, start, end, self.source)
        else:
            flow.add(text, start, end, self.source)

    def _comment(self, text: str, start: int, end: int) -> None:
        """Comments are kept for ignores; what only Outlook reads is read as well."""
        self.comments.append((start, end, text))
        if not text.startswith("[if") or not text.endswith("<![endif]") or self.conditional:
            return
        opening = text.find("]>")
        content_start = self.source.find("]>", start, end) + 2
        content_end = self.source.rfind("<![endif]", start, end)
        if opening < 0 or content_start < 2 or content_end < content_start:
            return
        outer, self.flow, floor = self.flow, None, self.floor
        inner = _inherit(self.stack[-1], "", None)
        inner.hidden = True
        inner.anchor = None
        self._push(inner)
        self.floor, self.conditional = len(self.stack), True
        self._read(tokens.tokenize(self.source[content_start:content_end]), content_start, nested=True)
        self._close_to(self.floor - 1)
        self._finish_flow()
        self.flow, self.floor, self.conditional = outer, floor, False

    # --- elements ---

    def _start(self, tag: str, attributes: dict[str, str], start: int, end: int, *, self_closing: bool) -> None:
        stack = self.stack
        if self.restore and attributes:
            attributes = {key: value.translate(self.restore) for key, value in attributes.items()}
        if tag in CLOSES_PARAGRAPH:
            opened = self.open_at.get("p")
            if opened and opened[-1] > self.scopes[-1]:
                self._close_to(opened[-1])
        siblings = SIBLINGS.get(tag)
        if siblings is not None:
            self._close_siblings(*siblings)
        if tag == "br":
            if self.flow is not None:
                self.flow.line_break(start, end)
            anchor = stack[-1].anchor
            if anchor is not None:
                anchor.pieces.append(" ")
            return
        parent = stack[-1]
        element = Element(tag, attributes, parent.element)
        entry = _inherit(parent, tag, element)
        if tag in BLOCKS:
            entry.block = True
            entry.container = element
            self._finish_flow()
            if parent.anchor is not None:
                parent.anchor.pieces.append(" ")
        kind = KINDS.get(tag)
        if kind is not None:
            entry.kind = self._kind(tag, kind, parent)
        elif parent.kind == "cell" and entry.block:
            entry.kind = "paragraph"
        zone = ZONES.get(tag)
        if zone is not None and not (parent.scoped and zone in ("header", "footer")):
            entry.zone = zone
        if tag in ("main", "article", "section"):
            entry.scoped = True
        if tag in SILENT:
            entry.silent = True
        if tag in ("pre", "listing", "xmp"):
            entry.verbatim = True
        if attributes:
            self._attributes(entry, parent, tag, attributes, start, end)
        if tag in VOID or (self_closing and (":" in tag or self.open_at.get("svg") or self.open_at.get("math"))):
            if not entry.hidden and tag == "img" and self.flow is not None:
                self.flow.gap(start)
            return
        if not entry.block:
            self._cut(entry, parent, start)
        self._push(entry)

    def _kind(self, tag: str, kind: str, parent: _Open) -> str:
        if parent.kind == "label" and self.open_at.get("svg"):
            return "label"
        if kind == "item" and parent.kind == "quote":
            return "quote"
        return kind

    def _attributes(
        self, entry: _Open, parent: _Open, tag: str, attributes: dict[str, str], start: int, end: int
    ) -> None:
        """What a start tag's attributes change and name."""
        get = attributes.get
        language = get("lang") or get("xml:lang")
        if language:
            entry.language = language.strip().lower().replace("_", "-")
            if tag == "html":
                self.language = entry.language
        style = get("style")
        if style:
            if styles.hides(style, tag):
                entry.hidden = True
            size = styles.font_size(style)
            if size is not None:
                entry.tiny = size <= 1
            if not entry.block and tag not in VOID and styles.is_block(style):
                entry.block = True
                entry.container = entry.element
                self._finish_flow()
            if "url(" in style:
                at, until = tokens.attribute_span(self.source, start, end, "style", style)
                self._css(style, at, self.source[at:until] == style, at, until, tag, "style", hidden=entry.hidden)
        if "hidden" in attributes and get("hidden") != "until-found":
            entry.hidden = True
        role = get("role")
        if role in ROLES:
            entry.zone = ROLES[role]
        elif not entry.zone and "footer" in (get("id", "") + " " + get("class", "")).lower() and tag != "body":
            entry.zone = "footer"
        identifier = get("id")
        if identifier:
            self.anchors.append(identifier)
        if tag == "a":
            name = get("name")
            if name and name != identifier:
                self.anchors.append(name)
            if "href" in attributes:
                self._anchor(entry, attributes, start, end)
            if styles.is_button(attributes):
                entry.kind = "button"
        elif tag == "meta":
            self._meta(attributes, start, end)
        elif tag == "base":
            if "href" in attributes:
                self.meta.append(Meta("base", attributes["href"], self._span("href", attributes["href"], start, end)))
        elif tag == "input":
            if get("type", "").lower() in ("submit", "button", "reset") and get("value"):
                self._label("button", entry, "value", attributes["value"], start, end)
        if tag not in ("a", "base"):
            for attribute in addresses.ATTRIBUTES.get(tag, ()):
                if attribute in attributes:
                    self._link(entry, tag, attribute, attributes, start, end)
        if "background" in attributes and tag in ("body", "table", "td", "th", "tr"):
            self._link(entry, tag, "background", attributes, start, end)
        if tag == "img":
            self._image(entry, attributes, start, end)
        if entry.silent:
            return
        for attribute in ("title", "placeholder", "aria-label"):
            if get(attribute) and tag not in ("link", "style", "meta"):
                self._label("label", entry, attribute, attributes[attribute], start, end)
        if tag == "area" and get("alt"):
            self._label("alt", entry, "alt", attributes["alt"], start, end)

    def _push(self, entry: _Open) -> None:
        stack = self.stack
        index = len(stack)
        stack.append(entry)
        tag = entry.tag
        opened = self.open_at.get(tag)
        if opened is None:
            self.open_at[tag] = [index]
        else:
            opened.append(index)
        if tag in SCOPES:
            self.scopes.append(index)
        if entry.block:
            self.blocks.append(index)

    def _end(self, tag: str, start: int, end: int) -> None:
        opened = self.open_at.get(tag)
        if not opened or opened[-1] < self.floor:
            if tag == "br":
                self._start("br", {}, start, end, self_closing=False)
            elif tag == "p":
                self._finish_flow()
            return
        index = opened[-1]
        if tag not in TABLE_PARTS and index < self.scopes[-1]:
            return
        if index < self.blocks[-1] and not self.stack[index].block:
            anchor = self.stack[index].anchor
            if tag == "a" and anchor is not None:
                self._finish_anchor(anchor)
            return
        self._close_to(index, end)

    def _close_siblings(self, siblings: frozenset[str], owners: frozenset[str]) -> None:
        open_at = self.open_at
        sibling = max((open_at[tag][-1] for tag in siblings if open_at.get(tag)), default=-1)
        if sibling < self.floor or sibling < 0:
            return
        owner = max((open_at[tag][-1] for tag in owners if open_at.get(tag)), default=-1)
        if sibling > owner:
            self._close_to(sibling)

    def _close_to(self, index: int, end: int = -1) -> None:
        """Close every open element down to and including ``stack[index]``. ``end``: where its end tag ends."""
        stack, open_at = self.stack, self.open_at
        while len(stack) > index:
            entry = stack.pop()
            tag = entry.tag
            open_at[tag].pop()
            if tag in SCOPES:
                self.scopes.pop()
            if entry.block:
                self.blocks.pop()
                self._finish_flow()
            anchor = entry.anchor
            if entry.sub:
                self._finish_flow()
                self.flow = entry.outer
                if self.flow is not None and entry.sub == "gap":
                    self.flow.gap(end if end >= 0 else self.flow.reach)
            if tag == "a" and anchor is not None and anchor.open:
                self._finish_anchor(anchor)
            elif anchor is not None and entry.block:
                anchor.pieces.append(" ")

    def _cut(self, entry: _Open, parent: _Open, start: int) -> None:
        """Start a run of its own for what is not the surrounding prose."""
        if entry.silent:
            return
        if entry.kind == "code" != parent.kind or _differs(entry.language, parent.language):
            entry.sub = "hole"
        elif entry.kind in ("button", "label") and entry.kind != parent.kind:
            entry.sub = "gap"
        elif entry.hidden != parent.hidden or entry.tiny != parent.tiny:
            entry.sub = "hidden"
        else:
            return
        flow = self.flow
        if flow is None and entry.sub == "hole":
            flow = Flow(
                parent.kind, parent.language, parent.zone, parent.container,
                hidden=parent.hidden or parent.tiny, conditional=self.conditional,
            )  # fmt: skip
            self.flows.append(flow)
        if flow is not None:
            if entry.sub == "hole":
                flow.hole(start, start)
            elif entry.sub == "gap":
                flow.gap(start)
        entry.outer = flow
        self.flow = None

    def _finish_flow(self) -> None:
        self.flow = None

    # --- what tags name ---

    def _span(self, attribute: str, value: str, start: int, end: int) -> Span:
        if self.restore:
            for name, (at, until) in tokens.attribute_spans(self.source, start, end):
                if name == attribute:
                    return Span(self.name, at, until)
        return Span(self.name, *tokens.attribute_span(self.source, start, end, attribute, value))

    def _anchor(self, entry: _Open, attributes: dict[str, str], start: int, end: int) -> None:
        url = attributes["href"]
        outer = self.open_at.get("a")
        if outer and outer[-1] >= self.floor:
            anchor = self.stack[outer[-1]].anchor
            if anchor is not None and anchor.open:
                self._finish_anchor(anchor)
        flow = self.flow
        if flow is not None and flow.link_end == flow.length and flow.space < 0:
            if url != flow.link_url or url.startswith("#"):
                flow.gap(start)
        entry.anchor = _Anchor(url, len(self.links))
        span = self._span("href", url, start, end)
        self.links.append(Link(url, "", "a", "href", span, entry.zone, entry.hidden, False, attributes.get("rel", "")))

    def _finish_anchor(self, anchor: _Anchor) -> None:
        anchor.open = False
        flow = self.flow
        if flow is not None:
            flow.link_end, flow.link_url = flow.length, anchor.url
        text = " ".join("".join(anchor.pieces).split())
        image = not text and bool(anchor.alts)
        if image:
            text = " ".join(" ".join(anchor.alts).split())
        if not text:
            return
        if self.restore:
            text = text.translate(self.restore)
        link = self.links[anchor.index]
        self.links[anchor.index] = Link(
            link.url, text, link.element, link.attribute, link.span, link.zone, link.hidden, image, link.rel
        )

    def _link(self, entry: _Open, tag: str, attribute: str, attributes: dict[str, str], start: int, end: int) -> None:
        value = attributes[attribute]
        span = self._span(attribute, value, start, end)
        rel = attributes.get("rel", "")
        text = attributes.get("alt", "") if tag in ("img", "area", "input") else ""
        if attribute == "srcset":
            exact = span.end - span.start == len(value)
            for url, at in addresses.candidates(value):
                where = Span(self.name, span.start + at, span.start + at + len(url)) if exact else span
                self.links.append(Link(url, text, tag, attribute, where, entry.zone, entry.hidden, True))
            return
        if tag == "link" and "canonical" in rel.lower().split():
            self.meta.append(Meta("canonical", value, span))
        image = tag == "img"
        self.links.append(Link(value, text, tag, attribute, span, entry.zone, entry.hidden, image, rel))

    def _css(
        self, css: str, base: int, exact: bool, start: int, end: int, tag: str, attribute: str, *, hidden: bool = False
    ) -> None:
        if "url(" not in css and "@import" not in css and "URL(" not in css:
            return
        top = self.stack[-1]
        for url, at in styles.urls(css):
            span = Span(self.name, base + at, base + at + len(url)) if exact else Span(self.name, start, end)
            self.links.append(Link(url, "", tag, attribute, span, top.zone, hidden or top.hidden))

    def _image(self, entry: _Open, attributes: dict[str, str], start: int, end: int) -> None:
        alt = attributes.get("alt")
        url = attributes.get("src", "")
        anchor = entry.anchor if entry.anchor is not None and entry.anchor.open else None
        self.images.append(
            Image(
                url, alt, self._span("src", url, start, end), anchor.url if anchor else "",
                attributes.get("width", ""), attributes.get("height", ""),
            )
        )  # fmt: skip
        if alt:
            if anchor:
                anchor.alts.append(alt)
            self._label("alt", entry, "alt", alt, start, end)

    def _label(self, kind: str, entry: _Open, attribute: str, value: str, start: int, end: int) -> None:
        """A run for text that stands in an attribute."""
        if not value or value.isspace():
            return
        span = self._span(attribute, value, start, end)
        flow = Flow(kind, entry.language, entry.zone, entry.element, hidden=entry.hidden or entry.tiny,
                    conditional=self.conditional)  # fmt: skip
        flow.add(value, span.start, span.end, self.source, attribute=True)
        self.flows.append(flow)

    def _meta(self, attributes: dict[str, str], start: int, end: int) -> None:
        content = attributes.get("content")
        if content is None:
            return
        name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        equivalent = attributes.get("http-equiv", "").strip().lower()
        if equivalent == "content-language" and not self.language:
            self.language = content.split(",")[0].strip().lower()
        if equivalent == "refresh":
            span = self._span("content", content, start, end)
            self.meta.append(Meta("refresh", content, span))
            target = addresses.refresh_target(content)
            if target and span.end - span.start == len(content):
                url, at = target
                where = Span(self.name, span.start + at, span.start + at + len(url))
                self.links.append(Link(url, "", "meta", "content", where))
            return
        if name not in ("description", "robots", "generator", "canonical") and not name.startswith(("og:", "twitter:")):
            return
        span = self._span("content", content, start, end)
        self.meta.append(Meta(name, content, span))
        if name in addresses.META_URLS:
            self.links.append(Link(content, "", "meta", "content", span))
        elif name in ("description", "og:title", "og:description", "twitter:title", "twitter:description"):
            self._label("meta", self.stack[-1], "content", content, start, end)

    # --- the result ---

    def runs(self, default_language: str) -> list[TextRun]:
        """The runs in the order of the source, the preheader marked."""
        runs = []
        language = self.language or default_language
        searching = True
        for flow in sorted((flow for flow in self.flows if flow.segments), key=lambda flow: flow.start):
            if searching and not flow.conditional and flow.kind not in ("title", "meta", "label", "alt"):
                text = "".join(flow.pieces)
                if text.strip(PADDING):
                    if flow.hidden:
                        flow.kind = "preheader"
                    searching = False
            run = flow.run(self.name, language, self.restore)
            if run is not None:
                runs.append(run)
        return runs


def _inherit(parent: _Open, tag: str, element: Element | None) -> _Open:
    entry = _Open(tag, element)
    entry.block = False
    entry.container = parent.container
    entry.kind = parent.kind
    entry.language = parent.language
    entry.zone = parent.zone
    entry.hidden = parent.hidden
    entry.tiny = parent.tiny
    entry.silent = parent.silent
    entry.verbatim = parent.verbatim
    entry.scoped = parent.scoped
    entry.anchor = parent.anchor
    return entry


def _differs(language: str | None, other: str | None) -> bool:
    return (
        language != other and bool(language) and bool(other) and language.partition("-")[0] != other.partition("-")[0]
    )


def read(
    source: str, name: str, media_type: str, *, language: str = "", encoding: str = "utf-8", bom: bool = False
) -> Part:
    """One HTML text as a part."""
    reader = Reader(source, name)
    reader.read()
    title = next((flow for flow in reader.flows if flow.kind == "title"), None)
    runs = reader.runs(language)
    meta = list(reader.meta)
    if title is not None:
        run = title.run(name, "", None)
        if run is not None:
            span = run.span(0, len(run.text))
            meta.insert(0, Meta("title", run.text, Span(name, span.start, span.end)))
    return Part(
        name, media_type, source, encoding, tuple(runs), tuple(reader.links), tuple(reader.anchors),
        tuple(reader.images), tuple(meta), (), reader.language or language, tuple(tokens.line_starts(source)), bom,
    )  # fmt: skip
