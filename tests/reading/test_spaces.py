"""Words parted, joined and fallen apart: what was meant, and what is a coinage."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.spaces import SURE, WORTH_A_LOOK, parted, rejoined


@pytest.fixture(scope="module")
def english(lexicon_cache: Path) -> Lexicon:
    return Lexicons(("en",), lexicon_cache)["en"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ofthe", "of the"), ("publicoffice", "public office"), ("we'reopening", "we're opening"),
        ("workingon", "working on"),
    ],
)  # fmt: skip
def test_two_words_written_as_one(english: Lexicon, written: str, meant: str) -> None:
    found = parted(written, english)
    assert found is not None
    assert found[0] == meant


@pytest.mark.parametrize("coinage", ["subteam", "captionless", "implementor", "x" * 500])
def test_coinages_stay_whole(english: Lexicon, coinage: str) -> None:
    assert parted(coinage, english) is None


@pytest.mark.parametrize(
    ("left", "right", "meant"),
    [("shar", "ing", "sharing"), ("mo", "re", "more"), ("contributio", "ndoes", "contribution does")],
)
def test_a_space_that_moved(english: Lexicon, left: str, right: str, meant: str) -> None:
    found = rejoined(left, right, english)
    assert found is not None
    assert found[0] == meant
    assert found[1] >= SURE


@pytest.mark.parametrize(("left", "right"), [("in", "to"), ("work", "shop"), ("may", "be"), ("maintenances", "and")])
def test_words_that_belong_side_by_side(english: Lexicon, left: str, right: str) -> None:
    found = rejoined(left, right, english)
    assert found is None or found[1] < WORTH_A_LOOK
