"""Text into words with offsets, and what is never a word.

Two speeds: ``tokens`` is one pass of C code for "is anything here unknown at all?"; ``words`` looks closely at the few
texts where something is. Both are linear in the text's length, whatever it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from preflight.patterns import regex
from preflight.reading.remembered import Remembered

LONGEST_WORD = 40
LONGEST_CHUNK = 120
SHOUTED_WORDS = 3

# "don’t", "news\u00adletter" (soft hyphen), "cafe\u0301" (combining accent): one word each
WORD = regex("[^\\W\\d_]+(?:['’ʼ\u00ad\u200b-\u200d\u2060][^\\W\\d_]+|[\u0300-\u036f][^\\W\\d_]*)*")
# "don't": the same for pure ASCII, where it is twice as fast
ASCII_WORD = regex("[A-Za-z]+(?:'[A-Za-z]+)*")
# "see—or", "wait…what": what a reader takes apart even without a space
CHUNK = regex("[^\\s—–…―]+")
# "node.js", "std::map", "key:value", "print(x": program text and file names
CODE_LIKE = regex(r"[^\W_][.:][^\W_]|::|\w\(|\(\)|->|=>|--\w+=|^\W*--?\w+=")
# ".ics", "?page": an ending or a parameter
EXTENSION = regex(r"[(\[\"'“‘]?[.?][^\W_]")
# "SAVE THE DATE"
SHOUTING = regex(r"[A-Z](?<![A-Z]{2})[A-Z]++\W++[A-Z]{2,}+\W++[A-Z]{2,}")
INVISIBLE = regex("[\u00ad\u200b-\u200d\u2060]")  # soft hyphen, zero-width space and joiners
SIGNS = "\ufffc\u00a0—“”…–»«¶©§→•"
"""Signs that stand in English texts and in no word, the commonest first."""
_LETTERS = bytes(sign | 32 if chr(sign).isalpha() and sign < 128 else 32 for sign in range(256))
"""ASCII letters in lower case, a space for everything else."""
OUTER = "\"'“”‘’‚„«»‹›()[]{}<>.,;:!?*_~`¡¿•·-|"
NEVERPROSE = frozenset("@\\=_{}<>|`^$%+~#")
NEVER_FIRST = frozenset("#/\\~%$&@")
SENTENCE_END = frozenset(".!?:;\n•·|")
OPENING = frozenset("\"'“”‘’‚„«»‹›([¡¿*_")
BRACKETS_BEFORE, BRACKETS_AFTER = frozenset(")]}"), frozenset("([{")
TEMPLATE_TAGS = (
    ("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("*|", "|*"), ("%%", "%%"), ("<%", "%>"), ("${", "}"), ("[[", "]]"),
    ("<<", ">>"), ("{", "}"),
)  # fmt: skip


class Word(Struct, frozen=True):
    """A word of prose at ``text[start:end]``.

    ``joined``: part of a hyphenated or slashed compound. ``begins``: first of a sentence or line. ``shouted``: one of
    several all-capital words in a row, which is prose; a lone one is an abbreviation and no word here.
    """

    text: str
    start: int
    end: int
    joined: bool = False
    begins: bool = False
    shouted: bool = False

    @property
    def capitalised(self) -> bool:
        return self.text[0].isupper()


def tokens(text: str) -> list[str]:
    """Every stretch of letters, lower-cased: quick, with neither offsets nor judgement."""
    text = without_signs(text)
    if not text.isascii():
        return WORD.findall(text.lower())
    if "'" in text:
        return ASCII_WORD.findall(text.lower())
    return text.encode().translate(_LETTERS).decode().split()


def without_signs(text: str) -> str:
    """The text with its commonest signs blanked out, offsets kept: nearly every English text is ASCII then."""
    for sign in SIGNS:
        if text.isascii():
            break
        text = text.replace(sign, " ")
    return text


def plain(word: str) -> str:
    """The form a lexicon holds: lower case, straight apostrophe, composed, nothing invisible.

    >>> plain("Don’t")
    "don't"
    """
    word = word.lower()
    if word.isascii():
        return word
    word = INVISIBLE.sub("", word).replace("’", "'").replace("ʼ", "'")
    return unicodedata.normalize("NFC", word)


def in_case(match: str, word: str) -> str:
    """A suggestion in the case of the word, with its kind of apostrophe.

    >>> in_case("Recieve", "receive")
    'Receive'
    """
    if match.isupper() and len(match) > 1:
        word = word.upper()
    elif match[0].isupper():
        word = word[0].upper() + word[1:]
    return word.replace("'", "’") if "’" in match or "‘" in match else word


def words(text: str) -> Iterator[Word]:
    """The words of prose in a block of text, in order."""
    masked = without_template_tags(text)
    shouted = _shouted(masked)
    begins = True
    for chunk in CHUNK.finditer(masked):
        content, at = chunk.group(), chunk.start()
        loud = at in shouted
        prose = _look(content, loud=True) if loud else PROSE[content]
        for found, start, end, joined, first in prose.words:
            yield Word(found, at + start, at + end, joined, begins and first, loud)
        begins = prose.ends or masked[chunk.end() : chunk.end() + 1] in SENTENCE_END


class Prose(Struct, frozen=True, gc=False):
    """What a space-free stretch of text holds: its words in plain form and with their places in it, whether each is
    ``joined`` and whether it is the first there; and whether a sentence ends with it."""

    forms: tuple[str, ...]
    words: tuple[tuple[str, int, int, bool, bool], ...]
    ends: bool


def _look(chunk: str, *, loud: bool = False) -> Prose:
    found = tuple(_within(chunk, loud=loud))
    return Prose(tuple(plain(word[0]) for word in found), found, _ends_sentence(chunk))


PROSE = Remembered(_look)
"""Chunk → what it holds where it does not shout."""


def _within(chunk: str, *, loud: bool) -> Iterator[tuple[str, int, int, bool, bool]]:
    core = chunk.strip(OUTER)
    if core.isalpha() and core.isascii():  # nearly all of them
        code = chunk[0] in NEVER_FIRST or chunk[:2] == "--" or "()" in chunk or EXTENSION.match(chunk)
        if not code and is_word(core, shouted=loud):
            at = chunk.index(core)
            yield core, at, at + len(core), False, True
    elif is_prose(chunk):
        slashed = "/" in chunk
        for found in WORD.finditer(chunk):
            start, end = found.span()
            if not _cut(chunk, start, end) and is_word(found.group(), shouted=loud):
                joined = slashed or _joins(chunk, start - 1) or _joins(chunk, end)
                yield found.group(), start, end, joined, not chunk[:start].strip(OUTER)


def is_prose(chunk: str) -> bool:
    """Whether a space-free stretch of text is words rather than an address, a file name, a tag or code."""
    if chunk.isalpha():
        return len(chunk) <= LONGEST_WORD
    if len(chunk) > LONGEST_CHUNK:
        return False
    core = chunk.strip(OUTER)
    if not core:
        return False
    first = chunk.lstrip("\"'“”‘’(*_")[:1]
    if first in NEVER_FIRST or not NEVERPROSE.isdisjoint(core):
        return False
    if (
        EXTENSION.match(chunk)
        or "//" in core
        or core.count("/") > 2
        or core[:4].lower() == "www."
        or chunk.startswith("--")
        or "()" in chunk
    ):
        return False
    return not CODE_LIKE.search(core)


def is_word(text: str, *, shouted: bool = False) -> bool:
    """Whether a stretch of letters reads as a word: no lone letter, no ABBREVIATION, no camelCase."""
    if not 1 < len(text) <= LONGEST_WORD:
        return False
    rest = text[1:]
    return rest.islower() or shouted or (len(text) > 2 and _lower_but_for_apostrophes(text))


def _lower_but_for_apostrophes(text: str) -> bool:
    """ "I'm" and "d’accord", but not "O'Brien"."""
    return all(piece[1:].islower() or len(piece) == 1 for piece in re.split("['’ʼ]", text)) and not any(
        piece[:1].isupper() for piece in re.split("['’ʼ]", text)[1:]
    )


def without_template_tags(text: str) -> str:
    """The text with merge tags and template syntax blanked out, offsets kept."""
    spans: list[tuple[int, int]] = []
    for opening, closing in TEMPLATE_TAGS:
        at = text.find(opening)
        while at >= 0:
            end = text.find(closing, at + len(opening))
            if end < 0:
                break
            end += len(closing)
            spans.append((at, end))
            at = text.find(opening, end)
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            pieces += [text[done:start], "\0" * (end - max(start, done))]
            done = end
    return "".join(pieces) + text[done:]


def _shouted(text: str) -> frozenset[int]:
    """Where the chunks of "THREE OR MORE" capital words in a row begin."""
    if not SHOUTING.search(text):
        return frozenset()
    starts: set[int] = set()
    row: list[int] = []
    for chunk in [*CHUNK.finditer(text), None]:
        core = chunk.group().strip(OUTER) if chunk else ""
        if chunk and core.isupper() and core.isalpha():
            row.append(chunk.start())
            continue
        if len(row) >= SHOUTED_WORDS:
            starts.update(row)
        row = []
    return frozenset(starts)


def _cut(content: str, start: int, end: int) -> bool:
    """Part of something longer: "h264", "[U]ltimately", "word(s)", "A[nno]", "(mis)information"."""
    before, after = content[start - 1 : start] if start else "", content[end : end + 1]
    if before.isdigit() or after.isdigit() or before in BRACKETS_BEFORE or after in BRACKETS_AFTER:
        return True
    opened = before in BRACKETS_AFTER and content[start - 2 : start - 1].isalnum() if start > 1 else False
    return opened or (after in BRACKETS_BEFORE and content[end + 1 : end + 2].isalnum())


def _joins(content: str, at: int) -> bool:
    return 0 < at < len(content) - 1 and content[at] in "-‐‑/&"


def _ends_sentence(chunk: str) -> bool:
    return chunk.rstrip("\"'”’»)]*_")[-1:] in SENTENCE_END
