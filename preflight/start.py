"""What a command does before it begins, so that it begins sooner.

One newsletter is checked in less time than it takes Python to load what is needed for it. None of this changes what a
command does.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False  # importing typing takes longer than all of --help
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

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


def load_mail() -> None:
    """Load the library of mails without what it wants for making up message numbers and for reckoning with dates: the
    network, chance, a calendar."""
    with _put_off("socket", "random", "calendar"):
        import email.utils  # noqa: F401


def _load_msgspec() -> None:
    """Load msgspec without ``typing_extensions``, which it prefers to ``typing`` where that is installed. It would load
    ``inspect``, ``ast`` and ``tokenize`` for functions that ``typing`` has as well since Python 3.11. And without
    ``platform``, of which its ``uuid`` wants one word."""
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        with suppress(ImportError), _put_off("platform"):  # a later msgspec may insist
            import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


@contextmanager
def _put_off(*names: str) -> Iterator[None]:
    """What is imported meanwhile gets stand-ins for these modules. Whoever asks one of them for anything is answered by
    the real one, which is loaded then; whoever imports them later gets the real ones."""
    stand_ins = {name: _stand_in(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def _stand_in(name: str) -> ModuleType:
    from importlib import import_module

    stand_in = type(sys)(name)

    def answer(attribute: str) -> object:
        if (name, attribute) == ("platform", "system") and hasattr(os, "uname"):
            return lambda: os.uname().sysname  # the one word
        if sys.modules.get(name) is stand_in:
            del sys.modules[name]
        return getattr(import_module(name), attribute)

    stand_in.__getattr__ = answer  # type: ignore[method-assign]
    return stand_in
