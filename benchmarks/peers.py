"""Real documentation sites, side by side with the programs that people use for parts of it; in turns, medians.

    python benchmarks/peers.py [git pg py boost jdk] [--sites FOLDER] [--runs 3] [--jobs 2] [--markdown FILE]

The sites are Debian's packages of documentation; what is not in FOLDER is downloaded with apt-get and unpacked there
without being installed. What each side does:

- preflight, links: files, fragments and the form of addresses, with line and column; no other family.
- preflight, all: spelling, dates, links, meta, slugs, placeholders and the other offline families.
- preflight, unchanged: the same again; one page in a hundred changed: a comment appended to each.
- lychee --offline --include-fragments: files and fragments. codespell and typos: lists of known misspellings in the raw
  HTML, markup and code samples included; they parse nothing and judge no unknown word.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from links import lychee_command
from measured import Measured, check, measure

PACKAGES = {
    "git": ("git-doc", "usr/share/doc/git-doc"),
    "pg": ("postgresql-doc-15", "usr/share/doc/postgresql-doc-15/html"),
    "py": ("python3.11-doc", "usr/share/doc/python3.11/html"),
    "boost": ("libboost1.74-doc", "usr/share/doc/libboost1.74-doc/HTML"),
    "jdk": ("openjdk-17-doc", "usr/share/doc/openjdk-17-jre-headless/api"),
}
ONE_IN = 100
"""Of so many pages one changes."""


def unpacked(name: str, folder: Path) -> Path | None:
    """The site's folder; None when its package cannot be had here."""
    site = folder / name
    if site.is_dir():
        return site
    package, inside = PACKAGES[name]
    with tempfile.TemporaryDirectory() as work:
        if subprocess.run(["apt-get", "download", "-qq", package], cwd=work, check=False).returncode:
            return None
        archive = next(Path(work).glob("*.deb"))
        subprocess.run(["dpkg", "-x", str(archive), "unpacked"], cwd=work, check=True)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(Path(work, "unpacked", inside), site, symlinks=True)
    for file in site.rglob("*"):
        if file.is_symlink():
            file.unlink()
    return site


def commands(site: Path, jobs: int) -> dict[str, list[str]]:
    """What is run on the site, by name; a peer that is not installed is left out."""
    found = {
        "preflight, links": check(site, "--no-cache", "--select", "links", jobs=jobs),
        "preflight, all": check(site, "--no-cache", jobs=jobs),
        "preflight, unchanged": check(site, jobs=jobs),
        "preflight, 1 % changed": check(site, jobs=jobs),
    }
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if lychee := shutil.which("lychee", path=beside):
        found["lychee, links"] = lychee_command(lychee, site, Path(os.devnull))
    if codespell := shutil.which("codespell", path=beside):
        found["codespell, words"] = [codespell, str(site)]
    if typos := shutil.which("typos", path=beside):
        found["typos, words"] = [typos, "--format", "silent", str(site)]
    return found


def compared(site: Path, runs: int, jobs: int) -> tuple[int, dict[str, Measured]]:
    """The pages, and the medians of each command. Works on a copy, since pages change."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work, "site")
        shutil.copytree(site, copy)
        pages = sorted(file for file in copy.rglob("*") if file.suffix in (".html", ".htm"))
        for file in copy.rglob("*"):  # as if it had been there for long: what was just written is never taken on trust
            os.utime(file, (1_700_000_000, 1_700_000_000))
        environment = {**os.environ, "PREFLIGHT_CACHE": str(Path(work, "cache"))}
        figures: dict[str, list[Measured]] = {}
        todo = commands(copy, jobs)
        measure(todo["preflight, unchanged"], environment=environment)  # the lexicon, the cache and the disk's own
        for turn in range(runs):
            for name, command in todo.items():
                if name.endswith("changed") and "%" in name:
                    for page in pages[turn % ONE_IN :: ONE_IN]:
                        with page.open("ab") as stream:
                            stream.write(b"<!-- %d -->" % turn)
                elif name.endswith("unchanged"):  # from the same state as an hour after the last check
                    subprocess.run(["sleep", "2.1"], check=True)
                    measure(command, environment=environment)
                figures.setdefault(name, []).append(measure(command, environment=environment))
        return len(pages), {name: _median(rows) for name, rows in figures.items()}


def _median(rows: Sequence[Measured]) -> Measured:
    wall, cpu, peak = (statistics.median(row[column] for row in rows) for column in range(3))
    return Measured(wall, cpu, peak, max(row.code for row in rows))


def table(name: str, pages: int, figures: dict[str, Measured]) -> str:
    """Markdown. Ratios are to lychee's CPU time where it ran, else to preflight's links."""
    basis = "lychee, links" if "lychee, links" in figures else "preflight, links"
    lines = [
        f"**{name}**, {pages:,} pages",
        "",
        f"| | wall s | CPU s | pages/s | peak MB | CPU : {basis.partition(',')[0]} |",
        "|---|---|---|---|---|---|",
    ]
    for what, one in figures.items():
        ratio = one.cpu / figures[basis].cpu
        lines.append(
            f"| {what} | {one.wall:.2f} | {one.cpu:.2f} | {pages / one.wall:,.0f} | {one.peak:.0f} | {ratio:.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=["git", "pg", "py", "boost"], metavar="SITE")
    parser.add_argument("--sites", type=Path, default=Path(".bench"), help="where the sites are, or will be")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--markdown", type=Path, help="write the tables there, too")
    options = parser.parse_args()
    texts = []
    for name in options.names:
        if name not in PACKAGES:
            parser.error(f"no site {name!r}: {', '.join(PACKAGES)}")
        site = unpacked(name, options.sites)
        text = table(name, *compared(site, options.runs, options.jobs)) if site else f"**{name}**: not to be had here\n"
        texts.append(text)
        print(text, flush=True)
    if options.markdown:
        head = f"{date.today()}, {os.cpu_count()} processors, medians of {options.runs} interleaved runs\n\n"
        options.markdown.write_text(head + "\n".join(texts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
