"""A proposed rule on trial: it fails on what was wrong, passes on what was right, and is quiet on what was fine."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from preflight import pipeline
from preflight.learning.proposals import Proposal
from preflight.learning.samples import Sample, readable
from preflight.model import Location, Report
from preflight.sources import media

FOLDER, BUILDS = "issues", "builds"
MOST = 300
"""Earlier deliveries that a rule is tried on, the newest by name."""
MOST_BUILDS = 3
"""Earlier builds of a website that it is tried on, too, the newest by name."""
SUFFIXES = frozenset({".eml", ".msg", ".mbox", ".html", ".htm", ".md", ".txt", ".csv", ".tsv", ".xlsx"})


class Trial(Struct, frozen=True):
    """``hits`` are places in the client's earlier deliveries, of which ``looked_at`` were read; ``builds`` of them are
    websites."""

    fails_on_bad: bool
    passes_on_good: bool
    hits: tuple[tuple[Location, str], ...] = ()
    looked_at: int = 0
    builds: int = 0

    @property
    def stands(self) -> bool:
        return self.fails_on_bad and self.passes_on_good and not self.hits


def earlier(folder: Path, bad: Sample) -> tuple[Sample, ...]:
    """What the client approved and sent before, as far as it lies in ``issues/``; without the sample itself."""
    place = folder / FOLDER
    files = sorted(file for file in place.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())[-MOST:]
    found = (readable(file) for file in files)
    return tuple(one for one in found if one is not None and one.sha256 != bad.sha256)


def built(folder: Path, bad: Sample) -> tuple[str, ...]:
    """The builds of the client's website that went live last, for a sample that is no message."""
    if bad.media_type in media.MESSAGES.values():
        return ()
    return tuple(map(str, sorted((folder / BUILDS).glob("*.zip"))[-MOST_BUILDS:]))


def try_out(
    proposal: Proposal,
    bad: Sample,
    good: Sample,
    past: Sequence[Sample],
    send_date: str,
    builds: Sequence[str] = (),
) -> Trial:
    """The trial. A checklist item is tried on whether an answer for one sample holds for the other."""
    if proposal.item:
        return Trial(proposal.tells_apart, True, looked_at=0)
    with tempfile.TemporaryDirectory(prefix="preflight-") as folder:
        file = Path(folder) / "preflight.toml"
        file.write_text(proposal.toml, encoding="utf-8", newline="\n")
        wrong, right = (_hits(proposal, [one.path], file, send_date) for one in (bad, good))
        before = [*(one.path for one in past), *builds]
        hits = _hits(proposal, before, file, "") if wrong and not right else []
    return Trial(bool(wrong), not right, tuple(hits), len(before), len(builds))


def _hits(proposal: Proposal, targets: Sequence[str], config: Path, send_date: str) -> list[tuple[Location, str]]:
    """Where the rule finds something. A date in a slot is judged where it is known when the thing went out."""
    if not targets:
        return []
    options = pipeline.Options(
        targets=tuple(targets), config=str(config), offline=True, no_cache=True, jobs=1,
        select=(proposal.rule, *(("dates",) if proposal.kind == "date" else ())), send_date=send_date or None,
    )  # fmt: skip
    report = pipeline.run(options)
    undated = _undated(report) if proposal.kind == "date" else frozenset()
    return [
        (one.location, one.finding.match)
        for one in report.findings
        if one.finding.rule == proposal.rule and one.location.path not in undated
    ]


def _undated(report: Report) -> frozenset[str]:
    return frozenset(
        path for target in report.targets if target.send_date.source == "today" for path in target.documents
    )
