"""A sample: one file that went out, or that should have."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from msgspec import Struct

from preflight import parse
from preflight.collect import Source, collect
from preflight.model import Document, PreflightError


class Sample(Struct, frozen=True):
    """``path`` is where it lies, ``name`` its file name."""

    path: str
    name: str
    data: bytes
    media_type: str
    document: Document

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


def read(path: str) -> Sample:
    """Raises PreflightError when it is not one file that can be read."""
    collected = collect(path)
    if len(collected.sources) != 1 or collected.root is not None:
        why = collected.gaps[0].why if collected.gaps else "is not one file: name the message, page or sheet itself"
        raise PreflightError(why, path)
    source = collected.sources[0]
    try:
        return _sample(path, source)
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", path) from error


def readable(file: Path) -> Sample | None:
    """The file as a sample, or None."""
    try:
        return read(str(file))
    except PreflightError:
        return None


def _sample(path: str, source: Source) -> Sample:
    data = source.read()
    document = parse.parse(data, source.media_type)
    return Sample(path, PurePosixPath(source.name).name, data, source.media_type, document)
