"""OLD as a commit: pages are read from the repository, and the renames that it records count as evidence."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from preflight.cli import main
from preflight.moved.history import renames

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
LIST = "flour water salt oven crust morning village river stone bridge market window ladder garden apple"
WORDS = LIST.split()


def prose(seed: int, words: int = 80) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def git(folder: Path, *arguments: str) -> None:
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@oak.example", "GIT_COMMITTER_NAME": "a",
                "GIT_COMMITTER_EMAIL": "a@oak.example", "GIT_CONFIG_GLOBAL": os.devnull}  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **identity})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A page that was moved in one commit and rewritten, bit by bit, in the next ones."""
    git(tmp_path, "init", "-q")
    page = tmp_path / "docs" / "rye.md"
    page.parent.mkdir()
    page.write_text(f"# Rye\n\n{prose(1)}\n", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text(f"# Breads\n\n{prose(2)}\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "tag", "old")
    git(tmp_path, "mv", "docs/rye.md", "docs/dark-loaf.md")
    git(tmp_path, "commit", "-q", "-m", "two")
    (tmp_path / "docs" / "dark-loaf.md").write_text(f"# Our dark loaf\n\n{prose(5)}\n", encoding="utf-8")
    git(tmp_path, "commit", "-q", "-am", "three")
    return tmp_path


def test_renames_are_followed_through_later_edits(repository: Path) -> None:
    assert renames("old", "HEAD", repository / "docs") == {"rye.md": "dark-loaf.md"}


def test_a_recorded_rename_is_evidence(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    assert main(["redirects", "git:old", "docs", "--format", "json"]) == 0
    (move,) = json.loads(capsys.readouterr().out)["moves"]
    assert (move["from"], move["to"]) == ("/rye", "/dark-loaf")
    assert "renamed in the repository's history" in move["evidence"]


@pytest.mark.parametrize("name", ["--output=x", "a b", "", "-x"])
def test_what_is_no_revision_is_not_asked_about(repository: Path, name: str) -> None:
    assert renames(name, "HEAD", repository) == {}
