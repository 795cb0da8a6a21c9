"""Where the data that comes with the program lies: rule packs and case tables.

In an installed wheel they are folders of the package; in a checkout they stand at the top level and under ``tests``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from preflight import kept

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = {"rules": _PACKAGE.parent / "rules", "cases": _PACKAGE.parent / "tests" / "cases"}
_FILE = "tables-1.msgpack"
"""The number is that of the tables' form: what TOML gives, as it stands."""


def folder(name: str) -> Path:
    """The folder ``rules`` or ``cases``."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT[name]


def table(name: str) -> dict[str, Any]:
    """The content of ``rules/NAME.toml``. Reading TOML takes fifty times as long as reading what was kept of it."""
    import hashlib

    content = (folder("rules") / f"{name}.toml").read_bytes()
    key = f"{name} {hashlib.sha256(content).hexdigest()}"
    tables = kept.of(_FILE)
    found = tables.get(key)
    if found is None:
        import tomllib

        found = tomllib.loads(content.decode())
        tables.put(key, found)
    return dict(found)
