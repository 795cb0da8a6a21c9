"""Folders as a reader of the documentation would have them, and stand-ins for programs that need a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
GIT = ["git", "-c", "user.name=Jo", "-c", "user.email=jo@example.com", "-c", "init.defaultBranch=main"]

PREFLIGHT = f"""#!/bin/sh
# The real program (preflight.cli), but nothing is opened.
case "$1 $*" in
  *--offline*) ;;
  "check "*) shift; set -- check --offline "$@" ;;
esac
exec "{sys.executable}" -m preflight "$@"
"""
PYTHON = """#!/bin/sh
# Makes no real environment and installs nothing.
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && ln -sf "$STAND_INS/preflight" "$STAND_INS/pip" "$3/bin/" ;;
  "-m pip install "*) ;;
  *) exit 64 ;;
esac
"""
HUGO = """#!/bin/sh
rm -rf public && cp -R built public
"""
PIP = """#!/bin/sh
test "$1" = install && test "$2" = preflight-send
"""
OPEN = """#!/bin/sh
test -s "$1"
"""


@pytest.fixture
def bash(tmp_path: Path, lexicon_cache: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run commands as a reader would, in the folder ``tmp_path / "here"``."""
    stand_ins = tmp_path / "bin"
    stand_ins.mkdir()
    programs = {
        "preflight": PREFLIGHT, "python3": PYTHON, "python": PYTHON, "hugo": HUGO, "pip": PIP, "open": OPEN
    }  # fmt: skip
    for name, text in programs.items():
        (stand_ins / name).write_text(text, encoding="utf-8")
        (stand_ins / name).chmod(0o755)
    (tmp_path / "here").mkdir(exist_ok=True)
    settings = {
        **os.environ, "PATH": f"{stand_ins}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "STAND_INS": str(stand_ins), "PREFLIGHT_CACHE": str(lexicon_cache), "PREFLIGHT_USER": str(tmp_path / "user"),
        "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip

    def run(commands: str) -> subprocess.CompletedProcess[str]:
        script = tmp_path / "here" / "block.sh"
        script.write_text(f"set -eu\n{commands}", encoding="utf-8")
        command = ["bash", str(script)]
        done = subprocess.run(
            command, cwd=script.parent, env=settings, capture_output=True, encoding="utf-8", check=False
        )
        script.unlink()
        return done

    return run


@pytest.fixture
def prepared(tmp_path: Path) -> Callable[[str], None]:
    """Make the folder that a page supposes to be there."""
    return lambda name: _prepare(name, tmp_path / "here")


def _prepare(name: str, here: Path) -> None:
    here.mkdir(exist_ok=True)
    if name == "newsletter":
        shutil.copytree(EXAMPLES / "newsletter", here, dirs_exist_ok=True)
    elif name == "desktop":
        for folder, issue in (("inbox", "2026-11-24.eml"), ("sent", "2026-11-17.eml")):
            (here / folder).mkdir()
            shutil.copy(EXAMPLES / "newsletter" / issue, here / folder)
    elif name == "repository":
        shutil.copytree(EXAMPLES / "site/before", here / "public")
        shutil.copytree(EXAMPLES / "site/before", here / "built")
        (here / "content").mkdir()
        _commit(here)
    elif name == "old site":
        shutil.copytree(EXAMPLES / "site/before", here / "public")
        page = here / "public/about/index.html"
        page.write_text(
            page.read_text(encoding="utf-8").replace("</main>", "<p>We recieve plants.</p></main>"), encoding="utf-8"
        )
        shutil.copytree(here / "public", here / "live")
    elif name == "clients":
        text = "# Bread of the week\n\nA loaf that keeps until Sunday.\n"
        for file in ("clients/bramblewick/issue.md", "inbox/issue.md"):
            (here / file).parent.mkdir(parents=True)
            (here / file).write_text(text, encoding="utf-8")
        (here / "preflight.toml").write_text('clients = ["clients/*"]\n', encoding="utf-8")
        (here / "clients/bramblewick/preflight.toml").write_text('site = "bramblewick.example"\n', encoding="utf-8")
        shutil.copytree(EXAMPLES / "site/before", here / "clients/brook-and-bean/build")
        (here / "clients.toml").write_text(
            '[[client]]\nfolder = "clients/bramblewick"\ntarget = "issue.md"\n'
            '[[client]]\nfolder = "clients/brook-and-bean"\ntarget = "build"\n',
            encoding="utf-8",
        )
    elif name == "moves":
        for old, new in (("old-build", "before"), ("new-build", "after"), ("public", "after")):
            shutil.copytree(EXAMPLES / "site" / new, here / old)
        shutil.copy(EXAMPLES / "sheet/before.csv", here)
        shutil.copy(EXAMPLES / "sheet/after.csv", here)
        (here / ".htaccess").write_text("Redirect 301 /shop/ /pricing/\n", encoding="utf-8")
        shutil.rmtree(here / "public")
        shutil.copytree(EXAMPLES / "site/before", here / "public")
        _commit(here)
        subprocess.run([*GIT, "tag", "v1.2"], cwd=here, check=True)
        shutil.rmtree(here / "public")
        shutil.copytree(EXAMPLES / "site/after", here / "public")
    else:
        assert not name, f"no such setup: {name}"


def _commit(here: Path) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run([*GIT, *command], cwd=here, check=True)
