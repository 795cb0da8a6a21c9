"""Vercel: ``redirects`` and ``rewrites`` of ``vercel.json``.

https://vercel.com/docs/project-configuration · sources are path-to-regexp 6, ``strict``: the final slash counts, and
with ``trailingSlash`` set, addresses get or lose it before any rule is looked at. Redirects win over files, rewrites do
not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns
from preflight.redirects.table import NOT_EVALUATED

_NAME = regex(r":(?P<name>[A-Za-z_]\w*)", re.ASCII)  # ":path" in "/blog/:path*"
_PLAIN = regex(r"[^:(){}*+?\\]*\Z")  # "/blog/a-post/"


def read(text: str, path: str) -> Iterator[Redirect]:
    """The rules of a ``vercel.json``, redirects before rewrites."""
    try:
        settings = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Redirect("", "", 0, Location(path), host="vercel", condition=f"the file is no JSON ({str(error)[:80]})")
        return
    if not isinstance(settings, dict):
        return
    slash = settings.get("trailingSlash")
    if settings.get("cleanUrls") is True:
        target = "/:path/" if slash is True else "/:path"
        yield Redirect(
            "/*.html", target, 308, Location(path), force=True, pattern=r"^/(?P<path>.+)\.html$", host="vercel"
        )
    position = 0
    for kind, default in (("redirects", 307), ("rewrites", 200)):
        entries = settings.get(kind)
        for entry in entries if isinstance(entries, list) else []:
            if not isinstance(entry, dict) or not isinstance(entry.get("source"), str):
                continue
            line = None
            if position >= 0:
                position = text.find(json.dumps(entry["source"], ensure_ascii=False), position)
                line = text.count("\n", 0, position) + 1 if position >= 0 else None
                position = position + 1 if position >= 0 else position
            yield _rule(entry, default, Location(path, "", line), either_slash=not isinstance(slash, bool))


def _rule(entry: dict[str, Any], status: int, place: Location, *, either_slash: bool) -> Redirect:
    source, target = entry["source"], entry.get("destination", "")
    force = status != 200
    if force:
        status = 308 if entry.get("permanent") is True else status
        status = entry["statusCode"] if isinstance(entry.get("statusCode"), int) else status
    pattern, condition = "", ""
    if not isinstance(target, str):
        return Redirect(source, "", 0, place, host="vercel", condition="“destination” is a text")
    if not _PLAIN.match(source):
        pattern, widened = from_path(_readable(source))
        if not pattern or patterns.compiled(pattern) is None:
            why = "its source is too involved to be evaluated"
            return Redirect(source, target, NOT_EVALUATED, place, host="vercel", condition=why)
        if widened:
            condition = "only where its look-ahead in the source allows it"
    if requirements := [item for key in ("has", "missing") for item in entry.get(key) or () if isinstance(item, dict)]:
        kinds = sorted({str(item.get("type")) for item in requirements})
        condition = f"only for requests with a certain {' and '.join(kinds)}"
    return Redirect(source, target, status, place, force, pattern, "vercel", condition, either_slash)


def _readable(source: str) -> str:
    """The source with its percent-escapes read, as paths are, unless one of them would become a sign of the syntax."""
    decoded = patterns.plain(source)
    return source if any(decoded.count(sign) > source.count(sign) for sign in ":(){}*+?\\") else decoded


def from_path(source: str) -> tuple[str, bool]:
    """A path-to-regexp source as a pattern (empty if not understood), and whether it matches more than the source."""
    pieces = ["^"]
    position, widened = 0, False
    while position < len(source):
        character = source[position]
        name = _NAME.match(source, position)
        if character == "\\" and position + 1 < len(source):
            pieces.append(patterns.escaped(source[position + 1]))
            position += 2
            continue
        if character in "{}":
            return "", False
        if not name and character != "(":
            pieces.append(patterns.escaped(character))
            position += 1
            continue
        position = name.end() if name else position
        inner = "[^/]+"
        if source.startswith("(", position):
            end = _closing(source, position)
            if end < 0:
                return "", False
            inner, cut = patterns.without_look_around(source[position + 1 : end])
            widened = widened or cut
            position = end + 1
        modifier = source[position : position + 1]
        modifier = modifier if modifier and modifier in "*+?" else ""
        position += len(modifier)
        opening = f"(?P<{name['name']}>" if name else "("
        prefix = pieces.pop() if pieces[-1] in ("/", "\\.") else ""
        value = f"(?:{inner})(?:{prefix}(?:{inner}))*" if modifier in ("*", "+") and modifier else inner
        optional = "?" if modifier in ("*", "?") and modifier else ""
        pieces.append(f"(?:{prefix}{opening}{value})){optional}" if optional else f"{prefix}{opening}{value})")
    return "".join(pieces) + "$", widened


def _closing(source: str, start: int) -> int:
    """Where the bracket that opens at ``start`` closes, or -1."""
    depth, position = 0, start
    while position < len(source):
        character = source[position]
        if character == "\\":
            position += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                return position
        position += 1
    return -1


def write(source: str, target: str, *, folder: bool = False) -> str:
    """An entry for ``redirects`` in ``vercel.json``."""
    source, target = _literal(patterns.quoted(source)), patterns.quoted(target)
    if folder:
        source, target = source + "(.*)", target + "$1"
    return json.dumps({"source": source, "destination": target, "permanent": True})


def _literal(path: str) -> str:
    """The path as a path-to-regexp source that matches just it."""
    return "".join("\\" + character if character in ":(){}*+?" else character for character in path)
