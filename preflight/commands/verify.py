"""``preflight verify FILE CERTIFICATE``: 0 when the file is the one that passed, 1 when it is another."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from preflight.model import PreflightError
from preflight.trail import certificate


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    try:
        data = Path(arguments.file).read_bytes()
    except OSError as error:
        raise PreflightError(f"cannot be read ({error.strerror or error})", arguments.file) from error
    checked = certificate.verify(data, arguments.file, certificate.read(Path(arguments.certificate)))
    say(checked.sentence)
    return 0 if checked.answer in ("same", "content") else 1
