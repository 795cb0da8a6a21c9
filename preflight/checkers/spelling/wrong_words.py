"""Real words that are surely not meant: by the words around them, or because nobody means them in a newsletter."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import WRONG_WORD
from preflight.model import Finding, Fix, TextRun
from preflight.reading.context import Patterns

WINDOW = 24
"""So many characters of the surroundings are quoted on either side."""


def wrong_words(run: TextRun, patterns: Patterns) -> Iterator[Finding]:
    """Every word of a run that its neighbours show to be another one's place."""
    for hit in patterns.find(run.text):
        match = run.text[hit.start : hit.end]
        meant = _in_case(match, hit.meant)
        span = run.span(hit.start, hit.end)
        whole = span.end - span.start == len(match)
        passage = _passage(run.text, hit.start, hit.end)
        if meant:
            message = f"“{match}” is a word, but not the one meant here: “{passage}”"
            remedy = f"Change it to “{meant}”." if hit.sure else f"Read it once more: did you mean “{meant}”?"
        else:
            message = f"“{match}” is one word too many here: “{passage}”"
            remedy = "Delete it."
        yield Finding(
            WRONG_WORD.id,
            message,
            span,
            match,
            remedy,
            (meant,) if meant else (),
            Fix(meant) if hit.sure and whole and meant else None,
            severity=None if hit.sure else "warning",
        )


def _passage(text: str, start: int, end: int) -> str:
    """Some words around a place, none cut in two."""
    left, right = max(0, start - WINDOW), min(len(text), end + WINDOW)
    before, after = text[left:start], text[end:right]
    if left:
        before = before.partition(" ")[2]
    if right < len(text):
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{text[start:end]}{after}".split())


def _in_case(match: str, word: str) -> str:
    """
    >>> _in_case("Your", "you're"), _in_case("ITS", "it's")
    ("You're", "IT'S")
    """
    if match.isupper() and len(match) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if match[0].isupper() else word
