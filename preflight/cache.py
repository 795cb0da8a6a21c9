"""Rows of examined documents, kept between runs in one SQLite file.

A cache must never be the reason why a run fails: one that is locked, read-only, full or broken is a cache that holds
nothing, and ``trouble`` says why. Nothing personal is kept: no path, no message that names whom it went to,
and no document with an address that holds a password, a token or somebody's mailbox.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from time import time
from types import TracebackType
from typing import Any, TypeVar

import msgpack

from preflight.folders import cache_limit
from preflight.packed import texts
from preflight.reading import private

Row = dict[str, Any]
Kept = TypeVar("Kept")

FILE = "documents-1.sqlite"
"""The number is that of the table's form: a preflight of another form leaves this file alone."""
TABLES = (
    "CREATE TABLE IF NOT EXISTS documents (key BLOB PRIMARY KEY, used INTEGER NOT NULL, row BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS files (stamp BLOB PRIMARY KEY, used INTEGER NOT NULL, sha256 BLOB NOT NULL)"
    " WITHOUT ROWID",
)
SHARE = 0.8
"""Of the bytes that the cache may take; when the file holds more, a quarter of its rows goes, longest unused first."""
PATIENCE = 2.0
"""Seconds to wait for another run that is writing."""
AT_ONCE = 500
"""Keys in one question; older SQLite takes 999 values."""
DAY = 86_400
MONTH = 30
"""Days after which the stamp of a file that nobody saw again is forgotten."""
ADDRESSEES = frozenset(
    {"to", "cc", "bcc", "delivered-to", "envelope-to", "resent-to", "x-envelope-to", "x-forwarded-to", "x-original-to"}
)
"""Headers that name a recipient."""
BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def key(sha256: str, media_type: str, settings_digest: str) -> bytes:
    """What a row depends on: the document's bytes, how they are read, and what is looked for."""
    return hashlib.sha256(f"{sha256} {media_type} {settings_digest}".encode()).digest()


def may_be_kept(row: Row) -> bool:
    """Whole results about nobody in particular. What a crash or a deadline left is examined anew each time."""
    return not row["partial"] and not any(name.lower() in ADDRESSEES for name, _ in row["headers"])


