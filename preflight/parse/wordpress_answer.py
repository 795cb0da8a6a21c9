"""WordPress entries as its REST interface gives them (``/wp-json/wp/v2/pages``), saved or fetched.

Fields: https://developer.wordpress.org/rest-api/reference/pages/. Yoast adds ``yoast_head_json``, All in One SEO
``aioseo_head_json``. An answer holds at most 100 entries; one that was saved with ``?_envelope`` also says how many
there are. The names of the columns are those of a WordPress export.
"""

from __future__ import annotations

import html
import json
from typing import Any

from preflight.model import Part, Record, Span
from preflight.parse import tokens
from preflight.parse.encoding import Decoded
from preflight.parse.sheet import shortened
from preflight.parse.wordpress import links_in
from preflight.patterns import regex

WHOLE_ANSWERS = frozenset({10, 20, 50, 100})
"""Entries that an answer has when there are probably more: 10 unless asked otherwise, 100 at most."""

_KEY = {name: regex(rf'"{name}"\s{{0,9}}:\s{{0,9}}"?') for name in ("slug", "link", "status", "parent", "type")}
SEO = ("yoast_head_json", "aioseo_head_json")
_BYTE_ORDER = "\ufeff \t\r\n"


def read(decoded: Decoded, media_type: str) -> tuple[Part, tuple[Record, ...], tuple[str, ...]]:
    """The entries of an answer, and what may be missing."""
    source = decoded.text
    part = Part("", media_type, source, decoded.encoding, line_starts=tuple(tokens.line_starts(source)),
                byte_order_mark=decoded.byte_order_mark)  # fmt: skip
    try:
        answer = json.loads(source)
    except (ValueError, RecursionError):
        return part, (), ("this is no whole JSON answer: it is damaged or cut off",)
    entries, total = answer, None
    if isinstance(answer, dict) and isinstance(answer.get("body"), list):
        entries, headers = answer["body"], answer.get("headers")
        total = headers.get("X-WP-Total") if isinstance(headers, dict) else None
    elif isinstance(answer, dict):
        entries = [answer]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return part, (), ("this is no list of WordPress pages or posts",)
    spans = _spans(source, len(entries))
    records = tuple(
        _record(source, number, entry, span) for number, (entry, span) in enumerate(zip(entries, spans, strict=True), 1)
    )
    if not records:
        return part, (), ("the answer holds no page and no post",)
    return part, records, _missing(len(records), total)


def _missing(known: int, total: Any) -> tuple[str, ...]:
    """What is not here. An answer is a part of the list; without its headers, a round number of entries tells."""
    if isinstance(total, int) and total > known:
        return (f"this is a part: {known} of {total} entries (more are in the next answer, ?per_page=100&page=2)",)
    return ()


def _record(source: str, number: int, entry: dict[str, Any], span: Span) -> Record:
    written = entry.get("content")
    content = _text(written.get("rendered")) if isinstance(written, dict) else _text(written)
    values = {
        "id": _text(entry.get("id")),
        "slug": _text(entry.get("slug")),
        "url": _text(entry.get("link")),
        "status": _text(entry.get("status")),
        "type": _text(entry.get("type")),
        "parent": _text(entry.get("parent")),
        "name": _rendered(entry.get("title")),
        "language": _text(entry.get("lang")),
        **_seo(entry),
        **links_in(content),
    }
    if content:
        values["content"] = " ".join(content.split())
    spans = {}
    for field, pattern in _KEY.items():
        if match := pattern.search(source, span.start, span.end):
            column = "url" if field == "link" else field
            if source.startswith(values[column], match.end()):
                spans[column] = Span("", match.end(), match.end() + len(values[column]))
    kept = {name: shortened(text.strip()) for name, text in values.items() if text}
    return Record(number, kept, span, spans)


def _seo(entry: dict[str, Any]) -> dict[str, str]:
    """What the SEO plug-in puts into the page's head."""
    for key in SEO:
        head = entry.get(key)
        if isinstance(head, dict):
            robots = head.get("robots")
            return {
                "seo title": _text(head.get("title")),
                "seo description": _text(head.get("description")),
                "canonical": _text(head.get("canonical") or head.get("canonical_url")),
                "robots": ", ".join(map(_text, robots.values())) if isinstance(robots, dict) else _text(robots),
            }
    return {}


def _text(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _rendered(value: Any) -> str:
    return html.unescape(_text(value.get("rendered")) if isinstance(value, dict) else _text(value))


def _spans(source: str, count: int) -> list[Span]:
    """Where each entry of the outer list stands; all of it where that cannot be told."""
    decoder = json.JSONDecoder()
    whole = [Span("", 0, len(source))] * count
    at = source.find("[")
    if source.lstrip(_BYTE_ORDER).startswith("{"):
        body = source.find('"body"')
        at = source.find("[", body) if body >= 0 else -1
    found: list[Span] = []
    while at >= 0 and len(found) < count:
        opening = source.find("{", at)
        if opening < 0:
            return whole
        try:
            _, at = decoder.raw_decode(source, opening)
        except (ValueError, RecursionError):
            return whole
        found.append(Span("", opening, at))
    return found if len(found) == count else whole
