"""The map step: one source's bytes become a row of facts and findings.

``examine`` is pure. Its row is plain data (see ``pack``), so that it can be a cache entry, a message from a worker and
a message from a cluster alike; ``unpack`` makes it ``Facts`` again, which is where the path comes in.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from preflight import contract, edition, model, packed, packedfacts, parse, plugins
from preflight.model import Document, Fact, Facts, Finding, Fix, Gap, Ignore, Location, Record, Related, TextRun
from preflight.reading import actionsentences

Row = dict[str, Any]
"""Plain data only: dicts with text keys, lists, text, numbers, booleans, None."""

EMAIL_LIKE = frozenset({"email"})
"""Document kinds whose text runs are kept: they are compared with the previous issue."""


class Settings(Struct, frozen=True):
    """What matters to the map step, as plain data: checker name → its options, in the order they run.

    ``kind`` is what the sources are said to be (``email``, ``page``, ``site``), or empty when each shows it itself.
    """

    checkers: Mapping[str, Mapping[str, Any]]
    language: str = ""
    kind: str = ""
    reads: bool = False
    """Every page's text is read, whoever of the checkers is left."""

    def digest(self) -> str:
        """Changes when any option, the program's or a plug-in's code, or any prepared resource does."""
        parts: list[Any] = [model.API_VERSION, edition.of_program(), self.language, self.kind]
        for name, options in self.checkers.items():
            parts += [name, plugins.version(name, options), sorted(options.items())]
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def supervised(self) -> tuple[str, ...]:
        """The checkers that only a worker process may run."""
        return tuple(name for name in self.checkers if plugins.is_supervised(name))

    @property
    def skims(self) -> bool:
        """Whether no checker needs the text of every page."""
        return not self.reads and all(
            name in plugins.BUILT_IN and hasattr(plugins.module(name), "doubts") for name in self.checkers
        )

    def without(self, names: Collection[str]) -> Settings:
        """The same, less some checkers."""
        left = {name: of for name, of in self.checkers.items() if name not in names}
        return replace(self, checkers=left, reads=not self.skims)


def examine(data: bytes, media_type: str, settings: Settings, *, announce: Callable[[str], None] | None = None) -> Row:
    """Parse one source and run every checker's ``check`` on it.

    A checker that raises loses its own result only: the row says so in ``gaps`` and is marked ``partial``, and a
    partial row is never cached. ``announce`` is called with the name of each plug-in before it runs and with an empty
    text after the last one, so that a supervisor knows whom to blame.
    """
    document, is_whole = _document(data, media_type, settings)
    facts: list[Fact] = []
    findings: list[Finding] = []
    gaps = [["document", "", trouble, False] for trouble in document.troubles]
    partial = False
    announced = False
    for name, options in settings.checkers.items():
        if announce and (announced or plugins.is_supervised(name)):
            announced = plugins.is_supervised(name)
            announce(name if announced else "")
        try:
            seen = checked(document, name, options)
        except Exception as error:  # a checker's crash costs its own result, nothing else
            gaps.append([name, "", f"the checker stopped with an error ({type(error).__name__}: {error})", False])
            partial = True
            continue
        facts += [item for item in seen if isinstance(item, Fact)]
        findings += [item for item in seen if isinstance(item, Finding)]
    if announce and announced:
        announce("")
    if is_whole:  # a page that was skimmed has no link that only its sentence gives away
        facts += [
            Fact("action", why, document.resolve(link.span), link.url) for link, why in actionsentences.acting(document)
        ]
    facts += [
        Fact(
            "record", {"row": one.row, "values": one.values, "cells": _cells(document, one)}, document.resolve(one.span)
        )
        for one in document.records
    ]
    row = pack(document, facts, findings)
    if settings.skims:
        row["words"] = 0  # nobody looks at words: some pages are read without them
    row["sha256"] = hashlib.sha256(data).hexdigest()
    row["gaps"] = gaps
    row["partial"] = partial
    return row


def _document(data: bytes, media_type: str, settings: Settings) -> tuple[Document, bool]:
    """The source as the checkers see it: without the text that they all can do without. And whether it is whole."""
    if settings.skims and media_type == "text/html" and settings.kind in ("page", "site"):
        from preflight.parse.skim import skim

        if found := skim(data, language=settings.language.lower()):
            document, page = found
            doubts = [plugins.module(name).doubts(document, page) for name in settings.checkers]
            if None not in doubts:
                places = sorted(set().union(*doubts))
                read = page.at(document, places) if places else document
                if read is not None:
                    return read, False
    return parse.parse(data, media_type, language=settings.language, kind=settings.kind), True


def _cells(document: Document, record: Record) -> dict[str, list[int | None]]:
    """Column → line, column, end line and end column of its cell."""
    places = {name: document.resolve(span) for name, span in record.spans.items()}
    return {name: [at.line, at.column, at.end_line, at.end_column] for name, at in places.items()}


