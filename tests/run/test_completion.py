"""Completion in shells: bash is asked for real, the others where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ASK = """
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMPREPLY=()
ask="$(complete -p preflight)"; ask="${ask##*-F }"; ask="${ask%% *}"
"$ask" preflight "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def answers(folder: Path, preflight: Callable[..., Any]) -> Callable[..., set[str]]:
    """What bash offers once these words are typed and TAB is pressed."""
    outcome = preflight("completion", "bash")
    assert outcome.code == 0
    (folder / "completion.bash").write_text(outcome.out, encoding="utf-8")

    def ask(*words: str) -> set[str]:
        command = ["bash", "--norc", "-c", ASK, "bash", "completion.bash", "preflight", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        return set(done.stdout.split())

    return ask


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered", "not_offered"),
    [
        ([""], {"check", "doctor", "completion"}, set()),
        (["ch"], {"check", "checklist"}, {"doctor"}),
        (["check", "--ag"], {"--against"}, {"--format"}),
        (["check", "--kind", "e"], {"email"}, {"site"}),
        (["check", "--format", "s"], {"sarif"}, {"json"}),
        (["explain", "links.bro"], {"links.broken"}, {"dates.past"}),
        (["words", ""], {"add", "remove", "suggest"}, set()),
        (["completion", "f"], {"fish"}, {"bash"}),
    ],
)
def test_bash_completes(answers, words: list[str], offered: set[str], not_offered: set[str]) -> None:
    found = answers(*words)
    assert offered <= found
    assert not not_offered & found


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_the_names_of_files(answers, write) -> None:
    write({"weekly.eml": "", "week-before.eml": ""})
    assert {"weekly.eml", "week-before.eml"} <= answers("check", "wee")
    assert {"weekly.eml"} <= answers("check", "--against", "weekl")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_can_read_its_own(shell: str, folder: Path, preflight: Callable[..., Any]) -> None:
    outcome = preflight("completion", shell)
    assert outcome.code == 0
    assert "check" in outcome.out
    assert "links.broken" in outcome.out
    if program := shutil.which(shell):
        (folder / "script").write_text(outcome.out, encoding="utf-8")
        subprocess.run([program, "-n", "script"], cwd=folder, check=True)
