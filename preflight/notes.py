"""What a checker worked out once and may use again in the next run, whatever is checked then.

What a misspelt word was meant to be takes a second for the words of a large site, and depends on the word and on the
word lists alone. A checker whose prepared resources have ``notes`` keeps such answers there, as plain data under a
digest of the question (``digest``), so that nothing of a text lies in the cache.

A checker that offers ``rejoin`` is lent what it found on the pages of the same site (``preflight.reading.rejoining``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from preflight import edition, plugins
from preflight.cache import Cache
from preflight.reading.rejoining import Join

MOST = 50_000
"""Answers kept; when there are more, those that nobody asked for in this run go."""

_JOIN = b"join"


class Notes(dict[bytes, Any]):
    """The answers of one checker, read from the cache when somebody asks for the first."""

    def __init__(self, cache: Cache, key: bytes) -> None:
        super().__init__()
        self._cache = cache
        self._key = key
        self._kept: dict[bytes, Any] | None = None

    def __missing__(self, question: bytes) -> Any:
        """The answer of an earlier run. Raises KeyError."""
        if self._kept is None:
            self._kept = self._cache.get_note(self._key)
        answer = self[question] = self._kept[question]
        return answer

    def keep(self) -> None:
        """Write down what is new."""
        if self.keys() - (self._kept or {}).keys():
            kept = {**(self._kept or {}), **self}
            self._cache.put_note(self._key, kept if len(kept) <= MOST else dict(self))


@contextmanager
def kept(cache: Cache | None, checkers: Iterable[tuple[str, Mapping[str, Any]]]) -> Iterator[None]:
    """While this lasts, the checkers have the notes of earlier runs; afterwards what they added is kept."""
    lent: list[tuple[Any, Notes]] = []
    for name, options in checkers:
        if cache is None or plugins.is_supervised(name):
            continue
        resources: Any = plugins.prepared(name, options).resources
        if hasattr(resources, "notes") and not any(had is resources for had, _ in lent):
            key = hashlib.sha256(f"notes {name} {plugins.version(name, options)} {edition.of_program()}".encode())
            lent.append((resources, Notes(cache, key.digest())))
            resources.notes = lent[-1][1]
    try:
        yield
    finally:
        for resources, notes in lent:
            resources.notes = dict(notes)
            notes.keep()


class Joins:
    """What checkers found on the pages of one site, by checker. ``examined`` tells how the pages were examined."""

    def __init__(self, cache: Cache, target: str, examined: str) -> None:
        self._cache = cache
        self._key = repr((target, str(Path.cwd()), examined, edition.of_program()))

    @contextmanager
    def lent(self, name: str) -> Iterator[Join]:
        """While this lasts the checker has its last join of the site; afterwards the new one is kept, if there is."""
        cache = self._cache
        key = hashlib.sha256(f"join {name} {self._key}".encode("utf-8", "surrogatepass")).digest()
        join = Join(lambda: cache.get_note(key).get(_JOIN, {}))
        yield join
        if join.fresh is not None:
            cache.put_note(key, {_JOIN: join.fresh})
