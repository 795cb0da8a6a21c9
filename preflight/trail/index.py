"""An index of ledgers: one SQLite file in the cache, made from the lines and made again whenever they are not the same.

The ledgers are what counts; nothing is ever read from here that does not stand there. It answers what would otherwise
mean to read every line of every client: the checks of one client, one person, one verdict, some days.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from msgspec import Struct

from preflight.folders import cache_folder
from preflight.model import PreflightError
from preflight.trail.ledger import Entry

FILE = "ledgers-1.sqlite"
"""The number is that of the tables' form."""
TABLES = """
create table if not exists ledger (file text primary key, client text, size integer, digest blob);
create table if not exists entry (file text, number integer, time text, who text, verdict text, line text);
create index if not exists entry_time on entry (file, time);
"""


class Wanted(Struct, frozen=True, kw_only=True):
    """Which checks are asked for; what is empty is not asked. Days are ``2026-11-24``, the last one included."""

    who: str = ""
    verdict: str = ""
    since: str = ""
    until: str = ""
    last: int = 0


def entries(ledgers: Mapping[str, Path], wanted: Wanted) -> list[tuple[str, Entry]]:
    """Client and check, by time, of the ledgers that are there. Raises PreflightError when one cannot be read."""
    try:
        file = cache_folder() / FILE
        file.parent.mkdir(parents=True, exist_ok=True)
        return _asked(str(file), ledgers, wanted)
    except (OSError, sqlite3.Error):  # no room, no permission, a damaged file: then without keeping anything
        return _asked(":memory:", ledgers, wanted)


def _asked(place: str, ledgers: Mapping[str, Path], wanted: Wanted) -> list[tuple[str, Entry]]:
    with closing(sqlite3.connect(place, timeout=10)) as index:
        index.executescript(TABLES)
        names = {}
        for client, ledger in ledgers.items():
            name = str(ledger.resolve())
            names[name] = client
            with index:
                _refresh(index, name, ledger, client)
        rows = index.execute(*_question(list(names), wanted)).fetchall()
    return [(names[file], json.loads(line)) for file, line in reversed(rows)]


def _question(names: list[str], wanted: Wanted) -> tuple[str, list[Any]]:
    terms, values = [f"file in ({', '.join('?' * len(names))})"], list[Any](names)
    for term, value in (
        ("who = ? collate nocase", wanted.who), ("verdict = ?", wanted.verdict.upper()), ("time >= ?", wanted.since),
        ("substr(time, 1, 10) <= ?", wanted.until),
    ):  # fmt: skip
        if value:
            terms.append(term)
            values.append(value)
    limit = f" limit {wanted.last:d}" if wanted.last > 0 else ""
    terms_said = " and ".join(terms)
    return f"select file, line from entry where {terms_said} order by time desc, number desc{limit}", values  # noqa: S608


def _refresh(index: sqlite3.Connection, name: str, ledger: Path, client: str) -> None:
    """Read what was added since; all of it where what was known no longer stands there."""
    try:
        data = ledger.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise PreflightError(f"the ledger cannot be read ({error.strerror or error})", name) from error
    known = index.execute("select size, digest from ledger where file = ?", (name,)).fetchone()
    size, digest = known or (0, hashlib.sha256().digest())
    if len(data) == size and known and hashlib.sha256(data).digest() == digest:
        return
    if len(data) < size or hashlib.sha256(data[:size]).digest() != digest or (size and data[size - 1 : size] != b"\n"):
        index.execute("delete from entry where file = ?", (name,))
        size = 0
    before = data.count(b"\n", 0, size)
    index.executemany("insert into entry values (?, ?, ?, ?, ?, ?)", _rows(name, data[size:], before))
    index.execute(
        "insert or replace into ledger values (?, ?, ?, ?)", (name, client, len(data), hashlib.sha256(data).digest())
    )


def _rows(name: str, added: bytes, before: int) -> Iterator[tuple[Any, ...]]:
    for number, line in enumerate(added.splitlines(), before + 1):
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            said = [str(entry.get(key, "")) for key in ("time", "who", "verdict")]
            yield name, number, *said, line.decode("utf-8", "replace")
