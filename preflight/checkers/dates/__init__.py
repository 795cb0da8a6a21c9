"""Dates: what is wrong in itself, and what is stale on the day it goes out.

A weekday that does not fit its date and a day that does not exist are found in the text alone. What depends on the send
date (a deadline that has passed, a copyright year, a date without its year) is kept as a fact and judged in ``review``.
English, French, German and Spanish are read; for other languages the report says that dates were not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from preflight.checkers.dates import (
    announced,
    calendar,
    confirmed,
    fields,
    masthead,
    minutes,
    named,
    relative,
    spells,
    stale,
    years,
    zones,
)
from preflight.checkers.dates.rules import RULES
from preflight.model import Delivery, Document, Fact, Facts, Finding, Part, Span, TextRun
from preflight.patterns import regex
from preflight.reading import dates, glance
from preflight.reading.dates import DateSpan, Language, Order, holidays
from preflight.reading.remembered import Remembered
from preflight.reading.struck import Struck

__all__ = ["RULES", "Options", "check", "review"]

TELLS = Remembered(lambda text: dates.may_hold(text) or spells.may_stand_in(text))
"""Whether there is any day or time in a text with a digit or a word for a day."""
UNREAD_KINDS = frozenset({"code", "quote", "meta"})
ENOUGH = 4
"""Small words and names of days of another language that speak against what a template declares."""
US_ZONE = regex(r"[0-9] ?(?:[ap]\.?m\.?)? ?\(?(?:[ECMP][SD]?T|AK[SD]T)\b", re.IGNORECASE)
# in structured data: "datePublished": "2024-05-03T08:00:00Z"
PUBLISHED = regex(r'"datePublished"\s{0,4}:\s{0,4}"([12][0-9]{3}-[01][0-9]-[0-3][0-9])')
# "the form must refuse 31 June": the text itself knows
SAYS_SO = regex(
    r"\b(?:invalid|impossible|imaginary|no such|non-?existent|reject(?:s|ed)?|refuses?|not (?:valid|real|a date)"
    r"|(?:does|do|did)(?:n.t| not| never) exist|illegal|typo)\b",
    re.IGNORECASE,
)


class Options(Struct, frozen=True):
    """How the client writes dates, and whose holidays it keeps."""

    order: Annotated[
        str,
        Meta(description="of numeric dates: day-first (26/11/2026) or month-first; empty: each document shows it"),
    ] = ""
    country: Annotated[
        Literal["", "gb", "ie", "us", "ca", "au", "de", "fr", "es"],
        Meta(description="whose holidays the readers keep; empty: a day that is right in any country passes"),
    ] = ""


def check(document: Document, options: Options) -> Iterator[Fact | Finding]:
    """A fact ``date`` for every date, and the findings that hold whenever it is sent."""
    seen: list[tuple[TextRun, Language, DateSpan]] = []
    fallback: Language | None = None
    uncovered: set[str] = set()
    struck = Struck(document)
    declared = document.language
    doubted = document.kind == "email" and declared[:2] == "en"
    for run in glance.those(document, glance.DAYS | glance.DIGITS):
        if run.kind in UNREAD_KINDS or run.text.startswith(">"):
            continue
        tag = run.language or declared
        language = dates.language_of(tag) if tag else None
        if tag and language is None:
            if tag not in uncovered and any(letter.isdigit() for letter in run.text):
                uncovered.add(tag)
                yield Fact("dates-not-covered", {"language": tag}, run.span(0, len(run.text)))
            continue
        if not TELLS[run.text]:
            continue
        if language is None:
            language = fallback = fallback or dates.guess_page(run.text for run in document.runs)
        elif doubted and tag == declared:
            language = dates.guess(run.text, ENOUGH)  # templates say "en" of every message
        yield from spells.backwards(run)
        seen += [
            (run, language, span)
            for span in dates.find(run.text, language)
            if not struck.covers(run, span.start, span.end)
        ]
    order = _order(document, seen, options)
    minuted = minutes.of(document.runs) if any(span.role == "deadline" for _, _, span in seen) else frozenset()
    mentions: confirmed.Mentions | None = None
    for run, language, span in seen:
        settled = dates.settle(span, order, run.text)
        if id(run) in minuted:
            settled = replace(settled, tense="past")
        yield Fact("date", _value(run, settled), run.span(span.start, span.end), run.text[span.start : span.end])
        for fault in _faults(run, language, settled):
            if fault.rule != "dates.weekday" or settled.tense == "past":
                yield fault
                continue
            mentions = mentions or confirmed.in_text(document, seen)
            yield confirmed.with_year(fault, settled, mentions)
    yield from zones.wrong(seen)
    yield from zones.moments(seen)
    yield from _ambiguous(seen, order)
    yield from _published(document)
    if document.kind == "email":
        yield from _greetings(document)
    if any("20" in link.url and "20" in link.text for link in document.links):
        from preflight.checkers.dates import leftover

        yield from leftover.links(document)
    if any(part.media_type == "text/calendar" for part in document.parts):
        from preflight.checkers.dates import machine

        yield from machine.entries(document)
    if seen and (document.kind == "email" or any(map(_tells_machines, document.parts))):
        from preflight.checkers.dates import agreement, machine, moments

        pairs = [(run, dates.settle(span, order, run.text)) for run, _, span in seen]
        days = moments.shown(pairs)
        yield from agreement.versions(document, pairs)
        yield from moments.promised_hours(pairs, days)
        yield from machine.told(document, pairs, days)
        if len(days) > 1 or any(len(one.span.days) == 2 for one in days):
            from preflight.checkers.dates import stays

            yield from stays.turned(document, days)
            yield from stays.nights(days)
        if any(span.role == "deadline" for _, span in pairs) or len(days) > 3:
            from preflight.checkers.dates import sequence

            yield from sequence.late_deadlines(days)
            yield from sequence.outside(days)


def _tells_machines(part: Part) -> bool:
    return part.media_type == "text/html" and ('"startDate"' in part.source or "<time" in part.source)


def _order(document: Document, seen: list[tuple[TextRun, Language, DateSpan]], options: Options) -> Order:
    if options.order in ("day-first", "month-first"):
        return options.order  # type: ignore[return-value]
    numeric = [span for _, _, span in seen if span.numbers]
    if not numeric:
        return ""
    language = document.language or next(language.code for _, language, _ in seen)
    zones = any(US_ZONE.search(run.text) for run, _, _ in seen)
    return dates.order_of(numeric, language, us_zones=zones)


def _value(run: TextRun, span: DateSpan) -> dict[str, Any]:
    """What ``review`` needs of a date once the text is gone."""
    return {
        "value": span.value,
        "role": span.role,
        "form": span.form,
        "cue": span.cue,
        "tense": span.tense,
        "asks": span.asks,
        "leads": span.leads,
        "kind": run.kind,
        "zone": run.zone,
        "hidden": run.hidden,
        "length": len(run.text),
        "years": list(span.years),
        "days": [[day.year, day.month, day.day, day.weekday] for day in span.days],
        "texts": [run.text[day.start : day.end] for day in span.days],
        "weekday": [_part(run, day.weekday_at) for day in span.days],
    }


def _part(run: TextRun, place: tuple[int, int] | None) -> str:
    return run.text[slice(*place)] if place else ""


def _published(document: Document) -> Iterator[Fact]:
    """The day of publication in the page's structured data."""
    for part in document.parts:
        at = part.source.find('"datePublished"') if part.media_type == "text/html" else -1
        if at >= 0 and (found := PUBLISHED.match(part.source, at)):
            yield Fact("published", found[1], Span(part.name, *found.span(1)))


