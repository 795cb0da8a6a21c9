"""Links that are kept packed are the links that went in, at the places where they stood."""

from __future__ import annotations

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight import packed, packedfacts
from preflight.model import Document, Fact, FactLink, Link, Location, Part, Span, by_kind
from preflight.parse.signs import Links

URLS = st.sampled_from(["", "#top", "a.html", "../b/", "https://x.test/\ud800", "\n", "ü\0"])
WORDS = st.sampled_from(["", "more", "ü\0\n"])


@st.composite
def parts(draw: st.DrawFn) -> Part:
    source = draw(st.text("ab \n", max_size=400))
    name = draw(st.sampled_from(["", "1.2"]))
    places = draw(st.lists(st.tuples(st.integers(0, len(source)), st.integers(0, 300)), max_size=8))
    found = []
    for start, length in places:
        end = min(start + length, len(source))
        more = {"zone": draw(WORDS), "hidden": draw(st.booleans()), "image": draw(st.booleans()), "rel": draw(WORDS)}
        span = Span(name, start, end, draw(WORDS), draw(WORDS))
        found.append(Link(draw(URLS), draw(WORDS), draw(st.sampled_from(["a", "img"])), "href", span, **more))
    return Part(name, "text/html", source, links=tuple(found))


def resolved(document: Document, entry: str) -> list[FactLink]:
    """The slow way."""
    made = []
    for link in document.links:
        at = document.resolve(link.span)
        place = Location("p.html", entry + at.part, at.line, at.column, at.end_line, at.end_column, at.before, at.after)
        made.append(
            FactLink(
                link.url, link.text, link.element, link.attribute, place, link.zone, link.hidden, link.image, link.rel
            )
        )
    return made


@given(st.lists(parts(), max_size=2, unique_by=lambda part: part.name), st.sampled_from(["", "2:"]))
def test_what_comes_out_is_what_went_in(given_parts: list[Part], entry: str) -> None:
    document = Document("text/html", "page", tuple(given_parts))
    travelled = msgpack.unpackb(
        msgpack.packb(packed.pack(document.parts), unicode_errors="surrogatepass"), unicode_errors="surrogatepass"
    )
    links, wanted = packed.PackedLinks(travelled, "p.html", entry), resolved(document, entry)
    assert list(links) == wanted
    assert len(links) == len(wanted)
    assert list(links.distinct) == list(dict.fromkeys(one.url for one in wanted))
    assert links.elements == {one.element for one in wanted}
    for url in links.distinct:
        assert list(links.some(url.__eq__)) == [one for one in wanted if one.url == url]
        assert list(dict.fromkeys(links.forms(url.__eq__))) == list(
            dict.fromkeys((one.url, one.element, one.attribute, one.rel) for one in wanted if one.url == url)
        )


def test_rows_of_a_page_that_was_skimmed() -> None:
    source = "<a href=x.html>one</a>\n<img src='a\nb.png'>"
    rows = [("x.html", "one", "a", "href", 8, 14, False, ""), ("a\nb.png", "", "img", "src", 34, 41, True, "nofollow")]
    part = Part("", "text/html", source, links=Links(rows))
    links = packed.PackedLinks(packed.pack([part]), "p.html", "")
    assert list(links) == resolved(Document("text/html", "page", (part,)), "")


def test_long_pages_keep_their_places() -> None:
    source = "\n" * 70_000 + " " * 70_000 + "x.html"
    part = Part("", "text/html", source, links=(Link("x.html", "", "a", "href", Span("", 140_000, 140_006)),))
    (link,) = packed.PackedLinks(packed.pack([part]), "p.html", "")
    assert link.location == Location("p.html", "", 70_001, 70_001, 70_001, 70_007)


def test_equal_addresses_of_two_pages_are_one_text() -> None:
    pages = [
        Part("", "text/html", "ab", links=(Link("".join(["a", "b"]), "", "a", "href", Span("", 0, 2)),))
        for _ in range(2)
    ]
    once: dict[str, str] = {}
    first, second = (packed.PackedLinks(packed.pack([page]), "p", "", once.setdefault) for page in pages)
    assert first.distinct[0] is second.distinct[0]


def test_facts_and_texts() -> None:
    place = Location("", "1.2", 3, 4, 3, 9, "before ", " after")
    facts = [
        Fact("date", {"days": [[2026, 11, 24]], "cue": ""}, place, "24 November"),
        Fact("name", "en", place),
        Fact("date", None, place),
    ]
    kept = packedfacts.PackedFacts(packedfacts.pack_facts(facts), "p.html", "2:")
    there = Location("p.html", "2:1.2", 3, 4, 3, 9, "before ", " after")
    assert kept == by_kind(Fact(one.kind, one.value, there, one.match) for one in facts)
    assert ("date" in kept, "term" in kept, kept.get("term", ())) == (True, False, ())
    assert kept["date"][0].kind == "date"
    with pytest.raises(KeyError):
        kept["term"]
    texts = packedfacts.PackedTexts(packedfacts.pack_texts(["top", "\ud800", ""]))
    assert texts == ("top", "\ud800", "")
    assert ("top" in texts, "x" in texts, texts[0]) == (True, False, "top")


def test_head_matter() -> None:
    title, base = Location("", "1.2", 3, 4, 3, 9), Location("", "1.2", 5, 1, 6, 2, "before ")
    kept = packedfacts.PackedMeta(
        packedfacts.pack_meta({"title": ("\ud800", title), "base": ("/", base)}), "p.html", "2:"
    )
    assert kept == {
        "title": ("\ud800", Location("p.html", "2:1.2", 3, 4, 3, 9)),
        "base": ("/", Location("p.html", "2:1.2", 5, 1, 6, 2, "before ")),
    }
    assert ("title" in kept, "robots" in kept, kept.get("robots")) == (True, False, None)
