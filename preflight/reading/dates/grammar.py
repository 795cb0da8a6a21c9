"""The shapes a date can take, as patterns over signatures (see ``lexer``), and what each of them names.

A pattern only says *that* these letters are a date. Which day belongs to which month follows from walking its tokens
once, in ``_days``. Patterns are tried at anchors only and are linear: no letter can be matched by two adjacent repeats.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from preflight.reading.dates.clock import impossible
from preflight.reading.dates.lexer import Token
from preflight.reading.dates.spans import DateSpan, Day, written

WEEKDAY = r"W[.,]{0,2}o?"
WEEKDAYS = rf"(?:{WEEKDAY}[-t&/]{WEEKDAY}|{WEEKDAY})?,?"
DAY = r"o?d\.?"
MORE_DAYS = rf"(?:(?:,{WEEKDAYS}d\.?){{0,6}},?[-t&/]{WEEKDAYS}{DAY})?"
YEAR = r"(?:[.,]{0,2}o?y)?"
LAST_WEEKDAY = r"(?:,?\(W\)|,W(?![.,]{0,2}o?[dM]))?"

# 26 November 2026 · Thursday, 26. November · Sat & Sun 26–27 July · 30 May - 1 June, 2018 · 24 décembre au 2 janvier
DAY_FIRST = rf"{WEEKDAYS}{DAY}{MORE_DAYS}o?M\.?{YEAR}"
# November 21st, 2026 · Nov 21–23 · September 14&16, 2022 · Tue, March 3rd to Thu, March 5th
MONTH_FIRST = rf"{WEEKDAYS}M\.?{DAY}(?:(?:,{WEEKDAYS}d){{0,6}},?[-t&/]{WEEKDAYS}{DAY}(?!M))?{YEAR}"
DAYS = re.compile(rf"(?:{DAY_FIRST}(?:,?[-t]{DAY_FIRST})?|{MONTH_FIRST}(?:,?[-t&]{MONTH_FIRST})?){LAST_WEEKDAY}")
# 2026-11-26 · Thursday, 2026-11-26
ISO = re.compile(rf"{WEEKDAYS}y-d-d(?![-\d])")
# 26/11/2026 · 11/26/26 · 12.03.2026 · Thu 26-11-2026
NUMERIC = re.compile(rf"{WEEKDAYS}(?:d/d/[dy]|d\.d\.[dy]|d-d-y)")
# 10/31 · 24.12. · 19.07 - 21.07
SHORT = re.compile(rf"(?P<named>{WEEKDAY},?)?(?:d/d(?:[-t]d/d)?|d\.d(?:\.?[-t]d\.d)?\.?)(?![/\d:])")
# November 2026 · mars à mai 2024 · September of 2023
MONTH = re.compile(r"M\.?(?:[-t&/]M\.?)?(?:,?o?y(?:[-t]M\.?,?y)?)")
# Q3 2025 · 2025-Q3 · Summer 2026 · Winter 2025/26
QUARTER = re.compile(r"q[-,/]?y|y-?q")
SEASON = re.compile(r"So?y(?:[-/][dy])?")
# the 30th
THE_DAY = re.compile(r"[oh]?od")
# 2026 · 2019–2024 · 2025/26
YEARS = re.compile(r"y(?:[-/][yd](?![-/.d])|t?y)?")
# Monday – Friday · every Saturday · first Tuesday of every month
RECURRING = re.compile(r"fW(?:oeo?k|oo?k|ek)|ef?W|W[-t]W")
RELATIVE = re.compile(r"hW|mW|R")

ANCHORS = "WMdySqoefhRm"


def shapes(text: str, signature: str, tokens: list[Token]) -> Iterator[DateSpan]:
    """Everything in the signature that has the shape of a date, longest reading first, without overlaps."""
    position, size = 0, len(signature)
    months = [index for index, letter in enumerate(signature) if letter == "M"]
    while position < size:
        letter = signature[position]
        step = 1
        if letter == "T":
            start, end = tokens[position].start, tokens[position].end
            yield DateSpan(start, end, "time", role="time", impossible=impossible(text[start:end]))
        elif letter in ANCHORS:
            for pattern, read in READINGS.get(letter, ()):
                if pattern is DAYS and not _month_ahead(months, position):
                    continue
                match = pattern.match(signature, position)
                if match is None:
                    continue
                end = _trimmed(signature, position, match.end())
                span = read(text, signature[position:end], tokens[position:end])
                if span is not None and not _glued(text, span):
                    yield span
                    step = end - position
                    break
        position += step


def _month_ahead(months: list[int], position: int) -> bool:
    """Whether a month's name is within the longest stretch that days with a month can take."""
    index = bisect_left(months, position)
    return index < len(months) and months[index] - position <= 60


