"""A Dask cluster of two processes on this machine: the same report, also when a worker is killed at work."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from preflight.cluster import executor
from preflight.examine import Settings
from preflight.model import PreflightError
from preflight.supervise import examine_all

Run = Callable[..., Any]

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
pytestmark = pytest.mark.filterwarnings("default")  # what its libraries warn about on their way is theirs


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        yield cluster


def pages(number: int) -> list[tuple[int, bytes, str]]:
    return [
        (index, f"<html lang=en><p>Page {index} of teh <a href='/page-{index + 1}#top'>site</a>".encode(), "text/html")
        for index in range(number)
    ]


def test_the_same_report_as_without(cluster: Any, preflight: Run, folder: Path) -> None:
    (folder / "site").mkdir()
    for index, data, _ in pages(300):
        (folder / "site" / f"page-{index}.html").write_bytes(data)
    arguments = ("check", "site", "--offline", "--no-config", "--no-cache", "--format", "json")
    alone = preflight(*arguments)
    assert alone.code == 1
    assert preflight(*arguments, "--cluster", cluster.scheduler_address).out == alone.out


def test_what_a_killed_worker_was_at_is_done_again(cluster: Any) -> None:
    settings = Settings({"spelling": {}, "links": {}})
    expected = list(examine_all(pages(1_500), settings, in_process=True))
    with distributed.Client(cluster.scheduler_address, set_as_default=False) as client:
        processes = client.run(os.getpid)
    killed = []

    def kill_one_at_work() -> None:
        while not killed:
            for address, state in list(cluster.scheduler.workers.items()):
                if state.processing and address in processes:
                    os.kill(processes[address], signal.SIGKILL)
                    killed.append(address)
                    return
            time.sleep(0.005)

    with executor(cluster.scheduler_address) as pool:
        killer = threading.Thread(target=kill_one_at_work, daemon=True)
        killer.start()
        found = list(examine_all(pages(1_500), settings, executor=pool))
    killer.join(5)
    assert killed
    assert found == expected
    assert not any(row["partial"] or row["gaps"] for _, row in found)


def test_where_there_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preflight.cluster.PATIENCE", 1)
    with pytest.raises(PreflightError, match="no scheduler answers"), executor("tcp://127.0.0.1:9"):
        pass


def test_workers_of_another_version(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed.Client, "run", lambda *_: {"tcp://127.0.0.1:1": "0.0.9 another"})
    with pytest.raises(PreflightError, match="another version"), executor(cluster.scheduler_address):
        pass


def test_the_extra_is_named_where_it_is_missing(preflight: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    (folder / "a.md").write_text("Fine.\n", encoding="utf-8")
    outcome = preflight("check", "a.md", "--offline", "--cluster", "tcp://127.0.0.1:9")
    assert outcome.code == 2
    assert 'pip install "preflight-send[cluster]"' in outcome.err
