"""Marks that writers leave for themselves: ``TODO``, ``TKTK``, ``XXX``, ``[INSERT DATE]``.

Each is judged by what stands beside it, because ``TODO`` is a Spanish word, ``XXX`` a number and a row of kisses, and
brackets have many uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from preflight.patterns import regex

MARK = regex(
    r"\b(?:TODO|FIXME|TKTK(?:TK)*|TK TK|TBD|TBC|X{3,20})\b|[£$€]XX\b|\bXX(?:/XX|:XX|\.XX|%)|\bX ?[ap]m\b"
    r"|\bXX(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\b"
)
"""``TODO``, ``XXX``, ``£XX``, ``XX/XX``, ``X pm``"""
BRACKET = regex(
    r"(?P<open>[\[<{(])\s?(?P<verb>insert|enter|add|replace|your|todo|tbd|tbc|tk|xxx?x?|link to|name of)\b"
    r"(?P<rest>[^\[\]<>{}()\n]{0,60})[\]>})]",
    re.IGNORECASE,
)
"""``[INSERT DATE]``, ``<your name>``"""
TO_COME = regex(
    r"[\[<{]\s?(?:(?:hier\s[^\[\]<>{}\n]{1,40}\s)?(?:einfügen|eintragen|ergänzen)"
    r"|(?:datum|link|text|bild|name|titel|ort|preis|uhrzeit)\s(?:einfügen|eintragen|ergänzen|hier|folgt)"
    r"|ins[ée]rer\s[^\[\]<>{}\n]{1,40}|insertar?\s[^\[\]<>{}\n]{1,40}|invoegen\s[^\[\]<>{}\n]{1,40}"
    r"|(?:su|tu|votre|ton|ihr|dein|uw|jouw)\s(?:nombre|texto|nom|texte|name|text|naam|tekst|t[íi]tulo|titre|titel)"
    r"|(?:copy|text|link|image|photo|picture|quote|logo|video|headline|button)"
    r"\s(?:to come|to follow|tbc|tbd|tba|here|needed|pending)"
    r"|placeholder|platzhalter)\s?[\]>}]",
    re.IGNORECASE,
)
"""``[COPY TO COME]``, ``[Hier Datum einfügen]``, ``[INSÉRER LA DATE]``"""
NOUN = regex(
    r"\b(?:date|time|link|url|name|image|photo|picture|logo|text|copy|address|headline|title|here|number|price|cta|button"
    r"|quote|venue|location|month|year|day|company|client|event|details?|amount|code|content|info|email|phone|city|caption"
    r"|signature|website|product|bio|job|subject|organi[sz]ation|business|topic|offer|deadline)s?\b",
    re.IGNORECASE,
)
"""What people leave out: ``date``, ``link``"""
COPY = (
    r"(?:headline|title|subtitle|(?:sub)?heading|text|copy|content|paragraph|caption|description|image"
    r"|picture|photo|logo|link|url|button|cta|quote|intro(?:duction)?|body|message|taglines?|teasers?|summary"
    r"|blurb|article|bio|preheader)"
)
INSTRUCTION = regex(
    rf"\b(?:(?:(?:your|the|an?|some|more)\s)?(?:\w{{1,20}}\s)?{COPY}\s(?:goes|go|should go|will go)\shere(?!\sand\b)"
    rf"|(?:insert|add|enter|type|put|write|paste|place|drop)\s(?:(?:in|your|the|an?|some|more|own|main|short|brief|body)\s){{0,3}}"
    rf"(?:\w{{1,20}}\s)?{COPY}\shere|your\s(?:\w{{1,20}}\s)?{COPY}\shere)\b",
    re.IGNORECASE,
)
"""``Your headline goes here``, ``Insert a short intro here``"""
SLOT = regex(
    r"\[(?P<slot>(?:first |last |full |company |client |event |product |speaker |venue |business )?name|date|time|city"
    r"|venue|location|address|company|client|price|amount|phone(?: number)?|email(?: address)?|month|year|number"
    r"|event(?: title)?|headline|subject|body|cta|signature|speaker|start time|end time|day of week)\](?!\()",
    re.IGNORECASE,
)
"""``[Company Name]``, ``[DATE]``"""
TO_FOLLOW = regex(r"(?<![\w.-])TK(?:(?P<colon>\s?[:–—]\s)|(?P<end>[.,;!?)]|\s*$)|(?= [a-z]))", re.MULTILINE)
"""``TK: quote from the chair``, ``Photo by TK``: a journalist's “to come”"""
NOT_A_MARK = regex(
    r"[ -](?:lists?|items?|comments?|apps?|files?|notes?|trackers?|tags?|placeholders?|macros?|markers?|s)\b"
    r"|\.[a-z]|s\b|/",
    re.IGNORECASE,
)
"""What follows when the word is only talked about: ``TODO list``, ``TODO.md``"""
TALKED_ABOUT = regex(
    r"(?:\b(?:an?|the|your|my|this|that|any|every|each|of|these|those|word|replac(?:e|ed|ing)|remov(?:e|ed|ing)|fix(?:ed|ing)?|resolv(?:e|ed|ing))\s(?:\w{1,15}\s)?|[\"'“‘`/#@-])$",
    re.IGNORECASE,
)
"""What stands before it then: ``a TODO``"""
ROMAN = regex(
    r"\b(?:bowl|olympiad|olympics|wrestlemania|vol|volume|part|chapter|section|book|canto|psalm|act|no|legion|edition)\b\.?\s$",
    re.IGNORECASE,
)
"""`` Super Bowl `` before ``XXX``"""
LEADING = regex(
    r"(?:[:£$€\[]|\b(?:on|at|to|by|from|in|is|for|until|the|with|and|call|of|than|over)\s)\s?$", re.IGNORECASE
)
"""Words after which something must come: ``starts at XXX``"""
OPEN_END = regex(r"(?:[:£$€]|\b(?:at|on|from|until|is))\s?$", re.IGNORECASE)
"""Words after which a day, a place or a price must come: ``Doors at TK``"""
MASKED = regex(r"(?:ending|card|account|number|iban|no\.?|\d)(?:\sin)?\s$", re.IGNORECASE)
ROMANCE = ("es", "pt", "gl", "ast", "it", "ca", "an")
"""Languages in which *todo* is a word."""
SHOUTED_AFTER = regex(r"\s[A-Z]{2,}\b")
SHOUTED_BEFORE = regex(r"\b[A-Z]{2,}\s$")
"""Neighbours in capitals too: a headline, not a mark."""
NEAR = 24
WORDS = 12
"""A block of no more words than that is the instruction; in a longer one somebody may be talking about it."""
MOST = 500
"""Marks looked at in one text."""