def _greetings(document: Document) -> Iterator[Fact]:
    """ "Happy Easter": judged against the season when the send date is known."""
    for run in document.runs:
        if run.kind not in UNREAD_KINDS:
            for start, end, name in holidays.greetings(run.text):
                yield Fact("season-greeting", name, run.span(start, end), run.text[start:end])


def _ambiguous(seen: list[tuple[TextRun, Language, DateSpan]], order: Order) -> Iterator[Finding]:
    """The first date that the document leaves open."""
    for run, _, span in seen if not order else ():
        settled = dates.settle(span, order, run.text)
        if span.form == "day" and span.numbers and not settled.days:
            yield calendar.ambiguous(run, span)
            return


def _faults(run: TextRun, language: Language, span: DateSpan) -> Iterator[Finding]:
    """What is wrong with the date in itself."""
    if span.impossible:
        yield calendar.impossible_time(run, span)
    if calendar.is_backwards(run, span):
        yield calendar.backwards(run, span)
        return
    for day in span.days:
        if not day.exists:
            if not SAYS_SO.search(run.text[max(0, span.start - 90) : span.end + 90]):
                yield calendar.impossible(run, day, language)
            return
        if calendar.wrong_ordinal(day, language):
            yield calendar.ordinal(run, day)
        if day.year and day.year >= 1800 and day.weekday is not None and not calendar.fits(day, span):
            yield calendar.weekday(run, day, language)


