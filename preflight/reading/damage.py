"""Merge tags that lack a bracket, which no platform recognises any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from preflight.patterns import regex

FIELD = r"\w*(?:name|e_?mail|first|last|company|unsub|subscriber|contact|customer|person|lead|city)\w*"
MALFORMED = regex(
    rf"""(?P<unclosed>\{{\{{\s{{0,3}}(?P<a>(?:\w+\.)?{FIELD})\s{{0,3}}(?:\|[^{{}}\n]{{0,60}})?(?:\}}(?!\}})|[\])]{{1,2}}|(?=[,!;:\n]|$)))
      | (?P<unopened>(?<![{{$])\{{\s{{0,3}}(?P<b>(?:\w+\.)?{FIELD})\s{{0,3}}(?:\|[^{{}}\n]{{0,60}})?\}}\}}(?!\}}))
      | (?P<bar>\*\|(?P<c>[A-Z][A-Z0-9_:]{{1,40}})(?:\*(?!\|)|\|(?!\*)|(?=[\s,!.;]|$)))
      | (?P<star>(?<!\*)\|(?P<d>[A-Z][A-Z0-9_:]{{1,40}})\|\*|(?<!\|)\*(?P<e>[A-Z][A-Z0-9_:]{{2,40}})\|\*)
      | (?P<percent>%%(?P<f>{FIELD}|First\ Name|Last\ Name)%(?!%))
      | (?P<fallback>\[(?P<g>\w{{2,30}})\s?,\s?fallback\s?=[^\]\n]{{0,40}}$)""",
    re.IGNORECASE | re.VERBOSE,
)
"""``{{first_name}`` · ``{first_name}}`` · ``*|FNAME*`` · ``|FNAME|*`` · ``%%First Name%`` · ``[firstname,fallback=``"""
REPAIRS = {
    "unclosed": "{{{{ {} }}}}", "unopened": "{{{{ {} }}}}", "bar": "*|{}|*", "star": "*|{}|*", "percent": "%%{}%%",
    "fallback": "[{},fallback=…]",
}  # fmt: skip


class Wreck(NamedTuple):
    """``text[start:end]``, meant as a tag that begins with ``opener``; ``why`` and ``repair`` in words and as text."""

    start: int
    end: int
    name: str
    opener: str
    why: str
    repair: str


def find(text: str) -> Iterator[Wreck]:
    """What looks like a tag but for a bracket, in order."""
    for match in MALFORMED.finditer(text):
        name = next(match[group] for group in "abcdefg" if match[group])
        kind = next(kind for kind in REPAIRS if match[kind])
        opener = {"unclosed": "{{", "unopened": "{{", "bar": "*|", "star": "*|", "percent": "%%", "fallback": "["}[kind]
        why = (
            "its opening bracket is incomplete" if kind in ("unopened", "star") else "its closing bracket is incomplete"
        )
        yield Wreck(match.start(), match.end(), name, opener, why, REPAIRS[kind].format(name))
