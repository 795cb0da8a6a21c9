"""Start-up: what ``--help``, one newsletter and a hook's ten files cost. CPU milliseconds (user + system) and peak
memory, medians, and how many bare interpreters each of them takes.

    python benchmarks/startup.py [--runs 15] [--before FOLDER]

Commands are run in turn (A B C, A B C, …), so that a drifting machine touches all of them alike. The bare interpreter
is the floor. ``--before`` names another checkout of preflight, whose commands are run in turn with this one's. The
lexicon, the byte code and what a first run keeps for the next one are made before anything is counted.
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
STAGED = [str(file) for file in sorted((ROOT / "examples").rglob("*.*")) if file.suffix in (".eml", ".html")][:10]
"""What a hook is given: two emails and eight pages."""


def measure(command: list[str], environment: dict[str, str], folder: str) -> tuple[float, float, float]:
    """CPU milliseconds, wall milliseconds and peak MB of one run, from the operating system's own accounting."""
    began = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, cwd=folder, **quiet)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - began
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return (usage.ru_utime + usage.ru_stime) * 1000, wall * 1000, usage.ru_maxrss / scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--before", default="", metavar="FOLDER", help="another checkout, to compare with")
    options = parser.parse_args()
    python = [sys.executable]
    preflight = [*python, "-m", "preflight"]
    newsletter = [*preflight, "check", NEWSLETTER, "--offline", "--no-config", "--send-date", "2026-11-24"]
    commands = {
        "preflight --help": [*preflight, "--help"],
        "one newsletter": [*newsletter, "--no-cache"],
        "one newsletter, seen before": newsletter,
        "ten staged files": [*preflight, "check", "--offline", "--no-cache", *STAGED],
    }
    with tempfile.TemporaryDirectory() as folder:
        trees = {"": str(ROOT), **({", before": options.before} if options.before else {})}
        todo = {"bare interpreter": ([*python, "-c", "pass"], dict(os.environ))}
        for number, (which, tree) in enumerate(trees.items()):
            environment = {**os.environ, "PYTHONPATH": tree, "PREFLIGHT_CACHE": f"{folder}/cache{number}"}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            todo |= {name + which: (command, environment) for name, command in commands.items()}
        for command, environment in [*todo.values(), *todo.values()]:
            measure(command, environment, folder)
        runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in todo}
        for _ in range(options.runs):
            for name, (command, environment) in todo.items():
                runs[name].append(measure(command, environment, folder))
    floor = statistics.median(cpu for cpu, _, _ in runs["bare interpreter"])
    print(f"{'':<36}{'CPU ms':>8}{'× bare':>8}{'wall ms':>9}{'peak MB':>9}")
    for name, figures in runs.items():
        cpu, wall, memory = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{name:<36}{cpu:>8.1f}{cpu / floor:>8.1f}{wall:>9.1f}{memory:>9.1f}")


if __name__ == "__main__":
    main()