def checked(document: Document, name: str, options: Mapping[str, Any]) -> list[Fact | Finding]:
    """What one checker sees, places resolved. A plug-in's values are looked at: they have to travel."""
    checker = plugins.prepared(name, options)
    if checker.check is None:
        return []
    seen = [_resolved(document, item) for item in checker.check(document)]
    if plugins.is_supervised(name):
        for item in seen:
            if fault := contract.fault_in(item, name):
                raise TypeError(fault)
    return seen


def _resolved(document: Document, item: Fact | Finding) -> Fact | Finding:
    place = document.resolve(item.place)
    if isinstance(item, Finding) and item.related:
        related = tuple(replace(other, place=document.resolve(other.place)) for other in item.related)
        return replace(item, place=place, related=related)
    return replace(item, place=place)


def failed(data: bytes, media_type: str, why: str) -> Row:
    """The row of a document that could not be examined at all (a deadline, a dead worker)."""
    row = pack(Document(media_type, "text", ()), [], [])
    row["sha256"] = hashlib.sha256(data).hexdigest()
    row["gaps"] = [["document", "", why, False]]
    row["partial"] = True
    return row


def pack(document: Document, facts: list[Fact], findings: list[Finding]) -> Row:
    """Everything later steps need of a document, as plain data, without path."""
    meta: dict[str, tuple[str, Location]] = {}
    for part in document.parts:
        for item in part.meta:
            meta.setdefault(item.name, (item.content, document.resolve(item.span)))
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
        "links": packed.pack(document.parts),
        "anchors": packedfacts.pack_texts(anchor for part in document.parts for anchor in part.anchors),
        "meta": packedfacts.pack_meta(meta),
        "facts": packedfacts.pack_facts(facts),
        "findings": [_pack_finding(finding) for finding in findings],
        "ignores": [
            [list(ignore.rules), ignore.reason, ignore.part, ignore.first, ignore.last]
            for part in document.parts
            for ignore in part.ignores
        ],
    }


def unpack(
    row: Row,
    path: str,
    name: str,
    *,
    entry: str = "",
    reported: bool = True,
    once: packed.Once | None = None,
    keep: bool = False,
) -> Facts:
    """Facts again, with every place in the named file. ``once`` shares equal addresses between the documents; ``keep``
    is told in ``PackedFacts``."""

    def place(packed: list[Any]) -> Location:
        return Location(path, entry + packed[0], *packed[1:])

    def finding(packed: list[Any]) -> Finding:
        rule, message, where, match, help_text, suggestions, fix, related, severity = packed
        return Finding(
            rule, message, place(where), match, help_text, tuple(suggestions), Fix(*fix) if fix else None,
            tuple(Related(place(other), text, why) for other, text, why in related), severity,
        )  # fmt: skip

    facts = packedfacts.PackedFacts(row["facts"], path, entry, keep=keep)
    meta = packedfacts.PackedMeta(row["meta"], path, entry)
    return Facts(
        path=path,
        name=name,
        media_type=sys.intern(row["media_type"]),
        kind=sys.intern(row["kind"]),
        sha256=row["sha256"],
        language=sys.intern(row["language"]),
        words=row["words"],
        templated=row["templated"],
        reported=reported,
        headers=tuple((key, value) for key, value in row["headers"]),
        runs=tuple(
            TextRun(kind, text, entry + part, (), language, zone, hidden, None, place(where))
            for kind, text, part, language, zone, hidden, where in row["runs"]
        ),
        links=packed.PackedLinks(row["links"], path, entry, once),
        anchors=packedfacts.PackedTexts(row["anchors"]),
        meta=meta if row["kind"] == "page" else dict(meta),
        facts=facts if row["kind"] == "page" else dict(facts),
        findings=tuple(finding(packed) for packed in row["findings"]),
        ignores=tuple(
            Ignore(tuple(rules), reason, entry + part, first, last)
            for rules, reason, part, first, last in row["ignores"]
        ),
        gaps=tuple(Gap(what, path, detail, why, intended) for what, detail, why, intended in row["gaps"]),
    )


def _pack_finding(finding: Finding) -> list[Any]:
    return [
        finding.rule, finding.message, _place(finding.place), finding.match, finding.help, list(finding.suggestions),
        [finding.fix.replacement, finding.fix.safe] if finding.fix else None,
        [[_place(other.place), other.match, other.message] for other in finding.related],
        finding.severity,
    ]  # fmt: skip


def _run_place(document: Document, run: TextRun) -> Location:
    return document.resolve(run.span(0, len(run.text)))


def _place(place: model.Place) -> list[Any]:
    assert isinstance(place, Location)
    return [place.part, place.line, place.column, place.end_line, place.end_column, place.before, place.after]
