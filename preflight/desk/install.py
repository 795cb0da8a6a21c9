"""``preflight desk --install``: an icon where the system keeps them. Plain files that start the desk."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from preflight.model import PreflightError
from preflight.writing import write

LINUX = """\
[Desktop Entry]
Type=Application
Version=1.0
Name=Preflight
GenericName=Check before sending
Comment=May this email go out?
Exec={command}
Path={folder}
Icon=mail-mark-important
Terminal=false
Categories=Office;Email;
StartupNotify=false
"""
"""Desktop Entry Specification 1.5."""
MAC = """\
#!/bin/sh
cd {folder} && exec {command}
"""
WINDOWS = """\
@echo off\r
cd /d "{folder}"\r
start "Preflight" /min {command}\r
"""
RESERVED = " \t\n\"'\\><~|&;$*?#()`"
"""What an argument of Exec needs quotation marks for (Desktop Entry Specification, "The Exec key")."""


def install(here: Path, *, platform: str = sys.platform) -> str:
    """Write the starter for the workspace here, and say where it is. Raises PreflightError."""
    folder = str(here.resolve())
    if any(sign in folder + sys.executable for sign in "\r\n\0"):
        raise PreflightError("the path of this folder has a line break in it: start from another folder")
    arguments = [sys.executable, "-m", "preflight", "desk"]
    if platform == "win32":
        place = _home() / "Desktop" / "Preflight.bat"
        command = " ".join(f'"{one}"' for one in arguments)
        text = WINDOWS.format(folder=folder.replace("%", "%%"), command=command.replace("%", "%%"))
    elif platform == "darwin":
        place = _home() / "Applications" / "Preflight.command"
        text = MAC.format(folder=shlex.quote(folder), command=shlex.join(arguments))
    else:
        data = os.environ.get("XDG_DATA_HOME", "")
        place = (
            (Path(data) if data.startswith("/") else _home() / ".local" / "share")
            / "applications"
            / "preflight.desktop"
        )
        text = LINUX.format(folder=_value(folder), command=_value(" ".join(map(_argument, arguments))))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write(os.fspath(place), text.encode("utf-8"))
        if platform == "darwin":
            place.chmod(0o755)
    except OSError as error:
        raise PreflightError(f"the icon cannot be written ({error.strerror or error})", str(place)) from error
    return f"Wrote {place}. From now on the icon “Preflight” opens the desk for {folder}."


def _home() -> Path:
    return Path.home()


def _argument(text: str) -> str:
    """One argument of Exec."""
    text = text.replace("%", "%%")
    if not any(sign in text for sign in RESERVED):
        return text
    for sign in '\\"`$':
        text = text.replace(sign, f"\\{sign}")
    return f'"{text}"'


def _value(text: str) -> str:
    """A value of type string: its backslashes are escaped once more."""
    return text.replace("\\", "\\\\")
