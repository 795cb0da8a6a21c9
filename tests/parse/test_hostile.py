"""Nothing raises on any bytes, every place lies in its source, and time grows with size."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from preflight.model import Document
from preflight.parse import parse

TYPES = ("text/html", "text/markdown", "text/plain", "message/rfc822")

TAG_SOUP = """
<p> </p> <a href=x> <a <td> <table> </table> <tr> <li> <ul> </ul> </a> <b> </b> </i> <svg> </svg> <style> </style>
<script> </script> <noscript> </noscript> <title> <!-- --> <!--[if~mso]> <![endif]--> <![CDATA[ ]]> <br> <object>
<img~src=a~alt=b> <textarea> <select><option> </select> <pre> </pre> <code> </code> <div~style=display:none> </div>
<template> <body> </body> <html~lang=de> <base~href=/> <meta~content=x~name=description> <foreignObject> <math>
<button> </button> <span~lang=fr> </span> & &amp &#0; &#xD800; &#x110000; &nosuch; ' " = / > < {{ }} {% %} {# #} <? ?>
<% %> <a~href={{x}}> <iframe> <xmp> <plaintext> \ufeff \U0001f600 text <input~type=submit~value=Go> url( </li>
<p~style=white-space:pre-line> <a~class=btn~href=y> <h1> </h1> <td~bgcolor=1~style=border-radius:1px> </object>
"""
HTML_SOUP = st.lists(
    st.sampled_from(
        [piece.replace("~", " ") for piece in TAG_SOUP.split()] + ["\u2028", "\0", "\r", "\r\n", "\n", " "]
    ),
    max_size=40,
).map("".join)

MARKDOWN_SOUP = st.lists(
    st.sampled_from(
        [
            "# ",
            "## ",
            "> ",
            "- ",
            "1. ",
            "```",
            "~~~\n",
            "`",
            "``",
            "*",
            "**",
            "_",
            "~~",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](u)",
            "[a]: b\n",
            "<b>",
            "</b>",
            "<div>\n",
            "</div>\n",
            "\n",
            "\n\n",
            "\r\n",
            "    ",
            "\t",
            "|",
            "|-|-|\n",
            "a|b\n",
            "\\",
            "\\|",
            "&amp;",
            "<http://x.test>",
            "http://x.test/a_b",
            "---\n",
            "+++\n",
            "title: x\n",
            "===\n",
            "word",
            "é",
            "\0",
            "{{< x >}}",
            "{#id}",
            "\u00a0",
            "<!-- x -->",
        ]
    ),
    max_size=40,
).map("".join)

MIME_SOUP = st.lists(
    st.sampled_from(
        [
            "Subject: =?utf-8?q?a=C3=A9?= =?x?b?w6k?=\n",
            "Content-Type: multipart/mixed; boundary=b\n",
            "Content-Type: text/html\n",
            "Content-Type: text/plain; charset=nosuch\n",
            "Content-Type: text/plain; charset*=''utf-8\n",
            "Content-Type: message/rfc822\n",
            "Content-Transfer-Encoding: base64\n",
            "Content-Transfer-Encoding: quoted-printable\n",
            "Content-Transfer-Encoding: x-uuencode\n",
            "Content-Type: multipart/alternative\n",
            'Content-Disposition: attachment; filename="=?utf-8?q?x?="\n',
            "\n",
            "--b\n",
            "--b--\n",
            "w6k=\n",
            "=C3=A9=\n",
            "=3D=ZZ\n",
            "<p>x",
            "text\n",
            " folded\n",
            "\r\n",
            "From x\n",
            "\x80\xff",
            ": \n",
            "a: b\n",
            "Content-Type: text/html; charset=utf-7\n\n+2AA-",
            "begin 644 x\n",
            "Content-Language: de, en\n",
        ]
    ),
    max_size=30,
).map(lambda pieces: "".join(pieces).encode("latin-1"))


def whole(document: Document) -> None:
    """Everything in it stands somewhere, in order, and can be located."""
    for part in document.parts:
        size = len(part.source)
        for run in part.runs:
            run.text.encode()
            assert run.text
            positions = [start for start, _, _ in run.segments]
            assert positions == sorted(set(positions))
            assert positions[0] == 0
            span = run.span(0, len(run.text))
            assert 0 <= span.start <= span.end <= size
        for item in (*part.links, *part.images, *part.meta):
            assert 0 <= item.span.start <= item.span.end <= size
            part.locate(item.span.end)


@given(st.binary(max_size=300), st.sampled_from(TYPES))
@settings(max_examples=150, deadline=None)
def test_bytes(data: bytes, media_type: str) -> None:
    whole(parse(data, media_type))


@example("<xmp>\r\n&amp<p>")
@given(HTML_SOUP)
@settings(max_examples=300, deadline=None)
def test_html(soup: str) -> None:
    whole(parse(soup.encode("utf-8", "surrogatepass"), "text/html"))


@given(MARKDOWN_SOUP)
@settings(max_examples=200, deadline=None)
def test_markdown(soup: str) -> None:
    whole(parse(soup.encode(), "text/markdown"))


@given(MIME_SOUP)
@settings(max_examples=200, deadline=None)
def test_mime(soup: bytes) -> None:
    whole(parse(soup, "message/rfc822"))


def nested_parts(depth: int) -> bytes:
    heads = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return ("Subject: Deep\n" + heads + "Content-Type: text/plain\n\nbottom\n").encode()


LARGE = 640_000
HOSTILE = {
    "open tags": ("text/html", "<a " * (LARGE // 3)),
    "unclosed quotes": ("text/html", '<a href="' * (LARGE // 9)),
    "deep blocks": ("text/html", "<div>" * 100_000 + "x"),
    "deep paragraphs": ("text/html", "<p><b>x" * 50_000),
    "deep lists": ("text/html", "<ul><li>" * 50_000 + "x"),
    "deep tables": ("text/html", "<table><tr><td>" * 20_000 + "x"),
    "objects and blocks": ("text/html", "<p><object>" + "<b>" * 50_000 + "<div>" * 50_000),
    "misnested": ("text/html", "<b><p></b>" * 40_000),
    "ampersands": ("text/html", "&" * 600_000),
    "references": ("text/html", "&amp;" * 120_000),
    "comments": ("text/html", "<!--" * 160_000),
    "conditional comments": ("text/html", "<!--[if mso]>x<![endif]-->" * 20_000),
    "nested svg": ("text/html", "<svg>" * 50_000 + "<p>" * 50_000),
    "noscript": ("text/html", "<noscript>" * 60_000),
    "template openers": ("text/html", "{{" * 300_000),
    "template actions": ("text/html", "{{ x }}" * 80_000),
    "style attributes": ("text/html", '<p style="' + "display:" * 50_000 + '">x'),
    "style urls": ("text/html", "<style>" + "url(" * 150_000),
    "attributes": ("text/html", "<a " + "b=c " * 100_000 + "href=x>y</a>"),
    "white space": ("text/html", "<p>" + " \n" * 300_000 + "x"),
    "inline languages": ("text/html", "<p lang=en>" + "<i lang=fr>x" * 40_000),
    "srcset": ("text/html", '<img srcset="' + "a 1x," * 100_000 + '">'),
    "one line": ("text/html", "word " * 1_000_000),
    "brackets": ("text/markdown", "[" * 8_000),
    "images": ("text/markdown", "![" * 4_000),
    "emphasis": ("text/markdown", "*a **b " * 10_000),
    "quotes": ("text/markdown", "> " * 20_000),
    "front matter": ("text/markdown", "---\n" + "a: b\n" * 20_000),
    "urls": ("text/plain", "http://a.test/" * 40_000),
    "closing brackets": ("text/plain", "http://a.test/" + ")" * 200_000),
    "dots": ("text/plain", "www." * 150_000),
    "encoded words": ("message/rfc822", "Subject: " + "=?utf-8?q?" * 60_000 + "\n\n"),
    "boundaries": ("message/rfc822", "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n" * 30_000),
    "headers": ("message/rfc822", "a: b\n" * 20_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time(name: str) -> None:
    media_type, text = HOSTILE[name]
    started = time.process_time()
    parse(text.encode(), media_type)
    assert time.process_time() - started < 8


def test_four_thousand_parts_deep() -> None:
    started = time.process_time()
    document = parse(nested_parts(4_000), "message/rfc822")
    assert time.process_time() - started < 8
    assert document.header("Subject") == "Deep"
    assert "nested" in document.troubles[0]
