"""Where the data that comes with the program lies: rule packs and case tables.

In an installed wheel they are folders of the package; in a checkout they stand at the top level and under ``tests``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = {"rules": _PACKAGE.parent / "rules", "cases": _PACKAGE.parent / "tests" / "cases"}


def folder(name: str) -> Path:
    """The folder ``rules`` or ``cases``."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT[name]
