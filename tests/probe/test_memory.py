"""A second run asks nobody; what failed is asked for again; what is private is not written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight.probe import memory
from preflight.probe.guard import Guard, allowed_hosts

from .conftest import Names, Server, ask, page, redirect

Run = Callable[..., Any]
Write = Callable[[dict[str, str | bytes]], Path]
ARGUMENTS = ("--online", "--no-config", "--allow-host", "127.0.0.1", "--format", "json", "--send-date", "2026-11-24")
BOLD = "<title>Oak</title><h1 id=top>Oak</h1><p>Tables"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return tmp_path / "cache"


def test_a_second_run_makes_no_request(
    preflight: Run, write: Write, server: Server, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFLIGHT_CACHE", str(cache))
    server.routes.update({"/a": page(BOLD), "/b": page(BOLD), "/old": redirect("/b"), "/busy": page("", "503 Busy")})
    links = "".join(
        f"<a href='{server.url(path)}'>x</a> " for path in ("/a", "/b#top", "/b#no", "/old", "/gone", "/busy")
    )
    write({"news.html": f"<!doctype html><html lang=en><title>News</title><p>{links}"})
    first = preflight("check", "news.html", *ARGUMENTS).report["findings"]
    assert dict(server.hits) == {"/a": 1, "/b": 2, "/old": 1, "/gone": 1, "/busy": 2}
    server.hits.clear()
    second = preflight("check", "news.html", *ARGUMENTS).report["findings"]
    assert set(server.hits) == {"/gone", "/busy"}
    assert second == first
    server.hits.clear()
    preflight("check", "news.html", *ARGUMENTS, "--no-cache")
    assert {"/a", "/b", "/old"} < set(server.hits)
    assert b"127.0.0.1" not in (cache / memory.FILE).read_bytes()


def test_what_the_guard_refuses_today_is_not_remembered(server: Server, cache: Path) -> None:
    server.routes["/"] = page(BOLD)
    names = Names({"staging.example.com": [["127.0.0.1"]]})
    for url, host in ((server.url("/"), "127.0.0.1"), (server.url("/", "staging.example.com"), "staging.example.com")):
        assert ask(url, allow_hosts=(host,), memory=cache, resolver=names).outcome == "alive"
        assert ask(url, memory=cache, resolver=names).outcome == "refused"


@pytest.mark.parametrize(
    "url",
    [
        "https://anna:pw@example.com/", "https://anna@example.com/", "https://example.com/?token=1",
        "https://example.com/?X-Amz-Signature=1", "https://example.com/f?access_token=1", "https://example.com/?api-key=7",
        "https://example.com/?u=eyJhbGciOiJIUzI1NiJ9eyJzdWIiOiIxMjM0",
    ],
)  # fmt: skip
def test_addresses_with_a_secret_are_not_kept(url: str) -> None:
    assert not memory.may_be_kept(url)


@pytest.mark.parametrize("url", ["https://example.com/?utm_source=news&page=2", "https://example.com/keys?q=a-b"])
def test_others_are(url: str) -> None:
    assert memory.may_be_kept(url)


def test_how_long_an_answer_holds(cache: Path) -> None:
    guard = Guard(allowed_hosts(["staging.example.com"]), Names({}))
    probe_of = memory.Probe
    kept = [
        probe_of("https://example.com/a", "alive", 200, anchors=frozenset({"x"}), landing=memory.Landing("Oak")),
        probe_of("https://example.com/b", "alive", 200, "https://example.com/c", permanent=True),
        probe_of("https://staging.example.com/", "alive", 200),
        probe_of("https://example.com/d", "dead", 404),
        probe_of("https://example.com/e", "unverified", 403),
        probe_of("https://example.com/f", "alive", 200, soft="same"),
    ]  # fmt: skip
    memory.Memory(cache, guard, 1_000_000).keep(kept)
    wanted = [one.url for one in kept]

    def known(seconds: int) -> list[str]:
        return [url.rpartition("/")[2] for url in memory.Memory(cache, guard, 1_000_000 + seconds).recall(wanted)]

    assert known(60) == ["a", "b", ""]
    assert known(2 * memory.HOUR) == ["a", "b"]
    assert known(2 * memory.DAY) == ["a"]
    assert known(8 * memory.DAY) == []
    assert known(-5) == []
    (recalled,) = memory.Memory(cache, guard, 1_000_000 + 2 * memory.DAY).recall(wanted).values()
    assert recalled == memory.replace(kept[0], age=2)


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + bytes(5000)])
def test_a_broken_memory_remembers_nothing(cache: Path, content: bytes) -> None:
    cache.mkdir()
    (cache / memory.FILE).write_bytes(content)
    guard = Guard(frozenset(), Names({}))
    keeper = memory.Memory(cache, guard, 1_000)
    assert keeper.recall(["https://example.com/"]) == {}
    keeper.keep([memory.Probe("https://example.com/", "alive", 200)])
    (cache / memory.FILE).unlink(missing_ok=True)
    keeper.keep([memory.Probe("https://example.com/", "alive", 200)])
    assert list(keeper.recall(["https://example.com/"])) == ["https://example.com/"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    keeper = memory.Memory(tmp_path / "file" / "cache", Guard(frozenset(), Names({})), 1_000)
    keeper.keep([memory.Probe("https://example.com/", "alive", 200)])
    assert keeper.recall(["https://example.com/"]) == {}
