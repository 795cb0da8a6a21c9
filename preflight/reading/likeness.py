"""How two writings of one thing differ, in words: ``one letter``, ``two digits swapped``, ``ten times as much``."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from preflight.patterns import regex
from preflight.reading import amounts
from preflight.reading.slips import distance

_WORD = regex(r"\w+")
_MONEY = regex(r"[-−]?\s?(?:[A-Z]{3}|[£$€])?\s?([0-9][0-9.,'’ \xa0\u202f]*)\s?(?:[A-Z]{3}|[£$€])?")
"""``£1,234.50``, ``49,90 EUR``, ``12``"""
POWERS = {
    Decimal(10): ("ten times as much", "a tenth of it"),
    Decimal(100): ("a hundred times as much", "a hundredth of it"),
    Decimal(1000): ("a thousand times as much", "a thousandth of it"),
}


def same(here: str, there: str) -> bool:
    """Whether two texts differ in blanks and punctuation at most."""
    return _WORD.findall(here.casefold()) == _WORD.findall(there.casefold())


def unaccented(text: str) -> str:
    spelt = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("’", "'"))
    return "".join(sign for sign in spelt if not unicodedata.combining(sign))


def difference(here: str, there: str) -> str:
    """What makes ``here`` another text than ``there``; empty where they are the same or have nothing in common."""
    if here == there:
        return ""
    if here.casefold() == there.casefold():
        return "only capitals and small letters differ"
    if same(here, there) or "".join(_WORD.findall(here)).casefold() == "".join(_WORD.findall(there)).casefold():
        return "only blanks or punctuation differ"
    one, other = unaccented(here), unaccented(there)
    if one == other:
        return "only accents differ"
    if sorted(_WORD.findall(one)) == sorted(_WORD.findall(other)):
        return "the words stand in another order"
    if max(len(one), len(other)) > 200:
        return ""
    apart = distance(one, other)
    sign = "digit" if _differ_in_digits(one, other) else "letter"
    if apart == 1:
        swapped = len(one) == len(other) and sorted(one) == sorted(other)
        return f"two {sign}s are swapped" if swapped else f"one {sign} differs"
    if apart == 2 and min(len(one), len(other)) >= 6:
        return f"two {sign}s differ"
    return ""


SHORTENED = 3
"""Letters that a short form and a name share: Ben for Benjamin."""


def fits(word: str, known: str) -> bool:
    """Whether a name may be written so: the same, an initial, a short form, one half of a double name."""
    here, there = unaccented(word).replace(".", "").strip(), unaccented(known).strip()
    if here == there or (len(here) == 1 and there.startswith(here)):
        return True
    short, long = sorted((here, there), key=len)
    shared = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if shared >= SHORTENED and len(short) <= len(long) - 2:
        return True
    return any(here == piece for piece in there.replace("-", " ").split())


ABBREVIATED = {
    "st": "street", "str": "strasse", "rd": "road", "ln": "lane", "ave": "avenue", "av": "avenue", "dr": "drive",
    "sq": "square", "cres": "crescent", "ct": "court", "pl": "place", "blvd": "boulevard", "bd": "boulevard",
    "hwy": "highway", "apt": "apartment", "no": "", "nr": "", "pkwy": "parkway", "ter": "terrace", "tce": "terrace",
    "cl": "close", "gdns": "gardens", "c": "calle",
}  # fmt: skip
_STREET_END = regex(r"(?<=[a-z])str(?:asse)?\b")  # "lindenstr"


def street(text: str) -> str:
    """A street for comparing: ``14 Mill Ln.`` and ``14 Mill Lane`` are one, ``Lindenstr. 7`` and ``Lindenstraße 7``."""
    words = _WORD.findall(_STREET_END.sub(" strasse", unaccented(text)))
    return " ".join(filter(None, (ABBREVIATED.get(word, word) for word in words)))


def may_be_one(name: str, other: str) -> bool:
    """Whether two whole names may be one person's: “J. Ashworth” and “Jane Ashworth”, “Ben” and “Benjamin Castell”."""
    short, long = sorted((name.split(), other.split()), key=len)
    return bool(short) and all(any(fits(word, known) or fits(known, word) for known in long) for word in short)


def is_slight(how: str) -> bool:
    """Whether a difference is one of style: it misleads nobody."""
    return how.startswith("only")


def _differ_in_digits(one: str, other: str) -> bool:
    return re.sub(r"\d", "", one) == re.sub(r"\d", "", other)


def money(text: str) -> Decimal | None:
    """What a cell with an amount is worth, or None."""
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        return None
    try:
        value = amounts.number(match[1].strip(" .,'’\xa0\u202f"))[0]
    except (InvalidOperation, ValueError):
        return None
    return -value if text.strip()[0] in "-−" else value


def money_slip(here: Decimal, there: Decimal) -> str:
    """How one amount could be written for the other: times ten or a hundred, two digits swapped, one digit."""
    if not here or not there or here == there:
        return ""
    ratio = max(here, there) / min(here, there)
    if ratio in POWERS:
        return POWERS[ratio][here < there]
    one, other = f"{here:.2f}", f"{there:.2f}"
    if len(one) != len(other):
        return ""
    different = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    digits = [at for at in range(len(one)) if one[at].isdigit()]
    if len(different) == 2 and digits.index(different[1]) - digits.index(different[0]) == 1:
        first, second = different
        if one[first] == other[second] and one[second] == other[first]:
            return "two digits are swapped"
    return "one digit differs" if len(different) == 1 else ""


def is_power(current: Decimal, usual: Decimal, tolerance: Decimal = Decimal("0.03")) -> str:
    """``ten times as much`` where an amount is about a power of ten from another."""
    if not current or not usual or current < 0 or usual < 0:
        return ""
    ratio = max(current, usual) / min(current, usual)
    for power, words in POWERS.items():
        if abs(ratio / power - 1) <= tolerance:
            return words[current < usual]
    return ""
