"""What a document tells machines of its events: calendar entries (RFC 5545), JSON-LD (schema.org ``Event``), and
``<time datetime="…">``.

Only days, hours, names and places are read, so this is no calendar library: the one there is (icalendar) brings two
dependencies and no positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from preflight.model import Part
from preflight.patterns import regex

MOST = 200
"""Events read of one part: a shared calendar of years is no invitation."""
LONGEST = 400_000
"""Characters of structured data that are read."""

# A line such as DTSTART;TZID=Europe/London:20261128T190000 or SUMMARY:Winter fair
PROPERTY = regex(
    r"^(BEGIN|END|DTSTART|DTEND|SUMMARY|STATUS|RRULE|RECURRENCE-ID)((?:;[^:\r\n]{0,200})?):([^\r\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
FOLD = regex(r"\r?\n[ \t]([^\r\n]*)")
STAMP = regex(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})(?:[0-9]{2})?(Z?))?")
# A day as 2026-11-28, with its hour as 2026-11-28T19:00:00+01:00
ISO = regex(
    r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::[0-9]{2})?(?:\.[0-9]{1,9})?"
    r"\s?(Z|[+-][0-9]{2}:?[0-9]{2})?)?\s*$"
)
SCRIPT = regex(r"<script\b[^<>]*ld\+json[^<>]*>", re.IGNORECASE)
SCRIPT_END = regex(r"</script", re.IGNORECASE)
TIME = regex(r"""<time\b[^<>]{0,400}?\bdatetime\s{0,4}=\s{0,4}["']([^"'<>]{4,40})["'][^<>]*>""", re.IGNORECASE)
WITHIN = 400
"""Characters of source that a ``<time>`` element may hold."""


class Moment(Struct, frozen=True):
    """A day, and the minutes of it where an hour is told. ``zone`` is how the hour is meant: ``local`` as people there
    read it off the clock, ``utc``, or the name of a zone (``Europe/London``)."""

    day: date
    minutes: int | None = None
    zone: str = "local"


class Event(Struct, frozen=True):
    """One event; ``part.source[at:until]`` is where its start is written. ``end`` is its last day or moment."""

    name: str
    start: Moment
    end: Moment | None
    at: int
    until: int
    recurring: bool = False


# --- calendar entries -----------------------------------------------------------------------------------


def calendar(part: Part) -> Iterator[Event]:
    """The events of an iCalendar text, cancelled ones left out."""
    source = part.source
    fields: dict[str, tuple[str, str, int]] = {}
    depth, count = 0, 0
    for match in PROPERTY.finditer(source):
        name, parameters, value = match[1].upper(), match[2], match[3].strip()
        if name == "BEGIN":
            if value.upper() == "VEVENT":
                fields, depth = {}, 1
            elif depth:
                depth += 1  # an alarm inside has a summary of its own
        elif name == "END" and depth:
            depth -= 1
            if not depth and (event := _entry(fields)) is not None:
                yield event
                count += 1
                if count >= MOST:
                    return
        elif depth == 1 and name not in fields:
            at = match.end() - len(match[3])
            if name == "SUMMARY":
                value = _unfolded(source, match.end(), value)
            fields[name] = (parameters, value, at)


def _unfolded(source: str, at: int, value: str) -> str:
    """A long line goes on after a line break and a blank (RFC 5545, 3.1); commas and the like are escaped (3.3.11)."""
    while len(value) < 1000 and (more := FOLD.match(source, at)) is not None:
        value, at = value + more[1], more.end()
    return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], value)


def _entry(fields: dict[str, tuple[str, str, int]]) -> Event | None:
    if "DTSTART" not in fields or fields.get("STATUS", ("", "", 0))[1].upper() == "CANCELLED":
        return None
    parameters, value, at = fields["DTSTART"]
    start = _stamp(value, parameters)
    if start is None:
        return None
    end = _stamp(fields["DTEND"][1], fields["DTEND"][0]) if "DTEND" in fields else None
    if end is not None and end.minutes is None and end.day > start.day:
        end = Moment(date.fromordinal(end.day.toordinal() - 1))  # the end of whole days is the day after (3.6.1)
    found = STAMP.match(value)
    name = fields.get("SUMMARY", ("", "", 0))[1]
    until = at + (found.end() if found else len(value))
    return Event(name, start, end, at, until, recurring="RRULE" in fields or "RECURRENCE-ID" in fields)


def _stamp(value: str, parameters: str) -> Moment | None:
    match = STAMP.match(value)
    if match is None:
        return None
    zone = "utc" if match[6] else "local"
    for parameter in parameters.split(";"):
        key, _, name = parameter.partition("=")
        if key.upper() == "TZID" and zone == "local" and name:
            zone = name.strip('"')
    return _moment(match, zone)


# --- structured data ------------------------------------------------------------------------------------


def structured(part: Part) -> Iterator[Event]:
    """The events of the JSON-LD in a page or a message."""
    source = part.source
    if '"startDate"' not in source:
        return
    count = done = 0
    for script in SCRIPT.finditer(source):
        if script.start() < done:
            continue
        closed = SCRIPT_END.search(source, script.end(), script.end() + LONGEST)
        if closed is None:
            return
        done = end = closed.start()
        text = source[script.end() : end]
        if '"startDate"' not in text:
            continue
        import json

        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        reached = script.end()
        for name, start, last in _events(value):
            moment = iso(start)
            written = json.dumps(start, ensure_ascii=False)
            at = source.find(written, reached, end) + 1 or source.find(written, script.end(), end) + 1
            count += 1
            if moment is not None and at > 0 and count <= MOST:
                reached = at
                yield Event(name, moment, iso(last), at, at + len(start))


def _events(value: Any) -> Iterator[tuple[str, str, str]]:
    """Name, start and end of everything that has a start, in the order of the text."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            start = one.get("startDate")
            if isinstance(start, str) and "Cancelled" not in str(one.get("eventStatus")):
                name, end = one.get("name"), one.get("endDate")
                yield name if isinstance(name, str) else "", start, end if isinstance(end, str) else ""
            waiting += reversed([inner for inner in one.values() if isinstance(inner, (dict, list))])


# --- <time> ---------------------------------------------------------------------------------------------


class Told(Struct, frozen=True):
    """A ``<time>`` element: what it tells machines, where that stands, and where its visible words begin and end."""

    moment: Moment
    text: str
    at: int
    start: int
    end: int


def times(part: Part) -> Iterator[Told]:
    """The ``<time>`` elements that name a day."""
    source = part.source
    if "<time" not in source and "<TIME" not in source:
        return
    for match in TIME.finditer(source):
        moment = iso(match[1])
        end = source.find("</time", match.end(), match.end() + WITHIN)
        if moment is not None and end > 0:
            yield Told(moment, match[1].strip(), match.start(1), match.end(), end)


def iso(text: str) -> Moment | None:
    """A day, with its hour as the clock there shows it; hours written with Z say only what they are in UTC."""
    match = ISO.match(text[:60])
    if match is None:
        return None
    return _moment(match, "utc" if match[6] == "Z" else "offset" if match[6] else "local")


def _moment(match: re.Match[str], zone: str) -> Moment | None:
    """The first five groups: year, month, day, and perhaps hour and minute."""
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    if match[4] is None or int(match[4]) > 23 or int(match[5]) > 59:
        return Moment(found)
    return Moment(found, int(match[4]) * 60 + int(match[5]), zone)
