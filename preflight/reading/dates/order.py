"""Day or month first? Decided once per document, from what is certain in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from preflight.reading.dates.spans import DateSpan, written

Order = Literal["day-first", "month-first", ""]

MONTH_FIRST_COUNTRIES = ("us", "ph")


def order_of(spans: Iterable[DateSpan], language: str, *, us_zones: bool = False) -> Order:
    """The order of the document's numeric dates: what its clear dates say, else its country, else unknown.

    ``us_zones``: the document names American time zones.
    """
    day_first = month_first = 0
    for span in spans:
        if span.numbers:
            first, second = span.numbers
            day_first += first > 12 >= second
            month_first += second > 12 >= first
    if day_first != month_first and not (day_first and month_first):
        return "day-first" if day_first else "month-first"
    if day_first:
        return ""
    name, _, country = language.lower().partition("-")
    if country in MONTH_FIRST_COUNTRIES or (name in ("en", "") and not country and us_zones):
        return "month-first"
    return "day-first" if country or name not in ("en", "") else ""


def settle(span: DateSpan, order: Order, text: str) -> DateSpan:
    """A numeric date of ``text`` with its value. One number above 12 decides (25/03); dots mean day first."""
    if not span.numbers:
        return span
    first, second = span.numbers
    sign = next((letter for letter in text[span.start : span.end] if letter in "./-"), "")
    if first > 12 or (second <= 12 and (sign == "." or order == "day-first" or first == second)):
        day_first = True
    elif second > 12 or order == "month-first":
        day_first = False
    else:
        return replace(span, value=f"{span.years[0]}" if span.years else "", days=())
    days = tuple(day if day_first else replace(day, day=day.month or 0, month=day.day) for day in span.days)
    if first > 12 and second > 12:
        return replace(span, days=days)
    return replace(span, value="/".join(filter(None, map(written, days))), days=days, numbers=span.numbers)
