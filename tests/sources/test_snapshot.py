"""The lock file: written on demand, read as the previous build, never touched otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
OFFLINE = ("--offline", "--no-cache", "--select", "slugs,meta", "--format", "json")


def put(write: Write, folder: Path, files: dict[str, str | bytes]) -> None:
    shutil.rmtree(folder / "public", ignore_errors=True)
    write({f"public/{name}": text for name, text in files.items()})


def test_the_next_check_is_held_against_it(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    put(write, folder, shop.before)
    assert preflight("snapshot", "public").out.startswith("Wrote preflight.lock: 4 addresses.")
    assert preflight("check", "public", *OFFLINE).code == 0
    put(write, folder, shop.after)
    locked = (folder / "preflight.lock").read_bytes()
    outcome = preflight("check", "public", *OFFLINE)
    assert outcome.code == 1
    assert shop.moved(outcome) == shop.both
    assert any("/hand-made-chairs/" in found["message"] for found in outcome.report["findings"])
    assert (folder / "preflight.lock").read_bytes() == locked
    again = preflight("snapshot", "public")
    assert "2 new, 2 gone" in again.out
    assert "gone: /chairs/" in again.out
    assert preflight("check", "public", *OFFLINE).code == 0


def test_the_same_site_gives_the_same_bytes_and_no_message_of_change(
    write: Write, preflight: Run, folder: Path, shop: Any
) -> None:
    put(write, folder, shop.before)
    preflight("snapshot", "public")
    first = (folder / "preflight.lock").read_text()
    assert "is as the site is" in preflight("snapshot", "public").out
    assert (folder / "preflight.lock").read_text() == first
    addresses = [line.split("\t")[0] for line in first.splitlines() if line.startswith("/")]
    assert addresses == ["/", "/chairs/", "/tables/", "/visit/"]


def test_it_knows_what_search_engines_showed_and_what_links_lead_into(
    write: Write, preflight: Run, folder: Path, shop: Any
) -> None:
    guide = "<title>Guide</title><meta name=description content='All of it.'><h1>Guide</h1><h2 id=oil>Oil</h2>"
    home = shop.before["index.html"] + '<a href="/guide/#oil">How to oil a table</a>'
    put(write, folder, {**shop.before, "index.html": home, "guide/index.html": guide})
    preflight("snapshot", "public")
    changed = "<title></title><meta name=robots content=noindex><h2 id=wax>Oil</h2>"
    put(write, folder, {**shop.before, "index.html": home, "guide/index.html": changed})
    outcome = preflight("check", "public", *OFFLINE)
    assert set(outcome.rules) == {
        "meta.title", "meta.description", "meta.noindex", "meta.heading", "slugs.anchor-removed",
    }  # fmt: skip


def test_redirects_and_closed_pages_stay_what_they_were(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    robots = "User-agent: *\nDisallow: /visit/\n"
    stub = '<meta http-equiv="refresh" content="0; url=/chairs/"><title>Moved</title>'
    files = {**shop.before, "_redirects": "/stools /chairs/ 301\n", "robots.txt": robots, "seats/index.html": stub}
    put(write, folder, files)
    preflight("snapshot", "public")
    assert preflight("check", "public", *OFFLINE).code == 0
    put(write, folder, {**shop.before, "robots.txt": robots.replace("/visit/", "/")})
    outcome = preflight("check", "public", *OFFLINE)
    assert {found["match"] for found in outcome.report["findings"]} == {"/stools", "/seats/", "Disallow: /"}


def test_exchanged_pages_are_told_by_their_texts(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    words = "oak ash elm beech birch lime alder hazel rowan maple cherry walnut plane willow holly yew larch pine fir"
    texts = {name: " ".join(f"{word}{name}" for word in words.split() * 3) for name in "ab"}
    pages = {f"{name}.html": f"<title>Same</title><p>{text}" for name, text in texts.items()}
    put(write, folder, {"index.html": "<title>Home</title>", **pages})
    preflight("snapshot", "public")
    put(write, folder, {"index.html": "<title>Home</title>", "a.html": pages["b.html"], "b.html": pages["a.html"]})
    assert preflight("check", "public", *OFFLINE).rules == ["slugs.swapped"]


def test_it_is_not_taken_for_another_site(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    put(write, folder, shop.before)
    write(shop.below("other", shop.after))
    preflight("snapshot", "public")
    assert preflight("check", "other", *OFFLINE).code == 0
    refused = preflight("snapshot", "other")
    assert refused.code == 2
    assert "snapshot of another site" in refused.err
    assert preflight("check", "other", "--against", "preflight.lock", *OFFLINE).code == 1


def test_each_site_has_its_own_beside_its_configuration(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    write({**shop.below("a/public", shop.before), "a/preflight.toml": "", **shop.below("b/public", shop.before)})
    write({"b/preflight.toml": ""})
    assert preflight("snapshot", "a/public").code == preflight("snapshot", "b/public").code == 0
    assert (folder / "a/preflight.lock").is_file()
    assert (folder / "b/preflight.lock").is_file()


@pytest.mark.parametrize("name", ["nosuch", "empty"])
def test_there_must_be_a_site(name: str, preflight: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    outcome = preflight("snapshot", name)
    assert outcome.code == 2
    assert not (folder / "preflight.lock").exists()


def test_a_file_of_somebody_else_is_not_replaced(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    put(write, folder, shop.before)
    write({"preflight.lock": "mine\n"})
    assert preflight("snapshot", "public").code == 2
    assert (folder / "preflight.lock").read_text() == "mine\n"


def test_a_client_begins_with_a_configuration_and_a_snapshot(
    write: Write, preflight: Run, folder: Path, shop: Any
) -> None:
    put(write, folder, shop.before)
    outcome = preflight("init", "--client")
    assert outcome.code == 0
    assert "Wrote preflight.toml" in outcome.out
    assert "Wrote preflight.lock" in outcome.out
    put(write, folder, shop.after)
    locked = (folder / "preflight.lock").read_bytes()
    assert "stays as it is" in preflight("init", "--client", "public", "--force").out
    assert (folder / "preflight.lock").read_bytes() == locked


@pytest.mark.parametrize(
    "text",
    [
        "# preflight.lock 99\n# site: public\naddress\n/\n",
        "# preflight.lock 1\n# site: public\n",
        "# preflight.lock 1\n# site: public\naddress\ttitle\n",
    ],
)
def test_a_lock_file_that_cannot_be_read_is_no_pass(
    text: str, write: Write, preflight: Run, folder: Path, shop: Any
) -> None:
    put(write, folder, shop.before)
    write({"preflight.lock": text})
    assert preflight("check", "public", "--against", "preflight.lock", *OFFLINE).code == 3


def test_hostile_lines_are_only_text(write: Write, preflight: Run, folder: Path, shop: Any) -> None:
    lines = [
        "/../../etc/passwd\t\tx",
        "//evil.example/\t\tx",
        "/chairs/\t\tChairs\t" + "x" * 100_000,
        "\t\t\t",
        "/%00/",
    ]
    head = "# preflight.lock 1\n# site: public\naddress\tto\ttitle\tdescription\twords\ttext\n"
    put(write, folder, shop.before)
    write({"preflight.lock": head + "\n".join([*lines, "/a/\t\t\t\tmany\tnothex"]) + "\n"})
    outcome = preflight("check", "public", *OFFLINE)
    assert outcome.code in (0, 1, 3)
    assert outcome.report["targets"][0]["name"] == "public"
