"""Action, templates and workflows against their schemas, and against what a security audit says of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-actions", "action.yml"),
        ("vendor.github-workflows", ".github/workflows/tests.yml"),
        ("vendor.gitlab-ci", "ci/gitlab.yml"),
    ],
)
def test_valid_by_its_schema(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_audit_finds_nothing() -> None:
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent)) or shutil.which("zizmor")
    assert program is not None
    files = [str(ROOT / "action.yml"), str(ROOT / ".github/workflows/tests.yml")]
    done = subprocess.run([program, "--offline", "--quiet", *files], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_scripts_are_well_formed() -> None:
    subprocess.run(["bash", "-n", str(ROOT / "ci/github.sh")], check=True)
