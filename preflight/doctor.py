"""What may be wrong with this installation, each with its remedy: ``preflight doctor``.

Only looks: nothing is changed, requested or installed.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from msgspec import Struct

from preflight import __version__, cache, config, folders, replay
from preflight.model import PreflightError
from preflight.patterns import regex
from preflight.probe import memory
from preflight.reading import wordfile

DISTRIBUTION = "preflight-send"
OURS = b"preflight.cli"
"""What the starter that pip writes for this program imports; on Windows it stands in a .zip at the end of the .exe."""
LARGEST_STARTER = 2_000_000
EXTRAS = {
    "images": ("PIL", "whether two attached pictures look the same (without it: whether they are the same file)"),
    "cluster": ("distributed", "runs that are spread over the computers of a Dask cluster"),
    "desk": ("starlette", "preflight desk, a page in the browser to drop emails on"),
    "msg": ("olefile", "Outlook's .msg files (without it: save the email as .eml)"),
    "xlsx": ("openpyxl", "sheets that are Excel workbooks (without it: save them as CSV)"),
}
"""Extra → the module it brings, and what for."""
LIBRARIES = ("turbohtml", "pyspellchecker", "wordfreq", "httpx")
"""What decides about findings."""
LEXICON = regex(r"lexicon-([a-z]{2})-(.+)\.marisa")  # lexicon-en-3-8b4ae055-b9a8816f.marisa
KEPT = regex(r"(?:documents|probes|reports)-\d+(?:\.sqlite)?|lexicon-.+\.marisa")

Level = Literal["fine", "note", "wrong"]


class Remark(Struct, frozen=True):
    """One thing that was looked at. ``remedy`` says what to do, and is empty where nothing needs to be done."""

    level: Level
    text: str
    remedy: str = ""


def examine(folder: Path) -> Iterator[Remark]:
    """All remarks, for somebody who works in this folder."""
    yield from _versions()
    yield from _programs()
    yield from _extras()
    yield from _cache(folders.cache_folder())
    yield from _configuration(folder)


def text(remarks: list[Remark]) -> str:
    """The remarks as lines, and how it stands as the last one."""
    marks = {"fine": "ok", "note": "note", "wrong": "wrong"}
    lines = []
    for remark in remarks:
        lines.append(f"{marks[remark.level]:<6}{remark.text}")
        lines += [f"      → {remark.remedy}"] if remark.remedy else []
    wrong = sum(remark.level == "wrong" for remark in remarks)
    lines += ["", f"{wrong} thing{'' if wrong == 1 else 's'} to mend." if wrong else "All is well."]
    return "\n".join(lines)


def _versions() -> Iterator[Remark]:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    yield Remark("fine", f"preflight {__version__}, Python {platform.python_version()} ({sys.executable})")
    yield Remark("fine", f"with {libraries}")
    owners = {name for name in packages_distributions().get("preflight", ()) if name.lower() != DISTRIBUTION}
    if owners:
        yield Remark(
            "wrong",
            f"{' and '.join(sorted(owners))} installed a package of the same name into this Python",
            f"python -m pip uninstall {' '.join(sorted(owners))}, then python -m pip install --force-reinstall "
            f"{DISTRIBUTION}",
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(version unknown)"


def _programs() -> Iterator[Remark]:
    """What the word ``preflight`` starts, and what else would answer to it."""
    found = list(_on_path("preflight"))
    if not found:
        yield Remark(
            "note",
            "no program called preflight is on the PATH",
            f"write {Path(sys.executable).stem} -m preflight, or add the folder of your Python's scripts to the PATH",
        )
        return
    first, *others = found
    if not _is_ours(first):
        ours = next((other for other in others if _is_ours(other)), None)
        instead = f"start {ours}" if ours else f"write {Path(sys.executable).stem} -m preflight"
        yield Remark(
            "wrong",
            f"the word preflight starts another program: {first}",
            f"{instead}, or move that folder further back in the PATH",
        )
        return
    yield Remark("fine", f"the word preflight starts {first}")
    for other in others:
        whose = "another copy of it" if _is_ours(other) else "another program of that name"
        yield Remark("note", f"further back in the PATH there is {whose}: {other}")


def _on_path(name: str) -> Iterator[Path]:
    seen = set()
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        program = shutil.which(name, path=folder) if folder else None
        if program and (real := Path(program).resolve()) not in seen:
            seen.add(real)
            yield Path(program)


def _is_ours(program: Path) -> bool:
    try:
        return program.stat().st_size <= LARGEST_STARTER and OURS in program.read_bytes()
    except OSError:
        return False


def _extras() -> Iterator[Remark]:
    for extra, (module, use) in EXTRAS.items():
        if find_spec(module) is None:
            yield Remark("note", f"not installed: {use}", f'python -m pip install "{DISTRIBUTION}[{extra}]"')
        else:
            yield Remark("fine", f"installed: {use.partition(' (')[0]}")
    if shutil.which("git") is None:
        yield Remark("note", "git is not installed: --against git:REF cannot be answered", "install git")


def _cache(folder: Path) -> Iterator[Remark]:
    """Whether the cache can be written and read, and what in it nothing reads any more."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    remedy = "make it writable, or name another folder in the environment variable PREFLIGHT_CACHE"
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        yield Remark("wrong", f"the cache cannot be written, so each run begins anew: {folder}", remedy)
        return
    try:
        files = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        yield Remark("wrong", f"the cache cannot be read ({error.strerror}): {folder}", remedy)
        return
    for name in (cache.FILE, memory.FILE):
        if (folder / name).is_file() and (why := _broken(folder / name)):
            yield Remark("wrong", f"a file of the cache is broken ({why}): {folder / name}", "delete it")
    stale = [file for file in files if _is_stale(file)]
    size = sum(_size(file) for file in files)
    yield Remark("fine", f"the cache holds {size / 1e6:.0f} MB: {folder}")
    if stale:
        names = ", ".join(file.name for file in stale)
        yield Remark("note", f"left there by another version, and read by nothing any more: {names}", "delete them")


def _broken(file: Path) -> str:
    try:
        with sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", timeout=1.0, uri=True) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        return "" if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY else str(error)
    return ""


def _is_stale(file: Path) -> bool:
    if not KEPT.fullmatch(file.name) or file.name in (cache.FILE, memory.FILE, replay.FOLDER):
        return False
    words = LEXICON.fullmatch(file.name)
    if words is None:
        return True
    try:
        return words[2] != wordfile.edition(words[1])
    except OSError:
        return True


def _size(file: Path) -> int:
    try:
        return sum(map(_size, file.iterdir())) if file.is_dir() and not file.is_symlink() else file.lstat().st_size
    except OSError:
        return 0


def _configuration(folder: Path) -> Iterator[Remark]:
    """Whether the configuration that counts here can be read, and the user's own words."""
    try:
        found = config.find(folder)
        if found is None:
            yield Remark("fine", f"no {config.FILE_NAME} here or above: the defaults count")
        ruleset = config.load(found, shown=str(found or ""), personal=True)
        if found is not None:
            yield Remark("fine", f"{found} can be read")
        for note in ruleset.notes:
            yield Remark("note", note)
    except PreflightError as error:
        yield Remark("wrong", str(error), "mend it there; preflight init shows what a configuration looks like")
