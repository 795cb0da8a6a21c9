"""A page read only around some places: the runs of text that hold them, as they would be if all of it was read.

Most of a large page are blocks without blocks inside (a paragraph, a cell, a row of an index). What stands in such a
block ends with it, and no run reaches beyond it, so that the rest of the page is read the same without it. What stands
around blocks is always read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from preflight.model import TextRun
from preflight.parse import html, markup
from preflight.parse.flow import PADDING
from preflight.parse.reader import Reader
from preflight.patterns import regex

Stretch = tuple[int, int]

_ATTRIBUTES = r"""(?![^\s>])(?:[^<>"'/]++|"[^"<>]*+"|'[^'<>]*+'|/(?!>))*+>"""
_PROSE = (
    r"[^<]++|</?(?:a|span|code|b|i|em|strong|tt|var|su[bp]|small|u|s|br|wbr|img|cite|q|kbd|samp|font|abbr|big)"
    r"""(?![^\s/>])(?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>"""
)
_INNER = rf"<(div|p|pre|h[1-6]){_ATTRIBUTES}(?:{_PROSE})*+</\3>"
_BLOCK = regex(
    rf"<(?:(div|t[dh]|li|d[td]){_ATTRIBUTES}((?:{_PROSE}|{_INNER})*+)</\1>"
    rf"|(p|pre|h[1-6]){_ATTRIBUTES}((?:{_PROSE})*+)</\4>)"
)
# a block without blocks in it: "<p class=x>a <b>text</b></p>", or with such blocks
_TAG = regex(r"<[^<>]*>")
_WORTH_LEAVING_OUT = 16
_FARTHEST = 200
"""Characters of white space between blocks that stand side by side."""


def runs(source: str, places: Sequence[int], closed: Sequence[Stretch], language: str) -> tuple[TextRun, ...]:
    """The runs at the places (sorted), and some others. ``closed`` are the scripts, style sheets and comments, and what
    else is no markup by itself, in order; no tag may hold angle brackets of its own."""
    reader = Reader(_without(source, places, closed), "", language=language)
    html.feed(reader, 0, len(source))
    reader.close()
    return tuple(reader.runs())


def _without(source: str, places: Sequence[int], closed: Sequence[Stretch]) -> str:
    """The source with comments of the same length in place of what need not be read."""
    pieces: list[str] = []
    at = 0
    for start, end in _unwanted(source, places, closed):
        if end - start >= _WORTH_LEAVING_OUT:
            pieces += (source[at:start], "<!--", "." * (end - start - 7), "-->")
            at = end
    return "".join((*pieces, source[at:]))


def _unwanted(source: str, places: Sequence[int], closed: Sequence[Stretch]) -> Iterator[Stretch]:
    """What need not be read. Of blocks side by side, one of each kind stays, empty: its tags end what they would have
    ended."""
    kinds: set[str] = set()
    first = last = 0
    shown = False
    for block in _BLOCK.finditer(source):
        start, end = block.span()
        index = bisect_left(places, start)
        if (index < len(places) and places[index] < end) or _is_in(start, closed):
            continue
        content = 2 if block[2] is not None else 5
        if not shown:  # whether a page's first text is hidden, matters to it
            shown = bool(markup.shown(_TAG.sub("", block[content])).strip(PADDING + " \n\t\r\f"))
            continue
        if not (start == last or (start - last < _FARTHEST and source[last:start].isspace())):
            yield first, last
            first = start
            kinds.clear()
        if (kind := block[1] or block[4]) not in kinds:
            kinds.add(kind)
            yield first, start
            yield block.span(content)
            first = block.end(content) + len(kind) + len("</>")
        last = end
    yield first, last


def _is_in(at: int, stretches: Sequence[Stretch]) -> bool:
    index = bisect_left(stretches, (at + 1,)) - 1
    return index >= 0 and at < stretches[index][1]
