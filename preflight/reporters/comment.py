"""The Markdown report cut to its ten worst findings: a comment that people read."""

from __future__ import annotations

from preflight.model import Report
from preflight.reporters import markdown

MOST = 10


def render(report: Report) -> str:
    """The verdict, the worst ten findings, and what was not checked."""
    return markdown.render(report, MOST)
