"""What one run made of the program's own files and the next one can use: compiled expressions, parsed tables.

Nothing in it comes from what was checked. It lies in the cache folder, in one file for each kind, which is read when
the first of its kind is asked for and written at the end of a run that added something. Whatever is wrong with it (a
folder that cannot be written, a damaged file), the run makes everything itself: nothing but time depends on it.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

MOST = 3_000
"""Entries of a file. More of them are those of many versions of preflight: then it is begun again."""


class Kept:
    """Plain data by key, in one file; without a file nothing is known and nothing is kept. What is put is in the file
    after the next ``write``."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known: dict[str, Any] | None = None
        self._new: dict[str, Any] = {}

    @property
    def is_lasting(self) -> bool:
        return self._file is not None

    @property
    def fresh(self) -> frozenset[str]:
        """The keys of what was put since the file was read or written."""
        return frozenset(self._new)

    def get(self, key: str) -> Any | None:
        if self._known is None:
            self._known = self._read()
        found = self._known.get(key)
        return self._new.get(key) if found is None else found

    def put(self, key: str, value: Any) -> None:
        self._new[key] = value

    def write(self) -> None:
        if self._file is None or not self._new:
            return
        from msgspec import msgpack

        from preflight.writing import write

        self._known, self._new = {**(self._known or {}), **self._new}, {}
        try:
            body = msgpack.encode(self._known)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write(str(self._file), zlib.crc32(body).to_bytes(4, "big") + body)
        except (OSError, ValueError):
            return

    def _read(self) -> dict[str, Any]:
        if self._file is None:
            return {}
        from msgspec import DecodeError, msgpack

        try:
            content = self._file.read_bytes()
            body = memoryview(content)[4:]
            if zlib.crc32(body) != int.from_bytes(content[:4], "big"):
                return {}
            known = msgpack.decode(body, type=dict[str, Any])
        except (OSError, DecodeError):
            return {}
        return known if len(known) < MOST else {}


_folder: Path | None = None
_files: dict[str, Kept] = {}


def remember_in(folder: Path | None) -> None:
    """The cache folder of this process, or none."""
    global _folder  # noqa: PLW0603 - as much a part of the process as the modules that it imported
    _folder = folder
    _files.clear()


def of(name: str) -> Kept:
    """What is kept in the file of that name."""
    if name not in _files:
        _files[name] = Kept(_folder / name if _folder else None)
    return _files[name]


def write() -> None:
    """Put everything new into its file."""
    for one in _files.values():
        one.write()
