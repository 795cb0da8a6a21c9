"""A page as it is known by: title, heading, description, and the shingles of its text.

A shingle is a run of three words (Broder, "On the resemblance and containment of documents", 1997); only its CRC is
kept, so that two pages are compared as sets of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

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


@dataclass(frozen=True)
class Page:
    """``address`` begins with a slash; ``title`` is without the site's name; ``words`` counts the text."""

    address: str
    title: str = ""
    heading: str = ""
    description: str = ""
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

    @cached_property
    def names(self) -> frozenset[str]:
        """What the page calls itself."""
        return frozenset(name for name in (self.title, self.heading) if name)


def page_of(address: str, document: Document) -> Page:
    """The page at an address as ``parse`` read it."""
    title = heading = description = ""
    words: list[bytes] = []
    for part in document.parts:
        for meta in part.meta:
            if meta.name in ("front.title", "title") and not title:
                title = meta.content
            elif meta.name in ("front.description", "description") and not description:
                description = meta.content
    for run in document.runs:
        if run.kind == "title":
            title = title or run.text
        elif run.zone not in _AROUND and not run.hidden and run.kind not in _NOT_TEXT:
            if run.kind == "heading" and not heading:
                heading = run.text
            if len(words) < WORDS:
                words += _words(run.text)
    del words[WORDS:]
    return Page(
        address, plain_name(title), plain_name(heading), description.strip().lower(), len(words), shingled(words)
    )


def plain_name(text: str) -> str:
    """A title as titles are compared: its first part, lower case, words only."""
    return " ".join(_WORD.findall(_SITE_NAME.split(text.strip(), maxsplit=1)[0].lower()))


def _words(text: str) -> list[bytes]:
    return [word.encode("utf-8", "replace") for word in _WORD.findall(text.lower())]


def shingled(words: Iterable[bytes]) -> frozenset[int]:
    sequence = list(words)
    if len(sequence) < 3:
        return frozenset(map(crc32, sequence))
    return frozenset(map(crc32, map(b" ".join, zip(sequence, sequence[1:], sequence[2:], strict=False))))
