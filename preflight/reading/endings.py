"""The endings of English words: "he makes", "two stories", "she stopped", "it was written"."""

from __future__ import annotations

from functools import lru_cache

ENDINGS = ("+s", "+ed", "+en", "+ing")
"""As lists name them: of many or of he, she and it; of the past; of the participle; of what goes on."""
IRREGULAR = {"have": "has", "be": "is", "are": "is", "were": "was", "go": "goes", "do": "does"}
HISSING = ("s", "x", "z", "ch", "sh")
"""``pass``, ``fix``, ``catch``"""


@lru_cache(maxsize=4_000)  # the lists ask for the same verbs in many a line
def with_s(word: str) -> str:
    """
    >>> with_s("try"), with_s("pass"), with_s("play"), with_s("have")
    ('tries', 'passes', 'plays', 'has')
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(HISSING) else f"{word}s"


_PARTS = """
become became become, begin began begun, bring brought brought, build built built,
buy bought bought, catch caught caught, choose chose chosen, come came come, cut cut cut, do did done,
draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feel felt felt,
find found found, fly flew flown, forget forgot forgotten, get got got, give gave given, go went gone,
grow grew grown, have had had, hear heard heard, hold held held, keep kept kept, know knew known, lead led led,
leave left left, lend lent lent, let let let, lose lost lost, make made made, mean meant meant, meet met met,
pay paid paid, put put put, read read read, ride rode ridden, run ran run, say said said, see saw seen,
sell sold sold, send sent sent, set set set, sing sang sung, sit sat sat, sleep slept slept,
speak spoke spoken, spend spent spent, stand stood stood, swim swam swum, take took taken, teach taught taught,
tell told told, think thought thought, throw threw thrown, understand understood understood, wear wore worn,
win won won, write wrote written
"""
PARTS = {base: (past, participle) for base, past, participle in (row.split() for row in _PARTS.split(","))}
"""Past and participle of verbs that do not take -ed."""
DOUBLED = frozenset(("chat", "drop", "grab", "hop", "plan", "pop", "ship", "shop", "skip", "step", "stop", "submit",
    "swap", "trim", "wrap", "prefer", "refer", "run", "get", "sit", "cut", "let", "put", "set", "win", "swim", "begin",
    "forget", "admit"))  # fmt: skip


@lru_cache(maxsize=4_000)
def with_ending(word: str, ending: str) -> str:
    """
    >>> [with_ending(verb, ending) for verb, ending in (("try", "+ed"), ("write", "+en"), ("stop", "+ing"))]
    ['tried', 'written', 'stopping']
    """
    if ending == "+s":
        return with_s(word)
    if ending != "+ing" and word in PARTS:
        return PARTS[word][ending == "+en"]
    stem = f"{word}{word[-1]}" if word in DOUBLED else word
    if ending == "+ing":
        return f"{stem[:-1]}ing" if stem.endswith("e") and stem[-2:] not in ("ee", "ye", "oe") else f"{stem}ing"
    if stem.endswith("e"):
        return f"{stem}d"
    return f"{stem[:-1]}ied" if stem.endswith("y") and stem[-2:-1] not in "aeiou" else f"{stem}ed"
