"""``preflight log``: what was checked before, and whether anybody changed what stands there."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from preflight.model import PreflightError
from preflight.trail import certificate, ledger, log

NOTHING = "Nothing was checked yet."
NONE_SUCH = "No check was like that."


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """1 when a line is not as it was written."""
    files = log.ledgers(arguments.file, arguments.client)
    if arguments.verify:
        return _verify(files, arguments.certificate, say)
    asked = (arguments.who, arguments.verdict, _day(arguments.since), _day(arguments.until))
    last = max(0, arguments.last)
    if len(files) == 1 and not any(asked):
        client, file = next(iter(files.items()))
        found = [(client, entry) for entry in ledger.read(file, last=last)]
    else:
        from preflight.trail import index

        who, verdict, since, until = asked
        wanted = index.Wanted(who=who, verdict=verdict, since=since, until=until, last=last)
        found = index.entries(files, wanted)
    say(log.text(found).rstrip("\n") or (NONE_SUCH if any(asked) else NOTHING))
    return 0


def _verify(files: Mapping[str, Path], passed: str, say: Callable[[str], None]) -> int:
    known = certificate.head_in(certificate.read(Path(passed))) if passed else None
    wrong = False
    for file in files.values():
        faults = list(ledger.faults(file, known=known))
        for fault in faults:
            say(f"{file}: {fault}")
        if not faults:
            say(f"{file}: every line is as it was written.")
        wrong = wrong or bool(faults)
    return int(wrong)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise PreflightError(f"{text} is no day: write it as 2026-11-24") from error
