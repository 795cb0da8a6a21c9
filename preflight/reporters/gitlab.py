"""GitLab's code quality report: a subset of the Code Climate format (docs.gitlab.com, "Code Quality").

GitLab compares two reports by their fingerprints, so each stands once. A place inside a mail's decoded part is told in
words, on the first line.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from preflight.model import Judged, Report
from preflight.reporters import answer, shown

SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(report: Report) -> str:
    """A JSON array with one object for each finding that nobody accepted."""
    report = shown.masked(report)
    seen: Counter[str] = Counter()
    rows = []
    for judged in report.findings:
        if judged.waiver is None:
            seen[judged.fingerprint] += 1
            rows.append(_row(judged, seen[judged.fingerprint]))
    return shown.escaped(json.dumps(rows, ensure_ascii=False, indent=1)) + "\n"


def _row(judged: Judged, occurrence: int) -> dict[str, Any]:
    finding, where = judged.finding, judged.location
    in_file = where.line is not None and not where.part
    place = "" if in_file else f"{answer.place(where)}: "
    told = " ".join(filter(None, [f"{place}{finding.message}.", finding.help, answer.advice(finding)]))
    return {
        "description": shown.visible(told),
        "check_name": finding.rule,
        "fingerprint": f"{judged.fingerprint}-{occurrence}",
        "severity": SEVERITIES[judged.severity],
        "location": {"path": where.path, "lines": {"begin": where.line if in_file else 1}},
    }
