"""A text is read once for all the pages that it stands on, and every page is told the same as if it were read anew."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.checkers.spelling import addresses, look, names
from preflight.checkers.spelling.readings import readings
from preflight.checkers.spelling.rules import Options
from preflight.model import plain_document
from preflight.reading.lexicon import Lexicons

PIECES = (
    "the", "the", "The", "a", "an", "hour", "garden", "recieve", "gardn", "Orla Byrne", "MacDonald", "your", "welcome",
    "too", "to", "of", "form", "mo re", "ofthe", "“", "”", '"', ",", " ,", "..", "brief.It", "htpts://",
    "SAVE THE DATE",
    "{{ name }}", "café", "caf\u00c3\u00a9", "Pаypal", "don’t", "dont", "\n", "\u00a0", "\ufffc", "—", "teh/recieve",
    "node.js", "und das ist nicht so", "wszystkim", "NASDAQ", "h264", "well-known",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)


@pytest.fixture(scope="module")
def lexicons(lexicon_cache: object) -> Lexicons:
    found = Lexicons(("en",), lexicon_cache)  # type: ignore[arg-type]
    assert found["en"].knows("garden")
    return found


def told(text: str, language: str, lexicons: Lexicons) -> list[object]:
    document = plain_document(text, language=language)
    return [*look.check(document, Options(), lexicons), *names.check(document, lexicons)]


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from(("en", "de", "pl", "")))
def test_what_is_remembered_is_what_is_read_anew(lexicons: Lexicons, blocks: list[str], language: str) -> None:
    text = "\n\n".join(blocks)
    once = told(text, language, lexicons)
    assert told(text, language, lexicons) == once
    readings.cache_clear()
    names._phrases.cache_clear()
    assert told(text, language, lexicons) == once


def test_invented_languages_take_no_memory(lexicons: Lexicons) -> None:
    known = readings(lexicons)
    for number in range(100):
        known.of(f"x{number}")["Some words of it."]
    assert len(known._by_tag) <= len(lexicons.languages) + 2


@given(
    st.lists(
        st.sampled_from(("form", "formal", "_", "$", "=", "(", "`", "<code>", "</code>", 'pre">', " ", "\n", "x", "F")),
        max_size=30,
    ).map("".join)
)
def test_a_word_looked_for_is_found_in_the_code_that_the_whole_source_shows(source: str) -> None:
    one_by_one = {
        form
        for form in set(re.findall("[a-z]+", source))
        if any(form in addresses.coded(stretch) for stretch in addresses.stretches(source, form))
    }
    assert one_by_one == set(addresses.coded(source))


def test_many_words_in_much_code_are_looked_for_at_once() -> None:
    document = plain_document(" ".join(f"word{'abcdefgh'[at % 8]}=" for at in range(20_000)))
    known = addresses.Addresses(document)
    assert {known.mark(f"word{letter}") for letter in "abcdefgh"} == {"code"}
    assert known.mark("wordz") == ""
