"""What machines are told of events: every form of it, where it stands, and that hostile text costs nothing."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest

from preflight.model import Part
from preflight.reading import events


def calendar(*lines: str) -> list[events.Event]:
    return list(events.calendar(Part("2", "text/calendar", "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR")))))


def entry(*lines: str) -> list[events.Event]:
    return calendar("BEGIN:VEVENT", *lines, "END:VEVENT")


@pytest.mark.parametrize(
    ("line", "day", "minutes", "zone"),
    [
        ("DTSTART:20261128T190000", date(2026, 11, 28), 1140, "local"),
        ("DTSTART:20261128T190000Z", date(2026, 11, 28), 1140, "utc"),
        ("dtstart;tzid=Europe/Paris:20261128T0730", date(2026, 11, 28), 450, "Europe/Paris"),
        ('DTSTART;X-A=b;TZID="America/New_York":20261128T000000', date(2026, 11, 28), 0, "America/New_York"),
        ("DTSTART;VALUE=DATE:20261128", date(2026, 11, 28), None, "local"),
    ],
)
def test_starts(line: str, day: date, minutes: int | None, zone: str) -> None:
    (event,) = entry("SUMMARY:Fair", line)
    assert event.start == events.Moment(day, minutes, zone)


def test_long_lines_go_on_and_commas_are_escaped() -> None:
    (event,) = entry("SUMMARY:Winter fair\\, mar", " ket and", "\t supper\\; all day", "DTSTART:20261128")
    assert event.name == "Winter fair, market and supper; all day"


def test_what_is_no_event_of_its_own() -> None:
    assert entry("SUMMARY:Fair") == []
    assert entry("DTSTART:20261128", "STATUS:CANCELLED") == []
    assert entry("DTSTART:20261340") == []
    (event,) = entry("DTSTART:20261128", "BEGIN:VALARM", "SUMMARY:Bell", "DTSTART:20200101", "END:VALARM")
    assert (event.name, event.start.day) == ("", date(2026, 11, 28))
    assert calendar("BEGIN:VTIMEZONE", "DTSTART:19700101T000000", "END:VTIMEZONE") == []


def test_whole_days_end_on_the_day_before() -> None:
    (event,) = entry("DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20261207")
    assert event.end is not None
    assert event.end.day == date(2026, 12, 6)


def test_places_point_at_the_start() -> None:
    source = "BEGIN:VEVENT\nDTSTART;TZID=Europe/Paris:20261128T190000\nEND:VEVENT\n"
    (event,) = events.calendar(Part("2", "text/calendar", source))
    assert source[event.at : event.until] == "20261128T190000"


def test_structured_data_of_every_nesting() -> None:
    data = {
        "@graph": [
            {"@type": "Event", "name": "Fair", "startDate": "2026-11-28T19:00+01:00", "endDate": "2026-11-28"},
            {"itemListElement": [{"item": {"startDate": "2026-12-05"}}]},
            {"startDate": "2026-12-06", "eventStatus": "https://schema.org/EventCancelled"},
            {"startDate": 20261207},
        ]
    }
    source = f'<SCRIPT type="application/ld+json">{json.dumps(data)}</SCRIPT><script>var x = "startDate"</script>'
    found = list(events.structured(Part("", "text/html", source)))
    assert [(event.name, event.start.day.isoformat()) for event in found] == [
        ("Fair", "2026-11-28"),
        ("", "2026-12-05"),
    ]
    assert [source[event.at : event.until] for event in found] == ["2026-11-28T19:00+01:00", "2026-12-05"]


def test_broken_structured_data_is_passed_by() -> None:
    source = '<script type="application/ld+json">{"startDate": "2026-11-28",}</script>'
    assert list(events.structured(Part("", "text/html", source))) == []


@pytest.mark.parametrize(
    "piece",
    [
        '<script type="application/ld+json">"startDate"',
        '<script ld+json>[{"startDate":',
        '<time datetime="2026-11-28">',
        "<time datetime=",
        "<time ",
        "BEGIN:VEVENT\nSUMMARY:a\n",
        "DTSTART;" + "a" * 150,
        "SUMMARY:a\r\n b",
        '{"startDate":[',
    ],
)
def test_hostile_text_is_read_in_linear_time(piece: str) -> None:
    source = piece * (640_000 // len(piece))
    part = Part("", "text/html", source)
    began = time.process_time()
    assert len(list(events.calendar(part))) <= events.MOST
    list(events.structured(part))
    list(events.times(part))
    assert time.process_time() - began < 2
