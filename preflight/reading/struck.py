"""Which words are struck through: shown, but no longer what their writer says.

``<s>``, ``<del>`` and ``<strike>``, ``text-decoration: line-through`` in a style or by a class of the document's own
style sheet, and ``~~`` in Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache

from preflight.model import Document, TextRun
from preflight.patterns import regex

MARKS = ("</s>", "</del>", "</strike>", "line-through", "~~", "</S>", "</DEL>", "</STRIKE>")
# "<s>", "</span>", "<span style="text-decoration:line-through">"
TAG = regex(r"<(/?)([a-z][a-z0-9]{0,20})(?=[\s>/])([^<>]*)>", re.IGNORECASE)
STRIKING = frozenset(["s", "del", "strike"])
# A class like .was with text-decoration: line-through between its braces
CLASS_RULE = regex(r"\.([\w-]{1,64})\s{0,20}\{[^{}]*line-through", re.IGNORECASE)
CLASSES = regex(r"""\bclass\s{0,4}=\s{0,4}["']?([^"'<>]*)""", re.IGNORECASE)
# "~~23 December~~"
TILDES = regex(r"~~[^~\n]{1,600}~~")


class Struck:
    """The struck passages of one document, found once for all families that ask."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: dict[str, list[tuple[int, int]]] = {}

    def covers(self, run: TextRun, start: int, end: int) -> bool:
        """Whether ``run.text[start:end]`` begins in a struck passage."""
        places = self._places.get(run.part)
        if places is None:
            places = self._places[run.part] = passages(self._document.part(run.part).source)
        if not places:
            return False
        at = run.span(start, end).start
        index = bisect_right(places, (at, len(run.text) + at)) - 1
        return index >= 0 and at < places[index][1]


@lru_cache(maxsize=2)
def passages(source: str) -> list[tuple[int, int]]:
    """Start and end of each struck passage in the source, sorted, without overlaps. Linear in its length. Remembered
    for the family that asks next."""
    if not any(mark in source for mark in MARKS):
        return []
    found = [match.span() for match in TILDES.finditer(source)] if "~~" in source else []
    classes = frozenset(match[1] for match in CLASS_RULE.finditer(source)) if "line-through" in source else frozenset()
    open_tags: dict[str, list[int]] = defaultdict(list)
    for match in TAG.finditer(source):
        name, attributes = match[2].lower(), match[3]
        if match[1]:
            start = open_tags[name].pop() if open_tags[name] else -1
            if start >= 0:
                found.append((start, match.start()))
        elif not attributes.endswith("/"):
            open_tags[name].append(match.end() if _strikes(name, attributes, classes) else -1)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _strikes(name: str, attributes: str, classes: frozenset[str]) -> bool:
    if name in STRIKING or "line-through" in attributes:
        return True
    given = CLASSES.search(attributes) if classes else None
    return given is not None and not classes.isdisjoint(given[1].split())
