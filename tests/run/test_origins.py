"""Findings in built pages, told at their sources: invented trees as Hugo, Eleventy and Jekyll have them."""

# ruff: noqa: E501 - pages and their sources are easier to compare on one line each
from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.model import Location
from preflight.origins.words import Words, found_in

Run = Callable[..., Any]
WORDS = ("recieve", "beleive", "untill", "wich", "teh", "definately", "seperate", "localhost")
PAGE = "<!doctype html><html lang=en><head><title>{title}</title></head><body>{menu}<main>{text}</main>{foot}</body></html>"


def page(title: str, text: str, foot: str = "") -> str:
    return PAGE.format(title=title, menu="<nav><a href='/'>Home</a></nav>", text=text, foot=foot)


HUGO = {
    "preflight.toml": 'sources = ["content", "layouts"]\n',
    "content/_index.md": "---\ntitle: The mill\n---\n\nWelcome to the mill.\n",
    "content/about.md": "---\ntitle: About us\n---\n\n# Who we are\n\nOur millers **have** worked here\nsince 1840. We recieve grain every day.\n",
    "content/blog/a-day.md": "+++\ntitle = 'A day'\nslug = 'one-day-at-the-mill'\n+++\n\nThe day starts early.\n\nThe miller said: “I beleive in stone & water.”\n",
    "content/shop.md": "---\ntitle: Shop\nurl: /buy/flour/\n---\n\nFlour by the bag. [Order](http://localhost:1313/order/) today.\n",
    "content/news/index.md": "---\ntitle: News\n---\n\nNothing yet.\n",
    "content/visit.de.md": "---\ntitle: Visit\n---\n\nWe are open untill six.\n",
    "layouts/partials/footer.html": "<footer>\n  <p>Ring us before you come, wich is quicker than writing a letter.</p>\n</footer>\n",
}
FOOT = "<footer><p>Ring us before you come, wich is quicker than writing a letter.</p></footer>"
HUGO_BUILT = {
    "public/index.html": page("The mill", "<p>Welcome to the mill.</p>", FOOT),
    "public/about/index.html": page(
        "About us",
        "<h1>Who we are</h1><p>Our millers <strong>have</strong> worked here since 1840. We recieve grain every day.</p>",
        FOOT,
    ),
    "public/blog/one-day-at-the-mill/index.html": page(
        "A day", "<p>The day starts early.</p><p>The miller said: “I beleive in stone &amp; water.”</p>"
    ),
    "public/buy/flour/index.html": page(
        "Shop", "<p>Flour by the bag. <a href='http://localhost:1313/order/'>Order</a> today.</p>"
    ),
    "public/news/index.html": page("News", "<p>Nothing yet. Made by a shortcode: teh mill.</p>"),
    "public/de/visit/index.html": page("Visit", "<p>We are open untill six.</p>"),
}
ELEVENTY = {
    "preflight.toml": 'sources = "src"\n',
    "src/index.njk": "---\ntitle: Bread\n---\n<p>Welcome to the bakery.</p>\n",
    "src/about.md": "---\ntitle: About\n---\n\nOur ovens recieve wood from here.\n",
    "src/posts/2026-11-20-rye.md": "---\ntitle: Rye\n---\n\nRye needs time. We beleive in it.\n",
    "src/posts/2026-11-21-oats.md": "---\ntitle: Oats\npermalink: /oats.html\n---\n\nOats are definately for breakfast.\n",
    "src/posts/all.md": "---\ntitle: All\npermalink: '/{{ title | slug }}/list/'\n---\n\nA list of all our loafs, seperate ones too, for every day of the week.\n",
    "src/_data/hours.json": '{\n "note": "Open untill six on every working day but Monday"\n}\n',
}
ELEVENTY_BUILT = {
    "_site/index.html": page("Bread", "<p>Welcome to the bakery. Open untill six on every working day but Monday</p>"),
    "_site/about/index.html": page("About", "<p>Our ovens recieve wood from here.</p>"),
    "_site/posts/rye/index.html": page("Rye", "<p>Rye needs time. We beleive in it.</p>"),
    "_site/oats.html": page("Oats", "<p>Oats are definately for breakfast.</p>"),
    "_site/all/list/index.html": page(
        "All", "<p>A list of all our loafs, seperate ones too, for every day of the week.</p>"
    ),
}
JEKYLL = {
    "preflight.toml": 'sources = ["_posts", "pages"]\n',
    "_posts/2026-11-24-a-day-out.md": "---\ntitle: A day out\n---\n\nWe recieve visitors.\n",
    "pages/team.html": "---\ntitle: Team\npermalink: /people/\n---\n<p>Our\n  definately kind\n  team.</p>\n",
    "_site/2026/11/24/a-day-out.html": page("A day out", "<p>We recieve visitors.</p>"),
    "_site/people/index.html": page("Team", "<p>Our definately kind team.</p>"),
}


