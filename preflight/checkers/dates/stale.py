"""What the send date shows: deadlines that have passed, weekdays of dates without a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

from msgspec import Struct

from preflight.checkers.dates import calendar
from preflight.model import Delivery, Fact, Facts, Finding, Severity
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day

RECENT = 45
"""A date without its year is meant for this year when it was at most so many days ago …"""
LAST_YEAR = -530
"""Days back to what is told of last year without its year: "last year's concert on Saturday 12 July"."""
AHEAD = 400
"""… or is at most so many days ahead: people announce a year's dates."""
PUBLISHED = (
    "article:published_time",
    "front.date",
    "front.published",
    "front.pubdate",
    "date",
    "datepublished",
    "dc.date",
)
HOME = frozenset({"", "index.html", "index.htm", "index.md"})
# "/blog/2021/05/03/sale.html", "_posts/2021-05-03-sale.md"
DATED_PATH = regex(r"(?:^|[/_-])(20[0-9]{2})[/_-](0[1-9]|1[0-2])(?:[/_-]([0-2][0-9]|3[01]))?(?![0-9])")
YEAR_PATH = regex(r"(?:^|/)(?:19|20)[0-9]{2}(?:/|$)")
MONTH = regex(r"([12][0-9]{3})-(0[1-9]|1[0-2])")  # 2026-10
ISO_DAY = regex(r"([12][0-9]{3})-([01]?[0-9])-([0-3]?[0-9])")

Standing = Literal["front", "page", "dated"]


class When(Struct, frozen=True):
    """The day a document is judged on, and the day it goes out.

    ``exact``: not merely then or later. ``standing``: front (a message, a single page, a home page), page (any other
    page of a site), dated (a page that says when it was published).
    """

    day: date
    sent: date
    exact: bool
    standing: Standing
    site: bool
    known: bool
    """Somebody said when it goes out; otherwise the day of the run stands in."""
    at: datetime | None = None
    """The hour, where that was said."""


def when(delivery: Delivery, document: Facts) -> When:
    sent = delivery.send_date
    site = delivery.kind in ("site", "sheet")
    at = sent.value if isinstance(sent.value, datetime) else None
    if delivery.kind == "email":
        return When(sent.day, sent.day, sent.exact, "front", site=False, known=sent.source != "today", at=at)
    published = _published(document)
    if published is not None:
        return When(min(published, sent.day), sent.day, sent.exact, "dated", site=site, known=True)
    front = not site or document.name in HOME
    known = sent.source != "today"
    return When(sent.day, sent.day, sent.exact, "front" if front else "page", site=site, known=known, at=at)


def _published(document: Facts) -> date | None:
    """The page's own day: its meta data, or its path."""
    for name in PUBLISHED:
        if name in document.meta:
            found = ISO_DAY.search(document.meta[name][0])
            if found:
                return _day(*map(int, found.groups()))
    for fact in document.facts.get("published", ()):
        return _day(*map(int, fact.value.split("-")))
    found = DATED_PATH.search(document.name)
    if found:
        year, month, day = found.groups()
        return _day(int(year), int(month), int(day) if day else dates.last_day(int(month), int(year)))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


SETS_APART = ("-", "–", "—", "|", "•", "·", "(", "/")
"""Signs after which a month names a report or a heading, not the limit of what was said before."""


