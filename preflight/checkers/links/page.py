"""What is known of the source of a page that was skimmed, and which places it tells apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol

Stretches = Sequence[tuple[int, int]]

TAG = r"""[^<>!"'](?:[^<>"']++|"[^"<>]*+"|'[^'<>]*+')*+>"""
"""A tag behind its "<", if it holds nothing that looks like the end of one."""


class Page(Protocol):
    """What is known of the source of a page that was skimmed."""

    unread: list[tuple[int, int]]
    """Scripts, style sheets and comments, in order."""
    linked: list[tuple[int, int]]
    """The contents of links, in order."""
    is_odd: bool
    """Not every "<" and ">" of a tag begins or ends it."""


def is_in(at: int, stretches: Stretches) -> bool:
    index = bisect_right(stretches, (at, len(stretches) and stretches[-1][1] + 1)) - 1
    return index >= 0 and at < stretches[index][1]
