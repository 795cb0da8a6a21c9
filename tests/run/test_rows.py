"""Rows and what becomes of them: nothing lost, nothing examined twice, nothing kept longer than needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight import examine, rows
from preflight.cache import Cache
from preflight.collect import Source

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
