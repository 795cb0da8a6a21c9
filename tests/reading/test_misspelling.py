"""Distances between words, against the library that everybody trusts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from preflight.reading.slips import distance, one_slip, two_doublings

WORDS = st.text(alphabet="abcé", max_size=8)


@given(WORDS, WORDS)
def test_distance_is_optimal_string_alignment(left: str, right: str) -> None:
    assert distance(left, right) == min(OSA.distance(left, right), 3)


@given(st.text(alphabet="abc", min_size=1, max_size=6))
def test_one_slip_is_one_slip(word: str) -> None:
    assert {OSA.distance(word, other) for other, _, _ in one_slip(word, "abcd")} == {1}


def test_two_letters_too_many_or_too_few() -> None:
    assert "address" in two_doublings("adres")
    assert "palette" in two_doublings("pallete")
    assert list(two_doublings("ab" * 50_000)) == []
