"""What a command does before it begins, so that it begins sooner.

One newsletter is checked in less time than it takes Python to load what is needed for it. None of this changes what a
command does.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

OBJECTS = 100_000
"""How many more objects there are before somebody looks for garbage: a run makes many small ones and leaves little
behind, and looking would take a third of the time."""


def begin() -> None:
    gc.set_threshold(OBJECTS)
    _load_msgspec()
    from preflight import kept
    from preflight.folders import cache_folder

    kept.remember_in(cache_folder())


def end() -> None:
    """After a command that came to its end: keep what the next one can use."""
    from preflight import kept

    kept.write()


def _load_msgspec() -> None:
    """Load msgspec without ``typing_extensions``, which it prefers to ``typing`` where that is installed. It would load
    ``inspect``, ``ast`` and ``tokenize`` for functions that ``typing`` has as well since Python 3.11."""
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        with suppress(ImportError):  # a later msgspec may insist
            import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
