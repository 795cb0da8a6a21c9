"""A site that nobody touched gets the same answer without being read again, and one that somebody touched does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import pipeline, replay, supervise

PAGE = '<html lang="en"><title>Cakes</title><h1>Cakes</h1><p><a href="{}">Prices of all our cakes</a></p>'
CHECK = ("check", "site", "--offline", "--no-config", "--format", "json", "--exit-zero", "--send-date", "2026-11-24")


@pytest.fixture
def site(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(replay, "SETTLED", 0)  # what the tests write has changed just now
    monkeypatch.setenv("PREFLIGHT_CACHE", str(tmp_path / ".cache"))
    return write({"site/index.html": PAGE.format("gone.html"), "site/prices.html": PAGE.format("index.html")}) / "site"


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each run that went to look."""
    seen: list[int] = []
    whole = pipeline._examine

    def examine(*given: Any) -> None:
        seen.append(1)
        whole(*given)

    monkeypatch.setattr(pipeline, "_examine", examine)
    return seen


def test_nothing_changed(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    assert preflight(*CHECK) == preflight(*CHECK) == preflight(*CHECK, "--jobs", "2")
    assert looks == [1]


def test_something_changed(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    first = preflight(*CHECK)
    page = site / "index.html"
    known = page.stat()
    page.write_text(PAGE.format("g0ne.html"))  # as long as before, and its time set back
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))
    second = preflight(*CHECK)
    assert "gone.html" in first.out
    assert "g0ne.html" in second.out
    assert len(looks) == 2
    (site / "g0ne.html").write_text(PAGE.format("index.html"))
    assert "links.broken" not in preflight(*CHECK).rules
    (site / "g0ne.html").unlink()
    assert "links.broken" in preflight(*CHECK).rules


@pytest.mark.parametrize(
    "more",
    [("--select", "links"), ("--severity", "links.broken=info"), ("--send-date", "2026-11-25"), ("--kind", "page")],
)
def test_something_else_was_asked(
    site: Path, preflight: Callable[..., Any], looks: list[int], more: tuple[str, str]
) -> None:
    preflight(*CHECK)
    cold = preflight(*CHECK, *more, "--no-cache")
    assert preflight(*CHECK, *more) == cold
    assert len(looks) == 3


def test_the_configuration_changed(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    check = (*(word for word in CHECK if word != "--no-config"), "--config", "client.toml")
    (site.parent / "client.toml").write_text('[severity]\n"links.broken" = "info"\n')
    preflight(*check)
    (site.parent / "client.toml").write_text('[severity]\n"links.broken" = "warning"\n')
    assert preflight(*check).report["findings"][0]["severity"] == "warning"
    assert len(looks) == 2


def test_a_file_that_changed_a_moment_ago(
    site: Path, preflight: Callable[..., Any], looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next change may leave no trace in the times."""
    monkeypatch.undo()
    preflight(*CHECK)
    preflight(*CHECK)
    assert not list(site.parent.glob(".cache/reports-*/*"))


def test_a_damaged_report(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    first = preflight(*CHECK)
    for file in site.parent.glob(".cache/reports-*/*"):
        file.write_bytes(file.read_bytes()[:-1] + b"\0")
    assert preflight(*CHECK) == first
    assert len(looks) == 2


def test_messages_are_not_kept(
    site: Path, preflight: Callable[..., Any], write: Callable[..., Path], looks: list[int]
) -> None:
    write({"mail/a.eml": "Subject: Hello\nFrom: a@shop.test\n\nHello Anna,\nwelcome to the shop.\n"})
    for _ in range(2):
        preflight("check", "mail", "--offline", "--no-config", "--exit-zero")
    assert len(looks) == 2
    assert not list(site.parent.glob(".cache/reports-*/*"))


def test_forgotten(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    preflight(*CHECK)
    preflight("cache", "clear")
    preflight(*CHECK)
    assert len(looks) == 2


def test_a_lost_worker_is_tried_again(
    site: Path, preflight: Callable[..., Any], looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong is not kept."""
    whole = supervise.examine_all

    def broken(*given: Any, **named: Any) -> Any:
        for index, row in whole(*given, **named):
            row["partial"] = True
            row["gaps"] = [["document", "", "took longer than 10 seconds and was stopped", False]]
            yield index, row

    monkeypatch.setattr(supervise, "examine_all", broken)
    assert preflight(*CHECK).report["verdict"] != "PASS"
    monkeypatch.setattr(supervise, "examine_all", whole)
    assert not preflight(*CHECK).report["not_checked"]
    assert len(looks) == 2


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What of the kept report is read."""
    seen: list[str] = []
    whole = replay.Replay._read

    def read(self: replay.Replay, file: Path, **more: Any) -> bytes | None:
        found = whole(self, file, **more)
        if found is not None:
            seen.append(file.name.partition(".")[2])
        return found

    monkeypatch.setattr(replay.Replay, "_read", read)
    return seen


def test_the_text_is_kept_too(
    site: Path, preflight: Callable[..., Any], looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ("--format", "console:a.txt", "--format", "markdown:a.md")
    first = preflight(*CHECK, *files)
    texts = [(site.parent / name).read_bytes() for name in ("a.txt", "a.md")]
    read = reads(monkeypatch)
    assert preflight(*CHECK, *files) == first
    assert [(site.parent / name).read_bytes() for name in ("a.txt", "a.md")] == texts
    assert read == ["json", "console-0-100", "markdown"]
    assert preflight(*CHECK, "--format", "junit:a.xml") == first  # a form that was not asked for: from the report
    assert looks == [1]
    code = [word for word in CHECK if word != "--exit-zero"]
    assert preflight(*code).code == preflight(*code).code == 1


@pytest.mark.parametrize("more", [("--fix",), ("--diff",), ("--format", "sarif:a.sarif")])
def test_what_looks_at_more_than_the_report_is_made_anew(
    site: Path, preflight: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    (site / "index.html").write_text(PAGE.format("prices.html").replace("<p>", "<p>This is the the menu. "))
    preflight(*CHECK)
    preflight(*CHECK, *more)
    assert preflight(*CHECK).rules == preflight(*CHECK, "--no-cache").rules


def test_all_kept_reports_together_stay_below_the_limit(
    site: Path, preflight: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "SHARE", 12_000 / 500_000_000)
    for day in range(10, 25):
        preflight(*CHECK, "--send-date", f"2026-11-{day}")
    kept = sorted(site.parent.glob(".cache/reports-*/*"))
    assert kept
    assert sum(file.stat().st_size for file in kept) <= 12_000


def test_a_folder_that_nothing_can_be_written_to(site: Path, preflight: Callable[..., Any], looks: list[int]) -> None:
    (site.parent / ".cache").write_text("a file, where the folder should be")
    assert preflight(*CHECK) == preflight(*CHECK)
    assert len(looks) == 2
