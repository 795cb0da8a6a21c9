"""Wrong usage, told in one line with the nearest valid name: the reader may never have seen a terminal."""

from __future__ import annotations

import argparse
import os
import sys

TYPE_CHECKING = False  # importing typing takes as long as all the rest of --help
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, NoReturn

USAGE = 2
argparse._ = lambda text: text  # type: ignore[attr-defined]
"""argparse would look for translations of its few words, of which we have none, and load ``locale`` for it: a twentieth
of the time that --help takes."""
FEW = 8
"""Choices that are named; of more only the nearest one."""


class Formatter(argparse.HelpFormatter):
    """As wide as the screen. argparse would ask ``shutil`` for that, which takes longer to load than all of --help."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **{"width": columns(80) - 2, **settings})


def columns(otherwise: int) -> int:
    """How many columns the terminal has, or is said to have: ``shutil.get_terminal_size``."""
    said = os.environ.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # no standard output, closed, or no terminal
        return otherwise


class Parser(argparse.ArgumentParser):
    """Errors of one line, with a suggestion where a name is nearly right."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": Formatter, **settings})

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"preflight: {message} (see: {self.prog} --help)\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """A command, or the value of an option that has a list of them."""
        if action.choices is None or value in action.choices:
            return
        known = [str(choice) for choice in action.choices]
        what = {"COMMAND": "command", "ACTION": "action"}.get(str(action.metavar), "") or "/".join(
            action.option_strings
        )
        listed = f": {', '.join(known)}" if len(known) <= FEW else ""
        message = (
            f"there is no {what or 'choice'} {value!r}" if not what.startswith("-") else f"{what} cannot be {value!r}"
        )
        self.error(message + (_nearest(str(value), known) or listed))


class Unasked:
    """In the place of the parser of a command that nobody asked for: it takes all arguments and keeps none."""

    def __init__(self, **settings: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., Unasked]:
        return lambda *words, **settings: self


def unknown_options(parser: argparse.ArgumentParser, path: Iterable[str], words: Iterable[str]) -> str:
    """What is wrong with these options of the command at ``path`` (``["words", "add"]``)."""
    for name in path:
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction) and name in action.choices:
                parser = action.choices[name]
    known = [name for action in parser._actions for name in action.option_strings if name.startswith("--")]
    told = []
    for word in words:
        name = word.partition("=")[0]
        told.append(name + (_nearest(name, known) if name.startswith("--") else ""))
    return f"there is no option {' '.join(told)}"


def _nearest(name: str, known: Iterable[str]) -> str:
    from preflight.config import nearest

    return nearest(name, known)
