"""Sheets: rows and columns of text (RFC 4180 and what spreadsheet programs make of it), each cell with its place.

The standard library's reader tells no positions, so cells are found here; on everything that its writer writes, the two
read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.model import Part, Record, Span
from preflight.parse import tokens
from preflight.parse.encoding import Decoded
from preflight.patterns import regex

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 400
"""Characters of a cell that are kept: what is longer is a page's text, and only compared."""

_SEPARATOR_LINE = regex(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)  # "sep=;" as Excel writes it
_PLAIN_END = {delimiter: regex(f"[{re.escape(delimiter)}\r\n]") for delimiter in DELIMITERS}  # the end of `a,`

Cell = tuple[str, int, int]
"""The text, and where it starts and ends in the source, quotes aside."""


def read(decoded: Decoded, media_type: str, *, delimiter: str = "") -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """The sheet's rows below its header, and what could not be read. The ``delimiter`` is guessed when not given."""
    source = decoded.text
    part = Part("", media_type, source, decoded.encoding, line_starts=tuple(tokens.line_starts(source)),
                byte_order_mark=decoded.byte_order_mark)  # fmt: skip
    start = 0
    if match := _SEPARATOR_LINE.match(source):
        start, delimiter = match.end(), match[1]
    if delimiter not in DELIMITERS:
        delimiter = _delimiter(source, start)
    lines = rows(source, delimiter, start)
    header = next(lines, None)
    if header is None:
        return part, (), ("the sheet has no header",)
    columns = _columns(header)
    records = tuple(
        _record(number, columns, cells)
        for number, cells in enumerate(lines, 2)
        if any(text.strip() for text, _, _ in cells)
    )
    return part, records, () if records else ("the sheet has no row below its header",)


def rows(source: str, delimiter: str, start: int = 0) -> Iterator[list[Cell]]:
    """The rows of a sheet, blank lines left out. A quote that never closes takes the rest of the sheet."""
    plain_end = _PLAIN_END[delimiter]
    at, length = start, len(source)
    row: list[Cell] = []
    while at < length:
        if source[at] == '"':
            text, begin, end, at = _quoted(source, at)
            if match := plain_end.search(source, at):  # whatever follows the closing quote belongs to it
                text, end, at = text + source[at : match.start()], max(end, at - 1), match.start()
            else:
                text, at = text + source[at:], length
        else:
            match = plain_end.search(source, at)
            begin, end = at, match.start() if match else length
            text, at = source[begin:end], end
        row.append((text, begin, end))
        if at < length and source[at] == delimiter:
            at += 1
            if at < length:
                continue
            row.append(("", at, at))
        if source.startswith("\r\n", at):
            at += 1
        at += 1
        if len(row) > 1 or row[0][0]:
            yield row
        row = []


def _quoted(source: str, at: int) -> tuple[str, int, int, int]:
    """The cell whose opening quote is at ``at``: its text, its start and end without quotes, and where to go on."""
    begin = at + 1
    pieces = []
    at = begin
    while True:
        end = source.find('"', at)
        if end < 0:
            pieces.append(source[at:])
            return "".join(pieces), begin, len(source), len(source)
        pieces.append(source[at:end])
        if not source.startswith('"', end + 1):
            return "".join(pieces), begin, end, end + 1
        pieces.append('"')
        at = end + 2


def _delimiter(source: str, start: int) -> str:
    """The one that splits the header into most columns."""
    return max(DELIMITERS, key=lambda delimiter: len(next(rows(source, delimiter, start), ())))


def _columns(header: list[Cell]) -> list[str]:
    """Names of the columns; a name that comes twice gets a number, one that is missing its letter's place."""
    names: list[str] = []
    seen: set[str] = set()
    for number, (text, _, _) in enumerate(header, 1):
        name = text.strip() or f"column {number}"
        if name in seen:
            name = f"{name} ({number})"
        seen.add(name)
        names.append(name)
    return names


def _record(number: int, columns: list[str], cells: list[Cell]) -> Record:
    values = {name: shortened(text.strip()) for name, (text, _, _) in zip(columns, cells, strict=False)}
    spans = {name: Span("", start, end) for name, (_, start, end) in zip(columns, cells, strict=False)}
    return Record(number, values, Span("", cells[0][1], cells[-1][2]), spans)


def shortened(text: str) -> str:
    """The text, or its beginning and a number that stands for all of it."""
    if len(text) <= LONGEST_CELL:
        return text
    from zlib import crc32

    return f"{text[: LONGEST_CELL - 20]}… ({crc32(text.encode('utf-8', 'replace')):08x})"
