"""``preflight desk``: the check in a browser."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    """0 when it was closed or is open already, or its icon is there or gone."""
    from preflight.desk.install import install, uninstall
    from preflight.desk.serve import serve

    if arguments.install:
        say(install(Path.cwd()))
        return 0
    if arguments.uninstall:
        say(uninstall())
        return 0
    serve(Path.cwd(), port=arguments.port, browser=not arguments.no_browser, offline=arguments.offline, say=say)
    return 0
