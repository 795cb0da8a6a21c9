"""HTML tokens on their way to the reader; what only Outlook sees, and what stands in ``<noscript>``, included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from preflight.model import Element, Meta, Part, Span
from preflight.parse import ignores, styles, templates, tokens
from preflight.parse.encoding import Decoded
from preflight.parse.reader import Reader
from preflight.parse.tokens import COMMENT, EMPTY, END, START, TEXT, Token

_NO_ATTRIBUTES: dict[str, str] = {}


def feed(reader: Reader, stream: Iterable[Token], base: int = 0, *, nested: bool = False) -> None:
    """Hand over the tokens of the reader's source from offset ``base`` on."""
    contexts, tags = reader.stack.contexts, reader.stack.tags
    start_tag, end_tag, add_text = reader.start, reader.end, reader.text
    for kind, start, end, text, attributes in _shifted(stream, base) if base else stream:
        if kind == TEXT:
            if contexts[-1].silent:
                _silent(reader, text, start, end)
            elif tags[-1] == "noscript" and not nested and "<" in text:
                feed(reader, tokens.tokenize(reader.source[start:end]), start, nested=True)
            else:
                add_text(text, start, end)
        elif kind == START:
            start_tag(text, dict(attributes) if attributes else _NO_ATTRIBUTES, start, end)
        elif kind == END:
            end_tag(text, start, end)
        elif kind == EMPTY:
            start_tag(text, dict(attributes) if attributes else _NO_ATTRIBUTES, start, end, self_closing=True)
        elif kind == COMMENT:
            _comment(reader, text, start, end, nested=nested)


def _shifted(stream: Iterable[Token], base: int) -> Iterator[Token]:
    for kind, start, end, text, attributes in stream:
        yield kind, start + base, end + base, text, attributes


def _silent(reader: Reader, text: str, start: int, end: int) -> None:
    """Scripts and style sheets."""
    if reader.stack.tags[-1] == "style":
        reader.harvest.css(text, "style", "", reader.stack.contexts[-1], start, end)
        if not reader.conditional and "none" in text:
            reader.hidden_classes.update(styles.hidden_classes(text))
            reader.plain = reader.plain and not reader.hidden_classes
    elif reader.stack.tags[-1] == "script" and "/" in text and _is_structured(reader):
        reader.harvest.structured(start, end)
    if reader.restore:
        reader.unread.append((start, end))


def _is_structured(reader: Reader) -> bool:
    """Whether the open script is JSON-LD."""
    script = reader.stack.elements[-1]
    attributes = script.attributes if isinstance(script, Element) else script
    return attributes is not None and attributes.get("type", "").strip().lower() == "application/ld+json"


def _comment(reader: Reader, text: str, start: int, end: int, *, nested: bool) -> None:
    """Comments are kept for ignores; what only Outlook reads is read as well (downlevel-hidden comments)."""
    reader.comments.append((start, end, text))
    if reader.restore:
        reader.unread.append((start, end))
    if nested or not text.startswith("[if") or not text.endswith("<![endif]"):
        return
    content = reader.source.find("]>", start, end) + 2
    until = reader.source.rfind("<![endif]", content, end)
    if content < 2 or until < 0:
        return
    state = reader.interrupt()
    feed(reader, tokens.tokenize(reader.source[content:until]), content, nested=True)
    reader.resume(state, until)


def read(decoded: Decoded, name: str, media_type: str, *, language: str = "") -> tuple[Part, bool]:
    """One HTML text as a part, and whether it holds template logic."""
    source = decoded.text
    masked = templates.mask(source)
    reader = Reader(masked.text, name, language=language, restore=masked.restore)
    feed(reader, tokens.tokenize(masked.text))
    reader.close()
    runs = reader.runs()
    meta = reader.harvest.meta
    title = next((run for run in runs if run.kind == "title"), None)
    if title is not None:
        span = title.span(0, len(title.text))
        meta.insert(0, Meta("title", title.text, Span(name, span.start, span.end)))
    harvest = reader.harvest
    starts = tuple(tokens.line_starts(source))
    part = Part(
        name,
        media_type,
        source,
        decoded.encoding,
        tuple(runs),
        tuple(harvest.links),
        tuple(harvest.anchors),
        tuple(harvest.images),
        tuple(meta),
        ignores.find(source, name, (*reader.comments, *masked.comments), starts),
        harvest.language or language,
        starts,
        decoded.byte_order_mark,
    )
    return part, templates.is_templated(source, masked.actions, reader.unread)
