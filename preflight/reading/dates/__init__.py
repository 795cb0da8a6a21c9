"""Dates in running text: where they stand, which day they name, and what they are for.

``find`` reads one run of text in one language; ``settle`` and ``order_of`` decide the order of numeric dates for the
whole document afterwards. English, French, German and Spanish share one grammar and differ in a table (``languages``).
No date is found in versions, prices, phone and order numbers, addresses, ratios, URLs or template tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from preflight.patterns import regex
from preflight.reading.dates.clock import wrong_zone
from preflight.reading.dates.grammar import shapes
from preflight.reading.dates.languages import COVERED, Language, guess, guess_page, language_of, table
from preflight.reading.dates.lexer import tokenize
from preflight.reading.dates.order import Order, order_of, settle
from preflight.reading.dates.roles import assign, context
from preflight.reading.dates.spans import DateSpan, Day, fitting_years, last_day, nearest_year, written

__all__ = [
    "COVERED", "DateSpan", "Day", "Language", "Order", "context", "find", "fitting_years", "guess",
    "guess_page", "language_of",
    "last_day", "may_hold", "nearest_year", "order_of", "settle", "table", "written", "wrong_zone",
]  # fmt: skip

# Nine paragraphs in ten have neither a digit nor any of these, and are done here
DIGIT = regex(r"[0-9]")
WORDS = regex(r"day\b|day[s,.]|morrow|tonight|noche|demain|di\b|tag\b|heute|morgen|minuit|mañana")
# what makes a number a date, in any language: the name of a month, a year, "24.12", "19 h", "21st", "0900 UTC"
ANCHOR = regex(
    r"\b(?:jan|jän|ene|fe[bv]|fév|m[aä]r|mae|apr|avr|abr|ma[iy]|ju[inl]|aug|ao[uû]|ago|sep|o[ck]t|nov|d[eéi][cz])"
    r"|(?:1[7-9]|2[01])[0-9]{2}|[0-9][./:h-] ?[0-9]|©|[0-9]\s?(?:[ap]\.?m|h\b|uhr|heures|o['’]clock)"
    r"|[0-9](?:st|nd|rd|th|er|e|ème|eme|te|ten|ter|[ºª])\b|[0-9]{4} ?(?:utc|gmt|[a-z]{1,3}t\b)",
    2,
)

REMEMBERED = 1_000
"""Characters: a footer stands on every page of a site, and is read once."""


def may_hold(text: str) -> bool:
    """Whether ``find`` could find anything, in any language."""
    return WORDS.search(text) is not None or (DIGIT.search(text) is not None and ANCHOR.search(text) is not None)


def find(text: str, language: Language) -> Iterable[DateSpan]:
    """The dates of one run, in order. Offsets are into ``text``. Linear in its length.

    Numeric dates come without their value: ``settle`` them once the order is known.
    """
    if not may_hold(text):
        return ()
    return _once(text, language) if len(text) <= REMEMBERED else _found(text, language)


@lru_cache(maxsize=4096)
def _once(text: str, language: Language) -> tuple[DateSpan, ...]:
    return tuple(_found(text, language))


def _found(text: str, language: Language) -> Iterator[DateSpan]:
    signature, tokens = tokenize(text, language)
    for shape in shapes(text, signature, tokens):
        span = assign(text, shape, language)
        if span is not None:
            yield span
