"""``X-Robots-Tag`` in the files that give a host its headers.

``_headers`` (Netlify, Cloudflare Pages): a path, then indented headers. ``netlify.toml``: ``[[headers]]`` with
``for``. ``vercel.json``: ``headers`` with ``source`` (path-to-regexp, of which plain paths and a final ``(.*)`` or
``:path*`` are read). ``.htaccess``: ``Header set`` outside of sections, which is for everything below.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from preflight.checkers.meta.lines import Line
from preflight.patterns import regex

NAME = "x-robots-tag"
ALWAYS = frozenset({"ifmodule", "ifversion"})
_CAPTURE = regex(r"/?\((?:\.\*|\.\+|\[\^/\]\+|\[\^/\]\*)\)\Z|/?:[A-Za-z_]{1,40}[*+]\Z")  # "/(.*)", "/:path*"
_HEADER = regex(
    r"""\s*Header\s+(?:always\s+|onsuccess\s+)?(?:set|add|append|merge)\s+"?X-Robots-Tag"?\s+(.{1,300})""",
    re.IGNORECASE,
)  # 'Header set X-Robots-Tag "noindex, nofollow"'
_SECTION = regex(r"\s*<(/?)(\w{1,30})")  # "<FilesMatch"


def hides(value: str) -> bool:
    """Whether a robots setting keeps the page out of the results: ``noindex, nofollow``, ``none``."""
    words = value.lower().replace(",", " ").replace('"', " ").replace("'", " ").split()
    return "noindex" in words or "none" in words


def listed(text: str) -> list[Line]:
    """``_headers``: the paths whose pages are sent with ``X-Robots-Tag: noindex``."""
    found: list[Line] = []
    path = ""
    for number, line in enumerate(text.split("\n"), 1):
        if line[:1].strip():
            path = line.strip()
        elif path.startswith("/"):
            name, _, value = line.strip().partition(":")
            if name.strip().lower() == NAME and hides(value):
                found.append(Line(number, line, path + "$"))
    return found


def netlify(text: str) -> list[Line]:
    """``netlify.toml``."""
    try:
        blocks = tomllib.loads(text).get("headers", [])
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    found = []
    places = _places(text)
    for block in blocks if isinstance(blocks, list) else []:
        values = block.get("values") if isinstance(block, Mapping) else None
        for name, value in values.items() if isinstance(values, Mapping) else ():
            if str(name).lower() == NAME:
                number, line = next(places, (1, ""))
                if isinstance(value, str) and hides(value) and isinstance(block.get("for"), str):
                    found.append(Line(number, line, block["for"] + "$"))
    return found


def vercel(text: str) -> list[Line]:
    """``vercel.json``. A rule with conditions (``has``) is not for every visitor."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return []
    found = []
    places = _places(text)
    blocks = answer.get("headers") if isinstance(answer, dict) else None
    for block in blocks if isinstance(blocks, list) else []:
        for pair in _pairs(block):
            if str(pair.get("key", "")).lower() == NAME:
                number, line = next(places, (1, ""))
                source = block.get("source")
                if isinstance(source, str) and hides(str(pair.get("value", ""))) and not block.get("has"):
                    path = _CAPTURE.sub("*", source)
                    if not re.search(r"[(){}:|?+]", path):
                        found.append(Line(number, line, f"{path}$" if path.startswith("/") else f"/{path}$"))
    return found


def apache(text: str) -> list[Line]:
    """``.htaccess``. What stands inside a section is for some files only, unless it asks for a module."""
    found: list[Line] = []
    sections: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _SECTION.match(line):
            if match[1]:
                sections = sections[:-1]
            else:
                sections.append(match[2].lower())
        elif (match := _HEADER.match(line)) and ALWAYS.issuperset(sections) and _for_all(match[1]):
            found.append(Line(number, line, "/"))
    return found


def _for_all(value: str) -> bool:
    return hides(value) and "env=" not in value


def _pairs(block: Any) -> Iterator[Mapping[str, Any]]:
    pairs = block.get("headers") if isinstance(block, Mapping) else None
    yield from (pair for pair in pairs if isinstance(pair, Mapping)) if isinstance(pairs, list) else ()


def _places(text: str) -> Iterator[tuple[int, str]]:
    """The lines that name the header, in order."""
    for number, line in enumerate(text.split("\n"), 1):
        if NAME in line.lower():
            yield number, line
