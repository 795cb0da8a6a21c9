"""The ledgers for people: a line for each check, the latest last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from preflight import config
from preflight.config import workspace
from preflight.model import PreflightError
from preflight.reporters import shown
from preflight.trail.ledger import Entry

NONE = 'there is no ledger here: write ledger = "ledger.jsonl" into preflight.toml, or name one'


def ledgers(name: str, client: str = "") -> Mapping[str, Path]:
    """The named ledger, or that of the configuration here; in a workspace those of its clients, by the client's name,
    or of one of them. Raises PreflightError when there is none."""
    if name:
        return {"": Path(name)}
    if client:
        files = {client: workspace.client_file(Path.cwd(), client)}
    else:
        files = workspace.client_files(Path.cwd())
        found = config.find(Path.cwd())
        if found is not None and (own := config.load(found, personal=False).ledger):
            return {"": Path(own)}
    known = {one: config.load(file, personal=False).ledger for one, file in files.items()}
    kept = {one: Path(ledger) for one, ledger in known.items() if ledger}
    if not kept:
        raise PreflightError(NONE)
    return kept


def text(entries: Sequence[tuple[str, Entry]]) -> str:
    """``2026-11-24 09:00 UTC  PASS  bramblewick  weekly.eml  Jo  (1 accepted)``"""
    lines = []
    for client, entry in entries:
        targets = entry.get("targets") or ()
        names = ", ".join(PurePosixPath(str(one.get("name"))).name for one in targets if isinstance(one, dict))
        counts = entry.get("counts")
        waived = counts.get("waived") if isinstance(counts, dict) else 0
        when = str(entry.get("time", ""))[:16].replace("T", " ") + " UTC"
        told = [when, str(entry.get("verdict", "")), client, names, str(entry.get("who", "")),
                f"({waived} accepted)" if waived else ""]  # fmt: skip
        lines.append(shown.visible("  ".join(filter(None, told))))
    return "".join(f"{line}\n" for line in lines)
