"""The words around a date that tell what it is for: found in one pass, whatever the number of phrases.

A language's table lists phrases ("no later than", "inscri*") under the name of a cue; a ``*`` matches any ending.
``ignore`` phrases take their words out of the reading ("closed for the holidays" is not past).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from preflight.patterns import regex

# "no", "later", "jusqu'au", "early-bird" as two, "a.m" as one
WORD = regex(r"[^\W_]+(?:['’.][^\W_]+)*")


class Hit(Struct, frozen=True):
    """A cue's phrase, as indices into the words read."""

    cue: str
    start: int
    end: int


class Cues:
    """The phrases of one language, indexed by their first word."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        stems: dict[str, list[str]] = defaultdict(list)
        for cue, phrases in table.items():
            for phrase in phrases.split(","):
                words = tuple(phrase.split())
                if words[0].endswith("*"):
                    stems[words[0][:-1]].append(cue)
                else:
                    self._phrases[words[0]].append((words, cue))
        self._stems = dict(stems)
        self._starts = tuple(stems)

    def read(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase in the words, in order."""
        hits: list[Hit] = []
        skip = 0
        for index, word in enumerate(words):
            if index < skip:
                continue
            found = self._phrases.get(word)
            if found:
                here = [Hit(cue, index, index + len(phrase)) for phrase, cue in found if _follows(words, index, phrase)]
                ignored = [hit.end for hit in here if hit.cue == "ignore"]
                if ignored:
                    skip = max(ignored)
                    continue
                hits += here
            if self._starts and word.startswith(self._starts):
                hits += [
                    Hit(cue, index, index + 1)
                    for stem, cues in self._stems.items()
                    if word.startswith(stem)
                    for cue in cues
                ]
        return hits


def _follows(words: Sequence[str], index: int, phrase: tuple[str, ...]) -> bool:
    return len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase


class Reading:
    """The cues before and after a date, within its sentence."""

    __slots__ = ("after", "after_words", "before", "before_words", "fillers", "names")

    def __init__(self, before: str, after: str, cues: Cues, fillers: frozenset[str]) -> None:
        self.before_words = WORD.findall(before.lower())
        self.after_words = WORD.findall(after.lower())
        self.before = cues.read(self.before_words)
        self.after = cues.read(self.after_words)
        self.fillers = fillers
        self.names = {hit.cue for hit in self.before}.union(hit.cue for hit in self.after)

    def near(self, cue: str, *, whole: bool = False) -> bool:
        """The cue stands straight before the date, but for articles and the like; ``whole``: and nothing before it."""
        words = self.before_words
        return any(
            hit.cue == cue
            and all(word in self.fillers for word in words[hit.end :])
            and not (whole and any(word not in self.fillers for word in words[: hit.start]))
            for hit in reversed(self.before)
        )

    def within(self, cue: str, before: int, after: int = 0) -> bool:
        """The cue stands at most so many words before the date, or after it."""
        size = len(self.before_words)
        return any(hit.cue == cue and size - hit.end <= before for hit in self.before) or any(
            hit.cue == cue and hit.start < after for hit in self.after
        )
