"""Duties of bulk mail that a case table cannot show: real sizes, hostile input, what is said not to be checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.reading import postal

Run = Callable[..., Any]
QUIET = ("--offline", "--no-config", "--no-cache", "--format", "json", "--select", "mail")
FOOTER = "<p>The Shop, 8 Orchard Row, Bristol BS6 5QZ</p><p><a href='https://shop.test/unsubscribe'>Unsubscribe</a></p>"


def message(html: str) -> str:
    return (
        "From: The Shop <news@shop.test>\nSubject: Wreaths\nContent-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nMake a wreath with us.\n\n"
        f"--b\nContent-Type: text/html\n\n<html lang='en'>{html}</html>\n--b--\n"
    )


def check(write: Callable[..., Path], preflight: Run, html: str) -> Any:
    write({"new.eml": message(f"<div style='display:none'>Fir, moss and mulled juice</div>{html}")})
    return preflight("check", "new.eml", "--state", "test-send", *QUIET)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1_000, 0, []),
        (95_000, 0, ["warning"]),
        (20_000, 100_000, ["warning"]),
        (110_000, 0, ["error"]),
    ],
)
def test_gmail_cuts_long_messages_off(
    write: Callable[..., Path], preflight: Run, before: int, after: int, expected: list[str]
) -> None:
    fill = "<p>The fir arrived this morning and the whole shop smells of it.</p>\n"
    outcome = check(write, preflight, fill * (before // len(fill)) + FOOTER + fill * (after // len(fill)))
    found = [one["severity"] for one in outcome.report["findings"] if one["rule"] == "mail.size"]
    assert found == expected


def test_words_inside_pictures_are_named_as_not_checked(write: Callable[..., Path], preflight: Run) -> None:
    picture = "<a href='https://shop.test/x'><img src='https://img.shop.test/a.png' alt='Wreaths' width='600'></a>"
    report = check(write, preflight, picture + FOOTER).report
    gaps = [gap for gap in report["not_checked"] if gap["what"] == "mail"]
    assert [(gap["detail"], gap["intended"]) for gap in gaps] == [("1 picture", True)]


def test_a_text_message_with_a_picture_names_it_too(write: Callable[..., Path], preflight: Run) -> None:
    picture = "<img src='https://img.shop.test/a.png' alt='Wreaths' width='600'>"
    report = check(write, preflight, picture + "<p>Make a wreath with us on Thursday evening.</p>" * 20 + FOOTER).report
    assert [gap["detail"] for gap in report["not_checked"] if gap["what"] == "mail"] == ["1 picture"]


@pytest.mark.parametrize(
    ("text", "address", "country"),
    [
        (
            "© 2026 Mill Ltd, 14 Mill Lane, Hebden Bridge HX7 6LU. All rights reserved",
            "14 Mill Lane, Hebden Bridge",
            "GB",
        ),
        ("Mill Inc., 220 Harbor Street, Suite 3, Portland, ME 04101", "220 Harbor Street, Suite 3, Portland, ME", "US"),
        ("Mill, 500 Queen Street West, Toronto, ON M5V 2B4", "500 Queen Street West", "CA"),
        ("Mill, 3 Quay Street, Galway H91 XY45", "3 Quay Street, Galway", "IE"),
        ("Mill, 12 Smith Street, Fitzroy VIC 3065", "12 Smith Street", "AU"),
        ("Molen BV, Keizersgracht 12, 1015 CN Amsterdam", "Keizersgracht 12", "NL"),
        ("Mühle GmbH, Lindenstraße 7, 10115 Berlin", "Lindenstraße 7, 10115 Berlin", ""),
        ("Moulin SAS, 3 rue des Lilas, 75011 Paris", "3 rue des Lilas, 75011 Paris", ""),
        ("Molino, Calle Mayor, 4, 28013 Madrid", "Calle Mayor, 4, 28013 Madrid", ""),
    ],
)
def test_postal_addresses(text: str, address: str, country: str) -> None:
    (found,) = postal.find(text)
    assert address in text[found.start : found.end]
    assert (found.country, found.full) == (country, True)


@pytest.mark.parametrize(
    "text",
    [
        "Call us on 0117 496 0142 or 555 842.",
        "Come on Monday 10 August 2026 at 10 am to the mill.",
        "We sold 12000 Tulips on Main Street.",
        "A ten-class pass was £160.00, now £120.00.",
        "Issue 23 of the weekly, A4 5AB things",
    ],
)
def test_numbers_that_are_no_addresses(text: str) -> None:
    assert not list(postal.find(text))


@pytest.mark.parametrize("piece", ["1 A ", "12 Mill Lane ", "10115 B", "Calle a", "1", "x-straße", "HX7 6LU,\n", "©"])
def test_looking_for_addresses_takes_linear_time(piece: str) -> None:
    started = time.process_time()
    list(postal.find(piece * (300_000 // len(piece))))
    assert time.process_time() - started < 2
