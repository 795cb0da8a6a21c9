"""``preflight completion SHELL``: the script that completes commands and options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from preflight import completion, config, manual
from preflight.arguments import FORMATS, parser


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Print it; where it belongs is said on standard error, so that the output can go into the file."""
    rules = manual.all_rules(config.load(None))
    say(completion.script(parser(), arguments.shell, rules, FORMATS))
    if sys.stdout.isatty():
        sys.stderr.write(f"\nSave this as {completion.WHERE[arguments.shell]} and open a new shell.\n")
    return 0
