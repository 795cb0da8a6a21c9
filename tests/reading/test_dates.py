"""What the date engine sees: spans, values and roles in four languages, and what it must leave alone."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preflight.reading import dates


def seen(text: str, language: str = "en", order: dates.Order = "") -> list[tuple[str, str, str]]:
    table = dates.table(language)
    found = [dates.settle(span, order, text) for span in dates.find(text, table)]
    return [(text[span.start : span.end], span.value, span.role) for span in found if span.role != "time"]


@pytest.mark.parametrize(
    ("text", "match", "value"),
    [
        ("The fair is on Thursday, 26 November 2026.", "Thursday, 26 November 2026", "2026-11-26"),
        ("The fair is on November 26th, 2026.", "November 26th, 2026", "2026-11-26"),
        ("The fair is on the 26th of November.", "26th of November", "--11-26"),
        ("Doors: Thu 2026-11-26 at 7 pm", "Thu 2026-11-26", "2026-11-26"),
        ("Market Nov. 30 – Dec. 2, 2026", "Nov. 30 – Dec. 2, 2026", "2026-11-30/2026-12-02"),
        ("Camp 12–14 May 2026", "12–14 May 2026", "2026-05-12/2026-05-14"),
        ("Camp Sat & Sun 25–26 July", "Sat & Sun 25–26 July", "--07-25/--07-26"),
        ("Closed 28 December – 3 January 2027", "28 December – 3 January 2027", "2026-12-28/2027-01-03"),
        ("The Summer 2026 programme", "Summer 2026", "2026-SU"),
        ("Figures for Q3 2026", "Q3 2026", "2026-Q3"),
        ("News of mid-May 2026", "May 2026", "2026-05"),
        ("Reply by the 30th.", "the 30th", "---30"),
        ("© 2019–2026 Hazel Court", "2019–2026", "2019/2026"),
        ("See you tomorrow at the pier.", "tomorrow", "REL"),
        ("Open every Saturday until dusk.", "every Saturday", "R"),
        ("We meet on the second Tuesday of every month.", "second Tuesday of every month", "R"),
    ],
)
def test_english_dates_have_a_value(text: str, match: str, value: str) -> None:
    assert [found[:2] for found in seen(text)] == [(match, value)]


@pytest.mark.parametrize(
    ("language", "text", "match", "value"),
    [
        ("de", "Treffen am Donnerstag, den 26. November 2026", "Donnerstag, den 26. November 2026", "2026-11-26"),
        ("de", "Messe vom 14.–19. Juli 2026", "14.–19. Juli 2026", "2026-07-14/2026-07-19"),
        ("de", "Vom 30.11.–2.12.2026 geschlossen", "30.11.–2.12.2026", "2026-11-30/2026-12-02"),
        ("de", "Vom 28.12. bis 2.1.2027 geschlossen", "28.12. bis 2.1.2027", "2026-12-28/2027-01-02"),
        ("de", "Lager 01.-03.05.2026", "01.-03.05.2026", "2026-05-01/2026-05-03"),
        ("fr", "Rendez-vous le jeudi 26 novembre 2026", "jeudi 26 novembre 2026", "2026-11-26"),
        (
            "fr",
            "Fermé du 24 décembre 2026 au 2 janvier 2027",
            "24 décembre 2026 au 2 janvier 2027",
            "2026-12-24/2027-01-02",
        ),
        ("fr", "Le 1er mai 2026", "1er mai 2026", "2026-05-01"),
        ("es", "El plazo termina el 30 de noviembre de 2026", "30 de noviembre de 2026", "2026-11-30"),
    ],
)
def test_other_languages_share_the_grammar(language: str, text: str, match: str, value: str) -> None:
    assert match in [found[0] for found in seen(text, language)]
    assert value in [found[1] for found in seen(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Install version 3.4.2026 first.",
        "Ring 020 7946 0123 or 01632 960 456.",
        "Now £2,026, was £2,126.",
        "ISBN 978-1-86197-876-9",
        "Find us at 2026 Mill Road, Ely.",
        "We split it 50/50, around the clock, 24/7.",
        "Read pages 10-12.",
        "Order #20261105 is on its way.",
        "https://example.com/2026/11/autumn and img/2026/05/hero.jpg",
        "You may march on if the sun shines.",
        "Add 1/2 cup of milk.",
        "The model 2000 drill fits 30/32 bits at 16:9.",
        "All 2026 members paid for 1950 chairs.",
        "Copyright {{ now.year }} *|CURRENT_YEAR|*",
        "May will help April with the stall.",
    ],
)
def test_traps_are_no_dates(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Please register by 12 May 2026.", "deadline"),
        ("Submissions close on 12 May 2026.", "deadline"),
        ("12 May 2026: deadline for talks", "deadline"),
        ("Join us on 12 May 2026.", "event"),
        ("Last updated: 12 May 2026", "updated"),
        ("Bakers since 1998.", "historical"),
        ("The hall was opened on 12 May 2016.", "historical"),
        ("Issue 48 | 12 May 2026", "issue"),
        ("© 2026 Hazel Court", "copyright"),
        ("Our 2026 annual report", "name"),
    ],
)
def test_roles_come_from_the_words_around(text: str, role: str) -> None:
    assert [found[2] for found in seen(text)] == [role]


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("Offer ends 03/04/2026", "", "2026"),
        ("Offer ends 03/04/2026", "day-first", "2026-04-03"),
        ("Offer ends 03/04/2026", "month-first", "2026-03-04"),
        ("Offer ends 25/04/2026", "month-first", "2026-04-25"),
        ("Offer ends 03.04.2026", "", "2026-04-03"),
        ("Offer ends 10/31.", "", "--10-31"),
    ],
)
def test_the_order_of_numbers_is_the_documents(text: str, order: dates.Order, value: str) -> None:
    assert [found[1] for found in seen(text, order=order)] == [value]


def test_one_clear_date_decides_the_order_of_the_others() -> None:
    spans = [span for text in ("by 03/04/2026", "on 25/04/2026") for span in dates.find(text, dates.table("en"))]
    assert dates.order_of(spans, "en") == "day-first"
    assert dates.order_of(spans[:1], "en") == ""
    assert dates.order_of(spans[:1], "en-us") == "month-first"
    assert dates.order_of(spans[:1], "en", us_zones=True) == "month-first"


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine, not a slow strategy
@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    st.sampled_from(["%A, %d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%Y-%m-%d"]),
)
def test_every_written_day_is_read_back(day: date, form: str) -> None:
    written = day.strftime(form)
    assert seen(f"Join us on {written}, and bring a friend.") == [(written, day.isoformat(), "event")]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="MayJun 0123456789/.-–,:()©\nSatpmUTC&*|{}'h"))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    end = 0
    for span in dates.find(text, dates.table("en")):
        assert span.start < span.end <= len(text) + 1
        assert end <= span.start or (span.form == "time" and span.end <= end)  # "Sat 7 pm, 12 May" has its hour inside
        end = max(end, span.end)


@pytest.mark.parametrize("unit", ["<a ", "(", "1/", "May 1 ", "2026-", "Mon, ", "{{", "every first Monday ", "© x "])
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        began = time.process_time()
        for _ in dates.find(text, dates.table("en")):
            pass
        return time.process_time() - began

    cost(1_000)
    small, large = cost(20_000), cost(80_000)
    assert large < 0.5 or large < 12 * small  # four times the work, and sixteen if it were squared