class Mark(Struct, frozen=True):
    """``text[start:end]``; ``sure`` when it can only be a note to self. ``kind`` is mark, open (TBD),
    bracket or instruction."""

    start: int
    end: int
    kind: str
    sure: bool


def worth_a_look(text: str) -> bool:
    """Whether ``find`` could find anything; a tenth of its cost."""
    return (
        "XX" in text or "TODO" in text or "FIXME" in text or "TK" in text or "TBD" in text or "TBC" in text
        or " here" in text or " HERE" in text or "[" in text or "<" in text or "{" in text
        or "X pm" in text or "X am" in text or "Xpm" in text or "Xam" in text
        or "(insert" in text or "(INSERT" in text or "(Insert" in text
    )  # fmt: skip


def find(text: str, language: str = "") -> Iterator[Mark]:
    """The marks of one text, in order of kind."""
    for match in islice(MARK.finditer(text), MOST):
        before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + NEAR]
        sure = _sure(match[0], before, after, language)
        if sure is not None:
            yield Mark(match.start(), match.end(), "open" if match[0] in ("TBD", "TBC") else "mark", sure)
    if "TK" in text and not language.startswith("de"):  # where it is a health insurance, and frozen food
        yield from _to_follow(text)
    if " here" in text or " HERE" in text:
        for match in islice(INSTRUCTION.finditer(text), MOST):
            sure = " go" in match[0].lower() or len(text.split(None, WORDS)) <= WORDS
            yield Mark(match.start(), match.end(), "instruction", sure)
    if "[" in text or "<" in text or "{" in text or "(insert" in text.lower():
        yield from _brackets(text)


