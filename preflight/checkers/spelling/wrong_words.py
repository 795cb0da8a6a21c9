"""Real words that are surely not meant: by the words around them, or because nobody means them in a newsletter."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import EMBARRASSING_WORD, WRONG_WORD
from preflight.model import Finding, Fix, TextRun
from preflight.reading import embarrassing
from preflight.reading.confusions import Confused
from preflight.reading.context import Hit
from preflight.reading.embarrassing import Embarrassment
from preflight.reading.lexicon import Lexicon
from preflight.reading.words import tokens

WINDOW = 24
"""So many characters of the surroundings are quoted on either side."""


def may_be_wrong(text: str, found: list[str], lexicon: Lexicon) -> bool:
    """A quick look at a text and its words, lower-cased: whether a closer one pays."""
    return (
        lexicon.own.contexts.within(found)
        or bool(lexicon.own.confusions and lexicon.confusions.within(text))
        or not lexicon.own.embarrassing.keys().isdisjoint(found)
    )


def wrong_words(run: TextRun, lexicon: Lexicon) -> Iterator[Finding]:
    """Every word of a run that stands in another one's place."""
    own = lexicon.own
    wrong: set[int] = set()
    found = tokens(run.text)
    if own.contexts.within(found):
        for hit in own.contexts.find(run.text):
            wrong.add(hit.start)
            yield _wrong(run, hit)
    if own.confusions and lexicon.confusions.within(run.text):
        for confused in lexicon.confusions.find(run.text):
            if confused.start not in wrong:
                wrong.add(confused.start)
                yield _confused(run, confused)
    if not own.embarrassing.keys().isdisjoint(found):
        for start, end, entry in embarrassing.find(run.text, own.embarrassing):
            if start not in wrong:
                yield _embarrassing(run, start, end, entry)


def _wrong(run: TextRun, hit: Hit) -> Finding:
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
    return Finding(
        WRONG_WORD.id,
        message,
        span,
        match,
        remedy,
        (meant,) if meant else (),
        Fix(meant) if hit.sure and whole and meant else None,
        severity=None if hit.sure else "warning",
    )


def _confused(run: TextRun, hit: Confused) -> Finding:
    match = run.text[hit.start : hit.end]
    meant = _in_case(match, hit.meant)
    span = run.span(hit.start, hit.end)
    whole = span.end - span.start == len(match)
    where = [f"after “{hit.before}”"] if hit.before else []
    where += [f"before “{hit.after}”"] if hit.after else []
    return Finding(
        WRONG_WORD.id,
        f"“{meant}” is far likelier than “{match}” {' and '.join(where) or 'here'}: "
        f"“{_passage(run.text, hit.start, hit.end)}”",
        span,
        match,
        f"Change it to “{meant}”." if hit.sure else f"Read it once more: did you mean “{meant}”?",
        (meant,),
        Fix(meant) if hit.sure and whole else None,
        severity=None if hit.sure else "warning",
    )


def _embarrassing(run: TextRun, start: int, end: int, entry: Embarrassment) -> Finding:
    match = run.text[start:end]
    offered = tuple(_in_case(match, word) for word in entry.meant)
    question = f"Did you mean “{'” or “'.join(offered)}”? " if offered else ""
    return Finding(
        EMBARRASSING_WORD.id,
        f"“{match}” is a word that readers will not forget",
        run.span(start, end),
        match,
        f"{question}“{match}” means: {entry.sense}. If that is what you mean, leave it and waive this finding.",
        offered,
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
    """A word in the case of another, with its kind of apostrophe.

    >>> _in_case("Your", "you're"), _in_case("ITS", "it's")
    ("You're", "IT'S")
    """
    if match.isupper() and len(match) > 1:
        word = word.upper()
    elif match[0].isupper():
        word = word[:1].upper() + word[1:]
    return word.replace("'", "’") if "’" in match else word
