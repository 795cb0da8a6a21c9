"""What a page that was opened says: title, heading, words, anchors, the dates and prices it gives to machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from preflight.model import Landing
from preflight.parse import tokens
from preflight.patterns import regex

LONGEST_LINE = 300
LONGEST_TEXT = 12_000
LONGEST_DATA = 64 * 1024
MOST_VALUES = 20
MOST_NODES = 2_000
SOON = 10
"""Seconds; a page that sends its readers elsewhere later than that is meant to be read."""

GITHUB_PREFIX = "user-content-"
"""GitHub writes ``id="user-content-x"`` and lets a script jump to it for ``#x``."""

SCRIPTED_NAME = regex(GITHUB_PREFIX + r"([\w.-]{1,200})")  # "user-content-usage"
DEALERS_PAGE = "/lander"
LANDER = regex(r"location(?:\.href)?\s{0,3}=\s{0,3}[\"']/lander\b")
# window.location.href="/lander", of domains for sale
LEAST_TEXT = 200
"""Characters; a page with scripts that says less is made by them, and its anchors are not known."""

UNPRINTABLE = regex("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
REFRESH = regex(r"\s*(\d{1,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", re.IGNORECASE)  # 0; url=/x
UNSEEN = frozenset({"script", "style", "template", "noscript", "svg", "textarea", "select", "iframe"})
INLINE = frozenset({"a", "abbr", "b", "bdi", "code", "em", "font", "i", "mark", "small", "span", "strong", "sup", "u"})
META_PRICES = {"product:price:amount": 0, "og:price:amount": 0, "product:price:currency": 1, "og:price:currency": 1}


class Page(Struct, frozen=True):
    """``anchors`` is None when not all of the page was read, or scripts make it; ``refresh``: where it leads on."""

    title: str = ""
    anchors: frozenset[str] | None = None
    refresh: str = ""
    landing: Landing = field(default_factory=Landing)


def understand(source: str, *, complete: bool) -> Page:
    """One pass over the page's tags."""
    reader = _Reader()
    reader.read(source)
    names = reader.names
    names.update([name.removeprefix(GITHUB_PREFIX) for name in names if name.startswith(GITHUB_PREFIX)])
    for data in reader.data:
        reader.take_data(data)
    if reader.meta_price[0]:
        reader.prices.append((reader.meta_price[0], reader.meta_price[1]))
    landing = Landing(
        heading=clean("".join(reader.heading)),
        description=clean(reader.description),
        text="\n".join(line for part in "".join(reader.text).split("\n") if (line := _line(part))),
        language=clean(reader.language, 20),
        events=tuple(reader.events[:MOST_VALUES]),
        prices=tuple(reader.prices[:MOST_VALUES]),
        complete=complete and reader.room > 0,
    )
    whole = complete and not (reader.scripted and len(landing.text) < LEAST_TEXT)
    return Page(clean(reader.title), frozenset(names) if whole else None, reader.refresh, landing)


def _line(text: str) -> str:
    """A line of the page's text. Most need no cleaning, and a page has thousands."""
    line = " ".join(text.split())
    return line if line.isprintable() else clean(line, LONGEST_TEXT)


def clean(text: str, longest: int = LONGEST_LINE) -> str:
    """One line without control characters, short enough for a report."""
    line = " ".join(UNPRINTABLE.sub(" ", text[: 4 * longest]).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


class _Reader:
    """The state of that one pass."""

    def __init__(self) -> None:
        self.title = self.description = self.language = self.refresh = ""
        self.heading: list[str] = []
        self.text: list[str] = []
        self.names: set[str] = set()
        self.data: list[str] = []
        self.events: list[tuple[str, str]] = []
        self.prices: list[tuple[str, str]] = []
        self.meta_price = ["", ""]
        self.room = LONGEST_TEXT
        self._inside = ""
        self._headings = 0
        self.scripted = False

    def read(self, source: str) -> None:
        structured = in_title = in_heading = False
        for kind, _start, _end, text, attributes in tokens.tokenize(source):
            if kind == tokens.TEXT:
                if in_title:
                    self.title = self.title or text
                elif self._inside == "script" and not structured:
                    self._take_script(text)
                elif structured:
                    if len(text) <= LONGEST_DATA and len(self.data) < MOST_VALUES:
                        self.data.append(text)
                elif not self._inside and self.room > 0:
                    self.text.append(text[: self.room])
                    self.room -= len(text)
                if in_heading:
                    self.heading.append(text[:LONGEST_LINE])
            elif kind in (tokens.START, tokens.EMPTY):
                if attributes:
                    self._take_tag(text, dict(attributes))
                in_title = text == "title" and not self._inside
                in_heading = in_heading or (text == "h1" and not self.heading)
                if kind == tokens.START and text in UNSEEN and not self._inside:
                    self._inside = text
                    kind_of_script = dict(attributes or ()).get("type") or ""
                    structured = text == "script" and "ld+json" in kind_of_script.lower()
                elif text not in INLINE:
                    self.text.append("\n")
            elif kind == tokens.END:
                in_title = False
                if text == self._inside:
                    self._inside, structured = "", False
                elif text not in INLINE:
                    self.text.append("\n")
                if text == "h1":
                    in_heading = False

    def _take_script(self, text: str) -> None:
        """Pages that carry their content in a script name its anchors there."""
        self.scripted = True
        if LANDER.search(text[:2_000]):
            self.refresh = self.refresh or DEALERS_PAGE
        if GITHUB_PREFIX in text:
            self.names.update(found[1] for found in SCRIPTED_NAME.finditer(text))

    def _take_tag(self, tag: str, attributes: dict[str, str]) -> None:
        if name := attributes.get("id"):
            self.names.add(name)
        if tag in ("a", "map") and (name := attributes.get("name")):
            self.names.add(name)
        elif tag == "script" and attributes.get("src"):
            self.scripted = True
        elif tag == "html":
            self.language = attributes.get("lang") or ""
        elif tag == "meta":
            self._take_meta(attributes)
        marked = attributes.get("itemprop") or ""
        if marked in ("price", "lowPrice"):
            self.prices.append((clean(attributes.get("content") or "", 40), ""))
        elif marked == "startDate":
            self.events.append((clean(attributes.get("content") or attributes.get("datetime") or "", 40), ""))

    def _take_meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content") or ""
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if name == "description":
            self.description = content
        elif name in META_PRICES:
            self.meta_price[META_PRICES[name]] = clean(content, 40)
        if (attributes.get("http-equiv") or "").lower() == "refresh" and not self.refresh:
            self.refresh = refresh_target(content)

    def take_data(self, text: str) -> None:
        """Events and offers of schema.org."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            return
        for node in _nodes(data):
            if start := _plain(node.get("startDate")):
                self.events.append((start, _plain(node.get("endDate"))))
            if price := _plain(node.get("price")) or _plain(node.get("lowPrice")):
                self.prices.append((price, _plain(node.get("priceCurrency"))))


def refresh_target(content: str) -> str:
    """Where a refresh leads soon, or empty: ``0; url=/new`` in a meta tag or a Refresh header."""
    found = REFRESH.match(content[:2200])
    return found[2].strip() if found and int(found[1]) <= SOON else ""


def _nodes(data: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [data], 0
    while waiting and seen < MOST_NODES:
        seen += 1
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _plain(value: Any) -> str:
    return clean(str(value), 40) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