class Repeated:
    """Dates that stand in the same words on three pages or more: the template's. Counted when the first date asks for
    which that matters."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def holds(self, fact: Fact) -> bool:
        return (fact.match, fact.location.before) in self._found

    @cached_property
    def _found(self) -> frozenset[tuple[str, str]]:
        if len(self._delivery.documents) < 3:
            return frozenset()
        counts: Counter[tuple[str, str]] = Counter()
        for document in self._delivery.documents:
            counts.update(
                {(fact.match, fact.location.before) for fact in document.facts.get("date", ()) if fact.location.before}
            )
        return frozenset(key for key, count in counts.items() if count >= 3)


def past(fact: Fact, when: When, template: Repeated) -> Iterator[Finding]:
    """A deadline or an announced day that lies before the send date."""
    value = fact.value
    if value["role"] not in ("deadline", "event") or value["tense"] == "past" or not value["cue"]:
        return
    if value["form"] == "month" and fact.location.before.rstrip().endswith(SETS_APART):
        return  # "Closing the gaps – January 2026 report": what stands before the dash is not about the month
    day = _last(fact)
    if day is None or not day.exists or (when.standing == "dated" and not template.holds(fact)):
        return
    sent, year, weekday = when.sent, day.year, day.weekday
    severity: Severity = "error" if value["cue"] == "strong" else "warning"
    if value["form"] == "month" and not (value["role"] == "deadline" and value["cue"] == "strong"):
        severity = "warning"  # what began in a month may go on
        if value["role"] == "deadline" or (sent - date(day.year or 1, day.month or 1, day.day)).days < RECENT:
            return  # "from August until June 2024": told of a plan as often as of a limit
    if year:
        found = day.date()
    else:
        found = _recent(day, sent)
        if not when.exact or when.site or weekday is None:
            severity = "warning"  # "the year ends on 31 August" is true every year
        if not when.known or (value["cue"] != "strong" and not (value["role"] == "deadline" and weekday is not None)):
            return
    if found is None or found >= sent:
        return
    if when.standing == "page" and not template.holds(fact):
        if value["role"] == "event" or not value["asks"]:
            return  # reference pages tell of dates; only what asks a reader to act can be stale
        severity = "warning"
    ago = (sent - found).days
    long = f"{ago} days" if ago > 1 else "a day"
    if ago > 400:
        long = f"{ago // 365} year{'s' if ago >= 730 else ''}"
    sentence = "the deadline" if value["role"] == "deadline" else "this date"
    yield Finding(
        "dates.past",
        f"{sentence} “{fact.match}” is {long} before the send date ({calendar.said(sent)})",
        fact.place,
        fact.match,
        "Correct the date, or take the sentence out: readers can no longer act on it.",
        severity=severity,
    )


def _last(fact: Fact) -> Day | None:
    """The last day of what is named: of a range, or of a month with its year."""
    value = fact.value
    if value["days"]:
        year, month, number, weekday = value["days"][-1]
        return Day(number, month, year, 0, 0, weekday)
    if value["form"] == "month" and (named := MONTH.fullmatch(value["value"].rpartition("/")[2])) is not None:
        year, month = int(named[1]), int(named[2])
        return Day(dates.last_day(month, year), month, year, 0, 0)
    return None


def _recent(day: Day, sent: date) -> date | None:
    """The day within the last weeks; None where it is more likely ahead, or long over."""
    found = dates.nearest_year(day, sent, -RECENT, 364 - RECENT)
    if found is None or found >= sent or (day.weekday is not None and found.weekday() != day.weekday):
        return None
    return found


def yearless(
    fact: Fact, document: Facts, when: When, years: frozenset[int], *, announced: bool = False
) -> Iterator[Finding]:
    """A weekday beside a day without its year that fits no year near the send date. ``announced``: it is to come, so
    that last January's weekday says nothing."""
    value = fact.value
    if when.site and not (when.exact or when.standing == "dated"):
        return
    for (year, month, number, weekday), text, name in zip(value["days"], value["texts"], value["weekday"], strict=True):
        if year or month is None or weekday is None:
            continue
        day = Day(number, month, None, 0, 0, weekday)
        if not day.exists:
            continue
        doubt = _fits(day, value, when, years, AHEAD - 70)
        if doubt and not (announced and not _fits(day, {**value, "tense": "future"}, when, years, AHEAD - 70)):
            continue
        found = dates.nearest_year(day, when.day, -RECENT, 366 - RECENT)
        if found is None:
            continue
        language = dates.language_of(document.language) or dates.table("en")
        for candidate in map(dates.table, dates.COVERED):
            if (
                candidate.vocabulary.get(name.lower(), ("", -1)) == ("W", weekday)
                and language.vocabulary.get(name.lower()) is None
            ):
                language = candidate
        suggestion = text.replace(name, language.weekday_like(found.weekday(), name), 1)
        next_year = _fits(day, value, when, years, AHEAD)  # without its year? possible, but nobody would guess it
        sure = when.exact and when.standing == "front" and not next_year and not doubt
        yield calendar.mismatch(
            found,
            weekday,
            fact.place,
            text,
            suggestion,
            dates.fitting_years(day, found.year),
            None if sure else "warning",
        )


def _fits(day: Day, value: dict[str, object], when: When, years: frozenset[int], ahead: int) -> bool:
    """Some year makes the weekday right: near the send date, named elsewhere in the text, or, where the text does not
    announce anything, in the year before (a recap)."""
    fitting = dates.fitting_years(day, when.day.year)
    announced = value["tense"] == "future" or value["cue"] or value["role"] in ("event", "deadline")
    for year in years & frozenset(fitting):
        named = day.date(year)
        # a year that the text names for something else ("as seen in March 2025") says nothing of what is still to come
        far = (named - when.day).days if named is not None else 0
        if named is not None and (not announced if far < -RECENT else not ahead < far <= AHEAD):
            return True
    earliest = -RECENT if value["tense"] == "future" or value["cue"] else -800 if value["form"] == "short" else -330
    if value["tense"] == "past":
        earliest = min(earliest, LAST_YEAR)
    for year in fitting:
        found = day.date(year)
        if found is not None and earliest <= (found - when.day).days <= ahead:
            return True
    return False


def last_year(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """A line of a list of coming events that kept last year's year."""
    if when.standing == "dated" or not when.known:
        return
    leading: list[tuple[Fact, date]] = []
    for fact in facts:
        value = fact.value
        if value["leads"] and value["days"] and value["days"][0][0] and value["role"] != "copyright":
            year, month, number, _ = value["days"][0]
            found = Day(number, month, year, 0, 0).date()
            if found is not None:
                leading.append((fact, found))
    coming = [found for _, found in leading if found >= when.day]
    old = [(fact, found) for fact, found in leading if 200 <= (when.day - found).days <= 460]
    if len(coming) < 3 or len(coming) < 0.65 * len(leading):
        return
    for fact, found in old:
        moved = Day(found.day, found.month, None, 0, 0).date(found.year + 1)
        if moved is None or not when.day <= moved <= max(coming) + timedelta(14):
            continue
        right = fact.match.replace(str(found.year), str(moved.year), 1)
        yield Finding(
            "dates.last-year",
            f"“{fact.match}” is last year's date in a list of coming ones",
            fact.place,
            fact.match,
            f"Is {calendar.said(moved)} meant? Check that the day has not moved, then change the year.",
            (right,),
        )
