"""The report for other programs: the contract's JSON, described by ``docs/report.schema.json``.

Every occurrence is listed. One finding stands on one line, so that two reports can be compared with ``diff``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.json import Encoder
from msgspec.json import format as formatted

from preflight.model import Gap, Judged, Location, Place, Related, Report, Target, Waiver
from preflight.reporters import shown

SCHEMA = 1
RULE_PAGES = "docs/rules/"
"""Where a rule's page is; its name is the rule's id with ``.md``."""

Row = dict[str, Any]


def render(report: Report) -> str:
    """The report as JSON text with a final line break. Same report, same bytes."""
    report = shown.masked(report)
    fields: Row = {
        "schema": SCHEMA,
        "tool": {
            "name": "preflight",
            "version": report.version,
            "ruleset": report.ruleset,
            "lexicon": report.lexicon,
        },
        "verdict": report.verdict,
        "targets": map(_target, report.targets),
        "checked": dict(report.checked),
        "not_checked": map(_gap, report.not_checked),
        "counts": report.counts,
        "findings": map(_finding, sorted(report.findings, key=_order)),
    }
    return "".join(_pieces(fields))


def _pieces(fields: Row) -> Iterator[str]:
    """The text in pieces, to be joined once. Lists have one item to a line, anything else stands on one line (the
    standard ``indent`` is slow on large reports)."""
    before = "{\n"
    for key, value in fields.items():
        yield f"{before}  {_text(key)}: "
        before = ",\n"
        if isinstance(value, Iterator):
            opening = "[\n    "
            for item in value:
                yield opening
                yield _text(item)
                opening = ",\n    "
            yield "\n  ]" if opening[0] == "," else "[]"
        else:
            yield _text(value)
    yield "\n}\n"


def _text(value: Any) -> str:
    """The value on one line, as ``json.dumps`` writes it, in half its time."""
    try:
        return shown.escaped(formatted(_ENCODER.encode(value), indent=0).decode())
    except UnicodeEncodeError:  # half a surrogate pair
        import json

        return shown.escaped(json.dumps(value, ensure_ascii=False, allow_nan=False))


_ENCODER = Encoder()


def _order(judged: Judged) -> tuple[str, str, int, int, str, str, str]:
    place = judged.location
    finding = judged.finding
    return place.path, place.part, place.line or 0, place.column or 0, finding.rule, finding.match, finding.message


def _target(target: Target) -> Row:
    return {
        "name": target.name,
        "kind": target.kind,
        "state": target.state,
        "sha256": target.sha256,
        "verdict": target.verdict,
        "send_date": target.send_date.value.isoformat(),
        "send_date_source": target.send_date.source,
        "assumed": list(target.assumed),
    }


def _gap(gap: Gap) -> Row:
    return {"what": gap.what, "target": gap.target, "detail": gap.detail, "intended": gap.intended, "why": gap.why}


def _finding(judged: Judged) -> Row:
    finding = judged.finding
    row: Row = {
        "rule": finding.rule,
        "severity": judged.severity,
        "message": finding.message,
        "help": finding.help,
        "help_uri": f"{RULE_PAGES}{finding.rule}.md",
        "location": _location(finding.place),
        "match": finding.match,
        "suggestions": list(finding.suggestions),
        "fix": {"replacement": finding.fix.replacement, "safe": finding.fix.safe} if finding.fix else None,
        "related": _related(finding.related),
        "waiver": _waiver(judged.waiver) if judged.waiver else None,
        "fingerprint": judged.fingerprint,
    }
    if finding.stale_on:
        row["stale_on"] = finding.stale_on
    return row


def _related(related: Iterable[Related]) -> list[Row]:
    return [{"location": _location(other.place), "match": other.match, "message": other.message} for other in related]


def _waiver(waiver: Waiver) -> Mapping[str, Any]:
    return {
        "rule": waiver.rule,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": waiver.expires.isoformat() if waiver.expires else None,
        "file": waiver.file,
        "line": waiver.line,
    }


def _location(place: Place) -> Row:
    assert isinstance(place, Location)
    return {
        "path": place.path,
        "part": place.part,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }
