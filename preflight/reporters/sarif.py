"""SARIF 2.1.0 (OASIS), as code scanning services read it.

GitHub wants more than the schema asks for (docs.github.com, "SARIF support for code scanning"): relative addresses, a
region for every result, fingerprints, at most 25,000 results in a run, and an ``automationDetails.id`` that tells one
site's results from another's. A place inside a mail's decoded part is no place in the file: it is told in words.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from preflight.model import SEVERITIES, Gap, Judged, Location, Report, Rule, Waiver
from preflight.reporters import answer, shown

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
MESSAGES = (".eml", ".msg", ".mbox")
"""Files whose lines are not the lines of what was checked: it was decoded first."""

Row = dict[str, Any]


def render(report: Report) -> str:
    """The report as one SARIF log with one run."""
    report = shown.masked(report)
    findings = sorted(report.findings, key=lambda judged: SEVERITIES.index(judged.severity))
    listed = sorted(findings[:MOST_RESULTS], key=_order)
    gaps = list(report.not_checked)
    if len(findings) > MOST_RESULTS:
        missing = f"{len(findings) - MOST_RESULTS:,} findings are not listed here: at most {MOST_RESULTS:,} fit"
        gaps.append(Gap("report", "", missing, "the least severe ones were left out", intended=True))
    index = {rule.id: number for number, rule in enumerate(report.rules)}
    names = ",".join(target.name for target in report.targets)
    run: Row = {
        "tool": {
            "driver": {
                "name": "preflight",
                "semanticVersion": report.version,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "automationDetails": {"id": f"preflight/{_uri(names) or 'nothing'}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": report.verdict != "INCOMPLETE",
                "toolExecutionNotifications": [_notification(gap) for gap in gaps],
            }
        ],
        "results": list(_results(listed, index)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return shown.escaped(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def _results(findings: Sequence[Judged], index: dict[str, int]) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    for judged in findings:
        finding = judged.finding
        seen[judged.fingerprint] += 1
        row: Row = {
            "ruleId": finding.rule,
            "level": LEVELS[judged.severity],
            "message": {"text": _sentence(judged)},
            "locations": [_location(judged.location, finding.match)],
            "partialFingerprints": {
                "preflight/v1": judged.fingerprint,
                "primaryLocationLineHash": f"{judged.fingerprint.partition(':')[2]}:{seen[judged.fingerprint]}",
            },
        }
        if finding.rule in index:
            row["ruleIndex"] = index[finding.rule]
        if finding.related:
            row["relatedLocations"] = [
                {"id": number, **_location(other.place, other.match), "message": {"text": other.message}}
                for number, other in enumerate(finding.related, 1)
                if isinstance(other.place, Location)
            ]
        if judged.waiver:
            row["suppressions"] = [_suppression(judged.waiver)]
        if finding.fix and finding.fix.safe and _is_in_file(judged.location):
            row["fixes"] = [_fix(judged)]
        yield row


def _sentence(judged: Judged) -> str:
    finding = judged.finding
    advice = answer.advice(finding)
    where = judged.location
    told = [f"{finding.message}.", finding.help, f"→ {advice}" if advice else ""]
    if not _is_in_file(where):
        told.append(f"(at {answer.place(where)})")
    return shown.visible(" ".join(filter(None, told)))


def _location(where: Location, match: str) -> Row:
    region: Row = {"startLine": 1}
    if _is_in_file(where):
        region = {
            "startLine": where.line, "startColumn": where.column, "endLine": where.end_line,
            "endColumn": where.end_column, "snippet": {"text": shown.visible(match)},
        }  # fmt: skip
    location: Row = {"physicalLocation": {"artifactLocation": {"uri": _uri(where.path)}, "region": region}}
    if not _is_in_file(where):
        location["logicalLocations"] = [{"fullyQualifiedName": shown.visible(answer.place(where)), "kind": "element"}]
    return location


def _is_in_file(where: Location) -> bool:
    """Whether line and column are those of the file itself."""
    known = None not in (where.line, where.column, where.end_line, where.end_column)
    return known and not where.part and not where.path.lower().endswith(MESSAGES)


def _uri(path: str) -> str:
    """A path as a relative reference (RFC 3986, 4.2): its first segment may hold no colon, which is escaped."""
    return quote(path, safe="/", errors="surrogatepass")


def _rule(rule: Rule) -> Row:
    return {
        "id": rule.id,
        "shortDescription": {"text": _capital(rule.summary)},
        "fullDescription": {"text": _capital(rule.summary)},
        "help": {"text": rule.text, "markdown": rule.text},
        "defaultConfiguration": {"level": LEVELS["info" if rule.preview else rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _capital(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _suppression(waiver: Waiver) -> Row:
    suppression: Row = {
        "kind": "external" if waiver.file else "inSource",
        "justification": shown.visible(waiver.reason),
    }
    if waiver.file:
        region = {"startLine": waiver.line or 1}
        place = {"artifactLocation": {"uri": _uri(waiver.file)}, "region": region}
        suppression["location"] = {"physicalLocation": place}
    return suppression


def _fix(judged: Judged) -> Row:
    finding, where = judged.finding, judged.location
    assert finding.fix is not None
    region = {
        "startLine": where.line, "startColumn": where.column, "endLine": where.end_line, "endColumn": where.end_column
    }  # fmt: skip
    replacement = {"deletedRegion": region, "insertedContent": {"text": finding.fix.replacement}}
    change = {"artifactLocation": {"uri": _uri(where.path)}, "replacements": [replacement]}
    return {"description": {"text": shown.visible(f"write {finding.fix.replacement}")}, "artifactChanges": [change]}


def _notification(gap: Gap) -> Row:
    text = shown.visible(" — ".join(filter(None, [f"not checked: {gap.what}", gap.target, gap.detail, gap.why])))
    return {"level": "note" if gap.intended else "error", "message": {"text": text}}


def _order(judged: Judged) -> tuple[str, str, int, int, str, str]:
    where = judged.location
    return where.path, where.part, where.line or 0, where.column or 0, judged.finding.rule, judged.finding.match
