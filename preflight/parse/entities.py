"""Character references: which stretch of the source became which characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from preflight.patterns import regex

_ATOM = regex(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)|\r\n?")
# &amp; &#160; &#xA0; &copy, or a line break that the parser normalises

_LONGEST_WITHOUT_SEMICOLON = 6
"""``&Aacute`` and its like: the longest name that counts without a semicolon has six letters."""

_BREAK = regex(r"\r\n?")

Atom = tuple[str, int, int]
"""Text, and the start and length of the source it came from; equal lengths map one to one."""


@cache
def _names() -> dict[str, str]:
    from html.entities import html5

    return html5


def _decoded(reference: str, following: str, *, attribute: bool) -> tuple[str, int]:
    """What a reference stands for, and how much of it was used (0: it is plain text)."""
    if reference[1] == "#":
        from html import unescape

        return unescape(reference), len(reference)
    names, name = _names(), reference[1:]
    if name.endswith(";") and name in names:
        return names[name], len(reference)
    for size in range(min(len(name.rstrip(";")), _LONGEST_WITHOUT_SEMICOLON), 1, -1):
        if name[:size] in names:
            rest = name[size : size + 1] or following
            if attribute and (rest == "=" or rest.isalnum()):
                return "", 0
            return names[name[:size]], size + 1
    return "", 0


def atoms(source: str, start: int, end: int, *, attribute: bool = False) -> Iterator[Atom]:
    """The stretch as it is decoded: plain text one to one, references and CRLF line breaks as a whole.

    Inside attribute values a reference without semicolon before ``=`` or a letter is plain text (WHATWG 13.2.5.73).
    """
    at = start
    for match in _ATOM.finditer(source, start, end):
        found = match.start()
        if found < at:
            continue
        raw = match[0]
        if raw[0] == "\r":
            text, used = "\n", len(raw)
        else:
            text, used = _decoded(raw, source[match.end() : match.end() + 1], attribute=attribute)
        if not used:
            continue
        if found > at:
            yield source[at:found], at, found - at
        yield text, found, used
        at = found + used
    if at < end:
        yield source[at:end], at, end - at


def faithful(text: str, source: str, start: int, end: int, *, attribute: bool = False) -> list[Atom]:
    """The atoms of which a text that was read there consists. Raw text (``<xmp>``) has no references in it; what the
    parser changed otherwise (a NUL) has none that could be told."""
    pieces = list(atoms(source, start, end, attribute=attribute))
    if "".join([piece[0] for piece in pieces]) == text:
        return pieces
    pieces = []
    at = start
    for match in _BREAK.finditer(source, start, end):
        if match.start() > at:
            pieces.append((source[at : match.start()], at, match.start() - at))
        at = match.end()
        pieces.append(("\n", match.start(), at - match.start()))
    if at < end:
        pieces.append((source[at:end], at, end - at))
    return pieces if "".join([piece[0] for piece in pieces]) == text else []
