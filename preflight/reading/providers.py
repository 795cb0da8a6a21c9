"""Mail providers and the ways in which their names are mistyped (``gmial.com``), for links, texts and lists."""

from __future__ import annotations

from functools import lru_cache

from preflight.patterns import regex

ENDINGS_OF_NOBODY = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coom": "com", "ccom": "com", "vom": "com", "xom": "com",
    "cpm": "com", "clm": "com", "ogr": "org", "rog": "org", "orgg": "org", "nte": "net", "nett": "net", "ent": "net",
}  # fmt: skip
"""Slips of a common ending that no registry runs (https://data.iana.org/TLD/), and what was meant."""

SLIPS = {
    "gmail": """
        gmial gmal gmil gamil gnail gmai gmaill ggmail gmaul gmsil gmali gemail gmaik gmall gmaiil gmmail gmqil gimail
        gmailc gmnail gmakl gmaol
        """,
    "googlemail": "googelmail goglemail googlmail gogglemail googlemial gogolemail",
    "hotmail": """
        hotmial hotmal hotmil hotmaill hotmai htmail hormail hotmall homail hotmsil hotmaul hotnail hotmali hotamil
        hoymail hotmmail hotmaik
        """,
    "outlook": "outlok outlool outloook outllok otlook outook oulook outlookk outloo outlokk",
    "yahoo": "yaho yahooo yhoo yhaoo yaoo yahho yahoh yaaho yshoo",
    "icloud": "iclod icoud iclould icluod iclou iclound icolud",
    "protonmail": "protonmial protonmal protnmail protonmai",
    "comcast": "comast concast comcat",
    "btinternet": "btinternt btintenet btinterent btinernet",
}
"""Mail providers, and misspellings of them that are no provider of their own (ymail, email and mail are)."""

_MEANT = {slip: name for name, slips in SLIPS.items() for slip in slips.split()}
_ENDING_SLIPS = frozenset(
    ["con", "cm", "co", "om", "cmo", "comm", "vom", "xom", "cpm", "ocm", "cim", "coom", "comn", "como"]
)
_ONE_ENDING = dict.fromkeys(("gmail", "googlemail", "icloud", "protonmail", "btinternet"), "com") | {"comcast": "net"}
"""Providers that hand out addresses under one ending; the others do so in many countries."""

_COUNTRY = regex(r"com|(?:(?:co|com)\.)?[a-z]{2}")  # "co.uk"


@lru_cache(maxsize=16384)
def meant_host(host: str) -> str:
    """The provider that a misspelt host means (``gmial.com`` → ``gmail.com``), or nothing."""
    host = host.lower().rstrip(".")
    name, _, ending = host.partition(".")
    slipped = ending in _ENDING_SLIPS or ending in ENDINGS_OF_NOBODY
    if provider := _MEANT.get(name):
        only = _ONE_ENDING.get(provider)
        if slipped or ending == only or (only is None and _COUNTRY.fullmatch(ending)):
            return f"{provider}.{only or 'com'}" if slipped else f"{provider}.{ending}"
        return ""
    if name in SLIPS and slipped:
        return f"{name}.{_ONE_ENDING.get(name, 'com')}"
    rest, _, last = host.rpartition(".")
    return f"{rest}.{ENDINGS_OF_NOBODY[last]}" if last in ENDINGS_OF_NOBODY else ""
