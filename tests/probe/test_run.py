"""The probe as a whole: it can be interrupted, and runs that ask for nothing do not even load it."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from .conftest import Server, look, page


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
