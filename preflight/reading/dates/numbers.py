"""Dates in numbers alone: 2026-11-26, 26/11/2026, 30.11.–2.12.2026, 24.12."""

from __future__ import annotations

from preflight.reading.dates.built import span_of, tight
from preflight.reading.dates.lexer import Token
from preflight.reading.dates.spans import DateSpan, Day, written


def iso(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    if not tight(tokens[-5:]) or any(token.digits != 2 for token in tokens[-3:] if token.kind == "d"):
        return None
    if text[tokens[-2].start] != "-" or text[tokens[-4].start] != "-":
        return None
    year, month, day = (token for token in tokens if token.kind in "yd")
    weekday = next((token for token in tokens if token.kind == "W"), None)
    if month.number > 12 and (day.number > 31 or not 1990 <= year.number <= 2100):
        return None
    named = Day(
        day.number, month.number, year.number, tokens[0].start, tokens[-1].end, weekday.number if weekday else None,
        (weekday.start, weekday.end) if weekday else None,
    )  # fmt: skip
    return span_of(tokens, "day", value=written(named), days=(named,), years=(year.number,))


def numeric(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """Day, month and year as numbers; which of the first two is the day is settled by ``order.settle``."""
    if not tight(tokens[-5:]):
        return None
    first, second, last = tokens[-5], tokens[-3], tokens[-1]
    sign = text[tokens[-2].start]
    year = last.number
    if last.kind == "d":
        if last.digits != 2:
            return None
        year = 2000 + last.number if last.number < 70 else 1900 + last.number
    if not 1 <= first.number <= 31 or not 1 <= second.number <= 31 or not 1900 <= year <= 2100:
        return None
    if first.number > 12 and second.number > 12 and (last.kind == "d" or sign != "/"):
        return None
    if sign == "." and (last.kind == "d" or second.number > 12) and not (first.digits == second.digits == 2):
        return None
    weekday = next((token for token in tokens if token.kind == "W"), None)
    place = Day(
        first.number, second.number, year, tokens[0].start, tokens[-1].end, weekday.number if weekday else None,
        (weekday.start, weekday.end) if weekday else None,
    )  # fmt: skip
    return span_of(tokens, "day", days=(place,), years=(year,), numbers=(first.number, second.number))


def short(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """Day and month as numbers, without a year: only ``roles`` can tell it from a fraction, so it needs a cue."""
    numbers = [token for token in tokens if token.kind == "d"]
    if any(token.number == 0 or token.number > 31 for token in numbers):
        return None
    weekday = next((token for token in tokens if token.kind == "W"), None)
    slash = "/" in signature
    for index in range(0, len(numbers), 2):
        left, right = numbers[index : index + 2]
        if right.start - left.end != 1 or (left.number > 12 and right.number > 12):
            return None
        if not slash and (right.number > 12 or right.digits != 2):
            return None
    end = tokens[-1]
    dotted = not slash and text[end.end : end.end + 1] == "."
    named = tuple(
        Day(
            numbers[index].number, numbers[index + 1].number, None, tokens[0].start, end.end,
            weekday.number if weekday and index == 0 else None, (weekday.start, weekday.end) if weekday else None,
        )
        for index in range(0, len(numbers), 2)
    )  # fmt: skip
    return DateSpan(tokens[0].start, end.end + dotted, "short", days=named, numbers=(named[0].day, named[0].month or 0))


def dotted_range(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """ "30.11.–2.12.2026", "1.–3.5.2026": dots mean day first, the year and perhaps the month stand once."""
    dash = next(index for index, token in enumerate(tokens) if token.kind in "-t")
    left, right = tokens[:dash], tokens[dash + 1 :]
    first = [token.number for token in left if token.kind == "d"]
    day, month, year = (token.number for token in right if token.kind in "dy")
    months = (first[1] if len(first) > 1 else month, month)
    before = Day(first[0], months[0], year - (months[0] > months[1]), left[0].start, left[-1].end)
    after = Day(day, month, year, right[0].start, right[-1].end)
    if not (tight(left) and tight(right) and before.exists and after.exists):
        return None
    if (before.year, before.month, before.day) > (after.year, after.month, after.day):
        return None
    return span_of(tokens, "day", value=f"{written(before)}/{written(after)}", days=(before, after), years=(year,))
