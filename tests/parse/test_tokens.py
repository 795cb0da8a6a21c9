"""What any HTML tokenizer would have to give behind ``tokens.tokenize``."""

from __future__ import annotations

import pytest

from preflight.parse import tokens
from preflight.parse.extents import Extents
from preflight.parse.tokens import COMMENT, EMPTY, END, START, TEXT

TABLE = {
    "tags and text": ("<p>a</p>", [(START, 0, 3, "p", []), (TEXT, 3, 4, "a", None), (END, 4, 8, "p", None)]),
    "names in lower case": ("<P CLASS=A>", [(START, 0, 11, "p", [("class", "A")])]),
    "the first attribute of a name counts": ("<a b=1 B=2>", [(START, 0, 11, "a", [("b", "1")])]),
    "values without, with single and with double quotes": (
        "<a b=1 c='2' d=\"3\" e>",
        [(START, 0, 21, "a", [("b", "1"), ("c", "2"), ("d", "3"), ("e", "")])],
    ),
    "references in text": ("a &amp; b", [(TEXT, 0, 9, "a & b", None)]),
    "references without semicolon": ("&copy 1", [(TEXT, 0, 7, "\u00a9 1", None)]),
    "a parameter that looks like a reference": (
        '<a href="?a=1&copy=2">',
        [(START, 0, 22, "a", [("href", "?a=1&copy=2")])],
    ),
    "references in values": ('<a b="&quot;&amp;">', [(START, 0, 19, "a", [("b", '"&')])]),
    "an empty tag": ("<br/>", [(EMPTY, 0, 5, "br", [])]),
    "comments": ("a<!-- b --><i>", [(TEXT, 0, 1, "a", None), (COMMENT, 1, 11, " b ", None), (START, 11, 14, "i", [])]),
    "conditional comments": ("<!--[if mso]><b><![endif]-->", [(COMMENT, 0, 28, "[if mso]><b><![endif]", None)]),
    "scripts are one text": (
        "<script>a<b</script>",
        [(START, 0, 8, "script", []), (TEXT, 8, 11, "a<b", None), (END, 11, 20, "script", None)],
    ),
    "noscript is one text": (
        "<noscript><a></noscript>",
        [(START, 0, 10, "noscript", []), (TEXT, 10, 13, "<a>", None), (END, 13, 24, "noscript", None)],
    ),
    "titles have references and no tags": (
        "<title>A &amp; <b></title>",
        [(START, 0, 7, "title", []), (TEXT, 7, 18, "A & <b>", None), (END, 18, 26, "title", None)],
    ),
    "the doctype is left out": ("<!DOCTYPE html>\n<p>", [(TEXT, 15, 16, "\n", None), (START, 16, 19, "p", [])]),
    "CRLF counts two": (
        "a\r\n<p>\r\n<b>",
        [(TEXT, 0, 3, "a\n", None), (START, 3, 6, "p", []), (TEXT, 6, 8, "\n", None), (START, 8, 11, "b", [])],
    ),
    "CR alone": ("a\r<p>", [(TEXT, 0, 2, "a\n", None), (START, 2, 5, "p", [])]),
    "tags over several lines": ("<a\r\n b='1'\n>x", [(START, 0, 12, "a", [("b", "1")]), (TEXT, 12, 13, "x", None)]),
    "characters beyond the basic plane": (
        "\U0001f600<b>\u00e9<i>",
        [
            (TEXT, 0, 1, "\U0001f600", None),
            (START, 1, 4, "b", []),
            (TEXT, 4, 5, "\u00e9", None),
            (START, 5, 8, "i", []),
        ],
    ),
    "a tag that never ends": ("a<b c", [(TEXT, 0, 5, "a", None)]),
    "a lone bracket": ("1 < 2", [(TEXT, 0, 5, "1 < 2", None)]),
}


@pytest.mark.parametrize("name", TABLE)
def test_tokens(name: str) -> None:
    source, expected = TABLE[name]
    assert list(tokens.tokenize(source)) == expected


ATTRIBUTES = {
    "double quotes": ('<a href="x">', "href", "x", "x"),
    "single quotes": ("<a href='x y'>", "href", "x y", "x y"),
    "no quotes": ("<a href=x>", "href", "x", "x"),
    "capitals": ('<A HREF="x">', "href", "x", "x"),
    "references": ('<a href="?a&amp;b">', "href", "?a&b", "?a&amp;b"),
    "the name inside another value": ('<a title=\'href="x"\' href="x">', "href", "x", "x"),
    "the name inside an unquoted value": ("<a data-u=href=\"x\" href='x'>", "href", "x", "x"),
    "a longer name first": ('<a data-href="x" href="x">', "href", "x", "x"),
    "spaces around the sign": ('<a href = "x">', "href", "x", "x"),
    "line breaks": ("<a\nclass=b\nhref=\n'x'>", "href", "x", "x"),
    "no value": ("<input disabled value=x>", "disabled", "", "disabled"),
    "an empty value": ('<img alt="" src=x>', "alt", "", ""),
    "no space between attributes": ("<a title='t'href='x'>", "href", "x", "x"),
}


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attribute_spans(name: str) -> None:
    source, attribute, value, expected = ATTRIBUTES[name]
    start, end = Extents(source, is_masked=False).attribute(attribute, value, 0, len(source))
    assert source[start:end] == expected
