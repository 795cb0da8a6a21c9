"""Which words differ between two samples, widened until they tell the wrong one from the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from preflight.folders import cache_folder
from preflight.model import Document, TextRun
from preflight.patterns import regex
from preflight.reading.lexicon import LANGUAGES, Lexicons
from preflight.reading.slips import distance

MOST = 2_000
"""Texts of one sample that are laid side by side."""
LONGEST = 400
"""Words of one text that are."""
WIDEST = 12
"""Words of a phrase."""
TOLD = 4
"""Words of a phrase that stands for itself: a price, a day or an ordinary word alone comes back and is right."""
SLIP = 2
"""Letters in which a mistyped word differs from what was meant."""
EDGE = " \ufffc,.;:!?…–—-()\"“”‘’'"
UNREAD = frozenset({"code", "meta"})
GREETING = regex(
    r"(?i)^(hi there|hi|hello|hey|dear|good morning|good evening|hallo|liebe[rs]?|bonjour|hola)\s*[,!.:–-]"
)
"""``Hi ,``"""
DIGIT = regex(r"\d")
LETTERS = regex(r"[^\W\d_]{2,}")
END = regex(r"[.!?…]\s|[\n|·•]")
"""Where a sentence or a line ends: what stands before it is not what names the date."""
SLOT = 3
"""Words before a date that name its place."""


class Change(NamedTuple):
    """Words of the wrong sample, and what stands there in the right one; one of them may be empty."""

    bad: str
    good: str


def changes(bad: Document, good: Document) -> Iterator[Change]:
    """What was reworded, what was added by mistake, what was missing."""
    known = " ".join(_key(run.text) for run in _runs(good))
    wrong = " ".join(_key(run.text) for run in _runs(bad))
    for old, new in pairs(bad, good):
        if old is not None and new is not None:
            for one in _words(
                old.text.split()[:LONGEST], new.text.split()[:LONGEST], known, old.language or bad.language
            ):
                if one.bad or _key(one.good) not in wrong:
                    yield one
        elif old is not None:
            text = " ".join(old.text.split()[:WIDEST]).strip(EDGE)
            if text and _key(text) not in known:
                yield Change(text, "")
        elif new is not None:
            text = " ".join(new.text.split()[:WIDEST]).strip(EDGE)
            if text and _key(text) not in wrong:
                yield Change("", text)


def pairs(bad: Document, good: Document) -> Iterator[tuple[TextRun | None, TextRun | None]]:
    """The texts that are not the same in both, side by side where they stand in for one another; those first."""
    old, new = _runs(bad), _runs(good)
    matcher = SequenceMatcher(None, [_key(run.text) for run in old], [_key(run.text) for run in new], autojunk=False)
    lone: list[tuple[TextRun | None, TextRun | None]] = []
    for what, old_start, old_end, start, end in matcher.get_opcodes():
        if what == "equal":
            continue
        left, right = old[old_start:old_end], new[start:end]
        together = min(len(left), len(right))
        yield from zip(left[:together], right[:together], strict=True)
        lone += [(run, None) for run in left[together:]] + [(None, run) for run in right[together:]]
    yield from lone


def bare_greetings(bad: Document, good: Document) -> Iterator[str]:
    """``Hi`` of “Hi ,” where the right sample greets somebody."""
    for old, new in pairs(bad, good):
        match = GREETING.match(old.text) if old is not None and new is not None else None
        if match is None or new is None or GREETING.match(new.text):
            continue
        if new.text.lower().startswith(match[1].lower()):
            yield match[1]


def before(text: str) -> str:
    """The last words before a date that say what the date is; empty when there are none."""
    line = END.split(text)[-1]
    words = [word for word in line.split() if LETTERS.search(word)][-SLOT:]
    phrase = " ".join(words).strip(EDGE)
    return phrase if len(words) >= 2 else ""


def _words(old: Sequence[str], new: Sequence[str], known: str, language: str) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_start, old_end, start, end in matcher.get_opcodes():
        if what != "equal":
            yield _widened(old, new, (old_start, old_end), (start, end), known, language)


def _widened(
    old: Sequence[str],
    new: Sequence[str],
    here: tuple[int, int],
    there: tuple[int, int],
    known: str,
    language: str,
) -> Change:
    """The changed words with those around them, until nothing of the right sample reads like that."""
    (left, right), (first, last) = here, there
    while True:
        bad, good = " ".join(old[left:right]).strip(EDGE), " ".join(new[first:last]).strip(EDGE)
        enough = LETTERS.search(bad) and (right - left >= TOLD or _is_slip(bad, good, language))
        if (enough and _key(bad) not in known) or right - left >= WIDEST:
            break
        back, forth = left > 0 and first > 0, right < len(old) and last < len(new)
        if not back and not forth:
            break
        if back:
            left, first = left - 1, first - 1
        if forth and (not back or right - left < WIDEST):
            right, last = right + 1, last + 1
    return Change(bad, good) if _key(bad) != _key(good) else Change(bad, "")


def _is_slip(bad: str, good: str, language: str) -> bool:
    """Whether one is the other mistyped, and no word: that is never right. Where the language is not known, in any."""
    if not bad.isalpha() or not good.isalpha() or distance(bad.casefold(), good.casefold()) > SLIP:
        return False
    lexicons = Lexicons((language[:2],) if language else tuple(LANGUAGES), cache_folder())
    unknown = [bool(lexicons[one].unknown({bad.casefold()})) for one in lexicons.languages]
    return bool(unknown) and all(unknown)


def _runs(document: Document) -> list[TextRun]:
    return [run for run in document.runs if run.kind not in UNREAD][:MOST]


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
