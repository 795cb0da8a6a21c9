"""Minutes of a meeting inside a newsletter: what they tell was true on that evening, deadlines included."""

from __future__ import annotations

from collections.abc import Iterable

from preflight.model import TextRun
from preflight.patterns import regex

LONGEST = 120
"""Paragraphs that one meeting's minutes take."""
# how minutes end
CLOSED = regex(
    r"\b(?:adjourn(?:ed|ment)|meeting (?:closed|ended)|minutes (?:submitted|taken) by|respectfully submitted"
    r"|Sitzung (?:geschlossen|beendet)|Ende der Sitzung|séance (?:est )?levée|levée de la séance"
    r"|se levanta la sesión)",
    2,
)
# how they begin
OPENED = regex(
    r"(?<![0-9] )(?<!few )\bminutes\b(?! (?:submitted|taken) by)|\b(?:called to order"
    r"|meeting (?:opened|began|started)|Protokoll|compte[- ]rendu|procès-verbal|acta)\b",
    2,
)
SHORT = 120
"""Characters of a line that opens them: a sentence may tell of "the minutes" too."""


def of(runs: Iterable[TextRun]) -> frozenset[int]:
    """The ``id`` of every run that belongs to minutes: from their opening, as far as it is told, to their closing."""
    found: set[int] = set()
    since: list[TextRun] = []
    for run in runs:
        if len(run.text) <= SHORT and OPENED.search(run.text):
            since = []
        since.append(run)
        if CLOSED.search(run.text):
            found.update(id(one) for one in since[-LONGEST:])
            since = []
    return frozenset(found)
