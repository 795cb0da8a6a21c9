"""A list of words as a file: one entry a line, ``#`` begins a comment. Read, and edited with everything else kept.

The same file serves a person (``words.txt`` in the user's own folder), a client and a site (``words.txt`` beside their
``preflight.toml``). What changes in it is as small as what was asked for, so that its history can be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from preflight import writing
from preflight.model import Location, PreflightError
from preflight.patterns import regex
from preflight.reading.words import plain

FILE_NAME = "words.txt"
HEADER = """\
# Words that are right here although no dictionary holds them: names, products, places, terms. One a line.
# Capitals, plurals and possessives of an entry are accepted too. Everything after a # is a comment.

"""
COMMENT = regex(r"(?:^|(?<=\s))#.*")  # "# our products", "Orla  # the owner", but not the one in "C#"
LONGEST_ENTRY = 100


class WordList(Struct, frozen=True):
    """A file's lines without their ends. ``line_end`` is how the file ends its lines; ``mark`` its byte order mark."""

    file: Path
    shown: str
    lines: tuple[str, ...] = ()
    line_end: str = "\n"
    mark: str = ""

    @classmethod
    def read(cls, file: Path, shown: str) -> WordList:
        """Raises PreflightError when the file cannot be read, and FileNotFoundError when it is not there."""
        try:
            text = file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            raise
        except OSError as error:
            raise PreflightError(f"cannot be read ({error.strerror})", shown) from error
        except UnicodeDecodeError as error:
            raise PreflightError("is not UTF-8 text: save it as UTF-8", shown) from error
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        line_end = "\r\n" if "\r\n" in text else "\n"
        return cls(file, shown, tuple(text.removeprefix(mark).replace("\r\n", "\n").splitlines()), line_end, mark)

    def entries(self) -> Iterator[tuple[str, int]]:
        """Every entry with the index of its line."""
        for index, line in enumerate(self.lines):
            if entry := COMMENT.sub("", line).strip():
                yield entry, index

    def places(self) -> Mapping[str, Location]:
        """Every entry with its place in the file."""
        found: dict[str, Location] = {}
        for entry, index in self.entries():
            column = self.lines[index].index(entry) + 1
            found.setdefault(entry, Location(self.shown, "", index + 1, column, index + 1, column + len(entry)))
        return found

    def with_words(self, words: Iterable[str]) -> tuple[WordList, list[str]]:
        """The list with these words, and those that it did not hold yet. A sorted list stays sorted."""
        lines, added = list(self.lines) or HEADER.splitlines(), []
        present = {plain(entry) for entry, _ in self.entries()}
        for word in words:
            if plain(word) not in present:
                present.add(plain(word))
                added.append(word)
                lines.insert(_slot(lines, word), word)
        return replace(self, lines=tuple(lines)), added

    def without_words(self, words: Iterable[str]) -> tuple[WordList, list[str]]:
        """The list without these words, and the entries that went."""
        unwanted = {plain(word) for word in words}
        gone = {index: entry for entry, index in self.entries() if plain(entry) in unwanted}
        kept = tuple(line for index, line in enumerate(self.lines) if index not in gone)
        return replace(self, lines=kept), list(gone.values())

    def write(self) -> None:
        """Replace the file in one step. Raises PreflightError when that is not possible."""
        text = self.mark + "".join(line + self.line_end for line in self.lines)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            writing.write(str(self.file), text)
        except OSError as error:
            raise PreflightError(f"cannot be written ({error.strerror})", self.shown) from error


def entry_of(word: str) -> str:
    """A word as it is written into a list. Raises PreflightError for what is no word."""
    entry = " ".join(word.split())
    if not any(letter.isalpha() for letter in entry) or not entry.isprintable() or len(entry) > LONGEST_ENTRY:
        raise PreflightError(f"{word[:LONGEST_ENTRY]!r} is not a word")
    if COMMENT.search(entry):
        raise PreflightError(f"{word!r} is not a word: a # begins a comment")
    return entry


def _slot(lines: list[str], word: str) -> int:
    """Where a word goes: into its place in a list that is sorted, else after the last entry."""
    entries = [(_key(entry), index) for index, line in enumerate(lines) if (entry := COMMENT.sub("", line).strip())]
    keys = [key for key, _ in entries]
    if not entries:
        return len(lines)
    at = bisect_right(keys, _key(word)) if keys == sorted(keys) else len(keys)
    return entries[at][1] if at < len(entries) else entries[-1][1] + 1


def _key(entry: str) -> tuple[str, str]:
    return entry.casefold(), entry
