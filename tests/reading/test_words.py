"""Text into words: what is a word, where it stands, and that hostile text costs nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.reading.prosaic import prosaic
from preflight.reading.remembered import Remembered
from preflight.reading.words import WORD, plain, tokens, without_signs, without_template_tags, words


def seen(text: str) -> list[str]:
    return [word.text for word in words(text)]


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text


@given(st.text(max_size=200))
def test_blanking_template_tags_moves_nothing(text: str) -> None:
    assert len(without_template_tags(text)) == len(text)


def test_quick_and_close_look_agree_on_where_words_end() -> None:
    text = "Don’t eat the news\u00adletter, l'équipe: cafe\u0301!"
    assert tokens(text) == [word.text.lower() for word in words(text)]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/Teh/recieve", "www.example.com", "info@exmaple.test", "@recieve", "#recieve",
        "docs/instal/teh.md",
        "recieve.txt", "{{ frist_name }}", "{% fi teh %}", "*|FRSTNAME|*", "%%frist%%", "std::vecotr", "--optoin",
        "$hmoe",
        "print(vlaue)", "NASDAQ", "camelCsae", "h264enc", "snake_csae", "C:\\Windwos", "a=recieve",
    ],
)  # fmt: skip
def test_what_is_never_a_word(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Recieve” it, (please) or/and don't!", ["Recieve", "it", "please", "or", "and", "don't"]),
        ("see—or *really* see…what", ["see", "or", "really", "see", "what"]),
        ("SAVE THE DATE now, NASA", ["SAVE", "THE", "DATE", "now"]),
        ("O'Brien said I'm fine", ["said", "I'm", "fine"]),
    ],
)
def test_what_is(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


def test_plain_forms() -> None:
    assert plain("Don’t") == "don't"
    assert plain("news\u00adletter") == "newsletter"
    assert plain("cafe\u0301") == "café"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 640_000, "a'" * 320_000, "{{" * 320_000, "{{a}}" * 128_000, "A " * 320_000, "(" * 640_000,
        "a\u0301" * 320_000,
     "AA " * 200_000, "a.b/" * 160_000, "AA" + " " * 640_000, "\u00ad" * 640_000,
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    for _ in words(text):
        pass
    tokens(text)
    assert time.process_time() - began < 3


PIECES = (
    "garden", "Don’t", "see—or", "well-known", "end.", "A", "café", "\n", "  ", "\u00a0", "\ufffc", "node.js", "“So”",
    "and/or", "(please)", "h264", "I'm", "SAVE THE DATE", "{{ x }}", "…", "a: b", "İ", "ΟΔΟΣ", "'", "rock'n'roll",
    "\x1c",
)  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map(" ".join))
def test_a_row_of_words_is_the_list_of_them(text: str) -> None:
    found = prosaic(text)
    if found is not None:
        assert list(found) == list(words(text))
        assert found.forms == [plain(word.text) for word in words(text)]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map(" ".join))
def test_tokens_are_the_stretches_of_letters(text: str) -> None:
    assert tokens(text) == WORD.findall(text.lower())
    assert tokens(without_signs(text)) == tokens(text)
    assert len(without_signs(text)) == len(text)


def test_the_forgetful_forget_everything_at_once() -> None:
    asked: list[str] = []
    remembered = Remembered(lambda text: asked.append(text) or text.upper(), most=200)
    assert [remembered[text] for text in ("one", "two", "one")] == ["ONE", "TWO", "ONE"]
    assert asked == ["one", "two"]
    for number in range(1_000):
        remembered[str(number)]
    assert len(remembered) < 5
    assert remembered["x" * 5_000] not in remembered
