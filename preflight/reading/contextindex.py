"""The patterns of a language's list (see ``context``), as the run before left them.

Reading a list takes longer than checking a newsletter: hundreds of rows, their classes written out, thousands of words.
What is kept says of each word that may be wrong which words have to stand beside it, and in which rows. A row is
compiled when such words are met.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from msgspec import msgpack

from preflight import kept
from preflight.reading import context, endings, spread
from preflight.reading.context import Pattern, Patterns

FILE = "contexts-1.msgpack"
"""Language → edition, classes, rows, what each pair of brackets holds, and for each word its rows and the rows by the
word before it and after it."""


def patterns(language: str, text: str) -> Patterns:
    """The patterns of the language's list. What is found with them is the same, kept or not."""
    index = kept.of(FILE)
    if not text or not index.is_lasting:
        return Patterns(text)
    try:
        edition = _edition(text)
    except OSError:  # the program lies in no files
        return Patterns(text)
    known = index.get(language)
    if known is not None and known[0] == edition:
        return _Indexed(*known[1:])
    read = Patterns(text)
    try:
        index.put(language, [edition, *_index(read)])
    except ValueError:  # a row without a word beside the wrong one is told when it is reached
        return Patterns(text)
    return read


class _Indexed(Patterns):
    def __init__(
        self, classes: dict[str, str], rows: list[str], meant: dict[str, bytes], words: dict[str, bytes]
    ) -> None:
        super().__init__("")
        self._classes = {name: frozenset(members.split()) for name, members in classes.items()}
        self._rows = {word: [] for word in words}
        self._lines = rows
        self._meant = meant
        self._index = words
        self._found: dict[str, list[Pattern]] = {}
        self.words = context._spellings(frozenset(words))

    def row(self, number: int) -> Pattern:
        line = self._lines[number]
        return self._compiled.get(line) or self._pattern(line)

    def _corrections(self, inside: str) -> dict[str, str]:
        found = self._corrected.get(inside)
        if found is None:
            found = self._corrected[inside] = msgpack.decode(self._meant[inside])
        return found

    def _of(self, word: str) -> list[Pattern]:
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = [self.row(number) for number in msgpack.decode(self._index[word])[0]]
        return found

    def _trigger(self, word: str) -> context._Trigger:
        _, before, after = msgpack.decode(self._index[word.replace("’", "'")])
        trigger = self._triggers[word] = context._Trigger(_Beside(self, before), _Beside(self, after))
        return trigger


class _Beside(dict[str, Any]):
    """Word → numbers of rows, which are compiled when they are asked for."""

    def __init__(self, patterns: _Indexed, rows: dict[str, list[int]]) -> None:
        super().__init__(rows)
        self._patterns = patterns
        self._found: dict[str, list[Pattern]] = {}

    def get(self, word: str, default: Any = None) -> Any:
        found = self._found.get(word)
        if found is None:
            if word not in self:
                return default
            found = self._found[word] = [self._patterns.row(number) for number in self[word]]
        return found


def _index(read: Patterns) -> tuple[dict[str, str], list[str], dict[str, bytes], dict[str, bytes]]:
    """What ``_Indexed`` is made of."""
    rows = list(dict.fromkeys(row for rows in read._rows.values() for row in rows))
    numbers = {row: number for number, row in enumerate(rows)}
    words = {}
    for word, own in read._rows.items():
        trigger = read._trigger(word)
        of = {id(read._compiled[row]): numbers[row] for row in own}

        def beside(found: dict[str, list[Pattern]], of: dict[int, int] = of) -> dict[str, list[int]]:
            return {near: [of[id(pattern)] for pattern in patterns] for near, patterns in found.items()}

        words[word] = msgpack.encode([[numbers[row] for row in own], beside(trigger.before), beside(trigger.after)])
    classes = {name: " ".join(sorted(members)) for name, members in read._classes.items()}
    return classes, rows, {inside: msgpack.encode(meant) for inside, meant in read._corrected.items()}, words


def _edition(text: str) -> str:
    """Changes with the list, and with the code that reads it, as Python knows its byte code to be of a source."""
    files = [Path(str(module.__file__)) for module in (context, endings, spread)] + [Path(__file__)]
    code = [(seen.st_size, seen.st_mtime_ns) for seen in (file.stat() for file in files)]
    return f"{hashlib.sha256(text.encode()).hexdigest()} {code}"
