"""Amounts of money in a few words of text: “£49”, “1.299,00 €”, “USD 49.50”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from preflight.patterns import regex

_NUMBER = r"\d{1,3}(?:[., '\u00a0\u2019]\d{3}){1,3}(?:[.,]\d{2})?|\d{1,7}(?:[.,]\d{2})?"
_SIGN = r"[£€]|(?:US|AU|CA|NZ|A|C)?\$|\b(?:EUR|GBP|USD|CHF|AUD|CAD|NZD)\b"
PRICE = regex(rf"(?P<before>{_SIGN})\s?(?P<a>{_NUMBER})(?![\d%])|(?<![\d.,])(?P<b>{_NUMBER})\s?(?P<after>{_SIGN})")
# "£1,299.00", "49 €"
SCALE = regex(r"\s?(?:k|m|bn|million|billion|thousand|mio|mrd|millionen|millions?|milliards?)\b", re.IGNORECASE)
# "£5 million": no price tag
NO_PRICE_BEFORE = regex(
    r"\b(?:save|saving|win|over|above|under|below|up to|worth|spend|extra|raise[ds]?|orders?|delivery|shipping|postage"
    r"|basket|cart|total|deposit|spare|sparen|unter|über|bis zu|ab einem|gewinne|versand|économisez|jusqu.à|livraison"
    r"|hasta|ahorra|envío|was|were|rrp|statt)\b[^.!?£€$]{0,14}\Z",
    re.IGNORECASE,
)  # "save £20", "free delivery over £50"
NO_PRICE_AFTER = regex(
    r"\s?(?:\w+ )?(?:off\b|discount|voucher|gift|credit|rabatt|gutschein|de (?:réduction|descuento)|cash|prize|fine\b"
    r"|delivery|shipping|postage|versand|livraison|envío)",
    re.IGNORECASE,
)  # "£10 off", "£4.95 delivery"

_CURRENCIES = {"£": "GBP", "€": "EUR"}


class Price(NamedTuple):
    """``currency`` is its code, “$” for any kind of dollar, or empty; ``text`` as it is written."""

    amount: Decimal
    currency: str
    text: str


def find(text: str) -> Iterator[Price]:
    """The prices in a text; savings, vouchers, postage and headline millions are none."""
    for found in PRICE.finditer(text):
        if SCALE.match(text, found.end()) or NO_PRICE_AFTER.match(text, found.end()):
            continue
        if NO_PRICE_BEFORE.search(text[max(0, found.start() - 40) : found.start()]):
            continue
        if price := of(found["a"] or found["b"], found["before"] or found["after"], found[0]):
            yield price


def of(number: str, currency: str = "", text: str = "") -> Price | None:
    """A price from its number as people or programs write it. Nothing costs nothing."""
    digits = re.sub(r"[^\d.,]", "", number[:20])
    whole, cents = digits, ""
    if len(digits) > 3 and digits[-3] in ".,":
        whole, cents = digits[:-3], digits[-2:]
    elif len(digits) > 2 and digits[-2] in ".,":
        whole, cents = digits[:-2], digits[-1] + "0"
    whole = re.sub(r"\D", "", whole)
    if not whole:
        return None
    amount = Decimal(f"{whole}.{cents or '0'}")
    return Price(amount, _code(currency), text or f"{number} {currency}".strip()) if amount else None


def differ(one: Price, other: Price) -> bool:
    return one.amount != other.amount


def comparable(one: Price, other: Price) -> bool:
    """In the same currency, as far as both say."""
    return not one.currency or not other.currency or one.currency == other.currency


def _code(currency: str) -> str:
    currency = currency.strip().upper()
    return "$" if currency.endswith(("$", "USD", "AUD", "CAD", "NZD")) else _CURRENCIES.get(currency, currency)
