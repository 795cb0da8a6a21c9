"""HTML tokens on their way to the reader; what only Outlook sees, and what stands in ``<noscript>``, included."""

from __future__ import annotations

from preflight.model import Element, Meta, Part, Span
from preflight.parse import ignores, styles, templates, tokens
from preflight.parse.encoding import Decoded
from preflight.parse.reader import Reader
from preflight.parse.stack import BLOCKED, CONTEXT, CUT, ELEMENT, NAMESAKE, ROLE, TAG
from preflight.parse.steps import APART, PASSED, known, take
from preflight.parse.weave import WORDS


def feed(reader: Reader, start: int, end: int, *, nested: bool = False) -> None:
    """Hand over the tokens of a stretch of the reader's source; ``nested`` when it is a token of another stretch.

    Every token of every page passes here, so that what plain prose and plain inline tags need is done on the spot.
    """
    extents = reader.extents
    extents.tokenized(start, end, nested=nested)
    whole = start == 0 and end == len(reader.source)
    (text, start_tag, end_tag, comment), starts, stream = tokens.raw(
        reader.source if whole else reader.source[start:end], capture_source=reader.restore is None
    )
    if start:
        starts = [start + at for at in starts]
    breaks_differ = "\r" in reader.source
    if whole and not breaks_differ:
        reader.line_starts = tuple(starts)
    frames, open_at, push = reader.stack.frames, reader.stack.open_at, reader.stack.push
    hidden = reader.hidden_classes
    for token in stream:
        kind = token.type
        if kind is text:
            words = token.data
            context = frames[-1][CONTEXT]
            if context.flows and not reader.restore:
                if reader.anchor is not None:
                    reader.anchor.pieces.append(words)
                flow = reader.flow
                if flow is None:
                    if words.isspace() and not context.verbatim:
                        continue
                    flow = reader.new_flow(context)
                    flow.start = starts[token.line - 1] + token.col
                at = starts[token.line - 1] + token.col
                flow.pieces.append((words, at, ~at, WORDS))
            else:
                _text(reader, words, starts[token.line - 1] + token.col, nested=nested)
        elif kind is start_tag:
            frame = frames[-1]
            written = token.source
            if written is None or (breaks_differ and "\n" in written):
                at = starts[token.line - 1] + token.col
                reader.start(token.tag, dict(token.attrs or ()), at, ~at, token.self_closing)
                continue
            step = frame[CONTEXT].steps.get(written) or known(
                frame[CONTEXT], written, token.tag, token.attrs or (), is_empty=token.self_closing
            )
            how = step.kind.how
            if how == APART or (hidden and not hidden.isdisjoint(step.kind.classes)):
                at = starts[token.line - 1] + token.col
                reader.start(step.kind.tag, step.attributes, at, ~at, step.kind.is_empty)
            elif how == PASSED:
                push(step.kind.tag, frame[CONTEXT], step.attributes, False, False)
            else:
                take(reader, step, starts[token.line - 1] + token.col)
        elif kind is end_tag:
            tag = token.tag
            frame = frames[-1]
            role = frame[ROLE]
            if frame[TAG] == tag and role != CUT and tag != "a":
                frames.pop()
                open_at[tag] = frame[NAMESAKE]
                if role == BLOCKED:
                    reader.flow = None
                    if reader.anchor is not None:
                        reader.anchor.pieces.append(" ")
            else:
                at = starts[token.line - 1] + token.col
                reader.end(tag, at, ~at)
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
            reader.hidden_classes.update(styles.of_sheet(styles.hidden_classes, text))
            reader.plain = reader.plain and not reader.hidden_classes
    elif reader.stack.tag == "script" and "/" in text and _is_structured(reader):
        reader.harvest.structured(start, end)
    if reader.restore:
        reader.unread.append((start, end))


def _is_structured(reader: Reader) -> bool:
    """Whether the open script is JSON-LD."""
    script: Element | None = reader.stack.frames[-1][ELEMENT]
    return script is not None and script.attributes.get("type", "").strip().lower() == "application/ld+json"


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
    starts = reader.line_starts or tuple(tokens.line_starts(source))
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
