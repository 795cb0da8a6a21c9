"""Amounts in text: their value, their unit and what they are for."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from preflight.reading import amounts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs £1,234.56 now", [("£1,234.56", "1234.56", "GBP")]),
        ("Es kostet 1.234,56 €.", [("1.234,56 €", "1234.56", "EUR")]),
        ("Le prix : 1 234,56 €", [("1 234,56 €", "1234.56", "EUR")]),
        ("USD 40 or US$40 or $40.", [("USD 40", "40", "USD"), ("US$40", "40", "USD"), ("$40", "40", "USD")]),
        ("a £12k fund, $3 million more", [("£12k", "12000", "GBP"), ("$3 million", "3000000", "USD")]),
        ("save 25%, or 12.5 per cent", [("25%", "25", "%"), ("12.5 per cent", "12.5", "%")]),
        ("£1 234 567", [("£1 234 567", "1234567", "GBP")]),
        ("version 1.2%20x, $HOME, $1x, a%b, width=100%", []),
        ("8,000 readers at 9 am, 14 Mill Lane", []),
    ],
)
def test_values(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(text[one.start : one.end], one.value, one.unit) for one in amounts.find(text)]
    assert found == [(match, Decimal(value), unit) for match, value, unit in expected]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("was £40, now £30: save 25%", ["was", "now", "save"]),
        ("now just $30 (was $40), 25% off", ["now", "was", "save"]),
        ("statt 40 € jetzt nur 30 €: 25 % Rabatt", ["was", "now", "save"]),
        ("au lieu de 40 €, maintenant 30 €", ["was", "now"]),
        ("antes 40 €, ahora 30 €, 25 % de descuento", ["was", "now", "save"]),
        ("tickets are £8 each", ["each"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [one.role for one in amounts.find(text)] == roles


@pytest.mark.parametrize(
    "text", ["from £20", "up to 50% off", "£20–£30", "£20-30", "about $400", "$12k", "100+ ideas under €40", "£500+"]
)
def test_an_amount_that_is_not_exact_says_so(text: str) -> None:
    assert all(one.loose for one in amounts.find(text))


@pytest.mark.parametrize(
    "text", ["£1 " * 60_000, "1,111" * 60_000, "£" * 300_000, "save " * 60_000 + "£1", "1 " * 90_000 + "%"]
)
def test_hostile_text_takes_no_longer(text: str) -> None:
    start = time.process_time()
    amounts.find(text)
    assert time.process_time() - start < 3
