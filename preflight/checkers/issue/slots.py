"""What stands in the places that are new in every issue: the subject, the large picture, the opening, the number …

A slot is a place that every issue fills. Each function finds what one issue has there; nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec import Struct

from preflight.checkers.issue.series import LONG, Half, Issue, words
from preflight.model import Document, Fact, FactLink, Facts, Location, TextRun
from preflight.patterns import regex
from preflight.reading import alignment, urls
from preflight.reading import pictures as looks

LARGE = 250
"""Pixels: pictures narrower than this are logos and icons."""
GREETING = regex(
    r"^\s*(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|bonjour|hallo|liebe[rs]?|hola)\b", re.IGNORECASE
)
"""``Dear readers,``"""
NUMBERED = regex(
    r"(?:\b(?:issue|edition|number|vol(?:ume)?|ausgabe|folge|numéro|número|week|kw)\b|\b(?:no|nr|núm)\b\.?|n[°º]|#) ?"
    r"(?:no\.? ?|# ?)?(\d{1,4})\b",
    re.IGNORECASE,
)
"""``issue 47``, ``No. 47``, ``#47``"""
OWN_NUMBER = regex(
    r"(?:\b(?:issue|ausgabe|numéro|número)\b|\b(?:no|nr|núm)\b\.?|n[°º]|#) ?(?:no\.? ?|# ?)?(\d{1,4})\b", re.IGNORECASE
)
"""``Issue 47``, ``No. 47``, but not ``Vol. 3``"""
YEAR = regex(r"\b20\d\d\b")
MASTHEAD = 6
"""Texts at the top among which the issue's number and date stand."""
PROSE = frozenset({"paragraph", "cell", "item"})
CAMPAIGN = regex(r"[?&;]utm_campaign=([^&#;\s]{1,200})", re.IGNORECASE)
"""``utm_campaign=weekly-47``"""


class Seen(Struct, frozen=True):
    """What one issue has in a slot: ``value`` to compare it by, ``text`` to show, and its place. ``picture`` holds what
    is known of a picture's bytes."""

    value: str
    text: str
    place: Location
    picture: Mapping[str, Any] = {}


def pictures(document: Document) -> Iterator[Fact]:
    """``picture``: the large pictures of an email, with the digest and the look of those that travel inside it."""
    for part in document.parts:
        for image in part.images:
            if image.url and _is_large(image.width):
                attached = (
                    document.pictures.get(image.url[4:].strip("<> ")) if image.url[:4].lower() == "cid:" else None
                )
                known = looks.of_bytes(attached) if attached is not None else looks.of_address(image.url)
                shown = image.url if not image.url.lower().startswith("data:") else image.url[:60]
                value = {"url": shown, "alt": image.alt or "", "link": image.link, **(known or {})}
                yield Fact("picture", value, image.span, shown)


def _is_large(width: str) -> bool:
    """Whether the ``width`` attribute says so; a picture without one is taken at its own size, often full width."""
    number = width.strip().removesuffix("px")
    return width.strip().endswith("%") or not number or (number.isdecimal() and int(number[:6]) >= LARGE)


def line(facts: Facts, kind: str) -> TextRun | None:
    """The subject or the preheader."""
    return next((run for run in facts.runs if run.kind == kind), None)


def paragraphs(half: Half) -> list[TextRun]:
    """The first two long texts after the greeting; without one, after the first heading, or else the very first."""
    runs = [run for run in half.runs if not run.hidden]
    start = next((index for index, run in enumerate(runs) if GREETING.match(run.text)), None)
    if start is None:
        start = next((index for index, run in enumerate(runs) if run.kind == "heading"), 0)
    return list(islice((run for run in runs[start:] if run.kind in PROSE and len(run.text.split()) >= LONG), 2))


def top(half: Half) -> list[TextRun]:
    """The texts among the first that hold an issue's number, or a date with its year."""
    first = [run for run in half.runs if not run.hidden and run.kind != "alt"][:MASTHEAD]
    short = [run for run in first if len(run.text) <= 120 and "://" not in run.text]
    return [run for run in short if NUMBERED.search(run.text) or _is_dated(run.text)]


def _is_dated(text: str) -> bool:
    """A day or a month by name, and a year: ``Tuesday 17 November 2026``."""
    masked = alignment.MASKED.findall(text)
    return bool(YEAR.search(text)) and any(piece[0].isalpha() for piece in masked)


