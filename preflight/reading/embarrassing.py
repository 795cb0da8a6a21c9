"""Words that are hardly ever meant where text is read by a thousand people: "pubic holiday", "kind retards"."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from preflight.reading.words import WORD, plain, without_template_tags


class Embarrassment(Struct, frozen=True):
    """What is usually ``meant``, what the word does mean, and words of a paragraph in which it is right."""

    meant: tuple[str, ...]
    sense: str
    company: frozenset[str]

    def is_meant(self, found: list[str]) -> bool:
        return not self.company.isdisjoint(found)


def read(text: str) -> dict[str, Embarrassment]:
    """
    >>> read("manger -> manager | a trough | crib straw")["manger"].meant
    ('manager',)
    """
    words: dict[str, Embarrassment] = {}
    for line in text.splitlines():
        word, arrow, rest = line.partition(" -> ")
        if arrow and word[0] != "#":
            meant, sense, company = (part.strip() for part in rest.split("|"))
            offered = () if meant == "-" else tuple(meant.split(", "))
            words[word] = Embarrassment(offered, sense, frozenset(company.split()))
    return words


def find(text: str, words: dict[str, Embarrassment]) -> Iterator[tuple[int, int, Embarrassment]]:
    """Where such words stand in a text, but for those in the company that makes them right."""
    tokens: list[str] | None = None
    for found in WORD.finditer(without_template_tags(text)):
        entry = words.get(plain(found.group()))
        if entry is None or _is_part(text, found.start(), found.end()):
            continue
        tokens = tokens or [plain(match.group()) for match in WORD.finditer(text)]
        if not entry.is_meant(tokens):
            yield found.start(), found.end(), entry


def _is_part(text: str, start: int, end: int) -> bool:
    """Part of an address, a handle or a compound: "asses.example", "@whore", "semen-analysis"."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return before in tuple("@/.-_#") or after[:1] in tuple("@/-_") or (after[:1] == "." and after[1:2].isalnum())