def places(run: Run, site: str) -> dict[str, str]:
    """match → where code scanning is told to mark it, as ``path:line:column``."""
    run("check", site, "--offline", "--select", "spelling,links.staging", "--format", "sarif:report.sarif")
    found = {}
    for result in json.loads(Path("report.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]:
        where = result["locations"][0]["physicalLocation"]
        name = next(word for word in WORDS if word in result["message"]["text"])
        region = where["region"]
        told = where["artifactLocation"]["uri"]
        if "startColumn" in region:
            told += f":{region['startLine']}:{region['startColumn']}"
        assert name not in found or found[name] == told
        found[name] = told
    return found


def test_a_tree_like_hugos(write, preflight: Run) -> None:
    write(HUGO | HUGO_BUILT)
    assert places(preflight, "public") == {
        "recieve": "content/about.md:8:16",
        "beleive": "content/blog/a-day.md:8:21",
        "localhost": "content/shop.md:6:27",
        "untill": "content/visit.de.md:5:13",
        "wich": "layouts/partials/footer.html:2:31",
        "teh": "content/news/index.md",
    }


def test_a_tree_like_eleventys(write, preflight: Run) -> None:
    write(ELEVENTY | ELEVENTY_BUILT)
    assert places(preflight, "_site") == {
        "recieve": "src/about.md:5:11",
        "beleive": "src/posts/2026-11-20-rye.md:5:20",
        "definately": "src/posts/2026-11-21-oats.md:6:10",
        "seperate": "src/posts/all.md:6:26",
        "untill": "src/_data/hours.json:2:16",
    }


def test_a_tree_like_jekylls(write, preflight: Run) -> None:
    write(JEKYLL)
    assert places(preflight, "_site") == {
        "recieve": "_posts/2026-11-24-a-day-out.md:5:4",
        "definately": "pages/team.html:6:3",
    }


def test_annotations_and_code_quality_point_there_too(write, preflight: Run) -> None:
    write(HUGO | HUGO_BUILT)
    outcome = preflight("check", "public", "--offline", "--select", "spelling", "--format", "github")
    assert "file=content/about.md,line=8,endLine=8,col=16,endColumn=23::" in outcome.out
    assert "file=content/news/index.md::" in outcome.out
    assert "(in the page that is built from this file: public/news/index.html, line 1)" in outcome.out
    assert outcome.out.count("“wich”") == 1
    outcome = preflight("check", "public", "--offline", "--select", "spelling", "--format", "gitlab")
    rows = {(row["location"]["path"], row["location"]["lines"]["begin"]) for row in outcome.report}
    assert ("content/about.md", 8) in rows
    assert ("layouts/partials/footer.html", 2) in rows


def test_reports_for_people_show_what_readers_see(write, preflight: Run) -> None:
    write(HUGO | HUGO_BUILT)
    outcome = preflight("check", "public", "--offline", "--select", "spelling", "--format", "json")
    assert {finding["location"]["path"].partition("/")[0] for finding in outcome.report["findings"]} == {"public"}


def test_the_verdict_and_the_fingerprints_stay(write, preflight: Run) -> None:
    write(HUGO | HUGO_BUILT)
    command = ("check", "public", "--offline", "--select", "spelling", "--format")
    built = preflight(*command, "json")
    outcome = preflight(*command, "sarif")
    results = outcome.report["runs"][0]["results"]
    assert outcome.code == built.code == 1
    fingerprints = {result["partialFingerprints"]["preflight/v1"] for result in results}
    assert fingerprints == {finding["fingerprint"] for finding in built.report["findings"]}
    related = results[0]["relatedLocations"][-1]
    assert related["message"]["text"] == "the built page has it here"
    assert related["physicalLocation"]["artifactLocation"]["uri"].startswith("public/")


def test_words_that_stand_twice_are_told_apart_by_their_neighbours(write, preflight: Run) -> None:
    write(
        {
            "preflight.toml": 'sources = "content"\n',
            "content/a.md": "On Monday we recieve oats.\n\nOn Friday we recieve rye.\n",
            "public/a/index.html": page("A", "<p>On Friday we recieve rye.</p>"),
        }
    )
    assert places(preflight, "public") == {"recieve": "content/a.md:3:14"}


def test_what_cannot_be_told_stays_at_the_built_page(write, preflight: Run) -> None:
    write(
        {
            "preflight.toml": 'sources = "content"\n',
            "content/a.md": "We recieve oats on Mondays and rye.\n",
            "content/b.md": "We recieve oats on Mondays and wheat.\n",
            "public/other/index.html": page("Other", "<p>We recieve oats on Mondays.</p>"),
        }
    )
    assert places(preflight, "public")["recieve"].startswith("public/other/index.html:1:")


def test_a_repair_is_offered_only_for_the_very_same_characters(write, preflight: Run) -> None:
    write(HUGO | HUGO_BUILT)
    outcome = preflight("check", "public", "--offline", "--select", "spelling", "--format", "sarif")
    fixes = [result["fixes"][0] for result in outcome.report["runs"][0]["results"] if "fixes" in result]
    for fix in fixes:
        change = fix["artifactChanges"][0]
        region = change["replacements"][0]["deletedRegion"]
        text = Path(change["artifactLocation"]["uri"]).read_text(encoding="utf-8").splitlines()
        words = text[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words in ("recieve", "beleive", "untill", "wich")


@pytest.mark.parametrize("named", ['"../elsewhere"', '"/etc"', '["content", "../.."]'])
def test_no_configuration_reaches_outside_its_folder(named: str, write, preflight: Run) -> None:
    write({"preflight.toml": f"sources = {named}\n", "public/index.html": page("A", "<p>A</p>")})
    outcome = preflight("check", "public", "--offline", "--format", "sarif")
    assert outcome.code == 2
    assert "preflight.toml:1" in outcome.err


def test_a_folder_that_is_not_there_is_named(write, preflight: Run) -> None:
    write({"preflight.toml": 'sources = "contnt"\n', "public/index.html": page("A", "<p>A</p>")})
    outcome = preflight("check", "public", "--offline", "--format", "github")
    assert outcome.code == 2
    assert "sources = 'contnt': there is no such folder" in outcome.err


def test_the_configuration_of_another_tree_means_this_ones_folders(write, preflight: Run) -> None:
    """A pull request is judged with the configuration of the branch that it goes into."""
    files = HUGO | HUGO_BUILT
    write({**files, "base/preflight.toml": files["preflight.toml"], "preflight.toml": ""})
    outcome = preflight(
        "check", "public", "--offline", "--select", "spelling", "--config", "base/preflight.toml", "--format", "github"
    )
    assert "file=content/about.md,line=8" in outcome.out


@pytest.mark.parametrize("piece", ["<a ", "(", "& ", " ", "*`", "](", "‘a ", "a\n", "{{", "&amp;"])
def test_hostile_sources_cost_no_more_than_their_length(piece: str) -> None:
    words = Words(piece * (640_000 // len(piece)))
    began = time.process_time()
    found_in(words, Location("public/index.html", "", 1, 1, 1, 2, "a b c", "d e f"), "we recieve")
    found_in(words, Location("public/index.html", "", 1, 1, 1, 2, "a b c", "d e f"), piece)
    assert time.process_time() - began < 4
