"""The probe as a whole: it can be interrupted, and runs that ask for nothing do not even load it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import preflight

from .conftest import Server, look, page, redirect


@pytest.fixture
def at_a_keyboard() -> Iterator[None]:
    """Shells let the programs that they start in the background, this one perhaps, ignore Ctrl+C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("at_a_keyboard")
def test_an_interrupted_run_stops_at_once(server: Server) -> None:
    for number in range(50):
        server.routes[f"/{number}"] = page()

    def interrupt(done: int, _total: int) -> None:
        if done == 3:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        look([server.url(f"/{n}") for n in range(50)], allow_hosts=("127.0.0.1",), per_host=1, progress=interrupt)
    assert sum(server.hits.values()) < 10


def test_an_offline_run_loads_no_network_code() -> None:
    code = "import sys, preflight.pipeline; print({'httpx', 'preflight.probe', 'ssl'} & set(sys.modules) or 'nothing')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "nothing"


MESSAGE = """From: Anna <anna@example.com>
To: list@example.com
Subject: The tea letter
Date: Tue, 24 Nov 2026 09:00:00 +0000
List-Unsubscribe: <{root}/list/7f3a>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<h1>Tea</h1>
<p>Read <a href="{root}/tea">the tea guide</a> and <a href="{root}/gone">our prices</a>.</p>
<p><a href="{root}/click/1">This month's picture</a></p>
<p><a href="{root}/a/1">Unsubscribe</a> · <a href="{root}/a/2">Yes, I'm coming</a> ·
<a href="{root}/confirm/3">Join</a> · <a href="{root}/a/4?token=abc">Your account</a></p>
<p>To leave the list or unsubscribe, click <a href="{root}/a/5">here</a>.</p>
<form action="{root}/a/6"><button>Send</button></form>
<img src="{root}/open.gif?u=7" width="1" height="1" alt="">
"""


def test_a_newsletter_is_checked_and_nobody_is_unsubscribed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/tea"] = page("<title>Tea</title>")
    server.routes["/click/1"] = redirect("/unsubscribe?u=7")
    monkeypatch.chdir(tmp_path)
    Path("tea.eml").write_text(MESSAGE.format(root=server.url("")), encoding="utf-8")
    report = preflight.check(["tea.eml"], no_config=True, no_cache=True, allow_hosts=(f"127.0.0.1:{server.port}",))
    assert dict(server.hits) == {"/tea": 1, "/gone": 1, "/click/1": 1}
    broken = [judged.finding.match for judged in report.findings if judged.finding.rule == "links.broken"]
    assert broken == [server.url("/gone")]
    left_alone = {gap.detail.rpartition("/")[2] for gap in report.not_checked if gap.what == "links" and gap.intended}
    assert {"1", "2", "3", "4?token=abc", "5", "open.gif?u=7"} <= left_alone
