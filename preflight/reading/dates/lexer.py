"""A run's text as a *signature*: one letter per word or sign that can belong to a date.

``Thursday, 26 November 2026`` becomes ``W,dMy``. The grammar is written over signatures, so it is short, the same in
every language, and cannot backtrack over text. The letters:

====  =====================================================  ====  ==================================================
d     a number of one or two digits (``21``, ``21st``)        y     a number that can be a year (1700–2199)
M, W  the name of a month, of a weekday                       S, q  a season; a quarter (``Q3``)
o     of, the, de, le, der …                                  t, &  to, until, bis …; and, und, et …
e, h  every; this, next                                       f     first, last … (of a recurring weekday)
R, m  today, tomorrow …; midnight                             k     the word month
T     a time of day                                           c     ©, (c), copyright
n     any other number                                        x     any other word, or several
====  =====================================================  ====  ==================================================

Dashes become ``-``; ``, . / : ( ) |`` and line breaks stand for themselves; any other sign is ``#``. Spaces vanish.
"""

from __future__ import annotations

import re

from msgspec import Struct

from preflight.patterns import regex
from preflight.reading.dates.languages import Language

# "26", "November", "," and the fillers that stand for a time or for something masked
TOKEN = regex(r"[0-9]+|[^\W\d_]+|\x01+|\x02+|\n|[^\w\s]|_")
# "7.30pm", "10:00-18:00", "2-4 pm ET", "19 Uhr", "14h30", "1700 UTC": group "end" is the last clock reading
CLOCK = r"[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?"
HALF = r"[ \xa0\u202f]?(?:[AaPp]\.[Mm]\b\.?|[AaPp][Mm]\b|Uhr\b|h\b|heures\b|o['’]clock\b)"
ZONE = (
    r"[ \xa0]?\(?(?:UTC|GMT|BST|CES?T|EES?T|WET|JST|AE[SD]?T|NZ[SD]?T|[ECMP][SD]?T|AK[SD]T|HST)\b\)?"
    r"(?:[ ]?[+-][0-9]{1,2}\b)?"
)
TO = r"[ ]?(?:-|–|—|--|to|bis|à|until)[ ]?"
TIME = regex(
    rf"(?<![\w.,:/$€£#+-])(?:(?:{CLOCK}(?:{HALF})?|[0-9]{{1,2}}{HALF}){TO}|[0-9]{{1,2}}(?:[-–]| to |bis | à ))?"
    rf"(?:{CLOCK}{HALF}|[0-9]{{1,2}}{HALF}|[0-9]{{1,2}}[:h][0-9]{{2}}(?::[0-9]{{2}})?|{CLOCK}(?={ZONE})"
    rf"|(?:0[0-9]|1[0-8]|2[1-4])[0-9]{{2}}(?={ZONE}))"
    rf"(?:{ZONE})?(?![\w:])"
)
HAS_TIME = regex(r"[0-9](?:[:h][0-9]|[ \xa0\u202f]?(?:[AaPp]\.?[Mm]\b|Uhr|h\b|heures|o['’])|[ ]?[A-Z]{2,4}\b)")
COPYRIGHT = regex(r"©|\(c\)|\bcopyright\b|&copy;", re.IGNORECASE)
TEMPLATE = regex(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\*\|[^|\n]{0,80}\|\*|\[\[[^][]*\]\]|%%[^%\n]{0,80}%%")
CHUNK = regex(r"\S+")
EMAIL_OR_HOST = regex(r"://|^www\.|@\w")

DASHES = "-‐‑‒–—−"
LITERAL = ",./:()|\n"


class Token(Struct, frozen=True):
    """A word or a sign: ``kind`` is the signature's letter; ``ordinal`` the suffix written after a day ("st", "er")."""

    kind: str
    start: int
    end: int
    number: int = 0
    digits: int = 0
    ordinal: str = ""


def tokenize(text: str, language: Language) -> tuple[str, list[Token]]:
    """The signature and, letter by letter, its tokens."""
    source = masked(text)
    vocabulary = language.vocabulary
    careful, capitalised = language.careful, language.capitalised
    tokens: list[Token] = []
    previous_end = -1
    previous = ""
    for match in TOKEN.finditer(source):
        start, end = match.span()
        word = match.group()
        first = word[0]
        glued = start == previous_end
        previous_end = end
        if "0" <= first <= "9":
            size = end - start
            number = int(word) if size <= 4 else 0
            kind = "d" if size <= 2 else "y" if size == 4 and 1700 <= number <= 2199 else "n"
            if glued and previous in "xMW_" and not _time_mark(source, start):
                if (
                    previous == "x"
                    and source[start - 1] in "Qq"
                    and size == 1
                    and 1 <= number <= 4
                    and _alone(source, start)
                ):
                    tokens[-1] = Token("q", start - 1, end, number)
                    previous = "q"
                    continue
                kind = "n"
            tokens.append(Token(kind, start, end, number, size))
            previous = kind
            continue
        if first.isalpha():
            lower = word.lower()
            known = vocabulary.get(lower)
            if glued and previous in "dny" and tokens:
                last = tokens[-1]
                if (previous == "d" and lower in language.ordinals) or (
                    previous == "d" and lower in ("st", "nd", "rd", "th")
                ):
                    tokens[-1] = Token("d", last.start, end, last.number, last.digits, word)
                    continue
                if not (lower == "t" and end < len(source) and source[end].isdigit()) and (
                    known is None or known[0] not in "M"
                ):
                    tokens[-1] = Token("n", last.start, last.end, last.number, last.digits)
                    known = None
            if known is not None:
                letter, number = known
                if (letter in "MWS" and not (first.isupper() or (lower not in careful and not capitalised))) or (
                    letter == "W" and lower in ("sun", "sat") and source[max(0, start - 4) : start].lower() == "the "
                ):
                    known = None
            if known is not None:
                tokens.append(Token(known[0], start, end, known[1]))
                previous = known[0]
            elif lower == "copyright":
                tokens.append(Token("c", start, end))
                previous = "c"
            else:
                if previous != "x":
                    tokens.append(Token("x", start, end))
                previous = "x"
            continue
        kind = (
            "T" if first == "\x01" else "x" if first == "\x02" else "-" if first in DASHES else "&" if first in "&+"
            else first if first in LITERAL else "c" if first == "©" else "#"
        )  # fmt: skip
        tokens.append(Token(kind, start, end))
        previous = "_" if first == "_" else kind
    signature = "".join([token.kind for token in tokens])
    if "(x)" in signature:
        tokens = _copyright_signs(source, tokens)
        signature = "".join([token.kind for token in tokens])
    return signature, tokens


def _time_mark(source: str, start: int) -> bool:
    """The T of an ISO timestamp stands between two digits."""
    return start >= 2 and source[start - 1] in "Tt" and source[start - 2].isdigit()


def _alone(source: str, start: int) -> bool:
    """The letter before ``start`` begins its word, and one digit follows."""
    before = source[start - 2] if start >= 2 else " "
    after = source[start + 1] if start + 1 < len(source) else " "
    return not before.isalnum() and not after.isalnum()


def _copyright_signs(source: str, tokens: list[Token]) -> list[Token]:
    """``(c)`` as one token."""
    joined: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind == "(" and source[token.start : token.start + 3].lower() == "(c)":
            joined.append(Token("c", token.start, token.start + 3))
            index += 3
        else:
            joined.append(token)
            index += 1
    return joined


def masked(text: str) -> str:
    """The text with addresses, paths and template tags blanked out, and times of day marked; same length."""
    if "{" in text or "*|" in text or "[[" in text or "%%" in text:
        text = TEMPLATE.sub(lambda match: "\x02" * len(match.group()), text)
    if "/" in text or "@" in text or "www." in text:
        text = CHUNK.sub(_mask_address, text)
    if HAS_TIME.search(text):
        text = TIME.sub(lambda match: "\x01" * len(match.group()), text)
    return text


def _mask_address(match: re.Match[str]) -> str:
    """A URL, a mail address or a path; "Sat/Sun", "and/or" and "26/11/2026" are none."""
    chunk = match.group()
    if EMAIL_OR_HOST.search(chunk) or (chunk.count("/") > 1 and any(letter.isalpha() for letter in chunk)):
        return "\x02" * len(chunk)
    return chunk
