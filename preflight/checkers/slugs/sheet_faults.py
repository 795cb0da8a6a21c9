"""Faults that a sheet shows by itself: one address or one id for two rows, and values that a spreadsheet mangled."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from preflight.checkers.slugs.whole_column import FILLED
from preflight.model import Finding, Related
from preflight.patterns import regex
from preflight.reading import columns, shifts
from preflight.reading.records import Pairs, Row, Sheet, key_of

_ERROR = regex(r"#(?:REF|NAME|VALUE|N/A|DIV/0|NUM|NULL|SPILL|CALC)[!?]?|#{4,}")  # "#NAME?"
_DATE = regex(
    r"\d{1,2}[-. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?:[-. ]\d{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2,4}|\d{1,4}[/.]\d{1,2}[/.]\d{1,4}",
    re.IGNORECASE,
)  # "2-Jan" where "1-2" stood
_SCIENTIFIC = regex(r"\d(?:[.,]\d{1,12})?E\+\d{1,3}", re.IGNORECASE)  # "1.23457E+11"


def review(now: Sheet, before: Sheet | None, pairs: Pairs | None, hidden: Collection[str]) -> Iterator[Finding]:
    if not now.wordpress:  # written by a program, which keeps ids apart and no spreadsheet touched
        yield from _mangled(now, pairs)
        yield from _same_id(now, before)
    if pairs is not None or not now.wordpress:
        yield from _collisions(now, pairs, hidden)


def _mangled(now: Sheet, pairs: Pairs | None) -> Iterator[Finding]:
    earlier = {id(new): old for old, new in pairs.pairs} if pairs else {}
    for row in now.rows:
        old = earlier.get(id(row))
        for column, text in row.raw.items():
            was = old.raw.get(column) if old else None
            if text == was:
                continue
            key = now.fields.get(column) in (columns.ID, columns.SLUG, columns.SKU)
            what = ""
            if _ERROR.fullmatch(text):
                what = "a spreadsheet's error message"
            elif key and _SCIENTIFIC.fullmatch(text):
                what = "a number that a spreadsheet rounded"
            elif key and _DATE.fullmatch(text) and now.fields.get(column) == columns.SLUG:
                what = "what a spreadsheet makes of a value that looks like a date"
            if what:
                then = f", before it was “{was}”" if was else ""
                yield Finding(
                    "slugs.mangled",
                    f"“{text}” in column “{column}” of row {row.number} is {what}{then}",
                    row.cell(column),
                    text,
                    "Open the export again with this column as text, and do not import the sheet as it is.",
                    (was,) if was else (),
                )


def _same_id(now: Sheet, before: Sheet | None) -> Iterator[Finding]:
    repeated = {key for key, rows in _grouped(now).items() if len(rows) > 1}
    known = {key for key, rows in _grouped(before).items() if len(rows) > 1} if before else set()
    for key in sorted(repeated - known):
        first, *others = _grouped(now)[key]
        yield Finding(
            "slugs.duplicate-id",
            f"the id {key[1]} stands in rows {', '.join(str(row.number) for row in (first, *others))}: an import "
            "changes that one page several times and leaves another out",
            others[0].place(columns.ID),
            key[1],
            "Give each row its own id, as in the export.",
            related=(Related(first.place(columns.ID), key[1], "the first row with this id"),),
        )


def _grouped(sheet: Sheet) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in sheet.rows:
        if row.get(columns.ID):
            found.setdefault((*key_of(row, columns.ID), row.get(columns.LANGUAGE)), []).append(row)
    return found


def _collisions(now: Sheet, pairs: Pairs | None, hidden: Collection[str]) -> Iterator[Finding]:
    earlier = {id(new): old for old, new in pairs.pairs} if pairs else {}
    shift = shifts.shift_in(pairs, columns.SLUG) if pairs else None
    slipped = {id(new) for _, new in shift.rows} if shift else set()
    at: dict[tuple[str, ...], list[Row]] = {}
    for row in now.rows:
        if row.slug and row.online and row.get(columns.TYPE) not in hidden:
            kind = row.get(columns.TYPE) or row.get(columns.OBJECT)
            at.setdefault((row.get(columns.LANGUAGE), kind, row.get(columns.PARENT), row.slug), []).append(row)
    for rows in at.values():
        ids = {row.get(columns.ID) for row in rows}
        if len(rows) < 2 or (len(ids) < 2 and ids != {""}):
            continue
        taking = [row for row in rows if id(row) not in earlier or earlier[id(row)].slug != row.slug]
        if pairs is not None and (not taking or len(taking) >= FILLED or all(id(row) in slipped for row in taking)):
            continue  # as before, or told as what happened to the whole column
        first = next((row for row in rows if not taking or row is not taking[-1]), rows[0])
        second = taking[-1] if taking else rows[1]
        yield Finding(
            "slugs.collision",
            f"rows {', '.join(str(row.number) for row in rows[:10])} have the same address “{second.slug}”: only one "
            "page can have it",
            second.place(second.slug_field),
            second.slug,
            "Give each page a slug of its own.",
            related=(Related(first.place(first.slug_field), first.slug, "has it too"),),
            severity=None if pairs is not None else "warning",
        )
