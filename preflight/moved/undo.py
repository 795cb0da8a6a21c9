"""The undo sheet: the rows whose slug was damaged, with the old slug put back and every other cell as it is now.

It is the newer sheet cut down to these rows, character by character: its columns, delimiter, quotes, line ends and
encoding. Imported, it restores the addresses and keeps the titles and descriptions that the change was for. Of an
export in XML or a workbook it is a new sheet with id, type, title and slug.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from preflight.moved.rows import Sheets
from preflight.parse import sheet
from preflight.parse.encoding import Decoded, decode
from preflight.reading import columns
from preflight.reading.records import Row

FIELDS = (columns.SLUG, columns.URL)


def undo(sheets: Sheets, data: bytes, media_type: str) -> bytes:
    """The sheet to import. ``data`` is the newer sheet as it was given."""
    wanted = {new.number: _old_cells(old, new) for old, new in sheets.changed}
    if media_type in ("text/csv", "text/tab-separated-values"):
        decoded = decode(data)
        return _encoded(_cut(decoded, media_type, wanted), decoded)
    return _made(sheets).encode("utf-8")


def _old_cells(old: Row, new: Row) -> dict[str, str]:
    """Column of the newer sheet → what stood there before, for the fields that make the address."""
    return {
        new.columns[field]: old.get(field)
        for field in FIELDS
        if field in new.columns and field in old.values and old.get(field) != new.get(field)
    }


def _cut(decoded: Decoded, media_type: str, wanted: Mapping[int, Mapping[str, str]]) -> str:
    source = decoded.text
    _, records, _ = sheet.read(decoded, media_type)
    if not records:
        return source
    line_end = "\r\n" if "\r\n" in source[:10_000] else "\n"
    pieces = [source[: _start(source, records[0].span.start)].rstrip("\r\n")]
    for record in records:
        if record.row not in wanted:
            continue
        start, end = _start(source, record.span.start), _end(source, record.span.end)
        changes = sorted(
            (record.spans[column].start, column) for column in wanted[record.row] if column in record.spans
        )
        row, at = "", start
        for _, column in changes:
            span = record.spans[column]
            row += source[at : span.start] + _cell(
                wanted[record.row][column], quoted=source[span.start - 1 : span.start] == '"'
            )
            at = span.end
        pieces.append(row + source[at:end])
    return line_end.join(pieces) + line_end


def _start(source: str, start: int) -> int:
    return start - 1 if source[start - 1 : start] == '"' else start


def _end(source: str, end: int) -> int:
    return end + 1 if source[end : end + 1] == '"' else end


def _cell(text: str, *, quoted: bool) -> str:
    doubled = text.replace('"', '""')
    if quoted:
        return doubled
    return f'"{doubled}"' if any(sign in text for sign in ',;\t|"\r\n') else text


def _encoded(text: str, decoded: Decoded) -> bytes:
    mark = "\ufeff" if decoded.byte_order_mark else ""
    try:
        return (mark + text).encode(decoded.encoding)
    except (UnicodeEncodeError, LookupError):
        return ("\ufeff" + text).encode("utf-8")


def _made(sheets: Sheets) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("ID", "post_type", "post_title", "post_name"))
    for old, new in sheets.changed:
        name = new.get(columns.NAME) or new.get(columns.TITLE)
        writer.writerow((new.get(columns.ID), new.get(columns.TYPE), name, old.slug))
    return stream.getvalue()
