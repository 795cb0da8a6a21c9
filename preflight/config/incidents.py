"""``incidents/DATE-NAME/incident.toml``: what went wrong once, in this client's folder and in those of the others.

Every check looks whether one of them is back, whichever client it happened to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from preflight.config import workspace
from preflight.config.layer import Layer, text, texts
from preflight.model import PreflightError
from preflight.model.past import Past

FOLDER = "incidents"
FILE_NAME = "incident.toml"
MOST = 1_000
"""Incidents of one client that are read."""


def past(layer: Layer) -> tuple[tuple[Past, ...], tuple[str, ...]]:
    """The past mistakes of the client and of the others in the workspace, and notes of those that cannot be read.

    Raises PreflightError for the client's own; another client's must not stand in the way.
    """
    here = layer.file.resolve().parent
    found = list(_of(here, own=True))
    unread = 0
    for folder in dict.fromkeys(other.file.resolve().parent for other in workspace.clients(layer)):
        try:
            found += _of(folder, own=False) if folder != here else ()
        except PreflightError:
            unread += 1
    notes = (f"past mistakes of {unread} other client{'s' if unread > 1 else ''} cannot be read",) if unread else ()
    return tuple(found), notes


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


def _of(folder: Path, *, own: bool) -> Iterator[Past]:
    for file in sorted((folder / FOLDER).glob(f"*/{FILE_NAME}"))[:MOST]:
        name = file.parent.name
        yield read(file, f"{FOLDER}/{name}/{FILE_NAME}", own=own)
