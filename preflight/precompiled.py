"""Expressions compiled once and kept between runs: the programs that the engine of ``re`` runs on.

Compiling the expressions that one newsletter needs takes longer than checking it, and ``re`` offers no way to keep the
result. CPython works in two steps: ``re._compiler`` writes a program, a list of numbers; ``_sre.compile`` verifies it
number by number and wraps it. The first takes nearly all of the time, and what it writes is kept here. Both steps are
private, so whatever goes wrong (another interpreter, a changed signature, a broken file) means compiling as everybody
does: nothing but time depends on it. The file's name says which interpreter wrote it.
"""

from __future__ import annotations

import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    Program = tuple[int, int, dict[str, int], bytes]
    """Flags, how many groups, their names, and the program as native unsigned numbers of four bytes."""

MOST = 3_000
"""Expressions in a file. More of them are those of many versions of preflight: then it is begun again."""


class Precompiled:
    """The programs in one folder's file, which is read when the first of them is asked for; in no folder, none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[str, Program] | None = None
        self._new: dict[str, Program] = {}

    def compile(self, source: str | bytes, flags: int) -> re.Pattern[Any]:
        """What ``re.compile`` gives, and the ``re.error`` that it raises."""
        if self._folder is None:
            return re.compile(source, flags)
        if self._known is None:
            self._known = self._read(self._folder)
        key = f"{int(flags)} {source!r}"
        try:
            program = self._known.get(key) or self._new.get(key)
            if program is None:
                program = self._new[key] = _program(source, int(flags))
            return _pattern(source, program)
        except Exception:  # whatever it was: the public way knows, or tells what is wrong with the expression
            self._new.pop(key, None)
            return re.compile(source, flags)

    def keep(self) -> None:
        """Put what was compiled beside what was known. A folder that cannot be written costs time, not results."""
        if self._folder is None or not self._new:
            return
        from msgspec import msgpack

        from preflight.writing import write

        self._known = {**(self._known or {}), **self._new}
        self._new = {}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write(str(self._folder / _file_name()), msgpack.encode(self._known))
        except (OSError, ValueError):
            return

    def _read(self, folder: Path) -> dict[str, Program]:
        from msgspec import DecodeError, msgpack

        try:
            content = (folder / _file_name()).read_bytes()
            known = msgpack.decode(content, type=dict[str, tuple[int, int, dict[str, int], bytes]])
        except (OSError, DecodeError):
            return {}
        return known if len(known) < MOST else {}


def _file_name() -> str:
    return f"patterns-{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}.msgpack"


def _program(source: str | bytes, flags: int) -> Program:
    """The first step of ``re._compiler.compile``."""
    from array import array
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    code = _compiler._code(parsed, flags)
    state = parsed.state
    return flags | state.flags, state.groups - 1, dict(state.groupdict), array("I", code).tobytes()


def _pattern(source: str | bytes, program: Program) -> re.Pattern[Any]:
    """The second step. It raises RuntimeError for what is no program."""
    import _sre  # type: ignore[import-not-found]

    flags, groups, names, code = program
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    numbers = memoryview(code).cast("I").tolist()
    pattern: re.Pattern[Any] = _sre.compile(source, flags, numbers, groups, names, tuple(by_number))
    return pattern
