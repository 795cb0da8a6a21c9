"""Start-up: what ``--help`` and one newsletter cost. CPU milliseconds (user + system) and peak memory, medians.

    python benchmarks/startup.py [--runs 15]

Commands are run in turn (A B C, A B C, …), so that a drifting machine touches all of them alike. The bare interpreter
is the floor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWSLETTER = str(ROOT / "examples" / "newsletter" / "2026-11-24.eml")


def measure(command: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """CPU milliseconds, wall milliseconds and peak MB of one run, from the operating system's own accounting."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - began
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return (usage.ru_utime + usage.ru_stime) * 1000, wall * 1000, usage.ru_maxrss / scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    python = [sys.executable]
    preflight = [*python, "-m", "preflight"]
    newsletter = [*preflight, "check", NEWSLETTER, "--offline", "--no-config", "--send-date", "2026-11-24"]
    commands = {
        "bare interpreter": [*python, "-c", "pass"],
        "preflight --help": [*preflight, "--help"],
        "one newsletter": [*newsletter, "--no-cache"],
        "one newsletter, seen before": newsletter,
    }
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PREFLIGHT_CACHE": cache}
        for command in commands.values():  # the lexicon and the byte code are made once, not counted
            measure(command, environment)
        runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
        for _ in range(options.runs):
            for name, command in commands.items():
                runs[name].append(measure(command, environment))
    print(f"{'':<30}{'CPU ms':>8}{'wall ms':>9}{'peak MB':>9}")
    for name, figures in runs.items():
        cpu, wall, memory = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{name:<30}{cpu:>8.1f}{wall:>9.1f}{memory:>9.1f}")


if __name__ == "__main__":
    main()
