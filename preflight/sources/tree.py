"""A tree of files that is no folder: an archive, or a commit. Its files are listed first and read one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class UnusableError(Exception):
    """It cannot be read, or must not be; the text is the rest of a sentence that begins with its name."""


class Tree(Protocol):
    """What an archive and a commit have in common."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Each file's name (forward slashes, below the tree's root) and its size in bytes."""

    def read(self, name: str) -> bytes:
        """One file's bytes. Raises OSError."""


MOST_FILES = 200_000
"""Files of a tree that are listed; the largest sites have a tenth of them."""

LARGEST_TREE = 4_000_000_000
"""Bytes of all files together, unpacked."""


def misplaced(name: str) -> bool:
    """Whether a name leads out of the tree: ``../x``, ``/etc/x``, ``C:/x``; or is none at all."""
    return (
        not name
        or name.startswith("/")
        or name[1:2] == ":"
        or any(piece in ("..", ".") for piece in name.split("/"))
        or any(character < " " for character in name)
    )
