"""HTML tokens on their way to the reader; what only Outlook sees, and what stands in ``<noscript>``, included."""

from __future__ import annotations

from preflight.model import Element, Meta, Part, Span
from preflight.parse import ignores, styles, templates, tokens
from preflight.parse.elements import PLANS
from preflight.parse.encoding import Decoded
from preflight.parse.reader import Reader
from preflight.parse.stack import CONTEXT, ELEMENT, INERT
from preflight.parse.weave import WORDS

_NO_ATTRIBUTES: dict[str, str] = {}


def feed(reader: Reader, start: int, end: int, *, nested: bool = False) -> None:
    """Hand over the tokens of a stretch of the reader's source; ``nested`` when it is a token of another stretch.

    Every token of every page passes here, so that what plain prose and plain inline tags need is done on the spot.
    """
    extents = reader.extents
    extents.tokenized(start, end, nested=nested)
    whole = start == 0 and end == len(reader.source)
    (text, start_tag, end_tag, comment), starts, stream = tokens.raw(
        reader.source if whole else reader.source[start:end]
    )
    if start:
        starts = [start + at for at in starts]
    stack = reader.stack
    frames, open_at = stack.frames, stack.open_at
    add_start, add_end = reader.start, reader.end
    for token in stream:
        kind = token.type
        if kind is text:
            context = frames[-1][CONTEXT]
            words = token.data
            if context.flows and not reader.restore:
                if reader.anchor is not None:
                    reader.anchor.pieces.append(words)
                flow = reader.flow
                at = starts[token.line - 1] + token.col
                if flow is None:
                    if words.isspace():
                        continue
                    flow = reader.new_flow(context)
                    flow.start = at
                flow.pieces.append((words, at, ~at, WORDS))
            else:
                _text(reader, words, starts[token.line - 1] + token.col, nested=nested)
        elif kind is start_tag:
            tag = token.tag
            attributes = token.attrs
            frame = frames[-1]
            if tag not in PLANS and not attributes and reader.plain and not frame[1].foreign and not token.self_closing:
                namesake = open_at[tag]
                open_at[tag] = len(frames)
                frames.append([tag, frame[1], _NO_ATTRIBUTES, namesake, frame[4], frame[5], frame[6], INERT])
            else:
                at = starts[token.line - 1] + token.col
                add_start(tag, dict(attributes) if attributes else _NO_ATTRIBUTES, at, ~at, token.self_closing)
        elif kind is end_tag:
            tag = token.tag
            frame = frames[-1]
            if frame[7] == INERT and frame[0] == tag:
                frames.pop()
                open_at[tag] = frame[3]
            else:
                at = starts[token.line - 1] + token.col
                add_end(tag, at, ~at)
        elif kind is comment:
            at = starts[token.line - 1] + token.col
            _comment(reader, token.data, at, nested=nested)


def _text(reader: Reader, text: str, start: int, *, nested: bool) -> None:
    """Text that is no plain prose."""
    if reader.stack.context.silent:
        _silent(reader, text, start)
    elif reader.stack.tag == "noscript" and not nested and "<" in text:
        feed(reader, start, reader.extents.raw_end(start, text), nested=True)
    else:
        reader.text(text, start, ~start)


def _silent(reader: Reader, text: str, start: int) -> None:
    """Scripts and style sheets."""
    end = reader.extents.raw_end(start, text)
    if reader.stack.tag == "style":
        reader.harvest.css(text, "style", "", reader.stack.context, start, end)
        if not reader.conditional and "none" in text:
            reader.hidden_classes.update(styles.hidden_classes(text))
            reader.plain = reader.plain and not reader.hidden_classes
    elif reader.stack.tag == "script" and "/" in text and _is_structured(reader):
        reader.harvest.structured(start, end)
    if reader.restore:
        reader.unread.append((start, end))


def _is_structured(reader: Reader) -> bool:
    """Whether the open script is JSON-LD."""
    script = reader.stack.frames[-1][ELEMENT]
    attributes = script.attributes if isinstance(script, Element) else script
    return attributes is not None and attributes.get("type", "").strip().lower() == "application/ld+json"


def _comment(reader: Reader, text: str, start: int, *, nested: bool) -> None:
    """Comments are kept for ignores; what only Outlook reads is read as well (downlevel-hidden comments)."""
    if ignores.MARK in text:
        reader.comments.append((start, reader.extents.end(~start), text))
    if reader.restore:
        reader.unread.append((start, reader.extents.end(~start)))
    if nested or not text.startswith("[if") or not text.endswith("<![endif]"):
        return
    end = reader.extents.end(~start)
    content = reader.source.find("]>", start, end) + 2
    until = reader.source.rfind("<![endif]", content, end)
    if content < 2 or until < 0:
        return
    state = reader.interrupt()
    feed(reader, content, until, nested=True)
    reader.resume(state, until)


def read(decoded: Decoded, name: str, media_type: str, *, language: str = "") -> tuple[Part, bool]:
    """One HTML text as a part, and whether it holds template logic."""
    source = decoded.text
    masked = templates.mask(source)
    reader = Reader(masked.text, name, language=language, restore=masked.restore)
    feed(reader, 0, len(masked.text))
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
