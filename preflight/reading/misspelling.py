"""What an unknown word was probably meant to be: a noisy channel.

A misspelling is a rare form one slip away from a common word. ``candidates`` weighs each neighbour by how common it is
and how likely the slip is (Damerau 1964; Kernighan, Church and Gale 1990).
"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.reading import variants
from preflight.reading.lexicon import Lexicon, letters
from preflight.reading.slips import ALPHABETS, TWO_DOUBLES, distance, one_slip, two_doublings, two_slips_cost
from preflight.reading.spaces import SHORTEST_WHOLE, parted

__all__ = ["Candidate", "candidates", "distance", "two_slips"]

JOINED = 70
"""The cost of a missing space. Two words stand for one: their rarities add up to more than any single word's."""
FAR_FROM = 5
"""Words shorter than this are never looked up at distance two: everything is two slips from everything."""
NEAR_ENOUGH = 610
"""A word so common one slip away makes it needless to look further."""
RAREST_FAR = {5: 400, 6: 510, 7: 510}
RAREST_FAR_OF_LONG = 680
"""How rare a word two slips away may be, by length, for it to be likelier than a name or a term (see ``suspicion``)."""
MOST_LETTERS_APART = 4


class Candidate:
    """``word`` was perhaps meant. ``cost`` is how unlikely the slip is, ``rarity`` how rare the word (or the two)."""

    __slots__ = ("cost", "kind", "rarity", "word")

    def __init__(self, word: str, kind: str, cost: int, rarity: int) -> None:
        self.word = word
        self.kind = kind
        self.cost = cost
        self.rarity = rarity

    @property
    def weight(self) -> int:
        """Lower is likelier."""
        return self.rarity + self.cost


def candidates(word: str, lexicon: Lexicon, *, far: bool = True) -> list[Candidate]:
    """Words that this one may have been meant to be, likeliest first. The word is in plain form.

    ``far``: two slips away too, where nothing common is nearer.
    """
    found: dict[str, Candidate] = {}
    for other, kind, cost in one_slip(word, ALPHABETS[lexicon.language]):
        if other in found and found[other].cost <= cost:
            continue
        if lexicon.listed(other):
            found[other] = Candidate(other, kind, cost, lexicon.rarity(other))
    if len(word) >= SHORTEST_WHOLE and lexicon.language == "en":
        apart = parted(word, lexicon)
        if apart:
            found[apart[0]] = Candidate(apart[0], "missing space", JOINED, apart[1])
    if far and len(word) >= FAR_FROM:
        for other in two_doublings(word):
            if other not in found and lexicon.listed(other):
                found[other] = Candidate(other, "two slips", TWO_DOUBLES, lexicon.rarity(other))
    if far and len(word) >= FAR_FROM and all(candidate.rarity > NEAR_ENOUGH for candidate in found.values()):
        found |= {candidate.word: candidate for candidate in two_slips(word, lexicon)}
    likeliest = sorted(found.values(), key=lambda candidate: (candidate.weight, candidate.word))
    return [_as_written_here(word, candidate) for candidate in likeliest] if lexicon.language == "en" else likeliest


def _as_written_here(word: str, candidate: Candidate) -> Candidate:
    """The British form of a word, where that is nearer to what was written: "flacour" is "flavour"."""
    if candidate.kind == "two slips":
        for british in variants.british(candidate.word):
            if distance(word, british) == 1:
                return Candidate(british, candidate.kind, candidate.cost, candidate.rarity)
    return candidate


def two_slips(word: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Common words at distance two that begin with the same two letters (nine in ten do)."""
    rarest = RAREST_FAR.get(len(word), RAREST_FAR_OF_LONG)
    mask = letters(word)
    for length in range(len(word) - 2, len(word) + 3):
        for other, rarity, theirs in lexicon.starting(word[:2], length):
            if rarity > rarest or (mask ^ theirs).bit_count() > MOST_LETTERS_APART or distance(word, other) != 2:
                continue
            cost = two_slips_cost(word, other)
            yield Candidate(other, "two slips", cost, rarity)
