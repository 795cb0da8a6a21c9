"""A site as it answers now: WordPress by its REST interface, any other by its sitemap.

https://developer.wordpress.org/rest-api/reference/pages/ and …/using-the-rest-api/pagination/: an answer has at most
100 entries; ``X-WP-Total`` says how many there are, ``X-WP-TotalPages`` in how many answers. Nothing here requests
anything itself: ``fetch`` does, address guard included.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct, field

from preflight.sources import media, sitemap

AT_ONCE = 100
MOST_ANSWERS = 300
"""Answers of one kind: 30,000 pages."""

FIELDS = "id,slug,status,type,parent,link,title,content,lang,yoast_head_json,aioseo_head_json"
KINDS = ("pages", "posts")


class Answer(Struct, frozen=True):
    """``headers`` by their lower-case names; ``error`` is a clause, or empty when there was an answer at all."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str = ""

    @property
    def why(self) -> str:
        """What went wrong, as a clause; empty when nothing did."""
        return self.error or ("" if self.status == 200 else f"its server answered {self.status}")


Fetch = Callable[[str], Answer]


class Piece(Struct, frozen=True):
    """One answer that holds records; or, with ``missing``, what could not be had, and why."""

    url: str
    media_type: str = ""
    content: bytes = b""
    missing: str = ""


def read(url: str, fetch: Fetch) -> Iterator[Piece]:
    """What the site at this address, or the sitemap or REST address, lists."""
    path = urlsplit(url).path
    if path.endswith((".xml", ".gz")):
        yield from _sitemap(url, fetch)
    elif "/wp-json/wp/v2/" in path:
        yield from _answers(url.partition("?")[0], fetch(_page(url.partition("?")[0], 1)), fetch)
    else:
        yield from _site(url.partition("?")[0].partition("#")[0].rstrip("/"), fetch)


def _site(base: str, fetch: Fetch) -> Iterator[Piece]:
    first = fetch(_page(f"{base}/wp-json/wp/v2/{KINDS[0]}", 1))
    if first.error:
        yield Piece(base, missing=first.error)
    elif "x-wp-total" in first.headers:
        yield from _answers(f"{base}/wp-json/wp/v2/{KINDS[0]}", first, fetch)
        for kind in KINDS[1:]:
            address = f"{base}/wp-json/wp/v2/{kind}"
            yield from _answers(address, fetch(_page(address, 1)), fetch)
    else:
        yield from _sitemap(f"{base}/sitemap.xml", fetch)


def _page(address: str, number: int) -> str:
    return f"{address}?per_page={AT_ONCE}&page={number}&orderby=id&order=asc&_fields={FIELDS}"


def _answers(address: str, first: Answer, fetch: Fetch) -> Iterator[Piece]:
    """All answers of one kind of entry. One that is missing, or entries too few, make it a part."""
    total, answers = (_number(first.headers.get(name, "")) for name in ("x-wp-total", "x-wp-totalpages"))
    if first.why or total is None or answers is None:
        yield Piece(address, missing=first.why or "no WordPress answers there")
        return
    known = 0
    for number in range(1, min(max(answers, 1), MOST_ANSWERS) + 1):
        answer = first if number == 1 else fetch(_page(address, number))
        entries = _entries(answer.body)
        if answer.why or entries is None:
            why = answer.why or "its answer is no list of entries"
            yield Piece(address, missing=f"part {number} of {answers} could not be had: {why}")
            return
        known += entries
        yield Piece(f"{address}?page={number}", media.WORDPRESS_ANSWER, answer.body)
    if known < total:
        yield Piece(address, missing=f"it holds {total} entries, and {known} of them came")


def _entries(body: bytes) -> int | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return len(found) if isinstance(found, list) else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _sitemap(url: str, fetch: Fetch, *, nested: bool = False) -> Iterator[Piece]:
    answer = fetch(url)
    body = answer.body
    if not answer.why and body[:2] == b"\x1f\x8b":
        body = sitemap.unpacked(body) or b""
    if answer.why or media.records_in(body[:4096], ".xml") != media.SITEMAP:
        yield Piece(url, missing=answer.why or "there is neither a WordPress nor a sitemap")
        return
    if not media.is_index(body[:4096]):
        yield Piece(url, media.SITEMAP, body)
        return
    named = sitemap.members(body)
    for member in named[: 0 if nested else sitemap.MOST_NAMED]:
        if urlsplit(member).netloc.removeprefix("www.") == urlsplit(url).netloc.removeprefix("www."):
            yield from _sitemap(member, fetch, nested=True)
        else:
            yield Piece(member, missing="it lies on another host than the index that names it, and was not requested")
    if nested or len(named) > sitemap.MOST_NAMED:
        yield Piece(url, missing="it names more sitemaps than are read")
