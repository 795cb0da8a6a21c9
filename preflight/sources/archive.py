"""A build in a ``.zip``: read as it lies there, nothing is unpacked to disk.

An archive comes from anywhere, so its names are looked at before its contents, and no more is read of a file than its
entry says it has. What looks like an attack (names outside, encryption, bombs) refuses the whole archive.
"""

from __future__ import annotations

import stat
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from preflight.sources.tree import LARGEST_TREE, MOST_FILES, UnusableError, misplaced

ENCRYPTED = 0x1
MOST_PACKED = 200
"""Bytes that one packed byte may stand for in files above ``SMALL``: markup packs to a tenth, zeros to a thousandth."""

SMALL = 1_000_000
BY_MACHINES = ("__MACOSX/", ".git/", ".DS_Store", "Thumbs.db")
"""What systems put into archives and no server serves."""


class Archive:
    """The files of a zip. Raises UnusableError where it must not be read."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = ZipFile(file)
            entries = self._zip.infolist()
        except (BadZipFile, ValueError, NotImplementedError, UnicodeError) as error:
            raise UnusableError("is no zip archive, or a damaged one") from error
        if len(entries) > MOST_FILES:
            raise UnusableError(f"holds {len(entries):,} files: no site has so many, and it was not opened")
        found: dict[str, ZipInfo] = {}
        for entry in entries:
            name = entry.filename.replace("\\", "/")
            if misplaced(name.rstrip("/")):
                raise UnusableError(f"names a file outside of itself (“{name[:80]}”), which no build does: not opened")
            if entry.flag_bits & ENCRYPTED:
                raise UnusableError("is protected by a password: pack it again without one")
            if entry.is_dir() or name.endswith("/") or stat.S_ISLNK(entry.external_attr >> 16):
                continue
            if entry.file_size > max(SMALL, MOST_PACKED * entry.compress_size):
                raise UnusableError(f"would unpack to a multiple of its size (“{name[:80]}”): not opened")
            if name in found:
                raise UnusableError(f"holds “{name[:80]}” twice: which of the two counts cannot be told")
            if not any(mark in f"/{name}" if mark.startswith(".") else name.startswith(mark) for mark in BY_MACHINES):
                found[name] = entry
        total = sum(entry.file_size for entry in found.values())
        if total > LARGEST_TREE:
            raise UnusableError(f"unpacks to {total / 1e9:.0f} GB: no site has so much, and it was not opened")
        prefix = _wrapper(found)
        self._entries = {name.removeprefix(prefix): entry for name, entry in found.items()}
        self.sizes = {name: entry.file_size for name, entry in self._entries.items()}

    def read(self, name: str) -> bytes:
        """One file's bytes. Raises OSError where the archive is damaged."""
        try:
            return self._zip.read(self._entries[name])
        except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise OSError(f"damaged in the archive: {type(error).__name__}") from error


def _wrapper(names: dict[str, ZipInfo]) -> str:
    """The one folder that holds everything, as “compress this folder” packs it; empty when there is none."""
    folders = {name.partition("/")[0] for name in names}
    if len(folders) != 1 or any("/" not in name for name in names):
        return ""
    return f"{folders.pop()}/"
