"""Rows and what becomes of them: nothing lost, nothing examined twice, nothing kept longer than needed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from preflight import examine, rows, supervise
from preflight.cache import Cache
from preflight.collect import Source
from preflight.sources import stamps

SETTINGS = examine.Settings({"placeholders": {}})


def give(sources: list[Source], cache: Cache | None) -> dict[Source, str]:
    found: dict[Source, str] = {}
    step = rows.Rows(cache, jobs=1)
    step.give(sources, SETTINGS, lambda source, row: found.update({source: row["sha256"]}))
    assert not step.failures
    return found


@pytest.mark.parametrize("window", [1, 2, 200])
def test_equal_contents_share_one_examination(tmp_path: Path, window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "WINDOW", window)
    examined = []
    real = examine.examine

    def counted(data: bytes, *rest: object, **more: object) -> examine.Row:
        examined.append(data)
        return real(data, *rest, **more)

    monkeypatch.setattr(examine, "examine", counted)
    contents = [b"<p>one</p>", b"<p>one</p>", b"<p>two</p>", b"<p>one</p>"]
    sources = [Source(f"{n}.html", f"{n}.html", "text/html", content=content) for n, content in enumerate(contents)]
    found = give(sources, None)
    assert set(found) == set(sources)
    assert len(set(found.values())) == 2
    if window == 200:
        assert len(examined) == 2
    with Cache(tmp_path) as cache:
        assert give(sources, cache) == found
        examined.clear()
        assert give(sources, cache) == found
        assert examined == []


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    gone = Source("gone.html", "gone.html", "text/html", tmp_path / "gone.html")
    step = rows.Rows(None, jobs=1)
    step.give([gone], SETTINGS, lambda source, row: pytest.fail(f"{source} {row}"))
    assert "cannot be read" in step.failures[gone]


# --- files that nobody touched --------------------------------------------------------------------------


class Counted(rows.Rows):
    """Notes what is read."""

    read: list[str] = []  # noqa: RUF012

    def _read(self, source: Source) -> bytes | None:
        self.read.append(source.name)
        return super()._read(source)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[list[str], list[str]]]:
    """Check two pages: what was read, and whose content it was."""
    monkeypatch.setattr(stamps, "SETTLED", -1_000_000_000)  # what the test writes has changed just now
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(f"<p>{name}</p>")
    sources = [Source(f"{name}.html", f"{name}.html", "text/html", tmp_path / f"{name}.html") for name in ("a", "b")]

    def check(settings: examine.Settings = SETTINGS) -> tuple[list[str], list[str]]:
        digests: list[str] = []
        with Cache(tmp_path / "cache") as cache:
            step = Counted(cache, jobs=1, read=[])
            step.give(sources, settings, lambda source, row: digests.append(row["sha256"]))
        contents = {sha256((tmp_path / source.name).read_bytes()).hexdigest() for source in sources}
        assert contents == set(digests)
        return step.read, digests

    return check


@pytest.mark.skipif(not stamps.TELLING, reason="times of entries")
def test_an_untouched_file_is_not_read_again(shelf: Any, tmp_path: Path) -> None:
    assert shelf()[0] == ["a.html", "b.html"]
    assert shelf()[0] == []
    assert shelf(examine.Settings({"tags": {}}))[0] == ["a.html", "b.html"]  # nobody has looked for these yet
    page = tmp_path / "a.html"
    known = page.stat()
    page.write_text("<p>c</p>")  # as long as before, and its time set back
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert shelf()[0] == ["a.html"]
    (tmp_path / "b.html").rename(tmp_path / "c.html")
    (tmp_path / "c.html").rename(page)
    (tmp_path / "b.html").write_text("<p>d</p>")
    assert set(shelf()[0]) == {"a.html", "b.html"}
    assert shelf()[0] == []


@pytest.mark.skipif(not stamps.TELLING, reason="times of entries")
def test_a_file_that_changed_a_moment_ago_is_read(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "SETTLED", 10**18)  # a moment, on a machine that takes its time
    for _ in range(2):
        assert shelf()[0] == ["a.html", "b.html"]


def test_known_files_whose_rows_are_gone_are_examined(shelf: Any, tmp_path: Path) -> None:
    shelf()
    with sqlite3.connect(tmp_path / "cache" / "documents-1.sqlite") as connection:
        connection.execute("DELETE FROM documents")
    connection.close()
    assert set(shelf()[0]) == {"a.html", "b.html"}


def test_a_file_that_changes_while_the_site_is_read(
    shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is examined is what is there, not what its stamp said."""
    (tmp_path / "b.html").write_text("<p>a</p>")
    shelf()
    whole = Cache.get_many

    def late(self: Cache, keys: Iterable[bytes]) -> dict[bytes, examine.Row]:
        keys = list(keys)
        (tmp_path / "a.html").write_text("<p>late</p>")
        return {} if keys else whole(self, keys)

    monkeypatch.setattr(Cache, "get_many", late)
    shelf()


def test_what_has_to_be_examined_is_begun_before_known_rows_are_fetched(
    shelf: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf()
    (tmp_path / "b.html").write_text("<p>new</p>")
    done: list[str] = []
    fetch, examine_all = Cache.get_many, supervise.examine_all

    def fetching(self: Cache, keys: Iterable[bytes]) -> dict[bytes, examine.Row]:
        found = fetch(self, keys)
        done.extend("fetched" for _ in found)
        return found

    def examining(sources: Iterable[supervise.Task | None], *given: Any, **named: Any) -> Any:
        def noted() -> Iterator[supervise.Task | None]:
            for task in sources:
                done.append("meanwhile" if task is None else "given out")
                yield task

        return examine_all(noted(), *given, **named)

    monkeypatch.setattr(Cache, "get_many", fetching)
    monkeypatch.setattr(supervise, "examine_all", examining)
    shelf()
    assert done == ["given out", "meanwhile", "fetched"]


def test_a_damaged_row_is_examined_anew(shelf: Any, tmp_path: Path) -> None:
    shelf()
    with sqlite3.connect(tmp_path / "cache" / "documents-1.sqlite") as connection:
        connection.execute("UPDATE documents SET row = CAST(x'00000000' || substr(row, 5) AS BLOB)")
    connection.close()
    assert set(shelf()[0]) == {"a.html", "b.html"}
    assert shelf()[0] == []
