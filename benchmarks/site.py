"""A site: pages per second cold (nothing remembered) and unchanged, CPU seconds and peak memory.

    python benchmarks/site.py [FOLDER] [--runs 3] [--jobs 1]

Without a folder it makes a site of 1,000 pages, the same on every machine. The report goes to a file, since printing it
is not what is measured.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = [
    "garden",
    "bench",
    "winter",
    "morning",
    "letter",
    "kitchen",
    "window",
    "people",
    "market",
    "bread",
    "river",
    "bridge",
    "music",
    "paper",
    "simple",
    "evening",
    "travel",
    "story",
    "school",
    "harbour",
    "weather",
    "quiet",
    "corner",
    "basket",
    "second",
    "answer",
    "careful",
    "season",
    "gather",
    "bright",
]


def make_site(root: Path, pages: int) -> None:
    """Pages with a menu, a table of links to their neighbours, and eight paragraphs."""
    chance = random.Random(7)
    menu = "".join(f'<li><a href="/section-{n}/">Section {n}</a></li>' for n in range(12))
    for number in range(pages):
        folder = root / f"section-{number}"
        folder.mkdir(parents=True)
        prose = "".join(
            f"<h2 id='part-{part}'>{chance.choice(WORDS).title()} and {chance.choice(WORDS)}</h2>"
            f"<p>{' '.join(chance.choices(WORDS, k=90))}. "
            f"<a href='../section-{chance.randrange(pages)}/#part-{part}'>More</a></p>"
            for part in range(8)
        )
        (folder / "index.html").write_text(
            f"<!doctype html><html lang=en><head><title>Page {number}</title></head><body><nav><ul>{menu}</ul></nav>"
            f"<main><h1>Page {number}</h1>{prose}</main><footer>&copy; 2026</footer></body></html>",
            encoding="utf-8",
        )


def run(site: Path, jobs: int, environment: dict[str, str], out: Path, *more: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds (workers included) and the main process's peak MB."""
    command = [
        sys.executable,
        "-m",
        "preflight",
        "check",
        str(site),
        "--offline",
        "--no-config",
        "--format",
        f"json:{out}",
    ]
    command += ["--jobs", str(jobs), "--exit-zero", "--send-date", "2026-11-24", *more]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"exit {process.returncode}: {' '.join(command)}")
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        site = options.folder or work / "site"
        if options.folder is None:
            make_site(site, options.pages)
        pages = sum(1 for _ in site.rglob("*.html"))
        environment = {**os.environ, "PREFLIGHT_CACHE": str(work / "cache")}
        run(
            site, options.jobs, environment, work / "out.json", "--no-cache"
        )  # compiles the lexicon, warms the file cache
        kinds = {
            "cold, links alone": ("--no-cache", "--select", "links"),
            "cold, all families": ("--no-cache",),
            "unchanged": (),
        }
        run(site, options.jobs, environment, work / "out.json")  # fills the cache
        figures: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in kinds}
        for _ in range(options.runs):
            for kind, more in kinds.items():
                figures[kind].append(run(site, options.jobs, environment, work / "out.json", *more))
        print(f"{pages} pages, medians of {options.runs} runs, jobs {options.jobs or 'auto'}")
        print(f"{'':<20}{'wall s':>8}{'CPU s':>8}{'pages/s':>9}{'peak MB':>9}")
        for kind, rows in figures.items():
            wall, cpu, memory = (statistics.median(column) for column in zip(*rows, strict=True))
            print(f"{kind:<20}{wall:>8.2f}{cpu:>8.2f}{pages / wall:>9.0f}{memory:>9.0f}")


if __name__ == "__main__":
    main()
