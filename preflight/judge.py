"""Severities, inline ignores, waivers and the verdict: the only step that knows what the client insists on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from preflight.config import Ruleset, covers
from preflight.model import (
    SEVERITIES,
    Facts,
    Finding,
    Gap,
    Ignore,
    Judged,
    Location,
    Rule,
    Severity,
    Verdict,
    Waiver,
)
from preflight.patterns import regex
from preflight.reading import arranged

WORD = regex(r"\w+")
OVER = ("dates.past", "issue.date-over", "issue.unchanged")
"""Rules that may see the same date: over by itself, and over beside the previous issue."""

RULES = (
    Rule(
        "waivers.expired",
        "an accepted finding's waiver has run out",
        """A waiver says: we know, and we accept it until a date. That date has passed, so look at it again: mend the
        text and delete the waiver, or give it a new date and a reason that still holds.""",
    ),
    Rule(
        "waivers.unused",
        "a waiver covers nothing any more",
        """The finding that this waiver accepted is gone. Delete the waiver, so that it does not hide the next mistake.
        Reported on full runs of a site only, since any other run sees a part of what the waivers were written for.""",
        "warning",
    ),
    Rule(
        "waivers.no-reason",
        "an inline ignore gives no reason",
        """Write why the finding is accepted: <!-- preflight-ignore links.staging: the preview is linked on purpose -->.
        Without a reason the ignore does not count.""",
    ),
)


class Judgement(Struct, frozen=True):
    findings: tuple[Judged, ...]
    verdict: Verdict


def judge(
    ruleset: Ruleset,
    findings: Iterable[Finding],
    gaps: Sequence[Gap],
    documents: Sequence[Facts],
    *,
    today: date,
    fail_on: Severity,
    whole_site: bool = False,
    known: frozenset[str] = frozenset(),
) -> Judgement:
    """The delivery's findings with their final severities, and its verdict.

    ``today`` decides which waivers have run out; ``whole_site`` says that unused waivers can be told; ``known`` are
    fingerprints to leave out (``--new-only``).
    """
    wanted = [finding for finding in findings if ruleset.wants(finding.rule)]
    known_rules = ruleset.rules(None if ruleset.waivers else {finding.rule for finding in wanted})
    rules = {**known_rules, **{rule.id: rule for rule in RULES}}
    ignores = {facts.path: facts.ignores for facts in documents if facts.ignores and facts.kind != "email"}
    waivers = _Waivers([renamed(waiver, rules) for waiver in ruleset.waivers], today)
    judged = []
    for finding in sorted(_once(wanted, rules, ruleset.severity), key=order):
        mark = fingerprint(finding)
        if mark in known:
            continue
        waiver = _ignored(finding, ignores) or waivers.covering(finding, mark)
        judged.append(Judged(finding, severity(finding, rules.get(finding.rule), ruleset.severity), mark, waiver))
    about = [
        *_unreasoned(documents, ignores),
        *waivers.expired(judged),
        *_run_out(ruleset, judged, today),
        *(waivers.unused() if whole_site else ()),
    ]
    judged += [
        Judged(finding, severity(finding, rules[finding.rule], ruleset.severity), fingerprint(finding))
        for finding in about
        if ruleset.wants(finding.rule)
    ]
    judged.sort(key=lambda one: order(one.finding))
    return Judgement(tuple(judged), verdict(judged, gaps, fail_on))


def _once(
    findings: Sequence[Finding], rules: Mapping[str, Rule], configured: Mapping[str, Severity]
) -> Iterable[Finding]:
    """The findings, less what another rule says of the same date: the graver one tells, of equals the first in
    ``OVER``."""
    ranks: dict[Any, tuple[int, int]] = {}
    for finding in findings:
        if finding.rule in OVER:
            rank = _rank(finding, rules, configured)
            ranks[finding.place] = min(rank, ranks.get(finding.place, rank))
    return [
        finding
        for finding in findings
        if finding.rule not in OVER or ranks[finding.place][1] == OVER.index(finding.rule)
    ]


def _rank(finding: Finding, rules: Mapping[str, Rule], configured: Mapping[str, Severity]) -> tuple[int, int]:
    level = severity(finding, rules.get(finding.rule), configured)
    return SEVERITIES.index(level), OVER.index(finding.rule)


def verdict(judged: Iterable[Judged], gaps: Iterable[Gap], fail_on: Severity) -> Verdict:
    """FAIL wins over INCOMPLETE (contract, "verdicts and exit codes")."""
    blocking = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if any(one.severity in blocking and one.waiver is None for one in judged):
        return "FAIL"
    return "PASS" if all(gap.intended for gap in gaps) else "INCOMPLETE"


def severity(finding: Finding, rule: Rule | None, configured: Mapping[str, Severity]) -> Severity:
    """What the configuration says; else the finding's own; else the rule's. A preview rule informs only."""
    chosen = [level for pattern, level in configured.items() if covers(pattern, finding.rule)]
    if finding.rule in configured:
        return configured[finding.rule]
    if chosen:
        return chosen[-1]
    if rule is not None and rule.preview:
        return "info"
    return finding.severity or (rule.severity if rule else "error")


def order(finding: Finding) -> tuple[str, str, int, int, str, str, str]:
    place = finding.place
    assert isinstance(place, Location)
    return (place.path, place.part, place.line or 0, place.column or 0, finding.rule, finding.match, finding.message)


def fingerprint(finding: Finding) -> str:
    """Digest of rule, normalised match and its surrounding words: no path, no line, so that it survives moves."""
    place = finding.place
    assert isinstance(place, Location)
    around = [*WORD.findall(place.before.casefold())[-3:], "|", *WORD.findall(place.after.casefold())[:3]]
    text = "\x1f".join((finding.rule, " ".join(finding.match.casefold().split()), " ".join(around)))
    return "v1:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- inline ignores -------------------------------------------------------------------------------------


def _ignored(finding: Finding, ignores: Mapping[str, Sequence[Ignore]]) -> Waiver | None:
    place = finding.place
    assert isinstance(place, Location)
    for ignore in ignores.get(place.path, ()):
        inside = place.line is None or ignore.first <= place.line <= (ignore.last or place.line)
        if ignore.reason and inside and any(covers(pattern, finding.rule) for pattern in ignore.rules):
            return Waiver(finding.rule, ignore.reason, path=place.path, file=place.path, line=ignore.first)
    return None


def _unreasoned(documents: Sequence[Facts], ignores: Mapping[str, Sequence[Ignore]]) -> Iterable[Finding]:
    for facts in documents:
        for ignore in ignores.get(facts.path, ()):
            if not ignore.reason and facts.reported:
                names = ", ".join(ignore.rules)
                yield Finding(
                    "waivers.no-reason",
                    f"the inline ignore of {names} gives no reason, so it does not count",
                    Location(facts.path, ignore.part, ignore.first, 1, ignore.first, 1),
                    names,
                    "Write the reason after a colon: preflight-ignore RULE: reason",
                )


# --- waivers --------------------------------------------------------------------------------------------


class _Waivers:
    """The waivers of a run, and how often each was used."""

    def __init__(self, waivers: Sequence[Waiver], today: date) -> None:
        self.waivers = waivers
        self.today = today
        self.used: Counter[int] = Counter()
        self._exact: dict[str, list[int]] = {}
        self._broad: list[int] = []
        for index, waiver in enumerate(waivers):
            (self._exact.setdefault(waiver.fingerprint, []) if waiver.fingerprint else self._broad).append(index)

    def covering(self, finding: Finding, mark: str) -> Waiver | None:
        if not self.waivers:
            return None
        from heapq import merge

        for index in merge(self._exact.get(mark, ()), self._broad):
            waiver = self.waivers[index]
            if self._run_out(waiver) or not _fits(waiver, finding, mark):
                continue
            if waiver.count is None or self.used[index] < waiver.count:
                self.used[index] += 1
                return waiver
        return None

    def _run_out(self, waiver: Waiver) -> bool:
        return waiver.expires is not None and waiver.expires < self.today

    def expired(self, judged: Sequence[Judged]) -> Iterable[Finding]:
        """One finding for each waiver that has run out while what it accepted is still there."""
        by_mark: dict[str, list[Judged]] = {}
        for one in judged:
            by_mark.setdefault(one.fingerprint, []).append(one)
        for waiver in filter(self._run_out, self.waivers):
            same = by_mark.get(waiver.fingerprint, ()) if waiver.fingerprint else judged
            if any(_fits(waiver, one.finding, one.fingerprint) for one in same):
                yield Finding(
                    "waivers.expired",
                    f"the waiver for {waiver.rule} ran out on {waiver.expires:%d %B %Y}",
                    _place_of(waiver),
                    waiver.match or waiver.rule,
                    "Mend what it accepted and delete it, or renew its date with a reason that still holds.",
                )

    def unused(self) -> Iterable[Finding]:
        for index, waiver in enumerate(self.waivers):
            if not self.used[index] and not self._run_out(waiver):
                yield Finding(
                    "waivers.unused",
                    f"the waiver for {waiver.rule} covers nothing any more",
                    _place_of(waiver),
                    waiver.match or waiver.rule,
                    "Delete it, so that it cannot hide the next mistake.",
                )


def _run_out(ruleset: Ruleset, judged: Sequence[Judged], today: date) -> Iterable[Finding]:
    """What was arranged for single hosts and has run out, while links there are still found wrong."""
    matches = [one.finding.match for one in judged if one.finding.rule.startswith("links.")]
    for one in ruleset.arrangements:
        if one.expires and one.expires < today and any(any(arranged.of(match, (one,))) for match in matches):
            yield Finding(
                "waivers.expired",
                f"what was arranged for {one.host} ran out on {one.expires:%d %B %Y}",
                one.place,
                one.host,
                "Mend what it accepted and delete it, or renew its date with a reason that still holds.",
            )


def _place_of(waiver: Waiver) -> Location:
    return Location(waiver.file, "", waiver.line, 1, waiver.line, 1)


def _fits(waiver: Waiver, finding: Finding, mark: str) -> bool:
    place = finding.place
    assert isinstance(place, Location)
    return (
        covers(waiver.rule, finding.rule)
        and (not waiver.fingerprint or waiver.fingerprint == mark)
        and (
            not waiver.match or " ".join(waiver.match.casefold().split()) == " ".join(finding.match.casefold().split())
        )
        and (waiver.path == "**" or _glob(place.path, waiver.path))
    )


def _glob(path: str, pattern: str) -> bool:
    """``blog/**`` means everything below it; another pattern is compared from the right, as ``PurePath.match`` does."""
    if pattern.endswith("/**"):
        return path.startswith(pattern[:-2]) or f"/{pattern[:-2]}" in path
    return PurePosixPath(path).match(pattern)


def renamed(waiver: Waiver, rules: Mapping[str, Rule]) -> Waiver:
    """A waiver for a rule's earlier id, under its present one."""
    for rule in rules.values():
        if waiver.rule in rule.aliases:
            return replace(waiver, rule=rule.id)
    return waiver
