"""Amounts of money and percentages in running text: where they stand, what they are worth, and what they are for.

``find`` reads one run. Pounds, dollars, euros and francs by sign or code, before or behind the number; ``1,234.56``,
``1.234,56``, ``1 234,56``, ``12k``. Cues are read in English, German, French and Spanish. Values are exact decimals.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from preflight.patterns import regex
from preflight.reading.remembered import Remembered

# Most paragraphs have none of these and are done here
ANCHOR = regex(r"[£$€%]|\b(?:GBP|USD|EUR|CHF)\b|per ?cent\b|Prozent\b|pour cent\b|por ciento\b")
ANCHORED = Remembered(lambda text: ANCHOR.search(text) is not None)
UNITS = {"£": "GBP", "$": "USD", "€": "EUR", "us$": "USD"}
SCALES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}

# "1,234.56", "1.234,56", "1 234,56", "1'234.50", "40", "39.99"
NUMBER = r"[0-9]{1,3}(?:[.,'’ \xa0\u202f][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
SCALE = r"(?:[ \xa0]?(?:[kK]|bn|[Mm](?:illion(?:en|s|es)?|io\.?|illones)?|[bB]illion)\b)?"
GROUPING = regex(r"['’ \xa0\u202f]")
END = r"(?![\w%]|[.,][0-9])"
PERCENT_SIGN = r"[ \xa0\u202f]?(?:%(?![0-9A-Fa-f]{2})|per ?cent\b|Prozent\b|pour cent\b|por ciento\b)"
WORTH = 60
"""How many characters before an amount can say what it is."""
BEHIND = 28


class Amount(NamedTuple):
    """``text[start:end]`` is worth ``value`` of ``unit`` (GBP, USD, EUR, CHF or %).

    ``role``: was, now, save, each, subtotal, tax, shipping, discount, total or empty. ``loose``: not the exact amount
    ("up to", "from", "about", "another", one end of a range, a rounded 12k). ``before`` and ``after`` are the words
    between it and its neighbours in the same sentence.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    role: str = ""
    loose: bool = False
    before: str = ""
    after: str = ""
    whole: bool = True
    """Written without decimals, so that it may be rounded."""


def find(text: str) -> list[Amount]:
    """The amounts of one run, in order. Linear in its length."""
    if not ANCHORED[text]:
        return []
    return [*_told(text, [amount for match in _pattern().finditer(text) if (amount := _read(match)) is not None])]


@cache
def _pattern() -> re.Pattern[str]:
    """ "£40.00", "EUR 1.234,56", "25 %", "40 €", "$12k"; compiled for the first text that has an amount."""
    code = r"(?:GBP|USD|EUR|CHF|US\$|[£$€])"
    return regex(
        rf"(?:(?<![\w.,#$%&/])(?P<left>{code})[ \xa0]?(?P<money>{NUMBER})(?P<scale>{SCALE}){END}"
        rf"|(?<![\w.,#$%&/=+£€-])(?P<number>{NUMBER})"
        rf"(?:(?P<percent>{PERCENT_SIGN})|(?P<tail>{SCALE})[ \xa0\u202f]?(?P<right>GBP|USD|EUR|CHF|€))(?!\w))"
    )


def _read(match: re.Match[str]) -> Amount | None:
    digits = match["money"] or match["number"]
    value, sure = number(digits)
    if match["percent"]:
        return Amount(match.start(), match.end(), value, "%", loose=not sure, whole=_is_whole(digits))
    sign = match["left"] or match["right"]
    scale = (match["scale"] or match["tail"] or "").strip().lower()
    factor = SCALES["bn" if scale[:1] == "b" else scale[:1]] if scale else 1
    unit = UNITS.get(sign.lower(), sign)
    return Amount(
        match.start(), match.end(), value * factor, unit, loose=bool(scale) or not sure, whole=_is_whole(digits)
    )


