"""The same sentence in two places, but for one word: a slip in one of them.

Sentences are compared whole, word by word. Two that differ in one word share their first or their second half, so that
looking those up finds them without comparing every sentence with every other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from preflight.model import TextRun
from preflight.patterns import regex
from preflight.reading.slips import distance
from preflight.reading.words import WORD, plain

# "Doors open at 7. Bring a chair": where a sentence ends, or a line
SENTENCE_END = regex(r"[.!?:;](?=\s)|\n|[•·|]")
FEWEST_WORDS, MOST_WORDS = 6, 60
MOST_ALIKE = 8
"""How many sentences with the same half are compared: a table row repeated a thousand times is not."""
SAME_SORT = (
    frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tonight")),
    frozenset(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november")
    ),
    frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "once", "twice")),
    frozenset(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")),
    frozenset(("he", "she", "his", "her", "him", "hers", "we", "they", "i", "me", "my", "our", "us", "them", "it")),
    frozenset(("this", "these", "that", "those", "the", "last", "past", "next", "a", "an", "our", "your", "their")),
    frozenset(("in", "on", "at", "to", "into", "onto", "by", "for", "from", "of", "off", "with", "as")),
    frozenset(("is", "was", "are", "were", "be", "has", "had", "have", "can", "may", "will", "do", "did", "does")),
)
"""Words that stand for one another in a new issue without either being a slip."""


class Sentence(Struct, frozen=True):
    """Words in plain form, and where each stands in its run."""

    run: TextRun
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


class Difference(Struct, frozen=True):
    """``here.words[at]`` and ``there.words[at]``, all else being the same."""

    here: Sentence
    there: Sentence
    at: int

    @property
    def pair(self) -> tuple[str, str]:
        return self.here.words[self.at], self.there.words[self.at]

    @property
    def turned(self) -> Difference:
        return Difference(self.there, self.here, self.at)


def sentences(runs: Iterable[TextRun]) -> Iterator[Sentence]:
    """The sentences of some texts that are long enough to be recognised."""
    for run in runs:
        done = 0
        for end in (*(found.start() for found in SENTENCE_END.finditer(run.text)), len(run.text)):
            found = list(WORD.finditer(run.text, done, end))
            done = end
            if FEWEST_WORDS <= len(found) <= MOST_WORDS:
                yield Sentence(run, tuple(plain(word.group()) for word in found), tuple(word.span() for word in found))


def differences(here: Iterable[Sentence], there: Iterable[Sentence]) -> Iterator[Difference]:
    """Every sentence here that stands nowhere there as it is, but once with one word one or two letters away."""
    index: dict[tuple[object, ...], list[Sentence]] = defaultdict(list)
    known: set[tuple[str, ...]] = set()
    for sentence in there:
        if sentence.words not in known:
            known.add(sentence.words)
            for half in _halves(sentence.words):
                index[half].append(sentence)
    for sentence in here:
        if sentence.words in known:
            continue
        for half in _halves(sentence.words):
            alike = index.get(half, [])
            found = [
                Difference(sentence, other, at) for other in alike[:MOST_ALIKE] if (at := _one(sentence, other)) >= 0
            ]
            if found:
                yield found[0]
                break


def is_slip(pair: tuple[str, str], *, strict: bool) -> bool:
    """Whether one of two words may be the other mistyped. ``strict``: where a writer may have changed his mind, a
    month, a person or an ending ("nights", "expired") is no slip."""
    here, there = pair
    if not 0 < distance(here, there) <= 2:
        return False
    if not strict:
        return True
    if any(here in words and there in words for words in SAME_SORT):
        return False
    short, long = sorted(pair, key=len)
    return min(len(here), len(there)) > 1 and not (
        long.startswith(short) and long[len(short) :] in ("s", "d", "r", "es", "ed", "'s")
    )


def _halves(words: tuple[str, ...]) -> tuple[tuple[object, ...], tuple[object, ...]]:
    middle = len(words) // 2
    return (len(words), 0, *words[:middle]), (len(words), 1, *words[middle:])


def _one(here: Sentence, there: Sentence) -> int:
    """The only place where two sentences of the same length differ, or -1."""
    differing = [at for at, (one, other) in enumerate(zip(here.words, there.words, strict=True)) if one != other]
    return differing[0] if len(differing) == 1 else -1
