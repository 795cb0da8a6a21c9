"""Never twice: from what went out wrong and what was right to a rule that would have caught it.

A rule is proposed, tried on the wrong sample (it has to fail), on the right one (it has to pass) and on what the client
sent before (nobody wants to hear of that), and only then written into the client's folder, with both samples and a note
for the client.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from preflight.learning import keeping, note
from preflight.learning.proposals import KINDS, Proposal, proposals
from preflight.learning.samples import read
from preflight.learning.trial import Trial, built, earlier, try_out
from preflight.model import PreflightError

__all__ = ["KINDS", "Incident", "Lesson", "keep", "learn", "propose"]


class Incident(Struct, frozen=True):
    """What somebody tells. ``kind`` is one of ``KINDS`` or empty: then the first rule that stands its trial is taken.
    ``folder`` is the client's; ``phrase`` are the wrong words, where somebody names them."""

    bad: str
    good: str
    folder: Path
    day: date
    what: str = ""
    right: str = ""
    noticed_by: str = ""
    impact: str = ""
    done: str = ""
    kind: str = ""
    phrase: str = ""
    send_date: str = ""


class Lesson(Struct, frozen=True):
    """What came of it: the rules that were tried, each with its trial; for the one that was accepted the note for the
    client, the incident's ``name``, and the folder once it is kept. ``accepted`` is None when every rule was sent
    back."""

    tried: tuple[tuple[Proposal, Trial], ...]
    accepted: Proposal | None = None
    folder: Path | None = None
    note: str = ""
    name: str = ""


def learn(incident: Incident) -> Lesson:
    """Find a rule, and keep it. Raises PreflightError for what cannot be read or written."""
    return keep(incident, propose(incident))


def propose(incident: Incident) -> Lesson:
    """Find a rule that stands its trial; nothing is written. Raises PreflightError for what cannot be read."""
    bad, good = read(incident.bad), read(incident.good)
    if bad.data == good.data:
        raise PreflightError(f"is the same file as {incident.good}: there is nothing to learn from it", incident.bad)
    if not (incident.folder / "preflight.toml").is_file():
        raise PreflightError(
            "there is no client's folder: make one (preflight init --client-folder NAME), or name it with --client"
        )
    past = earlier(incident.folder, bad)
    builds = built(incident.folder, bad)
    name = keeping.name_of(incident.folder, incident.day, incident.what or bad.name)
    found = proposals(bad, good, f"terms.incident-{name}", incident.kind, incident.phrase, incident.what)
    tried: list[tuple[Proposal, Trial]] = []
    for proposal in found:
        trial = try_out(proposal, bad, good, past, incident.send_date, builds)
        tried.append((proposal, trial))
        if trial.stands:
            text = note.text(_told(incident, proposal), proposal, trial, bad.name)
            return Lesson(tuple(tried), proposal, None, text, name)
    return Lesson(tuple(tried))


def keep(incident: Incident, lesson: Lesson) -> Lesson:
    """Write an accepted rule, both samples and the note into the client's folder; without one, nothing. Raises
    PreflightError."""
    if lesson.accepted is None:
        return lesson
    bad, good = read(incident.bad), read(incident.good)
    told = _told(incident, lesson.accepted)
    past = earlier(incident.folder, bad)
    folder = keeping.keep(incident.folder, lesson.name, told, lesson.accepted, bad, good, past, lesson.note)
    return replace(lesson, folder=folder)


def _told(incident: Incident, proposal: Proposal) -> keeping.Told:
    return keeping.Told(
        date=incident.day,
        what=incident.what or proposal.summary,
        right=incident.right or proposal.right,
        noticed_by=incident.noticed_by,
        impact=incident.impact,
        done=incident.done,
    )
