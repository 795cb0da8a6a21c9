"""What a checker worked out in an earlier run changes nothing but the time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preflight import edition, notes, plugins
from preflight.cache import Cache
from preflight.checkers.spelling import weigh

CHECK = ("check", "page.md", "--offline", "--no-config", "--format", "json", "--exit-zero", "--select", "spelling")
TEXT = "# Our news\n\nYou will {} a letter about the garden tomorrow. Our {} opens in the summer.\n"


@pytest.fixture
def asked(folder: Path, lexicon_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The words that were looked around for, in a cache that holds the word lists alone."""
    (tmp_path / ".cache").mkdir()
    for words in lexicon_cache.glob("lexicon-*"):  # made by an earlier test
        shutil.copy(words, tmp_path / ".cache")
    monkeypatch.setenv("PREFLIGHT_CACHE", str(tmp_path / ".cache"))
    seen: list[str] = []
    whole = weigh.candidates

    def candidates(word: str, *more: Any, **named: Any) -> Any:
        seen.append(word)
        return whole(word, *more, **named)

    monkeypatch.setattr(weigh, "candidates", candidates)
    return seen


def forget() -> None:
    """As in another process."""
    for one in plugins._PREPARED.values():
        if hasattr(one.resources, "notes"):
            one.resources.notes.clear()


def test_a_word_is_looked_around_for_once_and_lies_nowhere(
    preflight: Callable[..., Any], write: Callable[..., Path], asked: list[str], tmp_path: Path
) -> None:
    write({"page.md": TEXT.format("recieve", "restaraunt")})
    forget()
    first = preflight(*CHECK)
    assert sorted(asked) == ["recieve", "restaraunt"]
    forget()
    assert preflight(*CHECK) == first
    write({"page.md": TEXT.format("recieve", "gallrey")})
    forget()
    second = preflight(*CHECK)
    assert sorted(asked) == ["gallrey", "recieve", "restaraunt"]
    forget()
    assert preflight(*CHECK, "--no-cache") == second
    assert len(asked) == 5
    with Cache(tmp_path / ".cache") as cache:
        assert cache.get_note(b"") == {}


def test_what_was_noted_is_there_in_the_next_run(tmp_path: Path) -> None:
    answer = [[["receive", "swap", 20, 410]], 3]
    with Cache(tmp_path) as cache, notes.kept(cache, [("spelling", {})]):
        plugins.prepared("spelling", {}).resources.notes[b"digest"] = answer
    forget()
    with Cache(tmp_path) as cache, notes.kept(cache, [("spelling", {})]):
        noted = plugins.prepared("spelling", {}).resources.notes
        assert noted[b"digest"] == answer
        with pytest.raises(KeyError):
            noted[b"another"]


def test_with_too_many_the_unused_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(notes, "MOST", 3)
    with Cache(tmp_path) as cache:
        for start in (0, 2):
            book = notes.Notes(cache, b"key")
            book.update({bytes([number]): number for number in range(start, start + 2)})
            with pytest.raises(KeyError):
                book[b"none"]
            book.keep()
        assert cache.get_note(b"key") == {b"\2": 2, b"\3": 3}


def test_another_version_starts_anew(
    preflight: Callable[..., Any], write: Callable[..., Path], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its notes nor its rows are an older one's."""
    write({"page.md": TEXT.format("recieve", "restaraunt")})
    forget()
    first = preflight(*CHECK)
    monkeypatch.setattr(edition, "of_program", lambda: "9.9 another")
    forget()
    assert preflight(*CHECK) == first
    assert sorted(asked) == sorted(2 * ["recieve", "restaraunt"])


def test_without_a_cache_nothing_is_written(
    preflight: Callable[..., Any], write: Callable[..., Path], asked: list[str], tmp_path: Path
) -> None:
    write({"site/page.md": TEXT.format("recieve", "restaraunt")})
    forget()
    preflight("check", "site", "--offline", "--no-config", "--no-cache")
    assert asked
    assert not list((tmp_path / ".cache").glob("*.sqlite*"))
    assert not list((tmp_path / ".cache").glob("reports-*"))
