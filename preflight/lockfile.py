"""The lock file's form, and which site a lock file is of. ``preflight.parse.lock`` reads it."""

from __future__ import annotations

import os
from pathlib import Path

FILE_NAME = "preflight.lock"
MARK = "# preflight.lock 1"
SITE = "# site: "
COLUMNS = (
    "address", "to", "title", "description", "heading", "h1", "robots", "canonical", "og:image", "closed", "anchors",
    "words", "text",
)  # fmt: skip
"""``to`` is where a redirect leads; ``closed`` tells that robots.txt or a header keeps search engines away; ``anchors``
are the places inside the page that links of the site lead to; ``text`` is what the page is known by elsewhere."""

LONGEST_HEAD = 2000


def head_of(site: str, file: Path) -> list[str]:
    """The lines for people."""
    return [
        MARK,
        f"{SITE}{_relative(site, file)}",
        "# The addresses of this site, as it was approved. Written by “preflight snapshot”, and by nothing else.",
    ]


def belongs_to(file: Path, site: str) -> bool:
    """Whether the lock file is a snapshot of that site."""
    try:
        with file.open(encoding="utf-8", errors="replace") as stream:
            lines = stream.read(LONGEST_HEAD).split("\n")
    except OSError:
        return False
    return lines[0] == MARK and len(lines) > 1 and lines[1] == f"{SITE}{_relative(site, file)}"


def beside(site: str, folders: tuple[Path, ...]) -> Path | None:
    """The site's own lock file in one of these folders."""
    return next((folder / FILE_NAME for folder in folders if belongs_to(folder / FILE_NAME, site)), None)


def _relative(site: str, file: Path) -> str:
    return Path(os.path.relpath(Path(site).resolve(), file.parent.resolve())).as_posix()