def review(delivery: Delivery, options: Options) -> Iterator[Finding]:
    """What is stale or wrong on the day it goes out."""
    repeated = stale.Repeated(delivery)
    goes_out = delivery.send_date.exact and delivery.kind not in ("site", "sheet") and not delivery.evergreen
    for document in delivery.documents:
        facts = document.facts.get("date", ())
        if goes_out and document.reported and any(map(fields.is_day, document.meta)):
            yield from fields.past(document, stale.when(delivery, document))
        if not document.reported or not (facts or document.kind == "email"):
            continue
        yield from _review(delivery, document, facts, repeated, options)
        if delivery.until is not None and not delivery.evergreen:
            from preflight.checkers.dates import ahead

            yield from ahead.turning(document, stale.when(delivery, document), delivery.until, repeated)


def _review(
    delivery: Delivery, document: Facts, facts: Iterable[Fact], repeated: stale.Repeated, options: Options
) -> Iterator[Finding]:
    facts = tuple(facts)
    when = stale.when(delivery, document)
    named_years = frozenset(year for fact in facts for year in fact.value["years"])
    if delivery.evergreen:
        for fact in facts:
            yield from masthead.evergreen(fact)
        return
    yield from masthead.issue_date(facts, when)
    yield from masthead.issue_month(facts, when)
    if document.kind == "email":
        from preflight.checkers.dates import agreement, leftover

        yield from agreement.promised(facts, when)
        if "calendar-entry" in document.facts:
            from preflight.checkers.dates import machine

            yield from machine.over(document, when)
        yield from leftover.pictures(facts, when)
        yield from leftover.campaigns(document, when)
    today = relative.says_today(facts)
    template = delivery.state == "source" and delivery.kind in ("page", "site")
    mentions: confirmed.Mentions | None = None
    doubted, coming = False, announced.coming(facts, when)
    for fact, following in zip_longest(facts, facts[1:]):
        yield from named.holiday(fact, document, when, options.country)
        contradicted = next(relative.contradicted(fact, following, when), None)
        if contradicted is not None:
            yield contradicted
        if not today:
            yield from relative.last_day(fact, following, when)
        if not doubted:
            this = next(announced.this_day(fact, when), None)
            if this is not None:
                yield this
            else:
                yield from announced.over(fact, when)
                yield from stale.past(fact, when, repeated)
        doubted = contradicted is not None  # one mistake: "tonight (23 November)"
        yield from years.copyright_year(fact, document, facts, when, template=template)
        for finding in stale.yearless(fact, document, when, named_years, announced=id(fact) in coming):
            mentions = mentions or confirmed.in_facts(document, facts)
            yield confirmed.yearless(finding, fact, mentions, when.day)
    yield from stale.last_year(facts, when)
    yield from named.greetings(document, when)
    if document.kind == "email":
        yield from relative.resolved(facts, when)
        from preflight.checkers.dates import countdown

        yield from countdown.counted(document, when)
