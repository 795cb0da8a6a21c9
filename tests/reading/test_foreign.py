"""Words of other languages inside English."""

from __future__ import annotations

import pytest

from preflight.folders import cache_folder
from preflight.reading.foreign import Foreign
from preflight.reading.lexicon import Lexicons
from preflight.reading.wordfile import opened


@pytest.fixture(scope="module")
def foreign() -> Foreign:
    return Lexicons(("en",), cache_folder())["en"].foreign


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("spaghetti alle vongole", "alle"),
        ("dolce far niente", "niente"),
        ("je ne regrette rien", "regrette"),
        ("restaurante la finca on the hill", "restaurante"),
        ("diolch yn fawr iawn to everyone", "fawr"),
        ("nollaig shona duit from us", "duit"),
    ],
)
def test_a_word_beside_others_of_its_language_is_foreign(foreign: Foreign, text: str, word: str) -> None:
    forms = text.split()
    assert foreign.spoken(forms, forms.index(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("please send your adress to us", "adress"),  # Swedish, and nothing else here is
        ("the man wich came", "wich"),  # German, and "man" is English enough
        ("a responsable person", "responsable"),
        ("the mozarella and the salame di parma", "mozarella"),  # a doubled letter is missing in any language
        ("we recieve la carte", "recieve"),
    ],
)
def test_a_slip_is_no_foreign_word(foreign: Foreign, text: str, word: str) -> None:
    forms = text.split()
    assert not foreign.spoken(forms, forms.index(word))


def test_without_a_folder_the_same_words_are_known() -> None:
    foreign = Foreign(opened("en", cache_folder()), None)
    assert foreign.spoken(["dolce", "far", "niente"], 2)
