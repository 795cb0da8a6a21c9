"""No page of the desk says an option, a command of the terminal or an exit code outside what is there to be copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from preflight.desk.plainly import COMMAND, OPTION

pytest.importorskip("starlette")

Desk = Any
"""A running desk (``conftest``)."""
EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATE = """<p>Hi {{ first_name }}, hello *|FNAME|*, see [LINK] and <a href=''>here</a>.
Lorem ipsum dolor sit amet.</p>"""
TOTALS = """<table><tr><td>Bread</td><td>£2.00</td></tr><tr><td>Rolls</td><td>£3.00</td></tr>
<tr><td>Total</td><td>£6.00</td></tr></table>"""
PAGES = (
    "", "help", "client/bramblewick", "client/-", "nothing/here", "client/gone", "client/bramblewick/decided",
    "client/bramblewick/learn", "client/-/learn", "client/-/decided",
)  # fmt: skip
DATES = "<p>See you on Thursday, 21 November 2026, at 9am, or tomorrow. The offer ended on 3 March 2019.</p>"


def words(page: str) -> Iterator[str]:
    """What somebody reads on a page, without what is there to be copied."""
    page = re.sub(r"(?s)<(script|style|code|head)\b.*?</\1>", " ", page)
    yield from (unescape(text) for text in re.findall(r">([^<]+)", page))
    yield from (unescape(text) for text in re.findall(r'(?:aria-label|title|alt)="([^"]*)"', page))


def test_no_page_speaks_of_the_terminal(desk: Desk) -> None:
    (desk.client / "issues" / "46.eml").write_text(desk.wrong, encoding="utf-8")
    mails = [
        desk.wrong,
        desk.head + TEMPLATE + TOTALS + DATES + desk.foot,
        "<html lang=en><body>" + TEMPLATE + "</body></html>",
        *(file.read_text(encoding="utf-8") for file in sorted((EXAMPLES / "newsletter").rglob("*.eml"))),
    ]
    shown = []
    with desk.talk() as talk:
        sent = [
            talk.post("client/bramblewick/check", files={"file": (f"{n}.eml", m.encode())}) for n, m in enumerate(mails)
        ]
        paths = {"path": str(EXAMPLES / "site" / "after"), "against": str(EXAMPLES / "site" / "before")}
        sent += [
            talk.post("client/-/check", files={"file": ("x.html", TEMPLATE.encode())}),
            talk.post("client/bramblewick/site", data=paths),
            talk.post("client/bramblewick/site", data={"path": paths["path"]}),
        ]
        for one in sent:
            shown.append(talk.get(desk.ended(talk, one)).text)
        shown += [talk.get(address).text for address in PAGES]
        shown.append(talk.post("client/bramblewick/site", data={"path": "https://www.example.com/"}).text)
        for data in (b"", b"MZ", b"%PDF", b"no email"):
            shown.append(talk.post("client/bramblewick/check", files={"file": ("a.eml", data)}).text)
        shown += [talk.post("client/-/learn", data={"what": "x"}, files={"bad": ("a.eml", desk.wrong.encode())}).text]
    for page in shown:
        assert "<h1>" in page
        for text in words(page):
            assert not OPTION.search(text), text
            assert not COMMAND.search(text), text
            assert "exit code" not in text
        headings = re.findall(r"(?s)<h3>(.*?)</h3>", page)
        assert not [one for one in headings if re.search(r"</span> [a-z]+\.[a-z-]+$", one)]  # no rule ids as the text
    assert sum("Do not send yet" in page for page in shown) >= 3
