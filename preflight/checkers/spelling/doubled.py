"""The same word twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.checkers.spelling.rules import REPEATED_WORD
from preflight.model import Finding, Fix, TextRun
from preflight.patterns import regex
from preflight.reading.lexicon import Lexicon
from preflight.reading.spaces import FUNCTION_WORDS
from preflight.reading.words import WORD, plain, without_template_tags

BEFORE = frozenset(" \n\t\u00a0\"'“‘(—–…>«¡¿")
AFTER = frozenset(" \n\t\u00a0\"'”’).,;:!?—–…<»")
ARTICLES = frozenset(("a", "i"))
NO_BREAK = "\u00a0"
SENTENCE_START = regex(r"(?:^|[.!?:;\n“\"‘(—–-]\s*)$")


def doubled(run: TextRun, lexicon: Lexicon | None) -> Iterator[Finding]:
    """Doubled words of one run. A pair that may be meant is a warning where it stands across a visible line break."""
    text = without_template_tags(run.text)
    allowed = lexicon.own.doubled if lexicon else frozenset()
    previous: re.Match[str] | None = None
    chain = -1  # where a word already reported ends: "no no no no" is one finding
    for found in WORD.finditer(text):
        first, previous = previous, found
        if first is None or first.group().lower() != found.group().lower():
            continue
        gap = text[first.end() : found.start()]
        word = plain(found.group())
        if not gap.isspace() or word in allowed or (len(word) == 1 and word not in ARTICLES):
            continue
        if _is_name(first.group(), found.group()) or not _free(text, first.start(), found.end()):
            continue
        before = text[max(0, first.start() - 3) : first.start()]
        if first.group() != found.group() and (gap == NO_BREAK or not SENTENCE_START.search(before)):
            continue  # "the Locale locale", a type and its parameter
        function_word = word in FUNCTION_WORDS
        if "\n" in gap and not function_word:
            continue  # lines of a poem, of an address, of a list: "Home" above "home"
        chained, chain = first.end() == chain, found.end()
        if chained:
            continue
        span = run.span(first.start(), found.end())
        match = run.text[first.start() : found.end()]
        whole = span.end - span.start == len(match)  # no tag in between that a replacement would delete
        yield Finding(
            REPEATED_WORD.id,
            f"“{first.group()}” stands here twice in a row",
            span,
            match,
            "Delete one of the two.",
            (first.group(),),
            Fix(first.group(), safe=function_word) if whole else None,
        )


def _is_name(first: str, second: str) -> bool:
    """ "Duran Duran", "Walla Walla"; a capital in mid-air begins something new ("the The Hague
    office"), and one in capitals is a keyword ("use AND and OR")."""
    return (second[0].isupper() and second != "I") or (len(first) > 1 and first.isupper())


def _free(text: str, start: int, end: int) -> bool:
    """Not part of something longer: "well well-known", "a.b b"."""
    return (start == 0 or text[start - 1] in BEFORE) and (end == len(text) or text[end] in AFTER)
