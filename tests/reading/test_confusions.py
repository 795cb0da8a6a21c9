"""Real words weighed by their neighbours: invented sentences that one of the pairs must object to, and none may."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from preflight.reading.confusions import PLACES, Confusions
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.wordclasses import WordClasses


@pytest.fixture(scope="module")
def english(lexicon_cache: Path) -> Lexicon:
    return Lexicons(("en",), lexicon_cache)["en"]


def found(text: str, english: Lexicon) -> list[tuple[str, str]]:
    hits = [(text[hit.start : hit.end], hit.meant) for hit in english.confusions.find(text)]
    assert not hits or english.confusions.within(text), "the quick look must not miss what the close one finds"
    return hits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You do not need a ticket too join the walk.", ("too", "to")),
        ("Please bring you're coat and a torch to the walk.", ("you're", "your")),
        ("Ask the clinic for some good advise on your diet.", ("advise", "advice")),
        ("She is a member off the choir and the band.", ("off", "of")),
        ("We thank the bakers for they're cakes and their time.", ("they're", "their")),
        ("The children showed there drawings to the mayor.", ("there", "their")),
        ("We asked then to bring a dish to the party.", ("then", "them")),
        ("It took more time then we had planned for.", ("then", "than")),
        ("You can find the whole list of winners hear.", ("hear", "here")),
        ("We cannot say weather the bridge will open in May.", ("weather", "whether")),
        ("The path leads though the woods to the river.", ("though", "through")),
        ("The doors where closed when we arrived.", ("where", "were")),
        ("We do not no the answer to that question.", ("no", "know")),
        ("Many thanks to out volunteers for their help.", ("out", "our")),
        ("We walked form the mill to the old bridge.", ("form", "from")),
        ("They will except the prize on behalf of the club.", ("except", "accept")),
        ("The rain did not effect the harvest.", ("effect", "affect")),
    ],
)
def test_words_that_their_neighbours_speak_against(text: str, expected: tuple[str, str], english: Lexicon) -> None:
    assert expected in found(text, english)


@pytest.mark.parametrize(
    "text",
    [
        "It is too late to plant tulips, and far too cold as well.",
        "The soup was good too, and so was the bread.",
        "You are welcome, and you know who you are.",
        "Your garden is yours, whatever your neighbours say.",
        "The lights went off at ten, and two of us walked home.",
        "Take the second road off the square and turn left.",
        "They're early, their bus was fast, and there they are.",
        "Then we ate, and they thanked them then and there.",
        "We eat no meat, but we meet for lunch.",
        "Can you hear us from here?",
        "The weather was fine, whether or not you believe it.",
        "Though we were tired, we thought it through.",
        "We know where we were, and we are now where we want to be.",
        "No, you know best; now let us see.",
        "Our work is out now, and we are proud of it.",
        "The form is on the website, and you get it from us too.",
        "Write to the right address, right away.",
        "We accept cash, except on Sundays.",
        "The effect is small and does not affect you.",
        "Its colour is red, and it's a fine house in its own garden.",
        "Every now and then it rains, as ever.",
        "The four of them waited for us, one on each side.",
        "The word “too” is short, and “their” is longer.",
        "Four metres by six, and shade until noon.",
        "A one hour lecture, and the list published in May.",
        "Meet at the Write a Letter stand.",
        "A make-or-buy decision is never an easy one.",
    ],
)
def test_words_that_are_right(text: str, english: Lexicon) -> None:
    assert found(text, english) == []


def test_an_empty_text_and_a_text_of_marks(english: Lexicon) -> None:
    assert found("", english) == []
    assert found("... , , ! too", english) == []


@pytest.mark.parametrize("text", ["too " * 100_000, "(" * 400_000, "you" + "'" * 300_000, "a" * 500_000])
def test_a_hostile_text_takes_linear_time(text: str, english: Lexicon) -> None:
    began = time.process_time()
    english.confusions.within(text)
    list(english.confusions.find(text))
    assert time.process_time() - began < 4


def test_every_block_can_be_read_and_names_real_words(english: Lexicon) -> None:
    blocks = [block for block in english.own.confusions.split("\n\n") if not block.startswith("#")]
    assert len(blocks) > 100
    confusions = Confusions(english.own.confusions, WordClasses(english))
    for block in blocks:
        written, _, rest = block.partition(" -> ")
        meant = rest.partition(" | ")[0]
        assert english.knows(written)
        assert english.knows(meant)
        confusions.within(f"one two {written} three four")
        assert {row.split(" ", 1)[0] for row in block.splitlines()[1:]} <= set(PLACES)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("visiting", "ing"),
        ("quickly", "ly"),
        ("visits", "sV"),
        ("gardens", "s"),
        ("don't", "'t"),
        ("the", "f"),
        ("xyzzyq", "?"),
    ],
)
def test_classes_of_words(word: str, expected: str, english: Lexicon) -> None:
    assert WordClasses(english)[word] == expected
