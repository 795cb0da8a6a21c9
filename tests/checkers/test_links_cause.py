"""One cause is told once, and a page full of calls takes no time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from preflight import parse
from preflight.checkers import links
from preflight.cli import main

MENU = '<title>Home</title><nav><a href="/about/">About us</a></nav><p>Cakes, bread and a garden full of plums.</p>'
OLD = {
    "index.html": MENU,
    "about/index.html": "<title>About</title><p>Nine people bake here every night.</p><a href='/'>Home</a>",
}
NEW = {"index.html": MENU + '<p>Our <a href="/menu/">menu</a>.</p>'}


@pytest.fixture
def builds(tmp_path: Path) -> tuple[str, str]:
    for folder, files in (("old", OLD), ("new", NEW)):
        for name, content in files.items():
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_text(content, "utf-8")
    return str(tmp_path / "new"), str(tmp_path / "old")


def checked(builds: tuple[str, str], capsys: pytest.CaptureFixture[str], *options: str) -> str:
    new, old = builds
    main(["check", new, "--against", old, "--offline", "--no-config", "--no-cache", *options])
    return capsys.readouterr().out


def told_to_people(builds: tuple[str, str], capsys: pytest.CaptureFixture[str], *options: str) -> str:
    return " ".join(checked(builds, capsys, *options).split())


def test_a_lost_page_is_told_once_to_people_and_everywhere_to_programs(
    builds: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = told_to_people(builds, capsys)
    assert "“/about/” is gone" in told
    assert "the link opens /about/" not in told
    assert "the link opens /menu/" in told  # another cause
    report = json.loads(checked(builds, capsys, "--format", "json"))
    broken = {found["match"]: found for found in report["findings"] if found["rule"] == "links.broken"}
    assert set(broken) == {"/about/", "/menu/"}
    assert broken["/about/"]["related"][0]["match"] == "/about/"


def test_without_the_other_family_the_link_itself_is_told(
    builds: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = told_to_people(builds, capsys, "--select", "links.*")
    assert "the link opens /about/" in told
    assert "the previous build had it" in told


@pytest.mark.parametrize(
    "part",
    [
        "<p>click here</p>", "<p>Read more</p>", "<p>www.a.test", "anna@shop.test ", "<td bgcolor=red>Book now", "@@",
        '<img src="btn.png" alt="Book now">', "click here ", "https://", "sent to: ", "utm_source=&",
        '<a href="x?utm_', "www.",
    ],
)  # fmt: skip
def test_a_page_full_of_calls_takes_no_time(part: str) -> None:
    source = "Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n<a href='https://shop.test'>" + part * (
        200_000 // len(part)
    )
    document = parse.parse(source.encode(), "message/rfc822")
    start = time.process_time()
    list(links.check(document, links.Options()))
    assert time.process_time() - start < 3
