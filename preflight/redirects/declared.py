"""Old addresses that a page's own front matter declares: ``redirect_from`` of Jekyll, ``aliases`` of Hugo.

https://github.com/jekyll/jekyll-redirect-from · https://gohugo.io/content-management/urls/#aliases

An alias without a slash in front is relative to the page's folder (Hugo).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from preflight.patterns import regex

_KEY = regex(r"^(?:redirect_from|aliases)[ \t]*[:=][ \t]*", re.MULTILINE | re.IGNORECASE)  # "redirect_from:"
_ITEM = regex(r"[ \t]*-[ \t]+(.*)")  # "  - /old/"
_VALUE = regex(r"\"([^\"]*)\"|'([^']*)'|([^\s,\[\]\"'#]+)")  # "/old/" of ["/old/", '/older/']


def old_addresses(front: str, address: str) -> Iterator[str]:
    """The addresses that lead to the page, as paths from the root. ``front`` is the front matter's text."""
    folder = address.rstrip("/").rpartition("/")[0]
    for key in _KEY.finditer(front):
        for value in _values(front, key.end()):
            if value.startswith("/"):
                yield value
            elif value and "://" not in value:
                yield f"{folder}/{value}"


def _values(front: str, start: int) -> Iterator[str]:
    line_end = front.find("\n", start)
    line_end = len(front) if line_end < 0 else line_end
    rest = front[start:line_end].strip()
    if rest.startswith("["):
        close = front.find("]", start)
        yield from _in(front[start : close if close >= 0 else line_end])
        return
    if rest:
        yield from _in(rest)
        return
    for line in front[line_end + 1 :].split("\n"):
        item = _ITEM.match(line)
        if item is None:
            return
        yield from _in(item[1])


def _in(text: str) -> Iterator[str]:
    for match in _VALUE.finditer(text):
        yield next(group for group in match.groups() if group is not None)
