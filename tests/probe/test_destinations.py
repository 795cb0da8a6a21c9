"""Links that open, against what their words promise: each pair is a link text and the page that a real server sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Server, page, redirect

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]


def event(start: str, name: str = "Winter Market", end: str = "", zone: str = "") -> str:
    ends = f', "endDate": "{end}"' if end else ""
    return (
        f"<html lang=en><title>{name}</title><h1>{name}</h1><p>Stalls, soup and songs in the old mill.</p>"
        f'<script type="application/ld+json">{{"@graph": [{{"@type": "Event", "name": "{name}", '
        f'"startDate": "{start}{zone}"{ends}}}]}}</script>'
    )


def offer(price: str, currency: str = "GBP", text: str = "A scarf of Shetland wool in three colours.") -> str:
    return (
        f"<html lang=en><title>Shetland scarf</title><h1>Shetland scarf</h1><p>{text}</p>"
        f'<script type="application/ld+json">{{"@type": "Product", "offers": {{"@type": "Offer", '
        f'"price": "{price}", "priceCurrency": "{currency}"}}}}</script>'
    )


def plain(title: str, text: str, heading: str = "") -> str:
    return f"<html lang=en><title>{title}</title><h1>{heading or title}</h1><p>{text}</p>"


CONTRADICTED = [
    ("Winter Market, 12 December", event("2026-12-13T10:00"), "error"),
    ("Winter Market on Saturday 12 December 2026", event("2027-12-12"), "error"),
    ("Winter Market, 12 December", event("2026-12-18", end="2026-12-20"), "error"),
    ("Winter Market, 14 December", event("2026-12-12T18:00:00", zone="Z"), "error"),
    ("Register for the talk on 3 February", plain("Talk on 4 February 2027", "About bees, by Ada Moss."), "error"),
    ("Concert, 9 January 2027", plain("Concert", "Doors open on Sunday, 10 January 2027 at 7 pm."), "error"),
    ("Apply by 31 January", plain("Apply for a plot", "Please apply by 15 January 2027."), "error"),
    ("Shetland scarf, £49", offer("59.00"), "error"),
    ("Our Shetland scarf for only €49.00", offer("39", "EUR"), "error"),
    ("Shetland scarf – now $1,299", offer("1399.00", "USD"), "error"),
    ("Pottery class for £35", plain("Pottery class: £45", "Eight evenings at the wheel."), "error"),
    ("Pottery class, £35", plain("Pottery class", "Eight evenings at the wheel. The price is £45."), "error"),
    ("Membership for 60 € a year", plain("Membership", "Join us: 72 € a year, all classes included."), "error"),
    ("How to repot a young fig tree", plain("Our cookie policy", "We store small files on your computer."), "warning"),
    ("Annual report of the hospice", plain("Summer camp for beginners", "Tents and canoes by the lake."), "warning"),
    ("Meet our new chef Rosa Lind", plain("Parking and bus routes", "The garage closes at ten."), "warning"),
]  # fmt: skip

KEPT = [
    ("Annual General Meeting papers", plain("AGM 2027", "Minutes, accounts, and who stands for election.")),
    ("Winter Market, 12 December", event("2026-12-12T10:00:00+01:00")),
    ("Winter Market, 13 December", event("2026-12-12", end="2026-12-14")),
    ("Winter Market on 13 December in Sydney", event("2026-12-12T22:00:00", zone="Z")),
    ("Winter Market, 12 December", event("2026-12-18").replace("Stalls", "Every Saturday from 12 December: stalls")),
    ("Talk on 3 February", plain("A talk about bees", "3 February 2027, 7 pm, in the library. Posted 4 January 2027.")),
    ("Talk on 3 February", plain("A talk about bees", "By Ada Moss, 20 November 2026. We meet in the library.")),
    ("Concerts from 9 January", plain("Concerts", "10 January, 17 January, 24 January and 31 January, all at 7 pm.")),
    ("Shetland scarf, £49", offer("49.00")),
    ("Shetland scarf, £49", offer("59.00", text="Was £59, now £49.")),
    ("Save £20 on the Shetland scarf", offer("59.00")),
    ("Free delivery over £50: Shetland scarf", offer("59.00")),
    ("Shetland scarf, $49", offer("39.00", "GBP")),
    ("Pottery classes from £35", plain("Pottery classes", "Taster £35, weekend £90, term £160, year £400.")),
    ("Council spends £5 million on the old mill", plain("The old mill reopens", "The roof was £5.2m.")),
    ("How to repot a fig tree", plain("Repotting figs", "A fig tree wants a pot that is a size larger.")),
    ("Read the full story here", plain("Our cookie policy", "We store small files on your computer.")),
    ("Annual report of the hospice", plain("Jahresbericht", "Unser Haus im Jahr.").replace("lang=en", "lang=de")),
    ("Meet our new chef Rosa Lind", plain("The kitchen", "Rosa Lind cooks for us from May; our chef was in Lyon.")),
]  # fmt: skip


def checked(run: Run, write: Write, url: str, text: str) -> list[dict[str, Any]]:
    write({"news.html": f"<!doctype html><html lang=en><title>News</title><p>See <a href='{url}'>{text}</a>"})
    arguments = (
        "--kind",
        "page",
        "--online",
        "--no-config",
        "--no-cache",
        "--format",
        "json",
        "--ignore",
        "links.staging",
    )
    report = run("check", "news.html", "--allow-host", "127.0.0.1", "--send-date", "2026-11-24", *arguments).report
    return [finding for finding in report["findings"] if finding["rule"].startswith("links.")]


@pytest.mark.parametrize(("text", "source", "severity"), CONTRADICTED, ids=lambda value: str(value)[:40])
def test_a_page_that_breaks_the_promise(
    preflight: Run, write: Write, server: Server, text: str, source: str, severity: str
) -> None:
    server.routes["/there"] = page(source)
    (found,) = checked(preflight, write, server.url("/there"), text)
    assert (found["rule"], found["severity"]) == ("links.wrong-destination", severity), found["message"]


@pytest.mark.parametrize(("text", "source"), KEPT, ids=lambda value: str(value)[:40])
def test_a_page_that_keeps_it(preflight: Run, write: Write, server: Server, text: str, source: str) -> None:
    server.routes["/there"] = page(source)
    assert not checked(preflight, write, server.url("/there"), text)


def test_the_message_names_both(preflight: Run, write: Write, server: Server) -> None:
    server.routes["/there"] = page(event("2026-12-13T10:00"))
    (found,) = checked(preflight, write, server.url("/there"), "Winter Market, 12 December")
    assert found["message"] == (
        "the link says 12 December, and the page that opens says 13 December 2026 (“Winter Market”)"
    )


LOST = plain("Oak and Ash", "Sorry, this page could not be found. Try the menu.", "Oops")


def test_an_error_page_that_claims_to_be_none(preflight: Run, write: Write, server: Server) -> None:
    server.otherwise = page(LOST)
    (found,) = checked(preflight, write, server.url("/shop/scarf"), "Our scarf")
    assert (found["rule"], found["severity"]) == ("links.wrong-destination", "error")
    assert sum(server.hits.values()) == 2


def test_an_article_about_error_pages_is_none(preflight: Run, write: Write, server: Server) -> None:
    server.routes["/blog/lost"] = page(plain("Our lost pages", "A page that is not found is a chance to be kind."))
    assert not checked(preflight, write, server.url("/blog/lost"), "Our lost pages")
    server.otherwise = page(plain("Oak and Ash", "Tables and chairs, made to last."))
    assert not checked(preflight, write, server.url("/any"), "Tables and chairs")


@pytest.mark.parametrize(
    ("path", "answer", "word", "severity"),
    [
        ("/old", redirect("/", "302 Found"), "front page", "warning"),
        ("/old", redirect("/en/", "301 Moved"), "front page", "warning"),
        ("/course", redirect("/login?next=/course", "302 Found"), "sign in", "warning"),
        ("/course", page(plain("Sign in", "Name and password, please.")), "sign in", "warning"),
        ("/oak", page(plain("oak.test", "The domain oak.test is for sale. Buy this domain now.")), "parked", "error"),
        ("/moved", page("<meta http-equiv=refresh content='0; url=/gone'><title>So</title>"), "sends readers", "error"),
    ],
)  # fmt: skip
def test_alive_and_still_wrong(
    preflight: Run, write: Write, server: Server, path: str, answer: bytes, word: str, severity: str
) -> None:
    server.routes.update(
        {
            "/": page(plain("Oak and Ash", "Tables and chairs.")),
            "/en/": page(plain("Oak and Ash", "Tables and chairs.")),
            "/login?next=/course": page(plain("Welcome back", "Name and password, please.")),
            path: answer,
        }
    )
    (found,) = checked(preflight, write, server.url(path), "this one")
    assert (found["rule"], found["severity"], word in found["message"]) == (
        "links.wrong-destination",
        severity,
        True,
    ), found["message"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/home", redirect("/", "302 Found")),
        ("/index.html", redirect("/", "301 Moved")),
        ("/account/orders", redirect("/login", "302 Found")),
        ("/here", page("<meta http-equiv=refresh content='300; url=/gone'><title>Scores</title><p>2:1")),
        ("/here", page("<meta http-equiv=refresh content='5'><title>Scores</title><p>2:1")),
        ("/here", page("<meta http-equiv=refresh content='0; url=/there'>")),
    ],
)
def test_ways_that_are_fine(preflight: Run, write: Write, server: Server, path: str, answer: bytes) -> None:
    fine = page(plain("Oak and Ash", "Tables and chairs."))
    server.routes.update({"/": fine, "/login": fine, "/there": fine, path: answer})
    rules = {found["rule"] for found in checked(preflight, write, server.url(path), "this one")}
    assert rules <= {"links.redirect"}
