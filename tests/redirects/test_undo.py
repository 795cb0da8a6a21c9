"""The undo sheet: only the damaged slugs go back, all else stays, and it can be imported like the other one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from preflight.cli import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sheet"


def undone(tmp_path: Path, before: bytes, after: bytes, suffix: str = "csv") -> bytes:
    old, new, undo = (tmp_path / f"{name}.{suffix}" for name in ("before", "after", "undo"))
    old.write_bytes(before)
    new.write_bytes(after)
    assert main(["redirects", str(old), str(new), "--undo", str(undo)]) == 0
    return undo.read_bytes()


def test_the_founding_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, undo = EXAMPLE / "before.csv", EXAMPLE / "after.csv", tmp_path / "undo.csv"
    wanted = ["--allow-change", "title,description", "--offline", "--no-config", "--no-cache"]
    assert main(["check", str(new), "--against", str(old), *wanted]) == 1
    report = " ".join(capsys.readouterr().out.split())
    assert "the slug “services” became “garden-design-services-bristol” in row 3" in report
    assert "the slug “pricing” became “garden-design-prices-bristol” in row 4" in report
    assert main(["redirects", str(old), str(new), "--undo", str(undo)]) == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(undo.read_text(encoding="utf-8")))}
    assert {identity: row["slug"] for identity, row in rows.items()} == {"24": "services", "31": "pricing"}
    assert rows["31"]["seo_title"] == "Garden design prices in Bristol – Fern & Field"  # the wanted edit stays


def test_dialect_columns_and_encoding_are_those_of_the_sheet(tmp_path: Path) -> None:
    before = '"ID";"Título";"Slug"\r\n"3";"Precios";"precios"\r\n"4";"Año; nuevo";"año"\r\n'.encode("cp1252")
    after = '"ID";"Título";"Slug"\r\n"3";"Los precios";"los-precios"\r\n"4";"Año; nuevo";"año"\r\n'.encode("cp1252")
    assert undone(tmp_path, before, after).decode("cp1252") == '"ID";"Título";"Slug"\r\n"3";"Los precios";"precios"\r\n'


def test_a_byte_order_mark_and_line_breaks_in_cells_survive(tmp_path: Path) -> None:
    before = "\ufeffID,Slug,SEO Description\n1,a,old\n2,b,old\n3,c,old\n"
    after = '\ufeffID,Slug,SEO Description\n1,a,new\n2,b-2,"two\nlines, and ""quotes"""\n3,c,new\n'
    made = undone(tmp_path, before.encode(), after.encode()).decode()
    assert made == '\ufeffID,Slug,SEO Description\n2,b,"two\nlines, and ""quotes"""\n'


def test_an_emptied_slug_and_an_address_column_are_restored_too(tmp_path: Path) -> None:
    before = "ID,Slug,Permalink\n1,a,https://oak.example/a/\n2,b,https://oak.example/b/\n"
    after = "ID,Slug,Permalink\n1,,https://oak.example/a/\n2,c,https://oak.example/c/\n"
    made = undone(tmp_path, before.encode(), after.encode()).decode()
    assert made == "ID,Slug,Permalink\n1,a,https://oak.example/a/\n2,b,https://oak.example/b/\n"


def test_nothing_damaged_is_a_header_alone(tmp_path: Path) -> None:
    sheet = "ID,Slug,SEO Title\n1,a,{}\n"
    assert undone(tmp_path, sheet.format("x").encode(), sheet.format("y").encode()) == b"ID,Slug,SEO Title\n"


def test_pages_below_a_changed_page_are_redirected_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header = "ID,post_type,post_parent,post_title,post_name,post_status\n"
    rows = "1,page,0,Services,{},publish\n2,page,1,Lawns,lawns,publish\n3,page,1,Ponds,ponds,publish\n"
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(header + rows.format("services"), encoding="utf-8")
    new.write_text(header + rows.format("garden-services"), encoding="utf-8")
    assert main(["redirects", str(old), str(new), "--format", "yoast"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert set(lines[1:]) == {
        "/services/,/garden-services/,301,plain",
        "/services/lawns/,/garden-services/lawns/,301,plain",
        "/services/ponds/,/garden-services/ponds/,301,plain",
    }


def test_undo_needs_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text("<h1>Hello</h1>", encoding="utf-8")
    assert main(["redirects", str(tmp_path / "a"), str(tmp_path / "a"), "--undo", str(tmp_path / "u.csv")]) == 2
    assert "--undo restores the slugs of a sheet" in capsys.readouterr().err


def test_a_sheet_and_a_build_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("<h1>Hello</h1>", encoding="utf-8")
    assert main(["redirects", str(EXAMPLE / "before.csv"), str(tmp_path)]) == 2
    assert "are of two kinds" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = [str(EXAMPLE / f"{name}.csv") for name in ("before", "after")]
    assert main(["redirects", *sheets, "--output", str(tmp_path / "no" / "list")]) == 2
    assert "cannot be written" in capsys.readouterr().err
