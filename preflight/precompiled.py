"""Expressions compiled once and kept between runs: the programs that the engine of ``re`` runs on.

Compiling the expressions that one newsletter needs takes longer than checking it, and ``re`` offers no way to keep the
result. CPython works in two steps: ``re._compiler`` writes a program, a list of numbers; ``_sre.compile`` verifies it
number by number and wraps it. The first takes nearly all of the time, and what it writes is kept here. Both steps are
private, so whatever goes wrong (another interpreter, a changed signature, a program that is none) means compiling as
everybody does. The file's name says which interpreter wrote it.
"""

from __future__ import annotations

import re
import sys

from preflight import kept

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Program = tuple[int, int, dict[str, int], bytes]
    """Flags, how many groups, their names, and the program as native unsigned numbers of four bytes."""

FILE = f"patterns-{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}.msgpack"


def compile(source: str | bytes, flags: int) -> re.Pattern[Any]:  # noqa: A001 - the same as in re
    """What ``re.compile`` gives, and the ``re.error`` that it raises."""
    programs = kept.of(FILE)
    if not programs.is_lasting:
        return re.compile(source, flags)
    key = f"{int(flags)} {source!r}"
    try:
        program = programs.get(key)
        if program is not None:
            return _pattern(source, program)
        program = _program(source, int(flags))
        pattern = _pattern(source, program)
    except Exception:  # whatever it was: the public way knows, or tells what is wrong with the expression
        return re.compile(source, flags)
    programs.put(key, program)
    return pattern


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
