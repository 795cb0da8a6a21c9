"""A small site before and after a bulk edit that regenerated two slugs, in whatever form somebody has it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

Files = dict[str, str | bytes]
COMMON = ("--offline", "--no-config", "--no-cache", "--select", "slugs,meta", "--format", "json")


def page(title: str, text: str, links: Mapping[str, str]) -> str:
    menu = "".join(f'<a href="{url}">{name}</a> ' for name, url in links.items())
    return (
        f"<!doctype html><html lang=en><title>{title} | Wren and Oak</title>"
        f'<meta name="description" content="{title} at Wren and Oak"><nav>{menu}</nav>'
        f"<main><h1>{title}</h1><p>{text}</p></main></html>"
    )


MENU = {"Home": "/", "Chairs": "/chairs/", "Tables": "/tables/", "Visit": "/visit/"}
TEXTS = {
    "": ("Home", "Furniture from the workshop by the river, made one piece at a time from local oak."),
    "chairs/": ("Chairs", "Ladder backs and stools with woven seats, ready within eight weeks of your order."),
    "tables/": ("Tables", "Drop leaf and refectory tables in the length that your room asks for, oiled by hand."),
    "visit/": ("Visit", "Ring the bell beside the green door; the kettle is on and the showroom is upstairs."),
}
BEFORE: Files = {f"{path}index.html": page(title, text, MENU) for path, (title, text) in TEXTS.items()}
AFTER: Files = {
    name.replace("chairs/", "hand-made-chairs/").replace("tables/", "hand-made-tables/"): text
    for name, text in BEFORE.items()
}


def zipped(files: Mapping[str, str | bytes], prefix: str = "") -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(prefix + name, content)
    return stream.getvalue()


def sitemap(paths: list[str], root: str = "urlset", entry: str = "url") -> str:
    entries = "".join(f"<{entry}><loc>https://wrenandoak.example{path}</loc></{entry}>\n" for path in paths)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</{root}>\n"
    )


def below(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": text for name, text in files.items()}


@pytest.fixture
def compare(preflight: Callable[..., Any]) -> Callable[..., Any]:
    """``compare("now", "before.zip")``: the check of slugs and meta, offline."""

    def run(now: str, before: str, *more: str) -> Any:
        return preflight("check", now, "--against", before, *COMMON, *more)

    return run


def moved(outcome: Any) -> set[tuple[str, str]]:
    return {
        (found["rule"], found["match"]) for found in outcome.report["findings"] if found["rule"].startswith("slugs.")
    }


def reasons(outcome: Any) -> list[str]:
    return [gap["why"] for gap in outcome.report["not_checked"] if not gap["intended"]]


BOTH = {("slugs.navigation", "/chairs/"), ("slugs.navigation", "/tables/")}


@pytest.fixture
def shop() -> SimpleNamespace:
    """The site, its forms, and what must be found in it: tests cannot import from here."""
    return SimpleNamespace(
        before=BEFORE, after=AFTER, both=BOTH, zipped=zipped, sitemap=sitemap, below=below, moved=moved, reasons=reasons
    )
