"""What preflight sees in a document, without judgement: ``preflight facts`` as JSON (contract) and as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from preflight.model import Facts, Location


def as_json(documents: Sequence[Facts]) -> str:
    """The contract's ``preflight facts --format json``."""
    value = {"schema": 1, "documents": [_document(facts) for facts in documents]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _document(facts: Facts) -> dict[str, Any]:
    return {
        "path": facts.path,
        "kind": facts.kind,
        "language": facts.language,
        "words": facts.words,
        "title": facts.meta["title"][0] if "title" in facts.meta else facts.header("subject"),
        "dates": [
            {
                "match": fact.match,
                "location": _place(fact.location),
                "value": fact.value["value"],
                "role": fact.value["role"],
            }
            for fact in facts.facts.get("date", ())
        ]
        + [
            {
                "match": fact.match,
                "location": _place(fact.location),
                "value": fact.value["value"],
                "role": "event",
            }
            for fact in facts.facts.get("calendar-entry", ())
        ],
        "links": [
            {
                "url": link.url,
                "text": link.text,
                "element": link.element,
                "attribute": link.attribute,
                "zone": link.zone,
                "location": _place(link.location),
            }
            for link in facts.links
        ],
        "anchors": list(facts.anchors),
        "tags": [
            {"match": fact.match, "location": _place(fact.location), **fact.value}
            for fact in facts.facts.get("tag", ())
        ],
    }


def _place(place: Location) -> dict[str, Any]:
    return {
        "path": place.path, "part": place.part, "line": place.line, "column": place.column, "end_line": place.end_line,
        "end_column": place.end_column,
    }  # fmt: skip


def as_text(documents: Sequence[Facts]) -> str:
    """The same for a person: one block a document."""
    lines = []
    for facts in documents:
        lines.append(f"{facts.path}: {facts.kind}, {facts.words} words, language {facts.language or 'not said'}")
        for fact in facts.facts.get("date", ()):
            lines.append(
                f"  {_position(fact.location)}  date  {fact.value['value']:<24} {fact.value['role']:<12} {fact.match!r}"
            )
        for fact in facts.facts.get("calendar-entry", ()):
            name = fact.value["name"] or fact.match
            lines.append(
                f"  {_position(fact.location)}  date  {fact.value['value']:<24} {'event':<12} {name!r} (attached)"
            )
        for fact in facts.facts.get("tag", ()):
            lines.append(f"  {_position(fact.location)}  tag   {fact.match!r}")
        lines += [f"  {_position(link.location)}  link  {link.url!r}  {link.text!r}" for link in facts.links]
    return "\n".join(lines) + "\n"


def _position(place: Location) -> str:
    part = f"{place.part}:" if place.part else ""
    return f"{part}{place.line}:{place.column}".rjust(9)
