"""Find, read and fold configuration: defaults < rule packs < the nearest ``preflight.toml`` < the command line.

Rule packs, a client's file and the defaults share one schema. Everything unknown is refused with file, line and the
nearest valid name. A configuration that was found (rather than named with ``--config``) can grant nothing: no hosts, no
Python files, no paths outside its own tree.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from preflight import plugins, shipped
from preflight.config.client import CONFIGURATION, names_beside, user_words, word_file, words_beside
from preflight.config.fold import check_patterns, fold
from preflight.config.layer import Layer, nearest
from preflight.config.ruleset import Ruleset, covers
from preflight.config.waivers import named_waivers, toml_text, written
from preflight.model.checklist import Checklist

__all__ = [
    "FILE_NAME", "Ruleset", "check_patterns", "covers", "default_checkers", "find", "load", "named_waivers",
    "nearest", "toml_text", "usual_checklist", "word_file_of", "written",
]  # fmt: skip

FILE_NAME = CONFIGURATION


def find(start: Path) -> Path | None:
    """The nearest ``preflight.toml`` at or above a target, not looking beyond the repository that holds it."""
    folder = start.resolve() if start.is_dir() else start.resolve().parent
    for candidate in (folder, *folder.parents):
        file = candidate / FILE_NAME
        if file.is_file():
            return file
        if (candidate / ".git").exists():
            return None
    return None


def load(
    file: Path | None, *, shown: str = "", trusted: bool = False, allow_plugins: bool = False, personal: bool = False
) -> Ruleset:
    """The defaults with a configuration file folded over them. Raises PreflightError with file and line.

    ``personal``: with the user's own words, too.
    """
    ruleset = Ruleset(checkers=default_checkers())
    file_of_defaults = shipped.folder("rules") / "default.toml"
    defaults = Layer(file_of_defaults, "rules/default.toml", "", shipped.table("default"), trusted=True)
    ruleset = fold(ruleset, defaults, allow_plugins=False)
    if personal:
        ruleset = replace(ruleset, words=user_words())
    if file is None:
        return ruleset
    from preflight.config import incidents, workspace

    layer = Layer.read(file, shown or str(file), trusted=trusted)
    folded = fold(ruleset, layer, allow_plugins=allow_plugins)
    others, unread = workspace.others(layer)
    past, unread_incidents = incidents.past(layer)
    return replace(
        folded,
        words={**folded.words, **words_beside(layer)},
        names=folded.names + names_beside(layer),
        others=others,
        notes=folded.notes + unread + unread_incidents,
        checklist=_checklist(layer),
        past=past,
        file=layer.shown,
    )


def _checklist(layer: Layer) -> Checklist | None:
    """What the checklist beside a configuration declares; nothing where there is none."""
    from preflight.config import checklist, workspace

    file = layer.file.parent / checklist.FILE_NAME
    if not file.is_file():
        return None
    folder = layer.file.resolve().parent
    items = checklist.read_checklist(file, posixpath.join(posixpath.dirname(layer.shown), checklist.FILE_NAME))
    return Checklist(items, str(folder), workspace.identity(layer).senders)


def usual_checklist(file: str) -> Checklist:
    """The items that come with the program, for a client without a checklist: beside its configuration, or here."""
    from preflight.config import checklist

    return Checklist(checklist.default_items(), str(Path(file).resolve().parent if file else Path.cwd()))


def word_file_of(file: Path, shown: str, *, trusted: bool) -> tuple[Path, str]:
    """The word list of a configuration file, which may not be there yet, and how it is shown."""
    return word_file(Layer.read(file, shown, trusted=trusted))


def default_checkers() -> dict[str, Mapping[str, Any]]:
    """The built-in families, and the plug-ins that somebody installed on purpose."""
    return {
        **{name: {} for name in plugins.BUILT_IN},
        **{name: {plugins.SOURCE: plugin.source} for name, plugin in plugins.installed().items()},
    }
