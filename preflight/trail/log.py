"""The ledger for people: a line for each check, the latest last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from preflight import config
from preflight.model import PreflightError
from preflight.reporters import shown
from preflight.trail.ledger import Entry


def ledger_at(name: str) -> Path:
    """The named ledger, or the one of the configuration here. Raises PreflightError when there is none."""
    if name:
        return Path(name)
    found = config.find(Path.cwd())
    ledger = config.load(found, personal=False).ledger if found else ""
    if not ledger:
        raise PreflightError('there is no ledger here: write ledger = "ledger.jsonl" into preflight.toml, or name one')
    return Path(ledger)


def text(entries: Sequence[Entry], last: int) -> str:
    """``2026-11-24 09:00 UTC  PASS  weekly.eml  Jo  (1 accepted)``"""
    lines = []
    for entry in entries[-last:] if last > 0 else entries:
        targets = entry.get("targets") or ()
        names = ", ".join(PurePosixPath(str(one.get("name"))).name for one in targets if isinstance(one, dict))
        counts = entry.get("counts")
        waived = counts.get("waived") if isinstance(counts, dict) else 0
        told = [str(entry.get("time", ""))[:16].replace("T", " ") + " UTC", str(entry.get("verdict", "")), names,
                str(entry.get("who", "")), f"({waived} accepted)" if waived else ""]  # fmt: skip
        lines.append(shown.visible("  ".join(filter(None, told))))
    return "".join(f"{line}\n" for line in lines) or "Nothing was checked yet.\n"
