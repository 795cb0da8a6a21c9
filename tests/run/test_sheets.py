"""Sheets and exports through the command line: the founding story, and what keeps a sheet from being compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

BEFORE = "id,object_type,slug,seo_title\n1,post,about,About | Oak\n2,post,team,Team | Oak\n3,post,prices,Prices | Oak\n"
AFTER = "id,object_type,slug,seo_title\n1,post,about,About Oak\n2,post,our-team,Our team\n3,post,prices,Prices at Oak\n"

Write = Callable[..., Path]
Run = Callable[..., Any]


def compare(preflight: Run, now: str, before: str, *more: str) -> Any:
    return preflight("check", now, "--against", before, "--offline", "--no-config", "--no-cache", *more)


def test_the_founding_story_is_found_before_the_import(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER, "export.csv": BEFORE})
    outcome = compare(preflight, "sheet.csv", "export.csv", "--allow-change", "title,description", "--format", "json")
    assert outcome.code == 1
    assert outcome.rules == ["meta.undeclared-change", "slugs.changed"]
    changed = outcome.report["findings"][1]
    assert (changed["match"], changed["suggestions"]) == ("our-team", ["team"])
    assert (changed["location"]["line"], changed["location"]["column"]) == (3, 8)
    assert outcome.report["targets"][0]["kind"] == "sheet"


def test_titles_alone_may_go_out(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER.replace("our-team", "team"), "export.csv": BEFORE})
    outcome = compare(preflight, "sheet.csv", "export.csv", "--allow-change", "title")
    assert outcome.code == 0, outcome.out


def test_a_declared_slug_is_worth_a_look_only(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER, "export.csv": BEFORE})
    outcome = compare(preflight, "sheet.csv", "export.csv", "--allow-change", "title,slug", "--format", "json")
    assert outcome.code == 0
    assert outcome.report["counts"]["warning"] == 1


def test_a_part_of_a_sheet_deletes_nothing_and_is_no_pass(write: Write, preflight: Run) -> None:
    rows = [f"{number},page-{number}\n" for number in range(1, 10)]
    write({"sheet.csv": "id,slug\n" + "".join(rows[:3]), "export.csv": "id,slug\n" + "".join(rows)})
    outcome = compare(preflight, "sheet.csv", "export.csv", "--format", "json")
    assert outcome.code == 3
    assert outcome.rules == []
    assert "only a part (3 rows against 9)" in outcome.report["not_checked"][0]["why"]


def test_a_sheet_without_anything_known_is_no_pass(write: Write, preflight: Run) -> None:
    write({"people.csv": "email,first name\nann@example.com,Ann\n"})
    assert compare(preflight, "people.csv", "people.csv").code == 3


def test_a_sheet_against_a_folder_is_no_pass(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER, "old/index.html": "<title>Oak</title><p>Oak.</p>"})
    assert compare(preflight, "sheet.csv", "old").code == 3


def test_the_contract_needs_something_to_compare_with(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER})
    outcome = preflight("check", "sheet.csv", "--offline", "--no-config", "--allow-change", "title")
    assert outcome.code == 2
    assert "--against" in outcome.err


def test_an_unknown_field_of_a_mapping_is_said(write: Write, preflight: Run) -> None:
    write({"sheet.csv": AFTER, "client.toml": '[slugs]\ncolumns = ["Adresse=slag"]\n'})
    arguments = ("--against", "sheet.csv", "--offline", "--config", "client.toml", "--format", "json")
    outcome = preflight("check", "sheet.csv", *arguments)
    assert outcome.code == 3
    assert "names no field" in outcome.report["not_checked"][0]["why"]


def test_a_large_sheet_is_compared_in_seconds(write: Write, preflight: Run) -> None:
    import time

    def table(prefix: str) -> str:
        rows = (f"{number},page,{prefix}{number},Page {number},0\n" for number in range(5000))
        return "ID,post_type,post_name,seo_title,post_parent\n" + "".join(rows)

    write({"sheet.csv": table("b"), "export.csv": table("a")})
    started = time.process_time()
    outcome = compare(preflight, "sheet.csv", "export.csv", "--select", "slugs,meta", "--format", "json")
    assert outcome.rules.count("slugs.changed") == 5000
    assert time.process_time() - started < 20
