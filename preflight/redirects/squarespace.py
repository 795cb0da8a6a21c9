"""Squarespace's URL mappings: ``/old -> /new 301`` on a line, pasted into one field that holds the whole list.

https://support.squarespace.com/hc/en-us/articles/205815308-URL-redirects · ``[name]`` stands for one or more segments
of a path and may be used in the target. A page that exists wins. At most 2,500 lines of 400 kB.
"""

from __future__ import annotations

from collections.abc import Iterator

from preflight.model import Location, Redirect
from preflight.patterns import regex
from preflight.redirects import patterns
from preflight.redirects.table import NOT_EVALUATED

_LINE = regex(
    r"(?P<source>/\S*)[ \t]+->[ \t]+(?P<target>\S+)(?:[ \t]+(?P<status>30[12]))?[ \t]*\Z"
)  # "/old -> /new 301"
_NAME = regex(r"\[(\w{1,40})\]")  # "[slug]"


def is_list(text: str) -> bool:
    """Whether a text file holds such lines."""
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    return bool(lines) and 2 * sum(" -> " in line for line in lines) >= len(lines)


def read(text: str, path: str) -> Iterator[Redirect]:
    """The rules of the field's text."""
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        place = Location(path, "", number)
        found = _LINE.match(stripped)
        if found is None:
            why = "a line reads: /old -> /new 301"
            yield Redirect(stripped[:80], "", 0, place, host="squarespace", condition=why)
            continue
        source, target, status = found["source"], found["target"], int(found["status"] or 301)
        names = _NAME.findall(source)
        pattern = ""
        if names:
            if len(set(names)) < len(names):
                why = "a name stands twice in it"
                yield Redirect(source, target, NOT_EVALUATED, place, host="squarespace", condition=why)
                continue
            pieces = _NAME.split(source)
            pattern = "".join(
                f"(?P<{piece}>.+)" if index % 2 else patterns.escaped(patterns.plain(piece))
                for index, piece in enumerate(pieces)
            )
            pattern, target = f"^{pattern}$", _NAME.sub(r":\1", target)
        yield Redirect(source, target, status, place, False, pattern, "squarespace", either_slash=True)


def write(source: str, target: str, *, folder: bool = False) -> str:
    """A line for the field."""
    source, target = patterns.quoted(source), patterns.quoted(target)
    return f"{source}[path] -> {target}[path] 301" if folder else f"{source} -> {target} 301"
