"""What a date is for, from the words around it.

A wrong role may lose a finding but must never create one: ``cue`` is strong only where the words leave no doubt, and
``tense`` tells what has been from what is announced.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from preflight.patterns import regex
from preflight.reading.dates.cues import WORD, Reading
from preflight.reading.dates.languages import Language
from preflight.reading.dates.spans import DateSpan

NEAR = 90
"""How many characters of the same sentence count before a date, and after it."""

# "meeting. The next" – but not "Sept. 30" or "a.m. on"
SENTENCE = regex(r"[.!?…][\"”’)\]]*\s+(?=[A-ZÀ-Þ0-9])|\n|[;•|]|\s[–—]\s")
CLAUSE = regex(r",\s(?:so|but|and|therefore|which means|also|aber|und|donc|mais|et|pero|así que)\s|;\s")
ABBREVIATION = regex(r"(?:\b(?:[A-Z][a-z]{2,4}|[ap]\.m|no|No|St|Dr|Mr|Mrs|vs|ca|z\.B)|\b[A-Za-z])\.\s$")
COPYRIGHT_BEFORE = regex(r"(?:©|\(c\)|copyright|&copy;)[^.!?|\n]{0,60}$", re.IGNORECASE)
# "EuroPython", "RSE" straight before or after a year
NAME_BEFORE = regex(r"(?:^|[\s(\[\"“'’*_/-])(?:[A-Z][\w.'’-]*[\w)])\s(?:in\s)?$")
NAME_AFTER = regex(
    r"^\s(?:[A-Z][\w-]+|annual|edition|season|report|survey|conference|results?|budget|calendar|festival|programme?"
    r"|catalogue|guide|collection|tax|academic|school|financial|election)\b"
)
DETERMINERS = frozenset(
    ["all", "some", "over", "about", "nearly", "these", "those", "only", "another", "with", "and", "for"]
)
NAME_INTRO = regex(r"\b(?:best of|class of|the|our|review of|year|summer of code|edition)\s$", re.IGNORECASE)
SHORT_CUE = regex(
    r"\b(?:expires?|ends?|until|till|by|on|before|due|closes?|from|dated?|deadline|starts?|starting|bis|am|vom|ab|le|du"
    r"|jusqu'au|au|avant|el|del|hasta|antes del|weekend of)[\s:(]{1,3}$",
    re.IGNORECASE,
)
ISSUE_WORDS = frozenset(
    [
        "issue",
        "edition",
        "newsletter",
        "bulletin",
        "digest",
        "numéro",
        "édition",
        "ausgabe",
        "número",
        "edición",
        "boletín",
    ]
)


# " 10:07:38 -0400": a machine's stamp, as in a forwarded header
STAMP = regex(r"[ T,]{1,2}[0-9]{1,2}:[0-9]{2}:[0-9]{2}\s?[+-][0-9]{4}")
# the header of a message that is quoted: "Subject: Hello"
HEADER = regex(r"\b(?:Subject|From|Betreff|Objet|Asunto)\s{0,8}:")
# at the beginning of a line: "No. 167, ", "Nr. 12 · "
NUMBERED = regex(r"(?:^|\n|[|·•–—]\s)(?:No|Nr|Núm|N[°ºo])\.?\s?[0-9]{1,5}\s?[,·|:–—-]\s?$")
# "prices are good from 28 October to 10 November"
WINDOW = regex(
    r"\b(?:valid|good|gültig|valables?|válid[oa]s?)\s(?:(?:only\s)?(?:from|between|vom|du|del)\s)?$", re.IGNORECASE
)
# ": ", " – ", ", 11:59 pm ET: ": what stands between a date and what it is about
COLON = regex(r"[\s,]{0,2}(?:[0-9][0-9:.]{0,4}\s?(?:[ap]\.?m\.?)?\s?[A-Z]{0,4})?\s?[:–(-]{1,2}\s?")


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
    if span.form in ("recurring", "time"):
        return span
    before, after = context(text, span)
    if before.endswith("~~"):
        return None  # struck through
    reading = Reading(before, after, language.reader, language.fillers)
    if (span.numbers or span.form == "year") and reading.near("no-date"):
        return None
    margin = text[max(0, span.start - 12) : span.start]
    leads = (span.start <= 12 or "\n" in margin) and not margin[margin.rfind("\n") + 1 :].strip(" *-–•|>#(“\"'\t")
    span = replace(span, leads=leads, asks="request" in reading.names)
    copyright_line = "©" in before or "(c)" in before.lower() or "copyright" in reading.before_words
    if copyright_line and COPYRIGHT_BEFORE.search(before):
        return replace(span, role="copyright")
    if span.form == "year":
        return _year(span, before, after, reading, language)
    if span.form == "short" and not _short_is_date(text, before, span):
        return None
    if span.form == "the-day" and not (reading.near("bound") or before.endswith(("on ", "On "))):
        return None
    return _role(text, span, language, reading, before)


def _said_after(text: str, span: DateSpan, language: Language) -> bool:
    """ "3 May, 11:59 pm: deadline for talks"."""
    sign = COLON.match(text, span.end)
    if sign is None:
        return False
    words = WORD.findall(text[sign.end() : sign.end() + 40].lower())[:3]
    return any(hit.cue == "deadline" for hit in language.reader.read(words))


def _is_over(before: str, reading: Reading) -> bool:
    """Whether the clause that the date stands in tells what has been: "the last one was in March, so the next is …"."""
    if "over" not in reading.names:
        return False
    start = len(reading.before_words) - len(WORD.findall(CLAUSE.split(before)[-1]))
    return any(hit.cue == "over" and hit.start >= start for hit in reading.before) or any(
        hit.cue == "over" for hit in reading.after
    )


def _role(text: str, span: DateSpan, language: Language, reading: Reading, before: str) -> DateSpan:
    if reading.near("publication"):
        return replace(span, role="issue", tense="past")
    for role in ("updated", "effective"):
        if reading.near(role):
            return replace(span, role=role)
    label = len(reading.before_words) <= 4 and reading.near("label", whole=True)  # not "invoice date"
    if STAMP.match(text, span.end) or (label and HEADER.search(text[max(0, span.start - 160) : span.start])):
        return replace(span, role="historical", tense="past")
    past, future = "past" in reading.names, "future" in reading.names
    tense = "past" if past else "future" if future else ""
    over = "past" if _is_over(before, reading) else "future" if future else ""
    wanted = "request" in reading.names
    if reading.near("bound") and (wanted or span.form != "relative"):
        return replace(span, role="deadline", tense=over, cue="strong" if wanted else "weak")
    if len(span.days) > 1 and span.form == "day" and WINDOW.search(text[max(0, span.start - 24) : span.start]):
        return replace(span, role="deadline", tense=over, cue="strong")
    if reading.within("deadline", 6) or _said_after(text, span, language):
        return replace(span, role="deadline", tense=over, cue="strong")
    if span.form == "relative":
        return replace(span, role="event", tense=tense)
    if reading.near("historical"):
        return replace(span, role="historical", tense="past")
    if _issue(text, span, reading, future=future):
        return replace(span, role="issue", tense=tense)
    if past and not future and span.form in ("day", "month"):
        return replace(span, role="historical", tense="past")
    if reading.near("start"):
        future = False  # what began may well go on
    cue = "strong" if "invitation" in reading.names else "weak" if future or label else ""
    return replace(span, role="event", tense=tense, cue=cue)


def _issue(text: str, span: DateSpan, reading: Reading, *, future: bool) -> bool:
    """The date of the issue itself: "Issue 48 | 21 Nov 2026", "March newsletter". Cells and dashes do not part."""
    if future and span.form == "day" and "next" not in reading.before_words:
        return False
    if reading.within("issue", 4 if span.form == "day" else 7, 0 if span.form == "day" else 3):
        return True
    if span.form == "day" and NUMBERED.search(text[max(0, span.start - 24) : span.start]):
        return True
    if reading.before_words:
        return False
    return any(word in ISSUE_WORDS for word in WORD.findall(text[max(0, span.start - 45) : span.start].lower()))


def _short_is_date(text: str, before: str, span: DateSpan) -> bool:
    """ "10/31", "24.12." – with a weekday, a range in brackets, or a word that asks for a date."""
    if text[span.start].isalpha():
        return True
    return bool(SHORT_CUE.search(before)) or (len(span.days) == 2 and before.endswith("(") and max(span.numbers) > 12)


def _year(span: DateSpan, before: str, after: str, reading: Reading, language: Language) -> DateSpan | None:
    """A year alone is a date only where something says so; a count, a street number or a model is none."""
    year = span.years[0]
    if language.house_number.search(after):
        return None
    named = bool(NAME_BEFORE.search(before)) and reading.before_words[-1] not in DETERMINERS
    modern = 1990 <= year <= 2049
    if not named and not NAME_AFTER.search(after) and _counted(after, reading):
        return None
    if reading.near("historical"):
        return replace(span, role="historical", tense="past")
    within = reading.near("in")
    past = "past" in reading.names
    if NAME_INTRO.search(before) or (modern and (named or NAME_AFTER.search(after))):
        if within and reading.before_words[-1] in ("in", "since", "from") and (past or not named):
            return replace(span, role="historical", tense="past")
        return replace(span, role="name")
    if within:
        return replace(span, role="historical" if past or year < 2000 else "event", tense="past" if past else "")
    return None


def _counted(after: str, reading: Reading) -> bool:
    """ "2020 volunteers", "1950 trees": a number of things."""
    if not after.startswith((" ", "\xa0")) or not reading.after_words:
        return False
    word = reading.after_words[0]
    plural = len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and after[1:2].islower()
    return plural or any(hit.cue == "count" and hit.start == 0 for hit in reading.after)
