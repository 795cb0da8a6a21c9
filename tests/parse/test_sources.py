"""Charsets of files, template syntax, inline ignores."""

from __future__ import annotations

import pytest

from preflight.model import Document, Ignore
from preflight.parse import parse


def page(source: str | bytes) -> Document:
    return parse(source.encode() if isinstance(source, str) else source, "text/html")


CHARSETS: dict[str, tuple[bytes, str]] = {
    "UTF-8": ("<p>é".encode(), "é"),
    "a mark": (b"\xef\xbb\xbf<p>\xc3\xa9", "é"),
    "UTF-16 with a mark": ("<p>é".encode("utf-16"), "é"),
    "UTF-16 without one": ("<!doctype html><p>é".encode("utf-16-le"), "é"),
    "meta": (b"<meta charset='iso-8859-2'><p>\xb1", "ą"),
    "http-equiv": (b"<meta http-equiv=content-type content='text/html; charset=windows-1251'><p>\xe4", "д"),
    "a wrong meta": ("<meta charset=us-ascii><p>é".encode(), "é"),
    "UTF-16 in a meta that was read": ("<meta charset=utf-16><p>é".encode(), "é"),
    "none, and not UTF-8": (b"<p>caf\xe9 \x80", "café €"),
    "an unknown name": (b"<meta charset=nosuch><p>a", "a"),
    "Latin-1 is Windows-1252": (b"<meta charset=latin1><p>\x92", "\u2019"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_charsets(name: str) -> None:
    data, text = CHARSETS[name]
    document = page(data)
    assert [run.text for run in document.runs] == [text]
    assert document.troubles == ()


def test_a_binary_is_not_read_as_text() -> None:
    document = page(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0" + bytes(range(256)) * 4)
    assert "not a text" in document.troubles[0]


def test_places_with_a_mark() -> None:
    part = page(b"\xef\xbb\xbf<p>a <a href='u'>b").parts[0]
    assert part.byte_order_mark
    assert part.source[0] == "<"
    assert part.links[0].span.start == 14


TEMPLATED = {
    "text/html": [
        "<p>{% if user %}Hi{% endif %}",
        "{{ range .Pages }}<p>{{ .Title }}{{ end }}",
        '<a href="{{ "x" | relURL }}">a</a>',
        "<h1>{{ page.title }}</h1>",
        "<p>{{ title | upcase }}",
        "{% extends 'a.html' %}",
        "<p>{{ url_for('home') }}",
        "<?php echo $x; ?><p>a",
        "<p><%= name %>",
        "{{#each items}}<p>x{{/each}}",
        "{{> header}}",
        '<p>{{- partial "a" . -}}',
        "<a class='{% if a < b %}x{% endif %}' href=u>a</a>",
        "<p>{{ $name }}",
        '{% include "a" %}',
        "<p>{{ site.name }}",
    ],
    "text/markdown": [
        "{{< figure src=a >}}",
        "a {% link b.md %}",
        "{{% notice %}}\nx\n{{% /notice %}}",
        "{{ .Title }}",
    ],
}
PLAIN = {
    "text/html": [
        "<p>Hi {{first_name}}",
        "<p>Hi {{ first_name }},",
        "<p>{{ first_name | default: 'friend' }}",
        "<p>*|FNAME|*",
        "<p>%%name%%",
        "<p>{{ contact.FIRSTNAME }}",
        "<p>{name}",
        "<pre>{% if x %}</pre>",
        "<p><code>{{ .Title }}</code>",
        "<script>var t = '{{#if x}}{{/if}}'</script>",
        "<!-- {% if x %} -->",
        "<style>a{{color:red}}</style>",
        "<p>a {{ b",
        "<p>100% {sure}",
        "<?xml version='1.0'?><p>a",
        "<p>{{subscriber.email}}",
        "<p>[[name]] [name]",
    ],
    "text/markdown": ["---\ntitle: a\n---\nb", "`{{ .Title }}`", "```\n{% if x %}\n```", "Hi {{name}}"],
    "text/plain": ["{% if x %}"],
    "message/rfc822": ["Content-Type: text/html\n\n<p>{% if x %}"],
}


@pytest.mark.parametrize(("media_type", "source"), [(kind, source) for kind in TEMPLATED for source in TEMPLATED[kind]])
def test_templated(media_type: str, source: str) -> None:
    assert parse(source.encode(), media_type).templated


@pytest.mark.parametrize(("media_type", "source"), [(kind, source) for kind in PLAIN for source in PLAIN[kind]])
def test_not_templated(media_type: str, source: str) -> None:
    assert not parse(source.encode(), media_type).templated


def test_actions_do_not_upset_the_parser() -> None:
    source = '<a href="{{ "a b" | relURL }}" class=x>Go</a> {% if a < b && c > "d" %}<b>é</b>{% endif %} {{ .Title }}'
    part = page(source).parts[0]
    link = part.links[0]
    assert (link.url, link.text) == ('{{ "a b" | relURL }}', "Go")
    assert part.source[link.span.start : link.span.end] == link.url
    run = part.runs[0]
    assert run.text == 'Go {% if a < b && c > "d" %}é{% endif %} {{ .Title }}'
    for index, character in enumerate(run.text):
        span = run.span(index, index + 1)
        assert part.source[span.start : span.end] == character


def test_references_inside_actions_are_read() -> None:
    assert [run.text for run in page("<p>Hi {{ name | default: &quot;you&quot; }}").runs] == [
        'Hi {{ name | default: "you" }}'
    ]


def test_braces_shown_on_a_page_are_no_action() -> None:
    source = "<p><code>{{</code> and <a href=u>this</a> <code>}}</code>"
    assert [run.text for run in page(source).runs] == ["\ufffc and this \ufffc", "{{", "}}"]


def test_template_comments_are_no_text() -> None:
    assert [run.text for run in page("<p>a {# b #}c{{/* d */}} {% comment %}e <b>{% endcomment %}f").runs] == ["a c f"]


IGNORES: dict[str, list[Ignore]] = {
    "<p>a\n<!-- preflight-ignore links.broken, spelling.*: opens on: Monday -->\n<p>b": [
        Ignore(("links.broken", "spelling.*"), "opens on: Monday", "", 2, 3)
    ],
    "<p>a <!-- preflight-ignore dates.past: minutes -->\n<p>b": [Ignore(("dates.past",), "minutes", "", 1, 1)],
    "<p>a\n<!-- preflight-ignore-start dates.past: old -->\n\n<!-- preflight-ignore-end -->": [
        Ignore(("dates.past",), "old", "", 2, 4)
    ],
    "<!-- preflight-ignore-start terms.*: old -->\n": [Ignore(("terms.*",), "old", "", 1, None)],
    "<p>a\n<!-- preflight-ignore-file spelling.*: dialect -->": [Ignore(("spelling.*",), "dialect", "", 1, None)],
    "<!-- preflight-ignore links.broken -->": [Ignore(("links.broken",), "", "", 1, 2)],
    "<!-- preflight-ignore -->": [Ignore(("*",), "", "", 1, 2)],
    "{# preflight-ignore links.broken: later #}": [Ignore(("links.broken",), "later", "", 1, 2)],
    "{{/* preflight-ignore links.broken: later */}}": [Ignore(("links.broken",), "later", "", 1, 2)],
    "{{- /* preflight-ignore links.broken: later */ -}}": [Ignore(("links.broken",), "later", "", 1, 2)],
    "{% comment %} preflight-ignore a.b: c {% endcomment %}": [Ignore(("a.b",), "c", "", 1, 2)],
    "<!-- preflight-ignored a.b: c -->": [],
    "<!-- no preflight-ignore a.b: c -->": [],
}


@pytest.mark.parametrize("source", IGNORES)
@pytest.mark.parametrize("media_type", ["text/html", "text/markdown"])
def test_ignores(source: str, media_type: str) -> None:
    assert list(parse(source.encode(), media_type).parts[0].ignores) == IGNORES[source]


def test_code_ignores_nothing() -> None:
    assert parse(b"```\n<!-- preflight-ignore a.b: c -->\n```", "text/markdown").parts[0].ignores == ()
