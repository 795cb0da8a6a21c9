"""Excel workbooks (``.xlsx``, Office Open XML): the sheets that hold pages, as text.

A place in a workbook is a line and a column of its sheet written as tab-separated text: line 14 is row 14. Formulas are
read as the values that Excel last saved for them; links to other workbooks are not followed, macros not looked at.
Reading needs openpyxl, an optional extra: without it the reader is told so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile, ZipFile

from preflight.model import Part, Record
from preflight.parse import sheet
from preflight.parse.encoding import Decoded
from preflight.reading import columns

LARGEST_UNPACKED = 200_000_000
"""Bytes of a workbook's XML; a sheet of 10,000 pages has a fiftieth."""

MOST_ROWS = 200_000
MOST_COLUMNS = 300
_MISSING = "this is an Excel workbook: install preflight-send[xlsx] to read it, or save the sheet as CSV"


def read(data: bytes, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """The rows of every sheet whose header names fields of pages; those of the first sheet where none does."""
    part = Part("", media_type, "")
    if fault := _fault(data):
        return part, (), (fault,)
    try:
        from openpyxl import load_workbook
    except ImportError:
        return part, (), (_MISSING,)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        texts = {name: "\n".join(_lines(book[name])) for name in book.sheetnames if hasattr(book[name], "iter_rows")}
        book.close()
    except Exception as error:  # a damaged workbook raises anything at all
        return part, (), (f"this workbook cannot be read: it is damaged ({type(error).__name__})",)
    found = [(name, *sheet.read(Decoded(text, "utf-8"), media_type, delimiter="\t")) for name, text in texts.items()]
    held = [one for one in found if one[2]]
    chosen = [one for one in held if columns.fields_of(one[2][0].values, {})] or held[:1]
    if not chosen:
        return part, (), ("the workbook has no sheet with a header and rows below it",)
    if len(chosen) > 1:
        names = ", ".join(f"“{name}”" for name, *_ in chosen)
        return part, (), (f"the workbook has several sheets of pages ({names}): save each as a file of its own",)
    return chosen[0][1:]


def _fault(data: bytes) -> str:
    """What keeps the workbook from being opened at all."""
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return "this is no Excel workbook, or a damaged or protected one"
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        return "this workbook would unpack to more than any list of pages has: it was not opened"
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        return "this is no Excel workbook"
    return ""


def _lines(rows: Any) -> Iterator[str]:
    """The rows as tab-separated text, up to the last one with anything in it."""
    blank = 0
    for row in rows.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
        cells = [_cell(value) for value in row]
        if not any(cells):
            blank += 1
            continue
        yield from ["\t"] * blank
        blank = 0
        yield "\t".join(cells)


def _cell(value: Any) -> str:
    """A value as Excel would write it into a CSV file. A date keeps the look of one: no slug has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().strftime("%Y/%m/%d") if value.time() == time(0) else value.strftime("%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y/%m/%d")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = " ".join(str(value).replace("_x000D_", " ").split("\n"))
    return '"' + text.replace('"', '""') + '"' if "\t" in text or text.startswith('"') else text
