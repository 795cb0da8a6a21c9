"""Links that were fine when they were opened, as a text that git can hold: sorted, one a line, and no more than that.

    2026-11-21  200  9f2c01ab  https://shop.example/wreaths

The day, the answer's code, a digest of the words that were linked (other words promise something else, and are looked
at again), and the address. What anything was found about is not in it, nor is an address with a password or token.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from preflight.model import PreflightError, Probe
from preflight.patterns import regex
from preflight.writing import write

HEAD = "# preflight: links that were fine when they were opened. Written by preflight; safe to delete."
LINE = regex(r"(\d{4}-\d{2}-\d{2})  (\d{3})  ([0-9a-f]{8})  (\S+)")
PAGE, REDIRECT = timedelta(days=7), timedelta(days=1)
"""How long a page, and an address that leads on, are taken to be as they were."""


class Entry(Struct, frozen=True):
    """One line. ``words`` is a digest."""

    seen: date
    status: int
    words: str


class Record(Struct, frozen=True):
    """A file's entries by address."""

    file: Path
    entries: Mapping[str, Entry]

    @classmethod
    def read(cls, file: Path, shown: str) -> Record:
        """A file that is not there is an empty record. Raises PreflightError for one that is something else."""
        try:
            lines = file.read_bytes().decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return cls(file, {})
        except OSError as error:
            raise PreflightError(f"cannot be read ({error.strerror})", shown) from error
        if lines and lines[0] != HEAD:
            raise PreflightError("is no record of links: name a file that preflight may write", shown, 1)
        return cls(file, dict(filter(None, map(_entry, lines[1:]))))

    def recall(self, url: str, words: str, today: date) -> Probe | None:
        """The answer that still holds, for the same words."""
        entry = self.entries.get(url)
        if entry is None or entry.words != words:
            return None
        age = today - entry.seen
        if not timedelta(0) <= age < (REDIRECT if 300 <= entry.status < 400 else PAGE):
            return None
        return Probe(url, "alive", 200 if 300 <= entry.status < 400 else entry.status, age=age.days)

    def write(self, fine: Mapping[str, Entry], wrong: Iterable[str], today: date) -> None:
        """Add what was fine, drop what was wrong or is too old. Nothing is written where nothing changes."""
        dropped = set(wrong)
        kept = {url: entry for url, entry in self.entries.items() if today - entry.seen < PAGE and url not in dropped}
        entries = {**kept, **fine}
        if entries != self.entries:
            lines = [f"{one.seen}  {one.status}  {one.words}  {url}" for url, one in sorted(entries.items())]
            write(str(self.file), "\n".join([HEAD, *lines, ""]))


def digest(texts: Iterable[str]) -> str:
    """Of the words that are linked to one address."""
    return hashlib.sha256("\n".join(sorted(set(texts))).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _entry(line: str) -> tuple[str, Entry] | None:
    """A line that somebody wrote by hand, or that a merge left behind, counts for nothing."""
    found = LINE.fullmatch(line)
    try:
        return (found[4], Entry(date.fromisoformat(found[1]), int(found[2]), found[3])) if found else None
    except ValueError:
        return None
