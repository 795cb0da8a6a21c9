"""“Always catch this”: what somebody tells at the desk becomes a ``learning.Incident``, and the answer to it a page.

The samples lie in a folder of their own until the rule is kept or turned down: a rule is agreed to as it was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from preflight import learning
from preflight.desk import dropped
from preflight.desk.clients import Client
from preflight.desk.waiting import Waiting, drop, identifier, made, now
from preflight.learning import Incident, Lesson
from preflight.learning.correcting import corrected
from preflight.learning.proposals import Proposal
from preflight.learning.samples import read
from preflight.learning.trial import SUFFIXES, Trial
from preflight.model import PreflightError
from preflight.patterns import regex
from preflight.reporters import answer

FEW = 5
"""Places in which a noisy rule finds something that are shown."""
LONGEST = 1_000
"""Characters of one answer of the form."""
SHEETS = SUFFIXES - {".eml", ".msg", ".html", ".htm"}
"""Samples that are no emails: sheets and texts."""
FIELDS = ("what", "right", "noticed_by", "impact", "done", "kind", "phrase", "wrong", "words")
KINDS = {
    "": "Let preflight find what tells the two apart",
    "phrase": "The wrong words are never right",
    "link": "This link must not open that page",
    "date": "The date after these words must be this issue's",
    "field": "A greeting needs a name",
    "slug": "These addresses of the site must stay",
    "checklist": "Only a person can see it: ask every time",
}
"""How it can be caught, in the order of the form."""
LINE = regex(r"(?m)^(#{1,2}) (.*)$")
ESCAPED = regex(r"\\([\\`*_\[\]<>#|])")


class Upload(Struct, frozen=True):
    """A file of the form."""

    name: str
    data: bytes


class Tried(Struct, frozen=True):
    """One rule as it is shown: what it would do, whether it stands, and else why it was sent back, with examples."""

    prevents: str
    stands: bool
    reasons: tuple[str, ...]
    hits: tuple[str, ...] = ()


def propose(client: Client, check: str, given: Mapping[str, str], bad: Upload | Path, good: Upload | None) -> Waiting:
    """Try rules for what was told; nothing of the client's changes. Raises PreflightError."""
    if client.file is None:
        raise PreflightError("there is no client to remember this for: choose or make one on the first page")
    told = {name: " ".join(given.get(name, "").split())[:LONGEST] for name in FIELDS}
    if not told["what"]:
        raise PreflightError("say in one sentence what went out wrong")
    if told["kind"] not in KINDS:
        raise PreflightError("there is no such way to catch it")
    fresh = identifier()
    place = made(fresh)
    try:
        wrong = _kept(place / "bad", bad)
        right = _right(place / "good", wrong, told, good)
        incident = Incident(
            bad=str(wrong), good=str(right), folder=client.file.parent, day=_day(given.get("day", "")),
            what=told["what"], right=told["right"] or told["words"], noticed_by=told["noticed_by"],
            impact=told["impact"], done=told["done"], kind=told["kind"],
            phrase=told["wrong"] if told["kind"] == "phrase" and not told["words"] else "",
        )  # fmt: skip
        lesson = learning.propose(incident)
    except BaseException:
        drop(place)
        raise
    return Waiting(fresh, client, check, dict(given), incident, lesson, now())


def still(waiting: Waiting) -> Waiting:
    """The lesson as it is now: of an earlier desk, it is tried on what the client sent since. Raises PreflightError."""
    return replace(waiting, lesson=learning.propose(waiting.incident), is_old=False) if waiting.is_old else waiting


def is_same(one: Lesson, other: Lesson) -> bool:
    """Whether both propose the same rule, by whatever name."""
    return (one.accepted and one.accepted.prevents) == (other.accepted and other.accepted.prevents)


def keep(waiting: Waiting) -> Lesson:
    """Keep what was agreed to in the client's folder. Raises PreflightError; then it waits as before."""
    lesson = learning.keep(waiting.incident, waiting.lesson)
    drop(waiting.folder)
    return lesson


def tried(proposal: Proposal, trial: Trial) -> Tried:
    if not trial.fails_on_bad:
        why = "Sent back: it does not find the mistake in what went out."
        if proposal.item:
            why = "Sent back: an answer for the corrected one would hold for the wrong one, too."
        return Tried(proposal.prevents, False, (why,))
    if not trial.passes_on_good:
        return Tried(proposal.prevents, False, ("Sent back: it also finds something in what was right.",))
    if trial.hits:
        places = answer.counted(len(trial.hits), "place")
        past = _earlier(trial)
        why = f"Sent back: too noisy. It finds {places} in {past} that were fine."
        return Tried(
            proposal.prevents, False, (why,), tuple(f"{where.path}: “{match}”" for where, match in trial.hits[:FEW])
        )
    if proposal.item:
        return Tried(proposal.prevents, True, ("An answer for the corrected one does not hold for the wrong one.",))
    past = (
        f"It is quiet on {_earlier(trial)}."
        if trial.looked_at
        else "Nothing that this client sent before is kept yet, so it could not be tried on that."
    )
    return Tried(proposal.prevents, True, ("It stops what went out.", "It lets the corrected one pass.", past))


def _earlier(trial: Trial) -> str:
    """``2 earlier issues and 1 earlier build``"""
    both = ((trial.looked_at - trial.builds, "earlier issue"), (trial.builds, "earlier build"))
    return " and ".join(answer.counted(number, noun) for number, noun in both if number)


def paragraphs(note: str) -> list[tuple[str, str]]:
    """The note for the client as (element, text): h2, h3 and p."""
    found = []
    for block in note.split("\n\n"):
        text = " ".join(block.split())
        heading = LINE.match(text)
        element = f"h{len(heading[1]) + 1}" if heading else "p"
        found.append((element, ESCAPED.sub(r"\1", heading[2] if heading else text)))
    return [one for one in found if one[1]]


def plain(note: str) -> list[str]:
    """The paragraphs of the note as it is pasted into an email."""
    return [text for _, text in paragraphs(note)]


def _kept(place: Path, given: Upload | Path) -> Path:
    if isinstance(given, Path):
        try:
            given = Upload(given.name, given.read_bytes())
        except OSError as error:
            raise PreflightError(f"what went out cannot be read ({error.strerror or error}): drop its file") from error
    name, suffix = given.name.replace("\\", "/").rpartition("/")[2], Path(given.name).suffix.lower()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if suffix in SHEETS:
        stem = dropped.UNSAFE.sub("-", Path(name).stem)[: dropped.LONGEST_NAME].strip(" .-") or "sample"
        file = place / f"{stem}{suffix}"
        file.write_bytes(given.data)
    else:
        file = dropped.keep(Client("", place), name, given.data).file
    file.chmod(0o600)
    return file


def _right(place: Path, wrong: Path, told: Mapping[str, str], good: Upload | None) -> Path:
    if good is not None:
        return _kept(place, good)
    if not told["wrong"] or not told["words"]:
        raise PreflightError(
            "there is nothing to compare with: drop the corrected file, or say which words were wrong and which are "
            "right"
        )
    sample = read(str(wrong))
    return _kept(place, Upload(wrong.name, corrected(sample.data, sample.media_type, told["wrong"], told["words"])))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise PreflightError(f"“{text}” is no date") from None
