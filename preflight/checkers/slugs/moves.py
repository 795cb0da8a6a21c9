"""Which new page is which old one: recognised by its text, its title, its heading and its slug."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from preflight.checkers.slugs.build import Page
from preflight.checkers.slugs.sketch import Sketch, common_hashes, shared
from preflight.patterns import regex
from preflight.reading import urls

_SLUG_WORD = regex(r"[^\W_]+")  # "hours" in "opening-hours"
SAME_TEXT = 0.7
"""Share of common text that makes two pages one, whatever their titles say. Chapters of one manual reach 0.6."""

EXCHANGED_TEXT = 0.5
"""Share of common text that tells whose page stands at an address now, when it is not the page that stood there."""

LIKE_TEXT = 0.2
"""Share of common text that suffices together with an equal title, an equal heading or a like slug."""

SHORT = 30
"""Words of main text under which titles and headings decide."""

OWN_TEXT = 20
"""Words of main text that a page needs to be told from another by its text."""

FOLDER_MOVE = 3
"""Pages that make a folder's move."""


class Likeness(Struct, frozen=True):
    """How an old and a new page resemble each other. ``text`` is the share of common text."""

    text: float
    title: bool
    heading: bool
    slug: float

    @property
    def score(self) -> float:
        return self.text + 0.3 * self.title + 0.2 * self.heading + 0.2 * self.slug

    def convinces(self, *, short: bool) -> bool:
        if self.text >= SAME_TEXT:
            return True
        if self.text >= LIKE_TEXT and (self.title or self.heading or self.slug >= 0.5):
            return True
        return self.title and self.heading and (short or self.text >= LIKE_TEXT / 4)


def twins(gone: Mapping[str, Page], fresh: Mapping[str, Page]) -> dict[str, tuple[str, Likeness]]:
    """Lost address → the new address of the same page. Each new page is proposed once, best pairs first."""
    old = {address: page.sketch for address, page in gone.items()}
    new = {address: page.sketch for address, page in fresh.items()}
    common = common_hashes(old.values()) | common_hashes(new.values())
    titles = _distinct(old.values(), "title") & _distinct(new.values(), "title")
    headings = _distinct(old.values(), "heading") & _distinct(new.values(), "heading")
    by_trait: dict[int | str, list[str]] = {}
    for address, sketch in new.items():
        for trait in _traits(address, sketch, common):
            by_trait.setdefault(trait, []).append(address)
    pairs = []
    for address, sketch in old.items():
        seen = Counter(
            other for trait in _traits(address, sketch, common) for other in by_trait.get(trait, ())[:_ALIKE]
        )
        named = by_trait.get(f"title {sketch.title}", ())[:_COMPARED] if sketch.title else ()
        for other in {*named, *(candidate for candidate, _ in seen.most_common(_COMPARED))}:
            likeness = Likeness(
                shared(sketch, new[other], common),
                bool(sketch.title) and sketch.title == new[other].title and sketch.title in titles,
                bool(sketch.heading) and sketch.heading == new[other].heading and sketch.heading in headings,
                slug_likeness(address, other),
            )
            if likeness.convinces(short=min(sketch.words, new[other].words) < SHORT):
                pairs.append((-likeness.score, address, other, likeness))
    found: dict[str, tuple[str, Likeness]] = {}
    taken: set[str] = set()
    for _, address, other, likeness in sorted(pairs, key=lambda pair: pair[:3]):
        if address not in found and other not in taken:
            found[address] = (other, likeness)
            taken.add(other)
    return found


_ALIKE = 50
"""Pages with one trait that are looked at: more of them have it in common by chance."""

_COMPARED = 8
"""Pages with the most common traits that are compared in full."""


def _traits(address: str, sketch: Sketch, common: frozenset[int]) -> Iterable[int | str]:
    yield from (value for value in sketch.hashes if value not in common)
    if sketch.title:
        yield f"title {sketch.title}"
    if sketch.heading:
        yield f"heading {sketch.heading}"
    yield f"slug {slug(address)}"


def _distinct(sketches: Iterable[Sketch], field: str) -> set[str]:
    """Values that one page alone has."""
    counted = Counter(getattr(sketch, field) for sketch in sketches)
    return {value for value, times in counted.items() if times == 1}


def slug(address: str) -> str:
    """The last segment of an address, without ending."""
    return urls.page_key(address).rpartition("/")[2]


def slug_likeness(one: str, other: str) -> float:
    """What share of their slugs' words two addresses have in common."""
    first, second = set(_SLUG_WORD.findall(slug(one).lower())), set(_SLUG_WORD.findall(slug(other).lower()))
    return len(first & second) / len(first | second) if first and second else 0.0


def folder_moves(moved: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """(old folder, new folder) → how many pages went from one to the other and kept their slugs."""
    counted: Counter[tuple[str, str]] = Counter()
    for old, new in moved.items():
        if folders := moved_folder(old, new):
            counted[folders] += 1
    return {folders: times for folders, times in counted.items() if times >= FOLDER_MOVE}


def moved_folder(old: str, new: str) -> tuple[str, str] | None:
    """The folders that differ when all that follows them is equal: ``/stories/``, ``/library/``."""
    first, second = old.split("/"), new.split("/")
    same = 0
    while same < min(len(first), len(second)) - 1 and first[-1 - same] == second[-1 - same]:
        same += 1
    if not any(first[len(first) - same :]):
        return None
    folders = "/".join(first[: len(first) - same]) + "/", "/".join(second[: len(second) - same]) + "/"
    return folders if folders[0] != folders[1] else None


def cycles(old: Mapping[str, Page], new: Mapping[str, Page]) -> list[list[str]]:
    """Addresses that exchanged their pages: each now shows what the next one showed before."""
    changed = [
        address
        for address in old.keys() & new.keys()
        if old[address].facts.sha256 != new[address].facts.sha256
        and min(old[address].sketch.words, new[address].sketch.words) >= OWN_TEXT
        and shared(old[address].sketch, new[address].sketch) < LIKE_TEXT
    ]
    if len(changed) < 2:
        return []
    came_from = twins({address: old[address] for address in changed}, {address: new[address] for address in changed})
    shows = {
        now: before
        for before, (now, likeness) in came_from.items()
        if likeness.text >= EXCHANGED_TEXT and now != before
    }
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(shows):
        cycle: list[str] = []
        address = start
        while address in shows and address not in seen:
            seen.add(address)
            cycle.append(address)
            address = shows[address]
        if len(cycle) > 1 and address == start:
            found.append(cycle)
    return found