def _is_whole(digits: str) -> bool:
    return len(digits) < 3 or (digits[-3] not in ".," and digits[-2] not in ".,")


def number(digits: str) -> tuple[Decimal, bool]:
    """The value of a written number, and whether it can be read in one way only ("1.234" cannot)."""
    plain = GROUPING.sub("", digits)
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return Decimal(plain), True
    last = max(plain.rfind("."), plain.rfind(","))
    decimals = len(plain) - last - 1
    if decimals == 3:  # "1,234" or "1,234.567": thousands; "1.234" may be a rate
        sure = len(set(marks)) == 1 and (plain[last] == "," or len(marks) > 1 or plain.startswith(("0", "1.000")))
        return Decimal(plain.replace(".", "").replace(",", "")), sure or plain[last] == "."
    if len(marks) > 1 and plain[last] in plain[:last]:
        return Decimal(plain.replace(".", "").replace(",", "")), False
    return Decimal(plain[:last].replace(".", "").replace(",", "") + "." + plain[last + 1 :]), True


# --- what an amount is for ------------------------------------------------------------------------------

CUES = {
    "subtotal": r"sub-?\s?total|zwischensumme|net(?:to)?(?:(?: total| amount)|(?=[\s:.*|–-]{0,8}$))|nettobetrag"
    r"|sous-total|total ht|base imponible",
    "tax": r"v\.?a\.?t\.?|sales tax|tax|gst|mwst\.?|mehrwertsteuer|ust\.?|tva|iva|i\.v\.a\.",
    "shipping": r"shipping|postage(?: and packing)?|p&p|delivery|handling|service (?:charge|fee)|booking fee|versand"
    r"|versandkosten|porto|livraison|frais de port|envío|gastos de envío",
    "discount": r"discount|voucher|rabatt|remise|descuento|credit",
    "total": r"(?:grand |order |invoice )?total(?: due| to pay| amount)?|amount due|balance due|gesamt(?:betrag"
    r"|summe)?|summe"
    r"|rechnungsbetrag|total ttc|importe total|to pay",
    "was": r"was|were|rrp|usually|normally|regular(?:ly)?(?: price)?|list price|originally|original price|instead of"
    r"|previously"
    r"|before|(?:down|reduced|cut|slashed|dropped) from|statt|vorher|bisher|uvp|au lieu de|avant|antes|en lugar de",
    "now": r"now(?: only| just)?|only|just|sale price|your price|today|yours for|jetzt(?: nur)?|nur|maintenant"
    r"|désormais|ahora|solo"
    r"|sólo|→|->|=>",
    "save": r"sav(?:e|es|ing|ings)(?: of)?|you(?:’|')?ll save|sparen(?: sie)?|spare|économisez|ahorra|discount of"
    r"|rabatt von",
}
ROLE_BEHIND = {
    "save": r"(?:\w+ )?(?:off|discount|reduction|savings?|cheaper|rabatt|günstiger|de (?:réduction|remise|descuento"
    r"|rabais))\b",
    "each": r"each\b|apiece\b|per (?:person|head|ticket|item|unit|piece|seat|adult|child)\b|(?:pro|je) \w+"
    r"|par personne|por persona"
    r"|das stück|pièce\b|cada un[oa]\b",
}
LOOSE = (
    r"up to|from|over|at least|extra|further|another|additional|about|around|approx(?:imately|\.)?|nearly|almost"
    r"|more than|under"
    r"|less than|as little as|as low as|roughly|circa|ca\.|~|starting at|starts at|min(?:imum|\.)?|max(?:imum|\.)?"
    r"|bis zu|ab|über|etwa"
    r"|jusqu['’]à|à partir de|dès|plus de|hasta|desde|más de|maybe|between|zwischen|entre|first|next|every|spend"
)
RANGE = regex(r"\s?(?:[-–—]|to|and|bis|à|a)\s?")
RATE = regex(r"\s?\)?\s?[:=–-]?\s?")
# "20 – " before an amount, " – 40" behind it
UP_FROM = regex(r"[0-9][ ]?[-–—][ ]?$")
UP_TO = regex(r"[ ]?[-–—][ ]?[0-9]")
REDUCED = regex(r"(?:down|reduced|cut|slashed|dropped) from\s$", re.IGNORECASE)


