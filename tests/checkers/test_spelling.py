"""What the spelling family says, beyond the case tables: tiers, evidence, languages, and the words it uses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from preflight.checkers.spelling.look import check
from preflight.checkers.spelling.rules import Options
from preflight.model import plain_document
from preflight.reading.lexicon import Lexicons


def spelling(preflight: Callable[..., Any], *arguments: str) -> list[dict[str, Any]]:
    outcome = preflight("check", *arguments, "--offline", "--no-config", "--format", "json", "--select", "spelling.*")
    return [finding for finding in outcome.report["findings"] if finding["rule"].startswith("spelling")]


def test_a_finding_says_why_and_what_to_do(write: Callable[..., Any], preflight: Callable[..., Any]) -> None:
    write({"a.md": "You will recive the tickets on Friday.\n"})
    (finding,) = spelling(preflight, "a.md")
    assert finding["rule"] == "spelling.misspelling"
    assert finding["match"] == "recive"
    assert finding["suggestions"][0] == "receive"
    assert "times more common" in finding["message"]
    assert "Change it to “receive”" in finding["help"]


@pytest.mark.parametrize(("word", "suggestion"), [("Recieve", "Receive"), ("recieve", "receive"), ("dont", "don't")])
def test_suggestions_keep_the_case(
    write: Callable[..., Any], preflight: Callable[..., Any], word: str, suggestion: str
) -> None:
    write({"a.md": f"{word} the tickets from us.\n"})
    assert spelling(preflight, "a.md")[0]["suggestions"][0] == suggestion


def test_evidence_never_crosses_targets(write: Callable[..., Any], preflight: Callable[..., Any]) -> None:
    """A coinage that one newsletter repeats is no reason to accept it in another one."""
    write(
        {
            "club.md": "The gardern is big, our gardern grows. Love that gardern. Every gardern blooms. One gardern.\n",
            "shop.md": "We sell chairs for the gardern and the house.\n",
        }
    )
    alone = spelling(preflight, "shop.md")
    together = [f for f in spelling(preflight, "club.md", "shop.md") if f["location"]["path"] == "shop.md"]
    assert together == alone
    assert alone


def test_a_language_without_a_word_list_is_named(write: Callable[..., Any], preflight: Callable[..., Any]) -> None:
    write({"a.html": '<html lang="fi"><title>Hei</title><p>Tervetuloa kaikki kesäjuhlaan ensi lauantaina.</p></html>'})
    outcome = preflight("check", "a.html", "--offline", "--no-config", "--format", "json")
    (gap,) = [gap for gap in outcome.report["not_checked"] if gap["what"] == "spelling"]
    assert gap["intended"]
    assert "Finnish" in gap["detail"]


def test_a_mend_is_offered_only_where_nothing_stands_in_between(
    write: Callable[..., Any], preflight: Callable[..., Any]
) -> None:
    write({"a.html": '<html lang="en"><title>A</title><p>See the <b>the</b> garden and the the park.</p></html>'})
    first, second = spelling(preflight, "a.html")
    assert first["fix"] is None
    assert second["fix"] == {"replacement": "the", "safe": True}


@pytest.mark.parametrize(
    "text",
    [
        "the " * 100_000, "recieve " * 20_000, "x" * 400_000, "â€™" * 100_000, "://" * 100_000, "а" * 100_000 + "a",
        "\n\n" * 100_000, "mo re " * 50_000, "ab ," * 80_000, "The the " * 40_000, "ofthe " * 60_000,
        "g enerations " * 30_000,
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(lexicon_cache: Any, text: str) -> None:
    lexicons = Lexicons(("en",), lexicon_cache)
    lexicons["en"]
    document = plain_document(text)
    began = time.process_time()
    for _ in check(document, Options(), lexicons):
        pass
    assert time.process_time() - began < 5
