"""What an unknown word was probably meant to be: a noisy channel.

A misspelling is a rare form one slip away from a common word. ``candidates`` weighs each neighbour by how common it is
and how likely the slip is (Damerau 1964; Kernighan, Church and Gale 1990). Weights are hundredths of a power of ten,
like the lexicon's rarities, so that they add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from preflight.reading.lexicon import Lexicon
from preflight.reading.spaces import FUNCTION_WORDS, SHORTEST_WHOLE, parted

ALPHABETS = {
    "en": "etaoinshrdlucmfwypvbgkjqxz",
    "de": "etaoinshrdlucmfwypvbgkjqxzäöüß",
    "fr": "etaoinshrdlucmfwypvbgkjqxzéèêàçùôîâûëï",
    "es": "etaoinshrdlucmfwypvbgkjqxzáéíóúñü",
    "it": "etaoinshrdlucmfwypvbgkjqxzàèéìòù",
    "nl": "etaoinshrdlucmfwypvbgkjqxzëéïö",
    "pt": "etaoinshrdlucmfwypvbgkjqxzáéíóúâêôãõàç",
}
SOUND_ALIKES = frozenset({"cs", "sc", "ck", "kc", "sz", "zs", "gj", "jg"})
VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõëï")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

CHEAP, FAIR, DEAR, DEAREST = 0, 30, 70, 110
FIRST_LETTER = 60
SECOND_SLIP = 150
MISSING_SPACE = 120
"""Between a function word and another: "isinstance" and "mybranch" are names of things as often as slips."""
COST_SHARE = 2.28
"""How much a hundredth of cost weighs against a hundredth of rarity; fitted, see ``suspicion``."""
FAR_FROM = 5
RARE = 610
RAREST_FAR = {5: 400, 6: 510, 7: 510}
"""How rare a word two slips away may be, by length, for it to be likelier than a name or a term (see ``suspicion``)."""
"""Words shorter than this are never looked up at distance two: everything is two slips from everything."""


def _neighbours() -> dict[str, str]:
    near: dict[str, set[str]] = {}
    for y, row in enumerate(_ROWS):
        for x, key in enumerate(row):
            around = {(x - 1, y), (x + 1, y), (x, y - 1), (x + 1, y - 1), (x - 1, y + 1), (x, y + 1)}
            near[key] = {_ROWS[b][a] for a, b in around if 0 <= b < len(_ROWS) and 0 <= a < len(_ROWS[b])}
    return {key: "".join(sorted(keys)) for key, keys in near.items()}


NEIGHBOURS = _neighbours()
"""Keys next to a key on a QWERTY keyboard."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``word`` was perhaps meant. ``cost`` is how unlikely the slip is, ``rarity`` how rare the word."""

    word: str
    kind: str
    cost: int
    rarity: int
    slips: int = 1

    @property
    def weight(self) -> int:
        """Lower is likelier."""
        return self.rarity + round(COST_SHARE * self.cost)


def candidates(word: str, lexicon: Lexicon, *, far: bool = True) -> list[Candidate]:
    """Words that this one may have been meant to be, likeliest first. The word is in plain form.

    ``far``: two slips away too, where nothing common is nearer. That search costs milliseconds.
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
            cost = FAIR if FUNCTION_WORDS.issuperset(apart[0].split()) else MISSING_SPACE
            found[apart[0]] = Candidate(apart[0], "missing space", cost, apart[1])
    if far and len(word) >= FAR_FROM and all(candidate.rarity > RARE for candidate in found.values()):
        found |= {candidate.word: candidate for candidate in two_slips(word, lexicon)}
    return sorted(found.values(), key=lambda candidate: (candidate.weight, candidate.word))


def one_slip(word: str, alphabet: str) -> Iterator[tuple[str, str, int]]:
    """Every form one slip away, with the kind of slip and its cost."""
    last = len(word)
    for at in range(last + 1):
        head, tail = word[:at], word[at:]
        first = FIRST_LETTER if at == 0 else 0
        if tail:
            letter, rest = tail[0], tail[1:]
            before = head[-1:]
            # the writer typed one letter too many
            if letter == before:
                yield head + rest, "doubled letter", CHEAP
            else:
                near = letter in NEIGHBOURS.get(before, "") or letter in NEIGHBOURS.get(rest[:1], "")
                yield head + rest, "extra letter", (FAIR if near else DEAR) + first
            if rest and rest[0] != letter:
                yield head + rest[0] + letter + rest[1:], "swapped letters", CHEAP + first // 2
            near_keys = NEIGHBOURS.get(letter, "")
            for other in alphabet:
                if other != letter:
                    vowels = other in VOWELS and letter in VOWELS
                    likely = vowels or other in near_keys or letter + other in SOUND_ALIKES
                    cost = FAIR if likely else DEAREST
                    yield head + other + rest, "wrong letter", cost + first
        before, after = head[-1:], tail[:1]
        for other in alphabet:
            # the writer left one out
            if other == before:
                continue
            if other == after:
                yield head + other + tail, "single letter", CHEAP
            else:
                yield head + other + tail, "missing letter", FAIR + first


def two_slips(word: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Common words at distance two that begin with the same two letters (nine in ten do)."""
    rarest = RAREST_FAR.get(len(word), RARE)
    for length in range(len(word) - 2, len(word) + 3):
        for other, rarity in lexicon.starting(word[:2], length):
            if rarity <= rarest and distance(word, other) == 2:
                doubling = _undoubled(other) == _undoubled(word)  # "Carribean"
                yield Candidate(other, "two slips", FAIR if doubling else SECOND_SLIP, rarity, 1 if doubling else 2)


def distance(left: str, right: str) -> int:
    """Optimal string alignment: letters left out, added, replaced, and neighbours swapped; 3 stands for "more than 2".

    Our own, because importing rapidfuzz costs more than the few dozen comparisons of a newsletter.
    """
    if abs(len(left) - len(right)) > 2 or len(set(left) ^ set(right)) > 4:
        return 3
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        beyond, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, beyond[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return 3
    return min(row[-1], 3)


def _undoubled(word: str) -> str:
    return "".join(letter for letter, before in zip(word, " " + word, strict=False) if letter != before)
