"""Real words in another one's place, told by their neighbours: "dedicated too breaking down", "the result off it".

For each pair of words that people mix up, ``rules/words/en/confusions.txt`` holds how much each neighbour speaks for
the one that was meant against the one that was written (Golding and Roth 1999, "A Winnow-based approach to
context-sensitive spelling correction"): the two words on either side, and what sort of word stands next to it. The
weights are hundredths of natural log-odds and are added up; from 0 on a finding is worth a look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from preflight.patterns import regex
from preflight.reading.phrases import lowered
from preflight.reading.spread import DIGITS, ENDS, MARK, NUMBER, STOP, spread_out

PLACES = ("-2", "-1", "+1", "+2", "-class", "+class")
"""What a row of weights is about: the second word before, the one before, the one after, the second after, and the
classes of the nearest two."""
# "too -> to | -210 | 350"
HEAD = regex(r"(\S+) -> (\S+) \| (-?\d+) \| (\d+|-)")
# "don't", "," and "." as a quick look takes them
QUICK = regex(r"[a-z]+(?:'[a-z]+)*|[^a-z\s]+|\n\n")
SLACK = 150
"""What the quick look, which takes marks less exactly, may be short of."""
NEVER = 1_000_000
FEWEST_NEIGHBOURS = 4


class Confusion(NamedTuple):
    """``written`` may stand for ``meant``. ``weights``: a table for each of PLACES; ``sure``: from which sum on."""

    written: str
    meant: str
    start: int
    sure: int
    weights: tuple[dict[str, int], ...]

    def weigh(self, words: Sequence[str], at: int, kind: Callable[[str], str]) -> int:
        """What the neighbours of ``words[at]`` say; two words must stand on either side, if only marks."""
        second_before, before, after, second_after, kinds_before, kinds_after = self.weights
        left, right = words[at - 1], words[at + 1]
        return (
            self.start
            + second_before.get(words[at - 2], 0)
            + before.get(left, 0)
            + after.get(right, 0)
            + second_after.get(words[at + 2], 0)
            + kinds_before.get(kind(left), 0)
            + kinds_after.get(kind(right), 0)
        )


class Confused(NamedTuple):
    """``text[start:end]`` was written, ``meant`` was meant, by so many ``points``; ``sure`` or doubtful."""

    start: int
    end: int
    meant: str
    points: int
    sure: bool


class Confusions:
    """The pairs of one language; those of a word are read when it first occurs."""

    def __init__(self, text: str, kind: Callable[[str], str]) -> None:
        self._kind = kind
        self._read: dict[str, list[Confusion]] = {}
        self._blocks: dict[str, list[str]] = {}
        for block in text.split("\n\n"):
            written, arrow, _ = block.partition(" -> ")
            if arrow and written[0] != "#":
                self._blocks.setdefault(written, []).append(block)

    def within(self, text: str) -> bool:
        """Whether a quick look finds a word that its neighbours speak against."""
        blocks = self._blocks
        found = QUICK.findall(lowered(text).replace("’", "'"))
        if len(found) < FEWEST_NEIGHBOURS:
            return False
        padded = [STOP, STOP, *found, STOP, STOP]
        for at, word in enumerate(padded):
            if word in blocks:
                around = [_mark(padded[near]) for near in range(at - 2, at + 3)]
                if any(pair.weigh(around, 2, self._kind) >= -SLACK for pair in self._of(word)):
                    return True
        return False

    def find(self, text: str) -> Iterator[Confused]:
        """Every word that another one would fit better, with the best of these."""
        spread = spread_out(text)
        words = [STOP, *(word for word, _, _ in spread), STOP]
        for at, (word, start, end) in enumerate(spread, 1):
            if word not in self._blocks:
                continue
            weighed = [(pair.weigh(words, at, self._kind), pair) for pair in self._of(word)]
            points, best = max(weighed, key=lambda one: one[0])
            if points >= 0:
                yield Confused(start, end, best.meant, points, points >= best.sure)

    def _of(self, written: str) -> list[Confusion]:
        pairs = self._read.get(written)
        if pairs is None:
            pairs = self._read[written] = [_confusion(block) for block in self._blocks[written]]
        return pairs


def _confusion(block: str) -> Confusion:
    """
    >>> _confusion("wit -> with | -50 | -\\n+1 the:210")
    Confusion(written='wit', meant='with', start=-50, sure=1000000, weights=({}, {}, {'the': 210}, {}, {}, {}))
    """
    head, *rows = block.splitlines()
    found = HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"not a pair of words: {head}")
    tables: dict[str, dict[str, int]] = {place: {} for place in PLACES}
    for row in rows:
        place, *entries = row.split()
        table = tables[place]
        for entry in entries:
            word, _, weight = entry.rpartition(":")
            table[word] = int(weight)
    written, meant, start, sure = found.groups()
    return Confusion(written, meant, int(start), NEVER if sure == "-" else int(sure), tuple(tables.values()))


def _mark(token: str) -> str:
    """What stands between words as ``spread_out`` would call it."""
    if token[0].isalpha():
        return token
    if not DIGITS.isdisjoint(token):
        return NUMBER
    return MARK if ENDS.isdisjoint(token) else STOP
