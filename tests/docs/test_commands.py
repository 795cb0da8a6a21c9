"""The documentation cannot lie: its commands run, and its configurations are accepted.

Programs that need a network have stand-ins (``conftest.py``); what cannot be run says so above it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WRITTEN = sorted(file for file in DOCS.rglob("*.md") if file.parent.name != "rules")
"""All pages but those that are made from the rules."""

SETUP = re.compile(r"<!-- setup: ([\w ]+) -->")
BLOCK = re.compile(
    r"^(?P<indent> *)(?:<!-- (?P<note>[^\n]*?) -->\n *)?```(?P<language>\w+)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the comment above it, its text, and the line it begins on."""

    page: str
    line: int
    language: str
    note: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def exit(self) -> str:
        return self.note.removeprefix("exit: ") if self.note.startswith("exit: ") else "0"

    @property
    def commands(self) -> str:
        """What a reader would type."""
        lines = [line for line in self.text.splitlines() if self.language != "console" or line.startswith("$ ")]
        return "\n".join(line.removeprefix("$ ") for line in lines)


def blocks(file: Path) -> Iterator[Block]:
    text = file.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        indent = len(match["indent"])
        inner = "\n".join(line[indent:] for line in match["text"].splitlines()) + "\n"
        line = text.count("\n", 0, match.start("text"))
        yield Block(file.relative_to(DOCS).as_posix(), line, match["language"], match["note"] or "", inner)


def setup(file: Path) -> str:
    found = SETUP.search(file.read_text(encoding="utf-8"))
    return found[1] if found else ""


BLOCKS = [block for file in WRITTEN for block in blocks(file)]
WITH_COMMANDS = [
    file
    for file in WRITTEN
    if any(block.language in ("console", "sh", "yaml", "json", "toml") for block in blocks(file)) and setup(file)
]


@pytest.mark.parametrize("file", WITH_COMMANDS, ids=lambda file: file.stem)
def test_the_commands_of_a_page_run(file: Path, prepared, bash) -> None:
    prepared(setup(file))
    ran = 0
    for block in blocks(file):
        for commands in shell(block):
            done = bash(commands)
            told = f"{block}\n{commands}\n{done.stdout}\n{done.stderr}"
            assert "preflight: " not in done.stderr or done.returncode == 0, told
            assert block.exit in ("any", str(done.returncode)), told
            ran += 1
    assert ran


def shell(block: Block) -> Iterator[str]:
    """What of a block a shell runs; nothing of one that says that it cannot be run."""
    if block.note.startswith("not run: "):
        return
    if block.language in ("console", "sh"):
        yield block.commands
    elif block.language == "yaml":
        for step in found(yaml.safe_load(block.text), ("run", "script")):
            yield "\n".join(step) if isinstance(step, list) else step
    elif block.language == "json":
        yield from found(json.loads(block.text), ("buildCommand",))
    elif block.language == "toml":
        yield from found(tomllib.loads(block.text), ("command",))


def found(value: Any, keys: tuple[str, ...]) -> Iterator[Any]:
    """The values of these keys, wherever they stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in keys:
                yield inner
            else:
                yield from found(inner, keys)
    elif isinstance(value, list):
        for inner in value:
            yield from found(inner, keys)


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "toml"], ids=str)
def test_a_configuration_is_accepted(block: Block, write, preflight) -> None:
    if "build" in tomllib.loads(block.text):
        return  # netlify.toml
    write({"preflight.toml": block.text, "page.md": "# Bread\n\nA loaf that keeps.\n", "content/a.md": "Bread\n"})
    outcome = preflight("check", "page.md", "--offline")
    assert outcome.code == 0, outcome.out + outcome.err


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.language == "yaml"], ids=str
)  # fmt: skip
def test_pipelines_are_valid(block: Block, tmp_path: Path) -> None:
    written = yaml.safe_load(block.text)
    if "repos" in written:
        shipped = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        used = {hook["id"] for repository in written["repos"] for hook in repository["hooks"]}
        assert used <= {hook["id"] for hook in shipped}
        return
    schema = "vendor.github-workflows" if "jobs" in written else "vendor.gitlab-ci"
    if "steps" in written:
        return  # a part of a job
    file = tmp_path / "pipeline.yml"
    file.write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_inputs_of_the_action_exist() -> None:
    known = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    for block in BLOCKS:
        if block.language == "yaml":
            for step in found(yaml.safe_load(block.text), ("steps",)):
                for one in step:
                    if str(one.get("uses", "")).startswith("preflight-send/"):
                        assert set(one["with"]) <= set(known), block


def test_every_block_with_commands_is_run_or_says_why_not() -> None:
    for file in WRITTEN:
        for block in blocks(file):
            runs = block.language in ("console", "sh", "bat")
            assert not runs or setup(file) or block.note.startswith("not run: "), block
