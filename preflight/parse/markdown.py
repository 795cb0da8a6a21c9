"""Markdown (CommonMark with tables and strikethrough) as a reader meets it.

markdown-it finds the structure; ``inline`` gives its inline content the positions it lacks. What they found is handed
to the reader as tags and text, so that raw HTML, links, images, code and language behave as in a page.

Front matter, fences, indented and inline code are no prose. Headings have the anchors that GitHub gives them.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it.token import Token

from preflight.model import Meta, Part, Span
from preflight.parse import front_matter, ignores, templates, tokens
from preflight.parse.encoding import Decoded
from preflight.parse.flow import Flow
from preflight.parse.html import feed
from preflight.parse.inline import Inline, parser
from preflight.parse.reader import Reader
from preflight.patterns import regex

_NEWLINE = regex(r"\r\n?|\n")
_HEADING_ID = regex(r"[ \t]*\{#([^\s{}]+)[^{}]*\}[ \t]*$")  # ## Opening hours {#hours}
_NOT_IN_SLUG = regex(r"[^\w\- ]")
_TITLES = {"title": "title", "description": "meta", "summary": "meta", "subtitle": "heading", "excerpt": "meta"}
_LANGUAGES = ("lang", "language", "locale")


class _Writer:
    """Hands one Markdown text to a ``Reader``."""

    def __init__(self, source: str, reader: Reader) -> None:
        self.source = source
        self.reader = reader
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(source))]
        self.ends = [*(match.start() for match in _NEWLINE.finditer(source)), len(source)]
        self.environment: dict[str, Any] = {}
        self.definitions: dict[str, tuple[int, int]] = {}
        self.said = ""
        self.cell = 0
        self.slugs: dict[str, int] = {}

    def write(self, body: str) -> None:
        reader = self.reader
        normalised = _NEWLINE.sub("\n", body).replace("\0", "\ufffd")
        blocks: list[Token] = []
        parser().block.parse(normalised, parser(), self.environment, blocks)
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
                feed(reader, at, until)
            elif token.hidden:
                continue
            elif token.nesting >= 0:
                if token.tag == "tr":
                    self.cell = at
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
        slug = _NOT_IN_SLUG.sub("", self.said.strip().lower()).replace(" ", "-")
        count = self.slugs.get(slug, -1) + 1
        self.slugs[slug] = count
        self.reader.harvest.anchors.append(f"{slug}-{count}" if count else slug)

    # --- inline ---

    def _inline(self, token: Token) -> None:
        content = token.content
        assert token.map
        heading = _HEADING_ID.search(content) if self.reader.stack.tag in ("h1", "h2", "h3", "h4", "h5", "h6") else None
        if heading:
            self.reader.harvest.anchors.append(heading[1])
            content = content[: heading.start()]
        inline = Inline(self.reader, content, self._places(content, token.map[0]), self.definitions)
        inline.write(self.environment)
        self.said = "".join(inline.said)

    def _places(self, content: str, line: int) -> list[tuple[int, int]]:
        """(content offset, source offset) of each line of a block's content."""
        places, at = [], 0
        in_cell = self.reader.stack.tag in ("td", "th")
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
            if raw.rstrip().endswith(stripped):
                found = start + len(raw.rstrip()) - len(stripped)
            else:
                found = start + max(0, raw.find(stripped))
            places.append((at + len(piece) - len(piece.lstrip()), found))
            at += len(piece) + 1
            line += 1
        return places


def read(decoded: Decoded, name: str, media_type: str, *, language: str = "") -> tuple[Part, bool]:
    """One Markdown text as a part, and whether it holds template logic."""
    source = decoded.text
    head = front_matter.length(source)
    entries = list(front_matter.entries(source, head))
    language = next(
        (entry.value.lower().replace("_", "-") for entry in entries if entry.key.lower() in _LANGUAGES), language
    )
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
            flow = Flow(kind, None, "", None, False)
            flow.add(entry.value, entry.start, entry.end)
            reader.flows.append(flow)
    writer = _Writer(masked.text, reader)
    writer.write(re.sub(r"[^\r\n]", " ", masked.text[:head]) + masked.text[head:])
    reader.close()
    harvest, starts = reader.harvest, tuple(tokens.line_starts(source))
    comments = (*reader.comments, *masked.comments)
    part = Part(
        name,
        media_type,
        source,
        decoded.encoding,
        tuple(reader.runs()),
        tuple(harvest.links),
        tuple(harvest.anchors),
        tuple(harvest.images),
        tuple(meta),
        ignores.find(source, name, comments, starts),
        harvest.language or language,
        starts,
        decoded.byte_order_mark,
    )
    return part, templates.is_templated(source, masked.actions, reader.unread)
