"""The guide “Get your email” for the documentation, from the same steps as the desk's page.

``python -m preflight.desk.guide docs/guides`` writes ``get-your-email.md`` and ``sketches/``; with ``--check`` it only
says whether they are as they would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from preflight.desk import sketches, steps
from preflight.desk.steps import Step, Steps

PAGE = "get-your-email.md"
FOLDER = "sketches"
HEAD = """\
<!-- Written by make docs from preflight/desk/steps.py. -->
# Get your email

Preflight reads the message as it was sent, with its subject, its sender and its links: a file that ends in `.eml` or
`.msg`. Send the test of your newsletter to yourself, and save it with your mail program. The desk shows the same under
*Get your email*.

Buttons move from one version to the next: if one is called differently, look for a word like it.
"""


def files() -> dict[str, str]:
    """Every file of the guide by its name."""
    made = {PAGE: _page()}
    for way in (*steps.PROGRAMS, *steps.PLATFORMS):
        made |= {f"{FOLDER}/{_name(step)}": sketches.file(step.kind, step.words) for step in way.steps}
    return made


def _page() -> str:
    parts = [HEAD, "## From your mail program\n", *map(_way, steps.PROGRAMS), "## From a sending platform\n"]
    return "\n".join([*parts, *map(_way, steps.PLATFORMS)])


def _way(way: Steps) -> str:
    lines = [f"### {way.name}", ""]
    lines += [f"Also: {way.other}.", ""] if way.other else []
    lines += [f"**{way.warning}**", ""] if way.warning else []
    for number, step in enumerate(way.steps, 1):
        told, _ = sketches.drawing(step.kind, step.words)
        lines += [f"{number}. {step.text}", "", f"    ![{told}]({FOLDER}/{_name(step)})", ""]
    return "\n".join(lines)


def _name(step: Step) -> str:
    words = steps.UNSAFE.sub("-", step.words.lower()).strip("-")
    return f"{step.kind}-{words}.svg" if words else f"{step.kind}.svg"


def main(arguments: Sequence[str]) -> int:
    """1 when the written guide is another one."""
    *options, folder = arguments
    root, made = Path(folder), files()
    there = [root / PAGE, *sorted((root / FOLDER).glob("*.svg"))]
    known = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in there if file.exists()}
    if "--check" in options:
        return int(known != made)
    (root / FOLDER).mkdir(exist_ok=True)
    for name in known.keys() - made.keys():
        (root / name).unlink()
    for name, text in made.items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
