"""A website at the desk: what the browser sends is kept as one .zip, and the last build of each client is known.

An archive is looked into as every other is (``sources.archive``): names that lead outside, bombs and passwords refuse
it. Nothing is unpacked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo, is_zipfile

from preflight.collect import is_online, shown_path
from preflight.desk import dropped
from preflight.desk.clients import Client
from preflight.desk.guard import SITE_LIMIT
from preflight.model import PreflightError

BUILDS = "builds"
SUFFIXES = (".zip", ".lock")
MOST_FILES = 5_000
"""Files of a folder that the browser sends."""
PACKED = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp4", ".woff", ".woff2", ".pdf", ".zip"})

Files = Sequence[tuple[str, IO[bytes]]]
"""Names, with the folder that was chosen as their first part, and what they hold."""


def keep(client: Client, files: Files) -> str:
    """The path of the .zip that now holds the site, among the client's drafts. Raises PreflightError."""
    name, stream = files[0]
    single = len(files) == 1 and "/" not in name.replace("\\", "/")
    if single and not is_zipfile(stream):
        raise PreflightError(f"“{name}” is no packed website: pack its folder as .zip, or choose the folder itself")
    folder = PurePosixPath(name.replace("\\", "/")).parts[0]
    stem = dropped.UNSAFE.sub("-", Path(folder).stem if single else folder)[: dropped.LONGEST_NAME].strip(" .-")
    place = client.drafts / f"{stem or 'site'}.zip"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", suffix=".tmp", delete=False) as fresh:
            try:
                if single:
                    stream.seek(0)
                    shutil.copyfileobj(stream, fresh)
                else:
                    _pack(files, fresh)
                fresh.close()
                Path(fresh.name).replace(place)
            except BaseException:
                Path(fresh.name).unlink()
                raise
    except OSError as error:
        raise PreflightError(
            f"it could not be kept in {shown_path(place.parent)} ({error.strerror or error}): nothing was checked"
        ) from error
    return str(place)


def last(client: Client) -> Path | None:
    """The build that went live last, as far as it was kept."""
    try:
        found = [one for one in (client.folder / BUILDS).iterdir() if one.suffix == ".zip"] if client.file else []
    except OSError:
        return None
    return max(found, key=lambda one: one.name, default=None)


def went_live(client: Client, target: Path) -> Path:
    """Keep what went live, so that the next build is compared with it. Raises PreflightError."""
    place = client.folder / BUILDS / f"{date.today().isoformat()}-{target.stem}.zip"
    try:
        place.parent.mkdir(exist_ok=True)
        if target.is_dir():
            _pack_folder(target, place)
        else:
            shutil.copyfile(target, place)
    except OSError as error:
        raise PreflightError(f"cannot be written ({error.strerror or error})", shown_path(place)) from error
    return place


def shown_name(place: str) -> str:
    return urlsplit(place).hostname or place if is_online(place) else Path(place).name


def _pack(files: Files, out: IO[bytes]) -> None:
    with ZipFile(out, "w") as packed:
        for name, stream in files:
            clean = "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
            with packed.open(_entry(clean), "w") as entry:
                shutil.copyfileobj(stream, entry)


def _pack_folder(folder: Path, place: Path) -> None:
    total = 0
    fresh = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with ZipFile(fresh, "w") as packed:
            for file in sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()):
                name = file.relative_to(folder).as_posix()
                if any(part.startswith(".git") for part in name.split("/")):
                    continue
                total += file.stat().st_size
                if total > SITE_LIMIT:
                    raise PreflightError(
                        f"is larger than {SITE_LIMIT / 1e6:.0f} MB and was not kept: name this folder as the site as "
                        "it was before, next time",
                        shown_path(folder),
                    )
                packed.write(file, name, compress_type=_compression(name))
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = _compression(name)
    return entry


def _compression(name: str) -> int:
    return ZIP_STORED if PurePosixPath(name).suffix.lower() in PACKED else ZIP_DEFLATED