def number(issue: Issue) -> str:
    """The issue's own number, as its masthead or its subject tells it; empty where none does."""
    lines = [run.text for half in issue.halves.values() for run in top(half)]
    subject = line(issue.facts, "subject")
    found = [match[1] for text in [*lines, subject.text if subject else ""] if (match := NUMBERED.search(text))]
    return found[0].lstrip("0") if found else ""


def numbered(issue: Issue) -> Seen | None:
    """The line of the masthead with the issue's number and its day; ``value`` is the number. A volume or a week is no
    number of an issue."""
    half = issue.main
    for run in top(half) if half else ():
        match = OWN_NUMBER.search(run.text)
        if match and run.location is not None and _is_dated(run.text) and len(OWN_NUMBER.findall(run.text)) == 1:
            return Seen(match[1].lstrip("0"), run.text, run.location)
    return None


def campaigns(half: Half) -> dict[str, list[FactLink]]:
    """The links that count for each campaign."""
    found: dict[str, list[FactLink]] = {}
    for link in half.links:
        if link.element in ("a", "text", "area") and (match := CAMPAIGN.search(link.url)):
            found.setdefault(match[1], []).append(link)
    return found


def button(half: Half) -> FactLink | None:
    """The main button: the first link that is dressed as one and opens a page of its own."""
    labels = {run.text for run in half.runs if run.kind == "button"}
    return next((link for link in half.links if link.text in labels and page(link)), None) if labels else None


def page(link: FactLink) -> str:
    """Host and path; empty for front pages and what is no page of the web."""
    return "" if link.rel else page_of(link.url)


def page_of(url: str) -> str:
    """The same for an address."""
    if not url.lower().startswith(("http://", "https://")) or "{" in url or "|" in url:
        return ""
    target = urls.resolve(url)
    path = target.path.strip("/")
    return f"{target.host.removeprefix('www.')}/{path}" if path else ""


# --- one slot each --------------------------------------------------------------------------------------


def _of_run(run: TextRun | None) -> Seen | None:
    if run is None or run.location is None or not (said := words(run.text)):
        return None
    return Seen(" ".join(said), run.text, run.location)


def _subject(issue: Issue) -> Seen | None:
    return _of_run(line(issue.facts, "subject"))


def _preheader(issue: Issue) -> Seen | None:
    return _of_run(line(issue.facts, "preheader"))


def _masthead(issue: Issue) -> Seen | None:
    return _of_run(next(iter(top(issue.main)), None)) if issue.main else None


def _picture(issue: Issue) -> Seen | None:
    fact = next(iter(issue.facts.facts.get("picture", ())), None)
    return Seen(fact.value["url"], fact.match, fact.location, fact.value) if fact else None


def _opening(issue: Issue) -> Seen | None:
    return _of_run(next(iter(paragraphs(issue.main)), None)) if issue.main else None


def _button(issue: Issue) -> Seen | None:
    link = button(issue.main) if issue.main else None
    return Seen(page(link), link.url, link.location) if link else None


def _campaign(issue: Issue) -> Seen | None:
    found = campaigns(issue.main) if issue.main else {}
    if not found:
        return None
    usual = max(found, key=lambda name: len(found[name]))
    return Seen(usual, f"utm_campaign={usual}", found[usual][0].location)


CHANGING: Mapping[str, Callable[[Issue], Seen | None]] = {
    "subject": _subject, "preheader": _preheader, "masthead": _masthead, "picture": _picture, "opening": _opening,
    "button": _button, "campaign": _campaign,
}  # fmt: skip
"""What is new in every issue, as a rule."""
SAID: Mapping[str, str] = {
    "subject": "the subject", "preheader": "the preheader", "masthead": "the line with the issue's number or date",
    "picture": "the large picture", "opening": "the first paragraph", "button": "the page behind the main button",
    "campaign": "the campaign's name", "address": "the postal address", "unsubscribe": "where readers unsubscribe",
    "networks": "the sender's profiles", "legal": "the fine print", "sender": "the sender's name",
}  # fmt: skip
"""Slots in a reader's words."""


def same(slot: str, one: Seen, other: Seen) -> bool:
    return looks.same(one.picture, other.picture) if slot == "picture" else one.value == other.value


def within(facts: Iterable[Fact], place: Location) -> list[Fact]:
    """The facts that stand in a text."""
    start, end = (place.line or 0, place.column or 0), (place.end_line or 0, place.end_column or 0)
    return [
        fact
        for fact in facts
        if fact.location.part == place.part and start <= (fact.location.line or 0, fact.location.column or 0) < end
    ]
