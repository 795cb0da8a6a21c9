"""The inline content of Markdown blocks, with the positions that markdown-it does not give: its rules are watched at
work, and each tells from where to where it matched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from preflight.model import Link, Span
from preflight.parse import text
from preflight.parse.html import feed
from preflight.parse.reader import Reader

_NESTING = 40
"""Levels of lists and quotes (each list counts two); what lies deeper is left out."""

Event = tuple[str, int, int, list[Token], int]
"""Inline rule, start and end in the block's content, the tokens it made, where a link's label ends."""


class _Markdown(MarkdownIt):
    """Every URL counts, as it is written."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - theirs
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - theirs
        return bool(url) or not url


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough; ``env["events"]`` must be a list before inline content is parsed."""
    made = _Markdown("commonmark", {"maxNesting": _NESTING})
    made.enable(["table", "strikethrough"])
    made.inline.ruler2.disable("fragments_join")
    for rule in made.inline.ruler.__rules__:
        rule.fn = _watched(rule.name, rule.fn)
    made.inline.ruler.__compile__()
    return made


def _watched(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def run(state: StateInline, silent: bool) -> bool:
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


class Inline:
    """The content of one block, on its way to the reader. ``places``: (content offset, source offset) of its lines."""

    def __init__(
        self,
        reader: Reader,
        content: str,
        places: list[tuple[int, int]],
        definitions: dict[str, tuple[int, int]],
    ) -> None:
        self.reader = reader
        self.content = content
        self.places = places
        self.definitions = definitions
        self.said: list[str] = []
        """The text as it is read, for a heading's anchor."""
        self.in_cell = reader.stack.tag in ("td", "th")
        self.urls = list(text.bare_urls(content)) if "://" in content or "www." in content.lower() else []

    def at(self, offset: int) -> int:
        """Where a character of the content stands in the source."""
        index = max(0, bisect_right(self.places, offset, key=lambda place: place[0]) - 1)
        content_start, source_start = self.places[index]
        return source_start + offset - content_start

    def write(self, environment: dict[str, Any]) -> None:
        """Hand it over. ``environment`` is that of the block parser: it knows the references."""
        events: list[Event] = []
        environment["events"] = events
        parser().inline.parse(self.content, parser(), environment, [])
        events.sort(key=lambda event: (event[1], -event[2]))
        reader, cursor = self.reader, 0
        links: list[tuple[int, int]] = []
        for rule, start, end, made, label in events:
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
                self.said.append(" ")
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
                feed(reader, self.at(start), self.at(end - 1) + 1)
            elif rule == "entity":
                decoded = "".join(token.content for token in made if token.type != "text") or self.content[start:end]
                reader.text(decoded, self.at(start), self.at(start) + end - start)
                self.said.append(decoded)
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
        self.said.append(self.content[start:end])
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
        context = reader.stack.context
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
        self.said.append(code.content)
        self.reader.end("code", self.at(end - 1), self.at(end - 1) + 1)

    def _autolink(self, start: int, end: int, made: list[Token]) -> None:
        url = self.content[start + 1 : end - 1]
        opening = next(token for token in made if token.type == "link_open")
        at = self.at(start)
        self.reader.extents.places[at, "href"] = (at + 1, at + 1 + len(url))
        self.urls = [found for found in self.urls if not start <= found[1] < end]
        self.reader.start("a", {"href": str(opening.attrs.get("href", url))}, at, at + len(url) + 2)
        self._say(start + 1, end - 1)
        self.reader.end("a", at + len(url) + 1, at + len(url) + 2)

    def _tag(self, tag: str, attribute: str, made: list[Token], start: int, end: int, label: int) -> None:
        """A link or an image."""
        token = next(token for token in made if token.type in ("link_open", "image"))
        url, title = str(token.attrs.get(attribute, "")), str(token.attrs.get("title") or "")
        at, until = self.at(start), self.at(end - 1) + 1
        places = self.reader.extents.places
        attributes = {attribute: url}
        places[at, attribute] = place = self._destination(url, label, end) or self.definitions.get(url, (at, until))
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
        found = parser().helpers.parseLinkDestination(content, start, end)
        until = found.pos
        if content[start : start + 1] == "<":
            start, until = start + 1, until - 1
        at = self.at(start)
        return at, at + until - start
