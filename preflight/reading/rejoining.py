"""One changed page does not re-join the site: what was found on each page is kept, with what it depends on.

Most of what a family finds on a page of a site follows from that page. The rest it asks of other pages and files (is
there an ``about.html``? does it have a place called “prices”?). A family that goes page by page, and can say what it
asked, may keep its findings from one run to the next:

- Its **world** is all that its findings depend on besides pages and files: configuration, hosts, redirects, the day. In
  another world nothing is taken over.
- Its **questions** are short texts, one for each thing that was asked. Those of one link are numbered together, and of
  each page the numbers are kept. This is the index from what is asked to the pages that ask; it is turned round when
  something has changed, and not before.
- A page's **face** is what others may learn of it, in short. A page whose text changed mostly shows the same face.

The next run judges the pages that are new or have another content, and those that asked a question which has another
answer now (``Offer.answered``): because a file came or went, or because a page shows another face. All the others have
the findings that they had, made again from plain data. A report is the same to the byte.

Kept is always one join in full. Later runs differ from it, each more than the one before; when more than ``SHARE`` of
the pages would have to be judged, the site is joined in full, and that is kept. A page that could not be read whole, or
of which something private was said (``private``), is judged in each run. Sites below ``FEWEST`` pages are joined faster
than anything is read from the disk; what is not a site of pages that are all reported is not kept at all.

A family offers ``rejoin(delivery, options, join)`` in place of ``review``, and uses ``join`` like this:

    join.begin(delivery, Offer(world, face, answered))
    for facts in delivery.documents:
        found = join.of(facts) or judged(facts)       # Found: findings, the numbers asked, a sum in plain data
        join.add(facts, found)
    join.done(asked)                                  # questions → their number
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import Struct, field

from preflight.model import Delivery, Facts, Finding

if TYPE_CHECKING:
    from preflight.reading.packedfindings import Pages

FEWEST = 300
"""Pages; fewer are joined anew each time. The links of 240 pages take 4 ms, and to keep what was found takes 3."""
SHARE = 0.25
"""Of the pages; when more have to be judged, all are."""

_IDENTITY, _FACE = 16, 8
"""Bytes."""

Answered = Callable[[Collection[str], Collection[str], Collection[str]], Iterable[str]]
"""Names of files that came or went, of pages with another face, of pages with another content → questions."""


class Offer(Struct, frozen=True):
    """What a family's findings on a page depend on; see the module's text. ``world`` is anything with a ``repr`` that
    tells it from others; ``face`` gives at most eight bytes."""

    world: Any
    face: Callable[[Facts], bytes]
    answered: Answered


class Found(Struct):
    """What was found on a page: findings in places of that page, the numbers of what was asked for them, and what the
    family sums up over pages, as plain data (None for nothing)."""

    findings: list[Finding] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)
    sum: Any = None


class Join:
    """One family's findings on one site: those of the last join in full, and those of this one."""

    def __init__(self, kept: Callable[[], Mapping[str, Any]] | None = None) -> None:
        """``kept`` gives what an earlier ``Join`` had as its ``fresh``, or an empty mapping; without it nothing is to
        be kept."""
        self.fresh: dict[str, Any] | None = None
        """What is to be kept after this run: plain data, or None where nothing is."""
        self._load = kept
        self._again: dict[str, int] = {}
        self._old: _Old | None = None
        self._added: list[tuple[Facts, Found]] | None = None
        self._asked: list[int] = []
        """How many of ``_numbers`` are each page's: four bytes for each, where a set takes two hundred."""

    def begin(self, delivery: Delivery, offer: Offer) -> None:
        """See which pages have the findings that they had."""
        if self._load is None or not _is_worth_it(delivery):
            return
        self._delivery, self._offer = delivery, offer
        self._world = hashlib.sha256(repr(offer.world).encode("utf-8", "surrogatepass")).hexdigest()
        kept = self._load()
        if kept and kept["world"] == self._world:
            old = _Old(kept)
            self._again = old.unchanged(delivery, offer)
            if len(delivery.documents) - len(self._again) <= SHARE * len(delivery.documents):
                self._old = old
                return
        from array import array  # most runs are about one email

        self._again, self._added, self._numbers = {}, [], array("I")

    def of(self, facts: Facts) -> Found | None:
        """What was found on a page, where that still holds."""
        number = self._again.get(facts.name)
        return None if number is None or self._old is None else self._old.found(number, facts.path)

    @property
    def is_full(self) -> bool:
        """Whether what is asked matters: all pages are judged, and will be kept."""
        return self._added is not None

    def add(self, facts: Facts, found: Found) -> None:
        """Note what was found on a page."""
        if self._added is not None:
            self._asked.append(len(found.asked))
            self._numbers.extend(found.asked)
            found.asked = set()
            self._added.append((facts, found))

    def done(self, asked: Mapping[tuple[str, ...], int]) -> None:
        """All pages were judged. ``asked`` are the questions and the number that they have together, counted from 1."""
        if self._added is None:
            return
        from preflight.reading import private
        from preflight.reading.packedfindings import column, pack

        face = self._offer.face
        pages = [facts for facts, _ in self._added]
        left_out = {
            facts.name
            for facts, one in self._added
            if (words := _told(one)) and private.is_in(words.encode("utf-8", "surrogatepass"))
        }
        found = [Found() if facts.name in left_out else one for facts, one in self._added]
        names = [facts.name for facts in pages]
        identities = [(None if facts.name in left_out else _identity(facts)) or bytes(_IDENTITY) for facts in pages]
        self.fresh = {
            "world": self._world,
            "names": names,
            "files": sorted(self._delivery.files.difference(names)),
            "identities": ["B", b"".join(identities)],
            "faces": ["B", b"".join(face(facts).ljust(_FACE, b"\0") for facts in pages)],
            "questions": [
                column(len(together) for together in asked),
                column(_short(one) for together in asked for one in together),
            ],
            "asked": [column(self._asked), column(self._numbers)],
            "findings": pack(one.findings for one in found),
            "sums": {number: one.sum for number, one in enumerate(found) if one.sum is not None},
        }


