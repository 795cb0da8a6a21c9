"""Typos: misspelt words, doubled words, stray spaces, garbled characters.

`check` looks every word up and records the unknown ones; `review` weighs each of them with all that the delivery tells
about it, so that a client's new word or another page's evidence never invalidates what was read.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from preflight.checkers.spelling import agreement, carried, look, misnamed, names, vouched, weigh
from preflight.checkers.spelling.occupied import Occupied
from preflight.checkers.spelling.rules import MISSPELLING, RULES, Options
from preflight.folders import cache_folder
from preflight.model import Delivery, Document, Fact, Finding, Gap
from preflight.reading import names as reading_names
from preflight.reading.lexicon import Lexicons

__all__ = ["RULES", "Options", "check", "prepare", "review"]


def prepare(options: Options) -> Lexicons:
    """The word lists. English, which nearly every delivery needs, is opened now, so that workers find its file."""
    lexicons = Lexicons(options.languages, cache_folder())
    if "en" in lexicons:
        lexicons["en"]
    lexicons.digest += f" names:{reading_names.digest()}"
    return lexicons


def check(document: Document, options: Options, lexicons: Lexicons) -> Iterator[Fact | Finding]:
    """What one document shows: findings that need no further evidence, unknown words, and what may be a name."""
    yield from look.check(document, options, lexicons)
    yield from names.check(document, lexicons)


def review(delivery: Delivery, options: Options, lexicons: Lexicons) -> Iterator[Finding | Gap]:
    """What the delivery as a whole tells about its words and names, and about the client's word list."""
    named = list(misnamed.review(delivery, lexicons))
    places: Occupied[int] = Occupied()
    for at, one in enumerate(named):
        places.add(misnamed.location(one), at)
    earlier = carried.of_earlier(delivery)
    for found in weigh.review(delivery, options, lexicons):
        same = places.at(misnamed.location(found)) if isinstance(found, Finding) else []
        for at in same:  # told once, as a name: its right form is known, where a dictionary has to guess
            if isinstance(found, Finding) and found.rule == MISSPELLING.id:
                named[at] = replace(named[at], severity="error")
        if not same:
            yield carried.weighed(found, earlier) if isinstance(found, Finding) else found
    yield from named
    yield from vouched.unused(delivery, lexicons)
    yield from agreement.with_previous(delivery, lexicons)
