"""The HTML tokenizer behind one function, so that another parser could stand in (``tests/parse/test_tokens.py`` is the
table it would have to pass), and where a tag's attributes stand in the source.

turbohtml follows the WHATWG rules and gives the line and column of each token, counted in newline-normalised text.
Lines of the source, broken at CRLF, CR and LF alike, are the lines of that text, so a token's offset in the source is
its line's start plus its column. A token ends where the next one starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from itertools import accumulate, count
from operator import add
from typing import Any

from preflight.patterns import regex

TEXT, START, EMPTY, END, COMMENT = range(5)
"""Kinds of token; ``EMPTY`` is a start tag written ``<like this/>``."""

Attributes = list[tuple[str, str]]
Token = tuple[int, int, int, str, Attributes | None]
"""Kind, start and end in the source, tag name or text (references decoded), attributes (the first of a name counts)."""

_NEWLINE = regex(r"\r\n?|\n")

_ATTRIBUTE = regex(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|))?""")
# one attribute: name="value", name='value', name=value, name

_TAG_NAME = regex(r"<[^\s/>]*")


@cache
def _core() -> Any:
    """turbohtml's C core by itself. Its package also loads what builds, cleans and extracts, which takes seven times as
    long as the core: a third of the time in which one newsletter should be checked."""
    package = PathFinder.find_spec("turbohtml")
    spec = PathFinder.find_spec("turbohtml._html", package.submodule_search_locations) if package else None
    if spec is not None and spec.loader is not None:
        core = module_from_spec(spec)
        spec.loader.exec_module(core)
        if hasattr(core, "tokenize") and hasattr(core, "TokenType"):
            return core
    import turbohtml

    return turbohtml


def tokenize(source: str) -> Iterator[Token]:
    """The tokens of a whole HTML text, doctype left out."""
    kinds, starts, stream = raw(source)
    text, tag, end_tag, comment = kinds
    found = list(stream)
    offsets = [starts[token.line - 1] + token.col for token in found]
    offsets.append(len(source))
    for token, start, end in zip(found, offsets, offsets[1:], strict=False):
        kind = token.type
        if kind is text:
            yield TEXT, start, end, token.data or "", None
        elif kind is tag:
            yield EMPTY if token.self_closing else START, start, end, token.tag or "", token.attrs
        elif kind is end_tag:
            yield END, start, end, token.tag or "", None
        elif kind is comment:
            yield COMMENT, start, end, token.data or "", None


def raw(source: str, *, capture_source: bool = False) -> tuple[tuple[Any, Any, Any, Any], list[int], Iterator[Any]]:
    """For who reads every token of many pages: the tokenizer's own kinds (text, start tag, end tag, comment), where the
    lines that it counts start, and its tokens, which tell what they are asked for (``source``, when it is captured)."""
    core = _core()
    kinds = core.TokenType
    starts = line_starts(source) if "\r" not in source else [0, *(match.end() for match in _NEWLINE.finditer(source))]
    return (
        (kinds.TEXT, kinds.START_TAG, kinds.END_TAG, kinds.COMMENT),
        starts,
        core.tokenize(source, capture_source=capture_source),
    )


def tag(source: str) -> tuple[str, Attributes, bool]:
    """The name and the attributes of a text that is one start tag, and whether it is written ``<like this/>``."""
    token = next(_core().tokenize(source))
    return token.tag, token.attrs or [], token.self_closing


def words(source: str) -> str:
    """A text without markup as it is read: references decoded."""
    core = _core()
    return "".join(token.data for token in core.tokenize(source) if token.type is core.TokenType.TEXT)


def offsets(source: str, start: int, end: int) -> list[int]:
    """Where the tokens of a stretch start, the stretch read by itself."""
    _, starts, stream = raw(source[start:end])
    return [start + starts[token.line - 1] + token.col for token in stream]


def line_starts(source: str) -> list[int]:
    """Where each line starts; lines break at ``\\n`` only."""
    lines = source.split("\n")
    lines.pop()
    return [0, *map(add, accumulate(map(len, lines)), count(1))]


def attribute_spans(source: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every attribute of a tag: its lower-case name, and where its value stands (for one without value, the name)."""
    name = _TAG_NAME.match(source, start, end)
    at = name.end() if name else start
    while match := _ATTRIBUTE.match(source, at, end):
        group = match.lastindex or 1
        yield match[1].lower(), match.span(group)
        at = match.end()