def _trimmed(signature: str, start: int, end: int) -> int:
    """Closing dots and commas are the sentence's, unless a bracket of the match itself was opened."""
    while end > start + 1 and signature[end - 1] in ".,":
        end -= 1
    return end


def _glued(text: str, span: DateSpan) -> bool:
    """Part of something longer: an order number, a version, an amount, an anchor."""
    before = text[span.start - 1] if span.start else " "
    after = text[span.end : span.end + 2]
    if before in "#$€£_%@=+~\\":
        return True
    if before in "./-" and span.start >= 2 and text[span.start - 2].isalnum() and span.form not in ("month", "season"):
        return True  # "mid-May 2026" is a date
    return bool(after) and (after[0] in "_%$€£\\" or (after[0] in "./-,:" and after[1:].isdigit()))


def _tight(tokens: list[Token]) -> bool:
    return all(left.end == right.start for left, right in pairwise(tokens))


def _span(tokens: list[Token], form: str, **fields: object) -> DateSpan:
    return DateSpan(tokens[0].start, tokens[-1].end, form, **fields)  # type: ignore[arg-type]


def _days(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """Days with the name of their month."""
    tokens = _without_joiner(tokens)
    weekdays: list[Token] = []
    days: list[tuple[Token, Token | None]] = []
    months: list[Token] = []
    month_of: list[int] = []  # for each day, how many months stood before it
    years: list[tuple[int, int]] = []  # (months seen before it, year)
    for token in tokens:
        if token.kind == "W":
            weekdays.append(token)
        elif token.kind == "d":
            weekday = weekdays.pop(0) if len(weekdays) == 1 else None
            days.append((token, weekday))
            month_of.append(len(months))
        elif token.kind == "M":
            months.append(token)
        elif token.kind == "y":
            years.append((len(months), token.number))
    if any(token.number == 0 or (token.digits == 2 and token.number > 39) for token, _ in days):
        return None
    if weekdays and len(weekdays) == len(days):  # "Sat & Sun 26–27 July"
        days = [(token, weekday) for (token, _), weekday in zip(days, weekdays, strict=True)]
        weekdays = []
    elif len(weekdays) == 1 and days[-1][1] is None:  # "26 November (Thursday)"
        days[-1] = (days[-1][0], weekdays[0])
    month_first = month_of[0] == 1
    named: list[Day] = []
    for (token, weekday), seen in zip(days, month_of, strict=True):
        place = max(0, seen - 1) if month_first else min(seen, len(months) - 1)
        month = months[place].number
        year = next((number for count, number in years if count > place), None)
        if (
            year is not None
            and len(years) == 1
            and len(months) == 2
            and months[place].number > months[1].number
            and place == 0
        ):
            year -= 1  # "28 December – 3 January 2027"
        first = min(token.start, weekday.start if weekday else token.start)
        named.append(
            Day(
                token.number,
                month,
                year,
                first,
                token.end,
                weekday.number if weekday else None,
                (weekday.start, weekday.end) if weekday else None,
                token.ordinal,
            )
        )
    if len(named) == 1:
        named = [_widened(named[0], tokens)]
    elif (
        not any(day.weekday is not None for day in named)
        and named[0].year is None
        and named[-1].day < named[0].day
        and len(months) == 1
    ):
        return None  # "rooms 5 and 3 May"
    wrong = next((day for day in named if not day.exists), None)
    if wrong is not None and wrong.day > 31 and wrong.year is None and wrong.weekday is None:
        return None
    ends = [named[0], named[-1]] if len(named) > 1 else named
    value = "/".join(filter(None, (written(day) for day in ends))) if wrong is None else ""
    return _span(tokens, "day", value=value, days=tuple(named), years=tuple(number for _, number in years))


def _widened(day: Day, tokens: list[Token]) -> Day:
    """The only day of a span covers all of it."""
    return Day(day.day, day.month, day.year, tokens[0].start, tokens[-1].end, day.weekday, day.weekday_at, day.ordinal)


def _without_joiner(tokens: list[Token]) -> list[Token]:
    """ "the 12th of May" is reported as "12th of May"."""
    while tokens[0].kind in "ot&-,":
        tokens = tokens[1:]
    return tokens


def _iso(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    if not _tight(tokens[-5:]) or any(token.digits != 2 for token in tokens[-3:] if token.kind == "d"):
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
    return _span(tokens, "day", value=written(named), days=(named,), years=(year.number,))


def _numeric(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """Day, month and year as numbers; which of the first two is the day is settled by ``order.settle``."""
    if not _tight(tokens[-5:]):
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
    return _span(tokens, "day", days=(place,), years=(year,), numbers=(first.number, second.number))


def _short(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
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


def _month(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    months = [token.number for token in tokens if token.kind == "M"]
    years = [token.number for token in tokens if token.kind == "y"]
    if len(years) < len(months):
        years = [years[0] - 1 if months[0] > months[-1] else years[0], *years]
    value = "/".join(f"{year:04d}-{month:02d}" for year, month in zip(years, months, strict=False))
    return _span(tokens, "month", value=value, years=tuple(years))


def _quarter(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    quarter = next(token.number for token in tokens if token.kind == "q")
    year = next(token.number for token in tokens if token.kind == "y")
    return _span(tokens, "quarter", value=f"{year}-Q{quarter}", years=(year,))


def _season(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    year = next(token.number for token in tokens if token.kind == "y")
    season = ["WI", "SP", "SU", "AU"][tokens[0].number]
    return _span(tokens, "season", value=f"{year}-{season}", years=(year,))


def _the_day(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """ "by the 30th": a day of an unnamed month."""
    day = tokens[-1]
    if not day.ordinal or not 1 <= day.number <= 31 or text[day.end : day.end + 2].strip().isalpha():
        return None
    named = Day(day.number, None, None, tokens[-2].start, day.end, ordinal=day.ordinal)
    return DateSpan(tokens[-2].start, day.end, "the-day", value=written(named), days=(named,))


def _years(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    first = tokens[0]
    if len(tokens) == 3 and not _pair(first, tokens[2]):
        tokens = tokens[:1] if tokens[1].kind != "/" else []
    if not tokens or signature[:2] in ("yt", "yy"):
        tokens = tokens[:1]
    if not tokens or (
        len(tokens) == 1
        and text[first.end : first.end + 1] in ("/", ".")
        and text[first.end + 1 : first.end + 2].isdigit()
    ):
        return None
    if len(tokens) == 1:
        return _span(tokens, "year", value=f"{first.number}", years=(first.number,))
    last = tokens[2].number if tokens[2].kind == "y" else first.number // 100 * 100 + tokens[2].number
    if last < first.number:
        last += 100
    return _span(tokens, "year", value=f"{first.number}/{last}", years=(first.number, last))


def _pair(first: Token, last: Token) -> bool:
    """Two years, the second perhaps short: 2019–2024, 2025/26."""
    if last.kind == "y":
        return last.number > first.number
    return last.digits == 2 and 0 < (last.number - first.number) % 100 <= 30


def _recurring(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    return _span(tokens, "recurring", value="R", role="recurring")


def _relative(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    return _span(tokens, "relative", value="REL")


READINGS = {
    "W": ((DAYS, _days), (ISO, _iso), (NUMERIC, _numeric), (SHORT, _short), (RECURRING, _recurring)),
    "M": ((DAYS, _days), (MONTH, _month)),
    "d": ((DAYS, _days), (NUMERIC, _numeric), (SHORT, _short)),
    "o": ((DAYS, _days), (THE_DAY, _the_day)),
    "y": ((ISO, _iso), (QUARTER, _quarter), (YEARS, _years)),
    "q": ((QUARTER, _quarter),),
    "S": ((SEASON, _season),),
    "f": ((RECURRING, _recurring),),
    "e": ((RECURRING, _recurring),),
    "h": ((RELATIVE, _relative),),
    "m": ((RELATIVE, _relative),),
    "R": ((RELATIVE, _relative),),
}
