"""What goes wrong on real computers: no room, no permission, bombs, other versions, edited files.

A sentence for each, and nothing lost.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from preflight import writing
from preflight.checklist import answers
from preflight.model import PreflightError
from preflight.trail import ledger

pytest.importorskip("starlette")

MESSAGE = (
    "From: Bramblewick Bakery <news@bramblewick.example>\nTo: readers@bramblewick.example\nSubject: Rye and rolls\n"
    "Date: Tue, 24 Nov 2026 09:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n"
    "<html lang=en><body><h1>Rye and rolls</h1><p>The shop stays open until seven, and there is soup.</p>"
    "<p>Bramblewick Bakery, 3 Mill Lane, Bristol BS1 4QA. <a href='https://www.bramblewick.example/leave'>Unsubscribe"
    "</a></p></body></html>\n"
)
ENTRY = {"time": "2026-11-24T09:00:00+00:00", "who": "Jo", "verdict": "PASS", "targets": []}


def said(text: str) -> str:
    return " ".join(text.split())


def check(desk: Any, talk: Any, data: bytes = MESSAGE.encode()) -> str:
    """The address of a check that has ended."""
    return str(desk.ended(talk, talk.post("client/bramblewick/check", files={"file": ("a.eml", data)})))


def highest_memory(process: int) -> int:
    """Kilobytes that the process ever had."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few hundred kilobytes, where this user may make one."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if (
        os.geteuid()
        or not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


# --- too much -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_200_mb_take_no_memory(desk: Any) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.eml"\r\n\r\n'
        for _ in range(200):
            yield b"a" * 1_000_000

    with desk.talk(**{"content-type": "multipart/form-data; boundary=x"}) as talk:
        talk.get("")
        before = highest_memory(desk.server.pid)
        answer = talk.post("client/bramblewick/check", content=pieces())
    assert answer.status_code == 413
    assert highest_memory(desk.server.pid) - before < 80_000
    assert not (desk.client / "drafts").exists()


def test_a_bomb_in_an_archive_is_not_unpacked(desk: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", b"<p>rye</p>" * 5_000_000)
    bomb = desk.folder / "site.zip"
    bomb.write_bytes(packed.getvalue())
    with desk.talk() as talk:
        dropped = talk.post("client/bramblewick/check", files={"file": ("site.zip", packed.getvalue())})
        assert dropped.status_code == 400
        assert "unpack it, and drop the email that is in it" in said(dropped.text)
        for given in ({"data": {"path": str(bomb)}}, {"files": {"site": ("site.zip", packed.getvalue())}}):
            answer = talk.post("client/-/site", **given)
            page = answer.text if answer.status_code == 400 else talk.get(desk.ended(talk, answer)).text
            assert "would unpack to a multiple of its size" in said(page), said(page)


def test_a_program_by_the_name_of_an_email_is_not_kept(desk: Any) -> None:
    with desk.talk() as talk:
        for start in (b"MZ\x90\0", b"\x7fELF\2\1", b"\xcf\xfa\xed\xfe", b"#!/bin/sh\n", b"\0\1\2\3" * 9):
            answer = talk.post("client/bramblewick/check", files={"file": ("invoice.eml", start + b"a" * 3000)})
            assert answer.status_code == 400, start
            assert "is no email" in said(answer.text)
    assert not (desk.client / "drafts").exists()


# --- no room, no permission -----------------------------------------------------------------------------


def test_a_full_disk_at_the_desk(small_disk: Path, monkeypatch: pytest.MonkeyPatch, request: Any) -> None:
    monkeypatch.chdir(small_disk)
    desk = request.getfixturevalue("desk")
    client = desk.client
    ours, full = desk.folder / "disk" / "clients", small_disk
    shutil.move(str(client.parent), str(ours))
    (desk.folder / "preflight.toml").write_text('clients = ["disk/clients/*"]\n', encoding="utf-8")
    client = ours / client.name
    with desk.talk() as talk:
        address = check(desk, talk)
        held = (client / "ledger.jsonl").read_bytes()
        draft = (client / "drafts" / "a.eml").read_bytes()
        _fill(full / "filler")
        dropped = talk.post("client/bramblewick/check", files={"file": ("a.eml", draft + b" " * 20_000)})
        assert dropped.status_code == 400
        assert "nothing was checked, your file is as it was" in said(dropped.text)
        assert (client / "drafts" / "a.eml").read_bytes() == draft
        answered = talk.post(f"{address}/checklist", data={"who": "Jo", "item-phone": "yes", "note-phone": "x" * 1900})
        assert answered.status_code == 400
        assert "No space left on device" in said(answered.text)
        assert (client / "ledger.jsonl").read_bytes() == held
        (full / "filler").unlink()
        address = check(desk, talk)
        assert "Ready to send" in talk.get(address).text
    assert list(ledger.faults(client / "ledger.jsonl")) == []


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as stream:
        for size in (4096, 512, 1):
            with suppress(OSError):
                while stream.write(b"a" * size):
                    pass


LIMITED = """
import resource, sys
from pathlib import Path
from preflight.checklist import answers
from preflight.model import PreflightError
from preflight.trail import ledger
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    for _ in range(100):
        if sys.argv[1] == "ledger":
            ledger.append(Path("ledger.jsonl"), {"who": "Jo", "verdict": "PASS"})
        else:
            answers.append(Path("checklist/a.jsonl"), answers.Answered("a", "yes", "Jo", "", "", "all", "0"))
except PreflightError as error:
    sys.exit(f"said: {error}")
"""


@pytest.mark.parametrize("what", ["ledger", "answers"])
@pytest.mark.parametrize("limit", [1000, 1001, 1057, 1150])
def test_a_line_is_written_whole_or_not_at_all(what: str, limit: int, folder: Path) -> None:
    command = [sys.executable, "-c", LIMITED, what, str(limit)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert "said: " in done.stderr
    assert "cannot be written" in done.stderr
    file = folder / ("ledger.jsonl" if what == "ledger" else "checklist/a.jsonl")
    assert file.read_bytes().endswith(b"}\n")
    if what == "ledger":
        assert ledger.append(file, ENTRY).broken == 0
        assert list(ledger.faults(file)) == []
    else:
        assert answers.read(file)["a"].who == "Jo"


def test_no_room_in_the_middle_of_a_file_leaves_the_old_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / "certificate.json"
    writing.write(str(file), "as it was")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        writing.write(str(file), "as it should be")
    assert file.read_text() == "as it was"
    assert [one.name for one in folder.glob("certificate*")] == ["certificate.json"]


@pytest.fixture
def read_only(desk: Any) -> Iterator[Path]:
    """The client's folder, where nobody may write: not even root, where the system can be told so."""
    place = desk.client
    if os.geteuid() == 0:
        if subprocess.run(["mount", "--bind", str(place), str(place)], capture_output=True, check=False).returncode:
            pytest.skip("root may write everywhere, and may not mount here")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)
    else:
        place.chmod(0o555)
        yield place
        place.chmod(0o755)


def test_a_folder_that_may_only_be_read(desk: Any, read_only: Path) -> None:
    before = sorted(read_only.rglob("*"))
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": ("a.eml", MESSAGE.encode())})
    assert answer.status_code == 400
    assert "nothing was checked, your file is as it was" in said(answer.text)
    assert "let yourself write into that folder" in said(answer.text)
    assert sorted(read_only.rglob("*")) == before


# --- other versions, other hands ------------------------------------------------------------------------


def test_a_workspace_of_a_newer_version(desk: Any) -> None:
    settings = desk.client / "preflight.toml"
    text = settings.read_text(encoding="utf-8")
    newer = text.replace("schema = 1\n", "schema = 99\n")
    assert newer != text
    settings.write_text(newer, encoding="utf-8")
    with desk.talk() as talk:
        answer = talk.post("client/bramblewick/check", files={"file": ("a.eml", MESSAGE.encode())})
        page = answer.text if answer.status_code == 400 else talk.get(check(desk, talk)).text
    assert "written for a newer preflight" in said(page)
    assert "Traceback" not in page
    assert settings.read_text(encoding="utf-8") == newer


def test_answers_of_a_newer_version_or_by_hand_are_kept(desk: Any) -> None:
    newer = json.dumps({"schema": 99, "item": "phone", "words": "of another age"})
    with desk.talk() as talk:
        address = check(desk, talk)
        desk.ended(talk, talk.post(f"{address}/checklist", data={"who": "Jo", "item-phone": "yes"}))
        file = next((desk.client / "checklist").glob("*.jsonl"))
        good = file.read_text(encoding="utf-8")
        for line, told in ((newer, "was written by another version of preflight"), ("by hand", "written by hand")):
            file.write_text(f"{good}{line}\n", encoding="utf-8")
            assert told in said(talk.get(check(desk, talk)).text)
            assert file.read_text(encoding="utf-8") == f"{good}{line}\n"


def test_a_ledger_that_was_edited_by_hand_gives_no_certificate(desk: Any) -> None:
    file = desk.client / "ledger.jsonl"
    with desk.talk() as talk:
        for _ in range(2):
            check(desk, talk)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        edited = "".join([lines[0].replace('"PASS"', '"FAIL"').replace('"INCOMPLETE"', '"PASS"'), *lines[1:]])
        edited = edited if edited != "".join(lines) else "".join(lines[1:])
        file.write_text(edited, encoding="utf-8")
        address = check(desk, talk)
        page = talk.get(address).text
        answers_given = {f"item-{item}": "yes" for item in ("audience", "schedule", "sender", "phone") if item in page}
        desk.ended(talk, talk.post(f"{address}/checklist", data={"who": "Jo", **answers_given}))
        refused = talk.post(f"{address}/certify", data={})
    assert refused.status_code == 400
    assert "the ledger was changed by hand" in said(refused.text)
    assert file.read_text(encoding="utf-8").startswith(edited)
    assert not list(desk.client.rglob("*.certificate.json"))


def test_a_lock_that_somebody_holds_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import portalocker

    monkeypatch.setattr(ledger, "WAIT", 0.2)
    file = folder / "ledger.jsonl"
    ledger.append(file, ENTRY)
    with portalocker.Lock(file, "a+b"), pytest.raises(PreflightError, match="another check is writing to it"):
        ledger.append(file, ENTRY)
    assert list(ledger.faults(file)) == []
