"""Our own word lists for one language, from ``rules/words/LANGUAGE``: plain text, and read when the language is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from preflight import shipped
from preflight.reading import embarrassing
from preflight.reading.context import Patterns


class OwnWords:
    """Our own short lists for one language, from ``rules/words/LANGUAGE``.

    ``rejected`` and ``doubted`` are entries of the curated list that a lower-case word is not excused by; ``doubted``
    maps a word to the phrase in which it is right ("to and fro"), or to nothing. ``confusions`` is the text that
    ``Confusions`` reads.
    """

    def __init__(self, language: str) -> None:
        folder = shipped.folder("rules") / "words" / language
        self.accepted = frozenset(_lines(folder / "accepted.txt"))
        self.doubled = frozenset(_lines(folder / "doubled.txt"))
        self.proper = frozenset(_lines(folder / "proper.txt"))
        self.rejected = frozenset(_lines(folder / "rejected.txt"))
        phrases = (line.partition("|") for line in _lines(folder / "doubted.txt"))
        self.doubted = {word.strip(): phrase.strip() for word, _, phrase in phrases}
        pairs = (line.partition("->") for line in _lines(folder / "misspellings.txt"))
        self.misspellings = {wrong.strip(): right.strip() for wrong, _, right in pairs}
        lists = (self.accepted, self.doubled, self.proper, self.rejected)
        pairings = (self.doubted.items(), self.misspellings.items())
        content = repr([sorted(words) for words in lists] + [sorted(pairs) for pairs in pairings])
        self._wrong, self._embarrassing = (_text(folder / name) for name in ("wrong-words.txt", "embarrassing.txt"))
        self.confusions = _text(folder / "confusions.txt")
        content += self._wrong + self._embarrassing + self.confusions
        self.digest = hashlib.sha256(content.encode()).hexdigest()[:12]

    @cached_property
    def contexts(self) -> Patterns:
        """Words that are wrong in their context, read when the language is."""
        return Patterns(self._wrong)

    @cached_property
    def embarrassing(self) -> dict[str, embarrassing.Embarrassment]:
        """Words that are hardly ever meant."""
        return embarrassing.read(self._embarrassing)


def _lines(path: Path) -> Iterator[str]:
    """The entries of a word list: one a line, ``#`` begins a comment. A list that is not there is empty."""
    for line in _text(path).splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            yield entry


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
