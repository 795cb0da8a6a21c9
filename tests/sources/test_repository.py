"""The previous build as a commit has it. Nothing of the repository runs, whatever its configuration says."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[dict[str, str | bytes]], Path]
Run = Callable[..., Any]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ("-c", "user.name=Wren", "-c", "user.email=wren@example.com", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *identity, *words], cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout.decode()


def commit(folder: Path) -> None:
    git(folder, "init", "-q", ".")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "as it was")


@pytest.fixture
def repository(write: Write, shop: Any) -> Path:
    """``public`` was committed as it was before, and is now as it is after the edit."""
    folder = write(shop.below("public", shop.before))
    commit(folder)
    git(folder, "tag", "v1")
    shutil.rmtree(folder / "public")
    return write(shop.below("public", shop.after))


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ["git:HEAD", "git:v1", "git:main", "git:HEAD:public", "git:main:public/"])
def test_the_same_folder_in_a_commit(name: str, compare: Run, shop: Any) -> None:
    outcome = compare("public", name)
    assert outcome.code == 1
    assert shop.moved(outcome) == shop.both


def test_from_within_the_folder(repository: Path, compare: Run, shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "public")
    assert shop.moved(compare(".", "git:HEAD")) == shop.both


def test_a_branch_that_holds_the_built_site_at_its_root(write: Write, compare: Run, shop: Any) -> None:
    folder = write(shop.before)
    commit(folder)
    git(folder, "branch", "gh-pages")
    write(shop.below("dist", shop.after))
    assert shop.moved(compare("dist", "git:gh-pages:")) == shop.both


def test_a_sheet_in_a_commit(write: Write, compare: Run) -> None:
    folder = write({"pages.csv": "id,slug,title\n1,chairs,Chairs\n2,tables,Tables\n"})
    commit(folder)
    write({"pages.csv": "id,slug,title\n1,chairs,Chairs\n2,dining-tables,Tables\n"})
    outcome = compare("pages.csv", "git:HEAD")
    assert [found["suggestions"] for found in outcome.report["findings"]] == [["tables"]]


def test_a_committed_redirect_counts(write: Write, compare: Run, shop: Any) -> None:
    folder = write(shop.below("public", {**shop.before, "_redirects": "/old /chairs/ 301\n/older /tables/ 301\n"}))
    commit(folder)
    outcome = compare("public", "git:HEAD")
    assert outcome.code == 0


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("git:nosuch", "there is no commit “nosuch”"),
        ("git:", "names no commit"),
        ("git:--upload-pack=touch hacked", "names no commit"),
        ("git:-h", "names no commit"),
        ("git:HEAD\n:x", "names no commit"),
        ("git:HEAD:nosuch", "has no “nosuch”"),
        ("git:HEAD:../..", "outside of the repository"),
        ("git:v1^{tree}", "there is no commit"),
    ],
)
def test_what_is_no_commit_is_said(name: str, why: str, compare: Run, shop: Any) -> None:
    outcome = compare("public", name)
    assert outcome.code == 3
    assert any(why in reason for reason in shop.reasons(outcome)), shop.reasons(outcome)


def test_a_folder_in_no_repository(write: Write, compare: Run, shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(shop.below("public", shop.after))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    outcome = compare("public", "git:HEAD")
    assert outcome.code == 3
    assert any("in no git repository" in reason for reason in shop.reasons(outcome))


def test_a_hostile_repository_runs_nothing(repository: Path, compare: Run, shop: Any) -> None:
    trap = f"touch {repository}/hacked"
    for key in (
        "core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "core.askPass", "diff.external",
        "diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean", "filter.x.process",
        "core.alternateRefsCommand", "uploadpack.packObjectsHook", "alias.ls-tree", "alias.cat-file",
        "remote.origin.uploadpack", "tar.tar.command",
    ):  # fmt: skip
        git(repository, "config", key, trap)
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.url", f"ext::sh -c '{trap}'")
    git(repository, "config", "protocol.ext.allow", "always")
    git(repository, "config", "core.hooksPath", str(repository / "hooks"))
    (repository / ".git" / "info" / "attributes").write_text("* filter=x diff=x text working-tree-encoding=UTF-16\n")
    hooks = repository / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-index-change", "fsmonitor-watchman"):
        (hooks / name).write_text(f"#!/bin/sh\n{trap}\n")
        (hooks / name).chmod(0o755)
    assert shop.moved(compare("public", "git:v1")) == shop.both
    blob = git(repository, "rev-parse", "v1:public/chairs/index.html").strip()
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()  # a partial clone would fetch it
    outcome = compare("public", "git:v1")
    assert any("partial or a damaged copy" in reason for reason in shop.reasons(outcome)), shop.reasons(outcome)
    assert not (repository / "hacked").exists()


def test_a_repository_within_the_build_is_not_asked(repository: Path, compare: Run, shop: Any) -> None:
    inner = repository / "public" / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "--bare", ".")
    (inner / "index.html").write_text("<title>Inner</title>")
    outcome = compare("public/inner", "git:HEAD")
    assert outcome.code == 3
    assert shop.reasons(outcome)


def test_links_and_odd_names_in_a_commit(write: Write, compare: Run, shop: Any) -> None:
    folder = write(shop.below("public", {**shop.before, "caf\u00e9 & co/index.html": "<title>Caf\u00e9</title>"}))
    (folder / "public" / "secrets.html").symlink_to("/etc/passwd")
    commit(folder)
    (folder / "public" / "secrets.html").unlink()
    assert compare("public", "git:HEAD").code == 0
