"""The shapes a date can take, as patterns over signatures (see ``lexer``), and what each of them names.

A pattern only says *that* these letters are a date. Which day belongs to which month follows from walking its tokens
once, in ``_days``. Patterns are tried at anchors only and are linear: no letter can be matched by two adjacent repeats.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from preflight.patterns import regex
from preflight.reading.dates import numbers, periods
from preflight.reading.dates.built import span_of
from preflight.reading.dates.clock import impossible
from preflight.reading.dates.lexer import Token
from preflight.reading.dates.spans import DateSpan, Day, written

WEEKDAY = r"W[.,]{0,2}o?"
TIMED = r"(?:,?[oxte]{0,2}T,?[ox]?)"
WEEKDAYS = rf"(?:{WEEKDAY}[-t&/]{WEEKDAY}|{WEEKDAY})?,?"
DAY = r"o?d\.?"
MORE_DAYS = rf"(?:(?:,{WEEKDAYS}d\.?){{0,6}},?[-t&/]{WEEKDAYS}{DAY})?"
YEAR = r"(?:[.,]{0,2}o?y)?"
LAST_WEEKDAY = r"(?:,?\(W\)|,W(?![.,]{0,2}o?[dM]))?"

# 26 November 2026 · Thursday, 26. November · Sat & Sun 26–27 July · 30 May - 1 June, 2018 · 24 décembre au 2 janvier
# Friday at 7 pm, 12 March
DAY_FIRST = rf"(?:{WEEKDAY}{TIMED},?|{WEEKDAYS}){DAY}{MORE_DAYS}o?M\.?{YEAR}"
# November 21st, 2026 · Nov 21–23 · September 14&16, 2022 · Tue, March 3rd to Thu, March 5th
MONTH_FIRST = (
    rf"(?:{WEEKDAY}{TIMED},?|{WEEKDAYS})M\.?{DAY}(?:(?:,{WEEKDAYS}d){{0,6}},?[-t&/]{WEEKDAYS}{DAY}(?!M))?{YEAR}"
)
DAYS = regex(rf"(?:{DAY_FIRST}(?:,?[-t]{DAY_FIRST})?|{MONTH_FIRST}(?:,?[-t&]{MONTH_FIRST})?){LAST_WEEKDAY}")
# 2026-11-26 · Thursday, 2026-11-26
ISO = regex(rf"{WEEKDAYS}y-d-d(?![-\d])")
# 26/11/2026 · 11/26/26 · 12.03.2026 · Thu 26-11-2026
NUMERIC = regex(rf"{WEEKDAYS}(?:d/d/[dy]|d\.d\.[dy]|d-d-y)")
# 30.11.–2.12.2026 · 1.–3.5.2026
DOTTED_RANGE = regex(r"d\.(?:d\.)?[-t]d\.d\.y")
# 10/31 · 24.12. · 19.07 - 21.07
SHORT = regex(rf"(?P<named>{WEEKDAY},?)?(?:d/d(?:[-t]d/d)?|d\.d(?:\.?[-t]d\.d)?\.?)(?![/\d:])")
# November 2026 · mars à mai 2024 · September of 2023
MONTH = regex(r"M\.?(?:[-t&/]M\.?)?(?:,?o?y(?:[-t]M\.?,?y)?)")
# Q3 2025 · 2025-Q3 · Summer 2026 · Winter 2025/26
QUARTER = regex(r"q[-,/]?y|y-?q")
SEASON = regex(r"So?y(?:[-/][dy])?")
# the 30th
THE_DAY = regex(r"[oh]?od")
# 2026 · 2019–2024 · 2025/26
YEARS = regex(r"y(?:[-/][yd](?![-/.d])|t?y)?")
# Monday – Friday · every Saturday · first Tuesday of every month
RECURRING = regex(r"fW(?:oeo?k|oo?k|ek)|ef?W|W[-t]W")
RELATIVE = regex(r"hW(?![.,]{0,2}o?(?:d\.?o?M|M\.?o?d))|mW|R")

BEFORE_TIME = frozenset(["at", "from", "on", "starting", "um", "ab", "am", "dès", "a", "las", "a las", "desde"])
"""Words between a weekday and its hour."""
ANCHORS = "WMdySqoefhRm"


def shapes(text: str, signature: str, tokens: list[Token]) -> Iterator[DateSpan]:
    """Everything in the signature that has the shape of a date, longest reading first, without overlaps."""
    position, size = 0, len(signature)
    months = [index for index, letter in enumerate(signature) if letter == "M"]
    while position < size:
        letter = signature[position]
        step = 1
        if letter == "T":
            yield _time(text, tokens[position])
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
                    if "T" in signature[position:end]:  # "Friday at 7 pm, 12 March" names an hour as well
                        yield from (_time(text, token) for token in tokens[position:end] if token.kind == "T")
                    step = end - position
                    break
        position += step


def _time(text: str, token: Token) -> DateSpan:
    start, end = token.start, token.end
    return DateSpan(start, end, "time", role="time", impossible=impossible(text[start:end]))


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


def _days(text: str, signature: str, tokens: list[Token]) -> DateSpan | None:
    """Days with the name of their month."""
    tokens = _without_joiner(tokens)
    if "T" in signature and any(
        token.kind == "x" and text[token.start : token.end].lower() not in BEFORE_TIME for token in tokens
    ):
        return None
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
    elif len(weekdays) == 2 and len(days) > 2:  # "Thursday to Sunday, 3, 4, 5 and 6 December": the two ends
        days[0], days[-1] = (days[0][0], weekdays[0]), (days[-1][0], weekdays[1])
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
    return span_of(tokens, "day", value=value, days=tuple(named), years=tuple(number for _, number in years))


def _widened(day: Day, tokens: list[Token]) -> Day:
    """The only day of a span covers all of it."""
    return Day(day.day, day.month, day.year, tokens[0].start, tokens[-1].end, day.weekday, day.weekday_at, day.ordinal)


def _without_joiner(tokens: list[Token]) -> list[Token]:
    """ "the 12th of May" is reported as "12th of May"."""
    while tokens[0].kind in "ot&-,":
        tokens = tokens[1:]
    return tokens


READINGS = {
    "W": (
        (DAYS, _days),
        (ISO, numbers.iso),
        (NUMERIC, numbers.numeric),
        (SHORT, numbers.short),
        (RECURRING, periods.recurring),
    ),
    "M": ((DAYS, _days), (MONTH, periods.month)),
    "d": ((DAYS, _days), (DOTTED_RANGE, numbers.dotted_range), (NUMERIC, numbers.numeric), (SHORT, numbers.short)),
    "o": ((DAYS, _days), (THE_DAY, periods.the_day)),
    "y": ((ISO, numbers.iso), (QUARTER, periods.quarter), (YEARS, periods.years)),
    "q": ((QUARTER, periods.quarter),),
    "S": ((SEASON, periods.season),),
    "f": ((RECURRING, periods.recurring),),
    "e": ((RECURRING, periods.recurring),),
    "h": ((RELATIVE, periods.relative),),
    "m": ((RELATIVE, periods.relative),),
    "R": ((RELATIVE, periods.relative),),
}
