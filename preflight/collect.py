"""Targets become sources: files, folders, mailboxes, archives, commits, sheets and standard input.

The only step that knows the file system. What cannot be read becomes a gap with a sentence, and costs no other target
its result. Nothing is read before it is needed: a site of ten thousand pages is listed here and read page by page.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from preflight.model import Gap, PreflightError
from preflight.sources import folder
from preflight.sources.admit import add
from preflight.sources.choice import fill
from preflight.sources.source import LARGEST, Collected, Kind, Source, why
from preflight.sources.tree import Tree, UnusableError

if TYPE_CHECKING:
    from preflight.sources.online import Fetch
    from preflight.sources.surroundings import Surroundings

__all__ = ["LARGEST", "Collected", "Kind", "Source", "collect", "is_online", "shown_path"]

Sites = dict[tuple[str, tuple[str, ...]], "Surroundings"]
"""Folder and excluded names → the site there, as far as a run has listed it."""

GIT = "git:"
WEB = ("https://", "http://")


def collect(target: str, *, kind: Kind | None = None, site: str = "", stdin: tuple[str, bytes] | None = None,
            exclude: tuple[str, ...] = (), beside: str = "", fetch: Fetch | None = None,
            sites: Sites | None = None) -> Collected:  # fmt: skip
    """What the target holds. ``stdin`` is (file name, content) for the target ``-``; ``exclude`` are globs of names.

    ``beside`` is the checked folder or file, whose repository ``git:REF`` means; ``fetch`` requests what an address
    names, and is None where nothing may be requested. ``sites`` are those that other targets of the run named.
    """
    if target == "-":
        name, content = stdin or ("-", b"")
        collected = Collected(name, kind or "email")
        add(collected, Source(name, PurePosixPath(name).name, "", None, content))
    elif target.startswith(GIT):
        collected = _commit(target, Path(beside or "."), exclude)
    elif is_online(target):
        collected = _online(target, fetch)
    else:
        path = Path(target)
        shown = shown_path(path)
        try:
            mode = path.stat().st_mode
        except OSError as error:
            return _unreadable(shown, kind, why(error))
        except ValueError:
            return _unreadable(shown, kind, "is not a possible file name")
        if stat.S_ISDIR(mode):
            collected = _folder(path, shown, exclude)
        elif stat.S_ISREG(mode):
            collected = _file(path, shown, exclude)
        else:
            return _unreadable(shown, kind, "is not a file or folder (a pipe, a socket or a device)")
    if kind:
        collected.kind = kind
    if site:
        collected = _surroundings(site, exclude, {} if sites is None else sites).around(collected)
    if not collected.sources and not collected.gaps:
        collected.miss(collected.name, "there is nothing in it to check")
    return collected


def is_online(target: str) -> bool:
    """Whether it names an address on the web."""
    return target.startswith(WEB)


def shown_path(path: Path) -> str:
    """The path as reports show it: relative to the working directory where that is possible, forward slashes."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path.as_posix()
    return Path(relative).as_posix()


def _unreadable(shown: str, kind: Kind | None, why: str) -> Collected:
    return Collected(shown, kind or "page", gaps=[Gap("document", shown, "", why, intended=False)])


# --- files ----------------------------------------------------------------------------------------------


def _file(path: Path, shown: str, exclude: tuple[str, ...]) -> Collected:
    if path.suffix.lower() == ".zip":
        from preflight.sources.archive import Archive

        try:
            return _tree(Archive(path), shown, exclude)
        except UnusableError as error:
            return _unreadable(shown, "site", str(error))
        except OSError as error:
            return _unreadable(shown, "site", why(error))
    collected = Collected(shown, "page")
    add(collected, Source(shown, path.name, "", path))
    return collected


# --- folders, archives, commits -------------------------------------------------------------------------


def _folder(root: Path, shown: str, exclude: tuple[str, ...]) -> Collected:
    """A folder is one delivery: a site, unless it holds messages or sheets."""
    collected = Collected(shown, "site", root=root)
    links: set[str] = set()

    def unreadable(prefix: str, error: OSError) -> None:
        collected.miss(f"{shown}/{prefix}".rstrip("/"), why(error))

    def outside(name: str) -> None:
        collected.miss(f"{shown}/{name}", "is a link to a place outside the folder; not followed", intended=True)

    names = sorted(folder.names(root, unreadable, outside, links.add))
    collected.links = frozenset(links)
    prefix = "" if shown == "." else f"{shown}/"
    fill(collected, names, exclude, lambda name: Source(prefix + name, name, "", root / name))
    return collected


def _tree(tree: Tree, shown: str, exclude: tuple[str, ...]) -> Collected:
    """An archive or a commit, looked into like a folder."""
    collected = Collected(shown, "site", tree=tree)
    names = sorted(name for name in tree.sizes if folder.is_served(name))
    fill(collected, names, exclude, lambda name: Source(f"{shown}/{name}", name, "", tree=tree))
    return collected


def _commit(target: str, beside: Path, exclude: tuple[str, ...]) -> Collected:
    from preflight.sources.repository import Commit

    try:
        commit = Commit(target.removeprefix(GIT), beside)
    except UnusableError as error:
        return _unreadable(target, "site", str(error))
    if commit.content is None:
        return _tree(commit, target, exclude)
    collected = Collected(target, "page")
    name = PurePosixPath(commit.path).name
    add(collected, Source(f"{target}/{name}", name, "", content=commit.content))
    return collected


def _online(target: str, fetch: Fetch | None) -> Collected:
    """What a site on the web lists."""
    if fetch is None:
        return _unreadable(target, "sheet", "is an address on the web, and this check runs offline: nothing was read")
    from preflight.sources import online

    collected = Collected(target, "sheet")
    for piece in online.read(target, fetch):
        if piece.missing:
            collected.miss(piece.url, piece.missing)
            collected.partial = piece.missing
        else:
            collected.sources.append(Source(piece.url, piece.url, piece.media_type, content=piece.content))
    return collected


def _surroundings(site: str, exclude: tuple[str, ...], sites: Sites) -> Surroundings:
    from preflight.sources.surroundings import Surroundings

    if (site, exclude) not in sites:
        root = Path(site)
        if not root.is_dir():
            raise PreflightError(f"--site {site}: there is no such folder")
        sites[site, exclude] = Surroundings(site, _folder(root, shown_path(root), exclude))
    return sites[site, exclude]
