"""A wrong weekday is put right by --fix where the date stands a second time, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.cli import main

EVENT = '<script type="application/ld+json">{"@type": "Event", "name": "Fair", "startDate": "2026-11-21"}</script>'


def fixed(folder: Path, text: str, *, name: str = "page.html") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    main(["check", name, "--offline", "--no-config", "--send-date", "2026-11-02", "--select", "dates", "--fix"])
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page",
    [
        "<html lang=en><title>Fair on 21 November 2026</title><p>Come on {}, 21 November 2026.</p>",
        "<html lang=en><title>Fair</title><p>Come on {}, 21 November 2026.</p><p>See you on Saturday 21 November!</p>",
        f"<html lang=en><title>Fair</title>{EVENT}<p>Come on {{}}, 21 November 2026.</p>",
        "<html lang=en><title>Fair</title><p>Come on {}, 21 November.</p>"
        "<p>The fair is on <time datetime=2026-11-21>21 November</time>.</p>",
        "<html lang=de><title>Markt am 21. November 2026</title><p>Kommen Sie am {}, 21. November 2026.</p>",
    ],
)
def test_the_date_stands_elsewhere_too(folder: Path, page: str) -> None:
    wrong, right = ("Donnerstag", "Samstag") if "lang=de" in page else ("Thursday", "Saturday")
    assert fixed(folder, page.replace("{}", wrong)) == page.replace("{}", right)


@pytest.mark.parametrize(
    "page",
    [
        "<html lang=en><title>Fair</title><p>Come on Thursday, 21 November 2026.</p>",
        # the same mistake twice confirms nothing
        "<html lang=en><title>Fair on Thursday, 21 November 2026</title><p>Come on Thursday, 21 November 2026.</p>",
        # the weekday stands with another date: that may be the right one
        "<html lang=en><title>Fair</title><h1>21 November 2026</h1><p>Come on Thursday, 21 November 2026.</p>"
        "<p>See you on Thursday, 19 November 2026!</p>",
        # another thing's date
        "<html lang=en><title>Fair</title><p>Book by 21 November 2026.</p><p>Come on Thursday, 21 November 2026.</p>",
    ],
)
def test_nothing_else_tells_which_of_the_two_is_right(folder: Path, page: str) -> None:
    assert fixed(folder, page) == page


def test_a_text_without_tags(folder: Path) -> None:
    text = "# Fair, 21 November 2026\n\nCome on *Thursday, 21 November 2026*.\n"
    assert fixed(folder, text, name="fair.md") == text.replace("Thursday", "Saturday")