class Cache:
    """The rows in one cache folder. For one thread; several processes may share the folder."""

    def __init__(self, folder: Path, *, limit: int | None = None, patience: float = PATIENCE) -> None:
        self.path = folder / FILE
        self.trouble = ""
        self._limit = cache_limit(SHARE) if limit is None else limit
        self._patience = patience
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, Row]:
        """The rows that are known, by key."""
        keys = list(keys)
        found: dict[bytes, Row] = {}
        stale: list[bytes] = []
        today = int(time()) // DAY

        def look(connection: sqlite3.Connection) -> None:
            for some in _batches(keys):
                question = f"SELECT key, used, row FROM documents WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
                for known, used, packed in connection.execute(question, some):
                    row = _unpacked(packed)
                    if row is not None:
                        found[known] = row
                        if used != today:
                            stale.append(known)

        def mark(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("UPDATE documents SET used = ? WHERE key = ?", ((today, one) for one in stale))
            connection.execute("COMMIT")

        with _uncollected():
            self._ask(look)
        if stale:
            self._ask(mark, vital=False)
        return found

    def has_many(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that there are rows for, which may be damaged."""
        keys = list(dict.fromkeys(keys))
        found: set[bytes] = set()

        def look(connection: sqlite3.Connection) -> None:
            for some in _batches(keys):
                question = f"SELECT key FROM documents WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
                found.update(known for (known,) in connection.execute(question, some))

        self._ask(look)
        return found

    def put_many(self, rows: Iterable[tuple[bytes, Row]]) -> None:
        """Keep the rows that may be kept."""
        today = int(time()) // DAY

        def keep(connection: sqlite3.Connection) -> None:
            packed = ((one, today, _packed(row)) for one, row in rows if may_be_kept(row))
            for some in _batches(one for one in packed if not _is_private(one[2])):
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", some)
                connection.execute("COMMIT")
            while self._is_too_large(connection):
                connection.execute("DELETE FROM files WHERE used < ?", (today,))
                connection.execute(
                    "DELETE FROM documents WHERE rowid IN (SELECT rowid FROM documents ORDER BY used, rowid"
                    " LIMIT (SELECT count(*) / 4 + 1 FROM documents))"
                )

        self._ask(keep)

    def get_files(self, stamps: Iterable[bytes]) -> dict[bytes, str]:
        """The digests of the files' contents, by stamp (``stamps.of``), as far as they are known."""
        stamps = list(stamps)
        found: dict[bytes, str] = {}

        def look(connection: sqlite3.Connection) -> None:
            for some in _batches(stamps):
                question = f"SELECT stamp, sha256 FROM files WHERE stamp IN ({','.join('?' * len(some))})"  # noqa: S608
                found.update((stamp, digest.hex()) for stamp, digest in connection.execute(question, some))

        self._ask(look)
        return found

    def put_files(self, files: Iterable[tuple[bytes, str]]) -> None:
        """Keep the digests of files' contents, by stamp."""
        today = int(time()) // DAY

        def keep(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                ((stamp, today, bytes.fromhex(digest)) for stamp, digest in files),
            )
            connection.execute("DELETE FROM files WHERE used < ?", (today - MONTH,))
            connection.execute("COMMIT")

        self._ask(keep)

    def get_note(self, key: bytes) -> dict[bytes, Any]:
        """What a checker noted under this key; nothing when there is none."""
        return self.get_many([key]).get(key, {}).get("note", {})  # type: ignore[no-any-return]

    def put_note(self, key: bytes, note: dict[bytes, Any]) -> None:
        """Keep what a checker noted: answers by the digests of its questions."""
        self.put_many([(key, {"partial": False, "headers": [], "note": note})])

    def clear(self) -> None:
        """Forget everything. The file stays: another run may have it open."""

        def forget(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM documents")
            connection.execute("DELETE FROM files")
            connection.execute("VACUUM")

        if self.path.exists():
            self._ask(forget)

    def _is_too_large(self, connection: sqlite3.Connection) -> bool:
        pages, free, size = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size > self._limit

    def _ask(self, work: Callable[[sqlite3.Connection], None], *, vital: bool = True) -> None:
        """Do something with the file; when that fails and is ``vital``, do without it from then on. A broken file is
        begun again."""
        if self.trouble:
            return
        for attempt in (1, 2):
            try:
                work(self._connected())
                return
            except (sqlite3.Error, OSError) as error:
                self.close()
                if attempt == 1 and getattr(error, "sqlite_errorcode", None) in BROKEN and self._discarded():
                    continue
                self.trouble = f"{self.path}: {error}" if vital else ""
                return

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(PermissionError):  # then it can still be read, if it is there
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            # a rollback journal, not WAL: it works in home folders on a network too, and leaves one file
            self._connection = sqlite3.connect(self.path, self._patience, isolation_level=None)
            self._connection.execute("PRAGMA synchronous = OFF")
            for table in TABLES:
                self._connection.execute(table)
        return self._connection

    def _discarded(self) -> bool:
        try:
            for suffix in ("-journal", "-wal", "-shm", ""):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        except OSError:
            return False
        return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage meanwhile: rows are many small objects and no garbage, and looking at them again and
    again takes five times as long as making them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _batches(items: Iterable[Kept]) -> Iterator[list[Kept]]:
    items = iter(items)
    while some := list(islice(items, AT_ONCE)):
        yield some


def _is_private(packed: bytes) -> bool:
    """Whether a packed row holds an address that is nobody else's business. Columns of numbers may look like one, so
    that a suspicion is looked at text by text."""
    if not private.is_in(packed):
        return False
    try:
        return private.is_in("\n".join(texts(_unpacked(packed))).encode("utf-8", "surrogatepass"))
    except ValueError:
        return True


def _packed(row: Row) -> bytes:
    """With a checksum, as the file is not synchronised with the disk. Uncompressed: that would halve the file, and cost
    a cold run 40 and a warm run 15 ms for a thousand pages."""
    body = bytes(msgpack.packb(row, unicode_errors="surrogatepass"))
    return zlib.crc32(body).to_bytes(4, "big") + body


def _unpacked(packed: bytes) -> Row | None:
    """The row, or None when it is damaged."""
    body = memoryview(packed)[4:]
    if zlib.crc32(body) != int.from_bytes(packed[:4], "big"):
        return None
    row = msgpack.unpackb(body, unicode_errors="surrogatepass", strict_map_key=False)
    return row if isinstance(row, dict) else None
