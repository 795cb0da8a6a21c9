"""Excel workbooks beside CSV files: the same rows, the same findings; and what no workbook may do."""

from __future__ import annotations

import builtins
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
HEADER = ["id", "slug", "seo_title", "updated"]
ROWS: list[list[Any]] = [
    [1, "chairs", "Chairs | Wren", None],
    [2, "1-2", "Half tables | Wren", None],
    [3, "visit", "Visit | Wren", None],
]


def workbook(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = ("Pages", "Notes", "More")) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in zip(names, sheets, strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(column: int, row: int, value: Any) -> list[list[Any]]:
    rows = [list(one) for one in ROWS]
    rows[row][column] = value
    return rows


def test_a_workbook_against_a_csv(write: Write, compare: Run) -> None:
    before = "id,slug,seo_title,updated\n1,chairs,Chairs | Wren,\n2,1-2,Half tables | Wren,\n3,visit,Visit | Wren,\n"
    write({"now.xlsx": workbook([HEADER, *changed(1, 2, "visit-us")]), "before.csv": before})
    outcome = compare("now.xlsx", "before.csv")
    (found,) = outcome.report["findings"]
    assert (found["rule"], found["match"], found["suggestions"]) == ("slugs.changed", "visit-us", ["visit"])
    assert found["location"]["line"] == 4  # the row that Excel shows


def test_empty_rows_and_other_sheets_do_not_matter(write: Write, compare: Run) -> None:
    notes = [["remember", "the milk"], ["and", "the bread"]]
    rows = [HEADER, ROWS[0], [], [None, None], *ROWS[1:]]
    write({"now.xlsx": workbook(rows, notes), "before.xlsx": workbook([HEADER, *ROWS])})
    outcome = compare("now.xlsx", "before.xlsx")
    assert (outcome.code, outcome.report["findings"]) == (0, [])


def test_a_slug_that_became_a_date(write: Write, compare: Run) -> None:
    write(
        {
            "now.xlsx": workbook([HEADER, *changed(1, 1, datetime(2026, 2, 1))]),
            "before.xlsx": workbook([HEADER, *ROWS]),
        }
    )
    rules = {found["rule"] for found in compare("now.xlsx", "before.xlsx").report["findings"]}
    assert rules == {"slugs.mangled", "slugs.changed"}


def test_a_formula_is_read_as_the_value_that_excel_saved(write: Write, compare: Run) -> None:
    data = workbook([HEADER, *changed(2, 0, "=WEBSERVICE(A1)")])
    write({"now.xlsx": data, "before.xlsx": workbook([HEADER, *ROWS])})
    found = compare("now.xlsx", "before.xlsx").report["findings"]
    assert [one["rule"] for one in found] == ["meta.title"]  # never calculated: there is no value


def test_two_sheets_of_pages_are_not_guessed_at(write: Write, compare: Run, shop: Any) -> None:
    table = [HEADER, *ROWS]
    write({"now.xlsx": workbook(table, table), "before.xlsx": workbook(table)})
    outcome = compare("now.xlsx", "before.xlsx")
    assert outcome.code == 3
    assert any("several sheets of pages" in reason for reason in shop.reasons(outcome))


def bomb() -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 210_000_000)
    return stream.getvalue()


def expanding() -> bytes:
    data = workbook([HEADER, *ROWS])
    stream = io.BytesIO()
    entity = (
        '<!DOCTYPE x [<!ENTITY a "' + "a" * 50 + '"><!ENTITY b "' + "&a;" * 50 + '"><!ENTITY c "' + "&b;" * 50 + '"]>'
    )
    with ZipFile(io.BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text if "sheet1" not in name else entity.encode() + b"<worksheet>&c;</worksheet>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (bomb, "would unpack to more than any list"),
        (lambda: b"PK\x03\x04", "no Excel workbook"),
        (lambda: b"\xd0\xcf\x11\xe0 an old or protected one", "no Excel workbook"),
        (lambda: workbook([]), "no sheet with a header"),
        (lambda: workbook([HEADER, *ROWS])[:-200], "no Excel workbook"),
        (expanding, "no sheet with a header|cannot be read"),
    ],
)
def test_a_hostile_workbook(make: Callable[[], bytes], why: str, write: Write, compare: Run, shop: Any) -> None:
    write({"now.xlsx": make(), "before.xlsx": workbook([HEADER, *ROWS])})
    outcome = compare("now.xlsx", "before.xlsx")
    assert outcome.code == 3
    assert any(one in reason for reason in shop.reasons(outcome) for one in why.split("|")), shop.reasons(outcome)


def test_without_the_extra_it_is_said_what_to_install(
    write: Write, compare: Run, shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("openpyxl"):
            raise ImportError(name)
        return real(name, *rest, **more)

    write({"now.xlsx": workbook([HEADER, *ROWS]), "before.csv": "id,slug\n1,chairs\n"})
    monkeypatch.setattr(builtins, "__import__", without)
    outcome = compare("now.xlsx", "before.csv")
    assert outcome.code == 3
    assert any("install preflight-send[xlsx]" in reason for reason in shop.reasons(outcome))
