"""Subjects that were left from a test, a draft or a copy of another message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from preflight.patterns import regex

WHOLE = regex(
    r"\s*(?:re:\s?)?[\[(]?(?:tests?|testing|this is (?:a|only a) test|asdf+|xxx+|tb[dc]"
    r"|test(?:ing)?(?:[ ,-]{1,3}test(?:ing)?){1,3}|test\b.{0,24}\bignore(?: (?:this|me|it))?"
    r"|test[ -]?(?:e?-?mail|mail|message|send|newsletter|campaign|only|\d{1,3})"
    r"|draft(?: (?:e?-?mail|newsletter|\d{1,3}))?|untitled(?: (?:document|campaign|page|email|newsletter))?"
    r"|no subject|subject(?: line)?|(?:your|insert|add|enter)(?: your| a)? subject(?: line)?(?: here)?"
    r"|template|newsletter template|new campaign|prueba|entwurf|essai|brouillon|prova)[\])]?\s*[!.\d]{0,4}\s*",
    re.IGNORECASE,
)
"""``Test``, ``(no subject)``"""
TEST = regex(
    r"\s*(?:[\[(](?:test|preview|proof|test send|test email|prueba|essai|prova)[^\])]{0,12}[\])]\s*:?"
    r"|test\s?(?::|[-–—|]\s)"
    r"|(?-i:TEST(?=\s+(?:[AI]\s+)?\S*[a-z])))",
    re.IGNORECASE,
)
"""``[Test] ``, ``Test: ``; ``TEST`` in capitals before other words"""
DRAFT = regex(
    r"\s*(?:[\[(](?:draft|wip|template|do not send|entwurf|borrador|brouillon|concept|bozza)[^\])]{0,12}[\])]"
    r"|(?:draft|entwurf|borrador|brouillon|wip)\s?(?::|[-–—|]\s)|(?-i:DRAFT(?=\s+(?:[AI]\s+)?\S*[a-z]))|do not send\b)",
    re.IGNORECASE,
)
"""``Draft – ``, ``[DO NOT SEND]``"""
COPY = regex(r"\s*(?:copy of|kopie von|copie de|copia de|kopi av|kopie van)\s+(?P<next>\w+)?", re.IGNORECASE)
"""``Copy of ``"""
FORWARD = regex(r"\s*(?:fwd?|wg|tr|rv|doorst)\s?:", re.IGNORECASE)
"""``FW: ``"""
LEFT_OVER = "it was left from the message this one was made from"
MARKED = regex(
    r"\s*[\[(]\s?(?P<what>tests?|test send|draft|entwurf|borrador|brouillon)\s?\d{0,3}\s?[\])]\s*$", re.IGNORECASE
)
"""`` (test)``"""
COPIED = regex(
    r"\s*(?:[\[(]\s?(?:copy|kopie|copie|copia)(?:\s?\d{1,3})?\s?[\])]"
    r"|[-–—]\s?copy(?:\s\d{1,3})?|\(\s?\d\s?\)\s?copy)\s*$",
    re.IGNORECASE,
)
"""`` (copy 2)``"""
POSSESSIVE = frozenset(["your", "the", "my", "our", "a", "an", "this", "all", "each", "every", "minutes"])
"""``Copy of your receipt`` is a subject that people mean."""


class SubjectMark(NamedTuple):
    """``subject[start:end]``. ``added``: platforms put such a mark in front of their test sends themselves."""

    start: int
    end: int
    why: str
    doubt: bool = False
    added: bool = False


def find(subject: str) -> Iterator[SubjectMark]:
    """What marks this subject, at most one mark at its beginning and one at its end."""
    subject = subject[:300]
    if match := WHOLE.fullmatch(subject):
        yield SubjectMark(0, len(subject.rstrip()), "that is the subject of a test or a draft")
        return
    if match := TEST.match(subject):
        yield _at(match, "it marks a test", added=True, doubt="preview" in match[0].lower())
    elif match := DRAFT.match(subject):
        yield _at(match, "it marks a draft")
    elif match := COPY.match(subject):
        end = match.start("next") if match["next"] else match.end()
        begin = len(subject) - len(subject.lstrip())
        doubt = (match["next"] or "").islower() and match["next"] in POSSESSIVE
        yield SubjectMark(begin, len(subject[:end].rstrip()), LEFT_OVER, doubt)
    elif match := FORWARD.match(subject):
        yield _at(match, "it marks a forwarded message", doubt=True)
    for ending, why in ((COPIED, LEFT_OVER), (MARKED, "it marks a test or a draft")):
        if not (match := ending.search(subject[-40:])):
            continue
        shift = max(0, len(subject) - 40)
        start = shift + match.start() + len(match[0]) - len(match[0].lstrip())
        yield SubjectMark(start, len(subject.rstrip()), why)


def _at(match: re.Match[str], why: str, *, doubt: bool = False, added: bool = False) -> SubjectMark:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return SubjectMark(start, match.start() + len(match[0].rstrip()), why, doubt, added)
