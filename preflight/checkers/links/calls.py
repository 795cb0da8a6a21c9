"""Short texts that ask for a click and are not linked, found in the source of a page whose text is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape

from preflight.checkers.links.page import TAG, Page, is_in
from preflight.checkers.links.unlinked import ARROWS
from preflight.checkers.links.vocabulary import BUTTON_WORDS
from preflight.patterns import regex

_LONGEST = max(map(len, BUTTON_WORDS))
_BEGINNINGS = frozenset(call[:size] for call in BUTTON_WORDS for size in range(1, len(call) + 1))
_COMMENT = r"!--(?!-?>)[^-]*+(?:-(?!-!?>)[^-]*+)*+--!?>"
_BETWEEN = regex(rf"(?:<(?:{TAG}|{_COMMENT}))++")
_RAW = regex(r"<(?:script|style|noscript|title)", re.IGNORECASE)
_LOOKED_AT = 4
"""Characters by which most texts are told from a call."""
_FARTHEST = 500
"""Characters of a short text as it is written."""


def begun(source: str, page: Page) -> Iterator[int]:
    """A short text that is, or begins, what stands on buttons, and is not linked."""
    source = f">{source}<"
    for match in _calling().finditer(source):
        at = match.start() + match[0].rfind(">") + 1
        end = source.find("<", match.end() - 1)
        shown = _shown(source, at, end)
        if (
            (shown is None or shown in _BEGINNINGS)
            and not is_in(at - 1, page.linked)
            and not is_in(at - 1, page.unread)
            and (shown is None or _becomes_call(shown, source, end))
        ):
            yield at - 1


@cache
def _calling() -> re.Pattern[str]:
    """What a text that is a call, or its beginning, begins with: ``>Read``, ``>»&nbsp;r<``. Anything may hide behind a
    reference. Other texts, which is most of them, are passed by without a closer look."""
    space = rf"[\s{re.escape(ARROWS)}]"
    letters = "".join({letter for call in BUTTON_WORDS for letter in (call[0], call[0].upper())})

    def beginning(calls: Iterable[str], depth: int) -> str:
        following: dict[str, list[str]] = {}
        for call in calls:
            if call:
                following.setdefault(call[0], []).append(call[1:])
        if not depth or not following:
            return ""
        branches = [
            rf"[{first}{first.upper()}]{beginning(rest, depth - 1)}" if first != " " else space
            for first, rest in sorted(following.items())
        ]
        cut_short = f"[<&>]|{space}" if depth < _LOOKED_AT else r"&(?!(?:lt|amp|quot|copy);)"
        return f"(?:{'|'.join(branches)}|{cut_short})"

    likely = rf"[ \n\t\r]*+(?=[{letters}&{re.escape(ARROWS)}]|[^\x00-\x7f])"
    return regex(rf">{likely}{space}*+(?:&(?:nbsp|gt);{space}*+)*+{beginning(BUTTON_WORDS, _LOOKED_AT)}")


def _shown(source: str, start: int, end: int) -> str | None:
    """The text between the two places as calls are compared; None when that cannot be told so easily."""
    text = source[start : min(end, start + _FARTHEST)]
    shown = _plain(text)
    if end - start > _FARTHEST and len(shown) <= _LONGEST:
        return None
    if ">" in text and shown not in _BEGINNINGS:  # the end of a tag with ">" in it
        shown = _plain(text.rpartition(">")[2])
    return shown


def _becomes_call(shown: str, source: str, at: int) -> bool:
    """Whether a beginning is a call, or becomes one with what follows behind tags."""
    while shown in _BEGINNINGS:
        if shown in BUTTON_WORDS:
            return True
        tags = _BETWEEN.match(source, at)
        if tags is None or _RAW.search(tags[0]):
            return at < len(source) - 1  # what only looks like a tag, or text of another kind
        at = source.find("<", tags.end())
        if at < 0:
            return False
        if _shown(source, tags.end(), at) is None:
            return True
        words = source[tags.end() : at]
        for space in ("", " "):
            if (longer := _plain(f"{shown}{space}{words}")) in _BEGINNINGS:
                break
        shown = longer
    return False


def _plain(text: str) -> str:
    """A text as calls are compared."""
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split()).strip(ARROWS).lower()
