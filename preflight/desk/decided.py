"""What was decided for a client, as its plain files say it: accepted findings, words, past mistakes. Each can be taken
back; whatever else stands in those files, comments included, stays."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from preflight import adoption, config, words, writing
from preflight.collect import shown_path
from preflight.config import incidents, wordlist
from preflight.config.checklist import FILE_NAME as CHECKLIST_FILE
from preflight.desk import tables
from preflight.desk.clients import Client
from preflight.model import PreflightError
from preflight.patterns import regex

REMOVED = ".removed"
"""Where an incident goes that is taken back: what was learnt from a mistake is not thrown away by one press."""
GONE = "this was taken back already, perhaps in another tab or by hand: look at the list as it is now"
INCIDENT = regex(r"[\w][\w.-]{0,120}")
"""``2026-11-24-wrong-weekday``"""


class Decision(Struct, frozen=True):
    """``title`` is what was decided, ``detail`` why, by whom and until when. ``id`` names it until its file changes."""

    id: str
    title: str
    detail: str = ""


class Decided(Struct, frozen=True):
    """All of a client. ``trouble`` says which file could not be read, and where."""

    waivers: tuple[Decision, ...] = ()
    words: tuple[Decision, ...] = ()
    incidents: tuple[Decision, ...] = ()
    trouble: tuple[str, ...] = ()


def of(client: Client) -> Decided:
    """What the client's files say now."""
    found: dict[str, tuple[Decision, ...]] = {}
    trouble = []
    for name, read in (("waivers", _waivers), ("words", _words), ("incidents", _incidents)):
        try:
            found[name] = tuple(read(client))
        except PreflightError as error:
            trouble.append(str(error))
    return Decided(**found, trouble=tuple(trouble))


def waivers_with(client: Client, fingerprints: Iterable[str]) -> tuple[str, ...]:
    """The ids of the accepted findings with these fingerprints."""
    wanted = set(fingerprints)
    return tuple(_id(row) for row in _rows(_waiver_file(client), "waiver") if row.get("fingerprint") in wanted)


def word_id(word: str) -> str:
    return f"word {word}"


def take_back(client: Client, identifiers: Sequence[str]) -> str:
    """Undo these decisions, and say so. Raises PreflightError."""
    done = []
    for one in identifiers:
        kind, _, rest = one.partition(" ")
        if kind == "waiver":
            done.append(_accept_no_more(client, one))
        elif kind == "word":
            done.append(words.remove([rest], user=False, config_file=str(settings_of(client))))
        elif kind == "incident":
            done.append(_forget_incident(client, rest))
        else:
            raise PreflightError("there is nothing of that kind to take back")
    return " ".join(dict.fromkeys(done))


def settings_of(client: Client) -> Path:
    if client.file is None:
        raise PreflightError("there is no client to remember this for: choose or make one on the first page")
    return client.file


# --- accepted findings ----------------------------------------------------------------------------------


def _waivers(client: Client) -> Iterator[Decision]:
    for row in _rows(_waiver_file(client), "waiver"):
        quoted = f"“{row['match']}”" if row.get("match") else str(row.get("rule", ""))
        where = f" in {row['path']}" if row.get("path", "**") != "**" else ""
        until = f", until {row['expires']}" if row.get("expires") else ""
        who = f" ({row['owner']})" if row.get("owner") else ""
        yield Decision(_id(row), f"{quoted}{where}", f"{row.get('reason', '')}{who}{until}")


def _waiver_file(client: Client) -> Path:
    return adoption.file_beside(settings_of(client))


def _id(row: Any) -> str:
    return f"waiver {hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()[:20]}"


def _accept_no_more(client: Client, identifier: str) -> str:
    file = _waiver_file(client)
    rows = _rows(file, "waiver")
    number = next((index for index, row in enumerate(rows) if _id(row) == identifier), None)
    if number is None:
        raise PreflightError(GONE)
    _take_out(file, "waiver", number)
    return f"Taken back: “{rows[number].get('match') or rows[number].get('rule')}” counts as a mistake again."


# --- words ----------------------------------------------------------------------------------------------


def _words(client: Client) -> Iterator[Decision]:
    settings = settings_of(client)
    file, shown = config.word_file_of(settings, shown_path(settings), trusted=True)
    try:
        known = wordlist.WordList.read(file, shown)
    except FileNotFoundError:
        return
    for entry, index in known.entries():
        comment = known.lines[index][known.lines[index].index(entry) + len(entry) :].strip().lstrip("#").strip()
        yield Decision(word_id(entry), entry, comment)


# --- past mistakes --------------------------------------------------------------------------------------


def _incidents(client: Client) -> Iterator[Decision]:
    for file in sorted((settings_of(client).parent / incidents.FOLDER).glob(f"*/{incidents.FILE_NAME}")):
        name = file.parent.name
        if name != REMOVED:
            past = incidents.read(file, f"{incidents.FOLDER}/{name}/{incidents.FILE_NAME}", own=True)
            yield Decision(f"incident {name}", past.what or name, past.day)


def _forget_incident(client: Client, name: str) -> str:
    """Its rule goes out of the client's settings or checklist, its folder into ``incidents/.removed``."""
    home = settings_of(client).parent
    folder = home / incidents.FOLDER / name
    if not INCIDENT.fullmatch(name) or not folder.is_dir():
        raise PreflightError(GONE)
    past = incidents.read(folder / incidents.FILE_NAME, f"{incidents.FOLDER}/{name}/{incidents.FILE_NAME}", own=True)
    for file, table, wanted in (
        (home / config.FILE_NAME, "rule", past.rule),
        (home / CHECKLIST_FILE, "item", name),
    ):
        rows = _rows(file, table) if file.exists() else []
        for number in reversed([index for index, row in enumerate(rows) if row.get("id") == wanted]):
            _take_out(file, table, number)
    place = home / incidents.FOLDER / REMOVED / name
    number = 2
    while place.exists():
        place, number = place.with_name(f"{name}-{number}"), number + 1
    try:
        place.parent.mkdir(exist_ok=True)
        shutil.move(os.fspath(folder), os.fspath(place))
    except OSError as error:
        raise PreflightError(f"cannot be moved ({error.strerror or error})", shown_path(folder)) from error
    return f"Taken back: “{past.what or name}” is watched for no more. What was kept of it lies in {shown_path(place)}."


# --- files ----------------------------------------------------------------------------------------------


def _rows(file: Path, table: str) -> list[dict[str, Any]]:
    found = tomllib.loads(_text(file).removeprefix("\ufeff")).get(table, []) if file.exists() else []
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise PreflightError(f"[[{table}]] is no list of tables", shown_path(file))
    return found


def _text(file: Path) -> str:
    try:
        text = file.read_bytes().decode("utf-8")
        tomllib.loads(text.removeprefix("\ufeff"))
        return text
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", shown_path(file)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PreflightError(f"cannot be read ({error})", shown_path(file)) from error


def _take_out(file: Path, table: str, number: int) -> None:
    after = tables.without(_text(file), table, number)
    if after is None:
        raise PreflightError(
            "was edited by hand in a way that the desk does not change: take it out there", shown_path(file)
        )
    try:
        writing.write(os.fspath(file), after.encode("utf-8"))
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(file)) from error
