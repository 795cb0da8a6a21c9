"""Typos: misspelt words, doubled words, stray spaces, garbled characters.

`check` looks every word up and records the unknown ones; `review` weighs each of them with all that the delivery tells
about it, so that a client's new word or another page's evidence never invalidates what was read.
"""

from __future__ import annotations

from preflight.checkers.spelling.look import check
from preflight.checkers.spelling.rules import RULES, Options
from preflight.checkers.spelling.weigh import review
from preflight.folders import cache_folder
from preflight.reading.lexicon import Lexicons

__all__ = ["RULES", "Options", "check", "prepare", "review"]


def prepare(options: Options) -> Lexicons:
    """The word lists. English, which nearly every delivery needs, is opened now, so that workers find its file."""
    lexicons = Lexicons(options.languages, cache_folder())
    if "en" in lexicons:
        lexicons["en"]
    return lexicons
