"""One page against its previous version, by itself and within its site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
HIDDEN = "<title></title><meta name=robots content=noindex><h1>Chairs</h1>"


def test_a_page_against_the_file_that_it_was(write: Write, compare: Run, shop: Any) -> None:
    write({"new.html": HIDDEN, "old.html": shop.before["chairs/index.html"]})
    rules = {found["rule"] for found in compare("new.html", "old.html").report["findings"]}
    assert rules == {"meta.title", "meta.description", "meta.noindex"}
    assert compare("old.html", "old.html").code == 0


def test_a_page_within_its_site(write: Write, compare: Run, shop: Any) -> None:
    now = {**shop.before, "chairs/index.html": HIDDEN, "visit/index.html": "<title></title>"}
    write({**shop.below("now", now), "old.zip": shop.zipped(shop.before)})
    outcome = compare("now/chairs/index.html", "old.zip", "--site", "now")
    assert {found["location"]["path"] for found in outcome.report["findings"]} == {"now/chairs/index.html"}
    assert "meta.title" in outcome.rules


def test_a_page_alone_is_not_looked_for_in_a_whole_build(write: Write, compare: Run, shop: Any) -> None:
    write({"index.html": shop.after["visit/index.html"], "old.zip": shop.zipped(shop.before)})
    outcome = compare("index.html", "old.zip")
    assert outcome.code == 3
    assert outcome.report["findings"] == []
    assert any("--site" in reason for reason in shop.reasons(outcome))
