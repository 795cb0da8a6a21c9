"""Which code made a result: part of every cache key, so that nobody is answered by yesterday's program.

A version number is not enough: a client's own checker, an editable install or a build from a branch changes without it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import preflight
from preflight import kept

LARGE = 256 * 1024
"""Bytes; of larger files (word lists, models) size and time of change stand in for the content."""
FILE = "editions-1.msgpack"
NOT_CODE = frozenset({"__pycache__", "node_modules", "tests"})


@cache
def of_program() -> str:
    """Changes when any file of the program does. An installed wheel's list of digests spares reading its files."""
    package = Path(preflight.__file__).parent
    record = package.parent / f"preflight_send-{preflight.__version__}.dist-info" / "RECORD"
    return f"{preflight.__version__} {_of_file(str(record)) if record.is_file() else _of_folder(package)}"


@cache
def of_plugin(source: str) -> str:
    """Changes when the plug-in's file or top-level package does. ``source`` as in ``plugins.Plugin``."""
    if source.endswith(".py"):
        return _of_file(source)
    spec = find_spec(source.partition(":")[0].partition(".")[0])
    if spec is None or not spec.origin:
        return "missing"
    origin = Path(spec.origin)
    return _of_folder(origin.parent) if spec.submodule_search_locations else _of_file(spec.origin)


def _of_folder(folder: Path) -> str:
    """A digest of the contents. It is kept by the files' sizes and times of change, as Python keeps its byte code:
    reading the files of a checkout takes as long as checking a page."""
    root = str(folder)
    files = sorted(_files(root))
    editions = kept.of(FILE)
    seen = _digest(f"{file} {_looks(file)}" for file in files)
    known = editions.get(seen)
    if known is None:
        known = _digest(f"{file[len(root) + 1 :]} {_of_file(file)}" for file in files)
        editions.put(seen, known)
    return str(known)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _looks(file: str) -> str:
    """What is known of a file unread."""
    try:
        known = os.stat(file)
    except OSError as error:
        return f"unreadable {error.errno}"
    return f"{known.st_size} {known.st_mtime_ns}"


def _files(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in NOT_CODE and not entry.name.startswith("."):
                    found += _files(entry.path)
            elif not entry.name.endswith(".pyc"):
                found.append(entry.path)
    return found


def _of_file(file: str) -> str:
    try:
        if os.stat(file).st_size > LARGE:
            return _looks(file)
        with open(file, "rb", buffering=0) as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"
