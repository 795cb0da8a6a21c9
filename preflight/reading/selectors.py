"""CSS scopes on the chain of start tags that a run of text carries; no tree is built.

Understood: ``tag``, ``*``, ``#id``, ``.class``, ``[attr]``, ``[attr=value]`` (also ``~= ^= $= *=``), compounds of
these, the descendant space, the child ``>`` and comma lists (Selectors Level 4, https://www.w3.org/TR/selectors-4/).
What needs siblings (``+``, ``~``, ``:first-child``) cannot be answered from ancestors and is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from preflight.model import Element, PreflightError
from preflight.patterns import regex

SIMPLE = regex(
    r"""(?P<tag>\*|[a-z][\w-]*)            # p
      | \#(?P<id>[\w-]+)                   # #masthead
      | \.(?P<class>-?[_a-z][\w-]*)        # .footer
      | \[\s*(?P<attribute>[a-z_][\w:-]*)\s*
          (?:(?P<how>[~^$*]?=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w-]+))\s*)?\]""",
    re.IGNORECASE | re.VERBOSE,
)
"""One part of a compound: ``a``, ``.button``, ``[role=main]``."""
COMBINATOR = regex(r"\s*(?P<child>>)\s*|\s+")
""" `` > `` or white space"""
LONGEST = 1_000
"""Characters of a selector; nobody writes longer ones."""


class Compound(Struct, frozen=True):
    """What one element must be. ``child`` when it must stand directly inside the element of the compound before."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str, str], ...] = ()
    """Name, ``=`` or ``~=`` … (empty: only present), value."""
    child: bool = False

    def fits(self, element: Element) -> bool:
        if self.tag and self.tag != element.tag.lower():
            return False
        if self.id and self.id != element.id:
            return False
        if self.classes and not set(self.classes) <= set(element.classes):
            return False
        return all(_holds(element, *attribute) for attribute in self.attributes)


class Selector(Struct, frozen=True):
    """A parsed comma list."""

    alternatives: tuple[tuple[Compound, ...], ...]

    def matches(self, element: Element) -> bool:
        """Whether the element itself is selected."""
        chain = list(element.ancestors())[::-1]
        return any(_selects(compounds, chain)[-1] for compounds in self.alternatives)

    def covers(self, element: Element | None) -> bool:
        """Whether the element, or anything that it stands in, is selected: a scope holds for all inside it."""
        if element is None:
            return False
        chain = list(element.ancestors())[::-1]
        return any(any(_selects(compounds, chain)) for compounds in self.alternatives)


@lru_cache(maxsize=256)
def parse(text: str) -> Selector:
    """A selector from its text. Raises PreflightError that says what is not understood."""
    if len(text) > LONGEST:
        raise PreflightError(f"the selector is longer than {LONGEST} characters")
    return Selector(tuple(_alternative(part.strip(), text) for part in _split(text)))


def _split(text: str) -> list[str]:
    """The parts between commas, those in quotation marks left alone."""
    parts, quote, start = [], "", 0
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ",":
            parts.append(text[start:position])
            start = position + 1
    return [*parts, text[start:]]


def _alternative(text: str, whole: str) -> tuple[Compound, ...]:
    compounds: list[Compound] = []
    position, child = 0, False
    while position < len(text):
        found: list[re.Match[str]] = []
        while match := SIMPLE.match(text, position):
            if match["tag"] and found:
                break
            found.append(match)
            position = match.end()
        if not found:
            raise _refusal(whole, text[position:])
        compounds.append(_compound(found, child=child))
        if position < len(text):
            between = COMBINATOR.match(text, position)
            if between is None or between.end() == len(text):
                raise _refusal(whole, text[position:])
            child, position = bool(between["child"]), between.end()
    if not compounds:
        raise _refusal(whole, "")
    return tuple(compounds)


def _compound(found: list[re.Match[str]], *, child: bool) -> Compound:
    tags = [match["tag"] for match in found if match["tag"]]
    return Compound(
        tag="" if not tags or tags[0] == "*" else tags[0].lower(),
        id=next((match["id"] for match in found if match["id"]), ""),
        classes=tuple(match["class"] for match in found if match["class"]),
        attributes=tuple(
            (match["attribute"].lower(), match["how"] or "", match["double"] or match["single"] or match["bare"] or "")
            for match in found
            if match["attribute"]
        ),
        child=child,
    )


def _refusal(whole: str, rest: str) -> PreflightError:
    what = f"{rest[:20]!r} is not understood" if rest else "a part is empty"
    return PreflightError(
        f"cannot read the selector {whole!r}: {what}; use tag, #id, .class, [attr], [attr=value], a space, > and commas"
    )


def _selects(compounds: tuple[Compound, ...], chain: list[Element]) -> list[bool]:
    """For each element from the root down: whether the compounds select it. Linear in depth, whatever the nesting."""
    above: set[int] = set()  # compounds that some ancestor completes
    parent: set[int] = set()
    selected = []
    for element in chain:
        here = {
            number
            for number, compound in enumerate(compounds)
            if (number == 0 or number - 1 in (parent if compound.child else above)) and compound.fits(element)
        }
        selected.append(len(compounds) - 1 in here)
        above |= here
        parent = here
    return selected


def _holds(element: Element, name: str, how: str, wanted: str) -> bool:
    value = element.attributes.get(name)
    if value is None:
        return False
    match how:
        case "":
            return True
        case "=":
            return value == wanted
        case "~=":
            return wanted in value.split()
        case "^=":
            return bool(wanted) and value.startswith(wanted)
        case "$=":
            return bool(wanted) and value.endswith(wanted)
        case _:
            return bool(wanted) and wanted in value
