"""What was alive is remembered, so that a second run asks nobody: pages for a week, redirects a day, failures never.

The file names no address: a page is found by the digest of its URL. Nothing is kept of an address that carries a
password or a token, or that ended at one; and pages of hosts that the user named as exceptions (test copies, which
change all day) are kept for an hour. A memory that is locked, full or broken is one that remembers nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

import msgpack
from msgspec.structs import astuple, replace

from preflight.model import Landing, Probe
from preflight.patterns import regex
from preflight.probe.addresses import parsed
from preflight.probe.guard import Guard, literal, plain
from preflight.reading import urls

FILE = "probes-2.sqlite"
"""The number is that of the table's form."""
TABLE = "CREATE TABLE IF NOT EXISTS probes (key BLOB PRIMARY KEY, seen INTEGER NOT NULL, row BLOB NOT NULL)"
BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

HOUR = 3_600
DAY = 24 * HOUR
PAGE, REDIRECT, EXCEPTION = 7 * DAY, DAY, HOUR
"""Seconds for which an answer holds."""
MOST_ANCHORS = 5_000
PATIENCE = 2.0
"""Seconds to wait for another run that is writing."""

TOKEN_NAME = regex(
    r"(?:^|[_-])(?:token|key|apikey|auth|sig|signature|secret|pass|passwd|password|pwd|code|session|sid|jwt|hash|otp"
    r"|access|credential|policy)(?:$|[_-])|^x-amz-",
    re.IGNORECASE,
)  # access_token, X-Amz-Signature
TOKEN_VALUE = regex(r"(?=[^&]*\d)(?=[^&]*[A-Za-z])[A-Za-z0-9_.~%+/=-]{24,}\Z")  # eyJhbGciOiJIUzI1NiJ9…


class Memory:
    """The answers in one folder, as of ``now`` (seconds since 1970)."""

    def __init__(self, folder: Path, guard: Guard, now: float) -> None:
        self._path = folder / FILE
        self._guard = guard
        self._now = int(now)

    def recall(self, wanted: Iterable[str]) -> dict[str, Probe]:
        """The answers that still hold, by URL. What may not be requested today is not remembered either."""
        keys = {self._key(url): url for url in wanted if may_be_kept(url) and not self._is_refused(url)}
        found: dict[str, Probe] = {}

        def look(file: sqlite3.Connection) -> None:
            for one, url in keys.items():
                for seen, packed in file.execute("SELECT seen, row FROM probes WHERE key = ?", (one,)):
                    probe, age = _unpacked(url, packed), self._now - seen
                    if probe is not None and 0 <= age < self._holds(probe):
                        found[url] = replace(probe, age=age // DAY)

        if keys and self._path.exists():
            self._ask(look)
        return found

    def keep(self, probes: Iterable[Probe]) -> None:
        """Remember the pages that are there; what is older than all limits is forgotten."""
        rows = [(self._key(probe.url), self._now, _packed(probe)) for probe in probes if self._is_worth_it(probe)]

        def write(file: sqlite3.Connection) -> None:
            file.execute("BEGIN IMMEDIATE")
            file.execute("DELETE FROM probes WHERE seen < ?", (self._now - PAGE,))
            file.executemany("INSERT OR REPLACE INTO probes VALUES (?, ?, ?)", rows)
            file.execute("COMMIT")

        if rows:
            self._ask(write)

    def _key(self, url: str) -> bytes:
        """With the exceptions of the run: an answer that the guard let in as one counts for runs that have it too."""
        exceptions = sorted(f"{host}:{port}" for host, port in self._guard.allowed)
        return hashlib.sha256("\n".join([url, *exceptions]).encode("utf-8", "surrogatepass")).digest()

    def _is_refused(self, url: str) -> bool:
        address = parsed(url)
        return address is None or bool(self._guard.refusal(address))

    def _is_worth_it(self, probe: Probe) -> bool:
        if probe.outcome != "alive" or probe.soft:
            return False
        return may_be_kept(probe.url) and (not probe.final_url or may_be_kept(probe.final_url))

    def _holds(self, probe: Probe) -> int:
        for address in filter(None, (probe.url, probe.final_url)):
            host = plain(urls.resolve(address).host)
            if literal(host) or any(host == name for name, _ in self._guard.allowed):
                return EXCEPTION
        return REDIRECT if probe.final_url else PAGE

    def _ask(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do something with the file; an error ends that, and nothing else. A broken file is begun again."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(PermissionError):  # then it can still be read, if it is there
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, PATIENCE, isolation_level=None)) as file:
                file.execute("PRAGMA synchronous = OFF")
                file.execute(TABLE)
                work(file)
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", None) in BROKEN:
                with suppress(OSError):
                    self._path.unlink()


def may_be_kept(url: str) -> bool:
    """Whether the address is nobody's secret: no password, and no parameter that looks like a key."""
    pieces = urls.split(url)
    if "@" in (pieces.authority or ""):
        return False
    for parameter in pieces.query.split("&"):
        name, _, value = parameter.partition("=")
        if TOKEN_NAME.search(name[:80]) or TOKEN_VALUE.match(value[:400]):
            return False
    return True


def _packed(probe: Probe) -> bytes:
    anchors = None if probe.anchors is None or len(probe.anchors) > MOST_ANCHORS else sorted(probe.anchors)
    landing = astuple(probe.landing) if probe.landing else None
    row = (probe.status, probe.final_url, probe.title, anchors, probe.permanent, probe.refreshed, landing,
           probe.media_type, probe.empty)  # fmt: skip
    return zlib.compress(bytes(msgpack.packb(row, unicode_errors="surrogatepass")), 1)


def _unpacked(url: str, packed: bytes) -> Probe | None:
    try:
        row = msgpack.unpackb(zlib.decompress(packed), use_list=False, unicode_errors="surrogatepass")
        status, final_url, title, anchors, permanent, refreshed, landing, media_type, empty = row
        return Probe(
            url, "alive", status, final_url, title, "", None if anchors is None else frozenset(anchors), permanent,
            Landing(*landing) if landing else None, refreshed=refreshed,
            media_type=media_type, empty=empty,
        )  # fmt: skip
    except (ValueError, TypeError, zlib.error, msgpack.UnpackException):
        return None
