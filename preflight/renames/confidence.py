"""How sure it is that a new page is the old one, and what speaks for it.

Every candidate gets points for what it is alike in; "none of them" has zero points. The confidence is the candidate's
share after the softmax, so that two pages that are equally alike leave both in doubt. The points were fitted on the
declared redirects of public repositories (some 1,400 moved pages, half of the time with the true page taken away).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from preflight.renames.likeness import Likeness

NOTHING_KNOWN = -2.8
TEXT, OLD_SHARE, NEW_SHARE = 0.5, 2.8, 0.4
NAME, LAST, VOTE = 2.4, 1.9, 0.4
NO_TEXT, SHORT, NAME_ALONE = -1.9, 0.7, 0.6
LEAD = 1.3
"""Points for text that no other page shares. Not fitted: the repositories hold hardly any page whose title and slug
changed and whose text did not, which is what a bulk edit of both leaves behind."""

RECORDED = 5.0
"""Points for a rename that the repository's history records."""

NO_COMMON_TEXT = 0.02


def points(likeness: Likeness, vote: float, rival: float, *, recorded: bool) -> float:
    """``rival`` is the most text that another page shares with either of the two."""
    sum_of = NOTHING_KNOWN + TEXT * likeness.text + OLD_SHARE * likeness.old_share + NEW_SHARE * likeness.new_share
    sum_of += NAME * likeness.name + LAST * likeness.last + VOTE * vote + RECORDED * recorded
    sum_of += LEAD * max(0.0, likeness.text - rival)
    if likeness.short:
        sum_of += SHORT
    elif likeness.text < NO_COMMON_TEXT:
        sum_of += NO_TEXT
    if likeness.text < NO_COMMON_TEXT and not likeness.short:
        sum_of += NAME_ALONE * likeness.name
    return sum_of


def shares(all_points: Sequence[float]) -> list[float]:
    """The confidence of each candidate; what is missing to 1 is that it is none of them."""
    highest = max(0.0, *all_points)
    powers = [math.exp(value - highest) for value in all_points]
    total = sum(powers) + math.exp(-highest)
    return [power / total for power in powers]


def evidence(likeness: Likeness, vote: float, *, recorded: bool) -> tuple[str, ...]:
    """What speaks for a pair, in words: ``("text 0.81", "title equal")``."""
    found = []
    if likeness.text >= NO_COMMON_TEXT:
        found.append(f"text {likeness.text:.2f}")
        if likeness.old_share >= 0.5 > likeness.text:
            found.append(f"{likeness.old_share:.0%} of the old text is in the new page")
    if likeness.name > 0.5:
        found.append("title equal")
    elif likeness.name >= 0.25:
        found.append("title alike")
    if likeness.last > 0.5:
        found.append("last part of the address equal")
    elif likeness.last >= 0.25:
        found.append("last part of the address alike")
    if vote >= 0.5:
        found.append(f"neighbours moved the same way {vote:.2f}")
    if recorded:
        found.append("renamed in the repository's history")
    return tuple(found)
