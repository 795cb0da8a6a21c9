"""Sheets and WordPress exports: what the standard library reads is what is read here, and every cell has its place."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.parse import parse
from preflight.parse.sheet import rows

CELLS = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=8)
ENTRY = (
    "<item><title>{name}</title><link>https://ovenbird.example/{slug}/</link><wp:post_id>{id}</wp:post_id>"
    "<wp:post_name><![CDATA[{slug}]]></wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent>"
    "<wp:post_type>page</wp:post_type>{more}</item>"
)
EXPORT = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n{entries}\n</channel></rss>'
)


def export(*entries: str) -> bytes:
    return EXPORT.format(entries="\n".join(entries)).encode()


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(",;\t"))
def test_what_the_standard_library_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(table)
    assert [[text for text, _, _ in row] for row in rows(stream.getvalue(), delimiter)] == table


@given(st.text(st.sampled_from('ab,;"\n\r'), max_size=40))
def test_every_cell_lies_in_its_source(source: str) -> None:
    for row in rows(source, ","):
        for text, start, end in row:
            assert 0 <= start <= end <= len(source)
            assert '"' in text or '"' in source or source[start:end] == text


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbfid;slug;seo_title\r\n1;caf\xc3\xa9;"Caf\xc3\xa9;\nopen"\r\n',
        'id\tslug\tseo_title\n1\tcafé\t"Café;\nopen"\n'.encode("cp1252"),
        'sep=;\nid;slug;seo_title\n1;café;"Café;\nopen"\n'.encode("cp1252"),
        'id,slug,seo_title\n1,café,"Café;\nopen"'.encode("utf-16"),
    ],
)
def test_encodings_and_delimiters(data: bytes) -> None:
    (record,) = parse(data, "text/csv").records
    assert dict(record.values) == {"id": "1", "slug": "café", "seo_title": "Café;\nopen"}
    source = parse(data, "text/csv").parts[0].source
    assert source[record.spans["slug"].start : record.spans["slug"].end] == "café"


@pytest.mark.parametrize("piece", ['"', '""', '",', "a,", "\n", ",", '"\n', "\r"])
def test_sheets_are_read_in_linear_time(piece: str) -> None:
    data = ("id,slug\n" + piece * (640_000 // len(piece))).encode()
    started = time.process_time()
    parse(data, "text/csv")
    assert time.process_time() - started < 3


def test_an_export_is_read_with_places_terms_and_seo_fields() -> None:
    more = (
        "<content:encoded><![CDATA[<p><a class='x' href=\"/hours/\">When</a> \x0b</p>]]></content:encoded>"
        "<wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key><wp:meta_value>Sour &amp; dark</wp:meta_value>"
        "</wp:postmeta>"
    )
    data = export(
        "<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>bread</wp:category_nicename></wp:category>",
        ENTRY.format(name="Brötchen", slug="rolls", id=7, more=more),
    )
    document = parse(data, "application/wxr+xml")
    assert not document.troubles
    term, page = document.records
    assert term.values["slug"] == "bread"
    assert page.values["slug"] == "rolls"
    assert page.values["links"] == "/hours/"
    assert page.values["seo description"] == "Sour & dark"
    source = document.parts[0].source
    assert [source[span.start : span.end] for span in (page.spans["slug"], page.spans["name"])] == ["rolls", "Brötchen"]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">',
    ],
)
def test_nothing_is_expanded_or_loaded(declaration: str) -> None:
    data = export(ENTRY.format(name="&b;", slug="rye", id=1, more="")).replace(b"<rss", declaration.encode() + b"<rss")
    document = parse(data, "application/wxr+xml")
    assert not document.records
    assert "document type" in document.troubles[0]


def test_a_doctype_inside_a_text_is_text() -> None:
    more = "<content:encoded><![CDATA[<!DOCTYPE html><p>x</p>]]></content:encoded>"
    assert len(parse(export(ENTRY.format(name="Rye", slug="rye", id=1, more=more)), "application/wxr+xml").records) == 1


def test_a_cut_off_export_says_where() -> None:
    data = export(*(ENTRY.format(name="Rye", slug=f"rye-{n}", id=n, more="") for n in range(4)))
    document = parse(data[: len(data) // 2], "application/wxr+xml")
    assert 0 < len(document.records) < 4
    assert "cannot be read beyond line" in document.troubles[0]


@pytest.mark.parametrize("piece", ["<a ", "<a href=", "<!-- wp:navigation-link {", '<a href="x">', "]]", "&amp;"])
def test_exports_are_read_in_linear_time(piece: str) -> None:
    text = piece * (640_000 // len(piece))
    more = f"<content:encoded><![CDATA[{text}]]></content:encoded>"
    started = time.process_time()
    parse(export(ENTRY.format(name="Rye", slug="rye", id=1, more=more)), "application/wxr+xml")
    parse(export(text), "application/wxr+xml")
    assert time.process_time() - started < 2


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = ("application/wp+json", "application/sitemap+xml", "text/x-preflight-lock", WORKBOOK)


@given(
    st.one_of(st.binary(max_size=300), st.text(st.sampled_from('[]{}":,<loc>/ \t\n#1aé'), max_size=200).map(str.encode))
)
def test_nothing_raises(data: bytes) -> None:
    for media_type in ("text/csv", "text/tab-separated-values", "application/wxr+xml", *LISTS):
        document = parse(data, media_type)
        for record in document.records:
            for span in (record.span, *record.spans.values()):
                document.resolve(span)


@pytest.mark.parametrize("media_type", LISTS)
@pytest.mark.parametrize(
    "piece",
    ["<loc>", "<loc> ", "<loc>a", "[", '{"slug": "', '[{"slug":"a"},', "\t", "\n", "a\t", "<urlset ", "</urlset>"],
)
def test_lists_are_read_in_linear_time(media_type: str, piece: str) -> None:
    data = ("# preflight.lock 1\naddress\n" if "lock" in media_type else "").encode() + piece.encode() * 100_000
    started = time.process_time()
    parse(data, media_type)
    assert time.process_time() - started < 3


def test_an_answer_whose_entries_hold_lists_has_its_places() -> None:
    data = b'[{"id": 1, "tags": [{"slug": "no"}], "slug": "a", "link": "https://x.example/a/"}, {"id": 2, "slug": "b"}]'
    document = parse(data, "application/wp+json")
    source = document.parts[0].source
    assert [source[record.span.start : record.span.end][:9] for record in document.records] == [
        '{"id": 1,',
        '{"id": 2,',
    ]
    assert source[document.records[1].spans["slug"].start :].startswith('b"')
