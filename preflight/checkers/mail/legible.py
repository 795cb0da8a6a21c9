"""Whether everybody can read the HTML: its language, its layout tables, the order of its headings, its colours.

Notes, since most real newsletters fall short of them; text that can hardly be told from its background is a warning.
Source: WCAG 2.2, success criteria 3.1.1, 1.3.1 and 1.4.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from preflight.checkers.mail.rules import LEGIBLE
from preflight.model import Document, Fact, Facts, Finding, Location, Part, TextRun
from preflight.patterns import regex

HTML = regex(r"<html\b([^<>]{0,2000})>", re.IGNORECASE)
LANGUAGE = regex(r"\b(?:xml:)?lang\s*=\s*[\"']?[a-z]{2}", re.IGNORECASE)
"""``lang="en"``"""
TABLE = regex(r"<table\b([^<>]{0,2000})>", re.IGNORECASE)
LAYOUT = regex(r"\brole\s*=\s*[\"']?(?:presentation|none)\b", re.IGNORECASE)
"""``role="presentation"``"""
DATA = regex(r"<th\b|<caption\b|\bscope\s*=", re.IGNORECASE)
"""What only tables of data have."""
HEADING = regex(r"<h([1-6])\b", re.IGNORECASE)
INK = regex(r"(?:^|[\s;])color\s*:\s*([^;!]{1,40})", re.IGNORECASE)
"""``color: #999999``"""
PAPER = regex(r"(?:^|[\s;])background(?:-color)?\s*:\s*([^;!]{1,200})", re.IGNORECASE)
"""``background-color: #ffffff``"""
HEX = regex(r"#([0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])", re.IGNORECASE)
RGB = regex(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", re.IGNORECASE)
NAMED = {"white": "ffffff", "black": "000000", "red": "ff0000", "gray": "808080", "grey": "808080", "silver": "c0c0c0",
         "navy": "000080", "blue": "0000ff", "green": "008000", "yellow": "ffff00", "orange": "ffa500",
         "whitesmoke": "f5f5f5", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "darkgray": "a9a9a9"}  # fmt: skip
HARDLY = 1.6
"""Contrast below which nobody reads a text without marking it; white on white is 1."""
WEAK = 3.0
"""Contrast below which even large text is too faint (WCAG 1.4.3); small text needs 4.5."""
MANY = 3
"""Tables of a layout: one alone may hold data."""
MOST = 20

Colour = tuple[int, int, int]


def facts(document: Document) -> Iterator[Fact]:
    """``mail-legible``: what is short of it in each HTML part."""
    for part in document.parts:
        if part.media_type != "text/html":
            continue
        where = Location("", part.name, 1, 1, 1, 1)
        for what in _of_source(part.source):
            yield Fact("mail-legible", what, where)
        yield from _faint(part)


def _of_source(source: str) -> Iterator[dict[str, object]]:
    root = HTML.search(source, 0, 20_000)
    if root and not LANGUAGE.search(root[1]):
        yield {"what": "language"}
    tables = [match[1] for match in TABLE.finditer(source)]
    bare = sum(not LAYOUT.search(attributes) for attributes in tables)
    if bare >= MANY and not DATA.search(source):
        yield {"what": "tables", "count": bare}
    levels = [int(match[1]) for match in HEADING.finditer(source)]
    for level, following in pairwise(levels):
        if following > level + 1:
            yield {"what": "headings", "from": level, "to": following}
            break


def _faint(part: Part) -> Iterator[Fact]:
    """Texts whose colour and background are written on them or around them, and are too much alike."""
    seen: set[tuple[Colour, Colour]] = set()
    styled = "<style" in part.source and "background" in part.source
    for run in part.runs:
        if run.hidden or run.element is None or run.kind in ("alt", "title", "meta", "code", "preheader", "label"):
            continue
        pair = _colours(run, styled=styled)
        if pair is None or pair in seen or len(seen) >= MOST:
            continue
        seen.add(pair)
        ratio = contrast(*pair)
        if ratio < WEAK and any(character.isalnum() for character in run.text):
            value = {"what": "contrast", "ratio": round(ratio, 2)}
            yield Fact("mail-legible", value, run.span(0, len(run.text)), run.text[:120])


def _colours(run: TextRun, *, styled: bool) -> tuple[Colour, Colour] | None:
    """The colours of a text and of what is behind it, where both are surely known."""
    ink: Colour | None = None
    assert run.element is not None
    for element in run.element.ancestors():
        style = element.attributes.get("style", "")
        if ink is None and (match := INK.search(style)):
            ink = colour(match[1])
            if ink is None:
                return None
        behind = PAPER.search(style)
        if behind or element.attributes.get("bgcolor"):
            if "background" in element.attributes or "url(" in style or "gradient" in style:
                return None
            paper = colour(behind[1] if behind else element.attributes.get("bgcolor", ""))
            return (ink, paper) if ink and paper else None
        if (styled and element.attributes.get("class")) or "background" in element.attributes:
            return None
    return None


def colour(text: str) -> Colour | None:
    """Red, green and blue of ``#fff``, ``#ffffff``, ``rgb(…)`` or a plain name."""
    if match := RGB.search(text):
        return min(255, int(match[1])), min(255, int(match[2])), min(255, int(match[3]))
    found = HEX.search(text)
    digits = found[1] if found else NAMED.get(text.strip().lower(), "")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if digits else None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2: 1 for the same colour, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(shade: Colour) -> float:
    parts = [level / 255 for level in shade]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])


def findings(facts: Facts) -> Iterator[Finding]:
    for fact in facts.facts.get("mail-legible", ()):
        value = fact.value
        what, remedy, hardly = "", "", False
        if value["what"] == "language":
            what = "the HTML does not say its language (lang), so screen readers guess how to speak it"
            remedy = 'Write <html lang="en">, or have the sending platform do it.'
        elif value["what"] == "tables":
            what = f"{value['count']} tables make the layout without saying so: screen readers count their cells aloud"
            remedy = 'Write role="presentation" into each of them.'
        elif value["what"] == "headings":
            what = f"a heading of level {value['from']} is followed by one of level {value['to']}"
            remedy = "Use the levels in order: people jump from heading to heading."
        else:
            hardly = value["ratio"] < HARDLY
            faint = "can hardly be told from" if hardly else "is faint against"
            what = f"the text {faint} its background (contrast {value['ratio']:g} of 21; 4.5 is readable)"
            remedy = "Choose a darker or a lighter colour."
        place = fact.place if value["what"] == "contrast" else Location(facts.path, fact.location.part)
        yield Finding(LEGIBLE.id, what, place, fact.match, remedy, severity="warning" if hardly else "info")
