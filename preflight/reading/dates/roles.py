"""What a date is for, from the words around it.

A wrong role may lose a finding but must never create one: ``cue`` is strong only where the words leave no doubt, and
``tense`` tells what has been from what is announced.
"""

from __future__ import annotations

import re
from dataclasses import replace

from preflight.reading.dates.languages import Language
from preflight.reading.dates.spans import DateSpan

NEAR = 90
"""How many characters of the same sentence count before a date, and after it."""

# "meeting. The next" – but not "Sept. 30" or "a.m. on"
SENTENCE = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[A-ZÀ-Þ0-9])|\n|[;•|]|\s[–—]\s")
ABBREVIATION = re.compile(r"(?:\b(?:[A-Z][a-z]{2,4}|[ap]\.m|no|No|St|Dr|Mr|Mrs|vs|ca|z\.B)|\b[A-Za-z])\.\s$")
COPYRIGHT_BEFORE = re.compile(r"(?:©|\(c\)|copyright|&copy;)[^.!?|\n]{0,60}$", re.IGNORECASE)
# "EuroPython", "RSE" straight before or after a year
NAME_BEFORE = re.compile(r"(?:^|[\s(\[\"“'’*_/-])(?:[A-Z][\w.'’-]*[\w)])\s(?:in\s)?$")
NAME_AFTER = re.compile(r"^\s(?:[A-Z][\w-]+|annual|edition|season|report|survey|conference|results?|budget|calendar"
                        r"|festival|programme?|catalogue|guide|collection|tax|academic|school|financial|election)\b")  # fmt: skip
NAME_INTRO = re.compile(r"\b(?:best of|class of|the|our|review of|year|summer of code|edition)\s$", re.IGNORECASE)
SHORT_CUE = re.compile(
    r"\b(?:expires?|ends?|until|till|by|on|before|due|closes?|from|dated?|deadline|starts?|starting|bis|am|vom|ab|le|du"
    r"|jusqu'au|au|avant|el|del|hasta|antes del|weekend of)[\s:(]{1,3}$",
    re.IGNORECASE,
)
STRUCK = re.compile(r"~~\s*$")


def context(text: str, span: DateSpan) -> tuple[str, str]:
    """The words before and after the date in its sentence or cell."""
    before = text[max(0, span.start - NEAR) : span.start]
    for match in reversed(list(SENTENCE.finditer(before))):
        if match.group().strip() and ABBREVIATION.search(before[: match.start() + 2][-8:]):
            continue
        before = before[match.end() :]
        break
    after = text[span.end : span.end + NEAR]
    stop = SENTENCE.search(after)
    return before, after[: stop.start()] if stop else after


def assign(text: str, span: DateSpan, language: Language) -> DateSpan | None:
    """The span with its role, or None where the words around it say that it is no date."""
    before, after = context(text, span)
    cues = language.cue_patterns
    if STRUCK.search(before) or (span.numbers or span.form in ("year", "short")) and cues["no-date"].search(before):
        return None
    if span.form == "short" and not _short_is_date(before, span, weekday=text[span.start].isalpha()):
        return None
    margin = text[max(0, span.start - 12) : span.start]
    leads = (span.start <= 12 or "\n" in margin) and not margin[margin.rfind("\n") + 1 :].strip(" *-–•|>#(“\"'\t")
    if span.form == "year":
        return _year(text, span, before, after, cues, leads=leads)
    if span.form == "the-day" and not (cues["deadline-near"].search(before) or re.search(r"\bon\s$", before)):
        return None
    span = replace(span, leads=leads)
    if span.form in ("recurring", "time"):
        return span
    clause = f"{before} {after}"
    if COPYRIGHT_BEFORE.search(before):
        return replace(span, role="copyright")
    for role in ("updated", "effective"):
        if cues[role].search(before):
            return replace(span, role=role)
    past = bool(cues["past"].search(clause))
    future = bool(cues["future"].search(clause))
    tense = "past" if past else "future" if future else ""
    near = bool(cues["deadline-near"].search(before))
    wanted = bool(cues["request"].search(clause))
    if near and (wanted or span.form != "relative"):
        return replace(span, role="deadline", tense=tense, cue="strong" if wanted else "weak")
    if _deadline(before, after, cues["deadline"]):
        return replace(span, role="deadline", tense=tense, cue="strong")
    if span.form == "relative":
        return replace(span, role="event", tense=tense)
    if cues["historical"].search(before):
        return replace(span, role="historical", tense="past")
    if _issue(text[max(0, span.start - 45) : span.start], after, span, cues["issue"], future=future):
        return replace(span, role="issue", tense=tense)
    if past and not future and span.form in ("day", "month"):
        return replace(span, role="historical", tense="past")
    label = bool(cues["label"].search(before))
    cue = "strong" if cues["invitation"].search(clause) else "weak" if future or label else ""
    return replace(span, role="event", tense=tense, cue=cue)


def _deadline(before: str, after: str, cue: re.Pattern[str]) -> bool:
    """A deadline word close before the date ("applications close on"), or right after it ("3 May: deadline")."""
    matches = list(cue.finditer(before))
    if matches and len(before) - matches[-1].end() <= 40:
        return True
    found = cue.search(after[:40])
    return bool(found) and found is not None and found.start() <= 25 and after[:3].strip()[:1] in (":", "-", "–", "(", ",", "")


def _issue(before: str, after: str, span: DateSpan, cue: re.Pattern[str], *, future: bool) -> bool:
    if future and span.form == "day" and "next" not in before.lower():
        return False
    close = cue.search(before[-45:]) or cue.search(after[:22])
    return bool(close) and (span.form in ("month", "quarter", "season") or cue.search(before[-25:]) is not None)


def _short_is_date(before: str, span: DateSpan, *, weekday: bool) -> bool:
    """"10/31", "24.12." – with a weekday, a range in brackets, a closing dot, or a word that asks for a date."""
    if weekday:
        return True
    return bool(SHORT_CUE.search(before)) or (len(span.days) == 2 and before.endswith("(") and max(span.numbers) > 12)


def _year(
    text: str, span: DateSpan, before: str, after: str, cues: dict[str, re.Pattern[str]], *, leads: bool
) -> DateSpan | None:
    """A year alone is a date only where something says so; a count, a street number or a model is none."""
    year = span.years[0]
    if COPYRIGHT_BEFORE.search(before):
        return replace(span, role="copyright", leads=leads)
    if cues["street"].search(after):
        return None
    if cues["count"].search(after) and not NAME_AFTER.search(after) and not NAME_BEFORE.search(before):
        return None
    if cues["historical"].search(before):
        return replace(span, role="historical", tense="past")
    if not 1990 <= year <= 2049 and not cues["in"].search(before):
        return None
    past = bool(cues["past"].search(f"{before} {after}"))
    if NAME_INTRO.search(before) or (1990 <= year <= 2049 and (NAME_BEFORE.search(before) or NAME_AFTER.search(after))):
        if cues["in"].search(before) and before.rstrip().lower().endswith(("in", "since", "from")) and (past or not NAME_BEFORE.search(before)):
            return replace(span, role="historical", tense="past")
        return replace(span, role="name", leads=leads)
    if cues["in"].search(before):
        return replace(span, role="historical" if past or year < 2000 else "event", tense="past" if past else "")
    return None
