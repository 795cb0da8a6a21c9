"""What is kept of an incident: a folder with both samples and the note, and the rule in the client's own files."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from preflight import config, writing
from preflight.clientfolder import CHECKLIST
from preflight.config import incidents, toml_text
from preflight.config.checklist import FILE_NAME as CHECKLIST_FILE
from preflight.learning.proposals import Proposal
from preflight.learning.samples import Sample
from preflight.model import PreflightError
from preflight.reading import pastmistakes

LONGEST_NAME = 40
MOST_MARKS = 12
"""Sentences or links by which a mistake is known again. Where more differ, it is another message altogether, and most
of it may be right elsewhere: then only the file itself is known."""


class Told(Struct, frozen=True):
    """What is told of an incident."""

    date: date
    what: str
    right: str
    noticed_by: str
    impact: str
    done: str


def name_of(client: Path, day: date, what: str) -> str:
    """``2026-11-24-wrong-weekday``: the name of the incident's folder, which is not there yet."""
    from slugify import slugify

    words = slugify(what, max_length=LONGEST_NAME, word_boundary=True) or "incident"
    name = f"{day.isoformat()}-{words}"
    number = 2
    while (client / incidents.FOLDER / name).exists():
        name, number = f"{day.isoformat()}-{words}-{number}", number + 1
    return name


def keep(
    client: Path,
    name: str,
    told: Told,
    proposal: Proposal,
    bad: Sample,
    good: Sample,
    past: Sequence[Sample],
    note: str,
) -> Path:
    """Write it all, or nothing. Raises PreflightError."""
    folder = client / incidents.FOLDER / name
    try:
        folder.mkdir(parents=True)
        try:
            (folder / f"bad{bad.suffix}").write_bytes(bad.data)
            (folder / f"good{good.suffix}").write_bytes(good.data)
            writing.write(os.fspath(folder / "note.md"), note)
            writing.write(os.fspath(folder / incidents.FILE_NAME), _record(told, proposal, bad, good, past))
            _declare(client, proposal)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise PreflightError(f"the incident cannot be written ({error.strerror or error})", name) from error
    return folder


def _declare(client: Path, proposal: Proposal) -> None:
    """Put the rule into preflight.toml, or the item into checklist.toml; what could not be read then stays as it is."""
    file = client / (CHECKLIST_FILE if proposal.item else config.FILE_NAME)
    before = file.read_text(encoding="utf-8-sig") if file.exists() else CHECKLIST
    after = before.rstrip("\n") + f"\n\n{proposal.toml}"
    try:
        tomllib.loads(after)
    except tomllib.TOMLDecodeError as error:
        raise PreflightError(
            f"the rule cannot be put into it ({error}): put it in by hand:\n{proposal.toml}", file.name
        ) from error
    existed = file.exists()
    writing.write(os.fspath(file), after)
    try:
        config.load(client / config.FILE_NAME, shown=config.FILE_NAME, trusted=True, allow_plugins=True)
    except PreflightError:
        if existed:
            writing.write(os.fspath(file), before)
        else:
            file.unlink()
        raise


def _record(told: Told, proposal: Proposal, bad: Sample, good: Sample, past: Sequence[Sample]) -> str:
    texts, links = marks(bad, [good, *past])
    row: dict[str, Any] = {
        "what": told.what, "right": told.right, "noticed-by": told.noticed_by, "impact": told.impact,
        "done": told.done, "rule": proposal.rule, "bad": f"bad{bad.suffix}", "good": f"good{good.suffix}",
        "bad-sha256": bad.sha256,
    }  # fmt: skip
    lines = ["schema = 1", f'date = "{told.date.isoformat()}"']
    lines += [f"{key} = {toml_text(value)}" for key, value in row.items() if value]
    lines += ["# What only the wrong one had. It must not stand in anything of any client again.", "texts = ["]
    lines += [f"  {toml_text(text)}," for text in texts]
    lines += ["]", "links = ["]
    lines += [f"  [{toml_text(words)}, {toml_text(url)}]," for words, url in links]
    return "\n".join([*lines, "]"]) + "\n"


def marks(bad: Sample, fine: Sequence[Sample]) -> tuple[list[str], list[tuple[str, str]]]:
    """The sentences and links that the wrong sample has, and nothing that was fine."""
    right_texts = {text for one in fine for text in _texts(one)}
    right_links = {link for one in fine for link in _links(one)}
    texts = [text for text in dict.fromkeys(_texts(bad)) if text not in right_texts]
    links = [link for link in dict.fromkeys(_links(bad)) if link not in right_links and link[1]]
    return texts if len(texts) <= MOST_MARKS else [], links if len(links) <= MOST_MARKS else []


def _texts(sample: Sample) -> list[str]:
    runs = (run for run in sample.document.runs if run.kind not in pastmistakes.UNREAD)
    return [text for run in runs for text in pastmistakes.sentences(run.text)]


def _links(sample: Sample) -> list[tuple[str, str]]:
    clicked = (link for link in sample.document.links if link.element in ("a", "area", "text"))
    return [pastmistakes.link(link.text, link.url) for link in clicked]
