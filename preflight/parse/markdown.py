"""Markdown (CommonMark with tables and strikethrough) as a reader meets it.

markdown-it finds the structure. Its inline tokens carry no positions, so its inline rules are watched while they work: each
tells from where to where it matched. What they found is handed to the HTML reader as tags and text, so that raw HTML,
links, images, code and language behave as in a page.

Front matter, fences, indented and inline code are no prose. Headings have the anchors that GitHub gives them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from preflight.model import Link, Meta, Part, Span
from preflight.parse import front_matter, ignores, templates, text, tokens
from preflight.parse.encoding import Decoded
from preflight.parse.flow import Flow
from preflight.parse.html import Reader

_NEWLINE = re.compile(r"\r\n?|\n")
_HEADING_ID = re.compile(r"[ \t]*\{#([^\s{}]+)[^{}]*\}[ \t]*$")  # ## Opening hours {#hours}
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_NESTING = 40
"""Levels of lists and quotes (each list counts two); what lies deeper is left out."""
_TITLES = {"title": "title", "description": "meta", "summary": "meta", "subtitle": "heading", "excerpt": "meta"}
_LANGUAGES = ("lang", "language", "locale")

Event = tuple[str, int, int, list[Token], int]
"""Inline rule, start and end in the block's content, the tokens it made, where a link's label ends."""


class _Markdown(MarkdownIt):
    """Every URL counts, as it is written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - theirs
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - theirs
        return bool(url) or not url


