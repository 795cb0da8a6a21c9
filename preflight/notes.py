"""What a checker worked out once and may use again in the next run, whatever is checked then.

What a misspelt word was meant to be takes a second for the words of a large site, and depends on the word and on the
word lists alone. A checker whose prepared resources have ``notes`` keeps such answers there, as plain data under a
digest of the question (``digest``), so that nothing of a text lies in the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from preflight import edition, plugins
from preflight.cache import Cache

MOST = 50_000
"""Answers kept; when there are more, those that nobody asked for in this run go."""


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
