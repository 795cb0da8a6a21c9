"""The reduce step: unknown words of the whole delivery, weighed once each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from preflight.checkers.spelling.addresses import LONG_ENOUGH_TO_EMBED
from preflight.checkers.spelling.look import NOT_COVERED, UNKNOWN
from preflight.checkers.spelling.rules import ERROR_AT, MISSPELLING, UNKNOWN_WORD, WARNING_AT, Options
from preflight.checkers.spelling.vouched import Vouched
from preflight.model import Delivery, Fact, Facts, Finding, Fix, Gap
from preflight.reading import language as languages
from preflight.reading import spaces
from preflight.reading.lexicon import ABSENT, Lexicon, Lexicons
from preflight.reading.misspelling import Candidate, candidates
from preflight.reading.suspicion import contrast, resembles, suspicion, word_shape
from preflight.reading.words import in_case, tokens

SURROUNDINGS = 12
FEW = 2
LONG = 9
"""A word that stands in more surroundings than FEW, or is capitalised and shorter than LONG, is not taken for a
far-fetched slip: it is a term or a name."""
DOUBTFUL = 100
NAME_LIKE = 160
"""How much surer we must be of a capitalised word before it is an error: it may be a name."""
OFFERED = 3
ALLOW = " If it is right, add it to the client's words: preflight words add {}"


_Key = tuple[str, str]
"""Language and plain form."""


class _Form:
    """One distinct unknown word of the delivery. ``contexts``: in how many different surroundings it stands."""

    __slots__ = ("base", "contexts", "options", "shape")

    def __init__(self, base: str, options: list[Candidate], shape: int, contexts: int) -> None:
        self.base = base
        self.options = options
        self.shape = shape
        self.contexts = contexts

    @property
    def best(self) -> Candidate | None:
        return self.options[0] if self.options else None


def review(delivery: Delivery, options: Options, lexicons: Lexicons) -> Iterator[Finding | Gap]:
    """One finding for every occurrence of a word that is suspicious enough, and a gap for languages not covered."""
    yield from _gaps(delivery)
    known = Vouched(delivery)
    embedded = _Embedding(delivery)
    asked: set[_Key] = set()
    no_names: set[_Key] = set()
    contexts: dict[_Key, set[tuple[str, str]]] = defaultdict(set)
    peers: dict[tuple[str, int], set[_Key]] = defaultdict(set)
    # other pages of the site are evidence, and nobody asks about their words: they come last
    for reported in (True, False):
        for document, fact in _sightings(delivery, known, reported=reported):
            embedded.add(fact)
            key = _key(fact)
            if "meant" in fact.value or not (reported or key in asked):
                continue
            place = fact.location
            contexts[key].add((place.before[-SURROUNDINGS:], place.after[:SURROUNDINGS]))
            if reported:
                asked.add(key)
                peers[document.path, fact.value["run"]].add(key)
            if "capitalised" not in fact.value["marks"] or len(key[1]) >= LONG:
                no_names.add(key)
    forms = {
        key: _form(key[1], lexicons[key[0]], len(seen), lexicons.notes, far=len(seen) <= FEW and key in no_names)
        for key, seen in sorted(contexts.items())  # words that begin alike are looked up in the same lists
    }
    hopeless = {
        (language, written)
        for (language, written), form in forms.items()
        if written not in lexicons[language].own.misspellings
        and not resembles(form.base, form.best, lexicons[language])
    }
    silent = {key for key, form in forms.items() if form.best is None and not _is_listed(key, form, lexicons)}
    for document, fact in _sightings(delivery, known, reported=True):
        key = _key(fact)
        if key in silent and "meant" not in fact.value:
            continue
        lexicon = lexicons[key[0]]
        others = len((peers[document.path, fact.value["run"]] & hopeless) - {key})
        if "meant" in fact.value:
            moved = _space(fact, others)
            if moved:
                yield moved
            continue
        form = forms[key]
        finding = _weigh(
            fact, form, lexicon, others, options, is_named=key[1] in embedded.named, in_code=key[1] in embedded.in_code
        )
        if finding and not (embedded(key[1], form.base) and form.base not in lexicon.own.misspellings):
            yield finding


def _sightings(delivery: Delivery, known: Vouched, *, reported: bool) -> Iterator[tuple[Facts, Fact]]:
    """The unknown words of these documents that nobody vouches for. A large site has tens of thousands, each with the
    words around it: they are made anew for each look rather than kept."""
    for document in delivery.documents:
        if document.reported == reported:
            for fact in document.facts.get(UNKNOWN, ()):
                if not known(fact.value["form"]):
                    yield document, fact


def _is_listed(key: _Key, form: _Form, lexicons: Lexicons) -> bool:
    """Whether it is a known misspelling, whatever it resembles."""
    misspellings = lexicons[key[0]].own.misspellings
    return key[1] in misspellings or form.base in misspellings


def _key(fact: Fact) -> _Key:
    return fact.value["language"], fact.value["form"]


def _form(form: str, lexicon: Lexicon, contexts: int, notes: dict[bytes, Any], *, far: bool) -> _Form:
    """``notes``: what was found out before. Looking around a word takes a millisecond, and most words come again."""
    base = lexicon.base(form)
    question = hashlib.blake2b(f"{lexicon.language} {base} {far}".encode("utf-8", "surrogatepass"), digest_size=12)
    try:
        likeliest, shape = notes[question.digest()]
    except KeyError:
        found = candidates(base, lexicon, far=far)[:OFFERED]
        likeliest, shape = [[one.word, one.kind, one.cost, one.rarity] for one in found], word_shape(base, lexicon)
        notes[question.digest()] = [likeliest, shape]
    return _Form(base, [Candidate(*one) for one in likeliest], shape, contexts)


def _weigh(
    fact: Fact, form: _Form, lexicon: Lexicon, peers: int, options: Options, *, is_named: bool, in_code: bool
) -> Finding | None:
    value = fact.value
    whole = value["form"]
    for written in (whole, form.base):
        if written in lexicon.own.misspellings:
            meant = lexicon.own.misspellings[written] + whole[len(written) :]
            message = f"“{fact.match}” is a misspelling of “{in_case(fact.match, meant)}”"
            return replace(_finding(fact, (meant,), message, sure=True), severity="error")
    best = form.best
    if best is None:
        return None
    marks = value["marks"]
    if best.kind == "missing space" and "capitalised" in marks and "begins" not in marks:
        return None  # "Andover"
    points = suspicion(
        form.base,
        best,
        lexicon,
        shape=form.shape,
        marks=[*marks, "path"] if is_named else marks,
        peers=peers,
        words=value["of"],
        contexts=form.contexts,
    )
    if points < WARNING_AT[options.tier]:
        return None
    tail = whole.removeprefix(form.base) if whole.startswith(form.base) else ""
    head = whole.removesuffix(form.base) if whole.endswith(form.base) else ""
    offered = tuple(head + candidate.word + tail for candidate in form.options[:OFFERED])
    name_like = "capitalised" in marks and "begins" not in marks and best.word not in lexicon.own.proper
    sure = points >= ERROR_AT[options.tier] + (NAME_LIKE if name_like else 0) and lexicon.language == "en"
    sure = sure and whole not in lexicon.own.doubted and not in_code
    return _finding(fact, offered, _reason(fact.match, form, lexicon, offered[0]), sure=sure)


def _space(fact: Fact, peers: int) -> Finding | None:
    """A space in the wrong place: the contrast alone decides, since a name is no half of another word."""
    value = fact.value
    evidence = value["evidence"] - DOUBTFUL * min(peers, 2)
    if "capitalised" in value["marks"] and "begins" not in value["marks"]:
        evidence -= DOUBTFUL
    if evidence < spaces.WORTH_A_LOOK:
        return None
    meant = in_case(fact.match, value["meant"])
    message = f"“{fact.match}” has a space in the wrong place: “{meant}”"
    return _finding(fact, (value["meant"],), message, sure=evidence >= spaces.SURE)


def _finding(fact: Fact, offered: tuple[str, ...], message: str, *, sure: bool) -> Finding:
    suggestions = tuple(dict.fromkeys(in_case(fact.match, word) for word in offered))
    allow = "" if " " in fact.match else ALLOW.format(f'"{fact.match}"' if "'" in fact.match else fact.match)
    if sure:
        remedy = f"Change it to “{suggestions[0]}”.{allow}"
    else:
        remedy = f"Read it once more: did you mean “{'” or “'.join(suggestions)}”?{allow}"
    return Finding(
        (MISSPELLING if sure else UNKNOWN_WORD).id,
        message,
        fact.place,
        fact.match,
        remedy,
        suggestions,
        Fix(suggestions[0], safe=len(suggestions) == 1) if sure else None,
    )


def _reason(match: str, form: _Form, lexicon: Lexicon, meant: str) -> str:
    """Why, in plain words: "stands here once; “receive” is 100 times more common"."""
    assert form.best is not None
    seen = "once" if form.contexts == 1 else f"{form.contexts} times"
    meant = in_case(match, meant)
    if lexicon.rarity(form.base) == ABSENT:
        return f"“{match}” stands here {seen} and is in no word list; “{meant}” is a common word"
    times = int(float(f"{10 ** (contrast(form.base, form.best, lexicon) / 100):.1g}"))
    return f"“{match}” stands here {seen}; “{meant}” is {f'{times:,} times more common' if times > 1 else 'a word'}"


class _Embedding:
    """Words that the site's own address, other web addresses and the sender's name contain: a name, not a slip."""

    def __init__(self, delivery: Delivery) -> None:
        self._labels = "\n".join(sorted(delivery.hosts)).replace("-", "")
        self._names = set(tokens(self._labels))
        for document in delivery.documents:
            self._names.update(tokens(document.header("From")))
        self._hosted: set[str] = set()
        self.in_code: set[str] = set()
        self.named: set[str] = set()

    def add(self, fact: Fact) -> None:
        """Note where an unknown word stands."""
        form, marks = fact.value["form"], fact.value["marks"]
        if "host" in marks:
            self._hosted.add(form)
        if "code" in marks:
            self.in_code.add(form)
        if "code" in marks or "path" in marks:
            self.named.add(form)

    def __call__(self, form: str, base: str) -> bool:
        return (
            form in self._hosted or base in self._names or (len(base) >= LONG_ENOUGH_TO_EMBED and base in self._labels)
        )


def _gaps(delivery: Delivery) -> Iterator[Gap]:
    for document in delivery.documents:
        for fact in document.facts.get(NOT_COVERED, ()):
            language = fact.value["language"]
            detail = f"text in {languages.name(language)}" if language else "text in a language that was not recognised"
            yield Gap("spelling", document.path, detail, "there is no word list for this language", intended=True)
