"""The HTML report in a real browser: it acts on nothing a stranger wrote, and a person can work with it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from turbohtml import conformance, parse

from preflight.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"

HOSTILE = """\
From: "<script>alert(1)</script>" <news@mill.example>
To: reader@example.com
Subject: <img src=x onerror=alert(2)> Our recieve
Date: Tue, 24 Nov 2026 09:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head>
<base href="https://base.example.com/"><meta http-equiv="refresh" content="0;url=https://refresh.example.com/">
<link rel="stylesheet" href="https://css.example.com/a.css"><link rel=prefetch href="https://prefetch.example.com/">
<script>alert(3); fetch("https://script.example.com/")</script>
<style>@import url(https://import.example.com/); p { background: url(https://bg.example.com/a.png) }
body::before { content: url(https://content.example.com/a.png) } @font-face { src: url(https://font.example.com/) }
</style></head>
<body onload="alert(4)" background="https://body.example.com/a.png">
<p data-preflight="99" onclick="alert(5)">We recieve <<!-- -->script>alert(6)</script> parcels.</p>
<img src="https://img.example.com/a.png" srcset="https://srcset.example.com/a.png 2x" onerror="alert(7)" alt="A tree">
<img src="x" onerror="alert(8)"><svg onload="alert(9)"><script>alert(10)</script><a xlink:href="javascript:alert(11)">
</a></svg><math><mtext><img src=x onerror=alert(12)></mtext></math>
<a href="javascript:alert(13)" ping="https://ping.example.com/">recieve</a>
<iframe src="https://iframe.example.com/" srcdoc="<script>alert(14)</script>"></iframe>
<object data="https://object.example.com/"></object><embed src="https://embed.example.com/">
<video poster="https://poster.example.com/a.png" autoplay><source src="https://video.example.com/a.mp4"></video>
<form action="https://form.example.com/"><input autofocus onfocus="alert(15)" type=image src="https://input.example.com/">
<button formaction="javascript:alert(16)">Go</button></form>
<div style="background-image:url('https://style.example.com/a.png');position:fixed;inset:0">over everything</div>
<template><img src=x onerror=alert(17)></template><noscript><img src="https://noscript.example.com/a.png"></noscript>
<details ontoggle="alert(18)" open><summary>More</summary></details><marquee onstart="alert(19)">x</marquee>
</body></html>
"""


def report(tmp_path: Path, *arguments: str) -> Path:
    file = tmp_path / "report.html"
    main(["check", *arguments, "--offline", "--no-config", "--format", f"html:{file}"])
    return file


@pytest.fixture
def newsletter(tmp_path: Path) -> Path:
    folder = EXAMPLES / "newsletter"
    return report(
        tmp_path, str(folder / "2026-11-24.eml"), "--against", str(folder / "2026-11-17.eml"),
        "--send-date", "2026-11-24",
    )  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return report(tmp_path, str(EXAMPLES / "site/after"), "--against", str(EXAMPLES / "site/before"))


# --- safety ---------------------------------------------------------------------------------------------


def test_a_hostile_message_loads_nothing_runs_nothing_and_covers_nothing(tmp_path: Path, seen: Any) -> None:
    (tmp_path / "evil.eml").write_text(HOSTILE, encoding="utf-8")
    file = report(tmp_path, str(tmp_path / "evil.eml"))
    page = seen.open(file)
    page.wait_for_timeout(300)
    assert seen.errors == []
    for mark in page.frames[1].query_selector_all("[data-preflight], a, details, button"):
        mark.dispatch_event("click")
    page.wait_for_timeout(500)
    assert seen.requests == [file.as_uri(), *[url for url in seen.requests if url.startswith(("about:", "data:"))]]
    assert seen.dialogs == []
    assert page.url == file.as_uri()
    assert page.frames[1].query_selector("[data-preflight='99']") is None
    text = page.frames[1].inner_text("body")
    assert "over everything" in text
    assert "alert(" not in re.sub(r"script>alert\(6\)", "", text)


def test_the_policy_lets_only_the_reports_own_script_run(newsletter: Path, seen: Any) -> None:
    text = newsletter.read_text(encoding="utf-8")
    newsletter.write_text(text.replace("</body>", "<script>document.title='run'</script></body>"), encoding="utf-8")
    assert seen.open(newsletter).title() != "run"
    assert any("Content Security Policy" in error for error in seen.errors)


def test_pictures_inside_the_message_are_shown(tmp_path: Path, seen: Any) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "news@mill.example", "a@example.com", "Apples"
    message.set_content("Apples")
    message.add_alternative('<p>Apples <img src="cid:tree" alt="A tree" width="30" height="30"></p>', subtype="html")
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    message.get_payload()[1].add_related(pixel, "image", "png", cid="<tree>")
    (tmp_path / "apples.eml").write_bytes(message.as_bytes())
    page = seen.open(report(tmp_path, str(tmp_path / "apples.eml")))
    assert page.frames[1].eval_on_selector("img", "image => image.complete && image.naturalWidth") == 1


# --- use ------------------------------------------------------------------------------------------------


def test_the_verdict_stands_first_and_the_worst_three_after_it(newsletter: Path, seen: Any) -> None:
    page = seen.open(newsletter)
    assert page.inner_text("h1").startswith("Do not send yet: 4 things to fix")
    assert page.locator(".first li").count() == 3
    assert "not opened: the check ran offline" in page.inner_text("main")


def test_marks_land_on_their_words(newsletter: Path, seen: Any) -> None:
    page = seen.open(newsletter)
    for card in page.query_selector_all(".card"):
        number = card.get_attribute("id").removeprefix("finding-")
        marks = page.frames[1].query_selector_all(f"[data-preflight~='{number}']")
        assert marks, card.inner_text()
        quoted = card.query_selector(".quote mark").inner_text()
        if not quoted.startswith("http"):
            assert [mark.inner_text() for mark in marks] == [quoted]
    instagram = page.frames[1].query_selector("a[data-preflight]")
    assert instagram.inner_text() == "Instagram"
    assert page.frames[1].query_selector("mark[data-preflight] img").get_attribute("alt").startswith("A door wreath")


def test_from_the_card_to_the_mark_and_back_by_keyboard(newsletter: Path, seen: Any) -> None:
    page = seen.open(newsletter)
    page.locator("#finding-2 .show").focus()
    page.keyboard.press("Enter")
    mark = page.frames[1].locator("mark[data-preflight='2']:focus")
    mark.wait_for()
    for _ in range(100):  # it scrolls there
        box = mark.bounding_box()
        if 0 <= box["y"] <= 900:
            break
        page.wait_for_timeout(100)
    assert 0 <= box["y"] <= 900
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "finding-2"


def test_the_phone_is_narrow(newsletter: Path, seen: Any) -> None:
    page = seen.open(newsletter)
    page.get_by_role("button", name="Phone").click()
    assert page.locator("iframe").bounding_box()["width"] == 375
    assert page.get_by_role("button", name="Phone").get_attribute("aria-pressed") == "true"


def test_a_site_tells_one_cause_once_with_its_reach(site: Path, seen: Any) -> None:
    page = seen.open(site)
    assert page.inner_text("h1").startswith("Do not publish yet")
    assert page.locator(".reach svg").count() >= 1
    assert seen.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["newsletter", "site"])
def test_accessible_in_light_and_dark_and_on_a_phone(
    which: str, scheme: str, request: pytest.FixtureRequest, seen: Any
) -> None:
    seen.page.emulate_media(color_scheme=scheme)
    page = seen.open(request.getfixturevalue(which))
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"iframes": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints(newsletter: Path, seen: Any) -> None:
    page = seen.open(newsletter)
    page.emulate_media(media="print")
    assert not page.locator(".widths").is_visible()
    assert page.locator(".card").count() == 4


@pytest.mark.parametrize("which", ["newsletter", "site"])
def test_valid_html(which: str, request: pytest.FixtureRequest) -> None:
    source = request.getfixturevalue(which).read_text(encoding="utf-8")
    assert [one for one in conformance.check(parse(source)).messages if one.severity == "error"] == []


def test_the_same_check_gives_the_same_page(tmp_path: Path) -> None:
    folder = EXAMPLES / "newsletter"
    first = report(tmp_path, str(folder / "2026-11-24.eml")).read_bytes()
    assert report(tmp_path, str(folder / "2026-11-24.eml")).read_bytes() == first


def test_a_page_on_its_own(tmp_path: Path, seen: Any) -> None:
    shutil.copy(EXAMPLES / "site/after/index.html", tmp_path / "index.html")
    page = seen.open(report(tmp_path, str(tmp_path / "index.html")))
    assert page.locator("iframe").count() == 1
