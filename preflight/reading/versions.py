"""The HTML and the plain-text version of one message: sentences that are the same but for what is marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from preflight.model import Document, Finding, Related, TextRun
from preflight.patterns import regex

SENTENCE = regex(r"(?<=[.!?])\s+|\n")
TOKEN = regex(r"#|[^\W_]+")
FEWEST = 3
"""Words besides its marks that make a sentence known again."""


class Mark(Struct, frozen=True):
    """``text[start:end]`` of a run means ``value``: an amount, a date."""

    start: int
    end: int
    value: object


class Difference(Struct, frozen=True):
    run: TextRun
    mark: Mark
    other_run: TextRun
    other: Mark


Sentences = dict[tuple[str, ...], list[tuple[TextRun, Sequence[Mark]]]]


def differences(document: Document, marked: Iterable[tuple[TextRun, Sequence[Mark]]]) -> Iterator[Difference]:
    """Marks of the plain text whose twin in the HTML means something else. A sentence that stands twice is no twin."""
    types = {part.name: part.media_type for part in document.parts}
    if not {"text/html", "text/plain"} <= set(types.values()):
        return
    marked = list(marked)
    designed = _sentences(marked, types, "text/html")
    for key, found in _sentences(marked, types, "text/plain").items():
        others = designed.get(key, [])
        if len(found) == len(others) == 1:
            (run, marks), (other_run, other_marks) = found[0], others[0]
            for mine, other in zip(marks, other_marks, strict=True):
                if mine.value != other.value:
                    yield Difference(run, mine, other_run, other)


def told_apart(rule: str, document: Document, marked: Iterable[tuple[TextRun, Sequence[Mark]]]) -> Iterator[Finding]:
    """The same sentence with another day or amount in the plain-text part, as a finding of that rule."""
    for told in differences(document, marked):
        run, mine, page, other = told.run, told.mark, told.other_run, told.other
        text, said = run.text[mine.start : mine.end], page.text[other.start : other.end]
        yield Finding(
            rule,
            f"the plain-text version says {text}, the designed version {said}",
            run.span(mine.start, mine.end),
            text,
            "Some readers see the one, some the other. Find out which one holds, and put it in both versions.",
            (said,),
            related=(Related(page.span(other.start, other.end), said, "the designed version"),),
        )


def _sentences(
    marked: Iterable[tuple[TextRun, Sequence[Mark]]], types: Mapping[str, str], media_type: str
) -> Sentences:
    """Sentences with their marks, by their words without the marks."""
    found: Sentences = {}
    for run, marks in marked:
        if types.get(run.part) != media_type or run.kind == "title" or not marks:
            continue
        edges = [0, *(match.end() for match in SENTENCE.finditer(run.text)), len(run.text)]
        for start, end in pairwise(edges):
            inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
            if inside:
                key = _key(run.text, start, end, inside)
                if sum(word != "#" for word in key) >= FEWEST:
                    found.setdefault(key, []).append((run, inside))
    return found


def _key(text: str, start: int, end: int, inside: Sequence[Mark]) -> tuple[str, ...]:
    pieces, position = [], start
    for mark in inside:
        pieces += [text[position : mark.start], " # "]
        position = mark.end
    pieces.append(text[position:end])
    return tuple(TOKEN.findall("".join(pieces).casefold()))
