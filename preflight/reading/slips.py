"""How fingers and memory slip: every form one slip away from a word, and how unlikely each slip is.

Costs are hundredths of a power of ten, like the lexicon's rarities, so that they add up. They were fitted (a choice
between a misspelling's candidates, checked across sources) on real and planted misspellings, then rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby

ALPHABETS = {
    "en": "etaoinshrdlucmfwypvbgkjqxz",
    "de": "etaoinshrdlucmfwypvbgkjqxzäöüß",
    "fr": "etaoinshrdlucmfwypvbgkjqxzéèêàçùôîâûëï",
    "es": "etaoinshrdlucmfwypvbgkjqxzáéíóúñü",
    "it": "etaoinshrdlucmfwypvbgkjqxzàèéìòù",
    "nl": "etaoinshrdlucmfwypvbgkjqxzëéïö",
    "pt": "etaoinshrdlucmfwypvbgkjqxzáéíóúâêôãõàç",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
}
SOUND_ALIKES = frozenset({"cs", "sc", "ck", "kc", "sz", "zs", "gj", "jg", "vw", "wv"})
VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõëïаеёиоуыэюя")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

HALVED = 0  # "leter"
LOST_VOWEL, LOST_CONSONANT, LOST_LAST = 10, 45, 20  # "gardn", "gaden", "garde"
LOST_G = -45  # "gardenin"
TWICE = 15  # "gardenn"
SWAPPED, SWAPPED_LAST = 45, -40  # "graden", "gardne"
OTHER_VOWEL, SOUND_ALIKE, NEAR_KEY, ANY_KEY = 85, 100, 120, 240  # "gerden", "sentre", "gsrden", "gaqden"
UNHEARD_VOWEL = 20  # "calender", "visable"
EXTRA = 160  # "garxden"
FIRST = 40  # a wrong or extra first letter, or the first two swapped
TWO, TWO_ENDING, TWO_DOUBLES = 300, 95, 40  # anything twice, at the end of the word, "Carribean"

UNSTRESSED = frozenset(
    ("er", "or", "ar", "ers", "ors", "ars", "able", "ible", "ably", "ibly", "ance", "ence", "ances", "ences", "ant",
    "ent", "ants", "ents", "ancy", "ency")
)  # fmt: skip
"""Endings whose vowel nobody hears."""
LONGEST_DOUBLED = 14


def _neighbours() -> dict[str, str]:
    near: dict[str, set[str]] = {}
    for y, row in enumerate(_ROWS):
        for x, key in enumerate(row):
            around = {(x - 1, y), (x + 1, y), (x, y - 1), (x + 1, y - 1), (x - 1, y + 1), (x, y + 1)}
            near[key] = {_ROWS[b][a] for a, b in around if 0 <= b < len(_ROWS) and 0 <= a < len(_ROWS[b])}
    return {key: "".join(sorted(keys)) for key, keys in near.items()}


NEIGHBOURS = _neighbours()
"""Keys next to a key on a QWERTY keyboard."""


def one_slip(word: str, alphabet: str) -> Iterator[tuple[str, str, int]]:
    """Every form one slip away that the writer may have meant, with the kind of slip and its cost."""
    last = len(word)
    for at in range(last + 1):
        head, tail = word[:at], word[at:]
        first = FIRST if at == 0 else 0
        before, after = head[-1:], tail[:1]
        if tail:
            letter, rest = after, tail[1:]
            if letter == before:
                yield head + rest, "doubled letter", TWICE
            elif letter != rest[:1]:
                yield head + rest, "extra letter", EXTRA + first
            if rest and rest[0] != letter:
                cost = SWAPPED + first + (SWAPPED_LAST if len(rest) == 1 else 0)
                yield head + rest[0] + letter + rest[1:], "swapped letters", cost
            near_keys = NEIGHBOURS.get(letter, "")
            for other in alphabet:
                if other == letter:
                    continue
                if letter in VOWELS and other in VOWELS:
                    cost = UNHEARD_VOWEL if other + rest in UNSTRESSED and at > 2 else OTHER_VOWEL
                elif letter + other in SOUND_ALIKES:
                    cost = SOUND_ALIKE
                else:
                    cost = NEAR_KEY if other in near_keys else ANY_KEY
                yield head + other + rest, "wrong letter", cost + first
        for other in alphabet:
            if other == before:
                continue
            if other == after:
                yield head + other + tail, "single letter", HALVED
            else:
                cost = (LOST_VOWEL if other in VOWELS else LOST_CONSONANT) + (LOST_LAST if at == last else 0)
                cost += LOST_G if at == last and other == "g" and head.endswith("in") else 0
                yield head + other + tail, "missing letter", cost


def two_doublings(word: str) -> Iterator[str]:
    """Every form with two letters doubled, or halved: "adres" → "address", "pallete" → "palette"."""
    pieces = ["".join(run) for _, run in groupby(word)]
    if len(pieces) > LONGEST_DOUBLED:
        return
    for first, second in combinations(range(len(pieces)), 2):
        changed = pieces.copy()
        for at in (first, second):
            letter = pieces[at][0]
            changed[at] = letter if len(pieces[at]) > 1 else letter * 2
        yield "".join(changed)


def two_slips_cost(word: str, other: str) -> int:
    """The cost of two slips that turned ``other`` into ``word``."""
    if _undoubled(other) == _undoubled(word):
        return TWO_DOUBLES
    return TWO + (TWO_ENDING if word[-1] != other[-1] else 0)


def distance(left: str, right: str) -> int:
    """Optimal string alignment: letters left out, added, replaced, and neighbours swapped; 3 stands for "more than 2".

    Our own, because importing a library costs more than the few dozen comparisons of a newsletter.
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
