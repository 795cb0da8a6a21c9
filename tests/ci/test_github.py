"""The script of the GitHub action, with a stand-in for GitHub's own program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GOOD = "<html lang=en><title>Parcels</title><p>We receive parcels.</p>"
BAD = GOOD.replace("receive", "recieve")
GIT = ["git", "-c", "user.name=Jo", "-c", "user.email=jo@example.com", "-c", "init.defaultBranch=main"]

GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$GH_LOG"
for word in "$@"; do case "$word" in body=@*) cp "${word#body=@}" "$GH_BODY" ;; esac; done
while [ $# -gt 0 ]; do if [ "$1" = --body-file ]; then cp "$2" "$GH_BODY"; fi; shift; done
cat "$GH_ANSWER" 2>/dev/null || true
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone whose origin has one commit: a page that is fine, and a configuration."""
    origin = tmp_path / "origin"
    (origin / "site").mkdir(parents=True)
    (origin / "site/index.html").write_text(GOOD, encoding="utf-8")
    (origin / "preflight.toml").write_text("", encoding="utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run([*GIT, *command], cwd=origin, check=True)
    subprocess.run([*GIT, "clone", "-q", str(origin), "clone"], cwd=tmp_path, check=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(GH, encoding="utf-8")
    (tmp_path / "bin/gh").chmod(0o755)
    (tmp_path / "bin/preflight").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m preflight "$@"\n', encoding="utf-8")
    (tmp_path / "bin/preflight").chmod(0o755)
    (tmp_path / "temp").mkdir()
    return tmp_path / "clone"


def run(clone: Path, lexicon_cache: Path, **environment: str) -> tuple[int, str, str, str]:
    """Exit code, what it printed, the calls of ``gh``, and the body that was written."""
    folder = clone.parent
    settings = {
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder),
        "RUNNER_TEMP": str(folder / "temp"),
        "PYTHONPATH": str(ROOT), "PREFLIGHT_CACHE": str(lexicon_cache), "GH_LOG": str(folder / "log"),
        "GH_BODY": str(folder / "body"), "GH_ANSWER": str(folder / "answer"), "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "GITHUB_REPOSITORY": "mill/site", "TARGET": "site",
        "ARGUMENTS": "--offline", "COMMENT": "true", "ISSUE": "true", "GITHUB_EVENT_NAME": "push",
    }  # fmt: skip
    command = ["bash", str(ROOT / "ci/github.sh")]
    done = subprocess.run(
        command, cwd=clone, env=settings | environment, capture_output=True, encoding="utf-8", check=False
    )
    log, body = (
        (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else "" for name in ("log", "body")
    )
    return done.returncode, done.stdout + done.stderr, log, body


def pull_request(clone: Path) -> dict[str, str]:
    base = subprocess.run(["git", "rev-parse", "origin/main"], cwd=clone, capture_output=True, check=True).stdout
    return {"PULL_REQUEST": "7", "IS_FORK": "false", "BASE": base.decode().strip(), "GITHUB_EVENT_NAME": "pull_request"}


def test_a_mistake_in_a_pull_request_is_marked_commented_and_fails(repository: Path, lexicon_cache: Path) -> None:
    (repository / "site/index.html").write_text(BAD, encoding="utf-8")
    code, out, log, body = run(repository, lexicon_cache, **pull_request(repository))
    assert code == 1, out
    assert "::error title=preflight spelling.misspelling,file=site/index.html,line=1" in out
    assert "--method POST repos/mill/site/issues/7/comments" in log
    assert body.startswith("<!-- preflight -->\n## ❌ Do not publish yet")
    assert "verdict=FAIL" in (repository.parent / "output").read_text()
    assert "recieve" in (repository.parent / "summary.md").read_text(encoding="utf-8")


def test_the_earlier_comment_is_replaced(repository: Path, lexicon_cache: Path) -> None:
    (repository.parent / "answer").write_text("4711\n")
    code, _, log, body = run(repository, lexicon_cache, **pull_request(repository))
    assert code == 0
    assert "--method PATCH repos/mill/site/issues/comments/4711" in log
    assert "✅ Ready to publish" in body


def test_a_change_that_was_always_fine_gets_no_comment(repository: Path, lexicon_cache: Path) -> None:
    code, _, log, _ = run(repository, lexicon_cache, **pull_request(repository))
    assert code == 0
    assert "POST" not in log


def test_a_fork_gets_the_summary_only(repository: Path, lexicon_cache: Path) -> None:
    (repository / "site/index.html").write_text(BAD, encoding="utf-8")
    code, _, log, _ = run(repository, lexicon_cache, **pull_request(repository) | {"IS_FORK": "true"})
    assert code == 1
    assert log == ""


def test_a_pull_request_cannot_excuse_itself(repository: Path, lexicon_cache: Path) -> None:
    (repository / "site/index.html").write_text(BAD, encoding="utf-8")
    (repository / "preflight.toml").write_text('ignore = ["spelling"]\n', encoding="utf-8")
    assert run(repository, lexicon_cache, **pull_request(repository))[0] == 1


def test_what_was_wrong_before_is_not_the_pull_requests_fault(repository: Path, lexicon_cache: Path) -> None:
    origin = repository.parent / "origin"
    (origin / "site/index.html").write_text(BAD, encoding="utf-8")
    subprocess.run([*GIT, "commit", "-qam", "a mistake"], cwd=origin, check=True)
    subprocess.run([*GIT, "pull", "-q"], cwd=repository, check=True)
    (repository / "site/about.html").write_text(GOOD.replace("Parcels", "About"), encoding="utf-8")
    code, out, _, _ = run(repository, lexicon_cache, **pull_request(repository))
    assert code == 0, out


def test_a_schedule_keeps_one_issue(repository: Path, lexicon_cache: Path) -> None:
    (repository / "site/index.html").write_text(BAD, encoding="utf-8")
    _, _, log, body = run(repository, lexicon_cache, GITHUB_EVENT_NAME="schedule")
    assert "issue create --repo mill/site --title preflight: site" in log
    assert body.startswith("<!-- preflight --> site\n")
    (repository.parent / "answer").write_text("12\n")
    _, _, log, _ = run(repository, lexicon_cache, GITHUB_EVENT_NAME="schedule")
    assert "issue edit --repo mill/site 12" in log
    (repository / "site/index.html").write_text(GOOD, encoding="utf-8")
    code, _, log, _ = run(repository, lexicon_cache, GITHUB_EVENT_NAME="schedule")
    assert code == 0
    assert "issue close --repo mill/site 12" in log


def test_wrong_options_are_no_verdict(repository: Path, lexicon_cache: Path) -> None:
    code, out, log, _ = run(repository, lexicon_cache, ARGUMENTS="--no-such-option")
    assert code == 2
    assert "there is no option --no-such-option" in out
    assert log == ""


def test_inputs_reach_the_script_by_its_environment_only() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "@" not in step.get("uses", "") or len(step["uses"].partition("@")[2].split()[0]) == 40
