"""What a run keeps of the program's own files is the same as what it would make, and is never in the way."""

from __future__ import annotations

import tomllib

import pytest

from preflight import kept, shipped
from preflight.reading import context, contextindex

TABLES = ("default", "placeholders", "recipients", "tags", "testsends")


@pytest.fixture
def folder(tmp_path):
    """A cache folder, for this test alone."""
    kept.remember_in(tmp_path)
    yield tmp_path
    kept.remember_in(None)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_what_its_file_says(name, folder):
    said = tomllib.loads((shipped.folder("rules") / f"{name}.toml").read_text(encoding="utf-8"))
    assert shipped.table(name) == said
    kept.write()
    kept.remember_in(folder)
    assert shipped.table(name) == said


def test_a_table_that_has_changed_is_read_anew(folder, monkeypatch, tmp_path):
    rules = tmp_path / "rules"
    rules.mkdir()
    monkeypatch.setattr(shipped, "folder", lambda name: rules)
    for value in (1, 2):
        (rules / "tags.toml").write_text(f"value = {value}\n")
        assert shipped.table("tags") == {"value": value}
        kept.write()
        kept.remember_in(folder)


def test_entries_are_known_to_the_next_run_and_added_to(folder):
    for number, key in enumerate("abc"):
        assert kept.of("numbers").get(key) is None
        kept.of("numbers").put(key, number)
        kept.write()
        kept.remember_in(folder)
    assert [kept.of("numbers").get(key) for key in "abcd"] == [0, 1, 2, None]


@pytest.mark.parametrize("damage", [lambda content: b"", lambda content: content[:-1], lambda content: b"x" + content])
def test_a_damaged_file_is_begun_again(damage, folder):
    kept.of("numbers").put("a", 1)
    kept.write()
    (folder / "numbers").write_bytes(damage((folder / "numbers").read_bytes()))
    kept.remember_in(folder)
    assert kept.of("numbers").get("a") is None
    kept.of("numbers").put("a", 2)
    kept.write()
    kept.remember_in(folder)
    assert kept.of("numbers").get("a") == 2


def test_a_file_of_many_versions_is_begun_again(folder, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    for number in range(5):
        kept.of("numbers").put(str(number), number)
        kept.write()
        kept.remember_in(folder)
    assert sum(kept.of("numbers").get(str(number)) is not None for number in range(5)) <= 3


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for folder in (None, tmp_path / "file"):
        kept.remember_in(folder)
        kept.of("numbers").put("a", 1)
        kept.write()
    kept.remember_in(None)
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_kept_patterns_find_what_the_list_finds(language, folder):
    """The sentences are the examples in the lists, those with a mistake and those without."""
    text = (shipped.folder("rules") / "words" / language / "wrong-words.txt").read_text(encoding="utf-8")
    examples = [line[1:].strip() for line in text.splitlines() if line[:1] in ("+", "-")]
    slow = context.Patterns(text)
    contextindex.patterns(language, text)
    kept.write()
    kept.remember_in(folder)
    quick = contextindex.patterns(language, text)
    assert type(quick) is not type(slow)
    assert quick.words == slow.words
    for example in examples:
        for said in (example, example.replace("'", "’"), example.upper(), example[len(example) // 2 :]):
            words = said.lower().split()
            assert quick.within(words) == slow.within(words)
            assert list(quick.find(said)) == list(slow.find(said))


def test_kept_patterns_of_another_list_are_not_used(folder):
    for wrong, right in (("your", "you're"), ("fist", "first")):
        found = contextindex.patterns("en", f"the [{wrong}={right}] time\n").find(f"It was the {wrong} time.")
        assert [hit.meant for hit in found] == [right]
        kept.write()
        kept.remember_in(folder)
