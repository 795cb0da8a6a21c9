"""One word that the same sentence has elsewhere in another form: in the other part of the message, or last time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from preflight.checkers.spelling.rules import WRONG_WORD
from preflight.model import CONTEXT, Delivery, Finding, Place, Related, TextRun
from preflight.reading import agreement
from preflight.reading import language as languages
from preflight.reading.agreement import Difference
from preflight.reading.lexicon import Lexicon, Lexicons

OTHER_PART = "in the same sentence of the other part (HTML or plain text)"
PREVIOUS = "in the same sentence of the previous issue"


def between_parts(runs: list[TextRun], lexicon: Lexicon) -> Iterator[Finding]:
    """Words that differ between the parts of one message, which are meant to say the same."""
    parts = sorted({run.part for run in runs if not run.hidden})
    for before, after in pairwise(parts):
        here = list(agreement.sentences(run for run in runs if run.part == after))
        there = list(agreement.sentences(run for run in runs if run.part == before))
        for difference in agreement.differences(here, there):
            if agreement.is_slip(difference.pair, strict=False) and _both_known(difference, lexicon):
                word, other = difference.pair
                rarer = lexicon.rarity(word) >= lexicon.rarity(other)  # and so the likelier slip
                yield _finding(difference if rarer else difference.turned, OTHER_PART)


def with_previous(delivery: Delivery, lexicons: Lexicons) -> Iterator[Finding]:
    """Words of a passage that is carried over from the previous issue, and changed by a letter or two."""
    if delivery.previous is None:
        return
    earlier = [run for document in delivery.previous.documents for run in document.runs if _is_prose(run)]
    if not earlier:
        return
    there = list(agreement.sentences(earlier))
    for document in delivery.documents:
        language = languages.primary(document.language) or "en"
        if language not in lexicons:
            continue
        lexicon = lexicons[language]
        here = agreement.sentences(run for run in document.runs if _is_prose(run))
        for difference in agreement.differences(here, there):
            if agreement.is_slip(difference.pair, strict=True) and _both_known(difference, lexicon):
                yield _finding(difference, PREVIOUS)


def _is_prose(run: TextRun) -> bool:
    return run.kind != "code" and not run.hidden


def _both_known(difference: Difference, lexicon: Lexicon) -> bool:
    """Both are words, written small: an unknown one is a misspelling, a capitalised one a name. And neither is one
    that the words around it prove wrong, which has been told."""
    for sentence in (difference.here, difference.there):
        start, end = sentence.places[difference.at]
        if not sentence.run.text[start:end].islower():
            return False
        if any(hit.start == start for hit in lexicon.own.contexts.find(sentence.run.text)):
            return False
    return not lexicon.unknown(set(difference.pair))


def _finding(difference: Difference, where: str) -> Finding:
    here, there, at = difference.here, difference.there, difference.at
    match, other = here.run.text[slice(*here.places[at])], there.run.text[slice(*there.places[at])]
    return Finding(
        WRONG_WORD.id,
        f"“{match}” here, “{other}” {where}",
        _place(here.run, *here.places[at]),
        match,
        f"One of the two is a slip: read both, and write “{other}” here or “{match}” there.",
        (other,),
        related=(Related(_place(there.run, *there.places[at]), other, "the same sentence, with another word"),),
        severity="warning",
    )


def _place(run: TextRun, start: int, end: int) -> Place:
    """The word's own place; once the source is gone, its column where the line is written as it is read, else its
    paragraph's place."""
    whole = run.location
    if whole is None:
        return run.span(start, end)
    if whole.column is None or whole.line != whole.end_line or whole.end_column != whole.column + len(run.text):
        return whole
    before, after = run.text[max(0, start - CONTEXT) : start], run.text[end : end + CONTEXT]
    column = whole.column
    return replace(whole, column=column + start, end_column=column + end, before=before, after=after)
