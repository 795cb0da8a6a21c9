"""Words that are wrong in their context: "your welcome", "could of", "the fist time".

A pattern is a row of elements, one for each word, with the wrong word in brackets:

    {modal} [of=have] !course        could, would … of, but not before "course"
    [your=you're] welcome|invited    either word after it
    . [your=you're] not              at the beginning of a sentence

An element is words separated by ``|``; ``{class}`` stands for the words of a class, ``*ing`` for an ending; ``!`` in
front means none of these; ``_`` any word at all. Between the words stand ``.`` (the end of a sentence or of the text),
``,`` (any other mark) and ``0`` (a number); what is written together with anything else never fits. A word in brackets
has its correction behind ``=`` (``_`` for a space, ``*`` for the wrong word itself); ``{class}+s`` are its words with
the ending of "makes", and ``{class}=+s``, ``{class}+s=`` corrections that put it on and take it off. So do ``+ed`` (the
past), ``+en`` (the participle) and ``+ing``, and ``{class}+s=+ed`` puts one in the other's place.

Patterns are found by their bracketed words and the words next to these, so that text without them costs one look-up a
word, and each is compiled when its words first occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, count
from typing import NamedTuple

from preflight.patterns import regex
from preflight.reading.endings import ENDINGS, with_ending
from preflight.reading.spread import GLUE, MARK, MARKS, QUOTES, STOP, Spread, spread_out

# "{modal} [of=have]": the bracketed words of a line
BRACKETED = regex(r"\[([^\]]*)\]")
DOUBTFUL = "?"
NOTES = ("#", "+", "-")
"""First characters of comments and of the examples that stand under the patterns, which a test reads."""


class Hit(NamedTuple):
    """``text[start:end]`` was written, ``meant`` was meant (plain); ``sure`` or doubtful."""

    start: int
    end: int
    meant: str
    sure: bool


class Pattern(NamedTuple):
    """One compiled row: what stands before (nearest first), the wrong words, and what stands after."""

    before: tuple[Element, ...]
    wrong: dict[str, str]
    after: tuple[Element, ...]
    sure: bool
    near_before: tuple[frozenset[str], ...]
    near_after: tuple[frozenset[str], ...]
    """The words next to it that can be listed, with either apostrophe: a quick look, blind to marks, tries these."""

    def may_fit(self, found: list[str], at: int) -> bool:
        """Whether the words around ``found[at]`` speak for a close look."""
        if at < len(self.near_before) or at + len(self.near_after) >= len(found):
            return False
        return all(found[at + 1 + far] in words for far, words in enumerate(self.near_after)) and all(
            found[at - 1 - far] in words for far, words in enumerate(self.near_before)
        )

    def fits(self, tokens: list[str], at: int) -> bool:
        first, last = at - len(self.before), at + len(self.after)
        if first < 0 or last >= len(tokens) or GLUE in (tokens[first - 1], tokens[(last + 1) % len(tokens)]):
            return False
        return all(element.fits(tokens[at - 1 - far]) for far, element in enumerate(self.before)) and all(
            element.fits(tokens[at + 1 + far]) for far, element in enumerate(self.after)
        )


class Element(NamedTuple):
    """One place of a pattern; ``words`` None fits any word."""

    words: frozenset[str] | None
    endings: tuple[str, ...] = ()
    negative: bool = False

    def fits(self, token: str) -> bool:
        if token == GLUE:
            return False
        if self.words is None:
            return token not in MARKS
        within = token in self.words or (token not in MARKS and token.endswith(self.endings))
        return within != self.negative


class _Trigger(NamedTuple):
    """The patterns of one wrong word, by the word before or after it, whichever is one of fewer."""

    before: dict[str, list[Pattern]]
    after: dict[str, list[Pattern]]

    def may_fit(self, found: list[str], at: int) -> bool:
        """Whether one of them speaks for a close look at ``found[at]``; the list ends with an empty word."""
        candidates = self.after.get(found[at + 1], []) + self.before.get(found[at - 1], [])
        return any(pattern.may_fit(found, at) for pattern in candidates)


class Patterns:
    """The patterns of one language, from the text of its list."""

    def __init__(self, text: str) -> None:
        self._classes: dict[str, frozenset[str]] = {}
        self._rows: dict[str, list[str]] = {}
        self._compiled: dict[str, Pattern] = {}
        self._ready: dict[str, list[Pattern]] = {}
        self._triggers: dict[str, _Trigger] = {}
        self._corrected: dict[str, dict[str, str]] = {}
        for line in text.splitlines():
            if not line or line[0] in NOTES:
                continue
            if line[0] == "{" and "} = " in line:
                name, _, members = line.partition(" = ")
                self._classes[name] = self._words(members.replace(" ", "|"))
                continue
            bracket = BRACKETED.search(line)
            if bracket is None:
                raise ValueError(f"no word in brackets: {line}")
            for word in self._corrections(bracket.group(1)):
                self._rows.setdefault(word, []).append(line)
        self.words = _spellings(frozenset(self._rows))
        """Every word that may be wrong, with either apostrophe."""

    def within(self, found: list[str]) -> bool:
        """Whether the lower-cased words of a text hold one that may be wrong beside a word that makes it so."""
        triggers = self._triggers
        places = list(compress(count(), map(self.words.__contains__, found)))
        if not places:
            return False
        found = [*found, ""]
        for at in places:
            trigger = triggers.get(found[at]) or self._trigger(found[at])
            before, after = trigger
            if (found[at + 1] in after or found[at - 1] in before) and trigger.may_fit(found, at):
                return True
        return False

    def find(self, text: str) -> Iterator[Hit]:
        """Every wrong word, the first fitting pattern of the list for each."""
        spread = spread_out(text)
        tokens = [token for token, _, _ in spread]
        for at, (token, start, end) in enumerate(spread):
            if token not in self._rows:
                continue
            for pattern in self._of(token):
                if pattern.fits(tokens, at) and not _apart(text, spread, at, pattern):
                    yield Hit(start, end, pattern.wrong[token], pattern.sure)
                    break

    def _trigger(self, word: str) -> _Trigger:
        trigger = self._triggers[word] = _Trigger({}, {})
        for pattern in self._of(word.replace("’", "'")):
            before, after = pattern.near_before[:1], pattern.near_after[:1]
            if not before and not after:
                raise ValueError(f"no word beside {word} that could be listed")
            if after and (not before or len(after[0]) <= len(before[0])):
                index, neighbours = trigger.after, after[0]
            else:
                index, neighbours = trigger.before, before[0]
            for neighbour in neighbours:
                index.setdefault(neighbour, []).append(pattern)
        return trigger

    def _of(self, word: str) -> list[Pattern]:
        found = self._ready.get(word)
        if found is None:
            rows = self._rows[word]
            found = self._ready[word] = [self._compiled.get(row) or self._pattern(row) for row in rows]
        return found

    def _pattern(self, row: str) -> Pattern:
        sure = not row.startswith(DOUBTFUL)
        bracket = BRACKETED.search(row)
        assert bracket is not None
        before = [self._element(part) for part in row[: bracket.start()].removeprefix(DOUBTFUL).split()]
        after = [self._element(part) for part in row[bracket.end() :].split()]
        pattern = self._compiled[row] = Pattern(
            tuple(reversed(before)),
            self._corrections(bracket.group(1)),
            tuple(after),
            sure,
            tuple(_listed(reversed(before))),
            tuple(_listed(after)),
        )
        return pattern

    def _element(self, part: str) -> Element:
        if part == "_":
            return Element(None)
        negative = part[0] == "!"
        names = part.removeprefix("!").split("|")
        endings = tuple(name[1:] for name in names if name[:1] == "*" and len(name) > 1)
        words = self._words("|".join(name for name in names if name[:1] != "*" or name == "*"))
        return Element(words | {MARK, STOP} if MARK in words else words, endings, negative)

    def _words(self, names: str) -> frozenset[str]:
        words: set[str] = set()
        for name in filter(None, names.split("|")):
            of, plus, ending = name.partition("+")
            if f"{plus}{ending}" in ENDINGS and of[-1:] == "}":
                words |= {with_ending(word, plus + ending) for word in self._classes[of]}
            else:
                words |= self._classes[name] if name[0] == "{" else {name}
        return frozenset(words)

    def _corrections(self, inside: str) -> dict[str, str]:
        """Wrong words and what was meant: ``"of=have|off=have"``."""
        found = self._corrected.get(inside)
        if found is None:
            found = self._corrected[inside] = {}
            for part in inside.split("|"):
                wrong, _, right = part.partition("=")
                found |= self._inflected(wrong, right) if "}" in wrong else {wrong: right.replace("_", " ")}
                if "*" in right:
                    found |= {word: right.replace("*", word).replace("_", " ") for word in self._words(wrong)}
        return found

    def _inflected(self, wrong: str, right: str) -> dict[str, str]:
        """``{class}+s=+ed``: the words of a class, each with one ending, and what they are with the other."""
        of, plus, ending = wrong.partition("+")
        if right and right not in ENDINGS:
            return dict.fromkeys(self._words(wrong), right.replace("_", " "))
        pairs = (
            (with_ending(word, plus + ending) if plus else word, with_ending(word, right) if right else word)
            for word in self._classes[of]
        )
        return {written: meant for written, meant in pairs if written != meant}


def _listed(elements: Iterable[Element]) -> Iterator[frozenset[str]]:
    """The words of the nearest elements, up to the first that could be a mark or a word, or any word at all."""
    for element in elements:
        if element.words is not None and element.words <= MARKS and not (element.negative or element.endings):
            continue  # a mark stands between the words, and a quick look sees the words alone
        if element.words is None or element.endings or element.negative or not element.words.isdisjoint(MARKS):
            return
        yield _spellings(element.words)


def _spellings(words: frozenset[str]) -> frozenset[str]:
    """With straight and with curly apostrophes."""
    return words | {word.replace("'", "’") for word in words if "'" in word}


def _apart(text: str, spread: list[Spread], at: int, pattern: Pattern) -> bool:
    """Whether the words are no sentence of the writer's: a phrase quoted as such, or a name ("the Form team")."""
    first, last = at - len(pattern.before), at + len(pattern.after)
    while first < at and spread[first][0] in MARKS:
        first += 1
    while last > at and spread[last][0] in MARKS:
        last -= 1
    start, end = spread[first][1], spread[last][2]
    if start and text[start - 1] in QUOTES and text[end : end + 1] and text[end] in QUOTES:
        return True
    _, begin, stop = spread[at]
    if not text[begin].isupper() or text[begin:stop].isupper():
        return False
    around = [text[place[1]] for place in (spread[at - 1], spread[at + 1]) if place[0] not in MARKS]
    begins = spread[at - 1][0] in (STOP, MARK)
    return not begins and any(letter.islower() for letter in around)
