"""The client's checklist against one target: what is answered, what preflight ticks, and what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from preflight.checklist import answers, aspects
from preflight.checklist.answers import LONGEST, Answered
from preflight.checklist.signed import findings, signed
from preflight.collect import Collected
from preflight.config.layer import nearest
from preflight.model import Delivery, Finding, Gap, PreflightError
from preflight.model.checklist import Answer, Checklist, Signed

__all__ = ["answer", "findings", "look", "signed"]


def look(
    checklist: Checklist,
    delivery: Delivery,
    now: Collected,
    before: Collected | None,
    *,
    findings: Sequence[Finding],
    gaps: Sequence[Gap],
    families: Collection[str],
) -> tuple[Signed, ...]:
    """The items of one target as they stand. Raises PreflightError for files of answers that cannot be read."""
    asks = any("changed" in item.ticked_by for item in checklist.items)
    return signed(
        checklist,
        delivery,
        _aspects(now),
        answers.read(answers.file_of(Path(checklist.folder), now.name)),
        before=_earlier(before) if asks and before is not None else {},
        findings=findings,
        gaps=gaps,
        families=families,
    )


def answer(
    checklist: Checklist, now: Collected, item: str, given: Answer, *, who: str, note: str = "", when: datetime
) -> Path:
    """Store one answer about the content as it is; in which file. Raises PreflightError."""
    known = {one.id: one for one in checklist.items}
    if item not in known:
        raise PreflightError(f"there is no item {item!r} on the checklist{nearest(item, known)}")
    if not who.strip():
        raise PreflightError("an answer needs a name: say who it is with --who NAME")
    if max(len(note), len(who)) > LONGEST:
        raise PreflightError(f"a note of more than {LONGEST:,} characters: put it elsewhere, and say here where")
    about = known[item].about
    file = answers.file_of(Path(checklist.folder), now.name)
    answers.read(file)  # refuses to add to what is no file of answers
    moment = when.astimezone(UTC).isoformat(timespec="seconds")
    answers.append(file, Answered(item, given, who.strip(), note.strip(), moment, about, _aspects(now)[about]))
    return file


def _aspects(collected: Collected) -> Mapping[str, str]:
    try:
        return aspects.of(collected)
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", collected.name) from error


def _earlier(before: Collected) -> dict[str, Mapping[str, str]]:
    """The aspects of each previous document, as far as it can be read."""
    found: dict[str, Mapping[str, str]] = {}
    for source in aspects.sources_of(before):
        try:
            made = aspects.of_document(source.read(), source.media_type)
        except OSError:
            continue
        found[source.path] = {name: aspects.digest(values) for name, values in made.items()}
    return found
