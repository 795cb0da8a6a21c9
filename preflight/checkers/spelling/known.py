"""The names that a delivery goes by, and how nearly something written is one of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from email.utils import parseaddr
from typing import Literal

from msgspec import Struct

from preflight.model import Delivery, Name
from preflight.patterns import regex
from preflight.reading import names
from preflight.reading.lexicon import Lexicon
from preflight.reading.names import Difference, Token

Source = Literal["facts", "sender", "title", "words"]

# "Orla Byrne | Bramblewick Bakery", "Orla from Bramblewick", "Home – Bramblewick Bakery"
_PARTS = regex(r"\s+[|·•:–—-]+\s+|[,|·•:/()]|\s+(?:from|at|via|by|@)\s+")
HYPHENS = frozenset("-‐‑")
SHARED_PAGES = 3
"""A part of the titles is the site's name when at least so many pages, and half of them, have it."""
SHORTEST_ALONE = 6
"""Letters of a word that is recognised without anything beside it."""


class Known(Struct, frozen=True):
    """A name as it is written right, with its comparable words. ``name`` is the client's entry, if there is one."""

    text: str
    words: tuple[str, ...]
    source: Source
    name: Name | None = None

    @property
    def kind(self) -> str:
        return self.name.kind if self.name else ""


class Miss(Struct, frozen=True):
    """``phrase[first:last]`` is nearly a known name: its word ``written`` should be ``right``, or a space is wrong."""

    known: Known
    first: int
    last: int
    written: str
    right: str
    how: Difference | Literal["space"]


def known_names(delivery: Delivery) -> list[Known]:
    """All names that this delivery vouches for, those of the client's facts first."""
    found: dict[tuple[str, ...], Known] = {}

    def add(text: str, source: Source, name: Name | None = None) -> None:
        words = tuple(token.form for token in names.tokens(text))
        if words and any(text[token.start].isupper() for token in names.tokens(text)):
            found.setdefault(words, Known(text, words, source, name))

    for name in delivery.names:
        for text in (name.text, *name.aliases):
            add(text, "facts", name)
    for word in delivery.words:
        add(word, "words")
    for document in delivery.documents:
        if document.kind == "email":
            for part in _PARTS.split(parseaddr(document.header("From"))[0]):
                add(part.strip(), "sender")
    for part in _title_parts(delivery):
        add(part, "title")
    return list(found.values())


def _title_parts(delivery: Delivery) -> Iterator[str]:
    """What a site calls itself: in its share metadata, or in the part that most of its titles have in common."""
    counted: Counter[str] = Counter()
    for document in delivery.documents:
        if document.kind == "page":
            if site_name := document.meta.get("og:site_name", ("",))[0].strip():
                yield site_name
            counted.update({part.strip() for part in _PARTS.split(document.meta.get("title", ("",))[0])})
    enough = max(SHARED_PAGES, len(delivery.documents) / 2)
    yield from (part for part, pages in counted.items() if part and pages >= enough)


class Near:
    """Finds near misses of known names, in runs of capitalised words and in words alone."""

    def __init__(self, known: Sequence[Known], lexicon: Lexicon | None) -> None:
        self.exact = {one.words: one for one in known}
        self._but_one: dict[tuple[int, int, tuple[str, ...]], list[Known]] = defaultdict(list)
        self._joined: dict[str, Known] = {}
        self._alone: dict[str, list[tuple[str, Known]]] = defaultdict(list)
        for one in known:
            if len(one.words) > 1:
                for at in range(len(one.words)):
                    self._but_one[len(one.words), at, _without(one.words, at)].append(one)
            if one.source != "title":
                self._joined.setdefault("".join(one.words), one)
            for word in set(one.words):
                coined = lexicon is not None and not lexicon.knows(word)
                if len(word) >= SHORTEST_ALONE and (coined or len(one.words) == 1):
                    for signature in names.signatures(word):
                        self._alone[signature].append((word, one))
        self._lengths = sorted({length for length, _, _ in self._but_one})
        self._longest = max((len(one.words) for one in known), default=0) + 1

    def __bool__(self) -> bool:
        return bool(self.exact)

    def rightly(self, phrase: Sequence[Token]) -> Iterator[str]:
        """The known names among the words of a run, case folded."""
        words = tuple(token.form for token in phrase)
        for length in self._lengths:
            for first in range(len(words) - length + 1):
                if (found := self.exact.get(words[first : first + length])) is not None:
                    yield found.text.casefold()

    def in_phrase(self, phrase: Sequence[Token], text: str) -> Iterator[Miss]:
        """Near misses among the words of a run, which stands in ``text``."""
        words = tuple(token.form for token in phrase)
        for length in self._lengths:
            for first in range(len(words) - length + 1):
                window = words[first : first + length]
                if window in self.exact or _is_cut(text, phrase[first].start, phrase[first + length - 1].end):
                    continue
                for at in range(length):
                    for one in self._but_one.get((length, at, _without(window, at)), ()):
                        if how := names.difference(window[at], one.words[at]):
                            yield Miss(one, first, first + length, window[at], one.words[at], how)
        for length in range(2, min(self._longest, len(words)) + 1):
            for first in range(len(words) - length + 1):
                window = words[first : first + length]
                found = self._joined.get("".join(window))
                hyphenated = "-" in text[phrase[first].start : phrase[first + length - 1].end]
                if found and len(found.words) < length and window not in self.exact and not hyphenated:
                    yield Miss(found, first, first + length, "", "", "space")

    def alone(self, form: str) -> Miss | None:
        """The name that a lone word is nearly a word of."""
        if (form,) in self.exact or len(form) < SHORTEST_ALONE - 1:
            return None
        candidates: Iterable[tuple[str, Known]] = (
            pair for signature in names.signatures(form) for pair in self._alone.get(signature, ())
        )
        for word, one in candidates:
            if how := names.difference(form, word):
                return Miss(one, 0, 1, form, word, how)
        return None


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a hyphen goes on: "Orla Byrne-Hale" is not Orla Byrne."""
    return text[start - 1 : start] in HYPHENS or text[end : end + 1] in HYPHENS


def _without(words: tuple[str, ...], at: int) -> tuple[str, ...]:
    return words[:at] + words[at + 1 :]
