"""A folder's files by name, as a web server would find them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

NOT_SERVED = frozenset({"node_modules", "__pycache__"})
SERVED_DOT_NAMES = frozenset({".well-known", ".htaccess", ".html", ".htm"})
"""Generators call a page ``.html`` whose title has no letters: it is there, whether a host shows it or not."""


def is_served(name: str) -> bool:
    """Whether a server would hand out the file of this name; hidden files and tools' folders it would not."""
    pieces = name.split("/")
    return not any((piece.startswith(".") and piece not in SERVED_DOT_NAMES) or piece in NOT_SERVED for piece in pieces)


def names(
    root: Path,
    unreadable: Callable[[str, OSError], None],
    outside: Callable[[str], None],
    linked: Callable[[str], None] = lambda name: None,
) -> Iterator[str]:
    """All regular files below the root. Links that lead outside or in a circle are not followed.

    ``unreadable`` is told of folders that cannot be listed, ``outside`` of links that lead out, ``linked`` of others.
    """
    real_root = root.resolve()
    seen = {real_root}
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            unreadable(prefix, error)
            continue
        for entry in entries:
            if not is_served(entry.name):
                continue
            name = prefix + entry.name
            try:
                if entry.is_symlink():
                    real = Path(os.path.realpath(entry.path, strict=True))  # unlike pathlib's, OSError for a circle
                    if real != real_root and real_root not in real.parents:
                        outside(name)
                        continue
                    if real.is_dir():
                        if real in seen:
                            continue
                        seen.add(real)
                    linked(name)
                if entry.is_dir():
                    waiting.append((Path(entry.path), name + "/"))
                elif entry.is_file():
                    yield name
            except OSError:  # a link in a circle, or one that leads nowhere: the web server would not serve it either
                continue
