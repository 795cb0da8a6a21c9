"""Months that are over where nobody looks: a picture's description, the name of a campaign, the address of a link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preflight.checkers.dates import calendar
from preflight.checkers.dates.stale import When
from preflight.model import Document, Fact, Facts, Finding
from preflight.patterns import regex
from preflight.reading import dates
from preflight.reading.dates import Day

OLD = 14
"""Months: a picture or a campaign of years ago is kept on purpose, last year's is forgotten."""
CAMPAIGN = regex(r"[?&](?:amp;)?utm_campaign=([^&#\s]{3,120})", 2)
# "2026-11", "202611", "11-2026"
NUMERIC = regex(r"(?<![0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])(?![0-9])")
NAMED = regex(r"[a-z]+", 2)
YEAR = regex(r"(?<![0-9])(?:20)?([0-9]{2})(?![0-9])")
# what a picture of one issue is called: "November newsletter banner"
OF_ISSUE = regex(
    r"\b(?:newsletter|issue|edition|banner|header|masthead|bulletin|digest|ausgabe|numéro|boletín|cover)\b", 2
)
# the last part of an address that begins with a day: ".../2026-11-26-fair.html"
DATED = regex(r"(?<![0-9])(20[0-9]{2})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?![0-9])")


def links(document: Document) -> Iterator[Finding]:
    """A link that shows one day and opens the page of another."""
    for link in document.links:
        if link.element != "a" or "20" not in link.text or "20" not in link.url:
            continue
        target = DATED.search(link.url.partition("?")[0].rstrip("/").rpartition("/")[2])
        if target is None:
            continue
        language = dates.language_of(document.language) or dates.table("en")
        days = [span for span in dates.find(link.text, language) if span.form == "day"]
        if len(days) != 1 or len(days[0].days) != 1 or days[0].numbers or not days[0].days[0].exists:
            continue
        shown = days[0].days[0]
        there = Day(int(target[3]), int(target[2]), int(target[1]), 0, 0)
        if shown.year and there.exists and (shown.day, shown.month, shown.year) != (there.day, there.month, there.year):
            text = link.text[days[0].start : days[0].end]
            iso = DATED.fullmatch(text) is not None
            yield Finding(
                "dates.conflict",
                f"the link says {text} and opens the page of {target[0]}",
                link.span,
                link.url,
                "One of the two was copied from another issue. Open the link and see which page it is.",
                severity=None if iso else "warning",
            )


def pictures(facts: tuple[Fact, ...], when: When) -> Iterator[Finding]:
    """The month of an older issue in a picture's description."""
    if when.standing != "front" or when.site or not when.known:
        return
    present = any(
        fact.value["kind"] != "alt" and _month(fact) == (when.sent.year, when.sent.month)
        for fact in facts
        if fact.value["role"] in ("issue", "event") and fact.value["form"] in ("month", "day")
    )
    for fact in facts:
        value = fact.value
        if value["kind"] != "alt" or value["form"] != "month" or value["tense"] == "past":
            continue
        named = _month(fact)
        issue = value["role"] == "issue" or OF_ISSUE.search(f"{fact.location.before} {fact.location.after}")
        if named is None or not (present or issue) or not 0 < _months(named, when.sent) <= OLD:
            continue
        if issue:
            yield _old(fact, f"the picture's description says {fact.match}, and it goes out in {_said(when.sent)}")


def campaigns(document: Facts, when: When) -> Iterator[Finding]:
    """A campaign's name with a month that is over: clicks are counted for the last issue."""
    if when.standing != "front" or when.site or not when.known:
        return
    told: set[str] = set()
    for link in document.links:
        found = CAMPAIGN.search(link.url) if "utm_campaign" in link.url else None
        if found is None or found[1] in told:
            continue
        told.add(found[1])
        named = month_in(found[1])
        if named is not None and 0 < _months(named, when.sent) <= OLD:
            yield Finding(
                "dates.leftover",
                f"the links count for the campaign “{found[1]}”, and it goes out in {_said(when.sent)}",
                link.location,
                found[1],
                "Give the campaign this month's name, or the clicks are counted for the old one.",
            )


def month_in(name: str) -> tuple[int, int] | None:
    """Year and month that a campaign's name tells: "november-2025", "2025-11_news", "nov25"."""
    if (number := NUMERIC.search(name)) is not None:
        return int(number[1]), int(number[2])
    months = [known[1] for word in NAMED.findall(name) if (known := _vocabulary(word))[0] == "M"]
    years = {2000 + int(year) for year in YEAR.findall(name) if 15 <= int(year) <= 60}
    return (years.pop(), months[0]) if len(set(months)) == 1 and len(years) == 1 else None


def _vocabulary(word: str) -> tuple[str, int]:
    for language in map(dates.table, dates.COVERED):
        known = language.vocabulary.get(word.lower(), ("", 0))
        if known[0] == "M":
            return known
    return "", 0


def _month(fact: Fact) -> tuple[int, int] | None:
    value = fact.value["value"].rpartition("/")[2]
    year, _, rest = value.partition("-")
    month = rest[:2]
    return (int(year), int(month)) if len(year) == 4 and month.isdigit() and year.isdigit() else None


def _months(named: tuple[int, int], sent: date) -> int:
    """How many months the named one lies before the send date."""
    return (sent.year - named[0]) * 12 + sent.month - named[1]


def _said(day: date) -> str:
    return f"{calendar.month_name(day.month)} {day.year}"


def _old(fact: Fact, message: str) -> Finding:
    return Finding(
        "dates.leftover",
        message,
        fact.place,
        fact.match,
        "Screen readers read it out, and everybody sees it where pictures are blocked: name this issue, or nothing.",
    )
