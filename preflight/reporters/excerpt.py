"""The line that a finding stands in, on one line of a terminal, with carets under the words that are meant."""

from __future__ import annotations

import unicodedata

from preflight.model import CONTEXT, Location
from preflight.patterns import regex
from preflight.reporters import shown

SPACE = regex(r"\s+")  # "the old↵    mill"
CUT = "…"
LEFT_OUT = "\ufffc"
"""Stands in a run for inline code or a picture (OBJECT REPLACEMENT CHARACTER)."""
LEAST_CONTEXT = 12
"""Columns that a long match leaves for the words before and after it, each."""


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(sign) for sign in text)


def _cells_of(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def lines(place: Location, match: str, width: int) -> tuple[str, str] | None:
    """The excerpt and the line of carets below it, each at most ``width`` columns; None where there is no text."""
    before, middle, after = (_one_line(text) for text in (place.before, match, place.after))
    if not (before or middle or after):
        return None
    before, after = before.lstrip(), after.rstrip()
    if len(place.before) >= CONTEXT:
        before = CUT + before.partition(" ")[2] if " " in before[:-1] else CUT + before
    if len(place.after) >= CONTEXT:
        after = after.rpartition(" ")[0] + CUT if " " in after[1:] else after + CUT
    room = max(1, width - min(cells(before), LEAST_CONTEXT) - min(cells(after), LEAST_CONTEXT))
    if cells(middle) > room:
        middle = _start(middle, (room + 1) // 2) + _end(middle, room // 2).removeprefix(CUT)
    room = width - cells(middle)
    kept_after = min(cells(after), max(room - cells(before), room // 2))
    before = _end(before, room - kept_after)
    after = _start(after, room - cells(before))
    return before + middle + after, " " * cells(before) + "^" * max(1, cells(middle))


def _one_line(text: str) -> str:
    return shown.visible(SPACE.sub(" ", text).replace(LEFT_OUT, CUT))


def _start(text: str, room: int) -> str:
    """As much of the text's start as fits, with a sign that it goes on."""
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[: -max(1, (cells(text) - room) // 2)]
    return text + CUT if room > 0 else ""


def _end(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[max(1, (cells(text) - room) // 2) :]
    return CUT + text if room > 0 else ""
