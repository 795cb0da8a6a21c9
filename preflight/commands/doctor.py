"""``preflight doctor``: what may be wrong with this installation."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from preflight import doctor


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """0 when nothing has to be mended, else 1."""
    del arguments
    remarks = list(doctor.examine(Path.cwd()))
    say(doctor.text(remarks))
    return 1 if any(remark.level == "wrong" for remark in remarks) else 0
