"""What the last check of the same delivery found, so that the next one says what is fixed, still there or new."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from preflight.model import Judged
from preflight.writing import write

Row = tuple[str, str, str, str]
"""Fingerprint, rule, match and message of one finding."""


class Changes(Struct, frozen=True):
    """Messages of what is gone since the last check, and the fingerprints of what remains and of what is new."""

    fixed: tuple[str, ...]
    remaining: frozenset[str]
    new: frozenset[str]


def rows(findings: Iterable[Judged]) -> list[Row]:
    """What is open. The same words in the same rule twice are two rows with fingerprints of their own."""
    return [
        (one.fingerprint, one.finding.rule, one.finding.match, one.finding.message)
        for one in findings
        if one.waiver is None and not one.finding.rule.startswith("checklist.")
    ]


def changes(before: Sequence[Row], findings: Sequence[Judged]) -> Changes:
    """A finding is the same when its fingerprint is, or else its rule and words: mending a neighbour changes what
    stands around it."""
    now = rows(findings)
    marks, words = {row[0] for row in before}, {row[1:3] for row in before}
    remaining = frozenset(row[0] for row in now if row[0] in marks or row[1:3] in words)
    still, said = {row[0] for row in now}, {row[1:3] for row in now}
    accepted = {one.fingerprint for one in findings if one.waiver is not None}
    gone = (row for row in before if row[0] not in still and row[1:3] not in said and row[0] not in accepted)
    return Changes(
        tuple(dict.fromkeys(row[3] for row in gone)), remaining, frozenset(row[0] for row in now) - remaining
    )


def recall(folder: Path, names: Iterable[str]) -> list[Row] | None:
    """The findings of the last check under one of these names; None where there was none."""
    for name in filter(None, names):
        with suppress(OSError, ValueError, TypeError):
            kept = json.loads(_file(folder, name).read_text(encoding="utf-8"))
            return [(str(mark), str(rule), str(match), str(message)) for mark, rule, match, message in kept]
    return None


def remember(folder: Path, names: Iterable[str], findings: Iterable[Judged]) -> None:
    """Kept for the next time. That it cannot be kept costs the comparison, not the check."""
    text = json.dumps(rows(findings))
    with suppress(OSError):
        (folder / ".last").mkdir(parents=True, exist_ok=True)
        for name in filter(None, names):
            write(os.fspath(_file(folder, name)), text)


def forget(folder: Path, names: Iterable[str]) -> None:
    """Nothing is kept of it any more."""
    for name in filter(None, names):
        with suppress(OSError):
            _file(folder, name).unlink()


def _file(folder: Path, name: str) -> Path:
    return folder / ".last" / f"{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.json"
