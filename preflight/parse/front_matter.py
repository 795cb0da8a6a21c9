"""Front matter: the YAML, TOML or JSON block before a Markdown text. Only its plain top-level values are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from preflight.patterns import regex

_FENCED = regex(r"(---|\+\+\+|;;;)[ \t]*\r?\n(?:.*?\r?\n)??\1[ \t]*(?:\r?\n|\Z)", re.S)  # ---\ntitle: A\n---
_BRACED = regex(r"\{[ \t]*\r?\n.*?\r?\n\}[ \t]*(?:\r?\n|\Z)", re.S)  # {\n  "title": "A"\n}
_BARE = regex(r"title:[ \t]*\S[^\r\n]*\r?\n(?:[A-Za-z][\w-]*:[^\r\n]*\r?\n)+(?=\r?\n)", re.I)
# Title: A\nDate: 2026-01-01\n, as Pelican and MultiMarkdown have it

_YAML = regex(r"^([A-Za-z_][\w.-]*)[ \t]*:[ \t]+(?![|>&*!#])(\S[^\r\n]*)", re.M)  # title: A day out
_TOML = regex(r"^([A-Za-z_][\w.-]*)[ \t]*=[ \t]*(\S[^\r\n]*)|^(\[)", re.M)  # title = "A day out"
_JSON = regex(r"""^[ \t]{0,4}"([^"\r\n]+)"[ \t]*:[ \t]*("(?:[^"\\\r\n]|\\.)*")""", re.M)  # "title": "A day out"
_COMMENT = regex(r"[ \t]#.*")


class Entry(Struct, frozen=True):
    """One key with its value, and where the value stands, without quotes."""

    key: str
    value: str
    start: int
    end: int


def length(source: str) -> int:
    """How many characters of the source are front matter."""
    match = _FENCED.match(source) or _BRACED.match(source) or _BARE.match(source)
    return match.end() if match else 0


def entries(source: str, end: int) -> Iterator[Entry]:
    """The plain values between the start of the source and the end of its front matter."""
    pattern = {"+": _TOML, "{": _JSON, ";": _JSON}.get(source[:1], _YAML)
    for match in pattern.finditer(source, 0, end):
        if match[1] is None:
            return  # a TOML table: what follows is no top-level value
        start, raw = match.start(2), match[2].rstrip()
        if raw[0] in "\"'":
            close = raw.find(raw[0], 1)
            while close > 0 and raw[close - 1] == "\\":
                close = raw.find(raw[0], close + 1)
            if close > 0:
                yield Entry(match[1], raw[1:close], start + 1, start + close)
                continue
        value = _COMMENT.sub("", raw, count=1).rstrip()
        yield Entry(match[1], value, start, start + len(value))
