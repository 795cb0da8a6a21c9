"""The map step: every word of prose looked up, and what is unknown recorded with its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import eq

from preflight.checkers.spelling.articles import wrong_article
from preflight.checkers.spelling.doubled import doubled
from preflight.checkers.spelling.mojibake import garbled
from preflight.checkers.spelling.rules import MISSPELLING, Options
from preflight.checkers.spelling.wrong_words import wrong_words
from preflight.model import Document, Fact, Finding, Fix, TextRun
from preflight.reading import language as languages
from preflight.reading import lookalikes, spaces
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.words import SHOUTING, Word, plain, tokens, words

UNKNOWN = "unknown-word"
"""value: ``form`` plain, ``language``, ``run`` its number in the document, ``of`` words in the run, ``marks`` out of
MARKS, and ``meant``, ``rarity`` where only a space is out of place."""
NOT_COVERED = "spelling-not-covered"
"""value: ``language`` a tag, or empty when it could not be told."""
MARKS = ("capitalised", "begins", "beside", "hyphenated", "shouted")

# "htpts://": an address whose scheme was mistyped
ADDRESS = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z]{2,8}(?=://)")
MISTYPED_SCHEME = frozenset("htps")

GUESS_FROM = 3_000
FOREIGN_WORDS, FOREIGN_SHARE = 3, 0.3
KNOWN_SHARE = 0.6
FEWEST_WORDS = 4
ENOUGH_WORDS = 8


def check(document: Document, options: Options, lexicons: Lexicons) -> Iterator[Fact | Finding]:
    """Findings for what needs no further evidence, facts for what ``review`` weighs."""
    declared = languages.primary(document.language)
    main: str | None = None
    missing: set[str] = set()
    for number, run in enumerate(document.runs):
        if run.kind == "code" or (run.hidden and run.kind != "preheader" and document.kind == "email"):
            continue
        found = tokens(run.text)
        if not found:
            continue
        tag = languages.primary(run.language) or declared
        if not tag:
            if main is None:
                main = _main_language(document, lexicons)
            tag = main
        broken = list(garbled(run))
        yield from (finding for _, _, finding in broken)
        if "://" in run.text:
            yield from _schemes(run)
        chosen = _lexicon(tag, run.text, found, lexicons)
        if any(map(eq, found, islice(found, 1, None))):
            yield from doubled(run, chosen if isinstance(chosen, Lexicon) else None)
        if isinstance(chosen, str):
            if chosen not in missing and len(found) >= FEWEST_WORDS:
                missing.add(chosen)
                yield Fact(NOT_COVERED, {"language": chosen}, run.span(0, len(run.text)))
            continue
        if chosen is not None and chosen.language == "en" and ("a" in found or "an" in found):
            yield from wrong_article(run, chosen)
        if chosen is not None and chosen.own.contexts.within(found):
            yield from wrong_words(run, chosen.own.contexts)
        if chosen is not None and _worth_reading(run.text, chosen.unknown(set(found))):
            yield from _unknown(run, number, chosen, [(start, end) for start, end, _ in broken])


def _lexicon(tag: str, text: str, found: list[str], lexicons: Lexicons) -> Lexicon | str | None:
    """What to check a text against: a lexicon; or the tag of a language that is not covered; or None for a text that is
    no prose in any language we know (a list of names, a line of code)."""
    if tag not in lexicons:
        guessed = _guess(text)
        if guessed in lexicons:
            return lexicons[guessed]
        return tag
    lexicon = lexicons[tag]
    unique = set(found)
    count = len(lexicon.unknown(unique))
    if count < FOREIGN_WORDS or count < FOREIGN_SHARE * len(unique):
        return lexicon
    if not languages.is_latin(found):
        return ""
    guessed = _guess(text)
    if guessed == tag or (not guessed and len(found) < ENOUGH_WORDS):
        return lexicon
    if guessed in lexicons:
        return lexicons[guessed]
    return guessed or None


def _guess(text: str) -> str:
    """The language of a text, judged by its prose alone, so that a line of code never opens another word list."""
    prose = [plain(word.text) for word in words(text)]
    return languages.guess(prose) if len(prose) >= ENOUGH_WORDS else ""


def _worth_reading(text: str, unknown: set[str]) -> bool:
    """Whether one of the unknown forms is written like a word: "sql" is not where the text says SQL or PostgreSQL."""
    return any(form in text or form.capitalize() in text for form in unknown) or (
        bool(unknown) and SHOUTING.search(text) is not None
    )


def _main_language(document: Document, lexicons: Lexicons) -> str:
    """The language of a document that does not say: by its function words, else English if the words are English."""
    found: list[str] = []
    for run in document.runs:
        if run.kind != "code":
            found += tokens(run.text)
        if len(found) > GUESS_FROM:
            break
    guessed = languages.guess(found)
    if guessed or "en" not in lexicons:
        return guessed
    unique = set(found)
    return "en" if len(unique) - len(lexicons["en"].unknown(unique)) >= KNOWN_SHARE * len(unique) else ""


def _unknown(run: TextRun, number: int, lexicon: Lexicon, broken: list[tuple[int, int]]) -> Iterator[Fact | Finding]:
    found = list(words(run.text))
    forms = [plain(word.text) for word in found]
    unknown = lexicon.unknown(set(forms))
    done = -1
    for at, (word, form) in enumerate(zip(found, forms, strict=True)):
        if form not in unknown or at <= done or any(start <= word.start < end for start, end in broken):
            continue
        if not form.isascii() and lookalikes.is_mixed(form):
            yield _lookalike(run, word, lexicon)
            continue
        if not languages.is_latin((form,)):
            continue
        value = {
            "form": form, "language": lexicon.language, "run": number, "of": len(found), "marks": _marks(found, at),
        }  # fmt: skip
        moved = _moved_space(run.text, found, forms, at, lexicon)
        if moved is None:
            yield Fact(UNKNOWN, value, run.span(word.start, word.end), word.text)
            continue
        first, meant, rarity = moved
        done = first + 1
        start, end = found[first].start, found[first + 1].end
        value |= {"meant": meant, "rarity": rarity}
        yield Fact(UNKNOWN, value, run.span(start, end), run.text[start:end])


def _marks(found: list[Word], at: int) -> list[str]:
    word = found[at]
    around = found[max(0, at - 1) : at] + found[at + 1 : at + 2]
    beside = any(other.capitalised and not other.begins for other in around)
    values = (word.capitalised, word.begins, beside, word.joined, word.shouted)
    return [name for name, is_so in zip(MARKS, values, strict=True) if is_so]


def _moved_space(
    text: str, found: list[Word], forms: list[str], at: int, lexicon: Lexicon
) -> tuple[int, str, int] | None:
    """Where a neighbouring space explains the unknown word: index of the left word, what was meant, its rarity."""
    for first in (at - 1, at):
        if first < 0 or first + 1 >= len(found):
            continue
        left, right = found[first], found[first + 1]
        apart = text[left.end : right.start] == " " and not (left.joined or right.joined or right.capitalised)
        if apart and lexicon.rarity(forms[at]) >= spaces.UNCOMMON:
            meant = spaces.rejoined(forms[first], forms[first + 1], lexicon)
            if meant is not None:
                return first, *meant
    return None


def _lookalike(run: TextRun, word: Word, lexicon: Lexicon) -> Finding:
    latin = lookalikes.as_latin(word.text)
    return Finding(
        MISSPELLING.id,
        f"“{word.text}” mixes alphabets: a letter that looks Latin is from another one",
        run.span(word.start, word.end),
        word.text,
        "Type the word again; searches, screen readers and spam filters do not recognise it as it is.",
        (latin,) if lexicon.knows(plain(latin)) else (),
    )


def _schemes(run: TextRun) -> Iterator[Finding]:
    for found in ADDRESS.finditer(run.text):
        scheme = found.group().lower()
        if scheme in ("http", "https") or not set(scheme) <= MISTYPED_SCHEME or scheme[0] not in "ht":
            continue
        meant = "https" if "s" in scheme else "http"
        yield Finding(
            MISSPELLING.id,
            f"“{found.group()}://” is a mistyped “{meant}://”",
            run.span(*found.span()),
            found.group(),
            f"Change it to {meant}://, and check the link behind it.",
            (meant,),
            Fix(meant),
        )
