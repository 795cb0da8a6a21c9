"""The map step: every word of prose looked up, and what is unknown recorded with its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from operator import eq
from typing import Any

from preflight.checkers.spelling.addresses import Addresses
from preflight.checkers.spelling.articles import wrong_article
from preflight.checkers.spelling.doubled import doubled
from preflight.checkers.spelling.mojibake import garbled
from preflight.checkers.spelling.quotes import Unpaired
from preflight.checkers.spelling.rules import HOMOGLYPH, MISSPELLING, Options
from preflight.checkers.spelling.spacing import spacing
from preflight.checkers.spelling.wrong_words import wrong_words
from preflight.model import Document, Fact, Finding, Fix, TextRun
from preflight.patterns import regex
from preflight.reading import language as languages
from preflight.reading import lookalikes, spaces
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.ownwords import OwnWords
from preflight.reading.words import SHOUTING, Word, plain, tokens, words

UNKNOWN = "unknown-word"
"""value: ``form`` plain, ``language``, ``run`` its number in the document, ``of`` words in the run, ``marks`` out of
MARKS (and ``host``, ``path`` or ``code``: what else holds it), and ``meant``, ``evidence`` where only a space is
out of place."""
NOT_COVERED = "spelling-not-covered"
"""value: ``language`` a tag, or empty when it could not be told."""
MARKS = ("capitalised", "begins", "hyphenated", "borrowed")

# "htpts://": an address whose scheme was mistyped
ADDRESS = regex(r"(?<![A-Za-z0-9+.-])[A-Za-z]{2,8}(?=://)")
MISTYPED_SCHEME = frozenset("htps")

# "meet [unknown]", "[unknown] you": the neighbour that a space parts from a word
WORD_BEFORE = regex(r"(?<![\w'’./@&-])([A-Za-z]+) \Z")
WORD_AFTER = regex(r" ([a-z]+)(?![\w'’/@&-]|\.\w)")

# "weeee're back", "soooo good": written as it is said
DRAWN_OUT = regex(r"([^\W\d_])\1{3}")

BORROWED = frozenset(
    ("al", "el", "la", "le", "les", "los", "las", "lo", "il", "de", "du", "des", "del", "della", "di", "da", "das",
    "der", "die", "und", "et", "van", "von", "pro", "ad", "en", "una", "un", "ut")
)  # fmt: skip
"""Little words of other languages: what follows one belongs to a borrowed phrase ("al dente", "pro tem")."""

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
    english: list[tuple[TextRun, frozenset[str]]] = []
    message: dict[str, list[TextRun]] = {}
    addresses = Addresses(document)
    unpaired = Unpaired()
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
        if chosen is None:
            continue
        yield from spacing(run, chosen)
        if chosen.language == "en":
            unpaired.add(run)
        if chosen.language == "en" and ("a" in found or "an" in found):
            yield from wrong_article(run, chosen)
        if chosen.language == "en" and (options.mixed_variants or options.variant != "either"):
            english.append((run, frozenset(found)))
        yield from wrong_words(run, found, chosen)
        if document.kind == "email":
            message.setdefault(chosen.language, []).append(run)
        unique = set(found)
        unknown = chosen.unknown(unique)
        if chosen.language == "en":
            unknown = unknown.union(unique & spaces.FRAGMENTS)
        if unknown and _worth_reading(run.text, unknown):
            yield from _unknown(run, number, chosen, addresses, [(start, end) for start, end, _ in broken])
    yield from unpaired.findings()
    for language, runs in message.items():
        if len({run.part for run in runs}) > 1:
            from preflight.checkers.spelling.agreement import between_parts

            yield from between_parts(runs, lexicons[language])
    if english:
        from preflight.checkers.spelling.variant import variant

        yield from variant(english, lexicons["en"], options)


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
    if not languages.is_written_in(tag, found):
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


def _unknown(
    run: TextRun, number: int, lexicon: Lexicon, addresses: Addresses, broken: list[tuple[int, int]]
) -> Iterator[Fact | Finding]:
    text, own = run.text, lexicon.own
    found = list(words(text))
    forms = [plain(word.text) for word in found]
    unknown = lexicon.unknown(set(forms))
    fragments = spaces.FRAGMENTS if lexicon.language == "en" else frozenset()
    done = -1
    for at, (word, form) in enumerate(zip(found, forms, strict=True)):
        fragment = form in fragments and word.text.islower() and not word.joined
        if not (fragment or form in unknown) or word.start < done:
            continue
        if any(start <= word.start < end for start, end in broken):
            continue
        if not form.isascii() and lookalikes.is_mixed(form):
            yield _lookalike(run, word, lexicon)
            continue
        if not languages.is_written_in(lexicon.language, (form,)) or DRAWN_OUT.search(form):
            continue
        moved = _moved_space(text, word, lexicon) if lexicon.language == "en" else None
        value: dict[str, Any] = {
            "form": form, "language": lexicon.language, "run": number, "of": len(found), "marks": _marks(found, at),
        }  # fmt: skip
        if moved is not None:
            start, done, value["meant"], value["evidence"] = moved
            yield Fact(UNKNOWN, value, run.span(start, done), text[start:done])
        elif form in unknown and not _excused(word, form, text, own):
            held = addresses.mark(lexicon.base(form))
            if held:
                value["marks"].append(held)
            yield Fact(UNKNOWN, value, run.span(word.start, word.end), word.text)


def _excused(word: Word, form: str, text: str, own: OwnWords) -> bool:
    """Whether an entry of the word list that we do not trust is right here: a name, part of something longer, or in
    its phrase ("to and fro")."""
    if form in own.rejected:
        return word.capitalised or word.joined
    phrase = own.doubted.get(form)
    if phrase is None:
        return False
    return word.capitalised or word.joined or (bool(phrase) and text[: word.end].lower().endswith(phrase))


def _marks(found: list[Word], at: int) -> list[str]:
    word = found[at]
    foreign = at > 0 and found[at - 1].text in BORROWED
    values = (word.capitalised, word.begins, word.joined, foreign)
    return [name for name, is_so in zip(MARKS, values, strict=True) if is_so]


def _moved_space(text: str, word: Word, lexicon: Lexicon) -> tuple[int, int, str, int] | None:
    """Where a neighbouring space explains the word better than anything: the stretch, what was meant, the evidence."""
    best: tuple[int, int, str, int] | None = None
    if word.joined:
        return None
    before = WORD_BEFORE.search(text, max(0, word.start - spaces.LONGEST_JOINED), word.start)
    after = WORD_AFTER.match(text, word.end)
    for start, end in ((before.start(1) if before else -1, word.end), (word.start, after.end(1) if after else -1)):
        if start < 0 or end < 0:
            continue
        left, _, right = text[start:end].partition(" ")
        if not right.islower() or not (left.islower() or left[1:].islower()):
            continue
        if _typed_twice(left.lower(), lexicon) and lexicon.listed(right):
            continue  # "suchh as"
        meant = spaces.rejoined(left.lower(), right, lexicon)
        if meant is not None and meant[1] >= spaces.WORTH_A_LOOK and (best is None or meant[1] > best[3]):
            best = start, end, *meant
    return best


def _typed_twice(form: str, lexicon: Lexicon) -> bool:
    """Whether only the last letter is one too many."""
    return form[-1:] == form[-2:-1] and lexicon.listed(form[:-1])


def _lookalike(run: TextRun, word: Word, lexicon: Lexicon) -> Finding:
    latin = lookalikes.as_latin(word.text)
    return Finding(
        HOMOGLYPH.id,
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
