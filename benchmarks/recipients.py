"""A list of 100,000 recipients against a message: seconds, and memory at its highest (target: 10 s, 300 MB).

    python benchmarks/recipients.py [--rows 100000]

The list is made here, with a fault in one row of a hundred. Each measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GIVEN = ("Anna", "Ben", "Clara", "David", "Emma", "Finn", "Greta", "Hugo", "Ida", "Jonas", "Katherine", "Liam", "Mia")
FAMILY = ("Ashworth", "Bramwell", "Castell", "Dunmore", "Ellery", "Fairfax", "Goodwin", "Hathaway", "Ingram", "Jessop")
FAULTS = ("{a}.{f}{n}@gmial.com,{g},{F}", ",{g},{F}", "{a}.{f}{n}@post.example,,{F}",
          "{a}.{f}{n}@post.example,{G},{F}", "{a}.{f}{n}@post.example,JosÃ©,{F}", "info{n}@post.example,{g} Ltd,{F}",
          "{a} {f}@post.example,{g},{F}")  # fmt: skip
TEMPLATE = """<html lang="en"><head><title>The spring list</title></head><body><p>Hi {{ first_name }},</p>
<p>The spring list is here, and your shop in {{ city }} has it first. Your number is {{ number }}.</p>
<p>Juniper Books, 14 Mill Lane, Halewick HX7 6LU. <a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>"""


def people(rows: int) -> str:
    """The list as CSV; the same for every run."""
    dice = random.Random(20)
    lines = ["email,first name,last name,city,number"]
    for number in range(rows):
        given, family = dice.choice(GIVEN), dice.choice(FAMILY)
        words = {"a": given.lower(), "f": family.lower(), "g": given, "G": given.upper(), "F": family, "n": number}
        form = dice.choice(FAULTS) if number % 100 == 50 else "{a}.{f}{n}@post.example,{g},{F}"
        lines.append(f"{form.format(**words)},Halewick,{number}")
    return "\n".join(lines)


def measured(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of one run, and megabytes at its highest."""
    code = (
        "import resource, sys\nfrom preflight.cli import main\nmain(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"
    )
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - began, float(done.stderr.split()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "list.csv").write_text(people(rows), encoding="utf-8")
        (folder / "t.html").write_text(TEMPLATE, encoding="utf-8")
        alone = ["check", "t.html", "--state", "source", "--offline", "--no-config", "--no-cache"]
        for title, arguments in (
            ("the message alone", alone),
            (f"with {rows:,} recipients", [*alone, "--recipients", "list.csv"]),
        ):
            seconds, megabytes = measured(arguments, folder)
            print(f"{title:32}{seconds:8.2f} s{megabytes:8.0f} MB")


if __name__ == "__main__":
    main()
