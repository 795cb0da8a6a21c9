"""The fine print at the end of every issue: who sends it and on what terms. It is copied, not written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from preflight.checkers.issue import blocks, habits
from preflight.checkers.issue.habits import Declared
from preflight.checkers.issue.rules import FIXED_CHANGED
from preflight.checkers.issue.series import Half
from preflight.model import Finding, Related, TextRun
from preflight.patterns import regex
from preflight.reading import alignment

LEGAL = regex(
    r"©|\(c\) ?20\d\d|\ball rights reserved|\bregistered (?:in|office|charity|company|no|number)"
    r"|\bcompany (?:no|number|reg)|\bcharity (?:no|number)|\bvat\b|\bterms (?:and|&) conditions|\bprivacy\b"
    r"|\byou(?:'re|’re| are)? (?:get|receiv|signed)|\bthis e-?mail was sent|\bsent to you because|\btrademark|\bliable"
    r"|\bimpressum|\bhandelsregister|\bust-?id|\bmentions légales|\bsiret\b|\baviso legal",
    re.IGNORECASE,
)
"""``© 2026 The Shop. Registered in England no. 01234567``"""
HOURS = regex(
    r"\d[\d.:]*(?:am|pm|h|uhr)?|am|pm|noon|midday|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?"
    r"|jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|and|in|from|to|until|till|also|open|opening|closed|late|daily|bank|holidays?|christmas|easter"
    r"|summer|winter",
    re.IGNORECASE,
)
"""``Sundays in December 11am``: opening hours follow the season"""
WORD = regex(r"[^\W_]+(?:[.:]\d+\w*)?")
LATE = 0.6
"""Share of the texts after which the fine print stands."""
WORDS = 5
"""Words of a text that is worth comparing."""


def findings(now: Half, others: Sequence[Half], declared: Declared) -> Iterator[Finding]:
    """A legal text of which some words changed, dates and numbers aside."""
    new, old = _legal(now), _legal(others[-1])
    if not new or not old or "legal" in declared.free:
        return
    kept = [keys(one) for one in others]
    for pair in blocks.align(old, new):
        key, old_key = alignment.key(pair.new.text), alignment.key(pair.old.text)
        if pair.how != "reworded" or key == old_key or pair.new.location is None or pair.old.location is None:
            continue
        changed = set(WORD.findall(pair.new.text)) ^ set(WORD.findall(pair.old.text))
        if "legal" not in declared.must_not_change and all(HOURS.fullmatch(word) for word in changed):
            continue
        known = habits.habit([old_key in texts for texts in kept])
        if known.known and not known.never_changes and "legal" not in declared.must_not_change:
            continue
        yield Finding(
            FIXED_CHANGED.id,
            f"the fine print is not the previous issue's: {_difference(pair.old.text, pair.new.text)}",
            pair.new.location,
            pair.new.text,
            "Check that somebody meant to change it.",
            related=(Related(pair.old.location, pair.old.text, "the fine print in the previous issue"),),
            severity="error" if "legal" in declared.must_not_change else "warning",
        )


def keys(half: Half) -> frozenset[str]:
    """The legal texts of one issue, dates and numbers aside."""
    return frozenset(alignment.key(run.text) for run in _legal(half))


def _legal(half: Half) -> list[TextRun]:
    start = int(LATE * len(half.runs))
    return [
        run
        for index, run in enumerate(half.runs)
        if (index >= start or run.zone == "footer") and not run.hidden and LEGAL.search(run.text[:2000])
        if len(run.text.split()) >= WORDS
    ]


def _difference(old: str, new: str) -> str:
    """The words that differ: ``“Bath”, before “Bristol”``."""
    before, after = old.split(), new.split()
    head = next((index for index, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
                min(len(before), len(after)))  # fmt: skip
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    was, now = " ".join(before[head : len(before) - tail])[:80], " ".join(after[head : len(after) - tail])[:80]
    return f"“{now}”, before “{was}”" if now and was else f"“{was}” is missing" if was else f"“{now}” is new"
