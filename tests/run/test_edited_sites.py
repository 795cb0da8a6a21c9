"""A site that is edited between runs: what was remembered never shows, whatever was edited."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import replay

CHECK = ("--offline", "--no-config", "--format", "json", "--exit-zero", "--send-date", "2026-11-24")
NAMES = ("index", "cakes", "prices", "about", "team", "shop/index", "shop/bread", "shop/rolls", "news/may", "news/june")
SENTENCES = (
    "We open at nine.",
    "The the ovens are warm.",
    "You will recieve a letter.",
    "The fair is on Friday, 25 November 2026.",
    "Orla Byrne bakes the rye loaf.",
    "Orla Byren bakes the rye loaf.",
    "Read https://www.example.com/oven for more.",
)
PLACES = ("hours", "way", "order")


class Site:
    """An invented site that changes."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root = root
        self.chance = chance
        self.pages: dict[str, dict[str, Any]] = {}
        for name in NAMES[:7]:
            self.pages[name] = self.page()
        self.write()

    def page(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "title": chance.choice(("Bakery", "Our bakery in the old mill", "Orla Byrne")),
            "places": chance.sample(PLACES, 2),
            "links": [self.link() for _ in range(3)],
            "text": chance.sample(SENTENCES, 2),
        }

    def link(self) -> str:
        page = self.chance.choice(NAMES)
        return f"/{page}.html" + self.chance.choice(("", "#" + self.chance.choice(PLACES)))

    def edit(self) -> str:
        """One change of those that people make."""
        chance = self.chance
        kind = chance.choice(("add", "remove", "rename", "place", "title", "link", "text", "again", "nothing", "style"))
        name = chance.choice(sorted(self.pages))
        page = self.pages[name]
        free = [one for one in NAMES if one not in self.pages]
        if kind == "add" and free:
            self.pages[chance.choice(free)] = self.page()
        elif kind == "remove" and len(self.pages) > 3:
            del self.pages[name]
        elif kind == "rename" and free:
            self.pages[chance.choice(free)] = self.pages.pop(name)
        elif kind == "place":
            page["places"] = chance.sample(PLACES, 2)
        elif kind == "title":
            page["title"] = chance.choice(("Bakery", "News of the bakery", ""))
        elif kind == "link":
            page["links"][chance.randrange(3)] = self.link()
        elif kind == "text":
            page["text"] = chance.sample(SENTENCES, 2)
        elif kind == "style":
            (self.root / "style.css").write_text(f'body {{ background: url("{self.link()}") }}')
        self.write(name if kind == "again" else "")
        return f"{kind} {name}"

    def write(self, again: str = "") -> None:
        """Only what is new is touched, and the page that is written once more as it was."""
        wanted = {f"{name}.html": self.html(page) for name, page in self.pages.items()}
        for file in list(self.root.rglob("*.html")):
            if file.relative_to(self.root).as_posix() not in wanted:
                file.unlink()
        for name, html in wanted.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists() or file.read_text() != html or name == f"{again}.html":
                file.write_text(html)

    def html(self, page: dict[str, Any]) -> str:
        places = "".join(f'<h2 id="{place}">About the {place}</h2>' for place in page["places"])
        links = "".join(f'<li><a href="{link}">Read about {link[1:-5]}</a></li>' for link in page["links"])
        text = "".join(f"<p>{sentence}</p>" for sentence in page["text"])
        return f'<html lang="en"><title>{page["title"]}</title><ul>{links}</ul><h1>Bread</h1>{places}{text}</html>\n'


@pytest.mark.parametrize("seed", range(2))
def test_a_kept_run_says_what_a_cold_one_says(
    preflight: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(replay, "SETTLED", 0)
    chance = random.Random(seed)
    site = Site(tmp_path / "site", chance)
    told = set()
    for _ in range(12):
        done = site.edit()
        page = f"site/{chance.choice(sorted(site.pages))}.html"
        for asked in (("check", "site"), ("check", page, "--site", "site")):
            cold = preflight(*asked, *CHECK, "--no-cache")
            assert preflight(*asked, *CHECK) == cold, done
            told.update(finding["rule"] for finding in cold.report["findings"])
    assert {"links.broken", "links.missing-anchor", "spelling.misspelling", "dates.weekday"} <= told