class Cues(NamedTuple):
    """Patterns made on first use: ``before`` ends at the amount, ``behind`` begins at its end."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    loose: re.Pattern[str]
    loose_behind: re.Pattern[str]
    stop: re.Pattern[str]


@cache
def _cues() -> Cues:
    roles = "|".join(rf"(?P<{role}>{words})" for role, words in CUES.items())
    behind = "|".join(rf"(?P<{role}>{words})" for role, words in ROLE_BEHIND.items())
    return Cues(
        # "was", "now only", "VAT (20%):" – the last cue before the amount wins, little may stand between
        regex(rf"(?<!\w)(?:{roles})(?!\w)", re.IGNORECASE),
        regex(rf"[\s(]{{0,2}}(?:{behind})", re.IGNORECASE),
        regex(rf"(?<!\w)(?:{LOOSE})(?:\s(?:a|an|of|to|only|just|von))?[\s(]{{0,2}}$", re.IGNORECASE),
        regex(r"\s?(?:\+|or (?:more|less)|and (?:up|more|under)|upwards|extra)(?!\w)", re.IGNORECASE),
        regex(r"[.!?;|•·\n]\s|\n"),
    )


def _told(text: str, found: list[Amount]) -> list[Amount]:
    """The amounts with role, looseness and the words around them."""
    cues = _cues() if found else None
    told: list[Amount] = []
    for index, amount in enumerate(found):
        assert cues is not None
        begin = max(found[index - 1].end if index else 0, amount.start - WORTH)
        finish = min(found[index + 1].start if index + 1 < len(found) else len(text), amount.end + WORTH)
        before, after = text[begin : amount.start], text[amount.end : finish]
        stops = [match.end() for match in cues.stop.finditer(before)]
        before = before[stops[-1] :] if stops else before
        if told and told[-1].unit == "%" and amount.unit != "%" and RATE.fullmatch(before):
            before = f"{told[-1].before} {before}"  # "VAT (20 %): £20.00" is all label
        stop = cues.stop.search(after)
        sentence_after = after[: stop.start()] if stop else after
        vague = cues.loose.search(before[-24:]) and not REDUCED.search(before)
        loose = amount.loose or bool(vague) or bool(cues.loose_behind.match(after))
        loose = loose or _in_range(text, found, index)
        told.append(amount._replace(role=_role(cues, before, after), loose=loose, before=before, after=sentence_after))
    return told


def _in_range(text: str, found: list[Amount], index: int) -> bool:
    """ "£20–£30", "from 10 to 20 %"; "reduced from £20 to £15" is none."""
    amount = found[index]
    for left, right in ((index - 1, index), (index, index + 1)):
        if left >= 0 and right < len(found) and found[left].unit == found[right].unit:
            between = text[found[left].end : found[right].start]
            if RANGE.fullmatch(between) and not REDUCED.search(
                text[max(0, found[left].start - 14) : found[left].start]
            ):
                return True
    return bool(UP_FROM.search(text[max(0, amount.start - 4) : amount.start])) or bool(
        UP_TO.match(text[amount.end : amount.end + 4])
    )


def _role(cues: Cues, before: str, after: str) -> str:
    behind = cues.behind.match(after[:BEHIND])
    if behind is not None:
        return behind.lastgroup or ""
    found = list(cues.before.finditer(before))
    last = found[-1] if found else None
    if last is None or len(before) - last.end() > 24 or len(before[last.end() :].split()) > 3:
        return ""
    return last.lastgroup or ""
