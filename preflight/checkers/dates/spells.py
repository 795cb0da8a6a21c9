"""A time of day that ends before it begins: "7:00pm – 6:30pm"."""

from __future__ import annotations

from collections.abc import Iterator
from re import Match

from preflight.model import Finding, TextRun
from preflight.patterns import regex

# as "7:00pm - 6:30pm", "11 am to 9 am", "19.30–18.00"
SPELL = regex(
    r"(?<![\w:.,/£$€-])([0-2]?[0-9])(?:[:.h]([0-5][0-9]))?[ \xa0\u202f]?(?:([ap])\.?m\b\.?)?"
    r"[ \xa0\u202f]{0,2}(?:[-–—]|to|till|until)[ \xa0\u202f]{0,2}"
    r"([0-2]?[0-9])(?:[:.h]([0-5][0-9]))?[ \xa0\u202f]?(?:([ap])\.?m\b)?(?![\w:/-]|[.,][0-9])",
    2,
)
DIGIT = regex(r"[0-9]")
# stands between them, and not in most texts
BETWEEN = ("–", "-", "—", " to ", "til")
NOON, NIGHT = 12 * 60, 5 * 60
"""Minutes since midnight. An evening may last until five in the morning; after noon, a clock of 24 hours is exact."""
EVENING, MORNING = 17 * 60, 10 * 60
"""What begins in the evening may last over night."""


def may_stand_in(text: str) -> bool:
    """Whether ``backwards`` could find anything."""
    for sign in BETWEEN:
        if sign in text:
            return DIGIT.search(text) is not None and SPELL.search(text) is not None
    return False


def backwards(run: TextRun) -> Iterator[Finding]:
    """Every pair of times in one run whose second is earlier on the same day, and not in the night after it."""
    for match in SPELL.finditer(run.text):
        start, end = _minutes(match, 1), _minutes(match, 4)
        if start is None or end is None or end >= start or end < NIGHT:
            continue
        if start >= EVENING and end <= MORNING:
            continue
        yield Finding(
            "dates.sequence",
            f"“{match.group()}” ends before it begins",
            run.span(match.start(), match.end()),
            match.group(),
            "12 pm is noon: write midnight if that is meant." if end == NOON else "Correct one of the two times.",
        )


def _minutes(match: Match[str], group: int) -> int | None:
    """Minutes since midnight; None where it may be morning or evening."""
    hour, minute, half = (match[group + offset] for offset in range(3))
    if half:
        return (int(hour) % 12 + 12 * (half in "pP")) * 60 + int(minute or 0) if 0 < int(hour) <= 12 else None
    return int(hour) * 60 + int(minute) if minute and NOON < int(hour) * 60 < 2 * NOON else None
