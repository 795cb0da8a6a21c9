"""Each target is its own delivery: any order, any number of workers, together or alone, the findings are the same."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import preflight as package
from preflight.pipeline import Options, run
from preflight.reporters import json as json_report

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
ROOT = Path(__file__).resolve().parents[2]

FILES: dict[str, str | bytes] = {
    "a.md": "# News\n\nWe recieve the the Zorblatts on Friday, 24 November 2026.\n",
    "b.md": "# News\n\nZorblatts and Zorblatts. We meet our freinds on Thursday, 24 November 2026.\n",
    "c.html": "<!doctype html><html lang=en><title>C</title><p>Lorem ipsum dolor. <a href='http//x.test'>Go</a></p>",
    "d.eml": b"From: a@shop.test\r\nTo: b@shop.test\r\nSubject: Caf\xe9 recieve\r\n\r\nHi ,\r\nWe recieve it.\r\n",
    "site/index.html": "<!doctype html><html lang=en><title>Home</title><p>Welcome. <a href='/gone/'>Gone</a></p>",
    "site/about.html": "<!doctype html><html lang=en><title>About</title><p>Hello <a href='index.html#no'>x</a></p>",
}
TARGETS = ("a.md", "b.md", "c.html", "d.eml", "site")
COMMON = ("--offline", "--no-config", "--no-cache", "--format", "json", "--send-date", "2026-11-24")


def findings_of(report: dict[str, Any], target: str) -> list[dict[str, Any]]:
    return [
        f
        for f in report["findings"]
        if f["location"]["path"] == target or f["location"]["path"].startswith(f"{target}/")
    ]


def test_many_targets_equal_the_runs_of_each_alone(write: Write, preflight: Run) -> None:
    write(FILES)
    together = preflight("check", *TARGETS, *COMMON).report
    for target in TARGETS:
        alone = preflight("check", target, *COMMON).report
        assert findings_of(together, target) == alone["findings"]
        assert alone["findings"], target
        assert [t for t in together["targets"] if t["name"] == target] == alone["targets"]
        assert [g for g in together["not_checked"] if g["target"].startswith(target)] == alone["not_checked"]
    for order in itertools.islice(itertools.permutations(TARGETS), 1, 60, 13):
        assert preflight("check", *order, *COMMON).report["findings"] == together["findings"]


def test_the_same_bytes_for_any_number_of_workers(write: Write, preflight: Run) -> None:
    folder = write(FILES)
    pages = {
        f"big/page-{n}/index.html": f"<!doctype html><html lang=en><title>Page {n}</title><p>Page number {n}. "
        f"<a href='../page-{n + 1}/'>next</a> We recieve parcel {n}.</p>"
        for n in range(120)
    }
    write(pages)
    serial = preflight("check", "big", *TARGETS, *COMMON, "--jobs", "1")
    assert serial.out == preflight("check", "big", *TARGETS, *COMMON, "--jobs", "3").out
    options = Options(targets=("big", *TARGETS), offline=True, no_config=True, no_cache=True, send_date="2026-11-24")
    with ThreadPoolExecutor(2) as executor:
        from msgspec.structs import replace

        other = json_report.render(run(replace(options, executor=executor)))
    assert json.loads(other) == serial.report
    assert folder.is_dir()


def test_a_second_run_answers_from_the_cache_with_the_same_bytes(write: Write, preflight: Run) -> None:
    write(FILES)
    arguments = [argument for argument in COMMON if argument != "--no-cache"]
    first = preflight("check", *TARGETS, *arguments)
    assert first.out == preflight("check", *TARGETS, *arguments).out
    assert first.out == preflight("check", *TARGETS, *COMMON).out
    changed = write({"a.md": "# News\n\nAll is well.\n"})
    assert changed
    assert preflight("check", "a.md", *arguments).report["findings"] == []


def test_standard_input_takes_the_name_it_is_given(
    write: Write, preflight: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    class Input(io.TextIOWrapper):
        pass

    for name, content in (("a.md", FILES["a.md"]), ("d.eml", FILES["d.eml"])):
        data = content if isinstance(content, bytes) else content.encode()
        write({name: data})
        monkeypatch.setattr(sys, "stdin", Input(io.BytesIO(data)))
        piped = preflight("check", "-", "--stdin-filename", name, *COMMON)
        assert piped.report["findings"] == preflight("check", name, *COMMON).report["findings"]


def test_named_pages_of_a_site_are_reported_and_the_rest_is_known(write: Write, preflight: Run) -> None:
    write(FILES)
    outcome = preflight("check", "site/about.html", "--site", "site", *COMMON)
    assert {f["location"]["path"] for f in outcome.report["findings"]} == {"site/about.html"}
    assert outcome.rules == ["links.missing-anchor"]
    assert outcome.report["checked"]["documents"] == 1
    assert preflight("check", "a.md", "--site", "site", *COMMON).code == 2


def test_several_pages_of_a_site_are_each_checked_as_by_itself(write: Write, preflight: Run) -> None:
    write(FILES)
    pages = sorted(name for name in FILES if name.startswith("site/") and name.endswith(".html"))
    assert len(pages) > 1
    together = preflight("check", *pages, "--site", "site", *COMMON).report
    alone = [preflight("check", page, "--site", "site", *COMMON).report for page in pages]
    assert together["targets"] == [report["targets"][0] for report in alone]
    assert together["findings"] == [finding for report in alone for finding in report["findings"]]


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_page_of_a_site_under_another_name(write: Write, preflight: Run) -> None:
    write(FILES)
    Path("site/also.html").symlink_to("about.html")
    Path("linked").symlink_to("site", target_is_directory=True)
    Path("site/more").mkdir()
    Path("site/more/same.html").symlink_to("../about.html")
    for page in ("site/about.html", "site/also.html", "linked/about.html", "site/more/same.html"):
        outcome = preflight("check", page, "--site", "site", *COMMON)
        named = {finding["location"]["path"] for finding in outcome.report["findings"]}
        assert named == {"site/about.html", "site/also.html", "site/more/same.html"}


def test_the_python_api_answers_like_the_command_line(write: Write, preflight: Run) -> None:
    write(FILES)
    report = package.check(["a.md"], offline=True, no_config=True, no_cache=True, send_date="2026-11-24")
    assert report.verdict == "FAIL"
    assert json_report.render(report) == preflight("check", "a.md", *COMMON).out


def test_a_mailbox_is_one_delivery_of_many_messages(write: Write, preflight: Run) -> None:
    message = b"From ann@shop.test Tue Nov 24 09:00:00 2026\r\nFrom: ann@shop.test\r\nSubject: %s\r\n\r\nHello.\r\n\r\n"
    write({"box.mbox": message % b"All is well" + message % b"We recieve letters"})
    outcome = preflight("check", "box.mbox", *COMMON, "--select", "spelling")
    assert outcome.report["checked"]["documents"] == 2
    assert [f["location"]["part"] for f in outcome.report["findings"]] == ["2:header"]
