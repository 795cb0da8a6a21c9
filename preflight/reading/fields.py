"""What the columns of a list of people, and the merge tags of a message, stand for: address, first name, total …

Names of columns as address books, shops and sending platforms export them, in English, German, French, Spanish and
Dutch; compared without case, accents, blanks and punctuation. A merge tag goes by the last piece of its name, so that
``contact.FIRSTNAME``, ``*|FNAME|*`` and a column called “First name” are one thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache

from preflight import shipped
from preflight.patterns import regex

EMAIL, FIRST, LAST, NAME, TITLE, COMPANY = "email", "first", "last", "name", "title", "company"
STREET, POSTCODE, CITY, COUNTRY, PHONE = "street", "postcode", "city", "country", "phone"
AMOUNT, ORDER, DATE = "amount", "order", "date"

SHOWN = {
    EMAIL: "email address", FIRST: "first name", LAST: "last name", NAME: "name", TITLE: "title", COMPANY: "company",
    STREET: "street", POSTCODE: "postcode", CITY: "town", COUNTRY: "country", PHONE: "telephone number",
    AMOUNT: "total", ORDER: "order number", DATE: "date",
}  # fmt: skip
"""How a report calls a role."""

ADDRESS_LIKE = regex(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,253}")
"""``jane@shop.example``, and what was meant as one"""
NEAR, NEARLY_AS_NEAR = 0.7, 0.1
_APART = regex(r"[\W_]+")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")  # "firstName"
_PREFIXES = frozenset({
    "contact", "subscriber", "person", "customer", "lead", "recipient", "profile", "properties", "custom", "data",
    "var", "user", "metadata", "fields", "attributes", "contactfield", "leadfield", "member", "contact_attribute",
    "customfield", "params", "custom_attribute", "merge", "me", "attribs", "substitutions",
})  # fmt: skip
"""What stands before the dot in the name of somebody's own field: ``contact.FIRSTNAME``, ``data:firstname``."""


def plain(name: str) -> str:
    """``First_Name``, ``firstName`` and ``FIRST NAME`` are one: ``firstname``. Accents and ß do not count."""
    spelt = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    return _APART.sub("", "".join(sign for sign in spelt if not unicodedata.combining(sign)))


@cache
def words() -> Mapping[str, Mapping[str, list[str]]]:
    """The shipped table of words; read once, for the first list of a run."""
    return shipped.table("recipients")


@cache
def _role_of() -> Mapping[str, str]:
    return {plain(name): role for role, names in reversed(list(words()["columns"].items())) for name in names}


@lru_cache(maxsize=4096)
def role_of(name: str) -> str:
    """The role of a column or a field by its name alone, or nothing."""
    return _role_of().get(plain(name), "")


def roles_of(columns: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """Role → column. The first column of a role counts; the addresses are where most addresses stand, whatever the
    header says of it, unless the header says so too; an order's “Name” such as #1001 (Shopify) is its number."""
    found: dict[str, int] = {}
    for at, column in enumerate(columns):
        role = role_of(column)
        if role == NAME and plain(column) == "name" and _mostly(samples, at, lambda text: text.startswith("#")):
            role = ORDER
        if role and role not in found:
            found[role] = at
    if EMAIL not in found:
        counts = [sum(1 for row in samples if at < len(row) and "@" in row[at]) for at in range(len(columns))]
        if counts and max(counts) * 2 > len(samples):
            at = counts.index(max(counts))
            found = {role: column for role, column in found.items() if column != at}
            found[EMAIL] = at
    return found


def _mostly(samples: Sequence[Sequence[str]], at: int, holds: Callable[[str], bool]) -> bool:
    values = [row[at] for row in samples if at < len(row) and row[at]]
    return bool(values) and sum(1 for value in values if holds(value)) * 2 > len(values)


def is_header(cells: Iterable[str]) -> bool:
    """Whether a first row names columns: somebody's address in it says that it is already a person."""
    return not any(ADDRESS_LIKE.fullmatch(cell) for cell in cells)


# --- merge tags -----------------------------------------------------------------------------------------


def field_of(tag: str) -> str | None:
    """The recipient's own field that a tag's name means: ``FIRSTNAME`` of ``contact.FIRSTNAME``. None for what is no
    recipient's (``event.title``, ``organization.name``) and for a number (``MERGE3``)."""
    pieces = [piece for piece in re.split(r"[.:=/]", tag) if piece]
    if not pieces:
        return None
    *before, last = pieces
    if any(_CAMEL.sub("_", piece).lower() not in _PREFIXES for piece in before):
        return None
    last = last.removesuffix("_fix")
    return None if re.fullmatch(r"(?:merge|field|custom|cf)_?\d{1,3}", last, re.IGNORECASE) else last


GENERAL = frozenset({
    "now", "today", "date", "time", "year", "month", "day", "currentyear", "currentmonth", "currentday", "currentdate",
    "subject", "previewtext", "preheader", "content", "body", "messagecontent", "viewinbrowser", "weblink", "title",
    "campaignname", "listname", "sendername", "sitename", "siteurl", "sitetitle", "url", "uuid", "token",
})  # fmt: skip
"""Fields, in plain form, that a platform may fill in from elsewhere than a recipient's row."""


def column_of(field: str, columns: Sequence[str], roles: Mapping[str, int]) -> int | None:
    """The column that fills a field, or None."""
    wanted = plain(field)
    for at, column in enumerate(columns):
        if plain(column) == wanted:
            return at
    role = role_of(field)
    return roles.get(role) if role else None


def near(field: str, columns: Sequence[str]) -> list[str]:
    """Columns whose names are spelt nearly like the field's, nearest first, three at most."""
    from difflib import SequenceMatcher

    alike = [(SequenceMatcher(None, plain(field), plain(column)).ratio(), column) for column in columns]
    best = max((ratio for ratio, _ in alike), default=0.0)
    close = [(ratio, column) for ratio, column in alike if ratio >= max(NEAR, best - NEARLY_AS_NEAR)]
    return [column for _, column in sorted(close, key=lambda entry: -entry[0])][:3]
