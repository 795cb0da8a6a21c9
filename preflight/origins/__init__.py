"""Findings in built pages, told at the sources that the pages were made from.

An annotation on ``public/about/index.html`` helps nobody: that file is ignored by git, or made anew by every build.
With ``sources = "content"`` in the configuration, the reports that mark files (github, gitlab, sarif) point at
``content/about.md`` instead: at the line where the same words stand; else at the file; else, when no source can be
told, at the built page as before. Which source it is, its address says (``addresses``); failing that, or when the words
come from a template, words that stand in one place of all sources only (``words``).

This stands between judging and reporting. Fingerprints, waivers and the verdict belong to the built page and stay as
they are, and so do all reports for people: what they show is what readers will see.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from preflight import judge
from preflight.collect import Collected, shown_path
from preflight.config import Ruleset
from preflight.model import Finding, Judged, Location, PreflightError, Related, Report
from preflight.origins.addresses import Origin, Origins
from preflight.origins.words import found_in

CERTAIN = 2
"""Words around the match that must agree where the address says nothing."""
LONG = 25
"""Characters of a match that speaks for itself."""


def mapped(report: Report, held: Sequence[tuple[Ruleset, Collected]]) -> Report:
    """The report with the places of its findings moved to the sources, as far as they can be told.

    ``held`` is the configuration of every target with what the target holds. Raises PreflightError for a folder of
    sources that is not there.
    """
    sites = [
        _Site(shown_path(now.root), Origins(folders, now.root))
        for ruleset, now in held
        if now.root is not None and (folders := _folders(ruleset, now.root))
    ]
    if not sites:
        return report
    moved = [_moved(judged, sites) for judged in report.findings]
    return replace(report, findings=tuple(sorted(_distinct(moved), key=lambda one: judge.order(one.finding))))


class _Site:
    """A target's folder as reports show it, and its sources."""

    def __init__(self, shown: str, origins: Origins) -> None:
        self.prefix = "" if shown == "." else f"{shown}/"
        self.origins = origins


def _folders(ruleset: Ruleset, root: Path) -> list[Path]:
    """The folders that ``sources`` names: beside the configuration, or, where that was taken from another tree (the
    branch that a pull request goes into), in the working directory."""
    beside = Path(ruleset.file).parent.resolve()
    start = beside if beside == root.resolve() or beside in root.resolve().parents else Path.cwd()
    folders = []
    for name in ruleset.sources:
        if not (start / name).is_dir():
            raise PreflightError(f"sources = {name!r}: there is no such folder", ruleset.file)
        folders.append(start / name)
    return folders


def _moved(judged: Judged, sites: Sequence[_Site]) -> Judged:
    where = judged.location
    site = next((one for one in sites if where.path.startswith(one.prefix)), None)
    if site is None or where.part:
        return judged
    match = judged.finding.match
    likely = site.origins.of_page(where.path.removeprefix(site.prefix))
    for origin in likely:
        if place := found_in(origin.words, where, match):
            return _at(judged, origin, place.location(origin.shown), exact=place.text == match)
    everywhere = [
        (origin, place)
        for origin in site.origins.holding(match)
        if (place := found_in(origin.words, where, match)) and (place.agreeing >= CERTAIN or len(match) >= LONG)
    ]
    if len(everywhere) == 1:
        origin, place = everywhere[0]
        return _at(judged, origin, place.location(origin.shown), exact=place.text == match)
    if len(likely) != 1:
        return judged
    return _at(judged, likely[0], Location(likely[0].shown), exact=False)


def _at(judged: Judged, origin: Origin, place: Location, *, exact: bool) -> Judged:
    """The finding there. A repair stays only where it would replace the very same characters."""
    finding, built = judged.finding, judged.location
    told = finding.help
    if place.line is None:
        line = f", line {built.line}" if built.line is not None else ""
        told = f"{told} (in the page that is built from this file: {built.path}{line})".lstrip()
    related = (*finding.related, Related(built, finding.match, "the built page has it here"))
    moved = replace(finding, place=place, help=told, related=related, fix=finding.fix if exact else None)
    return replace(judged, finding=moved)


def _distinct(findings: Sequence[Judged]) -> list[Judged]:
    """What one line of a template brings to a hundred pages is told once."""
    seen: dict[tuple[object, ...], Judged] = {}
    for number, judged in enumerate(findings):
        finding: Finding = judged.finding
        precise = judged.location.line is not None and finding.related[-1:] and _is_moved(finding)
        key = (finding.rule, finding.message, finding.match, judged.location, judged.waiver) if precise else (number,)
        seen.setdefault(key, judged)
    return list(seen.values())


def _is_moved(finding: Finding) -> bool:
    last = finding.related[-1].place
    return isinstance(last, Location) and isinstance(finding.place, Location) and last.path != finding.place.path
