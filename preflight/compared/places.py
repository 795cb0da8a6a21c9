"""A place where two messages differ, and how a reader of the report finds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from preflight.model import Document, Location, Part, Span, TextRun

MOST = 2_000
"""Texts, links or pictures of one message that are laid side by side."""


class Difference(Struct, frozen=True):
    """One place where the two differ: ``changed``, ``wrapped`` by the platform, or ``unseen`` (not to be told)."""

    kind: Literal["changed", "wrapped", "unseen"]
    sentence: str
    place: Location


def main_part(document: Document) -> Part:
    """The part that most readers see: the longest page, or else the longest text."""
    parts = [part for part in document.parts if part.name.rpartition(":")[2] != "header"] or list(document.parts)
    return max(parts, key=lambda part: (part.media_type == "text/html", len(part.source)))


def plain(text: str) -> str:
    return " ".join(text.split())


def place_of(document: Document, run: TextRun) -> Location:
    return at(document, run.span(0, len(run.text)))


def near(document: Document, shown: Sequence[TextRun], index: int) -> Location:
    """Where something would have stood."""
    return place_of(document, shown[min(index, len(shown) - 1)]) if shown else Location()


def at(document: Document, span: Span) -> Location:
    return document.resolve(span)
