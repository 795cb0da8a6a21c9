"""A quick look at every text for all families at once: most texts of a site have nothing that interests anybody.

Menus, footers and standing phrases come again on page after page, so each text is looked at once and the answer
remembered, and each run of a document is looked up once, for whoever asks. A look may promise too much, never too
little: whoever asks reads the runs that are left as if there were no others.
"""

from __future__ import annotations

from preflight.model import Document, TextRun
from preflight.patterns import regex
from preflight.reading import dates, greetings, names, tags
from preflight.reading.remembered import Remembered

DIGITS, DAYS, TAGS, GREETINGS, NAMES = (1 << number for number in range(5))
"""What a text may hold: a digit, a day in words, a merge tag, a greeting, a name."""

DIGIT = regex(r"[0-9]")


def traits(text: str) -> int:
    """What a text may hold, each a bit."""
    found = 0
    if DIGIT.search(text) or (not text.isascii() and any(map(str.isdigit, text))):
        found |= DIGITS
    if dates.WORDS.search(text):
        found |= DAYS
    if tags.QUICK.search(text):
        found |= TAGS
    if greetings.may_stand_in(text):
        found |= GREETINGS
    if names.may_stand_in(text):
        found |= NAMES
    return found


TRAITS = Remembered(traits)
_LATEST: list[tuple[Document, list[int]]] = []
"""The document that was asked about last, and what its runs may hold: families ask one after another."""


def of_runs(document: Document) -> list[int]:
    """What each run of a document may hold, in their order."""
    for latest, found in _LATEST:
        if latest is document:
            return found
    found = [TRAITS[run.text] for run in document.runs]
    _LATEST[:] = [(document, found)]
    return found


def those(document: Document, wanted: int) -> list[TextRun]:
    """The runs of a document that may hold any of what is wanted, in their order."""
    return [run for run, found in zip(document.runs, of_runs(document), strict=True) if found & wanted]
