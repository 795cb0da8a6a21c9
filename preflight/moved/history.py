"""Renames that a repository's history records between two commits, commit by commit.

Each commit's own renames are followed from the older commit to the newer one, so that a page that was moved, then
edited in later commits, is still known. Git's threshold is raised to 60 %: this is evidence, not a verdict.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 60
MOST = 50_000
"""Renames that are read."""

_SAFELY = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
    "-c", "core.sshCommand=false", "-c", "diff.external=", "--no-pager", "--no-replace-objects",
)  # fmt: skip


def renames(older: str, newer: str, beside: Path) -> Mapping[str, str]:
    """File name in the older commit → its name in the newer one, both from the folder's root; empty without git."""
    if any(name.startswith("-") or any(sign <= " " for sign in name) for name in (older, newer)):
        return {}
    command = [
        "git", *_SAFELY, "log", "--format=", "--reverse", "--no-ext-diff", "--no-textconv", "--relative", "-M60%",
        "--diff-filter=R", "--name-status", "-z", "-l20000", f"{older}..{newer}", "--",
    ]  # fmt: skip
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed program; both revisions are checked above
            command, cwd=beside if beside.is_dir() else beside.parent, capture_output=True, timeout=PATIENCE, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    words = [word.lstrip("\n") for word in answer.decode("utf-8", "surrogateescape").split("\0")]
    now: dict[str, str] = {}
    came: dict[str, str] = {}
    for status, old, new in zip(words[: MOST * 3 : 3], words[1::3], words[2::3], strict=False):
        if status.startswith("R"):
            first = came.pop(old, old)
            came[new] = first
            now[first] = new
    return now