@cache
def _parser() -> _Markdown:
    parser = _Markdown("commonmark", {"maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler2.disable("fragments_join")
    for rule in parser.inline.ruler.__rules__:
        rule.fn = _watched(rule.name, rule.fn)
    parser.inline.ruler.__compile__()
    return parser


def _watched(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def run(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - theirs
        if silent:
            return rule(state, True)
        if name in ("emphasis", "strikethrough") and state.pending:
            state.pushPending()
        start, known = state.pos, len(state.tokens)
        if name == "image":  # its label is parsed as a text of its own
            events, state.env["events"] = state.env["events"], []
        matched = rule(state, False)
        if name == "image":
            state.env["events"] = events
        if matched:
            label = 0
            if name in ("link", "image"):
                end, state.pos = state.pos, start
                label = state.md.helpers.parseLinkLabel(state, start + (name == "image"), name == "link")
                state.pos = end
            state.env["events"].append((name, start, state.pos, state.tokens[known:], label))
        return matched

    return run


class _Writer:
    """Hands one Markdown text to a ``Reader``."""

    def __init__(self, source: str, reader: Reader) -> None:
        self.source = source
        self.reader = reader
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(source))]
        self.ends = [*(match.start() for match in _NEWLINE.finditer(source)), len(source)]
        self.environment: dict[str, object] = {}
        self.definitions: dict[str, tuple[int, int]] = {}
        self.said: list[str] = []
        self.cell = 0
        self.slugs: dict[str, int] = {}

    def write(self, body: str) -> None:
        parser, reader = _parser(), self.reader
        normalised = _NEWLINE.sub("\n", body).replace("\0", "\ufffd")
        blocks: list[Token] = []
        parser.block.parse(normalised, parser, self.environment, blocks)
        self._find_definitions()
        at = 0
        for token in blocks:
            if token.map:
                at = self.starts[min(token.map[0], len(self.starts) - 1)]
            if token.type == "inline":
                self._inline(token)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "html_block":
                assert token.map
                until = self.ends[min(token.map[1], len(self.ends)) - 1]
                reader.read(tokens.tokenize(self.source[at:until]), at)
            elif token.hidden:
                continue
            elif token.nesting >= 0:
                if token.tag == "tr":
                    self.cell = at
                self.said = []
                reader.start(token.tag, {}, at, at)
            else:
                if token.type == "heading_close":
                    self._heading_anchor()
                reader.end(token.tag, at, at)

    def _find_definitions(self) -> None:
        """Where the URLs of ``[label]: url`` lines stand."""
        references = self.environment.get("references")
        if not isinstance(references, dict):
            return
        for reference in references.values():
            first, last = reference["map"]
            start, end = self.starts[first], self.ends[min(last, len(self.ends)) - 1]
            at = self.source.find(reference["href"], self.source.find("]:", start, end) + 2, end)
            if at >= 0:
                self.definitions.setdefault(reference["href"], (at, at + len(reference["href"])))

    def _code(self, token: Token) -> None:
        assert token.map
        first, last = token.map
        if token.type == "fence":
            first += 1
            last = min(last, first + token.content.count("\n") + (token.content[-1:] not in ("", "\n")))
        self.reader.start("pre", {}, self.starts[token.map[0]], self.starts[token.map[0]])
        for line in range(first, min(last, len(self.starts))):
            start, end = self.starts[line], self.ends[line]
            if start < end:
                self.reader.text(self.source[start:end], start, end)
            if line + 1 < len(self.starts):
                self.reader.text("\n", end, self.starts[line + 1])
        self.reader.end("pre", self.starts[token.map[0]], self.ends[last - 1] if last else 0)

    def _heading_anchor(self) -> None:
        """GitHub's: lower case, punctuation dropped, spaces as hyphens, repeats numbered."""
        slug = _NOT_IN_SLUG.sub("", "".join(self.said).strip().lower()).replace(" ", "-")
        count = self.slugs.get(slug, -1) + 1
        self.slugs[slug] = count
        self.reader.harvest.anchors.append(f"{slug}-{count}" if count else slug)

    # --- inline ---

    def _inline(self, token: Token) -> None:
        content = token.content
        assert token.map
        heading = (
            _HEADING_ID.search(content) if self.reader.stack.tags[-1] in ("h1", "h2", "h3", "h4", "h5", "h6") else None
        )
        if heading:
            self.reader.harvest.anchors.append(heading[1])
            content = content[: heading.start()]
        parser = _parser()
        self.environment["events"] = events = []
        parser.inline.parse(content, parser, self.environment, [])
        events.sort(key=lambda event: (event[1], -event[2]))
        _Line(self, content, self._places(content, token.map[0]), events).write()

    def _places(self, content: str, line: int) -> list[tuple[int, int]]:
        """(content offset, source offset) of each line of a block's content."""
        places, at = [], 0
        in_cell = self.reader.stack.tags[-1] in ("td", "th")
        for piece in content.split("\n"):
            stripped = piece.strip()
            start, end = self.starts[min(line, len(self.starts) - 1)], self.ends[min(line, len(self.ends) - 1)]
            raw = self.source[start:end]
            if in_cell:
                escaped = stripped.replace("|", "\\|")
                found = max(self.cell, self.source.find(escaped, self.cell, end))
                self.cell = found + len(escaped)
                places.append((0, found))
                bars = [index for index, character in enumerate(stripped) if character == "|"]
                places += [(bar, found + bar + count) for count, bar in enumerate(bars, 1)]
                continue
            elif raw.rstrip().endswith(stripped):
                found = start + len(raw.rstrip()) - len(stripped)
            else:
                found = start + max(0, raw.find(stripped))
            places.append((at + len(piece) - len(piece.lstrip()), found))
            at += len(piece) + 1
            line += 1
        return places


class _Line:
    """The inline content of one block, on its way to the reader."""

    def __init__(self, writer: _Writer, content: str, places: list[tuple[int, int]], events: list[Event]) -> None:
        self.writer = writer
        self.reader = writer.reader
        self.content = content
        self.places = places
        self.events = events
        self.in_cell = writer.reader.stack.tags[-1] in ("td", "th")
        self.urls = list(text.bare_urls(content)) if "://" in content or "www." in content.lower() else []

    def at(self, offset: int) -> int:
        """Where a character of the content stands in the source."""
        index = max(0, bisect_right(self.places, offset, key=lambda place: place[0]) - 1)
        content_start, source_start = self.places[index]
        return source_start + offset - content_start

    def write(self) -> None:
        reader, cursor = self.reader, 0
        links: list[tuple[int, int]] = []
        for rule, start, end, made, label in self.events:
            while links and start >= links[-1][0]:
                cursor = self._close(links, cursor)
            if start < cursor:
                continue
            self._say(cursor, start)
            cursor = end
            if rule == "text":
                self._say(start, end)
            elif rule == "newline" or (rule == "escape" and made and made[-1].type == "hardbreak"):
                if made and made[-1].type == "hardbreak":
                    reader.line_break(self.at(start), self.at(start) + 1)
                else:
                    reader.text("\n", self.at(start), self.at(start) + 1)
                self.writer.said.append(" ")
            elif rule == "escape":
                self._say(start + 1, end)
            elif rule in ("emphasis", "strikethrough"):
                self._delimiters(start, end, made)
            elif rule == "backticks":
                self._code_span(start, end, made)
            elif rule == "link":
                self._tag("a", "href", made, start, end, label)
                links.append((label, end))
                cursor = start + 1
            elif rule == "image":
                self._tag("img", "src", made, start, end, label)
            elif rule == "autolink":
                self._autolink(start, end, made)
            elif rule == "html_inline":
                reader.read(tokens.tokenize(reader.source[self.at(start) : self.at(end - 1) + 1]), self.at(start))
            elif rule == "entity":
                decoded = "".join(token.content for token in made if token.type != "text") or self.content[start:end]
                reader.text(decoded, self.at(start), self.at(start) + end - start)
                self.writer.said.append(decoded)
        while links:
            cursor = self._close(links, cursor)
        self._say(cursor, len(self.content))

    def _close(self, links: list[tuple[int, int]], cursor: int) -> int:
        """The end of the innermost link's label."""
        label, end = links.pop()
        self._say(cursor, label)
        self.reader.end("a", self.at(label), self.at(end - 1) + 1)
        return end

    def _say(self, start: int, end: int) -> None:
        """Text that stands in the source as it is read."""
        if start >= end:
            return
        while self.urls and self.urls[0][1] < end:
            url, at = self.urls.pop(0)
            if at >= start and self.reader.anchor is None:
                self._link(url, at)
        self.writer.said.append(self.content[start:end])
        for place, _ in self.places[1:] if self.in_cell else ():
            if start < place < end:  # an escaped bar
                self._text(start, place)
                start = place
        self._text(start, end)

    def _text(self, start: int, end: int) -> None:
        at = self.at(start)
        self.reader.text(self.content[start:end], at, at + end - start)

    def _link(self, url: str, at: int) -> None:
        reader, start = self.reader, self.at(at)
        context = reader.stack.contexts[-1]
        if reader.restore:
            url = url.translate(reader.restore)
        span = Span(reader.name, start, start + len(url))
        reader.harvest.links.append(Link(url, url, "text", "", span, context.zone, context.unseen))

    def _delimiters(self, start: int, end: int, made: list[Token]) -> None:
        """Asterisks, underscores and tildes that turned out to mark nothing are text."""
        for token in made:
            if token.type == "text" and token.content:
                self._say(start, start + len(token.content))
            start += len(token.content) or 1

    def _code_span(self, start: int, end: int, made: list[Token]) -> None:
        code = next((token for token in made if token.type == "code_inline"), None)
        if code is None:
            self._say(start, end)
            return
        size = len(code.markup)
        self.reader.start("code", {}, self.at(start), self.at(start) + size)
        offset = start + size
        for piece in self.content[offset : end - size].splitlines(keepends=True):
            bare = piece.rstrip("\n")
            if bare:
                self.reader.text(bare, self.at(offset), self.at(offset) + len(bare))
            if bare != piece:
                self.reader.text("\n", self.at(offset + len(bare)), self.at(offset + len(bare)) + 1)
            offset += len(piece)
        self.writer.said.append(code.content)
        self.reader.end("code", self.at(end - 1), self.at(end - 1) + 1)

    def _autolink(self, start: int, end: int, made: list[Token]) -> None:
        url = self.content[start + 1 : end - 1]
        opening = next(token for token in made if token.type == "link_open")
        at = self.at(start)
        self.reader.harvest.places[at, "href"] = (at + 1, at + 1 + len(url))
        self.urls = [found for found in self.urls if not start <= found[1] < end]
        self.reader.start("a", {"href": str(opening.attrs.get("href", url))}, at, at + len(url) + 2)
        self._say(start + 1, end - 1)
        self.reader.end("a", at + len(url) + 1, at + len(url) + 2)

    def _tag(self, tag: str, attribute: str, made: list[Token], start: int, end: int, label: int) -> None:
        """A link or an image."""
        token = next(token for token in made if token.type in ("link_open", "image"))
        url, title = str(token.attrs.get(attribute, "")), str(token.attrs.get("title") or "")
        at, until = self.at(start), self.at(end - 1) + 1
        places = self.reader.harvest.places
        attributes = {attribute: url}
        places[at, attribute] = place = self._destination(url, label, end) or self.writer.definitions.get(
            url, (at, until)
        )
        if title:
            attributes["title"] = title
            found = self.reader.source.find(title, place[1], until)
            places[at, "title"] = (found, found + len(title)) if found >= 0 else (at, until)
        if tag == "img":
            attributes["alt"] = self.content[start + 2 : label]
            places[at, "alt"] = (self.at(start + 2), self.at(label))
        self.urls = [found for found in self.urls if not (start <= found[1] < end)]
        self.reader.start(tag, attributes, at, until)

    def _destination(self, url: str, label: int, end: int) -> tuple[int, int] | None:
        """Where an inline link's URL stands; None for a reference."""
        content = self.content
        if content[label + 1 : label + 2] != "(":
            return None
        start = label + 2
        while start < end and content[start] in " \t\n":
            start += 1
        found = _parser().helpers.parseLinkDestination(content, start, end)
        until = found.pos
        if content[start : start + 1] == "<":
            start, until = start + 1, until - 1
        at = self.at(start)
        return at, at + until - start


def read(decoded: Decoded, name: str, media_type: str, *, language: str = "") -> tuple[Part, bool]:
    """One Markdown text as a part, and whether it holds template logic."""
    source = decoded.text
    head = front_matter.length(source)
    entries = list(front_matter.entries(source, head))
    language = next((entry.value.lower().replace("_", "-") for entry in entries if entry.key in _LANGUAGES), language)
    masked = templates.mask(source)
    reader = Reader(masked.text, name, language=language, restore=masked.restore)
    meta = reader.harvest.meta
    for entry in entries:
        span = Span(name, entry.start, entry.end)
        meta.append(Meta(f"front.{entry.key}", entry.value, span))
        kind = _TITLES.get(entry.key.lower())
        if kind and entry.value:
            if entry.key.lower() in ("title", "description"):
                meta.append(Meta(entry.key.lower(), entry.value, span))
            flow = Flow(kind, None, "", None, hidden=False)
            flow.add(entry.value, entry.start, entry.end, source)
            reader.flows.append(flow)
    writer = _Writer(masked.text, reader)
    writer.write(re.sub(r"[^\r\n]", " ", masked.text[:head]) + masked.text[head:])
    reader.close()
    harvest, starts = reader.harvest, tuple(tokens.line_starts(source))
    comments = (*reader.comments, *masked.comments)
    part = Part(
        name, media_type, source, decoded.encoding, tuple(reader.runs()), tuple(harvest.links), tuple(harvest.anchors),
        tuple(harvest.images), tuple(meta), ignores.find(source, name, comments, starts),
        harvest.language or language, starts, decoded.byte_order_mark,
    )  # fmt: skip
    return part, templates.is_templated(source, masked.actions, reader.unread)
