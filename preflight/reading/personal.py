"""What is wrong with a name or an address in a list of people, told by its letters alone. No network is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from preflight.patterns import regex
from preflight.reading import fields
from preflight.reading.providers import meant_host

CLEAN_NAME = regex(r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{1,20}(?:[ '’-][A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{1,20}){0,2}")
"""``Anna``, ``Anne-Marie``: most names are, and need no second look."""
MOJIBAKE = regex("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€|ï¿½|\ufffd")
"""``JosÃ©``, ``Oâ€™Brien``"""
EMOJI = regex("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
FORMULA = regex(r"[\t\r]?=[A-Za-z_(+'\"@\d-]|[@+-][A-Za-z]{2,20}\(")
"""``=HYPERLINK(``, ``@SUM(``: a spreadsheet program would work it out (OWASP, “CSV Injection”), ``@anna`` not"""
LETTERS = regex(r"[^\W\d_]+")
LOOSE_DIGIT = regex(r"\d")
TAGGED = regex(r"\{\{|\*\||%%|</?[a-zA-Z][^<>]{0,60}>")

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
PLAIN_ADDRESS = regex(
    rf"({_ATOM}(?:\.{_ATOM}){{0,8}})@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.){{1,6}}[A-Za-z]{{2,24}})"
)
"""``anna.b@shop.example``: an address that is surely well-formed."""
SEVERAL = regex(r"@[^\s,;/]+[\s,;/]+[^\s,;/]+@")  # "anna@shop.example; ben@shop.example"
NAMED = regex(r"[^<>]*<([^<>\s]+@[^<>\s]+)>")  # "Anna <anna@shop.example>"


class Fault(NamedTuple):
    """``kind`` groups equal faults of a list; ``sure`` when no reader could think otherwise; ``better`` is the text
    as it should be, where that is known."""

    kind: str
    sure: bool = False
    better: str = ""


@cache
def _sets() -> Mapping[str, frozenset[str]]:
    table = fields.words()
    return {key: frozenset(names) for part in ("names", "mailboxes") for key, names in table[part].items()}


def name_fault(text: str) -> Fault | None:
    """What is wrong with a name, the worst only."""
    if not text or (CLEAN_NAME.fullmatch(text) and " " not in text and text.lower() not in _sets()["nothing"]):
        return None
    known = _sets()
    lowered = text.lower().strip()
    if lowered in known["nothing"] and not (text.istitle() and lowered in known["surnames"]):
        return Fault("nothing", True)
    if MOJIBAKE.search(text):
        return Fault("mojibake", True, _mended(text))
    if fields.ADDRESS_LIKE.fullmatch(text):
        return Fault("address", True)
    if FORMULA.match(text):
        return Fault("formula", True)
    if TAGGED.search(text):
        return Fault("tag", True)
    if EMOJI.search(text):
        return Fault("emoji", better=EMOJI.sub("", text).strip())
    if LOOSE_DIGIT.search(text):
        return Fault("digits")
    words = text.split()
    if len(words) > 1:
        plain_words = {word.strip(".,&()").lower() for word in words}
        if words[-1] in known["legal"] or plain_words & known["company"]:
            return Fault("company")
    letters = "".join(LETTERS.findall(text))
    if len(letters) >= 3 and letters.isupper() and max(map(len, LETTERS.findall(text))) >= 3:
        return Fault("capitals", better=text.title())
    return None


def _mended(text: str) -> str:
    import ftfy

    mended = ftfy.fix_encoding(text)
    return mended if mended != text and "\ufffd" not in mended else ""


def address_fault(text: str) -> Fault | None:
    """What keeps an address from being one, or makes it another's: its form and its provider's name."""
    if match := PLAIN_ADDRESS.fullmatch(text):
        better = meant_host(match[2])
        return Fault("provider", True, f"{match[1]}@{better}") if better else None
    if SEVERAL.search(text):
        return Fault("several", True)
    if match := NAMED.fullmatch(text):
        return Fault("named", better=match[1])
    if "@" not in text:
        return Fault("no-sign", True)
    if text.count("@") > 1:
        return Fault("two-signs", True, text.replace("@@", "@") if "@@" in text else "")
    if " " in text or "\xa0" in text:
        return Fault("blank", True, re.sub(r"\s", "", text))
    if text.endswith((".", ",", ";")):
        return Fault("ending", True, text.rstrip(".,;"))
    return Fault("form", True) if _refused(text) else None


def _refused(text: str) -> bool:
    """Whether an unusual address cannot be one, as email-validator judges by RFC 5321, 5322, 6531 and 6532."""
    try:
        from email_validator import EmailNotValidError, validate_email
    except ImportError:  # an installation without it: what is plainly an address was recognised before
        return True
    try:
        validate_email(
            text, check_deliverability=False, globally_deliverable=False, test_environment=True, allow_quoted_local=True
        )
    except EmailNotValidError:
        return True
    return "." not in text.rpartition("@")[2]


def mailbox(text: str) -> str:
    """``never`` (noreply@), ``office`` (info@) or nothing."""
    local = text.partition("@")[0].partition("+")[0].lower()
    known = _sets()
    return "never" if local in known["never"] else "office" if local in known["office"] else ""


def is_given_name(text: str) -> bool:
    """Whether the first word of a text is a given name and hardly ever a surname."""
    return text.partition(" ")[0].partition("-")[0].lower() in _sets()["given"]


def is_name(text: str) -> bool:
    """Whether the first word of a text is a given name or a frequent surname."""
    return is_given_name(text) or text.partition(" ")[0].lower() in _sets()["surnames"]


def titles() -> frozenset[str]:
    """``mr``, ``dr``, ``frau``: what may stand before a name, small and without a dot."""
    return _sets()["titles"]
