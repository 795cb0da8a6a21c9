import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from preflight import examine, plugins, supervise
from preflight.model import Delivery, SendDate
from preflight.supervise import chunks, worker
from preflight.supervise.processes import Workers

FAULTY = Path(__file__).with_name("faulty.py")
DEADLINE = 1.5
WITH_PLUGIN = examine.Settings({"links": {}, "faulty": {plugins.SOURCE: str(FAULTY)}})
BUILT_IN = examine.Settings({"links": {}})
SITE = examine.Settings({"links": {}}, kind="site")


def tasks(*words):
    """A page for each word, every one with a link that has no address (which the built-in checker reports)."""
    return [(i, f"<p>{word} <a href=''>here</a>".encode(), "text/html") for i, word in enumerate(words)]


def gaps(row):
    return [(what, why) for what, _, why, _ in row["gaps"]]


def rules(row):
    return sorted(finding[0] for finding in row["findings"])


# --- a plug-in that fails loses its own result only ------------------------------------------------------

FAULTS = {
    "HANG": "took longer than 1.5 seconds and was stopped",
    "SLEEP": "took longer than 1.5 seconds and was stopped",
    "EXIT": "crashed (exit code 3)",
    "QUIT": "crashed (exit code 4)",
    "RAISE": "the checker stopped with an error (ValueError: no such thing)",
    "STRANGE": "the checker stopped with an error (TypeError: gave a fact whose value holds a set: only text, numbers, "
    "lists and dicts can be kept)",
    "FOREIGN": "the checker stopped with an error (TypeError: gave a finding of the rule 'dates.weekday', "
    "which is not its own)",
    "CLOSE": "crashed (exit code 1)",
}


