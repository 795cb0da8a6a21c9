"""One page against its previous version, by itself and within its site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from preflight.sources import media

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


def test_what_a_site_s_edit_may_touch_stands_in_its_configuration(write: Write, preflight: Run, shop: Any) -> None:
    retitled = {name: text.replace(" | Wren and Oak", " by hand | Wren and Oak") for name, text in shop.before.items()}
    write({**shop.below("now", retitled), **shop.below("old", shop.before)})
    write({"preflight.toml": '[meta]\nallow-change = ["title"]\n'})
    arguments = (
        "check",
        "now",
        "--against",
        "old",
        "--offline",
        "--no-cache",
        "--select",
        "slugs,meta",
        "--format",
        "json",
    )
    assert preflight(*arguments).code == 0
    described = {name: text.replace('content="', 'content="New: ') for name, text in retitled.items()}
    write(shop.below("now", described))
    outcome = preflight(*arguments)
    assert (outcome.code, outcome.rules) == (1, ["meta.undeclared-change"])
    assert "the description changed on 4 pages" in outcome.report["findings"][0]["message"]


def test_a_declared_move_is_worth_a_look_and_a_dead_menu_is_an_error(write: Write, compare: Run, shop: Any) -> None:
    menu = {name: text.replace("/chairs/", "/hand-made-chairs/") for name, text in shop.after.items()}
    write({**shop.below("now", menu), **shop.below("old", shop.before)})
    severities = {
        found["match"]: found["severity"]
        for found in compare("now", "old", "--allow-change", "slug,title").report["findings"]
        if found["rule"].startswith("slugs.")
    }
    assert severities == {"/chairs/": "warning", "/tables/": "error"}


@pytest.mark.parametrize(
    "name",
    ["a.html", "a/b.HTML", ".html", "a.b/c", "a.b/.htaccess", "a.", "a..", "a.tar.gz", "a/", "", "..a.md"],
)
def test_the_ending_of_a_name(name: str) -> None:
    assert media.suffix(name) == (PurePosixPath(name).suffix.lower() if not name.endswith("/") else "")
