"""What lies beside a client's configuration: its word list and its facts.

Settings come from the nearest ``preflight.toml`` alone; words and names add up. A site's list lies beside its
``preflight.toml``, its client's beside the one in a folder above (as far as the repository reaches), the user's own in
the user's folder.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from preflight.config import facts, wordlist
from preflight.config.layer import Layer, line_of, text, texts
from preflight.config.wordlist import WordList
from preflight.folders import user_folder
from preflight.model import Location, Name

CONFIGURATION = "preflight.toml"
Words = Mapping[str, Location]


def words_of(layer: Layer) -> Words:
    """The words that a configuration file holds or names, each with its place."""
    line = line_of(layer.text, "", "words")
    own = {word: Location(layer.shown, "", line, 1, line, 1) for word in texts(layer, "", "words")}
    if not text(layer, "words-file", ""):
        return own
    file, shown = word_file(layer)
    try:
        return {**WordList.read(file, shown).places(), **own}
    except FileNotFoundError:
        layer.refuse(f"words-file {layer.values['words-file']!r}: there is no such file", "", "words-file")
        raise


def word_file(layer: Layer) -> tuple[Path, str]:
    """The list that belongs to a configuration, whether or not it is there yet, and how it is shown."""
    name = text(layer, "words-file", "") or wordlist.FILE_NAME
    return layer.inside(name, "words-file"), _beside(layer.shown, name)


def names_of(layer: Layer) -> tuple[Name, ...]:
    """The names in the facts that a configuration file names."""
    name = text(layer, "facts", "")
    if not name:
        return ()
    file = layer.inside(name, "facts")
    if not file.is_file():
        layer.refuse(f"facts = {name!r}: there is no such file", "", "facts")
    return facts.read_facts(file, _beside(layer.shown, name))


def words_beside(layer: Layer) -> Words:
    """The words of the list beside a configuration that names none, and of those in the folders above."""
    found: dict[str, Location] = {}
    if "words-file" not in layer.values:
        file, shown = word_file(layer)
        found.update(_places(file, shown))
    for folder, shown in folders_above(layer):
        inherited = _places(folder / wordlist.FILE_NAME, posixpath.join(shown, wordlist.FILE_NAME))
        found = {**dict.fromkeys(inherited, Location()), **found}
    return found


def names_beside(layer: Layer) -> tuple[Name, ...]:
    """The names of the facts beside a configuration that names none, and of those in the folders above."""
    found: list[Name] = []
    if "facts" not in layer.values and (file := layer.inside(facts.FILE_NAME, "facts")).is_file():
        found += facts.read_facts(file, _beside(layer.shown, facts.FILE_NAME))
    for folder, shown in folders_above(layer):
        if (file := folder / facts.FILE_NAME).is_file():
            found += facts.read_facts(file, posixpath.join(shown, facts.FILE_NAME))
    return tuple(found)


def user_words() -> Words:
    """The words that the user accepts everywhere."""
    file = user_folder() / wordlist.FILE_NAME
    return dict.fromkeys(_places(file, str(file)), Location())


def _places(file: Path, shown: str) -> Words:
    try:
        return WordList.read(file, shown).places()
    except FileNotFoundError:
        return {}


def folders_above(layer: Layer) -> Iterator[tuple[Path, str]]:
    """The folders above a configuration's own that hold one too, nearest first, not beyond the repository."""
    folder, shown = layer.file.resolve().parent, posixpath.dirname(layer.shown)
    while not (folder / ".git").exists() and folder != folder.parent:
        folder, shown = folder.parent, posixpath.join(shown, "..")
        if (folder / CONFIGURATION).is_file():
            yield folder, posixpath.normpath(shown)


def _beside(shown: str, name: str) -> str:
    """A file named by a configuration, as reports show it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(shown), name.replace("\\", "/")))
