"""Each source's row: from the cache where it is known, examined where it is not, once for each distinct content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from preflight import supervise
from preflight.cache import Cache, key, may_be_kept
from preflight.collect import Source
from preflight.examine import Row, Settings
from preflight.sources import stamps

if TYPE_CHECKING:
    from concurrent.futures import Executor

WINDOW = 200
"""Sources read at a time, rows fetched and rows written at a time."""
Member = TypeVar("Member")


class Rows(Struct):
    """The rows of a run. ``failures`` says which sources could not be read, and why."""

    cache: Cache | None
    jobs: int = 0
    executor: Executor | None = None
    progress: Callable[[int], None] | None = None
    failures: dict[Source, str] = field(default_factory=dict)
    stamped: list[tuple[bytes, str]] = field(default_factory=list)
    """Files that were read: stamp and digest of the content."""
    stamps: dict[Source, bytes] = field(default_factory=dict)
    """Files that were not read yet."""

    def give(self, sources: Sequence[Source], settings: Settings, take: Callable[[Source, Row], None]) -> None:
        """Hand every source's row to ``take`` as soon as it is known, in no order, and keep none.

        Contents are read as they are needed. Sources of equal content that are close together share one examination.
        What has to be examined is begun first: while others are at it, the rows that are known are fetched.
        """
        digest = settings.digest()
        known, fresh = self._told_apart(sources, digest)
        waiting: dict[bytes, list[Source]] = {}
        tasks: list[bytes] = []

        def unknown() -> Iterator[supervise.Task | None]:
            """Contents that the cache does not know and nobody is examining already."""
            windows = _windows(iter(fresh))
            yield from examinable(next(windows, ()))
            yield None  # now there is enough for others to do
            for window in chain(_windows(gone()), windows):
                yield from examinable(window)

        def gone() -> Iterator[Source]:
            """Gives the known rows out; the sources whose rows are there no more, or damaged."""
            for window in _windows(iter(known.items())):
                rows = self.cache.get_many(content for content, _ in window) if self.cache else {}
                for content, members in window:
                    if content not in rows:
                        yield from members
                    for source in members if content in rows else ():
                        take(source, rows[content])

        def examinable(window: Iterable[Source]) -> Iterator[supervise.Task]:
            """What is read now may be known all the same: files that were only touched, contents of several files."""
            contents: dict[bytes, tuple[bytes, str]] = {}
            for source in window:
                data = self._read(source)
                if data is None:
                    continue
                sha256 = hashlib.sha256(data).hexdigest()
                content = key(sha256, source.media_type, digest)
                if stamp := self.stamps.pop(source, None):
                    self.stamped.append((stamp, sha256))
                if content not in waiting:
                    contents[content] = data, source.media_type
                waiting.setdefault(content, []).append(source)
            for content, row in (self.cache.get_many(contents) if self.cache else {}).items():
                del contents[content]
                for source in waiting.pop(content):
                    take(source, row)
            for content, (data, media_type) in contents.items():
                tasks.append(content)
                yield len(tasks) - 1, data, media_type

        new: list[tuple[bytes, Row]] = []
        examined = supervise.examine_all(
            unknown(), settings, jobs=self.jobs or os.cpu_count() or 1, executor=self.executor, progress=self.progress,
            occupied=len(known) > len(fresh),
        )  # fmt: skip
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
        self.stamps.clear()

    def _told_apart(self, sources: Sequence[Source], digest: str) -> tuple[dict[bytes, list[Source]], Sequence[Source]]:
        """The sources whose rows the cache has, by their keys, and those that have to be read. Nothing is read yet: a
        file that nobody touched is known by its stamp."""
        if not self.cache:
            return {}, sources
        marks = [None if source.file is None else stamps.of(source.file) for source in sources]
        digests = self.cache.get_files(filter(None, marks))
        keys = [
            key(digests[stamp], source.media_type, digest) if stamp in digests else None
            for source, stamp in zip(sources, marks, strict=True)
        ]
        held = self.cache.has_many(filter(None, keys))
        known: dict[bytes, list[Source]] = {}
        fresh: list[Source] = []
        for source, stamp, content in zip(sources, marks, keys, strict=True):
            if content is not None and content in held:
                known.setdefault(content, []).append(source)
            else:
                fresh.append(source)
                if stamp is not None:
                    self.stamps[source] = stamp
        return known, fresh

    def _read(self, source: Source) -> bytes | None:
        try:
            return source.read()
        except OSError as error:
            self.failures[source] = f"cannot be read ({error.strerror or error})"
            return None


def _windows(items: Iterator[Member]) -> Iterator[list[Member]]:
    while window := list(islice(items, WINDOW)):
        yield window
