"""Typos: preflight against codespell, typos and Harper, on the same text.

    python benchmarks/spelling.py [TEXT …] [--harper FOLDER] [--show]

Without a text, the invented newsletters beside this file are used, whose planted mistakes are known: then recall and
the share of right first suggestions are printed too. A text of your own may mark its mistakes the same way, as
``{wrong|right}``; without marks everything found counts as an alarm. Tools that are not installed are left out:
codespell and typos come from ``pip install codespell typos``, Harper from ``npm install harper.js`` in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

# a mistake with its correction in braces, parted by a bar
MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# path, line, the word, an arrow, what was meant
CODESPELL = re.compile(r"^[^:]*:(\d+): (\S+) ==> (.*)$")
HARPER = """
import { readFileSync } from "node:fs";
import { LocalLinter, Dialect } from "harper.js";
import { binary } from "harper.js/binary";
const linter = new LocalLinter({ binary, dialect: Dialect.British });
await linter.setup();
const text = readFileSync(process.argv[2], "utf-8");
const began = performance.now();
const lints = await linter.lint(text, { language: "plaintext" });
const out = lints.map((lint) => ({
  start: lint.span().start, end: lint.span().end, kind: lint.lint_kind(),
  meant: lint.suggestions().slice(0, 1).map((suggestion) => suggestion.get_replacement_text()),
}));
console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, lints: out }));
"""


class Found(NamedTuple):
    """``text[start:end]`` (code points), what it should be in the tool's opinion, and how sure it is."""

    start: int
    end: int
    meant: str
    sure: bool = True


class Result(NamedTuple):
    """What a tool found, and the seconds it took, start included (``None``: measured inside a warm process)."""

    found: list[Found]
    seconds: float


class Mistake(NamedTuple):
    start: int
    end: int
    meant: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, metavar="TEXT")
    parser.add_argument("--harper", type=Path, metavar="FOLDER", help="where harper.js was installed")
    parser.add_argument("--repeat", type=int, default=40, help="copies of the text that the speed is measured on")
    parser.add_argument("--show", action="store_true", help="print misses and alarms")
    options = parser.parse_args()
    shipped = Path(__file__).with_suffix(".txt")
    marked = "\n\n".join(
        "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
        for path in options.texts or [shipped]
    )
    text, mistakes = without_marks(marked)
    words = len(WORD.findall(text))
    print(f"{words:,} words, {len(mistakes)} marked mistakes\n")
    print(f"{'':<22}{'recall':>8}{'first right':>13}{'alarms':>8}{'/ 1,000 words':>15}{'words/s':>10}")
    for name, tool in tools(options.harper):
        with tempfile.TemporaryDirectory() as folder:
            small, large = Path(folder) / "text.txt", Path(folder) / "long.txt"
            small.write_text(text, encoding="utf-8")
            large.write_text("\n\n".join([text] * options.repeat), encoding="utf-8")
            tool(small)  # caches and byte code
            found, start = tool(small)
            seconds = max(tool(large).seconds - start, 1e-9)
        speed = words * (options.repeat - 1) / seconds
        print_row(name, text, found, mistakes, words, speed, show=options.show)
        if any(not one.sure for one in found):
            sure = [one for one in found if one.sure]
            print_row("  its errors alone", text, sure, mistakes, words, None, show=False)
    return 0


def without_marks(marked: str) -> tuple[str, list[Mistake]]:
    """The text as a reader has it, and where its mistakes are."""
    pieces: list[str] = []
    mistakes: list[Mistake] = []
    length = done = 0
    for mark in MARK.finditer(marked):
        before = marked[done : mark.start()]
        length += len(before)
        mistakes.append(Mistake(length, length + len(mark.group(1)), mark.group(2)))
        pieces += [before, mark.group(1)]
        length += len(mark.group(1))
        done = mark.end()
    return "".join([*pieces, marked[done:]]), mistakes


