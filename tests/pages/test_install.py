"""The icon, and the desk that it opens: once, in the background, and closed with a button."""

from __future__ import annotations

import json
import plistlib
import shutil
import socket
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from preflight.desk import install as installing
from preflight.desk import running
from preflight.desk.install import install, uninstall
from preflight.model import PreflightError

pytest.importorskip("starlette")

ROOT = Path(__file__).parents[2]
NAMES = ("Brook & Bean", "Orla's clients", 'a "quoted" $HOME `id` \\ folder', "100% %PATH%", "Bäckerei Grün")


@pytest.fixture(autouse=True)
def _home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(folder / "home"))


def workspace(folder: Path, name: str) -> Path:
    here = folder / name
    here.mkdir()
    return here


# --- Linux ----------------------------------------------------------------------------------------------


def unescaped(value: str) -> str:
    """A value of type string (Desktop Entry Specification)."""
    return value.replace("\\\\", "\0").replace("\\s", " ").replace("\0", "\\")


def arguments(line: str) -> list[str]:
    """The words of an Exec key, by the rules of the specification, which are not those of a shell."""
    words, word, quoted, at = [], "", False, 0
    line = unescaped(line)
    while at < len(line):
        sign = line[at]
        if quoted and sign == "\\":
            at += 1
            word += line[at]
        elif sign == '"':
            quoted = not quoted
        elif sign == " " and not quoted:
            words.append(word)
            word = ""
        elif sign == "%":
            at += 1
            assert line[at] == "%", "a field code"
            word += "%"
        else:
            assert quoted or sign not in installing.RESERVED, sign
            word += sign
        at += 1
    return [*words, word]


