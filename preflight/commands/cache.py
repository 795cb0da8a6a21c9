"""``preflight cache``: where what was examined is remembered, and how to forget it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from preflight import replay
from preflight.cache import Cache
from preflight.folders import cache_folder


def run(arguments: argparse.Namespace, say: Callable[[str], None]) -> int:
    folder = cache_folder()
    cache = Cache(folder)
    if arguments.action == "clear":
        cache.clear()
        replay.forget(folder)
        for answers in folder.glob("probes-*.sqlite"):  # what links answered; cheap to ask again
            answers.unlink(missing_ok=True)
        say("Forgotten. The next run examines everything anew.")
    else:
        say(str(cache.path))
    return 0
