"""How much two issues of a newsletter share: their frame, once dates and numbers are masked.

The masthead, the headings of columns and the fine print stay; a message with another frame has another template.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

from preflight.model import TextRun
from preflight.patterns import regex

MASKED = regex(
    r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
    r"|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|mai|juni|juli|oktober|dezember"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|enero|febrero|marzo|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre)\b",
    re.IGNORECASE,
)
"""``Tuesday 24 November 2026``, ``no. 47``: what changes in every issue"""
WORD = regex(r"[^\W_]+")
LIKE = 0.6
"""Share of the words that two titles of one story have in common at least."""
MOST = 2_000
"""Texts of one part compared; nobody wrote a longer issue."""


def key(text: str) -> str:
    """The text without what changes in every issue."""
    return " ".join(WORD.findall(MASKED.sub("0", text).casefold()))


def _keys(runs: Sequence[TextRun]) -> list[Hashable]:
    return [(run.kind, key(run.text)) for run in runs]


def alike(one: str, other: str) -> bool:
    """Whether two texts have most of their words in common, whatever the order, dates and numbers aside."""
    words, others = set(key(one).split()) - {"0"}, set(key(other).split()) - {"0"}
    return bool(words and others) and len(words & others) >= LIKE * max(len(words), len(others))


def share(old: Sequence[TextRun], new: Sequence[TextRun]) -> float:
    """How much of the smaller issue's frame the other one has: 0 for another template, 1 for the same mail."""
    before, after = set(_keys(old[:MOST])), set(_keys(new[:MOST]))
    return len(before & after) / max(1, min(len(before), len(after)))
