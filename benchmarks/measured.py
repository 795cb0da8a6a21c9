"""What one command costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """Wall seconds, CPU seconds with all processes it started, and the megabytes of the largest of them."""

    wall: float
    cpu: float
    peak: float
    code: int


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Measured:
    """Run it to its end; what it prints is thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    wall = time.perf_counter() - began
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, process.returncode)


def check(site: Path, *more: str, jobs: int) -> list[str]:
    """The command that checks a site offline, with the report in no file and on no screen."""
    command = [sys.executable, "-m", "preflight", "check", str(site), "--offline", "--no-config", "--exit-zero"]
    return [*command, "--jobs", str(jobs), "--send-date", "2026-11-24", "--format", f"json:{os.devnull}", *more]
