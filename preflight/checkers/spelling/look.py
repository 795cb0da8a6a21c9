"""The map step: every text of a document read, and what is unknown recorded with its surroundings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from preflight.checkers.spelling.addresses import Addresses
from preflight.checkers.spelling.quotes import unpaired
from preflight.checkers.spelling.readings import Reading, readings
from preflight.checkers.spelling.rules import HOMOGLYPH, Options
from preflight.checkers.spelling.unknown import MARKS, Strange
from preflight.model import Document, Fact, Finding, TextRun
from preflight.reading import language as languages
from preflight.reading import lookalikes
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.remembered import Remembered
from preflight.reading.words import plain, tokens

__all__ = ["MARKS", "NOT_COVERED", "UNKNOWN", "check"]

UNKNOWN = "unknown-word"
"""value: ``form`` plain, ``language``, ``run`` its number in the document, ``of`` words in the run, ``marks`` out of
MARKS (and ``host``, ``path`` or ``code``: what else holds it), and ``meant``, ``evidence`` where only a space is
out of place."""
NOT_COVERED = "spelling-not-covered"
"""value: ``language`` a tag, or empty when it could not be told."""

GUESS_FROM = 3_000
KNOWN_SHARE = 0.6
VOTES = Remembered(lambda text: languages.votes(tokens(text)))
"""What the words of a text say of its language."""


def check(document: Document, options: Options, lexicons: Lexicons) -> Iterator[Fact | Finding]:
    """Findings for what needs no further evidence, facts for what ``review`` weighs."""
    is_email = document.kind == "email"
    read = _Read(document, lexicons)
    shown = [
        (number, run, reading)
        for number, run in enumerate(document.runs)
        if not (run.kind == "code" or (run.hidden and run.kind != "preheader" and is_email))
        and (reading := read[run.language][run.text]) is not None
    ]
    missing: set[str] = set()
    addresses = Addresses(document)
    lonely = False
    for number, run, reading in shown:
        if reading.is_plain:
            continue
        for look in reading.checks:
            yield from look(run)
        chosen = reading.chosen
        if isinstance(chosen, str):
            if chosen not in missing and reading.is_long:
                missing.add(chosen)
                yield Fact(NOT_COVERED, {"language": chosen}, run.span(0, len(run.text)))
        elif chosen is not None:
            lonely = lonely or (reading.lonely >= 0 and chosen.language == "en")
            for strange in reading.strange:
                yield _told(strange, run, number, chosen, addresses)
    if lonely:
        yield from unpaired([(run, reading.lonely) for _, run, reading in shown if _is_in("en", reading)])
    if is_email:
        yield from _between_parts([(run, reading) for _, run, reading in shown], lexicons)
    if options.mixed_variants or options.variant != "either":
        from preflight.checkers.spelling.variant import variant

        english = [(run, frozenset(tokens(run.text))) for _, run, reading in shown if _is_in("en", reading)]
        if english:
            yield from variant(english, lexicons["en"], options)


class _Read(dict[str, Remembered[Reading | None]]):
    """What is remembered of texts by the language that a run of this document says it is in: it may say nothing."""

    def __init__(self, document: Document, lexicons: Lexicons) -> None:
        super().__init__()
        self._document = document
        self._lexicons = lexicons

    def __missing__(self, language: str) -> Remembered[Reading | None]:
        tag = languages.primary(language) or languages.primary(self._document.language)
        self[language] = read = readings(self._lexicons).of(tag or self._main)
        return read

    @cached_property
    def _main(self) -> str:
        return _main_language(self._document, self._lexicons)


def _is_in(language: str, reading: Reading) -> bool:
    return isinstance(reading.chosen, Lexicon) and reading.chosen.language == language


def _between_parts(shown: list[tuple[TextRun, Reading]], lexicons: Lexicons) -> Iterator[Finding]:
    """Where the parts of a message disagree, language by language."""
    message: dict[str, list[TextRun]] = {}
    for run, reading in shown:
        if isinstance(reading.chosen, Lexicon):
            message.setdefault(reading.chosen.language, []).append(run)
    for language, runs in message.items():
        if len({run.part for run in runs}) > 1:
            from preflight.checkers.spelling.agreement import between_parts

            yield from between_parts(runs, lexicons[language])


def _main_language(document: Document, lexicons: Lexicons) -> str:
    """The language of a document that does not say: by its function words, else English if the words are English."""
    texts: list[str] = []
    votes = 0
    for run in document.runs:
        if run.kind != "code":
            texts.append(run.text)
            votes += VOTES[run.text]
            if languages.voters(votes) > GUESS_FROM:
                break
    guessed = languages.spoken(votes)
    if guessed or "en" not in lexicons:
        return guessed
    unique = set(tokens("\n".join(texts)))
    return "en" if len(unique) - len(lexicons["en"].unknown(unique)) >= KNOWN_SHARE * len(unique) else ""


def _told(strange: Strange, run: TextRun, number: int, lexicon: Lexicon, addresses: Addresses) -> Fact | Finding:
    """A strange word as it stands in this document."""
    if strange.mixed:
        return _lookalike(run, strange.start, strange.end, lexicon)
    value: dict[str, Any] = {
        "form": strange.form, "language": lexicon.language, "run": number, "of": strange.of,
        "marks": list(strange.marks),
    }  # fmt: skip
    if strange.meant:
        value["meant"], value["evidence"] = strange.meant, strange.evidence
    elif held := addresses.mark(strange.base):
        value["marks"].append(held)
    return Fact(UNKNOWN, value, run.span(strange.start, strange.end), run.text[strange.start : strange.end])


def _lookalike(run: TextRun, start: int, end: int, lexicon: Lexicon) -> Finding:
    text = run.text[start:end]
    latin = lookalikes.as_latin(text)
    return Finding(
        HOMOGLYPH.id,
        f"“{text}” mixes alphabets: a letter that looks Latin is from another one",
        run.span(start, end),
        text,
        "Type the word again; searches, screen readers and spam filters do not recognise it as it is.",
        (latin,) if lexicon.knows(plain(latin)) else (),
    )
