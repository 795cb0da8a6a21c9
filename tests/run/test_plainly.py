"""No page of the desk speaks of options, commands or exit codes: every sentence that the program can say is tried."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from preflight.desk.plainly import COMMAND, OPTION, gap, plainly
from preflight.patterns import regex

PROGRAM = Path(__file__).parents[2] / "preflight"
TERMINAL = (
    "arguments.py", "baseline.py", "cli.py", "cluster.py", "commands", "completion.py", "doctor.py", "fleet.py",
    "lockfile.py", "manual.py", "moved", "output.py", "renames", "schema.py", "snapshot.py", "subcommands.py",
    "testing.py", "trail/log.py", "usage.py", "start.py", "desk/checks.py", "desk/serve.py", "desk/plainly.py",
    "desk/install.py", "desk/running.py", "sources/repository.py",
    "reporters/fleet.py", "supervise/processes.py",
)  # fmt: skip
"""What is said at the terminal alone, or to another program."""
SPOKEN = regex(r"(?<![\w-])--[a-z][a-z-]+|\bpreflight [a-z]+ ?(?=[A-Z\"{]|$)|exit code")


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the program that is no docstring, with where it stands; what is put into it is ``X``."""
    for file in sorted(PROGRAM.rglob("*.py")):
        name = file.relative_to(PROGRAM).as_posix()
        if name in TERMINAL or name.partition("/")[0] in TERMINAL:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.Expr) or _is_page(node):
                for child in _texts(node):
                    inside.add(id(child))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                inside.update(id(value) for value in node.values)
                text = "".join(str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values)
                yield f"{name}:{node.lineno}", text
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                yield f"{name}:{node.lineno}", node.value


def _texts(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and the page of a rule (its third argument), which the desk does not show."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Call):
        yield from (one for argument in node.args[2:3] for one in ast.walk(argument))


def _is_page(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Rule"


FOUND = [(where, text) for where, text in sentences() if SPOKEN.search(text) and " " in text and "\n" not in text]


def test_there_is_something_to_say_otherwise() -> None:
    assert len(FOUND) > 15


@pytest.mark.parametrize(("where", "text"), FOUND, ids=[where for where, _ in FOUND])
def test_no_sentence_of_the_program_brings_an_option_to_the_desk(where: str, text: str) -> None:
    told = plainly(text)
    assert not OPTION.search(told), told
    assert not COMMAND.search(told), told
    assert "exit code" not in told
    assert told.count("(") == told.count(")"), told
    assert not told.rstrip().endswith((":", ",", "(", ";")) or text.rstrip().endswith((":", ",", "(", ";")), told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "If it is right, add it to the client's words: preflight words add Brumwick",
            "If it is right, add it to this client's dictionary.",
        ),
        ("goes out Tue 24 Nov 2026 (your --send-date)", "goes out Tue 24 Nov 2026 (the day you gave)"),
        ("assumed to be the final email: say otherwise with --state", "taken for the final email"),
        ("something new: see it with --whatever, or not", "something new: or not"),
        ("“--state” is no word", "“--state” is no word"),
        ("“preflight check --offline” stands there", "“preflight check --offline” stands there"),
        ("a dash -- and two", "a dash -- and two"),
        ("crashed (exit code 1)", "crashed"),
        ("not opened: the check ran offline", "not opened: “Open the links, too” was not ticked"),
    ],
)
def test_what_the_desk_says_instead(said: str, told: str) -> None:
    assert plainly(said) == told


def test_gaps_are_named_in_words() -> None:
    assert gap("links — not opened: offline") == "Links: not opened: offline"
    assert gap("slugs — there is nothing to compare with") == "Addresses of pages: there is nothing to compare with"
    assert gap("no dash") == "no dash"
