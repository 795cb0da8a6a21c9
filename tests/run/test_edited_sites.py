"""A site that is edited between runs: what was remembered never shows, whatever was edited."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import replay
from preflight.reading import rejoining

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
    monkeypatch.setattr(rejoining, "FEWEST", 1)
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


PARTS = ("cakes", "Cakes", "index", "team", "shop", "café", "100%")
FOLDERS = ("", "shop/", "shop/old/", "Shop/")
BEFORE = ("", "/", "../", "../../../", "/docs/", "https://www.example.com/", "//www.example.com/", "./", "shop/")
ENDINGS = ("", ".html", "/", ".htm", "/index.html", ".png", "?size=2", "@example.com")
IDS = ("hours", "Hours", "caf%C3%A9", "café")
HEADS = (
    *("",) * 8,
    '<base href="/shop/">',
    '<base href="https://www.example.com/news/x.html">',
    '<base href="old/">',
    '<meta http-equiv="refresh" content="0; url=/team.html">',
    '<link rel="canonical" href="https://www.example.com/">',
    "<script>show()</script>",
)
BESIDE = {
    "_redirects": ("", "/old /team.html 301", "/cakes* /shop/:splat", "/index /x 200\n/team /gone 302", "/old /old"),
    "robots.txt": ("", "Sitemap: https://www.example.com/sitemap.xml", "User-agent: *\nDisallow: /shop/"),
    "style.css": ("", "body { background: url(/shop/team.png) }", "@import '../../x.css';"),
    "sitemap.xml": ("<urlset><url><loc>https://www.example.com/cakes</loc></url></urlset>", "<urlset></urlset>"),
    "shop/team.png": ("", "picture"),
    "CNAME": ("", "www.example.com"),
}


def odd(chance: random.Random) -> str:
    """An address as somebody might write it."""
    place = chance.choice(("", "", f"#{chance.choice(IDS)}"))
    if chance.random() < 0.6:
        return f"/{chance.choice(FOLDERS)}{chance.choice(PARTS)}.html{place}"
    return chance.choice(BEFORE) + chance.choice(("", chance.choice(PARTS))) + chance.choice(ENDINGS) + place


def odd_page(chance: random.Random) -> str:
    places = "".join(f'<h2 id="{one}">About {number}</h2>' for number, one in enumerate(chance.sample(IDS, 2)))
    words = ("", "Read about it", "More of this")
    links = "".join(f'<a href="{odd(chance)}">{chance.choice(words)}</a>' for _ in range(3))
    title = chance.choice(("<title>Bakery</title>", "<title>Bread and more</title>", ""))
    text = chance.choice(("", "", "", "Dear {{ name }}", f'<img src="{odd(chance)}" alt="Bread">'))
    return f'<html lang="en">{title}{chance.choice(HEADS)}<h1>Bread</h1>{links}{places}<p>{text}</p>'


@pytest.mark.parametrize("seed", range(2))
def test_links_of_unchanged_pages_are_told_as_if_they_had_been_looked_at(
    preflight: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever happens to pages, files, redirects, anchors and base addresses."""
    monkeypatch.setattr(replay.Replay, "keep", lambda *_: None)
    monkeypatch.setattr(rejoining, "FEWEST", 1)
    monkeypatch.setattr(rejoining, "SHARE", 0.8)
    taken = []
    of = rejoining.Join.of
    monkeypatch.setattr(rejoining.Join, "of", lambda *asked: taken.append(of(*asked)) or taken[-1])
    chance = random.Random(seed)
    root = tmp_path / "site"
    names = [folder + part + ".html" for folder in FOLDERS for part in PARTS]

    def write(name: str, text: str) -> None:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    for name in ("index.html", *chance.sample(names, 14)):
        write(name, odd_page(chance))
    shutil.copytree(root, tmp_path / "before")
    compared = ("--against", "before") if seed % 2 else ()
    told: set[str] = set()
    for _ in range(25):
        there = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.html"))
        name = chance.choice(there)
        kind = chance.choice(("new", "again", "again", "again", "gone", "renamed", "beside", "text"))
        if kind == "new":
            write(chance.choice(names), odd_page(chance))
        elif kind == "gone" and len(there) > 8:
            (root / name).unlink()
        elif kind == "renamed":
            write(chance.choice(names), (root / name).read_text(encoding="utf-8"))
            (root / name).unlink()
        elif kind == "beside":
            beside = chance.choice(sorted(BESIDE))
            content = chance.choice(BESIDE[beside])
            write(beside, content)
            if not content:
                (root / beside).unlink()
        elif kind == "text":
            write(name, (root / name).read_text(encoding="utf-8") + "<p>We open at nine.</p>")
        else:
            write(name, odd_page(chance))
        asked = ("check", "site", *CHECK, *compared, "--select", "links")
        cold = preflight(*asked, "--no-cache")
        assert preflight(*asked) == cold, f"{kind} {name}"
        told.update(finding["rule"] for finding in cold.report["findings"])
    assert sum(one is not None for one in taken) > 20
    assert {"links.broken", "links.missing-anchor"} <= told
