"""The word lists: what they hold, and that the compiled file is shared, replaced and survived."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.misspelling import candidates


@pytest.fixture(scope="module")
def cache(lexicon_cache: Path) -> Path:
    return lexicon_cache


@pytest.fixture(scope="module")
def english(cache: Path) -> Lexicon:
    return Lexicons(("en",), cache)["en"]


@pytest.mark.parametrize(
    "word",
    [
        "garden",
        "colour",
        "organised",
        "travelled",
        "centre",
        "analyse",
        "newsletter's",
        "we’ll",
        "webinar",
        "crêpes",
        "i",
    ],
)
def test_known(english: Lexicon, word: str) -> None:
    assert english.unknown({word}) == set()


@pytest.mark.parametrize("word", ["recieve", "feelling", "ceilling", "alot", "teh", "dont", "definately", "tourn's"])
def test_unknown(english: Lexicon, word: str) -> None:
    assert english.unknown({word}) == {word}


@pytest.mark.parametrize("word", ["your're", "he'm", "did'nt", "fromm", "fro"])
def test_forms_that_nothing_excuses(english: Lexicon, word: str) -> None:
    assert not english.knows(word)


@pytest.mark.parametrize(
    ("language", "word"),
    [("es", "modificarlo"), ("es", "marchará"), ("it", "richiederti"), ("pt", "associadas"), ("de", "intuitivere")],
)
def test_living_endings(cache: Path, language: str, word: str) -> None:
    assert Lexicons((language,), cache)[language].knows(word)


def test_what_many_write_without_its_accent_is_no_word(cache: Path) -> None:
    assert not Lexicons(("es",), cache)["es"].knows("tambien")


def test_frequency_alone_makes_no_word(english: Lexicon) -> None:
    assert english.rarity("teh") < english.rarity("onboarding")
    assert not english.knows("teh")
    assert english.knows("onboarding")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("recieve", "receive"), ("acommodate", "accommodate"), ("wendesday", "wednesday"), ("ofthe", "of the"),
        ("leter", "letter"), ("gardwn", "garden"), ("carribean", "caribbean"), ("seperate", "separate"),
        ("adres", "address"), ("calender", "calendar"), ("visable", "visible"), ("gardenin", "gardening"),
        ("flacour", "flavour"), ("vell", "well"),
    ],
)  # fmt: skip
def test_the_best_candidate_comes_first(english: Lexicon, slip: str, meant: str) -> None:
    assert candidates(slip, english)[0].word == meant


def test_the_file_is_written_once_and_leaves_nothing_behind(english: Lexicon, cache: Path) -> None:
    files = list(cache.glob("lexicon-en-*"))
    assert [file.suffix for file in files] == [".marisa"]
    before = files[0].stat().st_mtime_ns
    assert Lexicons(("en",), cache)["en"].listed("garden")
    assert files[0].stat().st_mtime_ns == before


def test_a_damaged_or_unwritable_cache_costs_time_only(tmp_path: Path, english: Lexicon, cache: Path) -> None:
    name = next(cache.glob("lexicon-en-*")).name
    whole = (cache / name).read_bytes()
    for damaged in (b"not a lexicon", b"", whole[:5_000], whole[:-8]):
        (tmp_path / name).write_bytes(damaged)
        assert Lexicons(("en",), tmp_path)["en"].listed("garden")
    assert (tmp_path / name).read_bytes() == whole, "mended for the next run"
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert Lexicons(("en",), in_the_way)["en"].listed("garden")


def test_the_digest_depends_on_the_languages(cache: Path) -> None:
    assert Lexicons(("en",), cache).digest != Lexicons(("en", "de"), cache).digest
    assert "xx" not in Lexicons(("en", "xx"), cache)
