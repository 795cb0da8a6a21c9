"""Postal addresses in running text, well enough to say whether a message has one and whether it is still the same.

A postcode with its country's own shape is a sure sign where the shape is odd enough (``HX7 6LU``, ``M5V 2B4``,
``OH 44101``); a bare number of four to six digits is one only beside the name of a street. Nobody's mail is delivered
by this, so a town may be missing, and the start of an address is where its line, sentence or clause begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from preflight.patterns import regex

_STATES = (
    "A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI"
    "|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana"
    "|Nebraska|Nevada|Hampshire|Jersey|Mexico|York|Carolina|Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Island|Tennessee"
    "|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming|Columbia"
)
ODD = regex(
    r"\b(?:"
    r"(?P<gb>[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
    r"|(?P<ca>[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d)"
    r"|(?P<ie>(?:[ACDEFHKNPRTVWXY]\d\d|D6W) ?[0-9ACDEFHKNPRTV-Y]{4})"
    rf"|(?P<us>(?:{_STATES}|{_STATE_NAMES}|[DN]\.[CDHJMY]\.),? +\d{{5}}(?:-\d{{4}})?)"
    r"|(?P<au>(?:NSW|VIC|QLD|SA|WA|TAS|NT|ACT),? +\d{4})"
    r"|(?P<nl>[1-9]\d{3} [A-Z]{2}(?= +[A-Z]))"
    r")\b"
)
"""``HX7 6LU``, ``M5V 2B4``, ``H91 XY45``, ``ME 04101``, ``NSW 2000``, ``1012 AB`` before a town"""
BARE = regex(
    r"(?<![\w.,£$€/-])(?:[A-Z]{1,3}-)?(?:\d{5}|(?!19|20)\d{4}|\d{2}-\d{3}|\d{5}-\d{3}|\d{4}-\d{3})(?= [A-ZÀ-Þ][a-zß-ÿ])"
    r"|(?<=[a-zß-ÿ] )(?:(?!19|20)\d{4}|\d{5,6}|\d{3} \d{3})(?=$|[\n,.;|)])"
)
"""``10115 Berlin``, ``CH-8001 Zürich``, ``Auckland 1010``, ``Bengaluru 560001``; a year is none"""
HOUSE = regex(
    r"\b\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?,? (?:[A-ZÀ-Þ][\w'’.-]{0,30} ){1,4}?"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Boulevard|Blvd|Square|Place|Terrace|Row|Quay|Close|Crescent"
    r"|Highway|Nagar|Marg)\b"
    r"|\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|bd|boulevard|avenue|av\.|place|allée|cours|quai|chemin|impasse|route)\b"
    r"|\b(?:Calle|C/|Avda|Avenida|Paseo|Plaza|Carrer|Via|Viale|Piazza|Corso|Rua|Praça|ul\.|Am|Im|Zum|Zur)"
    r"\.? ?[\w'’. -]{2,40}?,? \d{1,4}\b"
    r"|\b[\w.-]{2,40}(?:straße|strasse|str\.|weg|gasse|platz|allee|damm|ufer|ring|straat|laan|plein|gade|vej|gatan|vägen)"
    r" \d{1,4}\b|\bP\.? ?O\.? ?Box \d|\bPostfach \d",
)
"""``12 Orchard Row``, ``3 rue``, ``Calle Mayor, 4``, ``Lindenstraße 7``: what must stand beside a bare number"""
NUMBERED = regex(
    r"(?<![©)] )(?<!opyright )\b\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?,? (?:[A-ZÀ-Þ][\w'’.-]{0,30},? ){1,4}?"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Boulevard|Blvd|Square|Sq|Court|Place|Terrace|Row|Quay|Close"
    r"|Crescent|Parade|Highway|Parkway|Hill|Yard|Mews)\b\.?|\bP\.? ?O\.? ?Box \d{1,6}",
)
"""``14 Mill Lane``, ``PO Box 120``: no postcode needed in a footer; “© 2026 Copper Lane Books” is none"""
STARTS = regex(r"[\n|•·]|(?<=[a-z)])[.!?:] +|©[^,\n]{0,80}?(?= \d)")
"""Where what stands before an address ends."""
DIGIT = regex(r"\d")
BEFORE, AFTER = 160, 60
"""Characters around a postcode that may belong to its address."""
MOST = 200
"""Postcodes looked at in one text."""


class Address(Struct, frozen=True):
    """``text[start:end]``; ``country`` is a two-letter code where the postcode tells, and empty otherwise;
    ``full`` when there is a postcode."""

    start: int
    end: int
    country: str
    full: bool


def find(text: str) -> Iterator[Address]:
    """The addresses of one text, in order."""
    if not DIGIT.search(text):
        return
    reached = 0
    for match in _postcodes(text):
        start, end = match.span()
        before = text[max(reached, start - BEFORE) : start]
        odd = match.re.pattern == ODD.pattern
        near = before + text[end : end + AFTER].partition("\n")[0]
        if not (_stands_in_line(before, dutch=match.lastgroup == "nl") if odd else HOUSE.search(near)):
            continue
        cuts = [one.end() for one in STARTS.finditer(before) if _is_whole(before[one.end() :])]
        begin = start - len(before) + max(cuts, default=0)
        begin += len(text[begin:start]) - len(text[begin:start].lstrip(" \n,|"))
        if not odd:
            end += len(text[end : end + AFTER]) - len(text[end : end + AFTER].lstrip())
            end += len(re.match(r"[\w'’-]*", text[end : end + AFTER])[0])  # type: ignore[index]
        reached = end
        yield Address(begin, end, (match.lastgroup or "").upper() if odd else "", True)
    if not reached:
        for match in NUMBERED.finditer(text):
            yield Address(match.start(), match.end(), "", False)
            return


def _postcodes(text: str) -> list[re.Match[str]]:
    return list(islice(ODD.finditer(text), MOST)) or list(islice(BARE.finditer(text), MOST))


def _stands_in_line(before: str, *, dutch: bool) -> bool:
    """A postcode alone proves an address only after a town: a capital, and a comma or a line's end close by. A Dutch
    one stands before its town, after the number of a house."""
    words = before.replace(",", " ").split()
    return (
        bool(words)
        and (words[-1][0].isdigit() if dutch else words[-1][0].isupper())
        and ("," in before[-80:] or "\n" in before[-60:])
    )


def _is_whole(rest: str) -> bool:
    """Whether what is left after a cut is more than a town: an address may be written in several lines."""
    return len(rest.split()) >= 3 and bool(DIGIT.search(rest) or "," in rest.strip(" ,"))


def normal(text: str) -> str:
    """The address for comparing: case, punctuation and line breaks do not count."""
    return " ".join(re.findall(r"\w+", text.casefold()))
