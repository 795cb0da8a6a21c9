"""``preflight incident`` and ``preflight learn BAD GOOD``: a mistake becomes a rule that would have stopped it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from preflight import config
from preflight.collect import shown_path
from preflight.config import workspace
from preflight.learning import Incident, Lesson, learn
from preflight.learning.proposals import Proposal
from preflight.learning.trial import Trial
from preflight.model import PreflightError
from preflight.reporters import answer, shown

Say = Callable[[str], None]
FEW = 5
"""Hits of a noisy rule that are shown."""
QUESTIONS = (
    ("bad", "Which file went out (bad)"),
    ("good", "Which file was right (good)"),
    ("what", "What went out, in one sentence"),
    ("right", "What was right"),
    ("noticed_by", "Who noticed it"),
    ("impact", "What it meant (how many readers, which day)"),
    ("done", "What was done about it"),
)


def run(arguments: argparse.Namespace, say: Say) -> int:
    """0 when a rule was accepted, 1 when every one was sent back; nothing is written then."""
    missing = [name for name in ("bad", "good", "what") if not getattr(arguments, name)]
    if missing and arguments.command == "incident" and sys.stdin.isatty():
        for name, question in QUESTIONS:
            if not getattr(arguments, name):
                setattr(arguments, name, _asked(question))
        missing = [name for name in ("bad", "good", "what") if not getattr(arguments, name)]
    if missing and arguments.command == "incident":
        raise PreflightError(f"an incident needs {', '.join('--' + name for name in missing)}")
    lesson = learn(
        Incident(
            bad=arguments.bad, good=arguments.good, folder=_folder(arguments), day=_day(arguments.date),
            what=arguments.what, right=arguments.right, noticed_by=arguments.noticed_by, impact=arguments.impact,
            done=arguments.done, kind=arguments.rule, phrase=arguments.phrase, send_date=arguments.send_date,
        )
    )  # fmt: skip
    for line in _told(lesson):
        say(shown.mask(line))
    return 0 if lesson.accepted else 1


def _told(lesson: Lesson) -> list[str]:
    lines = []
    for proposal, trial in lesson.tried if not lesson.accepted else lesson.tried[-1:]:
        lines += _trial(proposal, trial)
    if lesson.accepted and lesson.folder:
        lines += ["", *lesson.accepted.toml.rstrip().splitlines(), ""]
        where = "checklist.toml" if lesson.accepted.item else "preflight.toml"
        lines += [f"Accepted, and written into {where}. Kept in {shown_path(lesson.folder)}.", "", "The client note:"]
        lines += ["", *lesson.note.rstrip().splitlines()]
    elif lesson.tried:
        lines.append(
            "No rule was accepted, and nothing was written. Name the words (--phrase TEXT), another kind of rule"
        )
        lines.append("(--rule link, date, field, phrase, slug), or have somebody look every time (--rule checklist).")
    else:
        lines.append("Nothing that a rule could look for differs. Have somebody look every time: --rule checklist.")
    return lines


def _trial(proposal: Proposal, trial: Trial) -> list[str]:
    lines = [f"Proposed ({proposal.kind}): {proposal.prevents}"]
    if not trial.fails_on_bad:
        return [*lines, "  sent back: it does not find the mistake in what went out"]
    if not trial.passes_on_good:
        return [*lines, "  sent back: it also finds something in what was right"]
    if trial.hits:
        count = answer.counted(len(trial.hits), "place")
        lines.append(f"  sent back: too noisy, it finds {count} in {trial.looked_at} earlier ones that were fine:")
        lines += [f"    {answer.place(where)}  {match}" for where, match in trial.hits[:FEW]]
        return lines + ([f"    … and {len(trial.hits) - FEW} more"] if len(trial.hits) > FEW else [])
    if proposal.item:
        return [*lines, "  an answer for the right one does not hold for the wrong one"]
    past = f"is quiet on {trial.looked_at} earlier ones" if trial.looked_at else "there are no earlier ones in issues/"
    return [*lines, f"  it fails on what went out, passes on what was right, and {past}"]


def _folder(arguments: argparse.Namespace) -> Path:
    """The client's folder: the one that is named, or that of the nearest configuration."""
    if arguments.client:
        return workspace.client_file(Path.cwd(), arguments.client).parent
    found = Path(arguments.config) if arguments.config else config.find(Path.cwd())
    return found.resolve().parent if found else Path.cwd()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise PreflightError(f"--date {text}: write it as 2026-11-24") from None


def _asked(question: str) -> str:
    try:
        return input(f"{question}: ").strip()
    except EOFError:
        return ""
