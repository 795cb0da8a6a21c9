"""What may be a name, seen in one document: runs of capitalised words, and pairs of them that nearly agree.

Whose names they are is not known here (see ``misnamed``). Two spellings are a pair only where everything beside them is
equal: Jon Hale and John Mill are two people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import combinations, pairwise

from msgspec import Struct

from preflight.model import Document, Fact, TextRun
from preflight.patterns import regex
from preflight.reading import glance, names
from preflight.reading import language as languages
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.names import Token
from preflight.reading.remembered import Remembered

PHRASE = "name"
"""A run of capitalised words. value: the language of the text, or empty."""
DISAGREEMENT = "name-spelling"
"""One place of a name that its document writes in two ways. value: ``pair`` a number, ``form`` the word that differs,
``how`` it differs from the other's, ``rarity`` of the form in the language, 0 where that says nothing."""

RARE, OFTEN = 520, 5
"""On a page of a site, a run of capitalised words is remembered only if one of them is rarer than this, or a name,
and only so many times."""
LONGEST_ABBREVIATION = 5
MANY = 40
"""More spellings beside one word than this are no name but a pattern ("Room Aster", "Room Begonia")."""
SHORTEST_BESIDE = 3
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "herr", "frau", "mme"})
CAMEL = regex("[^\\W\\d_]*[a-z][A-Z]")  # "DeMattia", "CourtHouse", but not "HTTPHandler" or "ISBN"


_Beside = tuple[tuple[str, int], str, int, int]
"""What stands beside a word of a name and on which side, the word, and the place of both."""


class _Phrase(Struct, frozen=True, gc=False):
    """A run of capitalised words at ``text[start:end]``; ``telling``: it may be a name, by its words."""

    start: int
    end: int
    telling: bool
    beside: tuple[_Beside, ...]


class _Sighting(Struct, frozen=True):
    run: TextRun
    start: int
    end: int


def check(document: Document, lexicons: Lexicons) -> Iterator[Fact]:
    """Facts for ``review``: what may be a name, and what one document writes in two ways."""
    beside: dict[tuple[str, int], dict[str, list[_Sighting]]] = defaultdict(lambda: defaultdict(list))
    declared = languages.primary(document.language)
    is_email = document.kind == "email"
    seen: Counter[str] = Counter()
    spoken: str | None = None
    for run in glance.those(document, glance.NAMES):
        if run.kind == "code" or (run.hidden and run.kind != "preheader" and is_email):
            continue
        if run.language != spoken:
            spoken = run.language
            language = languages.primary(spoken) or declared
            phrases = _phrases(_lexicon(lexicons, language))
        for phrase in phrases[run.text]:
            written = run.text[phrase.start : phrase.end]
            if is_email or (phrase.telling and seen[written] < OFTEN):
                seen[written] += 1
                yield Fact(PHRASE, language, run.span(phrase.start, phrase.end), written)
            for key, form, first, last in phrase.beside:
                beside[key][form].append(_Sighting(run, first, last))
    yield from _disagreements(beside, _lexicon(lexicons, declared))


@lru_cache(maxsize=8)
def _phrases(lexicon: Lexicon | None) -> Remembered[tuple[_Phrase, ...]]:
    """The phrases of a text, remembered: it may stand on every page."""
    return Remembered(partial(_read, lexicon=lexicon))


def _read(text: str, lexicon: Lexicon | None) -> tuple[_Phrase, ...]:
    return tuple([_phrase(text, found, lexicon) for found in names.phrases(text)])


def _phrase(text: str, found: Sequence[Token], lexicon: Lexicon | None) -> _Phrase:
    telling = _is_telling(text, found, lexicon)
    return _Phrase(found[0].start, found[-1].end, telling, tuple(_beside(text, found)) if telling else ())


def _lexicon(lexicons: Lexicons, language: str) -> Lexicon | None:
    """The language's, or English, where names of all languages stand."""
    if language in lexicons:
        return lexicons[language]
    return english(lexicons)


def english(lexicons: Lexicons) -> Lexicon | None:
    """The English lexicon, unless the configuration leaves English out."""
    if "en" in lexicons:
        return lexicons["en"]
    return None


def _is_telling(text: str, phrase: Sequence[Token], lexicon: Lexicon | None) -> bool:
    """Whether one of the words is rare enough, or name enough, to belong to a name; an abbreviation is not."""
    loud = text[phrase[0].start : phrase[-1].end].isupper()
    return lexicon is None or any(
        len(word.form) > 2
        and (lexicon.rarity(word.form) >= RARE or names.is_common(word.form))
        and (loud or len(word.form) > LONGEST_ABBREVIATION or not text[word.start : word.end].isupper())
        for word in phrase
    )


def _beside(text: str, found: Sequence[Token]) -> Iterator[_Beside]:
    """For every two neighbouring words of a name: each one's form with what stands beside it as key, and the place of
    both. A lone word has nothing beside it."""
    if len(found) == 1:
        yield ("", 0), found[0].form, found[0].start, found[0].end
    for left, right in pairwise(found):
        if not (_is_named(text, left) and _is_named(text, right)):
            continue
        if left.form in TITLES:
            yield ("", 0), right.form, right.start, right.end
            continue
        if len(right.form) >= SHORTEST_BESIDE:
            yield (right.form, 0), left.form, left.start, right.end
        if len(left.form) >= SHORTEST_BESIDE:
            yield (left.form, 1), right.form, left.start, right.end


def _is_named(text: str, token: Token) -> bool:
    """Whether it is written like a word of a name: "Byrne", "DeMattia", "O'Brien", a long "BYRNE"; no abbreviation."""
    word = text[token.start : token.end]
    if not word[0].isupper():
        return False
    if word.isupper():
        return len(word) > LONGEST_ABBREVIATION
    return word[1:].islower() or CAMEL.match(word) is not None or not word[1].isalpha()


def _disagreements(
    beside: Mapping[tuple[str, int], Mapping[str, list[_Sighting]]], lexicon: Lexicon | None
) -> Iterator[Fact]:
    """Pairs of which one is no word of any dictionary, and pairs of names that sound alike."""
    pair = 0
    for spellings in beside.values():
        if not 1 < len(spellings) <= MANY:
            continue
        for one, other in _near(spellings):
            how = names.difference(one, other)
            listed = {form: lexicon is not None and lexicon.knows(form) for form in (one, other)}
            if how != "sound" and all(listed.values()):
                continue
            pair += 1
            for form in (one, other):
                rarity = 0 if how == "sound" or lexicon is None else lexicon.rarity(form)
                for one_of in spellings[form][:MANY]:
                    value = {"pair": pair, "form": form, "how": how, "rarity": rarity}
                    run, start, end = one_of.run, one_of.start, one_of.end
                    yield Fact(DISAGREEMENT, value, run.span(start, end), run.text[start:end])


def _near(forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of forms that one slip or one sound may have made of each other."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        for signature in set(names.signatures(form)):
            sharing[signature].append(form)
    pairs = {(min(pair), max(pair)) for members in sharing.values() for pair in combinations(members, 2)}
    for one, other in sorted(pairs):
        if names.difference(one, other) in ("sound", "slip"):
            yield one, other
