"""What a reader meets in HTML."""

from __future__ import annotations

import pytest

from preflight.model import Document, Link, TextRun
from preflight.parse import parse


def page(source: str) -> Document:
    return parse(source.encode(), "text/html")


def runs(source: str) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in page(source).runs]


RUNS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "inline tags join, blocks part": (
        "<div>one <b>tw</b>o<p>three</p>four</div>",
        [("paragraph", "one two"), ("paragraph", "three"), ("paragraph", "four")],
    ),
    "white space": ("<p>  a\n\t b </p>", [("paragraph", "a b")]),
    "no-break spaces stay": ("<p>10&nbsp;am", [("paragraph", "10\xa0am")]),
    "a line break": ("<p>a <br> b<br/>c<br></p>", [("paragraph", "a\nb\nc")]),
    "an empty line parts": ("<td>a<br><br>b<br>&nbsp;<br>c", [("cell", "a"), ("cell", "b"), ("cell", "c")]),
    "headings": ("<h1>A <em>b</em></h1><h6>c</h6>", [("heading", "A b"), ("heading", "c")]),
    "lists without end tags": (
        "<ul><li>a<li>b<ul><li>c</ul>d</ul>",
        [("item", "a"), ("item", "b"), ("item", "c"), ("item", "d")],
    ),
    "definitions": ("<dl><dt>a<dd>b<dt>c", [("item", "a"), ("item", "b"), ("item", "c")]),
    "tables without end tags": (
        "<table><tr><th>a<td>b<tr><td><p>c",
        [("cell", "a"), ("cell", "b"), ("paragraph", "c")],
    ),
    "a paragraph in an item is an item": ("<li><p>a</p></li>", [("item", "a")]),
    "layout tables": ("<table><tr><td><div>a</div></table>", [("paragraph", "a")]),
    "stray end tags": ("<p>a</b></table></x> b</p>", [("paragraph", "a b")]),
    "misnested inline tags": ("<b><p>a</b>b</p>c", [("paragraph", "ab"), ("paragraph", "c")]),
    "a cell's tags do not close the table": (
        "<table><tr><td>a</b></div>b<td>c</table>",
        [("cell", "ab"), ("cell", "c")],
    ),
    "a paragraph ends where a block starts": (
        "<p>a<div>b</div>c",
        [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")],
    ),
    "objects hold their content": (
        "<p>a<object><p>b</object>c",
        [("paragraph", "a"), ("paragraph", "b"), ("paragraph", "c")],
    ),
    "quotes": ("<blockquote><p>a</p><ul><li>b</ul></blockquote>", [("quote", "a"), ("quote", "b")]),
    "captions": ("<figure><img src=x><figcaption>a</figcaption></figure>", [("caption", "a")]),
    "code is cut out": (
        "<p>Run <code>git add</code>, then <code>git</code> it.",
        [("paragraph", "Run \ufffc, then \ufffc it."), ("code", "git add"), ("code", "git")],
    ),
    "code alone": ("<li><code>x</code>", [("code", "x")]),
    "preformatted text": ("<pre>a  b\n c</pre>", [("code", "a  b\n c")]),
    "code in preformatted text": ("<pre><code>a <b>b</b></code></pre>", [("code", "a b")]),
    "buttons": ("<p>Go <button><b>now</b></button> or", [("paragraph", "Go or"), ("button", "now")]),
    "links dressed as buttons, by class": ("<a class='btn btn-primary' href=x>Buy</a>", [("button", "Buy")]),
    "by style": ("<p><a style='background:#123;padding:4px' href=x><span>Buy</span></a>", [("button", "Buy")]),
    "by role": ("<a role=button href=x>Buy</a>", [("button", "Buy")]),
    "a class that merely contains the letters": ("<a class=ctaxx href=x>Buy</a>", [("paragraph", "Buy")]),
    "a cell dressed as a button": (
        "<td bgcolor=#123456 style='border-radius:4px'><a href=x>Buy</a>",
        [("button", "Buy")],
    ),
    "form buttons": ("<input type=submit value='Send &amp; go'>", [("button", "Send & go")]),
    "adjacent buttons": ("<a class=btn href=x>A</a><a class=btn href=y>B</a>", [("button", "A"), ("button", "B")]),
    "adjacent links": ("<nav><a href=x>A</a><a href=y>B</a></nav>", [("paragraph", "A B")]),
    "one link in two pieces": ("<a href=x>Rea</a><a href=x>d</a>", [("paragraph", "Read")]),
    "alternative texts and labels": (
        "<img src=x alt='A &eacute;' title=T><input placeholder=P aria-label=L>",
        [("alt", "A \xe9"), ("label", "T"), ("label", "P"), ("label", "L")],
    ),
    "an image between words": ("<p>a <img src=x> b", [("paragraph", "a \ufffc b")]),
    "an image at either end": ("<p><img src=x> a <img src=x>", [("paragraph", "a")]),
    "options": (
        "<p>Pick <select><option>a<option>b</select> now",
        [("paragraph", "Pick now"), ("label", "a"), ("label", "b")],
    ),
    "no text": (
        "<script>a</script><style>b</style><textarea>c</textarea><template><p>d</template><iframe>e</iframe>",
        [],
    ),
    "noscript": ("<noscript><p>a <b>b</b></noscript>", [("paragraph", "a b")]),
    "titles and descriptions": (
        "<title> A\nb </title><meta name=description content='C &amp; d'><meta property='og:title' content=E>",
        [("title", "A b"), ("meta", "C & d"), ("meta", "E")],
    ),
    "pictures with a title": ("<p>a<svg><title>b</title><path d=z /></svg>c", [("paragraph", "a c"), ("label", "b")]),
    "an unclosed picture": ("<svg><path><p>a</p>", [("paragraph", "a")]),
    "invisible characters alone": ("<p>&nbsp;&zwnj;&#8203;</p>", []),
    "lines that CSS keeps": (
        "<div style='white-space: pre-line'>a\nb\n\nc",
        [("paragraph", "a\nb"), ("paragraph", "c")],
    ),
    "a block by style": (
        "<a href=x><span style='display:block'>a</span>b</a>",
        [("paragraph", "a"), ("paragraph", "b")],
    ),
    "superscript": ("<p>1<sup>st</sup>", [("paragraph", "1st")]),
    "an ampersand at the end": ("<p>a &", [("paragraph", "a &")]),
    "Outlook's settings": (
        "<!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><![endif]--><p>a",
        [("paragraph", "a")],
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_runs(name: str) -> None:
    source, expected = RUNS[name]
    assert runs(source) == expected


HIDDEN = {
    "display": "<p style='display: none !important'>x",
    "visibility": "<p style='visibility:hidden'>x",
    "the attribute": "<p hidden>x",
    "no height": "<p style='max-height:0; overflow:hidden'>x",
    "tiny letters": "<p style='font-size:1px;color:#fff'>x",
    "transparent": "<p style='opacity:0'>x",
    "for Outlook": "<p style='mso-hide:all'>x",
    "inherited": "<div style='display:none'><table><tr><td>x</table></div>",
    "inline": "<p>y <span style='display:none'>x</span> z",
    "by a style sheet": "<style>.a, .pre { color: red; display:none !important }</style><p class='b pre'>x",
}
SHOWN = {
    "a size set further in": "<td style='font-size:0'><div style='font-size:16px'>x</div>",
    "half of a button for Outlook": "<p><a href=u style='background:#123;padding:1px;mso-hide:all'>x</a>",
    "for small screens only": "<style>@media (max-width:9px) { .pre { display:none } }</style><p class=pre>x",
    "opaque": "<p style='opacity:0.9'>x",
    "no height but overflowing": "<p style='max-height:0'>x",
    "for screen readers": "<p aria-hidden=true>x",
    "line height": "<p style='line-height:0;overflow:hidden'>x",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden(name: str) -> None:
    assert [run.hidden for run in page("<p>start" + HIDDEN[name]).runs if run.text == "x"] == [True]


@pytest.mark.parametrize("name", SHOWN)
def test_shown(name: str) -> None:
    assert [run.hidden for run in page(SHOWN[name]).runs if run.text == "x"] == [False]


def test_preheader_is_the_first_text_if_hidden() -> None:
    found = page(
        "<title>T</title><body><!--[if mso]>no<![endif]--><div style='display:none'>Soon!&nbsp;&zwnj;&nbsp;</div><p>Hi"
    )
    assert [(run.kind, run.text) for run in found.runs] == [
        ("title", "T"),
        ("paragraph", "no"),
        ("preheader", "Soon!"),
        ("paragraph", "Hi"),
    ]
    assert runs("<p>Hi<div style='display:none'>late</div>")[1] == ("paragraph", "late")


def test_language_is_inherited() -> None:
    source = "<html lang='en-GB'><p>a<div lang=DE><p>b<p xml:lang=fr_CA>c</div><p>d <i lang=fr>e</i> f <i lang=en>g</i>"
    assert [(run.text, run.language) for run in page(source).runs] == [
        ("a", "en-gb"),
        ("b", "de"),
        ("c", "fr-ca"),
        ("d \ufffc f g", "en-gb"),
        ("e", "fr"),
    ]
    assert page("<meta http-equiv=content-language content='nl'><p>a").language == "nl"
    assert parse(b"<p>a", "text/html", language="pl").language == "pl"


ZONES = {
    "<nav>x": "nav",
    "<header><nav>x": "nav",
    "<header>x": "header",
    "<footer><p>x": "footer",
    "<aside>x": "aside",
    "<main><header>x": "main",
    "<article><footer>x": "",
    "<div role=navigation>x": "nav",
    "<div class='site-footer'>x": "footer",
    "<td id=templateFooter>x": "footer",
    "<p>x": "",
}


@pytest.mark.parametrize("source", ZONES)
def test_zones(source: str) -> None:
    assert [run.zone for run in page(source).runs] == [ZONES[source]]


def test_elements_are_a_chain() -> None:
    run = next(page("<div id=a class='b c'><span class=d><table><tr><td class=e>x").runs)
    assert run.element is not None
    assert [(element.tag, element.id, element.classes) for element in run.element.ancestors()] == [
        ("td", "", ["e"]),
        ("tr", "", []),
        ("table", "", []),
        ("span", "", ["d"]),
        ("div", "a", ["b", "c"]),
    ]


def links(source: str) -> list[tuple[str, str, str, str, str]]:
    """URL, text, element, attribute, and what stands at the span."""
    part = page(source).parts[0]
    return [
        (link.url, link.text, link.element, link.attribute, part.source[link.span.start : link.span.end])
        for link in part.links
    ]


LINKS: dict[str, tuple[str, list[tuple[str, str, str, str, str]]]] = {
    "text through tags": ("<a href='/a?b&amp;c'>A <b>b</b><br>c</a>", [("/a?b&c", "A b c", "a", "href", "/a?b&amp;c")]),
    "a link around blocks": ("<a href=u><h2>a</h2><p>b</p></a>c", [("u", "a b", "a", "href", "u")]),
    "a link that is not closed": (
        "<a href=u>a<a href=v>b",
        [("u", "a", "a", "href", "u"), ("v", "b", "a", "href", "v")],
    ),
    "a link closed inside a block": ("<a href=u><div>a</a>b</div>", [("u", "a", "a", "href", "u")]),
    "no text": ("<a href=u></a>", [("u", "", "a", "href", "u")]),
    "an empty address": ("<a href=''>a</a>", [("", "a", "a", "href", "")]),
    "no address": ("<a name=x>a</a>", []),
    "images": ("<img alt=A src=a.png>", [("a.png", "A", "img", "src", "a.png")]),
    "candidates": (
        "<img srcset='a.png 1x, b,c.png 2x' src=d>",
        [
            ("d", "", "img", "src", "d"),
            ("a.png", "", "img", "srcset", "a.png"),
            ("b,c.png", "", "img", "srcset", "b,c.png"),
        ],
    ),
    "style attributes": (
        "<td style='background:url(a.png)' background=b.png>",
        [("a.png", "", "td", "style", "a.png"), ("b.png", "", "td", "background", "b.png")],
    ),
    "style sheets": (
        "<style>@import 'a.css'; p{background:url( \"b.png\" ) url(data:x)}</style>",
        [("a.css", "", "style", "", "a.css"), ("b.png", "", "style", "", "b.png")],
    ),
    "refresh": ("<meta http-equiv=refresh content='5; URL=/new'>", [("/new", "", "meta", "content", "/new")]),
    "share images": ("<meta property='og:image' content=a.png>", [("a.png", "", "meta", "content", "a.png")]),
    "pictures": (
        "<svg><use xlink:href='#i' /><image href='a.png'/></svg>",
        [("#i", "", "use", "xlink:href", "#i"), ("a.png", "", "image", "href", "a.png")],
    ),
    "for Outlook": (
        "<!--[if mso]><v:roundrect href='u' ><v:fill src=\"f.png\" /><b>a</b></v:roundrect><![endif]-->",
        [("u", "", "v:roundrect", "href", "u"), ("f.png", "", "v:fill", "src", "f.png")],
    ),
    "noscript": ("<p>é<noscript><img src='t.gif'></noscript>", [("t.gif", "", "img", "src", "t.gif")]),
    "others": (
        "<link rel=canonical href=a><script src=b></script><iframe src=c></iframe>"
        "<form action=d><input type=image src=e></form>"
        "<video src=f poster=g><source src=h></video><object data=i></object><area href=j><blockquote cite=k>",
        [
            ("a", "", "link", "href", "a"),
            ("b", "", "script", "src", "b"),
            ("c", "", "iframe", "src", "c"),
            ("d", "", "form", "action", "d"),
            ("e", "", "input", "src", "e"),
            ("f", "", "video", "src", "f"),
            ("g", "", "video", "poster", "g"),
            ("h", "", "source", "src", "h"),
            ("i", "", "object", "data", "i"),
            ("j", "", "area", "href", "j"),
            ("k", "", "blockquote", "cite", "k"),
        ],
    ),
    "templates hold what is not there yet": ("<template><a href=u>a</a></template>", []),
}


@pytest.mark.parametrize("name", LINKS)
def test_links(name: str) -> None:
    source, expected = LINKS[name]
    assert links(source) == expected


def test_what_links_know() -> None:
    def first(source: str) -> Link:
        return next(page(source).links)

    assert first("<nav><a href=u rel='nofollow'>a</a></nav>").zone == "nav"
    assert first("<a href=u rel='nofollow'>a</a>").rel == "nofollow"
    assert first("<div style='display:none'><a href=u>a</a></div>").hidden
    assert first("<!--[if mso]><a href=u>a</a><![endif]-->").hidden
    linked = first("<a href=u><img src=x alt='Our shop'></a>")
    assert (linked.text, linked.image) == ("Our shop", True)
    labelled = first("<a href=u><img src=x alt=y> Shop</a>")
    assert (labelled.text, labelled.image) == ("Shop", False)


def test_anchors_images_and_head_matter() -> None:
    part = page(
        "<title>T &amp; t</title><base href='/b/'><meta name=robots content=noindex><link rel='canonical' href='c'>"
        "<h2 id=one>x</h2><a name=two></a><a href=u><img src=i.png alt='' width=600></a><img src=j.png>"
    ).parts[0]
    assert part.anchors == ("one", "two")
    assert [(image.url, image.alt, image.link, image.width) for image in part.images] == [
        ("i.png", "", "u", "600"),
        ("j.png", None, "", ""),
    ]
    assert [(meta.name, meta.content, part.source[meta.span.start : meta.span.end]) for meta in part.meta] == [
        ("title", "T & t", "T &amp; t"),
        ("base", "/b/", "/b/"),
        ("robots", "noindex", "noindex"),
        ("canonical", "c", "c"),
    ]


def test_a_conditional_comment_does_not_disturb_what_surrounds_it() -> None:
    found = page("<table><tr><td>a<!--[if mso]></td></tr></table><p>x<![endif]--> b</td><td>c</table>")
    assert [(run.kind, run.text, run.hidden) for run in found.runs] == [
        ("cell", "a b", False),
        ("paragraph", "x", True),
        ("cell", "c", False),
    ]


def test_a_hole_covers_what_it_stands_for() -> None:
    part = page("<p>a <code>b</code> c").parts[0]
    run: TextRun = part.runs[0]
    span = run.span(2, 3)
    assert part.source[span.start : span.end] == "<code>b</code>"