class _Old:
    """A join that was kept."""

    def __init__(self, kept: Mapping[str, Any]) -> None:
        self._kept = kept
        self._pages: Pages | None = None

    def found(self, number: int, path: str) -> Found:
        if self._pages is None:
            from preflight.reading.packedfindings import Pages

            self._pages = Pages(self._kept["findings"])
        return Found(self._pages.of(number, path), set(), self._kept["sums"].get(number))

    def unchanged(self, delivery: Delivery, offer: Offer) -> dict[str, int]:
        """The pages that need not be judged, by name, with their number in what is kept."""
        names: list[str] = self._kept["names"]
        numbers = {name: number for number, name in enumerate(names)}
        pages = {facts.name: facts for facts in delivery.documents}
        _, identities = self._kept["identities"]
        _, faces = self._kept["faces"]
        moved = delivery.files.symmetric_difference((*names, *self._kept["files"]))
        moved |= pages.keys() ^ numbers.keys()  # a file that could not be read is no page
        edited, shown = set(), set()
        for name, facts in pages.items():
            number = numbers.get(name)
            if number is None:
                continue
            if identities[number * _IDENTITY : (number + 1) * _IDENTITY] != _identity(facts):
                edited.add(name)
                if faces[number * _FACE : (number + 1) * _FACE] != offer.face(facts).ljust(_FACE, b"\0"):
                    shown.add(name)
        still = {name: number for name, number in numbers.items() if name in pages and name not in edited}
        if moved or edited:
            questions = frozenset(map(_short, offer.answered(moved, shown, edited)))
            asking = frozenset(self._asking(questions))
            still = {name: number for name, number in still.items() if number not in asking}
        return still

    def _asking(self, questions: frozenset[int]) -> Iterator[int]:
        """The numbers of the pages that asked one of these."""
        from preflight.reading.packedfindings import opened

        lengths, all_questions = map(opened, self._kept["questions"])
        changed = set()
        start = 0
        for number, length in enumerate(lengths, 1):
            if not questions.isdisjoint(all_questions[start : start + length]):
                changed.add(number)
            start += length
        if not changed:
            return
        lengths, asked = map(opened, self._kept["asked"])
        start = 0
        for page, length in enumerate(lengths):
            if not changed.isdisjoint(asked[start : start + length]):
                yield page
            start += length


def _is_worth_it(delivery: Delivery) -> bool:
    documents = delivery.documents
    if delivery.kind != "site" or len(documents) < FEWEST:
        return False
    return all(facts.reported for facts in documents) and len({facts.name for facts in documents}) == len(documents)


def _identity(facts: Facts) -> bytes | None:
    """What tells a page's content from another one; None where it is not all known."""
    if facts.gaps or facts.kind != "page":
        return None
    return bytes.fromhex(facts.sha256)[:_IDENTITY]


def _told(found: Found) -> str:
    """All words of what was found that may quote the page."""
    words = [word for one in found.findings for word in (one.match, one.message, one.help, *one.suggestions)]
    return "\n".join(words if found.sum is None else [*words, repr(found.sum)])


def _short(question: str) -> int:
    """A question as a number. Two of one number cost a page that is judged for nothing."""
    return crc32(question.encode("utf-8", "surrogatepass"))
