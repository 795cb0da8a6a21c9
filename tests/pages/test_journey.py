"""The README's walk, from install to certificate: its commands run, its pages are there, its pictures are small."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("starlette")

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("\n## From install to certificate\n")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
PICTURES = re.findall(r"!\[([^\]]+)\]\((docs/walkthrough/[\w-]+\.png)\)", SECTION)
STAND_INS = """
set -eu
pip() { test "$1 $2" = "install preflight-send[desk]"; }
preflight() { "$PYTHON" -m preflight "$@"; }
"""


@pytest.fixture(scope="module")
def journey() -> ModuleType:
    """The script that also takes the pictures."""
    spec = importlib.util.spec_from_file_location("journey", Path(__file__).with_name("journey.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_from_install_to_certificate(journey: ModuleType, folder: Path, chromium: Any, desk_in: Any) -> None:
    home = folder / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "2026-11-17.eml").write_bytes((journey.ISSUES / "2026-11-17.eml").read_bytes())
    env = {**os.environ, "HOME": str(home), "PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}

    def run(commands: str, place: Path) -> subprocess.CompletedProcess[str]:
        command = ["bash", "-c", STAND_INS + commands]
        return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, check=False)

    first, last = BLOCKS
    installed = run(first, folder)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    place = folder / "newsletters"
    assert (place / "clients/potting-shed/issues/2026-11-17.eml").exists()
    assert "the icon “Preflight” opens the desk" in installed.stdout

    context = chromium.new_context(
        viewport={"width": 1000, "height": 720}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    seen: list[str] = []
    desk = desk_in(place)
    journey.walk(page, desk.launch, folder, seen.append)
    page.get_by_role("button", name="Copy its words").click()
    page.get_by_text("Copied.").wait_for()
    words = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert words[0] == "Checked and ready: 2026-11-24.eml"
    assert "10 dates checked against Tue 24 Nov 2026." in words
    assert "- When it is scheduled in the sending platform." in words
    assert [url for url in outside if not url.startswith((desk.root, "data:", "about:"))] == []
    context.close()
    assert {f"docs/walkthrough/{name}.png" for name in (*seen, "certificate")} == {file for _, file in PICTURES}

    verified = run(last, place)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "these are the bytes that passed" in verified.stdout
    assert verified.stdout.rstrip().endswith("every line is as it was written.")
    drafts = place / "clients/potting-shed/drafts"
    row = json.loads((drafts / "2026-11-24.certificate.json").read_text(encoding="utf-8"))
    assert row["verdict"] == "PASS"
    draft = drafts / "2026-11-24.eml"
    draft.write_bytes(draft.read_bytes().replace(b"Thursday 3 December", b"Thursday 3  December"))
    assert run(last, place).returncode == 0  # the same words, in other bytes
    draft.write_bytes(draft.read_bytes().replace(b"6 pm", b"7 pm"))
    assert run(last, place).returncode == 1


@pytest.mark.parametrize(("told", "file"), PICTURES)
def test_a_picture_is_small_and_says_what_it_shows(told: str, file: str) -> None:
    data = (ROOT / file).read_bytes()
    assert len(data) <= 60_000
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20])[0] == 1000
    assert len(told.split()) > 5
