"""Newsletters of invented clients, cloned from their previous issue: right ones are quiet, one mistake each is found.

Every layout a client may use is walked through: a message in two parts, HTML alone, and plain text alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
Fields = dict[str, Any]

CLIENTS: list[Fields] = [
    {
        "name": "Fennel and Flint", "host": "fennelandflint.test", "title": "The Kiln Letter", "number": "No. {}",
        "address": "4 Foundry Yard, Stroud GL5 2AP", "hello": "Hello potters,", "event": "Open studio", "label": "",
        "stories": [
            ("Wheel evenings are back",
             "Six wheels, one patient teacher and plenty of clay wait for you on Wednesdays.", "wheel-evenings"),
            ("What a glaze needs",
             "Ash, silica and a little courage: Marta explains how she mixes our green.", "green-glaze"),
            ("Seconds on the shelf",
             "Bowls with a small mark are perfectly good for soup, and they cost half.", "seconds-shelf"),
            ("A jug for the allotment",
             "Tom made a watering jug with a long spout for the gardeners next door.", "allotment-jug"),
        ],
        "openings": ["The studio smells of wet clay again, and every shelf is full of new bowls.",
                     "It rained through the roof on Monday, and we found a lost teapot behind the buckets."],
    },
    {
        "name": "Larch Hill Vets", "host": "larchhill.test", "title": "Paws and Notes", "number": "issue {}",
        "address": "27 Bridge Street, Kendal LA9 7DD", "hello": "Dear friends,", "event": "Puppy afternoon",
        "label": "Read more",
        "stories": [
            ("Ticks wake up early",
             "Mild winters bring ticks out sooner. Check ears and armpits after every walk.", "early-ticks"),
            ("Ribbon in the cat",
             "Nurse Joan tells of Biscuit, who ate half a metre of ribbon and purrs again.", "ribbon-eater"),
            ("Older dogs, softer beds",
             "A thick mattress and shorter walks make life easier when joints begin to ache.", "older-dogs"),
            ("Rabbits need company",
             "Two rabbits share one hutch happily when they are allowed to meet slowly.", "rabbit-pairs"),
        ],
        "openings": ["Spring has come to the waiting room: three puppies, one tortoise and a goat.",
                     "Our new scales weigh everything from a hamster to a very large wolfhound."],
    },
    {
        "name": "Copper Lane Books", "host": "copperlane.test", "title": "Shelf Life", "number": "#{}",
        "address": "112 Copper Lane, Portland, ME 04101", "hello": "Hi readers,", "event": "Author evening",
        "label": "Find out more",
        "stories": [
            ("A mystery by the sea",
             "A lighthouse keeper has not been seen since Tuesday. We read it in one night.", "lighthouse-mystery"),
            ("Poems for the bus",
             "Forty poems, each no longer than three stops. The driver took two copies.", "bus-poems"),
            ("Cooking with seaweed",
             "A book that explains which kelp to pick and which to leave to the seals.", "seaweed-cookbook"),
            ("The reading room grows",
             "We took down a wall, found a fireplace, and now there are eight more chairs.", "reading-room"),
        ],
        "openings": ["The first snow came on Thursday, and with it everybody who had forgotten a birthday.",
                     "A school class wrote to us about villains, and their letters hang in the window."],
    },
]  # fmt: skip
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAY = date(2026, 6, 16)


def said(day: date) -> str:
    return f"{day:%A} {day.day} {MONTHS[day.month - 1]} {day.year}"


def fields(client: Fields, number: int, day: date, stories: list[int], opening: int) -> Fields:
    chosen = [client["stories"][index] for index in stories]
    return {
        **client, "day": day, "no": number, "dated": said(day), "campaign": f"letter-{number}",
        "subject": f"{client['title']}: {chosen[0][0].lower()}", "opening": client["openings"][opening],
        "hero": f"https://img.{client['host']}/letter-{number}.jpg", "alt": f"{chosen[0][0]}, a photograph",
        "stories": [[*story, f"https://www.{client['host']}/stories/{story[2]}"] for story in chosen],
        "event_day": said(day + timedelta(12)), "leave": f"https://lists.{client['host']}/unsubscribe",
        "profile": f"https://www.instagram.com/{client['host'].partition('.')[0]}", "text": None,
    }  # fmt: skip


def link(one: Fields, url: str) -> str:
    return f"{url}?utm_source=mail&utm_campaign={one['campaign']}"


def texts(one: Fields) -> list[tuple[str, str]]:
    """Kind and words of every text, in order; a link is written “words|address”."""
    found = [("p", f"{one['title']}, {one['number'].format(one['no'])}, {one['dated']}"), ("h1", one["title"]),
             ("p", one["hello"]), ("p", one["opening"])]  # fmt: skip
    for title, text, slug, url in one["stories"]:
        words = one["label"] or f"To {slug.replace('-', ' ')}"
        found += [("h2", title), ("p", text), ("a", f"{words}|{link(one, url)}")]
    found += [("h2", one["event"]), ("p", f"{one['event']} in our rooms on {one['event_day']}, with tea and cake."),
              ("a", f"Instagram|{one['profile']}"), ("p", f"{one['name']}, {one['address']}"),
              ("p", f"© 2026 {one['name']}"), ("a", f"Unsubscribe|{one['leave']}")]  # fmt: skip
    return [(kind, text) for kind, text in found if text.strip() and text[-1] != "|"]


def html(one: Fields) -> str:
    body = f'<img src="{one["hero"]}" alt="{one["alt"]}" width="600">'
    for kind, text in texts(one):
        words, _, url = text.partition("|")
        body += f'<p><a class="button" href="{url}">{words}</a></p>\n' if kind == "a" else f"<{kind}>{words}</{kind}>\n"
    hidden = f'<div style="display:none">{one["stories"][1][0]}, tea and cake</div>'
    return f'<html lang="en"><body>{hidden}{body}</body></html>'


def plain(one: Fields) -> str:
    return "\n\n".join(text.replace("|", ": ") for _, text in texts(one))


def message(one: Fields, layout: str) -> str:
    if layout == "html":
        return html(one)
    head = (
        f"From: {one['name']} <news@{one['host']}>\nSubject: {one['subject']}\n"
        f"Date: {one['day']:%a, %d %b %Y} 08:00:00 +0000\n"
    )
    if one["leave"]:
        head += f"List-Unsubscribe: <{one['leave']}>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n"
    if layout == "text":
        return f"{head}Content-Type: text/plain; charset=utf-8\n\n{plain(one)}\n"
    written = plain(one) if one["text"] is None else one["text"]
    return (
        f"{head}Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
        f"{written}\n\n--b\nContent-Type: text/html; charset=utf-8\n\n{html(one)}\n--b--\n"
    )


def pair(client: Fields, number: int, gap: int) -> tuple[Fields, Fields]:
    old = fields(client, number - 1, DAY - timedelta(gap), [0, 1], 0)
    return old, fields(client, number, DAY, [2, 3], 1)


def clean(old: Fields, new: Fields) -> None:
    """Nothing is wrong."""


def hero(old: Fields, new: Fields) -> None:
    new["hero"] = old["hero"]


def first_paragraph(old: Fields, new: Fields) -> None:
    new["opening"] = old["opening"]


def page(old: Fields, new: Fields) -> None:
    new["stories"][1][3] = old["stories"][0][3]


def campaign(old: Fields, new: Fields) -> None:
    new["campaign"] = old["campaign"]


def masthead(old: Fields, new: Fields) -> None:
    new["dated"] = old["dated"]


def event(old: Fields, new: Fields) -> None:
    new["event_day"] = said(new["day"] - timedelta(2))


def address(old: Fields, new: Fields) -> None:
    new["address"] = new["address"].replace("4", "9").replace("2", "3")


def no_address(old: Fields, new: Fields) -> None:
    new["address"] = new["name"] = ""


def way_out(old: Fields, new: Fields) -> None:
    new["leave"] = "https://lists.somebody-else.test/unsubscribe"


def no_way_out(old: Fields, new: Fields) -> None:
    new["leave"] = ""


def profile(old: Fields, new: Fields) -> None:
    new["profile"] = "https://www.instagram.com/somebody_else"


def text_part(old: Fields, new: Fields) -> None:
    new["text"] = plain(old)


MISTAKES: list[tuple[Callable[[Fields, Fields], None], str, str]] = [
    (hero, "mail html", "error issue.unchanged"),
    (first_paragraph, "mail html text", "warning issue.unchanged"),
    (page, "mail html text", "warning issue.link-unchanged"),
    (campaign, "mail html text", "error issue.tracking-unchanged"),
    (masthead, "mail html text", "error dates.issue-date|error issue.unchanged"),
    (event, "mail html text", "error issue.date-over|error issue.unchanged|error dates.past"),
    (address, "mail html text", "warning issue.fixed-changed"),
    (no_address, "mail html text", "warning mail.address"),
    (way_out, "mail html text", "warning issue.fixed-changed"),
    (no_way_out, "mail text", "error mail.unsubscribe"),
    (profile, "mail html text", "warning issue.fixed-changed"),
    (text_part, "mail", "error mail.plain-text"),
]


def check(
    write: Write, preflight: Run, client: Fields, layout: str, change: Callable[[Fields, Fields], None]
) -> list[str]:
    number, gap = 20 + len(client["name"]), 7 * (1 + CLIENTS.index(client))
    old, new = pair(client, number, gap)
    change(old, new)
    suffix = "html" if layout == "html" else "eml"
    write({f"new.{suffix}": message(new, layout), f"old.{suffix}": message(old, layout)})
    report = preflight(
        "check", f"new.{suffix}", "--against", f"old.{suffix}", "--kind", "email", "--state", "final", "--offline",
        "--no-config", "--no-cache", "--format", "json", "--send-date", DAY.isoformat(),
        "--select", "issue,mail,dates,tags",
    ).report  # fmt: skip
    return [f"{one['severity']} {one['rule']}" for one in report["findings"] if one["severity"] != "info"]


@pytest.mark.parametrize("layout", ["mail", "html", "text"])
@pytest.mark.parametrize("client", CLIENTS, ids=[client["name"] for client in CLIENTS])
def test_a_right_issue_is_quiet(write: Write, preflight: Run, client: Fields, layout: str) -> None:
    assert not check(write, preflight, client, layout, clean)


@pytest.mark.parametrize(
    ("change", "layouts", "expected"), MISTAKES, ids=[change.__name__ for change, _, _ in MISTAKES]
)
@pytest.mark.parametrize("client", CLIENTS, ids=[client["name"] for client in CLIENTS])
def test_one_mistake_is_found(
    write: Write, preflight: Run, client: Fields, change: Any, layouts: str, expected: str
) -> None:
    for layout in layouts.split():
        found = check(write, preflight, client, layout, change)
        assert set(found) & set(expected.split("|")), (layout, found)
        assert len(set(found)) <= 1 or change is text_part, (layout, found)
