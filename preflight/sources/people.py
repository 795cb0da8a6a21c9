"""Lists of people: CSV as address books, shops and spreadsheet programs write it, read row by row.

A list may be long (100,000 rows), in any encoding or several, without a header, or hostile: 50 MB in one cell, NUL
bytes, a quotation mark that never closes. Nothing here keeps more of it than the beginning of each cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from preflight.model.recipients import Recipient, Recipients
from preflight.reading import fields

LONGEST_LINE = 300_000
"""Bytes of one line; the rest of a longer one is left out, and the row with it."""
KEPT = 240
"""Characters of a cell that are kept."""
MOST_ROWS = 1_000_000
MOST_CHARACTERS = 120_000_000
MOST_COLUMNS = 200
SAMPLED = 200
"""Rows by which the columns are told."""
DELIMITERS = ",;\t|"
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MOST_ODD = 10_000


def read(path: Path, shown: str) -> Recipients:
    """The list in a file. What cannot be read is said in ``troubles``; never raises for what the file holds."""
    try:
        with path.open("rb") as stream:
            return _List(shown).read(stream)
    except FileNotFoundError:
        why = "there is no such file"
    except IsADirectoryError:
        why = "is a folder, not a list"
    except OSError as error:
        why = f"cannot be read ({error.strerror or error})"
    return Recipients(shown, (), {}, (), troubles=(why,))


class _List:
    """One list on its way in. ``row`` and ``line`` count what was read so far."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.odd: dict[str, list[int]] = {}
        self.troubles: list[str] = []
        self.line = 0
        self.row = 0
        self.fallback = 0
        self.beyond_ascii = 0
        self.long = False

    def read(self, stream: IO[bytes]) -> Recipients:
        head = stream.read(4096)
        stream.seek(0)
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
            return Recipients(self.shown, (), {}, (), troubles=("is no CSV: save the list as CSV, and give that",))
        lines = self._lines(stream, head)
        start = next(lines, "")
        delimiter = ""
        if start[:4].lower() == "sep=" and start[4:5] in DELIMITERS and start[4:5]:
            delimiter, start = start[4], next(lines, "")
            self.row = 1
        delimiter = delimiter or max(DELIMITERS, key=lambda sign: (_outside_quotes(start, sign), sign == ","))
        rows = self._rows(start, lines, delimiter)
        first = next(rows, None)
        if first is None:
            return Recipients(self.shown, (), {}, (), troubles=(*self.troubles, "the list is empty"))
        headed = fields.is_header(first.cells)
        columns = _columns(first.cells) if headed else [f"column {at + 1}" for at in range(len(first.cells))]
        kept = [] if headed else [first]
        kept += islice(rows, SAMPLED)
        kept += self._bounded(rows)
        roles = fields.roles_of(columns, [one.cells for one in kept[:SAMPLED]])
        if self.beyond_ascii and self.fallback and "encoding" not in self.odd:
            self.odd["encoding"] = []
        for one in kept:
            if len(one.cells) > len(columns) and any(one.cells[len(columns) :]):
                self._note("extra", one.row)
        encoding = "cp1252" if self.fallback and not self.beyond_ascii else "utf-8"
        if encoding == "cp1252":
            self.odd.pop("encoding", None)
        odd = {kind: tuple(numbers) for kind, numbers in self.odd.items()}
        return Recipients(self.shown, tuple(columns), roles, kept, headed, encoding, odd, tuple(self.troubles))

    def _bounded(self, rows: Iterator[Recipient]) -> Iterator[Recipient]:
        characters = 0
        for number, one in enumerate(rows, SAMPLED + 1):
            characters += sum(map(len, one.cells))
            if number >= MOST_ROWS or characters > MOST_CHARACTERS:
                self.troubles.append(f"only the first {number:,} rows were looked at: the list is too long")
                return
            yield one

    def _rows(self, start: str, lines: Iterator[str], delimiter: str) -> Iterator[Recipient]:
        def all_lines() -> Iterator[str]:
            yield start
            yield from lines

        reader = csv.reader(all_lines(), delimiter=delimiter)
        begins = self.line
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self.row += 1
                self._note("swallowed", self.row)
                self.troubles.append(
                    f"row {self.row} has a cell that does not end, perhaps for want of a quotation mark: "
                    "what it swallowed was not read"
                )
                begins = self.line + 1
                continue
            self.row += 1
            line, begins = begins, self.line + 1
            if self.long:
                self.long = False
                self._note("long", self.row)
            if not cells or not any(cells):
                continue
            yield Recipient(self.row, line, self._cells(cells))

    def _cells(self, cells: list[str]) -> tuple[str, ...]:
        whole = "\x1f".join(cells)
        if len(whole) <= KEPT and len(cells) <= MOST_COLUMNS and "\0" not in whole and "\n" not in whole:
            return tuple(map(str.strip, cells))
        kept = []
        for raw in cells[:MOST_COLUMNS]:
            if "\0" in raw:
                self._note("nul", self.row)
            cell = raw.replace("\0", "\ufffd")
            if "\n" in cell and cell.count("@") > 1:
                self._note("swallowed", self.row)
            kept.append(cell.strip() if len(cell) <= KEPT else f"{cell[:KEPT].strip()}…")
        return tuple(kept)

    def _note(self, kind: str, row: int) -> None:
        numbers = self.odd.setdefault(kind, [])
        if len(numbers) < MOST_ODD and (not numbers or numbers[-1] != row):
            numbers.append(row)

    # --- bytes to lines ---------------------------------------------------------------------------------

    def _lines(self, stream: IO[bytes], head: bytes) -> Iterator[str]:
        """Decoded lines with their ends. Each line is UTF-8 if it can be, and Windows-1252 otherwise."""
        if wide := WIDE.get(head[:2]):
            import codecs

            yield from self._counted(_cut(codecs.getreader(wide)(stream, "replace")))
            return
        old_mac = b"\n" not in head and head.count(b"\r") > 1
        if old_mac:
            content = stream.read(MOST_CHARACTERS).replace(b"\r", b"\n").split(b"\n")
            yield from self._counted(self._decoded(line + b"\n") for line in content)
            return
        yield from self._counted(self._decoded(line) for line in self._raw(stream))

    def _raw(self, stream: IO[bytes]) -> Iterator[bytes]:
        while line := stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                self.long = True
                line = line[:KEPT].split(b'"')[0] + b"\n"
            yield line

    def _decoded(self, line: bytes) -> str:
        try:
            text = line.decode("utf-8-sig" if self.line == 0 else "utf-8")
        except UnicodeDecodeError:
            self.fallback += 1
            self._note("encoding", self.row + 1)
            return line.decode("cp1252", "replace")
        if not line.isascii() and not line.startswith(b"\xef\xbb\xbf"):
            self.beyond_ascii += 1
        return text

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self.line += 1
            yield line


def _cut(lines: Iterator[str]) -> Iterator[str]:
    return (line if len(line) <= LONGEST_LINE else line[:KEPT] + "\n" for line in lines)


def _outside_quotes(line: str, sign: str) -> int:
    """How often a sign stands between cells, not in them."""
    return sum(piece.count(sign) for piece in line.split('"')[::2])


def _columns(header: tuple[str, ...]) -> list[str]:
    return [text or f"column {at}" for at, text in enumerate(header, 1)]
