"""``incidents/DATE-NAME/incident.toml``: what went wrong once, in this client's folder and in those of the others.

Every check looks whether one of them is back, whichever client it happened to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from preflight.config import workspace
from preflight.config.layer import Layer, text, texts
from preflight.model.past import Past

FOLDER = "incidents"
FILE_NAME = "incident.toml"
MOST = 1_000
"""Incidents of one client that are read."""


def past(layer: Layer) -> tuple[Past, ...]:
    """The past mistakes of the client and of the others in the workspace. Raises PreflightError."""
    here = layer.file.resolve().parent
    found = {(here, name): one for name, one in _of(here, own=True)}
    for other in workspace.clients(layer):
        folder = other.file.resolve().parent
        if folder != here:
            found.update(((folder, name), one) for name, one in _of(folder, own=False))
    return tuple(found.values())


def read(file: Path, shown: str, *, own: bool) -> Past:
    """One incident. Raises PreflightError with the line that is wrong."""
    layer = Layer.read(file, shown, trusted=True)
    pairs = layer.values.get("links", [])
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair) for pair in pairs
    ):
        layer.refuse("links is a list of pairs: the words of a link and its address", "", "links")
    return Past(
        name=file.parent.name,
        day=text(layer, "date", ""),
        what=text(layer, "what", ""),
        own=own,
        rule=text(layer, "rule", ""),
        sha256=text(layer, "bad-sha256", ""),
        texts=tuple(texts(layer, "", "texts")),
        links=tuple((pair[0], pair[1]) for pair in pairs),
    )


def _of(folder: Path, *, own: bool) -> Iterator[tuple[str, Past]]:
    for file in sorted((folder / FOLDER).glob(f"*/{FILE_NAME}"))[:MOST]:
        name = file.parent.name
        yield name, read(file, f"{FOLDER}/{name}/{FILE_NAME}", own=own)
