"""Adopting preflight on an old site: what is wrong today is accepted, with a date; new mistakes fail."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from preflight.cli import main

HEAD = "<!doctype html><html lang=en><title>{}</title><p>"
PAGES = {
    "site/index.html": HEAD.format("Home") + "We recieve parcels. <a href='/gone'>Old page</a></p>",
    "site/about.html": HEAD.format("About us") + "We recieve parcels in teh morning.</p>",
}


def check(*options: str) -> int:
    return main(["check", "site", "--offline", *options])


@pytest.fixture
def site(write) -> Path:
    folder = write(PAGES)
    assert check() == 1
    return folder


def test_what_is_there_today_passes_and_what_is_new_fails(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["baseline", "site", "--offline", "--owner", "Jo"]) == 0
    said = capsys.readouterr().out
    assert "Accepted" in said
    assert "in waivers.toml" in said
    assert check() == 0
    (site / "site/about.html").write_text(PAGES["site/about.html"] + "<p>Truely new.</p>", encoding="utf-8")
    assert check() == 1
    assert "Truely" in capsys.readouterr().out


def test_it_survives_lines_inserted_above_and_a_file_that_moves(site: Path) -> None:
    main(["baseline", "site", "--offline"])
    (site / "site/index.html").write_text(
        PAGES["site/index.html"].replace("<p>", "<p>A new sentence.</p>\n\n\n<p>", 1), encoding="utf-8"
    )
    (site / "site/about.html").rename(site / "site/us.html")
    assert check() == 0


def test_one_more_of_the_same_is_new(site: Path) -> None:
    main(["baseline", "site", "--offline"])
    text = PAGES["site/about.html"].replace("<title>About us", "<title>Copy of us")
    (site / "site/copy.html").write_text(text, encoding="utf-8")
    assert check() == 1


def test_every_waiver_says_who_why_and_until_when(site: Path) -> None:
    main(["baseline", "site", "--offline", "--owner", "Jo", "--expires", "90d"])
    waivers = tomllib.loads((site / "waivers.toml").read_text(encoding="utf-8"))["waiver"]
    assert all(one["owner"] == "Jo" and one["reason"].startswith("accepted on ") for one in waivers)
    assert all(one["count"] >= 1 and one["fingerprint"].startswith("v1:") for one in waivers)
    assert len({one["expires"] for one in waivers}) > 1


def test_never_is_possible_and_a_second_run_adds_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "site", "--offline", "--expires", "never"])
    text = (site / "waivers.toml").read_text(encoding="utf-8")
    assert "expires" not in text
    capsys.readouterr()
    assert main(["baseline", "site", "--offline"]) == 0
    assert "nothing to accept" in capsys.readouterr().out
    assert (site / "waivers.toml").read_text(encoding="utf-8") == text


def test_a_configuration_that_is_there_keeps_its_words(site: Path) -> None:
    (site / "preflight.toml").write_text('# ours\nfail-on = "error"\n', encoding="utf-8")
    main(["baseline", "site", "--offline"])
    assert (site / "preflight.toml").read_text(encoding="utf-8") == (
        'waivers = "waivers.toml"\n# ours\nfail-on = "error"\n'
    )
    assert check() == 0


def test_a_date_accepted_in_one_issue_is_asked_again_in_the_next(write) -> None:
    message = (
        "From: news@mill.example\nTo: list@mill.example\nSubject: Apples\nDate: Tue, 24 Nov 2026 09:00:00 +0000\n"
        "Content-Type: text/plain; charset=utf-8\n\nRegister by 3 November 2026.\n\n"
        "The Mill, 14 Mill Lane, Hebden Bridge HX7 6LU. Unsubscribe: https://mill.example/unsubscribe\n"
    )
    write({"issues/47.eml": message})
    assert main(["check", "issues/47.eml", "--offline", "--select", "dates"]) == 1
    main(["baseline", "issues/47.eml", "--offline"])
    assert main(["check", "issues/47.eml", "--offline", "--select", "dates"]) == 0
    write({"issues/48.eml": message})
    assert main(["check", "issues/48.eml", "--offline", "--select", "dates"]) == 1


def test_nothing_is_accepted_unseen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "none", "--offline"]) == 2
    assert "not everything could be checked" in capsys.readouterr().err
    assert not (folder / "waivers.toml").exists()
