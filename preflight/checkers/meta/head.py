"""What a page's head and its main heading say, as facts: the heading, other languages, structured data."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice

from preflight.model import Document, Fact, Span
from preflight.patterns import regex

KIND = "head"
MOST_LANGUAGES = 200
LONGEST_DATA = 300_000
MOST_HEADINGS = 200
DEEPEST = 12
"""Elements between a heading's text and its ``h1``."""

_LINK = regex(r"<link\s[^<>]{1,1500}>", re.IGNORECASE)  # '<link rel="alternate" hreflang="de" href="/de/">'
_ATTRIBUTE = regex(r"""\b(hreflang|href|rel)\s{0,5}=\s{0,5}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_DATA = regex(r"<script\s[^<>]{0,400}?application/ld\+json[^<>]{0,400}>", re.IGNORECASE)
_END = regex(r"</script", re.IGNORECASE)
_HEADING = regex(r"<h1[\s>]", re.IGNORECASE)  # "<h1 class"
_EMPTY_HEADING = regex(r"<h1(?:\s[^<>]{0,300})?>\s*</h1", re.IGNORECASE)


def seen(document: Document) -> Iterator[Fact]:
    """One fact for the page, and one for each piece of structured data that is no JSON."""
    part = document.parts[0]
    source = part.source
    value = {"h1": _heading(document, source), "hreflang": list(_languages(source)) if "hreflang" in source else []}
    yield Fact(KIND, value, Span(part.name, 0, 0))
    if "ld+json" in source:
        yield from _broken_data(source, part.name)


def _heading(document: Document, source: str) -> str:
    """The text of the main heading; a mark where it is a picture, nothing where there is none."""
    headings = (run for run in document.runs if run.kind == "heading" and run.element is not None)
    for run in islice(headings, MOST_HEADINGS):
        if run.element is not None and any(one.tag == "h1" for one in islice(run.element.ancestors(), DEEPEST)):
            return run.text[:200]
    return "(a picture)" if _HEADING.search(source) and not _EMPTY_HEADING.search(source) else ""


def _languages(source: str) -> Iterator[list[str]]:
    """(language, address) of each translation that the page names."""
    count = 0
    for match in _LINK.finditer(source):
        if "hreflang" not in match[0].lower():
            continue
        named = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(match[0])}
        if "alternate" in named.get("rel", "").lower() and named.get("href") and named.get("hreflang"):
            yield [named["hreflang"].lower(), html.unescape(named["href"].strip())]
            count += 1
            if count >= MOST_LANGUAGES:
                return


def _broken_data(source: str, part: str) -> Iterator[Fact]:
    at = 0
    while match := _DATA.search(source, at):
        end = _END.search(source, match.end())
        if end is None:
            return  # the page is cut off, and all that follows is code
        text, at = source[match.end() : end.start()], end.end()
        if len(text) > LONGEST_DATA:
            continue
        inner = text.strip().removeprefix("<![CDATA[").removeprefix("//<![CDATA[").removesuffix("]]>").strip()
        if fault := _fault(inner.removesuffix("//").strip()):
            begin = match.end() + len(text) - len(text.lstrip())
            yield Fact("structured-data", fault, Span(part, begin, match.end() + len(text.rstrip())), text.strip()[:60])


def _fault(text: str) -> str:
    """What is wrong with a JSON text, in a few words; nothing when it can be read."""
    if not text:
        return "it is empty"
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return f"a fault in its line {error.lineno}"
    except (ValueError, RecursionError):
        return "it is nested too deeply"
    return ""
