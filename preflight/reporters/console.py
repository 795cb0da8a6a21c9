"""The report for a person at a terminal."""

from __future__ import annotations

from preflight.model import Report
from preflight.reporters import shown


def render(report: Report, *, colour: bool = False, width: int = 100) -> str:
    """The report as plain text with a final line break."""
    report = shown.masked(report)
    lines = [
        f"{judged.location.path}:{judged.location.line}:{judged.location.column}  {judged.severity}  "
        f"{judged.finding.message}  {judged.finding.rule}"
        for judged in report.findings
    ]
    return "\n".join(map(shown.visible, [*lines, report.verdict])) + "\n"
