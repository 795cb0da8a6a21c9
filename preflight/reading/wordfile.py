"""The compiled word list of one language: built from two packages on first use, then a file opened by mmap.

Membership comes from pyspellchecker's curated lists, commonness from wordfreq. The file lies in the user's cache folder
under a name that changes with their content, so that a new version of either never meets an old file. Its pages are
shared by all processes that read it. When the folder cannot be written, the list is built in memory: the same words,
two seconds slower.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from marisa_trie import RecordTrie

FORMAT = 3
ABSENT = 1000
"""The rarity of a word that wordfreq does not list. Its scale: a word of rarity r is 10^(-r/100) of all words."""
RAREST_UNLISTED = 620
"""Where a mere warning is at stake, the rarest of the unlisted words would only make a large file larger."""
COUNTS_AS_LISTED = {"ru": 520}
"""Where the curated list is thin (one Russian form in three), a word so common counts as one of it."""
RECORD = "<H"
"""One number for each word: its rarity, doubled, and one more where the curated list holds the word."""


def opened(language: str, folder: Path | None) -> RecordTrie:
    """The compiled file if it is there; otherwise built, and kept for the next run where that is possible."""
    return kept(f"lexicon-{language}-{edition(language)}", RECORD, folder, lambda: _build(language))


def kept(name: str, record: str, folder: Path | None, build: Callable[[], RecordTrie]) -> RecordTrie:
    """What ``build`` makes, from a file of that name where it was kept before."""
    if folder is None:
        return build()
    path = folder / f"{name}.marisa"
    try:
        return RecordTrie(record).mmap(str(path))
    except (OSError, RuntimeError):
        pass
    import tempfile

    built = build()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        os.close(handle)
        built.save(temporary)
        Path(temporary).replace(path)  # two first runs at once write the same content
        return RecordTrie(record).mmap(str(path))
    except (OSError, RuntimeError):
        return built  # slower next time, and just as right


def edition(language: str) -> str:
    """Tells one content of the two lists from another without unpacking them."""
    curated = package("spellchecker") / "resources" / f"{language}.json.gz"
    counted = package("wordfreq") / "data" / f"large_{language}.msgpack.gz"
    return f"{FORMAT}-{checksum(curated)}-{checksum(counted)}"


def checksum(path: Path) -> str:
    """The one that gzip keeps at the end of a file."""
    with path.open("rb") as file:
        file.seek(-8, os.SEEK_END)
        return file.read(4)[::-1].hex()


def counted(language: str, size: str = "best") -> list[list[str]]:
    """wordfreq's words by their rarity, which wordfreq itself would keep for good: twenty megabytes a language."""
    import wordfreq

    groups = wordfreq.get_frequency_list(language, size)
    wordfreq.get_frequency_list.cache_clear()
    return groups


def _build(language: str) -> RecordTrie:
    values: dict[str, int] = {}
    listed = _curated(language)
    for rarity, group in enumerate(counted(language)):
        rare = language != "en" and rarity > RAREST_UNLISTED
        for word in group:
            if not rare or word in listed:
                values[word] = rarity << 1
    common = COUNTS_AS_LISTED.get(language, 0)
    for word in [*listed, *(word for word, value in values.items() if value >> 1 < common)]:
        if not (word.endswith("'s") and word[:-2] in listed):
            values[word] = values.get(word, ABSENT << 1) | 1
    del listed  # a hundred megabytes that the list itself does not need
    return RecordTrie(RECORD, ((word, (value,)) for word, value in sorted(values.items())))


def _curated(language: str) -> dict[str, int]:
    import gzip

    from msgspec import json

    with gzip.open(package("spellchecker") / "resources" / f"{language}.json.gz") as file:
        return json.decode(file.read(), type=dict[str, int])


@cache
def package(name: str) -> Path:
    """A package's folder, found without importing it (wordfreq takes 120 ms to import)."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])
