"""Where plug-ins are: entry points of installed packages (remembered between runs), and how their code is loaded.

Reading the metadata of every installed package takes some 30 ms, half of what checking a newsletter does, so the answer
is kept in the cache folder until a folder on the import path changes.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import reduce
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from preflight import folders
from preflight.patterns import regex

GROUP = "preflight.checkers"
NAME = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""``brand-voice``"""
REMEMBERED = 20
"""How many import paths (virtual environments) the file of answers keeps."""


class Plugin(Struct, frozen=True):
    """``source`` is ``package.module``, ``package.module:object`` or the absolute path of a ``.py`` file; ``origin`` is
    what messages call it: the distribution's or the file's name."""

    name: str
    source: str
    origin: str

    def __str__(self) -> str:
        return f"{self.name!r} ({self.origin})"


def installed() -> list[Plugin]:
    """What the packages on the import path offer. The working folder is left out even when Python looks there: a folder
    that is being checked must not be able to name code to run."""
    here = str(Path.cwd())
    places = [place for place in dict.fromkeys(sys.path) if place and place != here]
    key = hashlib.sha256(repr([sys.version, [(place, _changed(place)) for place in places]]).encode()).hexdigest()
    file = folders.cache_folder() / "plugins.tsv"
    known = _remembered(file)
    if key in known:
        return known[key]
    found = sorted(_offered(places), key=lambda plugin: (plugin.name, plugin.origin))
    _remember(file, known, key, found)
    return found


def _changed(place: str) -> int:
    try:
        return os.stat(place).st_mtime_ns  # noqa: PTH116 - a Path for each costs more than the question
    except (OSError, ValueError):
        return 0


def _offered(places: list[str]) -> Iterator[Plugin]:
    from importlib import metadata

    seen: set[str] = set()
    for distribution in metadata.distributions(path=places):
        name = distribution.metadata["Name"] or ""
        if name.lower() in seen:
            continue  # found twice on the path: the first is the one that is imported
        seen.add(name.lower())
        for entry in distribution.entry_points.select(group=GROUP):
            yield Plugin(entry.name, entry.value, f"{name} {distribution.version}")


Answers = dict[str, list[Plugin]]


def _remembered(file: Path) -> Answers:
    """Answers of earlier runs, a line for each plug-in: key, name, source, origin; the key alone where there are none.
    A file that is missing or broken knows nothing."""
    known: Answers = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    for line in lines:
        key, *fields = line.split("\t")
        if len(fields) not in (0, 3):
            return {}
        known.setdefault(key, []).extend([Plugin(*fields)] if fields else [])
    return known


def _remember(file: Path, known: Answers, key: str, found: list[Plugin]) -> None:
    kept = {**dict(list(known.items())[1 - REMEMBERED :]), key: found}
    lines = [
        line
        for one, plugins in kept.items()
        for line in [f"{one}\t{plugin.name}\t{plugin.source}\t{plugin.origin}" for plugin in plugins] or [one]
    ]
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
        temporary.replace(file)
    except (OSError, ValueError):
        return  # an unwritable cache folder costs time, not results


def load(plugin: Plugin) -> Any:
    """The plug-in's module or object. Raises whatever its code raises."""
    if plugin.source.endswith(".py"):
        return _from_file(plugin)
    name, _, path = plugin.source.partition(":")
    return reduce(getattr, filter(None, path.strip().split(".")), import_module(name.strip()))


def _from_file(plugin: Plugin) -> Any:
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    # the whole path is in the name: two clients may each have a voice.py
    name = f"preflight_file_{hashlib.sha256(plugin.source.encode()).hexdigest()[:16]}"
    loader = SourceFileLoader(name, plugin.source)
    spec = spec_from_loader(name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their own module up
    try:
        # not exec_module: it would write byte code into the client's folder, and trust it for a file changed since
        exec(loader.source_to_code(loader.get_data(plugin.source), plugin.source), module.__dict__)  # noqa: S102
    except BaseException:
        del sys.modules[name]
        raise
    return module
