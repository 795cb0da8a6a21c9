"""Words that an earlier issue had as well: nobody was alarmed then, so they may be names, and are no sure slips."""

from __future__ import annotations

from msgspec.structs import replace

from preflight.checkers.spelling.rules import MISSPELLING
from preflight.model import Delivery, Finding
from preflight.patterns import regex

WORD = regex(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def of_earlier(delivery: Delivery) -> frozenset[str]:
    """The words of the previous issues of a newsletter, as they stand there."""
    if delivery.previous is None or delivery.kind != "email":
        return frozenset()
    own = {document.sha256 for document in delivery.documents}
    return frozenset(
        word
        for document in delivery.previous.documents
        if document.sha256 not in own
        for run in document.runs
        for word in WORD.findall(run.text)
    )


def weighed(finding: Finding, earlier: frozenset[str]) -> Finding:
    """The finding, as a question where an earlier issue had the word too; a known misspelling stays one."""
    if finding.rule != MISSPELLING.id or finding.match not in earlier or finding.severity:
        return finding
    told = "The previous issue had it, too: if it is a name, add it to the client's words."
    return replace(finding, severity="warning", help=f"{finding.help} {told}".strip())