@pytest.mark.parametrize("name", NAMES)
def test_the_icon_on_linux(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = workspace(folder, name)
    program = str(here / "bin" / "python3")
    monkeypatch.setattr(sys, "executable", program)
    said = install(here, platform="linux")
    file = folder / "home/.local/share/applications/preflight-desk.desktop"
    assert str(file) in said
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    rows = dict(line.split("=", 1) for line in lines[1:])
    assert rows["Type"] == "Application"
    assert {"Name", "Exec", "Icon", "Comment", "Terminal", "Categories"} <= rows.keys()
    assert arguments(rows["Exec"]) == [program, "-m", "preflight", "desk"]
    assert unescaped(rows["Path"]) == str(here)
    assert rows["Terminal"] == "false"
    assert all(rows[key].endswith(";") for key in ("Categories", "Keywords"))
    assert set(rows["Categories"].rstrip(";").split(";")) <= {"Office", "Email", "Network", "Utility"}
    assert Path(unescaped(rows["Icon"])).read_bytes().startswith(b"\x89PNG")
    if shutil.which("desktop-file-validate"):
        done = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    assert "Deleted" in uninstall(platform="linux")
    assert not file.exists()
    assert uninstall(platform="linux") == "There is no icon."


# --- Mac ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_application_on_a_mac(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = workspace(folder, name)
    program = here / "bin" / "python3"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@" > told.txt\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    install(here, platform="darwin")
    app = folder / "home/Applications/Preflight.app"
    about = plistlib.loads((app / "Contents/Info.plist").read_bytes())
    assert about["CFBundlePackageType"] == "APPL"
    script = app / "Contents/MacOS" / about["CFBundleExecutable"]
    assert stat.S_IMODE(script.stat().st_mode) == 0o755
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    picture = (app / "Contents/Resources" / f"{about['CFBundleIconFile']}.icns").read_bytes()
    kind, length, sort, inner = struct.unpack(">4sI4sI", picture[:16])
    assert (kind, length, sort, inner) == (b"icns", len(picture), b"ic08", len(picture) - 8)
    assert picture[16:].startswith(b"\x89PNG")

    assert subprocess.run([str(script)], check=False, timeout=60).returncode == 0  # it does not wait
    told = here / "told.txt"
    for _ in range(1200):
        if told.exists() and told.read_text().count("\n") == 4:
            break
        time.sleep(0.05)
    assert told.read_text().splitlines() == [str(here), "-m", "preflight", "desk"]
    install(here, platform="darwin")  # once more, over itself
    assert "Deleted" in uninstall(platform="darwin")
    assert not app.exists()


def test_somebody_elses_application_is_left_alone(folder: Path) -> None:
    contents = folder / "home/Applications/Preflight.app/Contents"
    contents.mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleIdentifier": "com.example.flights"}))
    for step in (lambda: install(folder, platform="darwin"), lambda: uninstall(platform="darwin")):
        with pytest.raises(PreflightError, match="another application of that name"):
            step()
    assert (contents / "Info.plist").exists()


# --- Windows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES[:2])
def test_the_shortcut_on_windows(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = workspace(folder, name)
    asked: list[tuple[Sequence[str], Mapping[str, str]]] = []

    def run(command: Sequence[str], variables: Mapping[str, str]) -> bool:
        asked.append((command, variables))
        Path(variables["PREFLIGHT_PLACE"]).write_bytes(b"L\0\0\0")
        return True

    program = here / "python.exe"
    (here / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "executable", str(program))
    said = install(here, platform="win32", run=run)
    place = folder / "home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Preflight.lnk"
    assert str(place) in said
    command, variables = asked[0]
    assert command[:-1] == ["powershell", "-NoProfile", "-NonInteractive", "-Command"]
    assert name not in command[-1]  # paths never become part of a command
    assert {value for value in variables if f"$env:{value}" in command[-1]} == set(variables)
    assert variables["PREFLIGHT_FOLDER"] == str(here)
    assert variables["PREFLIGHT_PROGRAM"] == str(here / "pythonw.exe")  # no black window
    icon = Path(variables["PREFLIGHT_ICON"]).read_bytes()
    assert icon[:6] == b"\0\0\1\0\1\0"
    size, offset = struct.unpack("<II", icon[14:22])
    assert icon[offset : offset + size].startswith(b"\x89PNG")
    assert len(icon) == offset + size
    uninstall(platform="win32")
    assert not place.exists()


@pytest.mark.parametrize("name", ["Bäckerei Grün", "100% %PATH%"])
def test_where_no_shortcut_can_be_made_there_is_a_command_file(name: str, folder: Path) -> None:
    here = workspace(folder, name)
    said = install(here, platform="win32", run=lambda command, variables: False)
    place = folder / "home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Preflight.cmd"
    assert str(place) in said
    text = place.read_bytes().decode("utf-8")
    assert f'cd /d "{str(here).replace("%", "%%")}"\r\n' in text
    assert text.startswith("@echo off\r\nchcp 65001 >nul\r\n")
    assert text.count("\n") == text.count("\r\n")
    uninstall(platform="win32")
    assert not place.exists()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_where_nothing_can_be_written_it_says_so(platform: str, folder: Path) -> None:
    (folder / "home").write_text("a file where the home should be")
    with pytest.raises(PreflightError, match="the icon cannot be written"):
        install(folder, platform=platform, run=lambda command, variables: False)


def test_a_folder_with_a_line_break_is_refused(folder: Path) -> None:
    with pytest.raises(PreflightError, match="line break"):
        install(workspace(folder, "a\nb"), platform="linux")


# --- one desk, opened again and closed ------------------------------------------------------------------


def again(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "preflight", "desk", "--no-browser", *options],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_second_start_shows_the_open_desk(desk: Any) -> None:
    for options in ((), ("--port", str(desk.port))):
        second = again(desk.folder, *options)
        assert second.returncode == 0
        assert f"open already, at {desk.launch}" in second.stdout
    noted = next((Path(running.cache_folder()) / "desk").glob("open-*.json"))
    assert stat.S_IMODE(noted.stat().st_mode) == 0o600  # it holds the token


def test_a_port_that_somebody_else_has_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = again(folder, "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "is taken, perhaps by the desk of another folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_note_that_lies_is_no_desk(folder: Path) -> None:
    for address in ("http://127.0.0.1:9/?token=a", "http://evil.example/?token=a", "", "file:///etc/passwd"):
        running.note(folder, address)
        assert running.address_of(folder) == ""
    running.note(folder, "http://127.0.0.1:9/?token=a")
    running.forget(folder, "http://127.0.0.1:10/?token=b")
    assert json.loads(next((running.cache_folder() / "desk").glob("open-*.json")).read_text())


def test_it_is_closed_with_a_button(desk: Any, seen: Any) -> None:
    page = seen.page
    page.goto(desk.launch)
    page.get_by_role("button", name="Close the desk").click()
    assert page.inner_text("h1") == "The desk is closed"
    page.wait_for_load_state()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
    assert desk.server.wait(120) == 0
    assert running.address_of(desk.folder) == ""
    assert seen.errors == []


@pytest.mark.parametrize("output", ["", "sys.stdout = sys.stderr = None"])
def test_it_closes_itself_when_nobody_comes(output: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also without output of any kind, as ``pythonw`` starts it."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    code = (
        f"import sys; {output}\n"
        "from preflight.desk import serve; serve.IDLE, serve.LOOK = 0.2, 0.1\n"
        "from preflight.cli import main; sys.exit(main(['desk', '--no-browser', '--offline']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert output or "The desk is closed." in done.stdout
