"""The client's own emails name addresses for years: a lost one says how many of them do."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.cli import main

MAIL = (
    "From: Oak <hello@oak.example>\nTo: list@oak.example\nSubject: News\nMIME-Version: 1.0\n"
    'Content-Type: text/html; charset=utf-8\n\n<p>Our <a href="https://www.oak.example/prices/?utm_source=mail">prices</a></p>\n'
)
PAGE = "<title>{0}</title><link rel=canonical href=https://www.oak.example/{1}><h1>{0}</h1><p>{2}</p>"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "before/index.html": PAGE.format("Home", "", "Shelves and doors, made to measure in our own workshop."),
        "before/prices/index.html": PAGE.format("Prices", "prices/", "What a shelf costs, by the metre and the wood."),
        "after/index.html": PAGE.format("Home", "", "Shelves and doors, made to measure in our own workshop."),
        "after/costs/index.html": PAGE.format("Prices", "costs/", "What a shelf costs, by the metre and the wood."),
        "mails/2026-01.eml": MAIL,
        "mails/2026-02.eml": MAIL.replace("News", "More news"),
        "preflight.toml": '[slugs]\nsent = "mails"\n',
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("site")
def test_emails_that_name_a_lost_address_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "after", "--against", "before", "--offline", "--no-cache", "--select", "slugs"]) == 1
    report = " ".join(capsys.readouterr().out.split())
    assert "also named by 2 sent emails" in report
    assert "Checked: 2 pages" in report  # they are no part of what goes out


def test_a_folder_outside_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "preflight.toml").write_text('[slugs]\nsent = "../mails"\n', encoding="utf-8")
    assert main(["check", "after", "--against", "before", "--offline"]) == 2
    assert "lies outside this configuration's folder" in capsys.readouterr().err
