"""Quotation marks without their partner.

Only where nothing else explains them: inches, code and ditto marks have rules of their own, a quotation of several
paragraphs opens each of them and closes the last, and what begins in one text may end in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from preflight.checkers.spelling.rules import SPACING
from preflight.model import Finding, TextRun

KINDS = frozenset({"paragraph", "item", "quote", "caption", "subject", "preheader"})
STRAIGHT, OPENING, CLOSING = '"', "“", "”"
SPACE = frozenset(" \n\t\u00a0")
BEFORE_OPENING = SPACE | frozenset("([—–-/…'‘")
AFTER_CLOSING = SPACE | frozenset(")].,;:!?—–-/…'’")
OTHERS = frozenset("„«»″{}=<>\\`|")
"""With these in the text, marks mean something else: another language's quotations, inches, code."""
FEWEST_LETTERS = 20


def unpaired(texts: Iterable[tuple[TextRun, int]]) -> Iterator[Finding]:
    """Every mark that stands alone, one a text, and that no neighbour completes. ``texts``: those of a document in
    order, each with where its lonely mark stands (see ``lonely``)."""
    rows = [(run, at) for run, at in texts if run.kind in KINDS and not run.hidden]
    told = {number: (run, at) for number, (run, at) in enumerate(rows) if at >= 0}
    for number, (run, at) in told.items():
        if not at or len(run.text) < FEWEST_LETTERS:
            continue
        neighbours = (told.get(number - 1), told.get(number + 1))
        if any(other and other[0].part == run.part for other in neighbours):
            continue
        mark = run.text[at]
        yield Finding(
            SPACING.id,
            f"the quotation mark in “{run.text[max(0, at - 16) : at + 17].strip()}” has no partner",
            run.span(at, at + 1),
            mark,
            "Add the mark that is missing, or delete this one.",
            severity="warning",
        )


def lonely(text: str) -> int:
    """Where the one mark without a partner stands; -1 where there is none, or more than one, or who knows."""
    if STRAIGHT not in text and OPENING not in text and CLOSING not in text:
        return -1
    if not OTHERS.isdisjoint(text) or (STRAIGHT in text and (OPENING in text or CLOSING in text)):
        return -1
    alone: list[int] = []
    opened = -1
    for at, letter in enumerate(text):
        if letter not in (STRAIGHT, OPENING, CLOSING):
            continue
        kind = letter if letter != STRAIGHT else _direction(text, at)
        if not kind or text[at - 1 : at].isdigit():
            return -1
        if kind == OPENING:
            if opened >= 0:
                alone.append(opened)
            opened = at
        elif opened >= 0:
            opened = -1
        else:
            alone.append(at)
    alone += [opened] if opened >= 0 else []
    return alone[0] if len(alone) == 1 else -1


def _direction(text: str, at: int) -> str:
    """Which of the two a straight mark is, by the space around it; empty if it could be either."""
    opens = at == 0 or text[at - 1] in BEFORE_OPENING
    closes = at + 1 == len(text) or text[at + 1] in AFTER_CLOSING
    return "" if opens == closes else OPENING if opens else CLOSING
