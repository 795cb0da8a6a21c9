"""What a check leaves on paper: a line in the ledger, and a certificate where one was asked for."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from preflight import writing
from preflight.collect import Source
from preflight.model import PreflightError, Report
from preflight.trail import certificate, ledger
from preflight.trail.ledger import Head

FEW = 4
"""Open items that are named."""


def keep(report: Report, ledgers: Sequence[Path], *, when: datetime | None = None) -> Head | None:
    """A line in every ledger that the targets' configurations name; the end of the only one, or None.

    Raises PreflightError when one of them cannot be written.
    """
    entry = ledger.entry_of(report, who=whoever(), when=when or datetime.now(UTC), checklist=checklist(report))
    heads = [ledger.append(file, entry) for file in dict.fromkeys(ledgers)]
    return heads[0] if len(heads) == 1 else None


def certify(report: Report, sources: Sequence[Source], file: Path, head: Head | None) -> tuple[Path, Path]:
    """Write the certificate and its page beside it; where they are. Raises PreflightError."""
    if waiting := [one for target in report.targets for one in target.checklist if one.open and one.must]:
        named = ", ".join(f"“{one.text}”" for one in waiting[:FEW]) + (" …" if len(waiting) > FEW else "")
        raise PreflightError(f"there is no certificate: the checklist is open ({named}); see preflight checklist")
    if head is not None and head.broken:
        raise PreflightError(
            f"there is no certificate: the ledger was changed by hand, since line {head.broken} does not follow the "
            "one before it. Put it back as it was, or move it aside so that a new one begins (preflight log --verify)"
        )
    row = certificate.certificate(
        report, sources, who=whoever(), when=datetime.now(UTC), head=head, checklist=checklist(report)
    )
    page = file.with_suffix(".html")
    if page == file:
        raise PreflightError(
            "name the certificate .json: its page for the client is written beside it as .html", str(file)
        )
    try:
        writing.write(os.fspath(file), certificate.as_json(row))
        writing.write(os.fspath(page), certificate.as_page(row))
    except OSError as error:
        raise PreflightError(f"the certificate cannot be written ({error.strerror or error})", str(file)) from error
    return file, page


def checklist(report: Report) -> dict[str, Any] | None:
    """The answers for the paper trail; None where no checklist was declared."""
    targets = [target for target in report.targets if target.checklist]
    if not targets:
        return None
    items = []
    for target in targets:
        for one in target.checklist:
            row = {"id": one.item, "text": one.text, "answer": one.answer or "open", "who": one.who}
            row |= {key: value for key, value in (("note", one.note), ("when", one.when), ("why", one.why)) if value}
            items.append({**row, **({"target": target.name} if len(targets) > 1 else {})})
    return {"items": items}


def whoever() -> str:
    """Who runs this, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a user of that number
        return "unknown"
