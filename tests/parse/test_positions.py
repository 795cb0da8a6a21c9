"""Every run points at its text: decode the source between two characters' places and the same characters appear."""

from __future__ import annotations

import base64
import quopri
import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.model import Document, Part, TextRun
from preflight.parse import parse

WORDS = st.sampled_from(["tea", "Ünder", "naïve", "x", "été", "日本", "🎉", "a-b", "don't", "3.50"])
REFERENCES = st.sampled_from(
    ["&amp;", "&nbsp;", "&eacute;", "&copy", "&#8217;", "&#x2014;", "&hellip;", "&lt;", "&amp", "&#160;"]
)
SPACES = st.sampled_from([" ", "  ", "\n", "\r\n", "\t", " \r\n  ", "\r", "\n\n"])
INLINE = st.sampled_from(["b", "i", "span", "em", "a href='u'", 'span title="x > y"', "font color=red"])

TEXT = st.lists(st.one_of(WORDS, REFERENCES, SPACES), min_size=1, max_size=6).map("".join)


@st.composite
def inline(draw: st.DrawFn, depth: int = 0) -> str:
    pieces = draw(st.lists(TEXT, min_size=1, max_size=3))
    for index in range(len(pieces)):
        if depth < 2 and draw(st.booleans()):
            tag = draw(INLINE)
            pieces[index] = f"<{tag}>{draw(inline(depth + 1))}</{tag.split()[0]}>"
        elif draw(st.integers(0, 9)) == 0:
            pieces[index] += "<!-- a comment -->"
    return "".join(pieces)


BLOCK = st.sampled_from(["p", "h1", "li", "td", "div", "blockquote", "th", "dd"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    blocks = draw(st.lists(st.tuples(BLOCK, inline(), SPACES), min_size=1, max_size=4))
    return "<html><body>" + "".join(f"<{tag}>{text}</{tag}>{space}" for tag, text, space in blocks)


TAGS = re.compile(r"<!--.*?-->|<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>", re.S)


def seen(source: str) -> str:
    """What a reader sees of a piece of HTML."""
    return re.sub(r"[ \t\r\n\f]+", " ", unescape(TAGS.sub("", source)))


def check(part: Part, run: TextRun, start: int, end: int) -> None:
    span = run.span(start, end)
    assert 0 <= span.start <= span.end <= len(part.source)
    assert seen(part.source[span.start : span.end]) == run.text[start:end], (run, span)


def check_all(document: Document) -> None:
    for part in document.parts:
        for run in part.runs:
            if run.kind == "label":
                continue
            for start in range(len(run.text)):
                check(part, run, start, start + 1)
            check(part, run, 0, len(run.text))


@given(pages(), st.data())
@settings(max_examples=150, deadline=None)
def test_any_stretch_of_a_page(page: str, data: st.DataObject) -> None:
    document = parse(page.encode(), "text/html")
    check_all(document)
    for run in document.runs:
        start = data.draw(st.integers(0, len(run.text) - 1))
        end = data.draw(st.integers(start + 1, len(run.text)))
        if run.kind != "label":
            check(document.parts[0], run, start, end)


@given(pages())
@settings(max_examples=60, deadline=None)
def test_the_whole_text_is_there(page: str) -> None:
    """Nothing that a reader sees is lost, nothing is read twice."""
    runs = [run.text for run in parse(page.encode(), "text/html").runs if run.kind != "label"]
    assert "".join("".join(runs).split()) == "".join(seen(page).split())


@given(pages(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_byte_order_mark_moves_nothing(page: str, sixteen: bool) -> None:
    marked = page.encode("utf-16") if sixteen else page.encode("utf-8-sig")
    plain, other = parse(page.encode(), "text/html").parts[0], parse(marked, "text/html").parts[0]
    assert other.byte_order_mark
    assert (other.source, other.runs and other.runs[0].segments) == (
        plain.source,
        plain.runs and plain.runs[0].segments,
    )


@given(pages(), st.sampled_from(["base64", "quoted-printable"]))
@settings(max_examples=60, deadline=None)
def test_through_a_message(page: str, encoding: str) -> None:
    body = base64.encodebytes(page.encode()) if encoding == "base64" else quopri.encodestring(page.encode())
    head = f"Subject: Hello\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    document = parse(head.encode() + body, "message/rfc822")
    if encoding == "base64":
        assert document.part("1").source == page
    check_all(document)


@given(
    st.lists(st.one_of(WORDS, SPACES, st.sampled_from(["> ", "-- ", "https://example.com/a."])), max_size=12).map(
        "".join
    )
)
def test_plain_text(source: str) -> None:
    part = parse(source.encode(), "text/plain").parts[0]
    assert "".join("".join(run.text for run in part.runs).split()) == "".join(
        line.lstrip("> \t") for line in re.split(r"\r\n?|\n", source)
    ).replace(" ", "").replace("\t", "")
    for run in part.runs:
        for index, character in enumerate(run.text):
            span = run.span(index, index + 1)
            origin = part.source[span.start : span.end]
            assert origin == character or (character in " \n" and origin.strip(" \t\r\n>") == "")
