"""Annotations in a GitHub workflow: commands on standard output that the runner turns into marks beside the lines.

The runner keeps ten errors and ten warnings of a step, so the worst come first; all of them are in the step's summary
(see ``markdown``). Escapes are those of the actions toolkit (``@actions/core``, ``command.ts``).
"""

from __future__ import annotations

from preflight.model import Report
from preflight.reporters import answer, shown
from preflight.reporters.answer import Entry, counted

MOST = 10
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """Workflow commands for the worst ten findings, and a last one with the verdict."""
    report = shown.masked(report)
    entries = answer.grouped(report.findings)
    lines = [_command(entry) for entry in entries[:MOST]]
    told = answer.verdict(report, entries)
    if len(entries) > MOST:
        told += f" {counted(len(entries) - MOST, 'more finding')} in the summary of this step."
    verdict = "notice" if report.verdict == "PASS" else "error" if report.verdict == "FAIL" else "warning"
    return "\n".join([*lines, f"::{verdict} title=preflight::{data(told)}"]) + "\n"


def _command(entry: Entry) -> str:
    finding, where = entry.finding, entry.places[0]
    properties = {"title": f"preflight {finding.rule}", "file": where.path}
    told = [f"{finding.message}.", finding.help, answer.advice(finding)]
    if where.line is not None and not where.part:
        properties |= {"line": str(where.line), "endLine": str(where.end_line)}
        if where.line == where.end_line:  # the runner drops columns of a mark that spans lines
            properties |= {"col": str(where.column), "endColumn": str(where.end_column)}
    elif where.part:
        told.append(f"({answer.place(where)})")
    if len(entry.places) > 1:
        told.append(f"And {counted(len(entry.places) - 1, 'more place')}.")
    written = ",".join(f"{name}={value(shown.visible(text))}" for name, text in properties.items())
    return f"::{COMMANDS[entry.severity]} {written}::{data(' '.join(filter(None, told)))}"


def data(text: str) -> str:
    """The message of a command: line ends and percent signs are escaped, other control characters made visible."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return shown.visible(text)


def value(text: str) -> str:
    """A property of a command: colons and commas are escaped as well."""
    return data(text).replace(":", "%3A").replace(",", "%2C")
