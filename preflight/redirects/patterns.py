"""Patterns of redirect rules in RE2 syntax: they come from checked files, so they must run in linear time.

What RE2 lacks, above all look-around, is left out, which makes the pattern match more than the host's; the rule then
counts as unsure. RE2 syntax: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from preflight.patterns import regex

SPECIAL = frozenset(".^$*+?{}[]()|\\")
"""Characters that mean something in a pattern."""

_LOOK_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_WORD = regex(r"\w+", re.ASCII)  # "year"
_ESCAPE = regex(r"\\(.)")  # "\." of "old\.html"
_REFERENCE = regex(r":(?P<name>[A-Za-z_]\w*)[*+?]?|\$(?P<number>\d)", re.ASCII)  # ":splat" or "$1"


def compiled(pattern: str) -> Any:
    """The compiled pattern, or None when RE2 does not accept it."""
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def expanded(target: str, groups: Mapping[str, str]) -> str:
    """The target with ``:name`` and ``$1`` filled in; what names no group stays (``https://shop.test:8080``)."""

    def value(match: re.Match[str]) -> str:
        return groups.get(match["name"] or match["number"], match[0])

    return _REFERENCE.sub(value, target) + groups.get("rest", "")


def from_glob(source: str) -> str:
    """A pattern for Netlify's and Cloudflare's placeholders and splat: ``/blog/:year/*``. Empty for a plain path."""
    if "*" not in source and ":" not in source:
        return ""
    pieces: list[str] = []
    names: set[str] = set()
    position = 0
    while position < len(source):
        character = source[position]
        position += 1
        name = _WORD.match(source, position) if character == ":" else None
        if character == "*" and "splat" not in names:
            names.add("splat")
            if position == len(source) and pieces and pieces[-1] == "/":
                pieces[-1] = "(?:/(?P<splat>.*))?"  # "/blog/*" also covers "/blog"
            else:
                pieces.append("(?P<splat>.*)")
        elif character == "*":
            pieces.append(".*")
        elif name and not name[0][0].isdigit() and name[0] not in names:
            names.add(name[0])
            pieces.append(f"(?P<{name[0]}>[^/]+)")
            position = name.end()
        else:
            pieces.append(escaped(character))
    return "^" + "".join(pieces) + "$" if names else ""


def escaped(text: str) -> str:
    """The text as a pattern that matches just it."""
    return "".join("\\" + character if character in SPECIAL else character for character in text)


def either_slash(path: str) -> str:
    """A pattern for the path with and without its final slash, where it is no file's: ``/about/?``."""
    if path == "/" or "." in path.rpartition("/")[2]:
        return escaped(path)
    return escaped(path.rstrip("/")) + "/?"


def without_look_around(pattern: str) -> tuple[str, bool]:
    """The pattern with its look-arounds cut out, and whether there were any. What is left matches at least as much."""
    if not any(opening in pattern for opening in _LOOK_AROUND):
        return pattern, False
    kept: list[str] = []
    depth = 0
    inside_from = 0
    position = 0
    while position < len(pattern):
        character = pattern[position]
        step = 2 if character == "\\" else 1
        if character == "(":
            depth += 1
            if not inside_from and pattern.startswith(_LOOK_AROUND, position):
                inside_from = depth
        if not inside_from:
            kept.append(pattern[position : position + step])
        if character == ")":
            if depth == inside_from:
                inside_from = 0
            depth -= 1
        position += step
    return "".join(kept), True


def literal_prefix(pattern: str) -> str:
    """The plain text that every path matching this anchored pattern begins with; empty when that is hard to see."""
    if not pattern.startswith("^") or "|" in pattern:
        return ""
    prefix: list[str] = []
    position = 1
    while position < len(pattern):
        character = pattern[position]
        if character == "\\" and position + 1 < len(pattern) and not pattern[position + 1].isalnum():
            character = pattern[position + 1]
            position += 1
        elif character in SPECIAL:
            break
        prefix.append(character)
        position += 1
    if prefix and pattern[position : position + 1] in ("*", "?", "{"):
        prefix.pop()  # the last character may be missing
    return "".join(prefix)


def literal(pattern: str) -> tuple[str, bool]:
    """The one path that a pattern such as ``^/old\\.html$`` stands for, or an empty text.

    Also whether its final slash is optional: ``^/old/?$``.
    """
    for ending, either_slash in (("/?$", True), ("$", False)):
        body = pattern[1 : -len(ending)]
        text = _ESCAPE.sub(r"\1", body)
        if pattern == f"^{body}{ending}" and literal_prefix(f"^{body}") == text:
            return text, either_slash
    return "", False


def quoted(path: str) -> str:
    """A decoded path as it is written in a redirect file: what is not plain ASCII is percent-encoded."""
    return quote(path, safe="/:@!$&'()*+,;=~-._")


def plain(path: str) -> str:
    """A path as rules are compared: percent-escapes read once."""
    return unquote(path) if "%" in path else path
