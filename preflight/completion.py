"""Completion of commands and options in a shell: ``preflight completion bash|zsh|fish``.

The script is written once, from the parser itself (by shtab): pressing TAB starts no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

import shtab

SHELLS = ("bash", "zsh", "fish")
FILES = ("TARGET", "FILE", "FILE.json", "PREVIOUS", "LIST.csv", "OLD", "NEW", "CERTIFICATE", "LEDGER")
FOLDERS = ("ROOT", "SITE", "FOLDER")
"""What an argument is called that names a file or a folder."""
HOSTS = (
    "json", "netlify", "cloudflare", "gitlab", "vercel", "apache", "nginx", "redirection", "yoast", "shopify",
    "squarespace", "webflow", "jekyll",
)  # fmt: skip
WHERE = {
    "bash": "~/.local/share/bash-completion/completions/preflight",
    "zsh": "_preflight, in a folder of your fpath",
    "fish": "~/.config/fish/completions/preflight.fish",
}
"""Where each shell looks for it."""


def script(parser: argparse.ArgumentParser, shell: str, rules: Iterable[str], formats: Iterable[str]) -> str:
    """The script for a shell; ``rules`` and ``formats`` are offered where one is wanted. The parser is spoilt by it."""
    offered = {"RULE": sorted(rules), "NAME[:FILE]": list(formats), "HOST": list(HOSTS)}
    offered["PATTERN"] = offered["RULE"]
    _annotate(parser, offered)
    written = shtab.complete(parser, shell=shell)
    return written if isinstance(written, str) else str(written)


def _annotate(parser: argparse.ArgumentParser, offered: Mapping[str, list[str]]) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _annotate(inner, offered)
        elif isinstance(action.metavar, str):
            if action.metavar in FILES:
                action.complete = shtab.FILE  # type: ignore[attr-defined]
            elif action.metavar in FOLDERS:
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
            elif action.metavar in offered and action.choices is None:
                action.choices = offered[action.metavar]
