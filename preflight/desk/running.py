"""Which desk is open already: a small file of this user, so that the icon opens its page instead of a second desk."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
from contextlib import suppress
from pathlib import Path

from preflight.folders import cache_folder

WAIT = 2
"""Seconds for a desk on this very computer to answer."""


def note(here: Path, address: str) -> None:
    """Remember the open desk of this folder, for this user alone. Nothing is said where that cannot be kept."""
    file = _file(here)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump({"address": address}, stream)


def forget(here: Path, address: str) -> None:
    """The desk is closed; that of somebody else, opened since, stays known."""
    if _noted(here) == address:
        with suppress(OSError):
            _file(here).unlink()


def address_of(here: Path) -> str:
    """The address of the desk that is open for this folder; empty when none answers."""
    address = _noted(here)
    host, _, rest = address.removeprefix("http://").partition("/")
    if not address.startswith("http://127.0.0.1:") or not host.rpartition(":")[2].isdigit():
        return ""
    connection = http.client.HTTPConnection(host, timeout=WAIT)
    try:
        connection.request("GET", f"/{rest}")
        answer = connection.getresponse()
        return address if answer.status == 303 and answer.getheader("location") == "/" else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _noted(here: Path) -> str:
    try:
        known = json.loads(_file(here).read_text(encoding="utf-8"))
        return str(known.get("address", "")) if isinstance(known, dict) else ""
    except (OSError, ValueError):
        return ""


def _file(here: Path) -> Path:
    name = hashlib.sha256(str(here.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return cache_folder() / "desk" / f"open-{name}.json"
