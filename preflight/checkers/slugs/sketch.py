"""A page's content in a few numbers, so that it is recognised at another address without its bytes.

Hashes of three-word runs of the main text, of which the smallest are kept: the share of hashes that two pages have in
common estimates how much text they share (bottom-k sketches: Broder, "On the resemblance and containment of documents",
1997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from zlib import crc32

from msgspec import Struct

from preflight.model import Document, Fact, Facts, Span, TextRun

KIND = "page-sketch"
KEPT = 64
"""Hashes a page: the estimate is off by 0.06 on average."""

WORDS = 400
"""Words of a page that are looked at: enough to know it by."""

_AROUND = frozenset({"nav", "header", "footer"})
_NOT_CONTENT = frozenset({"title", "meta", "label", "alt", "button", "preheader"})


class Sketch(Struct, frozen=True):
    """``title`` and ``heading`` in lower case; ``words`` of main text, at most ``WORDS``; ``hashes`` sorted."""

    title: str = ""
    heading: str = ""
    words: int = 0
    hashes: tuple[int, ...] = ()


def sketched(document: Document) -> Fact:
    """The page's sketch, at its title or its first heading."""
    words: list[bytes] = []
    title: TextRun | None = None
    heading: TextRun | None = None
    for run in document.runs:
        if run.kind == "title":
            title = title or run
        elif run.zone not in _AROUND and not run.hidden and run.kind not in _NOT_CONTENT:
            if run.kind == "heading" and heading is None:
                heading = run
            words += run.text.lower().encode("utf-8", "replace").split()
            if len(words) >= WORDS and title and heading:
                break
    del words[WORDS:]
    shown = title or heading
    place = shown.span(0, len(shown.text)) if shown else Span(document.parts[0].name if document.parts else "", 0, 0)
    value = [title.text.lower() if title else "", heading.text.lower() if heading else "", len(words), _hashes(words)]
    return Fact(KIND, value, place, shown.text if shown else "")


def _hashes(words: list[bytes]) -> list[int]:
    pieces = map(b" ".join, zip(words, words[1:], words[2:], strict=False)) if len(words) > 2 else words
    return sorted(set(map(crc32, pieces)))[:KEPT]


def sketch_of(facts: Facts) -> Sketch:
    fact = next(iter(facts.facts.get(KIND, ())), None)
    if fact is None:
        return Sketch()
    title, heading, words, hashes = fact.value
    return Sketch(title, heading, words, tuple(hashes))


def common_hashes(sketches: Iterable[Sketch]) -> frozenset[int]:
    """Hashes on so many of these pages that they tell nothing: boilerplate inside the main text."""
    counted: Counter[int] = Counter()
    pages = 0
    for sketch in sketches:
        counted.update(sketch.hashes)
        pages += 1
    return frozenset(value for value, times in counted.items() if times > max(3, pages // 10))


def shared(one: Sketch, other: Sketch, common: frozenset[int] = frozenset()) -> float:
    """What share of their text two pages have in common, 0 to 1, ``common`` hashes left out."""
    ends = [sketch.hashes[-1] for sketch in (one, other) if len(sketch.hashes) == KEPT]
    limit = min(ends, default=None)
    first = {value for value in one.hashes if (limit is None or value <= limit) and value not in common}
    second = {value for value in other.hashes if (limit is None or value <= limit) and value not in common}
    return len(first & second) / len(first | second) if first and second else 0.0
