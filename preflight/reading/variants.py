"""British spellings as their American twins, which are what the word list holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # "colourful" → "colorful"
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|abl[ey]|ites?|less|ful|fully|hoods?|ers?|ists?|y|al)?$)"), "or"),
    # "organisations" → "organizations"
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)$)"), "iz"),
    # "analysed" → "analyzed"
    (re.compile(r"ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),
    # "centres" → "centers", "centred" → "centered"
    (re.compile(r"(?<=[a-z]{2})re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{2})red$"), "ered"),
    (re.compile(r"(?<=[a-z]{2})ring$"), "ering"),
    # "travelled" → "traveled"
    (re.compile(r"ll(?=(?:ed|ing|ings|er|ers|or|ors|ous|y)$)"), "l"),
    # "fulfil" → "fulfill", "skilful" → "skillful", "enrolment" → "enrollment"
    (re.compile(r"(?<=[aio])l(?=(?:s|ful|fully|ment|ments)?$)"), "ll"),
    # "catalogue" → "catalog"
    (re.compile(r"(?<=og)ue(?=s?$)"), ""),
    # "defence" → "defense", "licence" → "license"
    (re.compile(r"(?<=en)c(?=(?:e|es|ed|ing|eless)$)"), "s"),
    # "programme" → "program"
    (re.compile(r"(?<=m)me(?=s?$)"), ""),
    # "paediatric" → "pediatric", "manoeuvre" → "maneuver"
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"oeuvre"), "euver"),
    # "judgement" → "judgment", "ageing" → "aging"
    (re.compile(r"(?<=dg)e(?=ments?$)"), ""),
    (re.compile(r"e(?=(?:ing|able)$)"), ""),
)  # fmt: skip


def american(word: str) -> Iterator[str]:
    """American spellings that this word might be the British one of; most are no words at all.

    >>> list(american("colourful"))
    ['colorful']
    """
    for pattern, replacement in _RULES:
        changed = pattern.sub(replacement, word)
        if changed != word:
            yield changed