@pytest.fixture(scope="module")
def after_faults():
    words = [word for fault in FAULTS for word in (f"SEEN {fault}", "SEEN")]
    rows = [
        row
        for start in range(0, len(words), 8)  # fewer faults at a time than make supervision give a plug-in up
        for _, row in supervise.examine_all(tasks(*words[start : start + 8]), WITH_PLUGIN, deadline=DEADLINE)
    ]
    return dict(zip(FAULTS, zip(rows[::2], rows[1::2], strict=True), strict=True))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failing_plugin_is_named_and_the_built_in_checkers_keep_their_result(after_faults, fault):
    row, _ = after_faults[fault]
    assert gaps(row) == [("faulty", FAULTS[fault])]
    assert rules(row) == ["links.empty"]
    assert row["partial"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_document_after_it_is_examined_by_everybody(after_faults, fault):
    _, row = after_faults[fault]
    assert gaps(row) == []
    assert rules(row) == ["faulty.seen", "links.empty"]
    assert not row["partial"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_segmentation_fault_costs_one_result():
    ((_, row), (_, after)) = supervise.examine_all(tasks("SEGFAULT", "SEEN"), WITH_PLUGIN, deadline=DEADLINE)
    assert gaps(row) == [("faulty", f"crashed (signal {signal.SIGSEGV:d})")]
    assert rules(after) == ["faulty.seen", "links.empty"]


def test_what_a_plugin_prints_harms_nobody(capfd):
    ((_, row),) = supervise.examine_all(tasks("PRINT SEEN"), WITH_PLUGIN)
    assert rules(row) == ["faulty.seen", "links.empty"]
    assert capfd.readouterr() == ("", "")


def test_a_plugin_that_always_fails_is_given_up_at_the_same_document_whoever_runs_ahead(monkeypatch):
    monkeypatch.setattr(supervise, "CHUNK", (3, 1_000_000))
    monkeypatch.setattr(chunks, "STOPS", 2)
    words = ["SEEN", "EXIT", "SEEN"] * 4
    alone, three = (
        [row for _, row in supervise.examine_all(tasks(*words), WITH_PLUGIN, jobs=jobs, deadline=DEADLINE)]
        for jobs in (1, 3)
    )
    assert alone == three
    given_up = [("faulty", "had to be stopped on 2 documents and was not run on this one")]
    assert [gaps(row) == given_up for row in alone] == [False] * 5 + [True] * 7
    assert all("links.empty" in rules(row) for row in alone)


# --- a document that kills or outlasts its worker loses its own result only -----------------------------


def test_a_document_that_takes_too_long_is_named(monkeypatch):
    with Workers(BUILT_IN, DEADLINE) as workers:
        worker = workers._take()
        worker.order("examine", [])
        os.kill(worker._process.pid, signal.SIGSTOP)
        workers._idle.append(worker)
        rows = list(workers.examine(tasks("first", "second"), {}))
    assert [gaps(row) for _, row, _ in rows] == [[("document", "took longer than 1.5 seconds and was stopped")], []]
    assert [rules(row) for _, row, _ in rows] == [[], ["links.empty"]]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_worker_costs_the_document_it_was_at():
    rows, seen = [], 0
    with Workers(BUILT_IN, DEADLINE) as workers:
        for outcome in workers.examine(tasks(*["word " * 20_000] * 8), {}):
            rows.append(outcome[1])
            seen += 1
            if seen == 2:
                (worker,) = workers._alive
                worker._process.kill()
    lost = [row for row in rows if row["partial"]]
    assert len(rows) == 8
    assert len(lost) <= 1  # results that had been written before it died still arrive
    assert all(gaps(row) == [("document", "made the reading process end: it crashed (signal 9)")] for row in lost)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounded memory")
def test_a_document_that_needs_too_much_memory_is_named(monkeypatch):
    monkeypatch.setattr("preflight.supervise.processes.MEMORY", 400 * 1024**2)
    large = b"<p>" + b"<a href=x>word</a> " * 400_000
    rows = list(
        supervise.examine_all(
            [(0, large, "text/html"), *((1 + index, data, kind) for index, data, kind in tasks("next"))],
            BUILT_IN,
            deadline=60,
        )
    )
    assert [what for what, _ in gaps(rows[0][1])] == ["document"]
    assert rules(rows[1][1]) == ["links.empty"]


# --- the same rows, wherever they are made --------------------------------------------------------------


@pytest.fixture(scope="module")
def site():
    return tasks(*(f"page {number} SEEN FACT {'word ' * (number % 7)}" for number in range(150)))


@pytest.fixture(scope="module")
def one_worker(site):
    return list(supervise.examine_all(site, WITH_PLUGIN))


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_workers_gives_the_same_rows(site, one_worker, jobs):
    assert list(supervise.examine_all(iter(site), WITH_PLUGIN, jobs=jobs)) == one_worker
    assert [index for index, _ in one_worker] == list(range(150))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_rows(site, one_worker, pool):
    with pool(2) as executor:
        assert list(supervise.examine_all(site, WITH_PLUGIN, executor=executor)) == one_worker


def test_in_process_and_in_workers_the_rows_are_the_same(site):
    here = list(supervise.examine_all(site, BUILT_IN, in_process=True))
    assert list(supervise.examine_all(site, BUILT_IN, in_process=False)) == here


def test_an_executor_that_breaks_costs_time_and_no_result(site, one_worker):
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    assert list(supervise.examine_all(site[:5], WITH_PLUGIN, executor=executor)) == one_worker[:5]


def test_a_small_delivery_without_plugins_starts_no_process(monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(list(supervise.examine_all(tasks("a", "b"), BUILT_IN))) == 2


def test_a_delivery_that_begins_here_and_goes_on_in_workers_gives_the_same_rows(monkeypatch):
    pages, here, enough = tasks(*(f"page {number}" for number in range(1_500))), [], Event()
    expected = list(supervise.examine_all(pages, SITE, in_process=True))
    examined, start_one = worker.examined, Workers.start_one

    def seen(data, *more):
        here.append(data)
        if len(here) == 50:
            enough.set()
        return examined(data, *more)

    monkeypatch.setattr(supervise, "SMALL_SKIMMED", 1_000)
    monkeypatch.setattr(worker, "examined", seen)
    monkeypatch.setattr(Workers, "start_one", lambda self: start_one(self) if enough.wait(60) else None)
    assert list(supervise.examine_all(pages, SITE, jobs=2)) == expected
    assert here == [data for _, data, _ in pages[: len(here)]]
    assert len(here) >= 50


def test_a_large_document_waits_for_a_worker(monkeypatch):
    monkeypatch.setattr(supervise, "SMALL_SKIM", 100)
    monkeypatch.setattr(worker, "examined", None)
    assert len(list(supervise.examine_all(tasks("a" * 200, "b"), SITE))) == 2


def test_sources_are_taken_as_they_are_needed():
    taken = []

    def sources():
        for task in tasks(*["word"] * 2_000):
            taken.append(task[0])
            yield task

    rows = supervise.examine_all(sources(), BUILT_IN, in_process=False)
    next(rows)
    assert len(taken) < 200
    rows.close()


def test_progress_counts_documents():
    done = []
    list(supervise.examine_all(tasks("a", "b", "c"), BUILT_IN, progress=done.append))
    assert done == [1, 2, 3]


# --- review ---------------------------------------------------------------------------------------------


def reviewed(**options):
    ((_, row),) = supervise.examine_all(tasks("FACT"), WITH_PLUGIN)
    facts = examine.unpack(row, "page.html", "page.html")
    delivery = Delivery("site", "site", "final", (facts,), SendDate(date(2026, 11, 24), "option"))
    return supervise.review("faulty", {plugins.SOURCE: str(FAULTY), **options}, delivery, deadline=DEADLINE)


def test_a_plugin_reviews_the_whole_delivery():
    (finding,), gaps = reviewed()
    assert finding.message == "a fact of [1, ['a', None]]"
    assert (finding.place.path, finding.place.line) == ("page.html", 1)
    assert gaps == []


@pytest.mark.parametrize("fault", ["HANG", "EXIT", "RAISE"])
def test_a_plugin_that_fails_in_review_is_named(fault):
    findings, (gap,) = reviewed(at_review=fault)
    assert findings == []
    assert (gap.what, gap.target, gap.why, gap.intended) == ("faulty", "site", FAULTS[fault], False)


# --- nothing is left behind -----------------------------------------------------------------------------

INTERRUPTED = """
    import signal
    import sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background ignore it
    from preflight import examine, plugins, supervise
    settings = examine.Settings({"faulty": {plugins.SOURCE: sys.argv[1]}})
    print("started", flush=True)
    list(supervise.examine_all([(0, b"<p>SLEEP", "text/html")] * 2, settings, jobs=2))
"""


def children(process):
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_when_the_run_ends_its_workers_do(end):
    command = [sys.executable, "-c", textwrap.dedent(INTERRUPTED), str(FAULTY)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.readline()
        workers = eventually(lambda: children(process))
        process.send_signal(end)
        process.wait(60)
    # after kill -9 an idle worker sees the end of its input at once; one that hangs has its own clock
    if end == signal.SIGINT:
        eventually(lambda: not any(map(is_alive, workers)))
    else:
        for pid in filter(is_alive, workers):
            os.kill(pid, signal.SIGKILL)


def eventually(condition):
    for _ in range(1_200):
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError("it did not happen within a minute")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_an_idle_worker_ends_with_its_parent():
    with Workers(BUILT_IN, DEADLINE) as workers:
        list(workers.examine(tasks("a"), {}))
        (worker,) = workers._idle
        worker._process.stdin.close()
        eventually(lambda: not is_alive(worker._process.pid))


def test_a_folder_being_checked_is_no_place_to_import_from(tmp_path, monkeypatch):
    (tmp_path / "msgpack.py").write_text("raise SystemExit('imported from the checked folder')")
    monkeypatch.chdir(tmp_path)
    ((_, row),) = supervise.examine_all(tasks("a"), BUILT_IN, in_process=False)
    assert gaps(row) == []


def test_a_pause_lets_go_of_what_there_is() -> None:
    """Whoever gives the documents is about to do something else: nobody shall wait for that."""
    first, second, third = tasks("a", "b", "c")
    assert list(chunks.cut([first, None, second, third, None], 2, 1_000)) == [[first], [second, third]]


def test_pauses_change_nothing() -> None:
    given = tasks("a", "b", "c")
    paused = [None, given[0], None, *given[1:], None]
    expected = list(supervise.examine_all(given, BUILT_IN, in_process=True))
    assert list(supervise.examine_all(iter(paused), BUILT_IN)) == expected
    assert list(supervise.examine_all(iter(paused), BUILT_IN, jobs=2, in_process=False, occupied=True)) == expected
