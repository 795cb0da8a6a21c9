"""Regular expressions that are compiled when they are first used.

A newsletter needs less than half of the seven hundred that the checkers know, and compiling the others would take
longer than checking it. Patterns are still written at the top of their modules, where a reader expects them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from preflight import precompiled

if TYPE_CHECKING:
    import re

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Pattern:
    """Stands in for ``re.Pattern``, and becomes one in all but name once it is used."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = precompiled.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r}, {self._flags})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _Pattern, (self.pattern, self._flags)


@overload
def regex(source: str, flags: int = 0) -> re.Pattern[str]: ...


@overload
def regex(source: bytes, flags: int = 0) -> re.Pattern[bytes]: ...


def regex(source: str | bytes, flags: int = 0) -> Any:
    """What ``re.compile`` would give, compiled at the first look at anything but its source. Not the very object that a
    match names as its ``re``: compare their sources.

    A faulty expression is told (``re.error``) at that moment, so a test compiles all of them.
    """
    return _Pattern(source, flags)
