"""The HTML tokenizer behind one function, so that another parser could stand in (``tests/parse/test_tokens.py`` is the
table it would have to pass), and where a tag's attributes stand in the source.

turbohtml follows the WHATWG rules and gives the line and column of each token, counted in newline-normalised text.
Lines of the source, broken at CRLF, CR and LF alike, are the lines of that text, so a token's offset in the source is
its line's start plus its column. A token ends where the next one starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TEXT, START, END, COMMENT = 0, 1, 2, 3

Attributes = list[tuple[str, str]]
Token = tuple[int, int, int, str, Attributes | None, bool]
"""Kind, start and end in the source, tag name or text (references decoded), attributes, self-closing."""

_NEWLINE = re.compile(r"\r\n?|\n")

_ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|))?""")
# one attribute: name="value", name='value', name=value, name

_TAG_NAME = re.compile(r"<[^\s/>]*")


def tokenize(source: str) -> Iterator[Token]:
    """The tokens of a whole HTML text, doctype left out."""
    from turbohtml import tokenize as turbohtml_tokens

    starts = line_starts(source) if "\r" not in source else [0, *(match.end() for match in _NEWLINE.finditer(source))]
    held = None
    held_start = 0
    for token in turbohtml_tokens(source):
        start = starts[token.line - 1] + token.col
        if held is not None:
            kind = held.type
            if kind == TEXT:
                yield TEXT, held_start, start, held.data, None, False
            elif kind == START:
                yield START, held_start, start, held.tag, held.attrs, held.self_closing
            elif kind == END:
                yield END, held_start, start, held.tag, None, False
            elif kind == COMMENT:
                yield COMMENT, held_start, start, held.data, None, False
        held, held_start = token, start
    if held is not None and held.type <= COMMENT:
        named = held.type in (START, END)
        attributes = held.attrs if held.type == START else None
        end = len(source)
        yield int(held.type), held_start, end, held.tag if named else held.data, attributes, bool(held.self_closing)


def line_starts(source: str) -> list[int]:
    """Where each line starts; lines break at ``\\n`` only."""
    starts = [0]
    at = source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find("\n", at + 1)
    return starts


def attribute_span(source: str, start: int, end: int, name: str, value: str) -> tuple[int, int]:
    """Where the value of a tag's attribute stands, without quotes; the whole tag when it has none.

    ``start`` and ``end`` bound the tag; ``value`` is the decoded value, which lets the common spelling be found
    without walking every attribute.
    """
    at = source.find(f'{name}="{value}"', start, end)
    if (
        at > 0
        and source[at - 1] in " \n\t\r"
        and source.find("'", start, at) < 0
        and not source.count('"', start, at) % 2
    ):
        at += len(name) + 2
        return at, at + len(value)
    for found, (value_start, value_end) in attribute_spans(source, start, end):
        if found == name:
            return value_start, value_end
    return start, end


def attribute_spans(source: str, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every attribute of a tag: its lower-case name, and where its value stands (for one without value, the name)."""
    name = _TAG_NAME.match(source, start, end)
    at = name.end() if name else start
    while match := _ATTRIBUTE.match(source, at, end):
        group = match.lastindex or 1
        yield match[1].lower(), match.span(group)
        at = match.end()
