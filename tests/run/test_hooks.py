"""The hooks as pre-commit runs them: on which files, with which arguments, and what they hold back."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
from pathlib import Path

import pytest
import yaml

from preflight.cli import main

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}


def run(name: str, *files: str) -> int:
    """What pre-commit would start, less the installed program's name."""
    program, *arguments = shlex.split(HOOKS[name]["entry"])
    assert program == "preflight"
    return main([*arguments, "--no-config", *files])


@pytest.mark.parametrize("name", ["preflight", "preflight-links"])
@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("index.html", True), ("docs/a b.htm", True), ("issues/2026-11-24.eml", True), ("README.md", True),
        ("posts/été.markdown", True), ("script.js", False), ("page.html.bak", False), ("htmlx", False),
        ("a.css", False), ("image.png", False), ("eml", False),
    ],
)  # fmt: skip
def test_the_files_that_are_looked_at(name: str, file: str, wanted: bool) -> None:
    assert bool(re.search(HOOKS[name]["files"], file)) is wanted


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_one_process_at_a_time(hook: dict) -> None:
    assert hook["require_serial"] is True
    assert hook["language"] == "python"


def test_a_planted_mistake_is_held_back_and_its_repair_passes(write) -> None:
    write({"page.html": "<html lang=en><title>Parcels</title><p>We recieve parcels.</p>"})
    assert run("preflight", "page.html") == 1
    write({"page.html": "<html lang=en><title>Parcels</title><p>We receive parcels.</p>"})
    assert run("preflight", "page.html") == 0


def test_fifty_files_without_any_socket(write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("the hook opened a connection")

    names = [f"page{number}.html" for number in range(50)]
    text = '<html lang=en><title>Page {}</title><p>Number {}: <a href="https://mill.example/{}">our mill</a>.</p>'
    write({name: text.format(number, number, number) for number, name in enumerate(names)})
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run("preflight", *names) == 0


def test_a_lost_address_is_held_back_before_the_commit(write) -> None:
    menu = "<nav><a href='/about/'>About</a></nav>"
    folder = write(
        {
            "public/index.html": f"<html lang=en><title>Home</title>{menu}<p>Welcome to the mill.</p>",
            "public/about/index.html": f"<html lang=en><title>About</title>{menu}<p>We have milled since 1840.</p>",
        }
    )
    git = ["git", "-c", "user.name=Jo", "-c", "user.email=jo@example.com", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    assert run("preflight-slugs", "public") == 0
    (folder / "public/about").rename(folder / "public/about-us")
    assert run("preflight-slugs", "public") == 1
