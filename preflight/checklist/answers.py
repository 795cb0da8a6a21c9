"""Answers as plain files in the client's folder: ``checklist/NAME.jsonl``, one line for each answer, the latest counts.

Lines are only ever added, under a lock, so that two people at one client lose nothing and the history stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct

from preflight.model import PreflightError
from preflight.model.checklist import Answer
from preflight.patterns import regex
from preflight.writing import append_line

SCHEMA = 1
FOLDER = "checklist"
LARGEST = 5_000_000
"""Bytes of one file of answers that are read."""
LONGEST = 2_000
"""Characters of a note."""
WAIT = 10
"""Seconds that an answer waits for another one to be written."""
UNSAFE = regex(r"[^A-Za-z0-9._-]+")
"""What file systems and people trip over: ``issues/week 47.eml``"""
WORDS = {"yes": "yes", "y": "yes", "no": "no", "n": "no", "na": "not applicable", "n/a": "not applicable",
         "not-applicable": "not applicable", "not applicable": "not applicable"}  # fmt: skip
ANSWERS = frozenset(get_args(Answer)) - {""}
TEXTS = ("item", "answer", "who", "note", "when", "about", "digest")


class Answered(Struct, frozen=True):
    """One line: which item, the answer, by whom, about which content."""

    item: str
    answer: Answer
    who: str
    note: str
    when: str
    about: str
    digest: str


def read_answer(text: str) -> Answer:
    """``y``, ``N/A``, ``not-applicable``. Raises PreflightError."""
    found = WORDS.get(text.strip().lower())
    if found is None:
        raise PreflightError(f"an answer is yes, no or not-applicable, not {text!r}")
    return found  # type: ignore[return-value]


def file_of(folder: Path, target: str) -> Path:
    """Where the answers for a target are: by its path within the client's folder, or else by its name."""
    path = Path(target).resolve()
    within = path.relative_to(folder).as_posix() if folder in path.parents else path.name
    name = UNSAFE.sub("-", within.replace("/", "__")).lstrip(".-") or "target"
    if name != within or len(name) > 100:
        name = f"{name[:80]}-{hashlib.sha256(within.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return folder / FOLDER / f"{name}.jsonl"


def read(file: Path) -> Mapping[str, Answered]:
    """The latest answer to each item. Raises PreflightError with the line that is no answer."""
    try:
        if file.stat().st_size > LARGEST:
            raise PreflightError("is no file of answers: it is far too large", _shown(file))
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PreflightError(f"the answers cannot be read ({error.strerror or error})", _shown(file)) from error
    found = [_answered(line, file, number) for number, line in enumerate(lines, 1) if line.strip()]
    return {one.item: one for one in found}


def append(file: Path, answered: Answered) -> None:
    """One more answer. Raises PreflightError when it cannot be written."""
    import portalocker

    row = {"schema": SCHEMA, **{name: getattr(answered, name) for name in TEXTS}}
    line = json.dumps(row, ensure_ascii=True).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(file, "a+b", timeout=WAIT, buffering=0) as stream:
            append_line(stream, line)
    except portalocker.exceptions.LockException as error:
        raise PreflightError("is in use: somebody else is answering", _shown(file)) from error
    except OSError as error:
        raise PreflightError(f"the answer cannot be written ({error.strerror or error})", _shown(file)) from error


def _answered(line: bytes, file: Path, number: int) -> Answered:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise PreflightError("is no answer: it was cut off or written by hand; take the line out", _shown(file), number)
    if row.get("schema") != SCHEMA:
        raise PreflightError("was written by another version of preflight", _shown(file), number)
    if any(not isinstance(row.get(name), str) for name in TEXTS) or row["answer"] not in ANSWERS:
        raise PreflightError(
            "is no answer: it needs item, answer (yes, no, not applicable), who, note, when, about and digest",
            _shown(file),
            number,
        )
    return Answered(**{name: row[name] for name in TEXTS})


def _shown(file: Path) -> str:
    return f"{FOLDER}/{file.name}"
