"""The ledger: one line of JSON for every check, each bound to the one before it.

A line holds the SHA-256 of the line before it, so that a line that was edited, deleted or moved no longer fits (a hash
chain, as in RFC 9162's logs, without their tree). What was cut off at the end shows against any certificate, which
names the last line of its time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from preflight.model import PreflightError, Report
from preflight.writing import append_line

SCHEMA = 1
BEGINNING = "0" * 64
"""What the first line names as the one before it."""
WAIT = 10
"""Seconds that a check waits for another one to finish writing."""

Entry = dict[str, Any]


class Head(Struct, frozen=True):
    """The last line of a ledger: its number, counted from one, and its digest."""

    number: int
    digest: str
    broken: int = 0
    """The first line that does not follow the one before it; 0 where all of them do."""


def entry_of(report: Report, *, who: str, when: datetime, checklist: Entry | None = None) -> Entry:
    """What a check leaves behind: everything that decided about its answer, nothing of what the mail said."""
    return {
        "time": when.astimezone(UTC).isoformat(timespec="seconds"),
        "who": who,
        "version": report.version,
        "ruleset": report.ruleset,
        "lexicon": report.lexicon,
        "verdict": report.verdict,
        "targets": [
            {
                "name": target.name, "kind": target.kind, "sha256": target.sha256, "verdict": target.verdict,
                "against": target.against, "send_date": target.send_date.value.isoformat(),
                "send_date_source": target.send_date.source, "families": list(target.families),
            }
            for target in report.targets
        ],
        "counts": report.counts,
        "skipped": sorted({f"{gap.what}: {gap.why}" for gap in report.not_checked}),
        "waived": [
            {"rule": one.finding.rule, "fingerprint": one.fingerprint, "reason": one.waiver.reason}
            for one in report.findings
            if one.waiver is not None
        ],
        "checklist": checklist,
    }  # fmt: skip


def append(file: Path, entry: Entry) -> Head:
    """Write one more line, alone with the file; what is its last line now. Raises PreflightError."""
    import portalocker

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(file, "a+b", timeout=WAIT, buffering=0) as stream:
            lines = _lines(stream)
            before = lines[-1] if lines else b""
            line = _line(entry, len(lines) + 1, hashlib.sha256(before).hexdigest() if lines else BEGINNING)
            append_line(stream, line)
    except portalocker.exceptions.LockException as error:
        raise PreflightError("is in use: another check is writing to it", str(file)) from error
    except OSError as error:
        raise PreflightError(f"the ledger cannot be written ({error.strerror or error})", str(file)) from error
    return Head(len(lines) + 1, hashlib.sha256(line).hexdigest(), _broken(lines))


def _line(entry: Entry, number: int, before: str) -> bytes:
    whole = {"schema": SCHEMA, "number": number, "before": before, **entry}
    return json.dumps(whole, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _broken(lines: Sequence[bytes]) -> int:
    """As ``faults`` would find, without taking any line apart: keys are sorted, and ``before`` is the first one."""
    before = BEGINNING
    for number, line in enumerate(lines, 1):
        if not line.startswith(b'{"before":"%b"' % before.encode()):
            return number
        before = hashlib.sha256(line).hexdigest()
    return 0


def _lines(stream: IO[bytes]) -> list[bytes]:
    stream.seek(0)
    return stream.read().splitlines()


def read(file: Path, *, last: int = 0) -> list[Entry]:
    """All entries that can be read, in order, or those of the last lines. Raises PreflightError when none can be.

    Lines are only taken apart where they are asked for: of 100,000 lines (71 MB) the last twenty come in 0.2 seconds,
    and all of them are verified in 0.8. What is asked by client, person, verdict or day has an ``index``.
    """
    lines = _raw(file)
    return [entry for line in lines[-last:] if (entry := _entry(line)) is not None]


def faults(file: Path, *, known: Head | None = None) -> Iterator[str]:
    """A sentence for each place where the ledger is not what was written; none when all of it fits.

    ``known`` is the end of the ledger as a certificate remembers it: it must still be there.
    """
    lines = _raw(file)
    before = BEGINNING
    for number, line in enumerate(lines, 1):
        entry = _entry(line)
        if entry is None:
            yield f"line {number} is no entry: it was cut off or written by hand"
        elif entry.get("schema") != SCHEMA:
            yield f"line {number} was written by another version of preflight"
        elif entry.get("before") != before:
            yield f"line {number} does not follow line {number - 1}: one of them was changed, moved or taken out"
        elif entry.get("number") != number:
            yield f"line {number} says that it is line {entry.get('number')}"
        before = hashlib.sha256(line).hexdigest()
    if known is None:
        return
    if known.number > len(lines):
        yield f"the end is missing: a certificate knows line {known.number}, and there are {len(lines)}"
    elif hashlib.sha256(lines[known.number - 1]).hexdigest() != known.digest:
        yield f"line {known.number} is not the one that the certificate knows"


def _raw(file: Path) -> list[bytes]:
    try:
        return file.read_bytes().splitlines()
    except OSError as error:
        raise PreflightError(f"the ledger cannot be read ({error.strerror or error})", str(file)) from error


def _entry(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None
