"""Typos: misspelt words, doubled words, stray spaces, garbled characters.

`check` looks every word up and records the unknown ones; `review` weighs each of them with all that the delivery tells
about it, so that a client's new word or another page's evidence never invalidates what was read.
"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling import vouched, weigh
from preflight.checkers.spelling.look import check
from preflight.checkers.spelling.rules import RULES, Options
from preflight.folders import cache_folder
from preflight.model import Delivery, Finding, Gap
from preflight.reading.lexicon import Lexicons

__all__ = ["RULES", "Options", "check", "prepare", "review"]


def prepare(options: Options) -> Lexicons:
    """The word lists. English, which nearly every delivery needs, is opened now, so that workers find its file."""
    lexicons = Lexicons(options.languages, cache_folder())
    if "en" in lexicons:
        lexicons["en"]
    return lexicons


def review(delivery: Delivery, options: Options, lexicons: Lexicons) -> Iterator[Finding | Gap]:
    """What the delivery as a whole tells about its words, and about the client's word list."""
    yield from weigh.review(delivery, options, lexicons)
    yield from vouched.unused(delivery, lexicons)
