"""``preflight.lock``: the addresses of a site, as ``preflight snapshot`` wrote them.

A text of tab-separated columns, one address a line, sorted; the first line names the form, lines that begin with ``#``
are for people, and the first other line names the columns. Tabs and line breaks in values are spaces, so nothing is
quoted, and a difference between two of them is read line by line.
"""

from __future__ import annotations

from preflight.model import Part, Record, Span
from preflight.parse import tokens
from preflight.parse.encoding import Decoded

MARK = "# preflight.lock 1"
MOST_COLUMNS = 40


def read(decoded: Decoded, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """One record an address, under the names of the columns."""
    source = decoded.text
    starts = tokens.line_starts(source)
    part = Part("", media_type, source, decoded.encoding, line_starts=tuple(starts),
                byte_order_mark=decoded.byte_order_mark)  # fmt: skip
    if not source.startswith(MARK + "\n") and source.rstrip() != MARK:
        return part, (), ("this lock file was written by another version of preflight: take the snapshot anew",)
    columns: list[str] = []
    records = []
    begin = 0
    for number, line in enumerate(source.split("\n"), 1):
        start, begin = begin, begin + len(line) + 1
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.rstrip("\r").split("\t")[:MOST_COLUMNS]
        if not columns:
            columns = cells
            continue
        spans, at = {}, start
        for name, cell in zip(columns, cells, strict=False):
            spans[name] = Span("", at, at + len(cell))
            at += len(cell) + 1
        values = dict(zip(columns, cells, strict=False))
        records.append(Record(number, values, Span("", start, start + len(line)), spans))
    return part, tuple(records), () if records else ("the lock file names no page: take the snapshot anew",)