def _sure(mark: str, before: str, after: str, language: str) -> bool | None:
    """True: a note to self; False: worth a look; None: something else."""
    shouted = bool(SHOUTED_AFTER.match(after) or SHOUTED_BEFORE.search(before))
    if mark in ("TODO", "FIXME"):
        told = bool(re.match(r"\s?:|\(|\]", after)) or before.endswith("[")
        if NOT_A_MARK.match(after) or (TALKED_ABOUT.search(before) and not before.endswith("[")):
            return None
        if mark == "TODO" and not told and (shouted or language.startswith(ROMANCE)):
            return None
        return told or not before.strip()
    if mark.startswith("TK"):
        return True
    if mark in ("TBD", "TBC"):
        return None if shouted else False
    if mark[-1] == "m":
        return True
    if ("XX" in mark and len(mark.strip("£$€")) < len(mark)) or mark[2:3] in ("/", ":", ".", "%"):
        return True
    return _crosses(mark, before, after)


def _to_follow(text: str) -> Iterator[Mark]:
    """Not TK Maxx, and not the TK who answers questions in an interview."""
    for match in islice(TO_FOLLOW.finditer(text), MOST):
        before, after = text[max(0, match.start() - NEAR) : match.start()], text[match.end() : match.end() + 2 * NEAR]
        first = not before.strip() or before.rstrip(" ")[-1] in "\n.!?(–—•"
        if match["end"] is not None:
            said = list(NOUN.finditer(before))
            told = bool(OPEN_END.search(before)) or bool(said and said[-1].end() == len(before.rstrip()))
        elif first and match["colon"] and after[:1].islower():
            told = True
        else:
            brief = first and "?" not in after and len(after.split(None, WORDS)) < WORDS
            told = brief and NOUN.search(after) is not None
        if told:
            yield Mark(match.start(), match.start() + 2, "mark", match["end"] is None)  # "photo: TK" may be a name


def _crosses(mark: str, before: str, after: str) -> bool | None:
    """``XXX``: a gap, a masked number, a Roman thirty, or kisses?"""
    word = (re.search(r"[\w-]*$", before) or [""])[0] + mark + (re.match(r"[\w-]*", after) or [""])[0]
    if any(character.isdigit() for character in word) or MASKED.search(before) or ROMAN.search(before):
        return None
    if "-" in word and not word.strip("X-"):
        return True
    if word != mark:
        return None
    ends = not after.strip(" .!\n") or after.startswith("\n")
    if LEADING.search(before) or before.endswith("["):
        return True
    if ends and before.strip():
        return None
    return len(mark) > 3 and not SHOUTED_AFTER.match(after)


def _brackets(text: str) -> Iterator[Mark]:
    for match in islice(TO_COME.finditer(text), MOST):
        yield Mark(match.start(), match.end(), "bracket", True)
    for match in islice(BRACKET.finditer(text), MOST):
        verb, rest, opener = match["verb"], match["rest"], match["open"]
        noun = NOUN.search(rest) is not None
        if verb.lower() in ("insert", "enter", "replace"):
            if (
                not rest.strip(" .…:-_")
                or "|" in rest
                or rest.lower().startswith(" into")
                or (opener == "(" and not noun)
                or (opener in "<{" and not noun)
            ):
                continue
            yield Mark(match.start(), match.end(), "bracket", (verb.isupper() or noun) and opener != "(")
        elif verb.lower() in ("todo", "tbd", "tbc", "tk") or set(verb.lower()) == {"x"}:
            if verb.isupper() and opener in "[<{" and verb not in ("TODO", "TBD", "TBC", "XXX", "XXXX"):
                yield Mark(match.start(), match.end(), "bracket", True)
        elif (
            opener in "[<{"
            and noun
            and len(rest.split()) <= 4
            and not re.search(r"calendar|cart|basket|list", rest, re.IGNORECASE)
        ):
            yield Mark(match.start(), match.end(), "bracket", opener == "[")
    for match in islice(SLOT.finditer(text), MOST):
        slot = match["slot"]
        if slot[0].isupper() and (slot.isupper() or slot.istitle() or " " in slot):
            yield Mark(match.start(), match.end(), "bracket", slot.isupper() or " " in slot)
