"""A text as a row of words and of what stands between them, for those who look at a word's neighbours."""

from __future__ import annotations

from preflight.reading.phrases import lowered
from preflight.reading.words import WORD, without_template_tags

Spread = tuple[str, int, int]
"""A word in plain form or one of MARKS, with its place."""

STOP, MARK, NUMBER, GLUE = ".", ",", "0", "-"
"""What stands between words, as if it were one: a sentence's end, a comma or bracket, a number, anything unspaced."""
MARKS = frozenset((STOP, MARK, NUMBER, GLUE))
ENDS = frozenset(".!?:;…—–\n•·|")
QUOTES = "\"'“”‘’«»„`*_"
DIGITS = frozenset("0123456789")
HALVES = frozenset(("am", "pm"))
"""Written on to a time of day, "9am" and "7:30pm" are no single thing."""
CLOCK = DIGITS | frozenset(":.")


def spread_out(text: str) -> list[Spread]:
    """The words of a text in plain form, and what stands between them, with their places."""
    masked = lowered(without_template_tags(text)).replace("’", "'")
    spread = [(STOP, 0, 0)]
    done = 0
    for found in WORD.finditer(masked):
        start, end = found.span()
        gap = masked[done:start]
        if gap != " ":
            kind = _between(gap, first=not done)
            if kind == GLUE and found.group() in HALVES and CLOCK.issuperset(gap.strip()):
                kind = NUMBER
            if kind:
                spread.append((kind, done, start))
        spread.append((found.group(), start, end))
        done = end
    kind = _between(masked[done:] + " ", first=False)
    spread += [(kind, done, len(text))] if kind in (MARK, GLUE, NUMBER) else []
    spread.append((STOP, len(text), len(text)))
    return spread


def _between(gap: str, *, first: bool) -> str:
    """What a reader sees between two words: nothing, the end of a sentence, another mark, or one thing."""
    marks = gap.strip(" \t\u00a0\n")
    if not marks:
        return STOP if "\n" in gap and "\n\n" in gap else ""
    if not first and not gap[-1].isspace() and marks[-1] not in "\"'“‘«„([¿¡—–…":
        return GLUE  # "a-b", "a.b", "2nd"
    if not first and not gap[0].isspace() and marks[0] not in ".,;:!?\"'”’»)]—–…":
        return GLUE
    if not DIGITS.isdisjoint(marks):
        return NUMBER if all(mark in "0123456789.,:" for mark in marks) else MARK
    if any(mark in ENDS for mark in marks):
        return STOP
    if any(mark in "\0\ufffc@/\\=_{}<>$^%+~#&" for mark in marks):
        return GLUE
    return MARK
