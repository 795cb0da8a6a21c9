"""Our own word lists for one language, from ``rules/words/LANGUAGE``: plain text, and read when the language is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from preflight import shipped
from preflight.reading import contextindex, embarrassing
from preflight.reading.context import Patterns

LISTS = (
    "accepted",
    "doubled",
    "proper",
    "rejected",
    "doubted",
    "misspellings",
    "wrong-words",
    "embarrassing",
    "confusions",
)


class OwnWords:
    """Our own short lists for one language, from ``rules/words/LANGUAGE``.

    ``rejected`` and ``doubted`` are entries of the curated list that a lower-case word is not excused by; ``doubted``
    maps a word to the phrase in which it is right ("to and fro"), or to nothing. ``confusions`` is the text that
    ``Confusions`` reads. Each list is read into words when it is first asked for.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._texts = dict(_texts(shipped.folder("rules") / "words" / language))
        self.confusions = self._text("confusions")
        content = "\0".join(f"{name}\0{text}" for name, text in self._texts.items())
        self.digest = hashlib.sha256(content.encode()).hexdigest()[:12]

    def _text(self, name: str) -> str:
        """A list as it stands in its file. One that is not there is empty."""
        return self._texts.get(name, "")

    @cached_property
    def accepted(self) -> frozenset[str]:
        return frozenset(_lines(self._text("accepted")))

    @cached_property
    def doubled(self) -> frozenset[str]:
        return frozenset(_lines(self._text("doubled")))

    @cached_property
    def proper(self) -> frozenset[str]:
        return frozenset(_lines(self._text("proper")))

    @cached_property
    def rejected(self) -> frozenset[str]:
        return frozenset(_lines(self._text("rejected")))

    @cached_property
    def doubted(self) -> dict[str, str]:
        phrases = (line.partition("|") for line in _lines(self._text("doubted")))
        return {word.strip(): phrase.strip() for word, _, phrase in phrases}

    @cached_property
    def misspellings(self) -> dict[str, str]:
        pairs = (line.partition("->") for line in _lines(self._text("misspellings")))
        return {wrong.strip(): right.strip() for wrong, _, right in pairs}

    @cached_property
    def contexts(self) -> Patterns:
        """Words that are wrong in their context, read when the language is."""
        return contextindex.patterns(self._language, self._text("wrong-words"))

    @cached_property
    def embarrassing(self) -> dict[str, embarrassing.Embarrassment]:
        """Words that are hardly ever meant."""
        return embarrassing.read(self._text("embarrassing"))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The lists that are there, by name: most languages have one."""
    try:
        there = frozenset(os.listdir(folder))  # noqa: PTH208
    except FileNotFoundError:
        return
    for name in LISTS:
        if f"{name}.txt" in there:
            yield name, (folder / f"{name}.txt").read_bytes().decode().replace("\r\n", "\n")


def _lines(text: str) -> Iterator[str]:
    """The entries of a word list: one a line, ``#`` begins a comment."""
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry
