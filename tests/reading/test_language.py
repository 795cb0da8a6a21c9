"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.reading.language import FUNCTION_WORDS, guess, is_latin
from preflight.reading.words import tokens


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We look forward to seeing you at the summer party, and so do the children.", "en"),
        ("Wir freuen uns auf das Sommerfest und auf alle, die mit uns feiern.", "de"),
        ("Nous vous attendons pour la fête d'été avec une surprise dans le jardin.", "fr"),
        ("Esperamos verlos en la fiesta de verano con todos los amigos del barrio.", "es"),
        ("Vi aspettiamo alla festa d'estate con una sorpresa per tutti nel giardino.", "it"),
        ("Wij zien u graag op het zomerfeest en wij hebben ook een verrassing.", "nl"),
        ("Esperamos por você na festa de verão com uma surpresa para as crianças.", "pt"),
        ("Мы ждём вас в субботу в нашем саду, и для детей есть сюрприз от мастера.", "ru"),
        ("Ми чекаємо на вас у суботу в нашому саду, і для дітей є сюрприз та чай.", "uk"),
        ("Очакваме ви в събота в градината и за децата ще има изненада от нас.", "bg"),
        ("Vi ser fram emot att träffa er på sommarfesten och det blir en överraskning.", "sv"),
        ("Summer party", ""),
        ("Anna Kowalska, Jan Novak, Maria Rossi", ""),
        ("", ""),
    ],
)
def test_guess(text: str, language: str) -> None:
    assert guess(tokens(text)) == language


def test_scripts() -> None:
    assert is_latin(["garden", "café"])
    assert not is_latin(["сад", "цветок", "rose"])


@given(st.lists(st.sampled_from(sorted(frozenset().union(*FUNCTION_WORDS.values()) | {"tulip", "xyz"})), max_size=30))
def test_the_guess_is_the_language_with_most_function_words(found: list[str]) -> None:
    hits = sorted(
        ((sum(word in known for word in found), name) for name, known in FUNCTION_WORDS.items()), reverse=True
    )
    assert guess(found) in ("", hits[0][1])
