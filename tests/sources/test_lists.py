"""Sites of which only a list is left: a sitemap, an export, a sheet of addresses."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
PATHS = ["/", "/chairs/", "/tables/", "/visit/"]


def test_a_build_against_its_sitemap(write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "sitemap.xml": shop.sitemap(PATHS)})
    outcome = compare("now", "sitemap.xml")
    assert outcome.code == 1
    assert shop.moved(outcome) == shop.both


def test_a_packed_sitemap(write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "sitemap.xml.gz": gzip.compress(shop.sitemap(PATHS).encode())})
    assert shop.moved(compare("now", "sitemap.xml.gz")) == shop.both


def test_an_index_and_the_sitemaps_beside_it(write: Write, compare: Run, shop: Any) -> None:
    write(
        {
            **shop.below("now", shop.after),
            "old/sitemap_index.xml": shop.sitemap(["/sm/pages.xml", "/sm/shop.xml.gz"], "sitemapindex", "sitemap"),
            "old/pages.xml": shop.sitemap(PATHS[:2]),
            "old/shop.xml.gz": gzip.compress(shop.sitemap(PATHS[2:]).encode()),
        }
    )
    for name in ("old/sitemap_index.xml", "old"):
        outcome = compare("now", name)
        assert outcome.code == 1
        assert shop.moved(outcome) == shop.both
        assert not shop.reasons(outcome)


def test_an_index_with_a_part_missing_is_no_pass(write: Write, compare: Run, shop: Any) -> None:
    index = shop.sitemap(["/pages.xml", "/../../etc/passwd", "/shop.xml"], "sitemapindex", "sitemap")
    write({**shop.below("now", shop.before), "sitemap.xml": index, "pages.xml": shop.sitemap(PATHS)})
    outcome = compare("now", "sitemap.xml")
    assert outcome.code == 3
    assert any("only a part of it is known" in reason for reason in shop.reasons(outcome))


def test_a_sitemap_tells_addresses_and_no_titles(write: Write, compare: Run, shop: Any) -> None:
    page = "<title>Chairs</title><meta name=robots content=noindex><link rel=canonical href=https://other.example/>"
    write({**shop.below("now", {**shop.before, "chairs/index.html": page}), "sitemap.xml": shop.sitemap(PATHS)})
    assert compare("now", "sitemap.xml").report["findings"] == []


@pytest.mark.parametrize("paths", [["/chairs", "/visit"], ["/chairs.html", "/visit.html"]])
def test_addresses_in_the_form_that_the_host_serves(paths: list[str], write: Write, compare: Run, shop: Any) -> None:
    now = {"index.html": "<title>Home</title>", "chairs.html": "<title>Chairs</title>", "visit.html": "<title>Visit"}
    write({**shop.below("now", now), "sitemap.xml": shop.sitemap(["/", *paths])})
    assert compare("now", "sitemap.xml").code == 0


def test_a_sitemap_may_leave_pages_out(write: Write, compare: Run, shop: Any) -> None:
    tags = {f"tags/{number}/index.html": f"<title>Tag {number}</title>" for number in range(20)}
    write({**shop.below("now", {**shop.before, **tags}), "sitemap.xml": shop.sitemap(PATHS)})
    assert compare("now", "sitemap.xml").code == 0


def test_a_site_in_a_folder_of_its_host(write: Write, compare: Run, shop: Any) -> None:
    now = {**shop.before, "oak/index.html": "<title>Oak</title>"}
    write({**shop.below("grown", now), "more.xml": shop.sitemap([f"/project{path}" for path in (*PATHS, "/stools/")])})
    assert shop.moved(compare("grown", "more.xml")) == {("slugs.removed", "/stools/")}


def test_two_sitemaps(write: Write, compare: Run, shop: Any) -> None:
    write({"old.xml": shop.sitemap(PATHS), "new.xml": shop.sitemap(["/", "/chairs/", "/visit/"])})
    outcome = compare("new.xml", "old.xml")
    assert {(found["rule"], found["match"]) for found in outcome.report["findings"]} == {("slugs.removed", "/tables/")}
    assert outcome.code == 1
    assert compare("old.xml", "new.xml").code == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x1f\x8b\x08\0\0\0\0\0\0\3 not packed at all", "is no packed sitemap"),
        (gzip.compress(b"<urlset>" + b" " * 70_000_000), "is no packed sitemap"),
        (gzip.compress(b"<p>a page</p>"), "neither a sitemap nor a WordPress export"),
    ],
    ids=["not packed", "a bomb", "another document"],  # not what was packed, which holds the time
)
def test_hostile_packed_files(content: bytes, why: str, write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "sitemap.xml.gz": content})
    outcome = compare("now", "sitemap.xml.gz")
    assert outcome.code == 3
    assert any(why in reason for reason in shop.reasons(outcome)), shop.reasons(outcome)


def test_a_sitemap_that_is_cut_off_is_no_pass(write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.before), "sitemap.xml": shop.sitemap(PATHS).split("/visit/")[0]})
    outcome = compare("now", "sitemap.xml")
    assert outcome.code == 3
    assert any("cut off" in reason for reason in shop.reasons(outcome))


def entry(number: int, slug: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "slug": slug,
        "status": "publish",
        "type": "page",
        "link": f"https://wrenandoak.example/{slug}/" if slug != "home" else "https://wrenandoak.example/",
        "title": {"rendered": slug.title()},
        "parent": 0,
        **more,
    }


ENTRIES = [entry(1, "home"), entry(7, "chairs"), entry(9, "tables"), entry(12, "visit")]


def test_a_build_against_saved_answers_of_wordpress(write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "pages.json": json.dumps(ENTRIES)})
    assert shop.moved(compare("now", "pages.json")) == shop.both


def test_two_saved_answers_are_compared_by_id(write: Write, compare: Run, shop: Any) -> None:
    head = {"title": "Chairs | Wren and Oak", "robots": {"index": "index"}}
    hidden = {"title": "", "robots": {"index": "noindex", "follow": "follow"}}
    before = [*ENTRIES[:1], entry(7, "chairs", yoast_head_json=head), *ENTRIES[2:]]
    after = [*ENTRIES[:1], entry(7, "hand-made-chairs", yoast_head_json=hidden), *ENTRIES[2:]]
    write({"before.json": json.dumps(before), "after.json": json.dumps(after, indent=1)})
    outcome = compare("after.json", "before.json")
    found = {(one["rule"], one["match"]) for one in outcome.report["findings"]}
    assert found == {
        ("slugs.changed", "hand-made-chairs"),
        ("meta.title", "hand-made-chairs"),
        ("meta.noindex", "noindex, follow"),
    }
    changed = next(one for one in outcome.report["findings"] if one["rule"] == "slugs.changed")
    assert "no automatic redirect" in changed["help"]
    line = json.dumps(after, indent=1).split("\n")[changed["location"]["line"] - 1]
    assert line[changed["location"]["column"] - 1 :].startswith("hand-made-chairs")


def test_an_answer_in_parts_deletes_nothing(write: Write, compare: Run, shop: Any) -> None:
    many = [entry(n, f"page-{n}") for n in range(1, 131)]
    write({"before.json": json.dumps(many), "after.json": json.dumps(many[:100])})
    outcome = compare("after.json", "before.json")
    assert outcome.code == 3
    assert outcome.report["findings"] == []
    assert any("exactly 100 entries" in reason for reason in shop.reasons(outcome))


def test_an_envelope_tells_how_many_there_are(write: Write, compare: Run, shop: Any) -> None:
    many = [entry(n, f"page-{n}") for n in range(1, 31)]
    answer = {"body": many[:27], "status": 200, "headers": {"X-WP-Total": 30, "X-WP-TotalPages": 2}}
    write({"before.json": json.dumps(many), "after.json": json.dumps(answer)})
    outcome = compare("after.json", "before.json")
    assert outcome.code == 3
    assert outcome.report["findings"] == []
    assert any("27 of 30 entries" in reason for reason in shop.reasons(outcome))


def test_all_saved_answers_in_a_folder(write: Write, compare: Run, shop: Any) -> None:
    many = [entry(n, f"page-{n}") for n in range(1, 131)]
    old = {"old/pages-1.json": json.dumps(many[:100]), "old/pages-2.json": json.dumps(many[100:])}
    new = {"new/pages-1.json": json.dumps(many[:100]), "new/pages-2.json": json.dumps(many[100:-1])}
    write({**old, **new})
    outcome = compare("new", "old")
    assert [(found["rule"], found["match"]) for found in outcome.report["findings"]] == [("slugs.removed", "page-130")]
    assert not shop.reasons(outcome)


@pytest.mark.parametrize(
    "text",
    ['[{"id": 1, "slug": "a", "link": "x"', '{"id": 1, "slug": "a", "link": "x"} trailing', "[" * 200_000],
)
def test_a_damaged_answer_is_no_pass(text: str, write: Write, compare: Run, shop: Any) -> None:
    padded = text if '"slug"' in text else '[{"id": 1, "slug": "a", "link": "x", "more": ' + text
    write({"before.json": json.dumps(ENTRIES), "after.json": padded})
    assert compare("after.json", "before.json").code == 3


def test_an_export_of_pages_alone_deletes_no_post(write: Write, compare: Run, shop: Any) -> None:
    posts = [entry(100 + n, f"post-{n}", type="post") for n in range(3)]
    write({"before.json": json.dumps([*ENTRIES, *posts]), "after.json": json.dumps(ENTRIES)})
    outcome = compare("after.json", "before.json")
    assert outcome.code == 3
    assert outcome.report["findings"] == []
    assert any("holds no post at all" in reason for reason in shop.reasons(outcome))


def test_a_list_without_addresses_cannot_be_compared_with_a_build(write: Write, compare: Run, shop: Any) -> None:
    write({**shop.below("now", shop.after), "old.csv": "id,slug,title\n1,chairs,Chairs\n2,tables,Tables\n"})
    outcome = compare("now", "old.csv")
    assert outcome.code == 3
    assert any("names no addresses" in reason for reason in shop.reasons(outcome))


def test_a_build_against_a_sheet_of_addresses(write: Write, compare: Run, shop: Any) -> None:
    sheet = "".join(f"https://www.wrenandoak.example{path},x\n" for path in PATHS)
    write({**shop.below("now", shop.after), "old.csv": f"Permalink,Title\n{sheet}"})
    assert shop.moved(compare("now", "old.csv")) == shop.both


PAGES = "id,slug,seo_title\n1,chairs,Chairs | Wren\n2,tables,Tables | Wren\n"
PRODUCTS = "Handle;Title;SEO Title;Variant SKU\nladder-back;Ladder back;Ladder back;W1\nstool;Stool;Stool;W2\n"


def test_a_folder_of_sheets_each_with_its_own_columns(write: Write, compare: Run, shop: Any) -> None:
    write({"before/pages.csv": PAGES, "before/products.csv": PRODUCTS, "before/notes.txt": "to do"})
    write({"now/pages.csv": PAGES.replace("tables,", "oak-tables,"), "now/products.csv": PRODUCTS})
    write({"now/preflight.lock": "# preflight.lock 1\n"})
    outcome = compare("now", "before")
    (found,) = outcome.report["findings"]
    assert (found["rule"], found["suggestions"], found["location"]["path"]) == (
        "slugs.changed", ["tables"], "now/pages.csv",
    )  # fmt: skip
    assert not shop.reasons(outcome)
    write({"now/pages.csv": PAGES, "now/products.csv": PRODUCTS.replace("stool;", "three-legs;")})
    outcome = compare("now", "before")
    assert [found["location"]["path"] for found in outcome.report["findings"] if found["severity"] == "error"] == [
        "now/products.csv"
    ]
