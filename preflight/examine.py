"""The map step: one source's bytes become a row of facts and findings.

``examine`` is pure. Its row is plain data (see ``pack``), so that it can be a cache entry, a message from a worker and a
message from a cluster alike; ``unpack`` makes it ``Facts`` again, which is where the path comes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from preflight import model, parse, plugins
from preflight.model import Document, Fact, FactLink, Facts, Finding, Fix, Gap, Ignore, Location, Related, TextRun

Row = dict[str, Any]
"""Plain data only: dicts with text keys, lists, text, numbers, booleans, None."""

EMAIL_LIKE = frozenset({"email"})
"""Document kinds whose text runs are kept: they are compared with the previous issue."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What matters to the map step, as plain data: checker name → its options, in the order they run."""

    checkers: Mapping[str, Mapping[str, Any]]
    language: str = ""

    def digest(self) -> str:
        """Changes when any option, any checker's version or any prepared resource's digest does."""
        parts = [model.API_VERSION, self.language]
        for name, options in self.checkers.items():
            checker = plugins.prepared(name, options)
            parts += [name, checker.version, sorted(options.items()), getattr(checker.resources, "digest", "")]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def examine(data: bytes, media_type: str, settings: Settings) -> Row:
    """Parse one source and run every checker's ``check`` on it.

    A checker that raises loses its own result only: the row says so in ``gaps`` and is marked ``partial``, and a
    partial row is never cached.
    """
    document = parse.parse(data, media_type, language=settings.language)
    facts: list[Fact] = []
    findings: list[Finding] = []
    gaps = [["document", "", trouble, False] for trouble in document.troubles]
    partial = False
    for name, options in settings.checkers.items():
        checker = plugins.prepared(name, options)
        if checker.check is None:
            continue
        seen: list[Fact | Finding] = []
        try:
            for item in checker.check(document):
                seen.append(replace(item, place=document.resolve(item.place)))
        except Exception as error:  # noqa: BLE001 - a checker's crash costs its own result, nothing else
            gaps.append([name, "", f"the checker stopped with an error ({type(error).__name__}: {error})", False])
            partial = True
            continue
        facts += [item for item in seen if isinstance(item, Fact)]
        findings += [item for item in seen if isinstance(item, Finding)]
    row = pack(document, facts, findings)
    row["sha256"] = hashlib.sha256(data).hexdigest()
    row["gaps"] = gaps
    row["partial"] = partial
    return row


def failed(data: bytes, media_type: str, why: str) -> Row:
    """The row of a document that could not be examined at all (a deadline, a dead worker)."""
    row = pack(Document(media_type, "text", ()), [], [])
    row["sha256"] = hashlib.sha256(data).hexdigest()
    row["gaps"] = [["document", "", why, False]]
    row["partial"] = True
    return row


def pack(document: Document, facts: list[Fact], findings: list[Finding]) -> Row:
    """Everything later steps need of a document, as plain data, without path."""
    meta: dict[str, list[Any]] = {}
    words = 0
    for part in document.parts:
        for item in part.meta:
            meta.setdefault(item.name, [item.content, _place(document.resolve(item.span))])
    words = sum(len(run.text.split()) for run in document.runs if run.kind not in ("code", "meta"))
    keep_runs = document.kind in EMAIL_LIKE
    return {
        "media_type": document.media_type,
        "kind": document.kind,
        "language": document.language,
        "words": words,
        "templated": document.templated,
        "headers": [list(header) for header in document.headers],
        "runs": [
            [run.kind, run.text, run.part, run.language, run.zone, run.hidden, _place(_run_place(document, run))]
            for run in document.runs
        ]
        if keep_runs
        else [],
        "links": [
            [link.url, link.text, link.element, link.attribute, _place(document.resolve(link.span)), link.zone, link.hidden,
             link.image, link.rel]
            for link in document.links
        ],
        "anchors": [anchor for part in document.parts for anchor in part.anchors],
        "meta": meta,
        "facts": [[fact.kind, fact.value, _place(fact.place), fact.match] for fact in facts],
        "findings": [_pack_finding(document, finding) for finding in findings],
        "ignores": [
            [list(ignore.rules), ignore.reason, ignore.part, ignore.first, ignore.last]
            for part in document.parts
            for ignore in part.ignores
        ],
    }


def unpack(row: Row, path: str, name: str, *, entry: str = "", reported: bool = True) -> Facts:
    """Facts again, with every place in the named file."""

    def place(packed: list[Any]) -> Location:
        return Location(path, entry + packed[0], *packed[1:])

    def finding(packed: list[Any]) -> Finding:
        rule, message, where, match, help_text, suggestions, fix, related, severity = packed
        return Finding(
            rule, message, place(where), match, help_text, tuple(suggestions), Fix(*fix) if fix else None,
            tuple(Related(place(other), text, why) for other, text, why in related), severity,
        )  # fmt: skip

    return Facts(
        path=path,
        name=name,
        media_type=row["media_type"],
        kind=row["kind"],
        sha256=row["sha256"],
        language=row["language"],
        words=row["words"],
        templated=row["templated"],
        reported=reported,
        headers=tuple((key, value) for key, value in row["headers"]),
        runs=tuple(
            TextRun(kind, text, entry + part, (), language, zone, hidden, None, place(where))
            for kind, text, part, language, zone, hidden, where in row["runs"]
        ),
        links=tuple(FactLink(*link[:4], place(link[4]), *link[5:]) for link in row["links"]),
        anchors=tuple(row["anchors"]),
        meta={key: (content, place(where)) for key, (content, where) in row["meta"].items()},
        facts=model.by_kind(Fact(kind, value, place(where), match) for kind, value, where, match in row["facts"]),
        findings=tuple(finding(packed) for packed in row["findings"]),
        ignores=tuple(
            Ignore(tuple(rules), reason, entry + part, first, last) for rules, reason, part, first, last in row["ignores"]
        ),
        gaps=tuple(Gap(what, path, detail, why, intended) for what, detail, why, intended in row["gaps"]),
    )


def _pack_finding(document: Document, finding: Finding) -> list[Any]:
    return [
        finding.rule, finding.message, _place(finding.place), finding.match, finding.help, list(finding.suggestions),
        [finding.fix.replacement, finding.fix.safe] if finding.fix else None,
        [[_place(document.resolve(other.place)), other.match, other.message] for other in finding.related],
        finding.severity,
    ]  # fmt: skip


def _run_place(document: Document, run: TextRun) -> Location:
    return document.resolve(run.span(0, len(run.text)))


def _place(place: model.Place) -> list[Any]:
    assert isinstance(place, Location)
    return [place.part, place.line, place.column, place.end_line, place.end_column, place.before, place.after]
