"""A folder or a file as a commit has it: ``git:HEAD~1``, ``git:v1.2``, ``git:gh-pages:docs``.

Read with git's plumbing alone: ``ls-tree`` and ``cat-file --batch`` print objects as they are stored. No hook, filter,
textconv or pager of the checked repository runs, nothing is checked out, and no missing object is fetched: its
configuration is a stranger's text. Git's own refusal of repositories that belong to somebody else stays as it is.

See git(1), gitprotocol and ``safe.bareRepository`` in git-config(1); a partial clone would otherwise run the program
that its ``remote.*.uploadpack`` names as soon as a missing object is read.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from preflight.sources.tree import LARGEST_TREE, MOST_FILES, UnusableError, misplaced

PREFIX = "git:"
PATIENCE = 120
"""Seconds that one question to git may take."""

AHEAD, AHEAD_BYTES = 200, 16_000_000
"""Files that are read together, and how many bytes they may have: starting git costs more than reading."""

_SAFELY = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
    "-c", "core.sshCommand=false", "-c", "core.pager=cat", "-c", "safe.bareRepository=explicit",
    "--no-pager", "--no-replace-objects", "--literal-pathspecs",
)  # fmt: skip


class Commit:
    """The files of a folder in a commit. Raises UnusableError when there is no such commit or folder.

    ``reference`` is what follows ``git:``; ``beside`` is the checked folder or file, which says which repository and,
    unless the reference names a path of its own, which folder. ``content`` is set, and ``sizes`` empty, when the path
    is a file's.
    """

    def __init__(self, reference: str, beside: Path) -> None:
        self._folder = beside if beside.is_dir() else beside.parent
        revision, colon, path = reference.partition(":")
        if not revision or revision.startswith("-") or any(character <= " " for character in reference):
            raise UnusableError("names no commit: write git:HEAD~1, git:main or git:main:folder")
        try:
            inside = self._ask("rev-parse", "--show-prefix").decode("utf-8", "replace").rstrip("\n")
        except UnusableError as error:
            raise UnusableError(f"cannot be read: {error}") from None
        path = path.strip("/") if colon else (inside + ("" if beside.is_dir() else beside.name)).strip("/")
        if path and misplaced(path):
            raise UnusableError(f"names a folder outside of the repository: “{path}”")
        commit = self._object(f"{revision}^{{commit}}")
        if not commit:
            raise UnusableError(f"is not known in this repository: there is no commit “{revision}”")
        tree = self._object(f"{commit}:{path}")
        if not tree:
            raise UnusableError(
                f"has no “{path}”: if that is built and not committed, name the commit and the folder, git:REF:FOLDER"
            )
        self.sizes: dict[str, int] = {}
        self._blobs: dict[str, str] = {}
        self._read_ahead: dict[str, bytes] = {}
        self.content: bytes | None = None
        self.path = path
        if self._ask("cat-file", "-t", tree).strip() == b"blob":
            self.content = self._contents([tree]).get(tree, b"")
        else:
            self._list(tree)

    def read(self, name: str) -> bytes:
        """One file's bytes, and those that are likely to be asked for next. Raises OSError."""
        if name not in self._read_ahead:
            self._read_ahead = self._window(name)
        return self._read_ahead.pop(name)

    def _window(self, name: str) -> dict[str, bytes]:
        names, total = [name], self.sizes[name]
        at = self._order[name]
        for other in self._names[at + 1 : at + AHEAD]:
            total += self.sizes[other]
            if total > AHEAD_BYTES:
                break
            names.append(other)
        try:
            found = self._contents([self._blobs[other] for other in names])
        except UnusableError as error:
            raise OSError(str(error)) from error
        if self._blobs[name] not in found:
            raise OSError("not in the repository: it is a partial or a damaged copy")
        return {other: found[self._blobs[other]] for other in names if self._blobs[other] in found}

    def _list(self, tree: str) -> None:
        listing = self._ask("ls-tree", "-r", "-z", "-l", "--full-tree", tree)
        for entry in listing.split(b"\0"):
            about, tab, raw = entry.partition(b"\t")
            pieces = about.split()
            if not tab or len(pieces) != 4 or pieces[1] != b"blob" or pieces[0] == b"120000":
                continue  # a link or another repository
            name = raw.decode("utf-8", "surrogateescape")
            if misplaced(name):
                continue
            self.sizes[name] = int(pieces[3]) if pieces[3].isdigit() else 1  # "-": a partial copy lacks it
            self._blobs[name] = pieces[2].decode("ascii")
        if len(self.sizes) > MOST_FILES or sum(self.sizes.values()) > LARGEST_TREE:
            raise UnusableError("holds more than any site has, and was not read")
        self._names = sorted(self.sizes)
        self._order = {name: at for at, name in enumerate(self._names)}

    def _object(self, name: str) -> str:
        """The object's id, or nothing when there is none."""
        try:
            found = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        except UnusableError:
            return ""
        return found.decode("ascii", "replace").strip().splitlines()[-1] if found.strip() else ""

    def _contents(self, ids: list[str]) -> dict[str, bytes]:
        answer = self._ask("cat-file", "--batch", given="".join(f"{one}\n" for one in ids).encode())
        found: dict[str, bytes] = {}
        at = 0
        for one in ids:
            end = answer.find(b"\n", at)
            pieces = answer[at:end].split()
            if end < 0 or len(pieces) != 3 or not pieces[2].isdigit():  # "… missing"
                at = end + 1 if end >= 0 else len(answer)
                continue
            size = int(pieces[2])
            found[one] = answer[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def _ask(self, *command: str, given: bytes = b"") -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 – fixed words, an object's name behind --end-of-options
                ["git", *_SAFELY, *command],  # noqa: S607 – the user's own git
                cwd=self._folder, input=given, capture_output=True, env=_environment(), timeout=PATIENCE, check=False,
            )  # fmt: skip
        except FileNotFoundError as error:
            raise UnusableError("git is not installed") from error
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            raise UnusableError("git did not answer") from error
        if done.returncode:
            raise UnusableError(_complaint(done.stderr))
        return done.stdout


def _environment() -> dict[str, str]:
    """The user's environment without what points git elsewhere (a hook sets some), and with all doors shut."""
    kept = {
        key: text
        for key, text in os.environ.items()
        if not key.startswith("GIT_") or key.startswith("GIT_CONFIG_") or key == "GIT_CEILING_DIRECTORIES"
    }
    return {
        **kept,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ATTR_NOSYSTEM": "1",
        "LC_ALL": "C",
    }


def _complaint(text: bytes) -> str:
    """Git's own sentence in ours."""
    said = text.decode("utf-8", "replace")
    if "dubious ownership" in said:
        return "the repository belongs to another user, and git does not trust it"
    if "not a git repository" in said:
        return "the checked folder is in no git repository"
    return "git reports an error"
