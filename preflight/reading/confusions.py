"""Real words in another one's place, told by their neighbours: "dedicated too breaking down", "the result off it".

For each pair of words that people mix up, ``rules/words/en/confusions.txt`` holds how much each neighbour speaks for
the one that was meant against the one that was written (Golding and Roth 1999, "A Winnow-based approach to
context-sensitive spelling correction"): the two words on either side, and what sort of word stands next to it. The
weights are hundredths of natural log-odds and are added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress, count

from msgspec import Struct, json

from preflight.patterns import regex
from preflight.reading.phrases import lowered
from preflight.reading.remembered import Remembered
from preflight.reading.spread import DIGITS, ENDS, GLUE, MARK, MARKS, NUMBER, QUOTES, STOP, Spread, spread_out

PLACES = ("-2", "-1", "+1", "+2", "-class", "+class")
"""What a row of weights is about: the second word before, the one before, the one after, the second after, and the
classes of the nearest two."""
# "too -> to | -210 | 350"
HEAD = regex(r"(\S+) -> (\S+) \| (-?\d+) \| (\d+|-)")
# "don't", "," and "." as a quick look takes them
QUICK = regex(r"[a-z]+(?:'[a-z]+)*|[^a-z\s]+|\n\n")
PARAGRAPH = "\n\n"
SLACK = 150
"""What the quick look, which takes marks less exactly, may be short of."""
WORTH_A_LOOK = 50
"""The sum from which on a finding is worth a look. At 0 the other word is as likely; a slip is rarer than that."""
ONE_SIDED = 50
"""How much more it takes where only one side has a word to say."""
FIRST = 300
"""And how much more at the beginning of a sentence, where an imperative may stand ("Hear our choir")."""
NEVER = 1_000_000
FEWEST_NEIGHBOURS = 4


class Confusion(Struct, frozen=True):
    """``written`` may stand for ``meant``. ``weights``: a table for each of PLACES; ``most``: what the classes of the
    neighbours can add at best; ``sure``: from which sum on."""

    written: str
    meant: str
    start: int
    sure: int
    most: int
    weights: tuple[dict[str, int], ...]

    def weigh(self, words: Sequence[str], at: int, kind: Mapping[str, str], least: int = 0) -> int:
        """What the neighbours of ``words[at]`` say; two words must stand on either side, if only marks. The classes are
        asked only where ``least`` can be reached, since finding one out takes its time."""
        second_before, before, after, second_after, kinds_before, kinds_after = self.weights
        left, right = words[at - 1], words[at + 1]
        points = (
            self.start
            + second_before.get(words[at - 2], 0)
            + before.get(left, 0)
            + after.get(right, 0)
            + second_after.get(words[at + 2], 0)
        )
        if points + self.most < least:
            return points
        return points + kinds_before.get(kind[left], 0) + kinds_after.get(kind[right], 0)


class Confused(Struct, frozen=True):
    """``text[start:end]`` was written, ``meant`` was meant; ``sure`` or doubtful. ``before`` and ``after``: the words
    next to it, empty where a mark stands between."""

    start: int
    end: int
    meant: str
    sure: bool
    before: str
    after: str


class Confusions:
    """The pairs of one language; those of a word are read when it first occurs."""

    def __init__(self, text: str, kind: Mapping[str, str]) -> None:
        self._kind = kind
        self._read: dict[str, list[Confusion]] = {}
        self._blocks: dict[str, list[str]] = {}
        for block in text.split("\n\n"):
            written, arrow, _ = block.partition(" -> ")
            if arrow and written[0] != "#":
                self._blocks.setdefault(written, []).append(block)

    def within(self, text: str) -> bool:
        """Whether a quick look finds a word that its neighbours speak against."""
        found = _quick(text) if PARAGRAPH in text else chain.from_iterable(map(_QUICK.__getitem__, text.split()))
        padded = [STOP, STOP, *found, STOP, STOP]
        if len(padded) < FEWEST_NEIGHBOURS + 4:
            return False
        kind, least = self._kind, WORTH_A_LOOK - SLACK
        for at in compress(count(), map(self._blocks.__contains__, padded)):
            second, left, written, right, other = padded[at - 2 : at + 3]
            for pair in self._of(written):  # as ``weigh`` does, for a word in five of any text
                seconds, befores, afters, others, kinds_before, kinds_after = pair.weights
                points = pair.start + seconds.get(second, 0) + befores.get(left, 0)
                points += afters.get(right, 0) + others.get(other, 0)
                if points + pair.most >= least:
                    points += kinds_before.get(kind[left], 0) + kinds_after.get(kind[right], 0)
                    if points >= least:
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
            alone = (words[at - 1] in MARKS) + (words[at + 1] in MARKS)
            least = WORTH_A_LOOK + alone * ONE_SIDED + (words[at - 1] == STOP) * FIRST
            if points >= least and not _set_apart(text, spread, at - 1):
                before, after = ("" if near in MARKS else near for near in (words[at - 1], words[at + 1]))
                yield Confused(start, end, best.meant, points >= best.sure, before, after)

    def _of(self, written: str) -> list[Confusion]:
        pairs = self._read.get(written)
        if pairs is None:
            pairs = self._read[written] = [_confusion(block) for block in self._blocks[written]]
        return pairs


def _confusion(block: str) -> Confusion:
    """
    >>> _confusion('wit -> with | -50 | -\\n+1 {"the":210}').weights[2]
    {'the': 210}
    """
    head, *rows = block.splitlines()
    found = HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"not a pair of words: {head}")
    tables: dict[str, dict[str, int]] = {place: {} for place in PLACES}
    for row in rows:
        place, _, table = row.partition(" ")
        tables[place] = json.decode(table)
    written, meant, start, sure = found.groups()
    most = sum(max(tables[place].values(), default=0) for place in PLACES[-2:])
    return Confusion(written, meant, int(start), NEVER if sure == "-" else int(sure), most, tuple(tables.values()))


def _set_apart(text: str, spread: Sequence[Spread], at: int) -> bool:
    """Whether the word is a part of something longer, a name, or quoted as a word."""
    _, start, end = spread[at]
    before, after = spread[at - 1][0], spread[at + 1][0]
    if GLUE in (before, after):
        return True
    if start and text[start - 1] in QUOTES and text[end : end + 1] and text[end] in QUOTES:
        return True
    return text[start].isupper() and before not in (STOP, MARK)


def _quick(text: str) -> tuple[str, ...]:
    """The words of a text and what stands between them, as far as a quick look tells."""
    return tuple(map(_mark, QUICK.findall(lowered(text).replace("’", "'"))))


_QUICK = Remembered(_quick)


def _mark(token: str) -> str:
    """What stands between words as ``spread_out`` would call it."""
    if token[0].isalpha():
        return token
    if not DIGITS.isdisjoint(token):
        return NUMBER
    return MARK if ENDS.isdisjoint(token) else STOP
