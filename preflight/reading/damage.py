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


CLOSING, OPENING, APART = (
    "its closing bracket is incomplete", "its opening bracket is incomplete", "there are blanks between its brackets",
)  # fmt: skip
_NAME = r"(?P<name>[\w.]{0,30}(?:name|mail|first|last|unsub)\w{0,30})"
FURTHER = (
    ("{{{", "{{{", CLOSING, "{{{{{{{}}}}}}}", regex(rf"\{{\{{\{{\s?{_NAME}\s?(?:\|[^{{}}\n]{{0,60}})?\}}\}}(?!\}})")),
    ("%%", "%%", OPENING, "%%{}%%", regex(r"(?<![%\w])%(?P<name>[A-Za-z_]{0,20}[Nn]ame|First Name|Last Name)%%(?!%)")),
    (
        "%",
        "%",
        CLOSING,
        "%{}%",
        regex(r"(?<![%\w])%(?P<name>(?:FIRST|LAST|FULL)NAME|UNSUBSCRIBELINK|recipient\.\w{1,30})\b(?![%\w])"),
    ),
    ("{$", "{$", CLOSING, "{{${}}}", regex(r"\{\$(?P<name>(?:first_?|last_?)?name|email|unsubscribe)\b(?![\w}|.])")),
    ("{!", "{!", CLOSING, "{{!{}}}", regex(r"\{!(?P<name>(?:first|last)?name(?:_fix)?|email|remove_web)\b(?![\w}])")),
    ("[[", "[[", CLOSING, "[[{}]]", regex(r"\[\[(?P<name>(?i:first_?name|last_?name|email))\](?!\])")),
    ("«", "«", CLOSING, "«{}»", regex(r"«(?P<name>(?:First|Last)[_ ]?Name|Vorname|Nachname)\b(?! ?[»\w])")),
    ("* |", "*|", APART, "*|{}|*", regex(r"\* \|(?P<name>[A-Z][A-Z0-9_:]{1,40})\| \*")),
    ("{ {", "{{", APART, "{{{{ {} }}}}", regex(rf"\{{ \{{ ?{_NAME} ?\}} \}}")),
    ("$[", "$[", CLOSING, "$[{}]$", regex(r"\$\[(?P<name>[FL]NAME|EMAIL)(?:\](?!\$)|(?![\w\]|]))")),
)
"""What is in the text, the tag's opener, what is wrong, how it should stand, and the damaged tag: ``{{{first_name}}``,
``%First Name%%``, ``%FIRSTNAME``, ``{$name``, ``{!firstname_fix``, ``[[FIRSTNAME]``, ``«Vorname``, ``* |FNAME| *``,
``{ {first_name} }``, ``$[FNAME]``"""


class Wreck(NamedTuple):
    """``text[start:end]``, meant as a tag that begins with ``opener``; ``why`` and ``repair`` in words and as text."""

    start: int
    end: int
    name: str
    opener: str
    why: str
    repair: str


def find(text: str) -> Iterator[Wreck]:
    """What looks like a tag but for a bracket."""
    for hint, opener, why, repair, pattern in FURTHER:
        if hint in text:
            for match in pattern.finditer(text):
                yield Wreck(match.start(), match.end(), match["name"], opener, why, repair.format(match["name"]))
    for match in MALFORMED.finditer(text):
        name = next(match[group] for group in "abcdefg" if match[group])
        kind = next(kind for kind in REPAIRS if match[kind])
        opener = {"unclosed": "{{", "unopened": "{{", "bar": "*|", "star": "*|", "percent": "%%", "fallback": "["}[kind]
        why = OPENING if kind in ("unopened", "star") else CLOSING
        yield Wreck(match.start(), match.end(), name, opener, why, REPAIRS[kind].format(name))
