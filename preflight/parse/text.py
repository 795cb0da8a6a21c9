"""Plain text: blocks split at blank lines, quoted lines, and the URLs that mail programs make clickable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.model import Link, Part, Span, TextRun
from preflight.parse import tokens
from preflight.parse.encoding import Decoded
from preflight.parse.extents import Extents
from preflight.parse.flow import Flow
from preflight.patterns import regex

_URL = regex(r"(?:https?://|www\.(?=[^\s.]+\.))[^\s<>\"\u201c\u201d\u00ab\u00bb]+", re.I)  # https://example.com/a
_TRAILING = ".,;:!?'*_~\u2019\u2026"
_BREAK = regex(r"\r\n?|\n")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def bare_urls(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int]]:
    """URLs that stand in running text, with their offsets; sentence punctuation after them is not part of them."""
    for match in _URL.finditer(text, start, len(text) if end is None else end):
        url = match[0]
        end_at = len(url)
        surplus = {closing: url.count(closing) - url.count(opening) for closing, opening in _PAIRS.items()}
        while end_at:
            last = url[end_at - 1]
            if surplus.get(last, 0) > 0:
                surplus[last] -= 1
            elif last not in _TRAILING:
                break
            end_at -= 1
        url = url[:end_at]
        if "." in url or "//" in url:
            yield url, match.start()


def read(decoded: Decoded, name: str, media_type: str, *, language: str = "") -> tuple[Part, bool]:
    """A plain text as a part, never template logic (as the other readers)."""
    source = decoded.text
    runs: list[TextRun] = []
    lines: list[tuple[int, int]] = []
    kind = "paragraph"

    def flush() -> None:
        if lines:
            run = _block(source, name, kind, lines, language)
            if run is not None:
                runs.append(run)
            lines.clear()

    at = 0
    for start, end in _lines(source):
        at = start
        stripped = source[start:end].strip()
        quoted = stripped.startswith(">")
        if quoted:
            while at < end and source[at] in "> \t":
                at += 1
        else:
            at += len(source[start:end]) - len(source[start:end].lstrip())
        if at >= end or not stripped:
            flush()
            continue
        if lines and quoted != (kind == "quote"):
            flush()
        kind = "quote" if quoted else "paragraph"
        lines.append((at, start + len(source[start:end].rstrip())))
    flush()
    links = [Link(url, url, "text", "", Span(name, at, at + len(url))) for url, at in bare_urls(source)]
    part = Part(
        name,
        media_type,
        source,
        decoded.encoding,
        tuple(runs),
        tuple(links),
        (),
        (),
        (),
        (),
        language,
        tuple(tokens.line_starts(source)),
        decoded.byte_order_mark,
    )
    return part, False


def _lines(source: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _BREAK.finditer(source):
        yield at, match.start()
        at = match.end()
    if at < len(source):
        yield at, len(source)


def _block(source: str, name: str, kind: str, lines: list[tuple[int, int]], language: str) -> TextRun | None:
    flow = Flow(kind, language, "", None, False)
    lines_end = 0
    for start, end in lines:
        if flow.pieces:
            flow.line_break(lines_end, start)
        flow.add(source[start:end], start, end)
        lines_end = end
    return flow.run(name, language, Extents(source, is_masked=False), None)
