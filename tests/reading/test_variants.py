"""British and American: twins both ways, and what is right on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.variants import other_form


@pytest.fixture(scope="module")
def english(lexicon_cache: Path) -> Lexicon:
    return Lexicons(("en",), lexicon_cache)["en"]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colourful", "colorful"), ("centred", "centered"), ("catalogues", "catalogs"), ("travellers", "travelers"),
        ("analysing", "analyzing"), ("defences", "defenses"), ("fulfilment", "fulfillment"),
    ],
)  # fmt: skip
def test_twins(english: Lexicon, british: str, american: str) -> None:
    assert other_form(british, "american", english) == american
    assert other_form(american, "british", english) == british
    assert other_form(british, "british", english) == ""
    assert other_form(american, "american", english) == ""


def test_oxford_spelling_is_british(english: Lexicon) -> None:
    assert other_form("organize", "british", english) == ""
    assert other_form("organisation", "american", english) == "organization"


@pytest.mark.parametrize("word", ["advertise", "exercise", "promised", "hour", "four", "check", "tire", "program"])
def test_words_of_both_sides(english: Lexicon, word: str) -> None:
    assert other_form(word, "american", english) == ""
    assert other_form(word, "british", english) == ""
