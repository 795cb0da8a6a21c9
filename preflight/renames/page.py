"""A page as it is known by: its names, and the shingles of its text.

A shingle is a run of three words (Broder, "On the resemblance and containment of documents", 1997); only its CRC is
kept, so that two pages are compared as sets of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from zlib import crc32

from msgspec import Struct

from preflight.model import Document
from preflight.patterns import regex

WORDS = 6000
"""Words of a page that are looked at."""

_AROUND = frozenset({"nav", "header", "footer"})
_NOT_TEXT = frozenset({"title", "meta", "label", "preheader"})
_WORD = regex(r"\w+")  # "baked" of "baked,"
_SITE_NAME = regex(r"\s+(?:[|–—·:]{1,2}|-{1,2}|&raquo;|»|•)\s+")  # " | " of "Prices | Oak & Ash"
_INDEX = regex(r"(?:^|/)(?:_?index|readme|default)$", re.IGNORECASE)  # "/index" of "guide/index"
_ENDING = regex(r"\.(?:html?|xhtml|md|markdown|php)$", re.IGNORECASE)  # ".html" of "about.html"


class Page(Struct, frozen=True, dict=True):
    """``address`` begins with a slash; ``names`` are its title, the parts of that (one is the site's name), and its
    first heading, as ``plain_name`` has them; ``words`` counts the text."""

    address: str
    names: frozenset[str] = frozenset()
    words: int = 0
    shingles: frozenset[int] = frozenset()

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The address as names, without what hosts add: ``("guide", "setup")`` of ``/Guide/setup/index.html``."""
        plain = _INDEX.sub("", _ENDING.sub("", self.address.strip("/").lower()))
        return tuple(part for part in plain.split("/") if part)

    @property
    def last(self) -> str:
        return self.segments[-1] if self.segments else ""


def page_of(address: str, document: Document) -> Page:
    """The page at an address as ``parse`` read it."""
    title = heading = ""
    words: list[bytes] = []
    for part in document.parts:
        for meta in part.meta:
            if meta.name in ("front.title", "title") and not title:
                title = meta.content
    for run in document.runs:
        if run.kind == "title":
            title = title or run.text
        elif run.zone not in _AROUND and not run.hidden and run.kind not in _NOT_TEXT:
            if run.kind == "heading" and not heading:
                heading = run.text
            if len(words) < WORDS:
                words += _words(run.text)
    del words[WORDS:]
    return Page(address, names_in(title, heading), len(words), shingled(words))


def names_in(title: str, heading: str) -> frozenset[str]:
    """What a page calls itself: its title as a whole and in parts, one of which is the site's name, and its heading."""
    return frozenset({plain_name(name) for name in (*_SITE_NAME.split(title.strip()), title, heading)} - {""})


def plain_name(text: str) -> str:
    """A title as titles are compared: lower case, words only."""
    return " ".join(_WORD.findall(text.lower()))


def _words(text: str) -> list[bytes]:
    return [word.encode("utf-8", "replace") for word in _WORD.findall(text.lower())]


def shingled(words: Iterable[bytes]) -> frozenset[int]:
    sequence = list(words)
    if len(sequence) < 3:
        return frozenset(map(crc32, sequence))
    return frozenset(map(crc32, map(b" ".join, zip(sequence, sequence[1:], sequence[2:], strict=False))))
