"""Findings that need nothing but the calendar: weekday against date, days and times that do not exist."""

from __future__ import annotations

import re
from datetime import date, timedelta

from preflight.model import Finding, Fix, Place, Severity, TextRun
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import DateSpan, Day, Language
from preflight.reading.dates.clock import Zone

# between two days: " – ", " to ", " bis zum "
RANGE = regex(r"[-‐–—]|\b(?:to|until|till|through|thru|bis|au|al|hasta)\b", re.IGNORECASE)


def month_name(number: int) -> str:
    """1 is January."""
    return dates.table("en").month(number).title()


def weekday_name(number: int) -> str:
    """0 is Monday."""
    return dates.table("en").weekday(number).title()


def fits(day: Day, span: DateSpan) -> bool:
    """Whether the weekday belongs to the date; where the order of numbers could be the other, either will do."""
    found = day.date()
    if found is None or found.weekday() == day.weekday:
        return True
    if span.numbers and max(span.numbers) <= 12:
        return date(found.year, found.day, found.month).weekday() == day.weekday
    return False


def weekday(run: TextRun, day: Day, language: Language) -> Finding:
    """The weekday of a full date is wrong."""
    found = day.date()
    assert found is not None
    assert day.weekday_at is not None
    text = run.text[day.start : day.end]
    name = run.text[slice(*day.weekday_at)]
    start = day.weekday_at[0] - day.start
    right = language.weekday_like(found.weekday(), name)
    suggestion = f"{text[:start]}{right}{text[start + len(name) :]}"
    return mismatch(
        found, day.weekday or 0, run.span(day.start, day.end), text, suggestion, dates.fitting_years(day, found.year)
    )


def mismatch(
    found: date,
    named: int,
    place: Place,
    text: str,
    suggestion: str,
    fitting: list[int],
    severity: Severity | None = None,
) -> Finding:
    """The message for a weekday that is not the date's, with both repairs."""
    near = [year for year in fitting if abs(year - found.year) <= 6]
    earlier = [year for year in near if year < found.year]
    year = earlier[0] if earlier else near[0] if near else None
    copied = " – copied from last year?" if year == found.year - 1 else ""
    fit = f" ({weekday_name(named)} fits {year}{copied})" if year else ""
    back = found - timedelta((found.weekday() - named) % 7)
    other = [back, back + timedelta(7)]
    choices = (
        f"{weekday_name(named)} {other[0].day} or {said(other[1])}"
        if other[0].month == other[1].month
        else f"{weekday_name(named)} {said(other[0])} or {said(other[1])}"
    )
    return Finding(
        "dates.weekday",
        f"{said(found)} is a {weekday_name(found.weekday())}, not a {weekday_name(named)}{fit}",
        place,
        text,
        f"Change the weekday to {weekday_name(found.weekday())}, or the date to {choices}.",
        (suggestion,),
        severity=severity,
    )


def said(day: date) -> str:
    return f"{day.day} {month_name(day.month)} {day.year}"


def impossible(run: TextRun, day: Day, language: Language) -> Finding:
    """A day that its month does not have, or a month that the year does not have."""
    text = run.text[day.start : day.end]
    if day.month is None or not 1 <= day.month <= 12:
        message = (
            f"“{text}” cannot be a date: there is no month {day.month}" if day.month else f"there is no day {day.day}"
        )
        return Finding("dates.impossible", message, run.span(day.start, day.end), text, "Look the right date up.")
    last = dates.last_day(day.month, day.year or 2024)
    month = month_name(day.month)
    why = f"{month} has {last} days"
    if day.month == 2 and day.day == 29:
        why = f"{day.year} is not a leap year"
    year = f" {day.year}" if day.year else ""
    following = f"1 {month_name(day.month % 12 + 1)}"
    return Finding(
        "dates.impossible",
        f"{day.day} {month}{year} does not exist: {why}",
        run.span(day.start, day.end),
        text,
        f"Is {last} {month} meant, or {following}? Look the right day up before you send.",
    )


def is_backwards(run: TextRun, span: DateSpan) -> bool:
    """ "4 January to 1 January 2027": to an earlier day. Where the months differ, a year may lie between."""
    if span.form != "day" or len(span.days) != 2 or span.numbers:
        return False
    first, last = span.days
    if not (first.exists and last.exists) or not RANGE.search(run.text[first.end : last.start]):
        return False
    one, other = first.date(), last.date()
    if one is not None and other is not None and one > other:
        return True
    return not (first.year or last.year) and first.month == last.month and first.day > last.day


def backwards(run: TextRun, span: DateSpan) -> Finding:
    text = run.text[span.start : span.end]
    return Finding(
        "dates.sequence",
        f"“{text}” ends before it begins",
        run.span(span.start, span.end),
        text,
        "Correct one of the two days.",
        severity="error",
    )


def impossible_time(run: TextRun, span: DateSpan) -> Finding:
    """25:00, 10:75 am."""
    text = run.text[span.start : span.end]
    return Finding(
        "dates.impossible",
        f"“{text}” is no time of day: {span.impossible}",
        run.span(span.start, span.end),
        text,
        "Look the right time up before you send.",
    )


def zone(run: TextRun, time: DateSpan, day: date, zone: Zone, *, told: bool = True) -> Finding:
    """A zone's abbreviation of the other half of the year."""
    text = run.text[time.start : time.end]
    written = text[zone.start : zone.end]
    half = "summer time" if zone.summer else "winter time"
    return Finding(
        "dates.zone",
        f"on {said(day) if told else said(day)[:-5]} {half} is in force, but the time says {written}",
        run.span(time.start, time.end),
        text,
        f"Write {zone.right} if the hour is right; whoever computes with {written} is an hour off.",
        (f"{text[: zone.start]}{zone.right}{text[zone.end :]}",),
    )


def wrong_ordinal(day: Day, language: Language) -> bool:
    """ "14rd": only English letters can be wrong."""
    return language.code == "en" and bool(day.ordinal) and day.ordinal.lower() != suffix(day.day)


def suffix(number: int) -> str:
    """The English letters after a day's number."""
    return "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def ordinal(run: TextRun, day: Day) -> Finding:
    written = f"{day.day}{day.ordinal}"
    start = run.text.find(day.ordinal, day.start, day.end + len(day.ordinal))
    number = start
    while number > 0 and run.text[number - 1].isdigit():
        number -= 1
    end = start + len(day.ordinal)
    right = f"{run.text[number:start]}{suffix(day.day)}"
    return Finding(
        "dates.ordinal",
        f"“{written}” is not how a day is written: it is {day.day}{suffix(day.day)}",
        run.span(number, end),
        run.text[number:end],
        "Check that the day itself is right, then correct the letters.",
        (right,),
        Fix(right),
    )


def ambiguous(run: TextRun, span: DateSpan) -> Finding:
    """03/04/2026, where nothing tells the order."""
    text = run.text[span.start : span.end]
    first, second = span.numbers or (1, 1)
    return Finding(
        "dates.ambiguous",
        f"{text} can be {first} {month_name(second)} or {second} {month_name(first)}",
        run.span(span.start, span.end),
        text,
        "Write the month as a word: readers in Europe and in America take it for different days.",
    )


def moments(run: TextRun, other: DateSpan, first: str, second: str) -> Finding:
    """One moment in two zones that are not so many hours apart."""
    return Finding(
        "dates.zone",
        f"{first} and {second} are not the same moment",
        run.span(other.start, other.end),
        second,
        "Work one of them out again; in spring and autumn the clocks do not change in the same night everywhere.",
    )
