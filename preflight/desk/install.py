"""``preflight desk --install``: an icon where the system keeps them, and ``--uninstall``, which takes it away again.

Each system has its own starter: a desktop entry on Linux, an application that is nothing but a script on a Mac, a
shortcut in the Start menu on Windows. It starts the desk in the background, without a window of its own; where the desk
runs already, that opens its page in the browser (``serve``).
"""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from preflight import __version__
from preflight.model import PreflightError
from preflight.writing import write

ICON = Path(__file__).parent / "page" / "icon.png"
"""256 × 256, drawn from ``icon.svg``."""
IDENTIFIER = "io.github.preflight-send.desk"
LINUX = """\
[Desktop Entry]
Type=Application
Version=1.5
Name=Preflight
GenericName=Check before sending
Comment=May this email go out?
Exec={command}
Path={folder}
Icon={icon}
Terminal=false
Categories=Office;Email;
Keywords=newsletter;email;check;
StartupNotify=false
"""
"""Desktop Entry Specification 1.5."""
MAC = """\
#!/bin/sh
cd {folder} || exit 1
nohup {command} >/dev/null 2>&1 &
"""
"""It ends at once: Launch Services starts no second copy of an application that still runs, and the second press has
to open the page again."""
WINDOWS = """\
@echo off\r
chcp 65001 >nul\r
cd /d "{folder}"\r
start "Preflight" /min {command}\r
"""
"""Where no shortcut can be made, and for names that shortcuts cannot hold."""
SHORTCUT = (
    "$made = (New-Object -ComObject WScript.Shell).CreateShortcut($env:PREFLIGHT_PLACE); "
    "$made.TargetPath = $env:PREFLIGHT_PROGRAM; $made.Arguments = '-m preflight desk'; "
    "$made.WorkingDirectory = $env:PREFLIGHT_FOLDER; $made.IconLocation = $env:PREFLIGHT_ICON; $made.Save()"
)
"""For PowerShell. Paths come by the environment: nothing in a folder's name is ever read as a command."""
RESERVED = " \t\n\"'\\><~|&;$*?#()`"
"""What an argument of Exec needs quotation marks for (Desktop Entry Specification, "The Exec key")."""

Run = Callable[[Sequence[str], Mapping[str, str]], bool]
"""Run a program with these variables; whether it succeeded."""


def install(here: Path, *, platform: str = sys.platform, run: Run | None = None) -> str:
    """Write the starter for the workspace here, and say where it is. Raises PreflightError."""
    folder = str(here.resolve())
    if any(sign in folder + sys.executable for sign in "\r\n\0"):
        raise PreflightError("the path of this folder has a line break in it: start from another folder")
    places = _places(platform)
    try:
        for place in places:
            place.parent.mkdir(parents=True, exist_ok=True)
        if platform == "win32":
            place = _windows(folder, places, run or _run)
        elif platform == "darwin":
            place = _mac(folder, places[0])
        else:
            place = _linux(folder, *places)
    except OSError as error:
        raise PreflightError(f"the icon cannot be written ({error.strerror or error})", str(places[0])) from error
    return (
        f"Wrote {place}. From now on the icon “Preflight” opens the desk for {folder}, without a terminal. "
        "“preflight desk --uninstall” takes it away."
    )


def uninstall(*, platform: str = sys.platform) -> str:
    """Take the starter away, and say what went. Raises PreflightError."""
    gone = []
    for place in _places(platform):
        try:
            if platform == "darwin" and place.is_dir():
                if _identifier(place) != IDENTIFIER:
                    raise PreflightError("is another application of that name: it was left alone", str(place))
                shutil.rmtree(place)
            elif place.exists():
                place.unlink()
            else:
                continue
        except OSError as error:
            raise PreflightError(f"cannot be deleted ({error.strerror or error})", str(place)) from error
        gone.append(str(place))
    return f"Deleted {', '.join(gone)}. Your clients' folders are as they were." if gone else "There is no icon."


