"""Real words that are wrong where they stand: the examples beside the patterns, and what may not trip them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from preflight import shipped
from preflight.reading import embarrassing
from preflight.reading.context import BRACKETED, Patterns
from preflight.reading.lexicon import Lexicons
from preflight.reading.words import tokens

WORDS = shipped.folder("rules") / "words"
TEXTS = {path.parent.name: path.read_text(encoding="utf-8") for path in WORDS.glob("*/wrong-words.txt")}
PATTERNS = {language: Patterns(text) for language, text in TEXTS.items()}
EMBARRASSING = (WORDS / "en" / "embarrassing.txt").read_text(encoding="utf-8")
FEWEST_POSITIVE, FEWEST_COUNTER = 3, 5


class Paragraph(NamedTuple):
    language: str
    title: str
    rows: list[str]
    positive: list[str]
    counter: list[str]


def is_class(line: str) -> bool:
    return line.startswith("{") and "} = " in line


def paragraphs() -> Iterator[Paragraph]:
    for language, text in sorted(TEXTS.items()):
        for block in text.split("\n\n"):
            lines = block.splitlines()
            rows = [line for line in lines if BRACKETED.search(line) and line[0] not in "#+-"]
            if rows:
                examples = {sign: [line[2:] for line in lines if line.startswith(sign)] for sign in ("+ ", "- ")}
                yield Paragraph(language, lines[0].lstrip("# "), rows, examples["+ "], examples["- "])


def found(text: str, patterns: Patterns = PATTERNS["en"]) -> list[tuple[str, str]]:
    hits = [(text[hit.start : hit.end], hit.meant) for hit in patterns.find(text)]
    assert not hits or patterns.within(tokens(text)), "the quick look must not miss what the close one finds"
    return hits


@pytest.mark.parametrize("paragraph", list(paragraphs()), ids=lambda one: f"{one.language}: {one.title}")
def test_every_paragraph_keeps_its_word(paragraph: Paragraph) -> None:
    """At least three sentences that it must object to, and five that nothing in the list may."""
    assert len(paragraph.positive) >= FEWEST_POSITIVE
    assert len(paragraph.counter) >= FEWEST_COUNTER
    classes = [line for line in TEXTS[paragraph.language].splitlines() if is_class(line)]
    own, every = Patterns("\n".join([*classes, *paragraph.rows])), PATTERNS[paragraph.language]
    assert [text for text in paragraph.positive if not found(text, own)] == []
    assert [(text, found(text, every)) for text in paragraph.counter if found(text, every)] == []


def test_every_wrong_word_is_a_word_and_every_row_can_be_read(tmp_path: Path) -> None:
    """What no dictionary holds is a misspelling, and the misspelling rule explains it better."""
    lexicon = Lexicons(("en",), tmp_path)["en"]
    unknown = lexicon.unknown({word for word in PATTERNS["en"].words if "’" not in word})
    assert unknown - lexicon.own.misspellings.keys() == set()
    for patterns in PATTERNS.values():
        for word in patterns.words:
            assert patterns.within(["x", word, "x"]) in (True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your welcome to join us.", [("Your", "you're")]),
        ("It lost it’s way.", [("it’s", "its")]),
        ("We should\nof known.", [("of", "have")]),
        ("Never write “should of known” again.", []),
        ("Never write 'should of known' again.", []),
        ("We should, of all things, have known.", []),
        ("Hello {{ should of known }}!", []),
        ("See should-of-known and should/of known and should of-known.", []),
        ("SEE YOU AT THE FIST TIME", [("FIST", "first")]),
        ("The Fist time machine is a band.", []),
    ],
)
def test_what_parts_words_and_what_does_not(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text", ["your " * 130_000, "its" * 200_000, "could of " * 70_000, "[" * 640_000, "’" * 640_000]
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    list(PATTERNS["en"].find(text))
    assert time.process_time() - began < 5


def test_embarrassing_words_are_at_least_a_warning(write: Callable[..., Any], preflight: Callable[..., Any]) -> None:
    write({"a.md": "The pubic was invited to the next pubic meeting.\n\nAway in a manger, the baby slept.\n"})
    outcome = preflight("check", "a.md", "--offline", "--no-config", "--format", "json", "--select", "spelling.*")
    findings = [(f["rule"], f["severity"], f["suggestions"][0]) for f in outcome.report["findings"]]
    assert findings == [
        ("spelling.embarrassing-word", "warning", "public"),
        ("spelling.wrong-word", "error", "public"),
    ]
    assert "of the groin" in outcome.report["findings"][0]["help"]


def test_embarrassing_words_are_words_and_sorted(tmp_path: Path) -> None:
    lexicon = Lexicons(("en",), tmp_path)["en"]
    words = list(lexicon.own.embarrassing)
    assert words == sorted(words)
    assert [word for word in words if not lexicon.knows(word)] == []
    for entry in lexicon.own.embarrassing.values():
        assert all(lexicon.knows(word.lower()) for word in entry.meant if re.fullmatch("[a-z']+", word.lower()))


@pytest.mark.parametrize(
    ("text", "count"),
    [("Kind retards, Anna", 1), ("Fire retards slowly; flames retard.", 0), ("Write to news@whore.example", 0)],
)
def test_company_excuses(text: str, count: int) -> None:
    words = embarrassing.read(EMBARRASSING)
    assert len(list(embarrassing.find(text, words))) == count
