"""The clients that the desk offers, and where each one's files lie."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from preflight import clientfolder, config
from preflight.config import workspace
from preflight.config.layer import Layer
from preflight.folders import cache_folder
from preflight.model import PreflightError

NOBODY = "-"
"""The address of a check without a client."""
ISSUES = (".eml", ".msg", ".html", ".htm", ".mbox", ".md", ".txt")


class Client(Struct, frozen=True):
    """One client: the folder's name, the folder and its ``preflight.toml``; for nobody neither name nor file."""

    name: str
    folder: Path
    file: Path | None = None

    @property
    def address(self) -> str:
        return self.name or NOBODY

    @property
    def drafts(self) -> Path:
        """What was dropped, so that the same check can be run again."""
        return self.folder / "drafts"

    @property
    def issues(self) -> Path:
        return self.folder / "issues"

    @property
    def earlier(self) -> Path | None:
        """The folder of what went out before, when there is something in it."""
        try:
            found = any(one.suffix.lower() in ISSUES for one in self.issues.iterdir())
        except OSError:
            return None
        return self.issues if found else None


def clients(here: Path) -> list[Client]:
    """The clients of the workspace at or above this folder; a folder with settings of its own is its own client."""
    files = dict(workspace.client_files(here))
    own = config.find(here)
    if own is not None and not files and "clients" not in Layer.read(own, own.name, trusted=False).values:
        files[own.resolve().parent.name] = own
    found = (Client(name, file.resolve().parent, file.resolve()) for name, file in files.items())
    return sorted(found, key=lambda client: client.name.casefold())


def client(here: Path, name: str) -> Client:
    """The client of that name, or nobody. Raises PreflightError."""
    if name == NOBODY:
        return Client("", cache_folder() / "desk")
    for one in clients(here):
        if one.name == name:
            return one
    raise PreflightError(f"there is no client “{name}” here any more: go back to the first page")


def make(here: Path, name: str) -> Client:
    """A folder for a new client. Raises PreflightError."""
    if not clientfolder.NAME.fullmatch(name.strip()):
        raise PreflightError("give the client a plain name of letters and numbers, such as bramblewick")
    own = config.find(here)
    root = here
    if own is not None:
        if "clients" not in Layer.read(own, own.name, trusted=False).values:
            raise PreflightError(
                "this folder is one client's already: start the desk in the folder where all clients shall be"
            )
        root = own.resolve().parent
    clientfolder.make(name.strip(), root)
    return client(root, name.strip())
