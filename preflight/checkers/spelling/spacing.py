"""Spaces and marks: one before a comma, none after a full stop, a mark typed twice.

Punctuation outside prose (file names, prices, code, times) follows rules of its own, so that every pattern wants words
that a dictionary holds on both sides, or a place where nothing but a slip can be.
"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.checkers.spelling.rules import SPACING
from preflight.model import Finding, Fix, Severity, TextRun
from preflight.patterns import regex
from preflight.reading.lexicon import Lexicon
from preflight.reading.words import plain, without_template_tags

KINDS = frozenset({"title", "heading", "paragraph", "item", "quote", "caption", "subject", "preheader", "button"})
# "garden , and", "garden ." at the end; not " . .", " .net", " ;)", "– Director ? 2020", "www.example.com ."
BEFORE_MARK = regex(
    r"(?<![.@/][^\W\d_]{2})(?<![.@/][^\W\d_]{3})(?<=[^\W\d_]{2})[ \u00a0]([,.;!?])(?=$|[\"”’]|\s(?![\d.]))"
)
BEFORE_COMMA = regex(r"(?<=[^\W\d_]{2}) (,)(?=[^\W\d_]{2})")  # "garden ,and"
# "garden,, and", "garden.. And", "garden,."
TWICE = regex(r"(?<=[^\W\d_]{2})(,,|\.\.|,\.|;;|;,|,;)(?=[\s\"”’)]|$)")
DOUBLE = frozenset({",,", "..", ",.", ";;", ";,", ",;"})
# "brief.It", "guide,or"
NONE_AFTER = regex(
    r"(?<![\w'’./@&#:,;-])([a-z]+(?:['’][a-z]+)?)([.!?,;])([A-Za-z][a-z]*(?:['’][a-z]+)?)(?![\w/@-]|[.,;:]\w)"
)
FRENCH = frozenset({"fr"})
STARTERS = frozenset(
    ("the", "this", "that", "these", "those", "there", "it", "it's", "its", "we", "we're", "we've", "we'll", "you",
    "you'll", "your", "you're", "they", "they're", "he", "she", "i", "i'm", "i've", "our", "my", "a", "an", "in",
    "on", "at", "for", "from", "with", "if", "when", "while", "after", "before", "as", "and", "but", "or", "so", "to",
    "by", "please", "what", "who", "how", "why", "where", "here", "then", "now", "all", "every", "some", "many",
    "most", "no", "not", "thank", "thanks", "join", "don't", "is", "are", "do", "can", "will", "let's", "let", "see",
    "come", "also", "however")
)  # fmt: skip
SHORTEST = 2
# " ,", "..", "a.B", "a,b": whether a closer look pays
SUSPECT = regex(r"[,.;!?](?:(?<=[ \u00a0].)|(?<=[,.;][,.;])|(?<=[a-z].)(?=[A-Za-z]))")


def may_be_wrong(text: str) -> bool:
    """Whether a closer look pays."""
    return SUSPECT.search(text) is not None


def spacing(run: TextRun, lexicon: Lexicon) -> Iterator[Finding]:
    """Every misplaced or missing space around a mark, and every mark that stands twice."""
    if run.kind not in KINDS or not may_be_wrong(run.text):
        return
    text = without_template_tags(run.text)
    yield from _before(run, text, french=lexicon.language in FRENCH)
    for found in TWICE.finditer(text):
        mark = found.group()
        yield _finding(run, found.start(), found.end(), f"“{mark}” is one mark too many", mark[-1], None)
    for found in NONE_AFTER.finditer(text):
        left, mark, right = found.groups()
        severity = _missing(plain(left), mark, right, lexicon)
        if severity:
            message = f"a space is missing after the mark in “{found.group()}”"
            yield _finding(run, found.start(), found.end(), message, f"{left}{mark} {right}", severity)


def _before(run: TextRun, text: str, *, french: bool) -> Iterator[Finding]:
    for pattern in (BEFORE_MARK, BEFORE_COMMA):
        for found in pattern.finditer(text):
            mark = found.group(1)
            if french and mark in ";!?":
                continue  # where French puts a narrow space
            instead = mark if pattern is BEFORE_MARK else f"{mark} "
            severity: Severity | None = "error" if mark == "," else None
            message = f"a space stands before the {NAMES[mark]}"
            yield _finding(run, found.start(), found.end(), message, instead, severity)


NAMES = {",": "comma", ".": "full stop", ";": "semicolon", "!": "exclamation mark", "?": "question mark"}


def _missing(left: str, mark: str, right: str, lexicon: Lexicon) -> Severity | None:
    """How sure it is that a sentence, or the next part of one, begins here."""
    form = plain(right)
    if len(left) < SHORTEST or not (lexicon.curated(left) or left in STARTERS):
        return None
    if not (lexicon.curated(form) or form in STARTERS):
        return None
    ends = mark in ".!?"
    if ends != right[0].isupper():
        return None
    return "error" if form in STARTERS and lexicon.language == "en" else None if ends else "warning"


def _finding(run: TextRun, start: int, end: int, message: str, instead: str, severity: Severity | None) -> Finding:
    span = run.span(start, end)
    match = run.text[start:end]
    whole = span.end - span.start == len(match)
    shown = run.text[max(0, start - 12) : end + 12].strip()
    return Finding(
        SPACING.id,
        f"{message} (“{shown}”)" if len(match) < 3 else message,
        span,
        match,
        "Delete one of the two." if match in DOUBLE else "Set one space after the mark and none before it.",
        (instead,),
        Fix(instead, safe=False) if whole else None,
        severity=severity,
    )
