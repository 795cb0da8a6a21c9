"""A page that is skimmed for its links tells the same as one that is read as a whole."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from preflight import examine
from preflight.checkers import links
from preflight.parse.skim import skim

SITE = examine.Settings({"links": {}}, kind="site")
CASES = [
    case["source"]
    for family in ("links", "meta", "placeholders", "tags")
    for case in tomllib.loads((Path(__file__).parent / "cases" / f"{family}.toml").read_text("utf-8"))["case"]
    if case.get("source") and "<" in case["source"]
]
PIECES = [
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=x.html>", '<a href="#top">', "<a href=>", "</a>",
    "<br>", "<a class=button>", "<a name=y>", '<a href="https://facebook.com/x">', "<nav>", "</nav>", "<p id=x>",
    "<footer>", "Facebook", "here", "Read", " more", "Read more »", "&raquo;", "click here", " ", "\n", "R",
    "ead more", "> ", "text", "to unsubscribe click ", "anna@gmial.com", "anna", "@", "<i>@</i>", "gmial.com",
    "&#64;", "https://shop.test/a", "www.", "https:", "//shop.test", "[menu](", "[menu]", "(https://shop.test)",
    "mailto:a@b.test", "<!-- https://x.test -->", "<script>var a = 'https://x.test'</script>",
    "<style>p { background: url(x.png) }</style>", "<title>", "</title>", "<noscript><a href=n.html>", "</noscript>",
    "<img src=a.png alt='Buy now'>", "<img src=b.png>", "<svg>", "</svg>", "<td>", "</td>", "<table>", "</table>",
    "<li>", "<h1>", "</h1>", "<span style='display:none'>", "</span>", "<template>", "</template>", "<button>",
    "</button>", "<a href='mailto:anna@gmial.com'>", "{{ x }}", "<textarea>",
    "<meta property=og:image content=i.png>", "<link rel=canonical href=https://shop.test/>", "<base href=/x/>",
    "&amp;", "<input type=submit value='Buy now'>", "<img alt='a@gmial.com' src=c.png>",
    "<!--[if mso]><a href=m><![endif]-->", '<script type=application/ld+json>{"url": "/j"}</script>',
    "<html lang=de>", "<div hidden>", "<label title='x'>",
    "</b>", "<i>", "</i>", "<span>", "<span style='display:block'>", "<a href=x.html class=button>",
    "<", "a < b ", "</", "<!", "<!-- > -->", '<b title="x > y">', "<b title='<'>", "&nbsp;", "\r\n", "<dd>",
    "<tr>", "<th>",
    "<button class=x>", "<object>", "</div >", "<h2>Menu</h2>", "<p>Our menu.</p>", "<li>one</li>", "<td>two</td>",
    "<p>hello@gmial.com</p>", "<div>see <b>https://shop.test/b</b></div>", "</th>", "</dd>",
    "<foreignObject>", "<svg/>",
    "<title>Menu</title>", "<ul>", "</ul>", "&colon;", "<!DOCTYPE html>", "</li>", "<A HREF=y.html>",
    "</A>", "<P>", "WWW.",
    "<pre>", "</pre>", "<code>", "</code>", "<tt class=x>", "</tt>", "http://a.test/x", "anna@gmial.com",
]  # fmt: skip


def told(row: examine.Row) -> dict[str, Any]:
    """What may not differ: all but zones and hidden links."""
    links = [replace(link, zone="", hidden=False) for link in examine.unpack(row, "", "").links]
    return {**row, "links": links}


def same(source: str) -> bool:
    """Holds both against each other; whether the page could do without its text."""
    data = source.encode("utf-8", "surrogatepass")
    quick = examine.examine(data, "text/html", SITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "doubts", lambda *given: None)
        whole = examine.examine(data, "text/html", SITE)
    assert told(quick) == told(whole)
    found = skim(data)
    return found is not None and links.doubts(*found) == []


@pytest.mark.parametrize("source", CASES)
def test_every_case(source: str) -> None:
    same(source)


@example("<pre><title><p> ")
@example("<a href=x.html><code><a href=x.html>anna@gmial.com")
@example("<b><code></b>anna@gmial.com")
@example("<code><a href=x.html class=button>anna@gmial.com")
@example("<a href=x.html>Read<span style='display:block'>more</a>")
@example("<title>Menu</title><svg><a href=x.html><b>more</b></a>")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=600, deadline=None)
def test_any_page(source: str) -> None:
    same(source)


@pytest.mark.parametrize(
    "body",
    [
        '<a href="menu.html">Menu</a> of the day',
        "<p>Read more about it <a href=x.html>here and now</a></p>",
        '<a href="https://shop.test/" title="a > b">https://shop.test/</a>',
        "<script>var home = 'https://shop.test/'</script>",
        "use @media and the user@ of a shell, or @Override",
        "<code>a[0]</code>, b(1)",
        "<img src=a.png alt='Buy now'>",
    ],
)
def test_plain_pages_do_without(body: str) -> None:
    assert same(f"<html lang=en><title>Menu</title><h1 id=top>Menu</h1><p>{body}</p>")


@pytest.mark.parametrize(
    "body",
    [
        "Read <b>more</b>",
        "R<b>ead more</b> &raquo;",
        "anna@<b>gmial.com</b>",
        "write to anna&#64;gmial.com",
        "see https://shop.test/a",
        "see https:<wbr>//shop.test/a",
        "To unsubscribe click <a href=x.html>here</a>",
        "[menu](<a href=x>https://shop.test</a>)",
        '<a href="#">Order now</a><script src=x.js></script>',
    ],
)
def test_a_page_with_more_to_it_is_read(body: str) -> None:
    assert not same(f"<html lang=en><title>Menu</title><h1 id=top>Menu</h1><p>{body}</p>")


def test_hostile_pages_take_no_time() -> None:
    for piece in ("<a ", "@", "](", "<a href=x>", "https://", "read", "<b>read</b>", ">@", "/<", ":<", "&#64", "<!--"):
        same(piece * (200_000 // len(piece)))
