"""A list of recipients through the command line: whatever is in it, nobody's name leaves the house unasked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.arguments import FORMATS

Write = Callable[..., Path]
Run = Callable[..., Any]

TEMPLATE = """<html lang="en"><head><title>The spring list</title></head><body>
<p>Hi {{ first_name }},</p><p>The spring list is here, in time for the first warm days.</p>
<p>Juniper Books, 14 Mill Lane, Halewick HX7 6LU. <a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>"""
LIST = (
    "email,first name,last name\nthaddeus.quillfeather@post.example,Thaddeus,Quillfeather\n"
    "OTTOLINE.brackenbury@post.example,OTTOLINE,Brackenbury\nwilhelmina@gmial.com,,Fanshawe\n,Peregrine,Undershaft\n"
    'zenobia@post.example,"=HYPERLINK(""http://zenobia.example"")",Larkspur\n'
)
PEOPLE = ("thaddeus", "quillfeather", "ottoline", "brackenbury", "wilhelmina", "fanshawe", "peregrine", "undershaft",
          "zenobia", "larkspur", "hyperlink")  # fmt: skip


def check(preflight: Run, *more: str, message: str = "t.html", people: str = "list.csv", form: str = "json") -> Any:
    return preflight(
        "check", message, "--recipients", people, "--state", "source", "--offline", "--no-config", "--format", form,
        *more,
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_recipients_appear_by_row_number_only(write: Write, preflight: Run, form: str) -> None:
    write({"t.html": TEMPLATE, "list.csv": LIST})
    outcome = check(preflight, form=form)
    assert outcome.code == 1
    assert not [name for name in PEOPLE if name in outcome.out.lower() + outcome.err.lower()]
    assert "row 5" in outcome.out
    assert "5 recipients of list.csv" in outcome.out or form not in ("console", "markdown")


def test_they_are_shown_when_asked_for_and_no_formula_is_raw(write: Write, preflight: Run) -> None:
    write({"t.html": TEMPLATE, "list.csv": LIST})
    outcome = check(preflight, "--show-recipients")
    assert "OTTOLINE" in outcome.out
    assert '"=HYPERLINK' not in outcome.out
    assert "'=HYPERLINK" in outcome.out
    assert "wilhelmina@gmail.com" in str(outcome.report["findings"])


def test_nothing_personal_is_kept(write: Write, preflight: Run, tmp_path: Path, monkeypatch: Any) -> None:
    cache = tmp_path / "kept"
    monkeypatch.setenv("PREFLIGHT_CACHE", str(cache))
    letter = (
        "From: Juniper <n@juniper.example>\nTo: thaddeus.quillfeather@post.example\nSubject: Hello Thaddeus\n"
        "Content-Type: text/plain\n\nDear Thadeus,\n\nThe spring list is here, Mr Quillfether.\n"
    )
    write({"t.html": TEMPLATE, "list.csv": LIST, "out/1.eml": letter, "other.csv": LIST})
    check(preflight)
    preflight("check", "out", "--recipients", "list.csv", "--offline", "--no-config")
    preflight("check", "list.csv", "--against", "other.csv", "--key", "email", "--offline", "--no-config")
    written = b"".join(file.read_bytes() for file in cache.rglob("*") if file.is_file()).lower()
    assert not [name for name in PEOPLE if name.encode() in written]
    for file in cache.rglob("documents*.sqlite"):
        assert sqlite3.connect(file).execute("SELECT count(*) FROM documents").fetchone() == (0,)


@pytest.mark.parametrize("form", FORMATS)
def test_messages_to_single_persons_are_quoted_without_them(write: Write, preflight: Run, form: str) -> None:
    letter = (
        "From: Juniper <n@juniper.example>\nTo: Thaddeus Quillfeather <thaddeus.quillfeather@post.example>\n"
        "Subject: For Thaddeus: the sprnig list\nContent-Type: text/html; charset=utf-8\n\n"
        "<p>Dear Mr Quillfether,</p><p>Thaddeus, the sprnig list is here. "
        '<a href="http://thaddeus.quillfeather@post.example">Write</a> or see '
        '<a href="https://juniper.example/?to=thaddeus.quillfeather%40post.example&id={{id}}">your page</a>.</p>\n'
    )
    write({"list.csv": LIST, "out/thaddeus.quillfeather@post.example.eml": letter})
    outcome = preflight(
        "check", "out", "--recipients", "list.csv", "--offline", "--no-config", "--state", "final", "--format", form
    )
    assert outcome.code == 1
    assert "sprnig" in outcome.out
    told = outcome.out.lower()
    assert not [name for name in (*PEOPLE, "quillfether") if name in told], outcome.out


@pytest.mark.parametrize(
    ("encoded", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("utf-8", "\t"), ("cp1252", ","), ("utf-16", ";"), ("utf-8", "|")],
)
def test_lists_in_every_writing(write: Write, preflight: Run, encoded: str, delimiter: str) -> None:
    rows = ["E-Mail|Vorname|Nachname", "jose@post.example|José|Núñez", "renee@post.example||Müller"]
    content = "\r\n".join(row.replace("|", delimiter) for row in rows).encode(encoded)
    write({"t.html": TEMPLATE, "list.csv": content})
    outcome = check(preflight, "--show-recipients", "--select", "recipients,tags")
    assert [finding["rule"] for finding in outcome.report["findings"]] == ["recipients.blank", "recipients.rendered"]
    assert "row 3" in outcome.out


def test_sep_line_old_line_ends_and_blank_rows(write: Write, preflight: Run) -> None:
    write({"t.html": TEMPLATE, "list.csv": "sep=;\nemail;first name\na@post.example;Anna\n\nb@post.example;\n"})
    assert "row 5" in check(preflight, "--select", "recipients.blank").out
    write({"t.html": TEMPLATE, "list.csv": "email,first name\ra@post.example,Anna\rb@post.example,\r"})
    assert "row 3" in check(preflight, "--select", "recipients.blank").out


def test_several_encodings_in_one_list(write: Write, preflight: Run) -> None:
    lines = ["email,first name", "a@post.example,José", "b@post.example,Zoë"]
    content = "\n".join(lines[:2]).encode("utf-8") + b"\n" + lines[2].encode("cp1252")
    write({"t.html": TEMPLATE, "list.csv": content})
    outcome = check(preflight, "--select", "recipients")
    assert [finding["severity"] for finding in outcome.report["findings"]] == ["warning"]
    assert "two encodings: row 3" in outcome.out


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (b"email,first name\na@post.example,An\0na\n", "NUL bytes"),
        (b"email,first name\na@post.example," + b"x" * 1_000_000 + b"\nb@post.example,Ben\n", "far too long"),
        (b'email,first name\na@post.example,"Anna\n' + b"b@post.example,Ben\n" * 20_000, "does not close"),
        (b'email,first name\na@post.example,"Anna\nb@post.example,Ben\nc@post.example,Clara\n', "does not close"),
        (b"email,first name\na@post.example,=1+1\n", "is a formula"),
    ],
)
def test_hostile_cells_are_findings(write: Write, preflight: Run, people: bytes, words: str) -> None:
    write({"t.html": TEMPLATE, "list.csv": people})
    started = time.process_time()
    outcome = check(preflight, "--select", "recipients")
    assert time.process_time() - started < 5
    assert outcome.code in (1, 3)
    assert words in outcome.out
    assert outcome.err == ""


def test_fifty_megabytes_in_one_cell(write: Write, preflight: Run, folder: Path) -> None:
    write({"t.html": TEMPLATE})
    with (folder / "list.csv").open("wb") as stream:
        stream.write(b"email,first name\na@post.example,Anna\nb@post.example,")
        for _ in range(50):
            stream.write(b"=HYPERLINK(1)" * 80_000)
        stream.write(b"\nc@post.example,\n")
    started = time.process_time()
    outcome = check(preflight, "--select", "recipients")
    assert time.process_time() - started < 10
    assert "HYPERLINK" not in outcome.out
    assert "row 3: a cell that is far too long" in outcome.out
    assert "row 4" in outcome.out


@pytest.mark.parametrize("people", ["missing.csv", "empty.csv", "book.csv", "."])
def test_a_list_that_cannot_be_read_is_no_pass(write: Write, preflight: Run, people: str) -> None:
    write({"t.html": TEMPLATE, "empty.csv": "", "book.csv": b"PK\x03\x04rest of a workbook"})
    outcome = check(preflight, "--select", "recipients", people=people)
    assert outcome.code == 3
    assert [gap["intended"] for gap in outcome.report["not_checked"] if gap["what"] == "recipients"] == [False]


def test_a_hundred_thousand_recipients(write: Write, preflight: Run) -> None:
    given, family = (
        ("Anna", "Ben", "Greta", "Hugo", "Ida"),
        ("Ashworth", "Castell", "Sefton", "Merrick", "Ogden", "Quick"),
    )
    rows = [
        f"{given[n % 5].lower()}.{family[n % 6].lower()}{n}@post.example,{given[n % 5]},{family[n % 6]},Halewick,{n}\n"
        for n in range(100_000)
    ]
    rows[4_000] = "anna@post.example,,Ashworth,Halewick,4000\n"
    rows[70_000] = ",Ben,Castell,Halewick,70000\n"
    write({"t.html": TEMPLATE, "list.csv": "email,first name,last name,city,number\n" + "".join(rows)})
    started = time.process_time()
    outcome = check(preflight, "--select", "recipients")
    assert time.process_time() - started < 10
    assert sorted(outcome.rules) == ["recipients.blank", "recipients.rendered", "recipients.shifted"]


def test_the_worst_ten_are_shown(write: Write, preflight: Run) -> None:
    rows = [f"p{n}@post.example,{'' if n % 2 else 'ANNA'}\n" for n in range(40)]
    write({"t.html": TEMPLATE, "list.csv": "email,first name\n" + "".join(rows)})
    outcome = check(preflight, "--select", "recipients.rendered", "--show-recipients")
    [finding] = outcome.report["findings"]
    assert len(finding["related"]) == 10
    assert {related["match"] for related in finding["related"]} == {"Hi ,"}
    assert "40 of 40 rows come out badly" in finding["message"]


def test_a_tag_without_a_column_is_named_with_the_nearest(write: Write, preflight: Run) -> None:
    write({"t.html": TEMPLATE.replace("first_name", "frist_name"), "list.csv": LIST})
    outcome = check(preflight, "--select", "tags")
    [finding] = outcome.report["findings"]
    assert (finding["rule"], finding["severity"], finding["suggestions"]) == ("tags.unknown", "error", ["first name"])


def test_a_domain_one_letter_from_the_usual_one(write: Write, preflight: Run) -> None:
    rows = "".join(f"p{n}@juniperbooks.example\n" for n in range(60))
    write({"t.html": TEMPLATE, "list.csv": f"email\n{rows}anna@juniperboks.example\nben@other.example\n"})
    outcome = check(preflight, "--select", "recipients.address")
    [finding] = outcome.report["findings"]
    assert finding["severity"] == "warning"
    assert "juniperboks.example (is juniperbooks.example meant?)" in finding["message"]
