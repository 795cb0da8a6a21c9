"""What a delivery consists of before anybody has looked into it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from preflight.model import Gap
from preflight.sources.tree import Tree

LARGEST = 25_000_000
"""Bytes. No newsletter and no page is larger; a parser would need ten times as much memory."""

SNIFFED = 4096

Kind = Literal["email", "page", "site", "sheet"]


class Source(Struct, frozen=True):
    """One thing to examine: where it is, not yet what it holds.

    ``path`` is what reports show (relative to the working directory, forward slashes); ``name`` is the path inside the
    delivery. ``entry`` is ``"2:"`` for the second message of a mailbox: it goes before the part's name. ``reported`` is
    false for pages that are only known context (``--site ROOT``). The bytes are in one of ``file``, ``content`` and
    ``tree`` (under ``name``, then).
    """

    path: str
    name: str
    media_type: str
    file: Path | None = None
    content: bytes | None = None
    entry: str = ""
    reported: bool = True
    tree: Tree | None = None

    def read(self) -> bytes:
        """The bytes. Raises OSError."""
        if self.content is not None:
            return self.content
        if self.tree is not None:
            return self.tree.read(self.name)
        assert self.file is not None
        with open(self.file, "rb", buffering=0) as stream:
            return stream.read()

    def size(self) -> int:
        """How many bytes there are. Raises OSError."""
        if self.content is not None:
            return len(self.content)
        if self.tree is not None:
            return self.tree.sizes[self.name]
        assert self.file is not None
        return os.stat(self.file).st_size

    def head(self) -> bytes:
        """The first bytes. Raises OSError."""
        if self.content is not None or self.tree is not None:
            return self.read()[:SNIFFED]
        assert self.file is not None
        with open(self.file, "rb", buffering=0) as stream:
            return stream.read(SNIFFED)


class Collected(Struct):
    """All that one target (or its ``--against``) consists of. ``files`` are the names below a folder's root.

    ``partial`` says why there is more of it than is here: then what is missing is no deletion.
    """

    name: str
    kind: Kind
    sources: list[Source] = field(default_factory=list)
    files: frozenset[str] = frozenset()
    root: Path | None = None
    gaps: list[Gap] = field(default_factory=list)
    companions: list[Source] = field(default_factory=list)
    """Files beside a site's pages that name addresses."""
    tree: Tree | None = None
    partial: str = ""
    links: frozenset[str] = frozenset()
    """Names below the root that are links: to files, or to folders."""

    def read(self, name: str) -> bytes | None:
        """A small file of the folder, or None when it is not there or cannot be read."""
        if name not in self.files:
            return None
        try:
            if self.tree is not None:
                return self.tree.read(name) if self.tree.sizes[name] <= LARGEST else None
            if self.root is None:
                return None
            with (self.root / name).open("rb") as stream:
                return stream.read(LARGEST)
        except OSError:
            return None

    def miss(self, target: str, why: str, *, intended: bool = False) -> None:
        """Note something that could not be read."""
        self.gaps.append(Gap("document", target, "", why, intended=intended))


def why(error: OSError) -> str:
    """The rest of a sentence that begins with a file's name."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "may not be read (no permission)"
    return f"cannot be read ({error.strerror or error})"
