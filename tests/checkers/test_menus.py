"""An export's menus without anything to compare with: entries that open a draft, or an address that nothing has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
HEAD = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:wxr_version>1.2</wp:wxr_version>"
)


def item(number: int, slug: str, kind: str = "page", status: str = "publish", **meta: str) -> str:
    link = f"https://wren.example/{slug}/" if kind != "nav_menu_item" else f"https://wren.example/?p={number}"
    fields = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{text}</wp:meta_value></wp:postmeta>"
        for key, text in meta.items()
    )
    return (
        f"<item><title>{slug.title()}</title><link>{link}</link><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_name>{slug}</wp:post_name><wp:status>{status}</wp:status><wp:post_parent>0</wp:post_parent>"
        f"<wp:post_type>{kind}</wp:post_type>{fields}</item>"
    )


def custom(url: str) -> str:
    return item(90, "entry", "nav_menu_item", _menu_item_type="custom", _menu_item_url=url)


PAGES = [item(1, "home"), item(2, "chairs"), item(3, "visit"), item(4, "prices", status="draft"), item(5, "works/oak")]


def navigation(preflight: Run, write: Write, *entries: str) -> list[tuple[str, str]]:
    write({"export.xml": HEAD + "".join([*PAGES, *entries]) + "</channel></rss>"})
    outcome = preflight(
        "check", "export.xml", "--offline", "--no-config", "--no-cache", "--select", "slugs", "--format", "json"
    )
    return [(found["severity"], found["match"]) for found in outcome.report["findings"]]


def test_an_entry_that_opens_a_draft(preflight: Run, write: Write) -> None:
    entry = item(91, "what it costs", "nav_menu_item", _menu_item_type="post_type", _menu_item_object_id="4")
    assert navigation(preflight, write, entry) == [("error", "What It Costs")]


@pytest.mark.parametrize("url", ["/stools/", "https://wren.example/chairs-new", "https://www.wren.example/opening/"])
def test_an_address_that_nothing_has(url: str, preflight: Run, write: Write) -> None:
    assert navigation(preflight, write, custom(url)) == [("warning", url)]


@pytest.mark.parametrize(
    "url",
    [
        "/", "#", "#top", "/chairs", "https://wren.example/visit/#map", "https://other.example/stools/", "/works/",
        "mailto:oak@wren.example", "tel:+441234567", "/files/list.pdf", "/?s=oak", "/wp-login.php", "/shop/",
    ],
)  # fmt: skip
def test_what_may_well_answer(url: str, preflight: Run, write: Write) -> None:
    assert navigation(preflight, write, custom(url)) == []
