"""Marks put into a source: ``<mark data-preflight="3">`` around words, ``data-preflight`` on an element.

HTML stays a string here: marks go in between and into its tags, and whatever becomes of it is made harmless later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from msgspec import Struct

from preflight.parse import tokens
from preflight.patterns import regex

UNMARKED = frozenset(
    {"title", "textarea", "style", "script", "option", "noscript", "iframe", "xmp", "noembed", "noframes"}
)
"""Elements whose text is no text of the page, or cannot hold an element."""
INVISIBLE = frozenset({"html", "head", "meta", "link", "base", "script", "style", "title"})
MARKED = regex(r'data-preflight="([\d ]+)"')
TAG = regex(r"<[A-Za-z][^\s/>]*")
OURS = regex(r"data-preflight", re.IGNORECASE)
"""Our attribute in a stranger's hand; its replacement is as long, so that offsets hold."""
FIELD = regex(r"(?m)^([!-9;-~]+):[ \t]*(.*(?:\n[ \t].*)*)")  # Subject: Hello (RFC 5322, 2.2; folded lines included)


class Mark(Struct, frozen=True):
    """One place of a numbered entry: where it starts and ends in the source."""

    number: int
    start: int
    end: int


def marked_html(source: str, marks: Sequence[Mark]) -> str:
    """The source with its marks, on elements and around words that can be seen."""
    source = OURS.sub("data-elsewhere", source)
    waiting = sorted(marks, key=lambda mark: (mark.start, mark.end))
    pieces: list[tuple[int, str]] = []
    inside = ""
    for kind, start, end, name, _ in tokens.tokenize(source):
        here = list(_reaching(waiting, start, end))
        if kind in (tokens.START, tokens.EMPTY):
            inside = name if name in UNMARKED else ""
            numbers = [mark.number for mark in here if mark.start >= start]
            if numbers and name not in INVISIBLE and (tag := TAG.match(source, start, end)):
                if name == "img":  # an element without content shows no number of its own
                    pieces += [(start, f'<mark data-preflight="{_told(numbers)}">'), (end, "</mark>")]
                else:
                    pieces.append((tag.end(), f' data-preflight="{_told(numbers)}"'))
        elif kind == tokens.END:
            inside = ""
        elif kind == tokens.TEXT and not inside:
            for first, last, numbers in _segments(here, start, end):
                if source[first:last].strip():
                    words = last - len(source[first:last].lstrip())
                    pieces += [(words, f'<mark data-preflight="{_told(numbers)}">'), (last, "</mark>")]
    return _inserted(source, pieces)


def marked_text(source: str, marks: Sequence[Mark], *, fields: Sequence[str] = ()) -> str:
    """Plain text as HTML, with its marks; of a message's headers those ``fields`` alone, and any that has a mark."""
    if not fields:
        shown = [(0, len(source))]
    else:
        shown = [
            found.span()
            for found in FIELD.finditer(source)
            if found[1].lower() in fields
            or any(mark.start < found.end() and mark.end > found.start() for mark in marks)
        ]
    lines = []
    for start, end in shown:
        text, at = [], start
        for first, last, numbers in _segments(list(_reaching(sorted(marks, key=_start), start, end)), start, end):
            text += [escape(source[at:first]), f'<mark data-preflight="{_told(numbers)}">']
            text += [escape(source[first:last]), "</mark>"]
            at = last
        lines.append("".join([*text, escape(source[at:end])]))
    return "\n".join(lines)


def numbers_in(html: str) -> tuple[int, ...]:
    """The numbers that have a mark there."""
    return tuple(sorted({int(number) for found in MARKED.findall(html) for number in found.split()}))


def _start(mark: Mark) -> int:
    return mark.start


def _reaching(marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
    """The marks that share a character with this stretch, or stand in it without any."""
    for mark in marks:
        if mark.start >= end:
            return
        if mark.end > start or mark.start == mark.end >= start:
            yield mark


def _segments(marks: Sequence[Mark], start: int, end: int) -> Iterator[tuple[int, int, list[int]]]:
    """Stretches within which the same marks hold."""
    edges = sorted({min(max(edge, start), end) for mark in marks for edge in (mark.start, mark.end)})
    for first, last in pairwise(edges):
        if numbers := [mark.number for mark in marks if mark.start <= first and mark.end >= last]:
            yield first, last, numbers


def _told(numbers: Sequence[int]) -> str:
    return " ".join(map(str, sorted(set(numbers))))


def _inserted(source: str, pieces: list[tuple[int, str]]) -> str:
    written, at = [], 0
    for position, text in sorted(pieces, key=lambda piece: piece[0]):
        written += [source[at:position], text]
        at = position
    return "".join([*written, source[at:]])
