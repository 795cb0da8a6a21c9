"""Judgement and report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from preflight.model.checklist import Signed
from preflight.model.delivery import SendDate
from preflight.model.findings import Finding, Gap, Rule, Severity, Verdict
from preflight.model.places import Location


class Waiver(Struct, frozen=True):
    """An accepted finding. ``path`` is a glob; ``count`` how many occurrences it covers (None: any number)."""

    rule: str
    reason: str
    path: str = "**"
    match: str = ""
    fingerprint: str = ""
    owner: str = ""
    expires: date | None = None
    count: int | None = None
    file: str = ""
    line: int | None = None


class Judged(Struct, frozen=True):
    """A finding with its final severity, its fingerprint, and the waiver or inline ignore that covers it."""

    finding: Finding
    severity: Severity
    fingerprint: str
    waiver: Waiver | None = None

    @property
    def location(self) -> Location:
        assert isinstance(self.finding.place, Location)
        return self.finding.place


class Target(Struct, frozen=True):
    """What the report says of one target. ``assumed`` are plain clauses: what was guessed, and from what. ``documents``
    are the paths of what was checked, ``families`` the checkers that ran, ``fail_on`` the level that holds it back."""

    name: str
    kind: str
    state: str
    sha256: str
    verdict: Verdict
    send_date: SendDate
    against: str = ""
    assumed: tuple[str, ...] = ()
    recipients: str = ""
    documents: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    fail_on: Severity = "error"
    checklist: tuple[Signed, ...] = ()
    """The items of the client's checklist as they stand for this target."""
    opened: int = 0
    """Links to other sites that were opened to see whether they work."""


class Rendering(Struct, frozen=True):
    """What a reader sees of one part, harmless: an ``envelope`` or ``text`` (escaped, for ``<pre>``), or a ``page`` (a
    whole HTML document). ``numbers`` are the entries of the report that have a mark in it (``data-preflight``)."""

    path: str
    part: str
    kind: str
    html: str
    numbers: tuple[int, ...] = ()


class Report(Struct, frozen=True):
    """The answer. Same input, configuration and send date give the same report."""

    version: str
    ruleset: str
    lexicon: str
    verdict: Verdict
    targets: tuple[Target, ...]
    checked: Mapping[str, int]
    not_checked: tuple[Gap, ...]
    findings: tuple[Judged, ...]
    rules: tuple[Rule, ...] = ()
    """The rules that have findings here, by id."""
    renderings: tuple[Rendering, ...] = ()
    """Only where a report shows them."""

    @property
    def counts(self) -> dict[str, int]:
        counts = {"error": 0, "warning": 0, "info": 0, "waived": 0}
        for judged in self.findings:
            counts["waived" if judged.waiver else judged.severity] += 1
        return counts
