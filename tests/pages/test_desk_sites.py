"""A website at the desk: packed, chosen as a folder, or named by where it lies; compared with the last build."""

from __future__ import annotations

import io
import shlex
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

ROOT = Path(__file__).parents[2]
Desk = Any
"""A running desk (``conftest``)."""


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def page_of(title: str, text: str) -> str:
    return f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><p>{text}</p>"


HOME = page_of("Bakery", 'Bread is baked at night. <a href="/rolls/">See our rolls</a> for the morning.')
BUILD = {"index.html": HOME, "rolls/index.html": page_of("Rolls", "Rolls are baked in the morning, and sold by noon.")}


def test_a_folder_is_chosen_and_goes_live_and_the_next_build_is_compared_with_it(desk: Desk, seen: Any) -> None:
    site = desk.folder / "my site"
    for name, text in BUILD.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    page = desk.enter(seen.page)
    page.get_by_text("Check a website").click()
    assert "No earlier build is known yet" in page.inner_text("main")
    page.locator("#folder").set_input_files(str(site))
    assert "2 files" in page.inner_text("[data-folder] [data-said]")
    page.locator("form:has(#folder) button.main").click()
    desk.wait(page)
    assert page.inner_text("h1").startswith("Ready to publish")
    assert zipfile.ZipFile(desk.client / "drafts" / "my site.zip").namelist() == [
        "my site/index.html", "my site/rolls/index.html",
    ]  # fmt: skip
    if page.locator(".checklist fieldset").count():
        desk.sign(page)
    page.get_by_role("button", name="Make the certificate").click()
    page.get_by_role("button", name="It went live").click()
    (kept,) = (desk.client / "builds").iterdir()

    page.get_by_role("link", name="bramblewick", exact=True).click()
    page.get_by_text("Check a website").click()
    assert f"Compared with the build that went live last: builds/{kept.name}" in page.inner_text("main")
    renamed = {"index.html": HOME.replace("/rolls/", "/morning/"), "morning/index.html": BUILD["rolls/index.html"]}
    page.locator("#packed").set_input_files(str(desk.file(packed(renamed), "next build.zip")))
    page.locator("form:has(#packed) button.main").click()
    desk.wait(page)
    assert page.inner_text("h1").startswith("Do not publish yet")
    assert "/rolls" in page.inner_text(".findings")
    command = page.locator("code", has_text="preflight check").inner_text()
    assert "builds/" in command
    assert desk.run(*shlex.split(command)[1:]).returncode == 1
    assert seen.errors == []


def test_a_path_with_quotation_marks_a_file_address_and_what_is_not_there(desk: Desk) -> None:
    site = desk.folder / "built"
    site.mkdir()
    (site / "index.html").write_text(page_of("Bakery", "Bread is baked at night."), encoding="utf-8")
    with desk.talk() as talk:
        for named in (f'"{site}"', site.as_uri(), str(site)):
            sent = talk.post("client/bramblewick/site", data={"path": named})
            assert "Ready to publish" in talk.get(desk.ended(talk, sent)).text, named
        for named, told in (
            ("/no/such/folder", "is not there"),
            (str(desk.file("x", "notes.txt")), "no website: name its folder"),
            ("", "othing was chosen"),
            ("a\0b", "is not there"),
        ):
            refused = talk.post("client/bramblewick/site", data={"path": named})
            assert refused.status_code == 400, named
            assert told in refused.text


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", b"0" * 80_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04 not really", "is no packed website"),
        (b"<html>", "is no packed website"),
        (packed({"../../evil.html": "x"}), "names a file outside of itself"),
        (bomb(), "would unpack to a multiple of its size"),
    ],
    ids=["damaged", "html", "outside", "bomb"],
)
def test_an_archive_that_is_none_or_an_attack(desk: Desk, data: bytes, told: str) -> None:
    with desk.talk() as talk:
        sent = talk.post("client/bramblewick/site", files={"site": ("site.zip", data)})
        text = talk.get(desk.ended(talk, sent)).text if sent.status_code == 303 else sent.text
    assert told in text
    assert "Ready" not in text
    assert not (desk.folder.parent / "evil.html").exists()


def test_names_of_a_chosen_folder_lead_nowhere(desk: Desk) -> None:
    with desk.talk() as talk:
        sent = talk.post(
            "client/bramblewick/site",
            files=[("site", ("site/index.html", BUILD["index.html"])), ("site", ("site/../../../evil.html", HOME))],
        )
    assert sent.status_code == 303
    names = zipfile.ZipFile(desk.client / "drafts" / "site.zip").namelist()
    assert not any(".." in name or name.startswith("/") for name in names)
    assert not list(desk.folder.rglob("evil.html"))
