"""One ``[[table]]`` taken out of a TOML file, and every other line, comment and blank left as somebody wrote it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from preflight.patterns import regex

HEADER = regex(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
"""``[[waiver]]``"""


def without(text: str, name: str, number: int) -> str | None:
    """The text without the n-th table of that array, counted from zero; None where it is written in another way, and
    only a person can take it out. A comment above the table stays."""
    lines = text.splitlines(keepends=True)
    wanted = tomllib.loads(text.removeprefix("\ufeff"))
    wanted[name] = [*wanted[name][:number], *wanted[name][number + 1 :]]
    headers = [index for index, line in enumerate(lines) if HEADER.match(line.lstrip("\ufeff"))]
    own = [index for index in headers if _is_of(lines[index], name)]
    for start in own[number : number + 1]:
        for end in _ends(lines, start, headers):
            rest = lines[:start] + lines[end:]
            if start and end < len(lines) and not lines[start - 1].strip() and not lines[end].strip():
                del rest[start]
            after = "".join(rest)
            if _reads(after) in (wanted, {key: value for key, value in wanted.items() if key != name or value}):
                return after
    return None


def _is_of(line: str, name: str) -> bool:
    found = HEADER.match(line.lstrip("\ufeff"))
    return found is not None and found[1].strip("\"' ") == name and line.lstrip("\ufeff \t").startswith("[[")


def _ends(lines: list[str], start: int, headers: list[int]) -> Iterator[int]:
    """Where the table may end: after its last line that says something, before the next header. What looks like a
    header may stand within a list, so later ones come, too."""
    for following in (*(index for index in headers if index > start), len(lines)):
        end = following
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
            end -= 1
        yield end


def _reads(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:
        return None