def print_row(
    name: str, text: str, found: list[Found], mistakes: list[Mistake], words: int, speed: float | None, *, show: bool
) -> None:
    hits = {
        mistake: [one for one in found if one.start < mistake.end and mistake.start < one.end] for mistake in mistakes
    }
    caught = {mistake: ones for mistake, ones in hits.items() if ones}
    right = sum(any(mended(text, one, mistake) for one in ones[:1]) for mistake, ones in caught.items())
    about = {one for ones in hits.values() for one in ones}
    alarms = [one for one in found if one not in about]
    recall = f"{100 * len(caught) / len(mistakes):.0f} %" if mistakes else "–"
    first = f"{100 * right / len(caught):.0f} %" if caught else "–"
    rate = f"{1000 * len(alarms) / words:.2f}"
    print(f"{name:<22}{recall:>8}{first:>13}{len(alarms):>8}{rate:>15}{'' if speed is None else f'{speed:,.0f}':>10}")
    if show:
        print("   missed:", ", ".join(text[one.start : one.end] for one in mistakes if one not in caught) or "–")
        print("   alarms:", ", ".join(f"{text[one.start : one.end]} → {one.meant}" for one in alarms) or "–")


def mended(text: str, found: Found, mistake: Mistake) -> bool:
    """Whether the tool's suggestion leaves what was meant."""
    low, high = min(found.start, mistake.start), max(found.end, mistake.end)
    ours = text[low : found.start] + found.meant + text[found.end : high]
    meant = text[low : mistake.start] + mistake.meant + text[mistake.end : high]
    return plain(ours) == plain(meant)


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


# --- the tools ------------------------------------------------------------------------------------------


def tools(harper: Path | None) -> Iterator[tuple[str, Callable[[Path], Result]]]:
    yield "preflight", preflight
    if shutil.which("codespell"):
        yield "codespell", codespell
    if shutil.which("typos"):
        yield "typos", typos
    if harper and shutil.which("node") and (harper / "node_modules" / "harper.js").is_dir():
        yield "harper", lambda path: run_harper(path, harper)


def run(*command: str) -> tuple[str, float]:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout, time.perf_counter() - began


def preflight(path: Path) -> Result:
    command = [sys.executable, "-m", "preflight", "check", str(path), "--offline", "--no-config", "--no-cache"]
    output, seconds = run(*command, "--select", "spelling.*", "--format", "json", "--jobs", "1")
    starts = line_starts(path.read_text(encoding="utf-8"))
    found = []
    for finding in json.loads(output)["findings"]:
        place = finding["location"]
        start = starts[place["line"] - 1] + place["column"] - 1
        end = starts[place["end_line"] - 1] + place["end_column"] - 1
        found.append(Found(start, end, (finding["suggestions"] or [""])[0], finding["severity"] == "error"))
    return Result(found, seconds)


def codespell(path: Path) -> Result:
    output, seconds = run("codespell", str(path))
    text = path.read_text(encoding="utf-8")
    lines, starts = text.splitlines(), line_starts(text)
    found = []
    for row in map(CODESPELL.match, output.splitlines()):
        if row:
            line, wrong, meant = int(row.group(1)) - 1, row.group(2), row.group(3).split(",")[0].strip()
            at = lines[line].find(wrong)
            found.append(Found(starts[line] + at, starts[line] + at + len(wrong), meant))
    return Result(found, seconds)


def typos(path: Path) -> Result:
    output, seconds = run("typos", "--format", "json", str(path))
    text = path.read_text(encoding="utf-8")
    lines, starts = text.split("\n"), line_starts(text)
    found = []
    for line in output.splitlines():
        row = json.loads(line)
        if row.get("type") == "typo":
            number = row["line_num"] - 1
            at = starts[number] + len(lines[number].encode()[: row["byte_offset"]].decode("utf-8", "ignore"))
            found.append(Found(at, at + len(row["typo"]), (row["corrections"] or [""])[0]))
    return Result(found, seconds)


def run_harper(path: Path, folder: Path) -> Result:
    """Harper's spelling and mistakes of all kinds but style, in a warm process of its own."""
    script = folder / "preflight-benchmark.mjs"
    script.write_text(HARPER, encoding="utf-8")
    output, _ = run("node", str(script), str(path))
    answer = json.loads(output.splitlines()[-1])
    quiet = {"Style", "Readability", "Enhancement", "Formatting", "WordChoice"}
    found = [
        Found(lint["start"], lint["end"], (lint["meant"] or [""])[0])
        for lint in answer["lints"]
        if lint["kind"] not in quiet
    ]
    return Result(found, answer["seconds"])


def line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


if __name__ == "__main__":
    raise SystemExit(main())