def _places(platform: str) -> tuple[Path, ...]:
    """What is written; the starter comes first."""
    if platform == "win32":
        programs = _folder("APPDATA", "AppData/Roaming") / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        icon = _folder("LOCALAPPDATA", "AppData/Local") / "preflight" / "desk.ico"
        return programs / "Preflight.lnk", programs / "Preflight.cmd", icon
    if platform == "darwin":
        return (Path.home() / "Applications" / "Preflight.app",)
    data = _folder("XDG_DATA_HOME", ".local/share")
    icon = data / "icons" / "hicolor" / "256x256" / "apps" / "preflight-desk.png"
    return data / "applications" / "preflight-desk.desktop", icon


def _folder(variable: str, within: str) -> Path:
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path.home() / within


# --- Linux ----------------------------------------------------------------------------------------------


def _linux(folder: str, place: Path, icon: Path) -> Path:
    write(os.fspath(icon), ICON.read_bytes())
    command = _value(" ".join(map(_argument, [sys.executable, "-m", "preflight", "desk"])))
    text = LINUX.format(folder=_value(folder), command=command, icon=_value(str(icon)))
    write(os.fspath(place), text.encode("utf-8"))
    return place


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


# --- Mac ------------------------------------------------------------------------------------------------


def _mac(folder: str, place: Path) -> Path:
    """An application bundle (Apple's Bundle Programming Guide, "Application Bundles")."""
    if place.exists() and _identifier(place) != IDENTIFIER:
        raise PreflightError("is another application of that name: move it, or rename it", str(place))
    contents = place / "Contents"
    script = contents / "MacOS" / "preflight"
    icon = contents / "Resources" / "preflight.icns"
    for file in (script, icon):
        file.parent.mkdir(parents=True, exist_ok=True)
    picture = ICON.read_bytes()
    write(os.fspath(icon), struct.pack(">4sI4sI", b"icns", len(picture) + 16, b"ic08", len(picture) + 8) + picture)
    command = shlex.join([sys.executable, "-m", "preflight", "desk"])
    write(os.fspath(script), MAC.format(folder=shlex.quote(folder), command=command).encode("utf-8"))
    script.chmod(0o755)
    write(os.fspath(contents / "Info.plist"), plistlib.dumps(_about()))
    return place


def _about() -> dict[str, object]:
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Preflight",
        "CFBundleDisplayName": "Preflight",
        "CFBundleExecutable": "preflight",
        "CFBundleIconFile": "preflight",
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": __version__,
        "CFBundleVersion": __version__,
        "LSUIElement": True,
    }


def _identifier(place: Path) -> str:
    try:
        return str(plistlib.loads((place / "Contents" / "Info.plist").read_bytes()).get("CFBundleIdentifier", ""))
    except (OSError, ValueError, plistlib.InvalidFileException, AttributeError):
        return ""


# --- Windows --------------------------------------------------------------------------------------------


def _windows(folder: str, places: Sequence[Path], run: Run) -> Path:
    """A shortcut, made by the system itself; a command file where that is not allowed."""
    shortcut, command_file, icon = places
    picture = ICON.read_bytes()
    # One picture as PNG; 0 stands for a width and a height of 256.
    write(os.fspath(icon), struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(picture), 22) + picture)
    program = _windowless(sys.executable)
    variables = {"PREFLIGHT_PLACE": str(shortcut), "PREFLIGHT_PROGRAM": program, "PREFLIGHT_FOLDER": folder,
                 "PREFLIGHT_ICON": str(icon)}  # fmt: skip
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", SHORTCUT]
    if all(value.isascii() for value in variables.values()) and run(command, variables):
        command_file.unlink(missing_ok=True)
        return shortcut
    shortcut.unlink(missing_ok=True)
    text = WINDOWS.format(folder=folder.replace("%", "%%"), command=f'"{program}" -m preflight desk'.replace("%", "%%"))
    write(os.fspath(command_file), text.encode("utf-8"))
    return command_file


def _windowless(program: str) -> str:
    """The Python that opens no window, where it lies beside the other."""
    quiet = Path(program).with_name("pythonw.exe")
    return str(quiet) if quiet.exists() else program


def _run(command: Sequence[str], variables: Mapping[str, str]) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 (a constant)
            command, env={**os.environ, **variables}, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and Path(variables["PREFLIGHT_PLACE"]).exists()
