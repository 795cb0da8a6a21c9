"""What a reader meets in Markdown, and where it stands."""

from __future__ import annotations

import pytest

from preflight.model import Part
from preflight.parse import parse


def read(source: str) -> Part:
    return parse(source.encode(), "text/markdown").parts[0]


RUNS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a soft break is a space, a hard one a line": ("a\nb  \nc\\\nd", [("paragraph", "a b\nc\nd")]),
    "headings": ("# A *b*\n\nC\n---\n\n## D ##", [("heading", "A b"), ("heading", "C"), ("heading", "D")]),
    "an explicit anchor is no text": ("## Hours {#open}", [("heading", "Hours")]),
    "lists": ("- a\n- b\n  c\n\n1. d", [("item", "a"), ("item", "b c"), ("item", "d")]),
    "quotes": ("> a\n> b\nc", [("quote", "a b c")]),
    "fences": ("a\n\n```py\nx = 1\n\ny\n```\n\nb", [("paragraph", "a"), ("code", "x = 1\n\ny"), ("paragraph", "b")]),
    "a fence that never ends": ("```\nx", [("code", "x")]),
    "indented code": ("a\n\n    x\n\nb", [("paragraph", "a"), ("code", "    x"), ("paragraph", "b")]),
    "inline code": ("the `x` the", [("paragraph", "the \ufffc the"), ("code", "x")]),
    "unmatched marks are text": ("2 * 3 and a_b_c ~ [x] ![y] `z", [("paragraph", "2 * 3 and a_b_c ~ [x] ![y] `z")]),
    "escapes and references": (r"\*a\* &amp; &copy; b", [("paragraph", "*a* & \xa9 b")]),
    "strikethrough": ("~~a~~ b", [("paragraph", "a b")]),
    "tables": (
        "| a | b \\| c |\n|---|---|\n| a | **d** |",
        [("cell", "a"), ("cell", "b | c"), ("cell", "a"), ("cell", "d")],
    ),
    "links": ("see [the *map*](u) here", [("paragraph", "see the map here")]),
    "images": ("![A cat](c.png) sleeps", [("alt", "A cat"), ("paragraph", "sleeps")]),
    "raw HTML": (
        "<div class=footer>\n<p>a <b>b</b></p>\n</div>\n\nc <span lang=fr>d</span>",
        [("paragraph", "a b"), ("paragraph", "c d")],
    ),
    "Markdown inside raw HTML": ("<blockquote>\n\n*a*\n\n</blockquote>", [("quote", "a")]),
    "HTML comments": ("a <!-- b --> c\n\n<!-- d -->", [("paragraph", "a c")]),
    "definitions": ("[a]: http://x.test 'T'\n", []),
    "front matter in YAML": ("---\ntitle: A day\ntags: [a, b]\n---\nb", [("title", "A day"), ("paragraph", "b")]),
    "front matter in TOML": (
        '+++\ntitle = "A day"\n[params]\ntitle = "x"\n+++\nb',
        [("title", "A day"), ("paragraph", "b")],
    ),
    "front matter in JSON": ('{\n  "title": "A day"\n}\nb', [("title", "A day"), ("paragraph", "b")]),
    "front matter without fences": (
        "Title: A day\nDate: 2026-01-01\n\nb",
        [("title", "A day"), ("paragraph", "b")],
    ),
    "one such line is text": ("Title: A day\n\nb", [("paragraph", "Title: A day"), ("paragraph", "b")]),
    "a rule is no front matter": ("a\n\n---\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
    "Hugo": ('a {{< figure src="b c" >}} d', [("paragraph", 'a {{< figure src="b c" >}} d')]),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_runs(name: str, ending: str) -> None:
    source, expected = RUNS[name]
    assert [(run.kind, run.text) for run in read(source.replace("\n", ending)).runs] == expected


LINKS = {
    "[a](u)": ("u", "a", "a", "u"),
    '[a]( <u v>  "T" )': ("u v", "a", "a", "u v"),
    "[a](x(y)z)": ("x(y)z", "a", "a", "x(y)z"),
    "[a](?b&amp;c)": ("?b&c", "a", "a", "?b&amp;c"),
    "[a](javascript:b)": ("javascript:b", "a", "a", "javascript:b"),
    "[a]()": ("", "a", "a", ""),
    "[a][r]\n\n[r]: http://x.test/y": ("http://x.test/y", "a", "a", "http://x.test/y"),
    "[r]\n\n[R]: <u>": ("u", "r", "a", "u"),
    "<http://x.test>": ("http://x.test", "http://x.test", "a", "http://x.test"),
    "see (http://x.test/a_b_c).": ("http://x.test/a_b_c", "http://x.test/a_b_c", "text", "http://x.test/a_b_c"),
    "**http://x.test/**": ("http://x.test/", "http://x.test/", "text", "http://x.test/"),
    "> - see\n>   www.x.test/a": ("www.x.test/a", "www.x.test/a", "text", "www.x.test/a"),
    "<a href=u>a</a>": ("u", "a", "a", "u"),
    '[a]({{< ref "b c.md" >}})': ('{{< ref "b c.md" >}}', "a", "a", '{{< ref "b c.md" >}}'),
    "![a](i.png)": ("i.png", "a", "img", "i.png"),
    "| [a](u) |\n|---|": ("u", "a", "a", "u"),
}


@pytest.mark.parametrize("source", LINKS)
def test_links(source: str) -> None:
    part = read(source)
    assert [
        (link.url, link.text, link.element, part.source[link.span.start : link.span.end]) for link in part.links
    ] == [LINKS[source]]


@pytest.mark.parametrize(
    "source", ["`http://x.test`", "```\nhttp://x.test\n```", "    http://x.test", "<!-- http://x.test -->"]
)
def test_no_links(source: str) -> None:
    assert read(source).links == ()


def test_heading_anchors() -> None:
    part = read(
        "# Hello, *World* & `code`!\n\n## Same\n\n## Same\n\n## Ünïcode [a](u)\n\n## X {#own}\n\n<a id=raw></a>"
    )
    assert part.anchors == ("hello-world--code", "same", "same-1", "ünïcode-a", "own", "x", "raw")


def test_front_matter() -> None:
    part = read('---\ntitle: "A: b"\ndescription: All of it # a note\nlang: de\nnested:\n  title: x\n---\n\nc')
    assert [(meta.name, meta.content, part.source[meta.span.start : meta.span.end]) for meta in part.meta] == [
        ("front.title", "A: b", "A: b"),
        ("title", "A: b", "A: b"),
        ("front.description", "All of it", "All of it"),
        ("description", "All of it", "All of it"),
        ("front.lang", "de", "de"),
    ]
    assert [(run.kind, run.text, run.language) for run in part.runs] == [
        ("title", "A: b", "de"),
        ("meta", "All of it", "de"),
        ("paragraph", "c", "de"),
    ]


def test_places() -> None:
    """Each word of a text full of marks points at itself."""
    source = (
        "# Alpha *beta*\r\n\r\n> gamma\r\n> **delta** `code` epsilon\r\n\r\n1. zeta\r\n   eta\r\n\r\n"
        "| theta | iota |\r\n|---|---|\r\n| kappa \\| x | [lambda](u) |\r\n\r\n<div>\r\nmu <b>nu</b>\r\n</div>\r\n"
    )
    part = read(source)
    words = [word for run in part.runs for word in run.text.replace("\ufffc", " ").split()]
    assert " ".join(words) == "Alpha beta gamma delta epsilon code zeta eta theta iota kappa | x lambda mu nu"
    for run in part.runs:
        for word in run.text.replace("\ufffc", " ").split():
            at = run.text.index(word)
            span = run.span(at, at + len(word))
            assert part.source[span.start : span.end] == word
