"""``preflight log``: what was checked before, and whether anybody changed what stands there."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from preflight.trail import certificate, ledger, log


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """1 when a line is not as it was written."""
    file = log.ledger_at(arguments.file)
    if not arguments.verify:
        say(log.text(ledger.read(file, last=max(0, arguments.last)), arguments.last).rstrip("\n"))
        return 0
    known = certificate.head_in(certificate.read(Path(arguments.certificate))) if arguments.certificate else None
    faults = list(ledger.faults(file, known=known))
    for fault in faults:
        say(f"{file}: {fault}")
    if not faults:
        say(f"{file}: every line is as it was written.")
    return 1 if faults else 0
