"""Which source a built page was made from: by its front matter, by where it lies, and by what generators do with that.

Hugo (gohugo.io, "Content organization", "URL management"): ``content/blog/a-day.md`` at ``/blog/a-day/``, ``_index.md``
and ``index.md`` at their folder, ``slug`` for the last segment, ``url`` for all of it, ``about.de.md`` or
``content/de/about.md`` for another language. Eleventy (11ty.dev, "Permalinks"): ``src/about.md`` at ``/about/``, a date
before the name taken off, ``permalink``. Jekyll: ``_posts/2026-11-24-a-day.md`` at ``/2026/11/24/a-day.html``, after a
category perhaps. Permalinks with variables say nothing here; the words have to.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from preflight.collect import shown_path
from preflight.origins.words import Words
from preflight.parse import front_matter
from preflight.patterns import regex
from preflight.reading import urls

PAGES = (".md", ".markdown", ".mdx", ".html", ".htm", ".njk", ".liquid", ".hbs", ".ejs", ".adoc", ".rst")
DATA = (".json", ".yaml", ".yml", ".toml", ".csv", ".txt", ".xml")
"""Files that words may come from, though no page is made from one."""
MOST = 20_000
"""Files that are looked at."""
MOST_SEARCHES = 500
"""Different words that are looked for in all of them."""
LARGEST = 1_000_000
"""Bytes of a file that people write."""
SKIPPED = frozenset({"node_modules", "__pycache__"})

INDEX = regex(r"(?:^|(?<=/))(?:_?index|readme)$", re.IGNORECASE)  # "_index" of "guide/_index"
DATED = regex(r"(?:^|(?<=/))(\d{4})-(\d{2})-(\d{2})-(?=[^/]+$)")  # "2026-11-24-" of "_posts/2026-11-24-a-day"
LANGUAGE_FOLDER = regex(r"^([a-z]{2}(?:-[a-z]{2})?)/")  # "de/" of "de/about"
LANGUAGE_ENDING = regex(r"\.([a-z]{2}(?:-[a-z]{2})?)$")  # ".de" of "about.de"
VARIABLE = regex(r"[:{<]")  # ":title" of "/blog/:title/", "{{" of "/{{ page.fileSlug }}/"
JOINED = regex(r"[\s_]+")  # spaces, which generators make hyphens of


class Origin:
    """One source file. ``name`` is its path below its folder, ``shown`` how reports show it."""

    def __init__(self, file: Path, name: str) -> None:
        self.file = file
        self.name = name
        self.shown = shown_path(file)

    @cached_property
    def text(self) -> str:
        """Decoded, or nothing where it cannot be read."""
        try:
            with self.file.open("rb") as stream:
                return stream.read(LARGEST).decode("utf-8-sig", "replace")
        except OSError:
            return ""

    @cached_property
    def words(self) -> Words:
        return Words(self.text)

    def settings(self) -> Mapping[str, str]:
        """The plain values of its front matter, their names in small letters."""
        end = front_matter.length(self.text)
        return {entry.key.lower(): entry.value for entry in front_matter.entries(self.text, end)} if end else {}


class Origins:
    """The sources of one site: all that people write in these folders, but not what was built (``built``)."""

    def __init__(self, folders: Sequence[Path], built: Path) -> None:
        self._files = list(islice((one for folder in folders for one in _files(folder, built.resolve())), MOST))
        self._holding: dict[str, list[Origin]] = {}

    @cached_property
    def _by_address(self) -> tuple[dict[str, list[Origin]], dict[str, list[Origin]]]:
        """Sources by the address that they say or usually have, and by those that they may have as well."""
        usual: dict[str, list[Origin]] = {}
        possible: dict[str, list[Origin]] = {}
        for origin in self._files:
            if origin.name.lower().endswith(PAGES):
                first, *others = _addresses(origin.name, origin.settings())
                usual.setdefault(key(first), []).append(origin)
                for other in dict.fromkeys(map(key, others)):
                    possible.setdefault(other, []).append(origin)
        return usual, possible

    def of_page(self, name: str) -> list[Origin]:
        """The sources that the page of this name in the build may have been made from, by their addresses."""
        address = key(urls.page_address(name))
        usual, possible = self._by_address
        return usual.get(address) or possible.get(address) or []

    def holding(self, words: str) -> list[Origin]:
        """The sources that hold these words, in whatever line breaks; none once too much has been looked for."""
        longest = max(words.split(), key=len, default="")
        if longest not in self._holding:
            looked_for = longest and len(self._holding) < MOST_SEARCHES
            self._holding[longest] = [one for one in self._files if longest in one.text] if looked_for else []
        return self._holding[longest]


def key(address: str) -> str:
    """What is the same address to a reader: no case, no ending, hyphens for spaces."""
    return JOINED.sub("-", urls.loose(urls.page_key("/" + address.lstrip("/"))))


def _addresses(name: str, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a source, the likeliest first."""
    stem = name.rpartition(".")[0]
    for said in (settings.get("permalink", ""), settings.get("url", "")):
        if said and not VARIABLE.search(said) and said.lower() not in ("false", "true"):
            yield said
    undated = DATED.sub("", stem)
    plain = INDEX.sub("", undated).rstrip("/")
    slug = settings.get("slug", "")
    if slug and not VARIABLE.search(slug):
        yield f"{plain.rpartition('/')[0]}/{slug.strip('/')}"
    yield plain
    if dated := DATED.search(stem):
        category = settings.get("category", settings.get("categories", ""))
        day = f"{dated[1]}/{dated[2]}/{dated[3]}/{slug or plain.rpartition('/')[2]}"
        yield from (day, f"{category}/{day}" if category else day, INDEX.sub("", stem))
    if language := LANGUAGE_ENDING.search(undated):
        without = INDEX.sub("", undated[: language.start()])
        yield from (f"{language[1]}/{without}", without)
    if language := LANGUAGE_FOLDER.search(plain + "/"):
        yield plain[language.end() :] if len(plain) > language.end() else ""


def _files(folder: Path, built: Path) -> Iterator[Origin]:
    """Files that people write, hidden ones and links left out."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in SKIPPED and (here / name).resolve() != built
        )
        for name in sorted(names):
            file = here / name
            if name.lower().endswith((*PAGES, *DATA)) and not name.startswith(".") and not file.is_symlink():
                yield Origin(file, file.relative_to(folder).as_posix())
