"""Each source's row: from the cache where it is known, examined where it is not, once for each distinct content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct, field

from preflight import supervise
from preflight.cache import Cache, key, may_be_kept
from preflight.collect import Source
from preflight.examine import Row, Settings
from preflight.sources import stamps

if TYPE_CHECKING:
    from concurrent.futures import Executor

WINDOW = 200
"""Sources read at a time, and rows written at a time."""


class Rows(Struct):
    """The rows of a run. ``failures`` says which sources could not be read, and why."""

    cache: Cache | None
    jobs: int = 0
    executor: Executor | None = None
    progress: Callable[[int], None] | None = None
    failures: dict[Source, str] = field(default_factory=dict)
    stamped: list[tuple[bytes, str]] = field(default_factory=list)
    """Files that were read: stamp and digest of the content."""

    def give(self, sources: Sequence[Source], settings: Settings, take: Callable[[Source, Row], None]) -> None:
        """Hand every source's row to ``take`` as soon as it is known, in no order, and keep none.

        Contents are read as they are needed. Sources of equal content that are close together share one examination.
        """
        digest = settings.digest()
        waiting: dict[bytes, list[Source]] = {}
        tasks: list[bytes] = []

        def unknown() -> Iterator[supervise.Task]:
            """Contents that the cache does not know and nobody is examining already."""
            remaining = iter(sources)
            while window := list(islice(remaining, WINDOW)):
                fresh: dict[bytes, bytes | None] = {}
                for source, sha256, data in self._digests(window):
                    content = key(sha256, source.media_type, digest)
                    if content not in waiting:
                        fresh[content] = data
                    waiting.setdefault(content, []).append(source)
                for content, row in (self.cache.get_many(fresh) if self.cache else {}).items():
                    del fresh[content]
                    for source in waiting.pop(content):
                        take(source, row)
                for content, data in fresh.items():
                    if data is None:  # it was not read, and may be another one by now
                        yield from unread(waiting.pop(content))
                    else:
                        tasks.append(content)
                        yield len(tasks) - 1, data, waiting[content][0].media_type

        def unread(stamped: Sequence[Source]) -> Iterator[supervise.Task]:
            for source in stamped:
                data = self._read(source)
                if data is not None:
                    content = key(hashlib.sha256(data).hexdigest(), source.media_type, digest)
                    if content not in waiting:
                        tasks.append(content)
                        yield len(tasks) - 1, data, source.media_type
                    waiting.setdefault(content, []).append(source)

        new: list[tuple[bytes, Row]] = []
        examined = supervise.examine_all(
            unknown(), settings, jobs=self.jobs or os.cpu_count() or 1, executor=self.executor, progress=self.progress
        )
        for index, row in examined:
            content = tasks[index]
            for source in waiting.pop(content):
                take(source, row)
            if self.cache and may_be_kept(row):
                new.append((content, row))
                if len(new) >= WINDOW:
                    self.cache.put_many(new)
                    new.clear()
        if self.cache and new:
            self.cache.put_many(new)
        if self.cache and self.stamped:
            self.cache.put_files(self.stamped)
        self.stamped.clear()

    def _digests(self, window: Sequence[Source]) -> Iterator[tuple[Source, str, bytes | None]]:
        """Each source with the digest of its content, and with the content where that had to be read for it."""
        stamped = {source: stamps.of(source.file) for source in window if source.file is not None} if self.cache else {}
        known = self.cache.get_files(stamp for stamp in stamped.values() if stamp) if self.cache and stamped else {}
        for source in window:
            stamp = stamped.get(source)
            if stamp and stamp in known:
                yield source, known[stamp], None
            elif (data := self._read(source)) is not None:
                sha256 = hashlib.sha256(data).hexdigest()
                if stamp:
                    self.stamped.append((stamp, sha256))
                yield source, sha256, data

    def _read(self, source: Source) -> bytes | None:
        try:
            return source.read()
        except OSError as error:
            self.failures[source] = f"cannot be read ({error.strerror or error})"
            return None
