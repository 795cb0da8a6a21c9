"""The days that named holidays fall on, by country.

Easter after Gauss's rule for the Gregorian calendar (anonymous algorithm, Meeus, *Astronomical Algorithms*, ch. 8). Nth
weekdays after the laws that set them: 5 U.S.C. § 6103, Banking and Financial Dealings Act 1971, Holidays Act (Canada).
A holiday with one date everywhere stands under ``""``; a date that any country has is a right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from preflight.patterns import regex
from preflight.reading.dates.spans import last_day

# How a day is found: "12-25" a fixed day, "e-2" days from Easter Sunday, "11/4/3" the fourth Thursday (3) of November,
# "5/-1/0" the last Monday of May, "11/4/3+1" the day after the fourth Thursday.
Rule = str

HOLIDAYS: Mapping[str, Mapping[str, Rule]] = {
    "christmas day|weihnachtstag|jour de noël|día de navidad": {"": "12-25"},
    "christmas eve|heiligabend|heiliger abend|nochebuena|veille de noël": {"": "12-24"},
    "boxing day|st stephen's day|zweiter weihnachtstag": {"": "12-26"},
    "new year's day|neujahrstag|neujahr|jour de l'an|año nuevo": {"": "01-01"},
    "new year's eve|hogmanay|silvester|nochevieja": {"": "12-31"},
    "valentine's day|valentinstag|saint-valentin|san valentín": {"": "02-14"},
    "st patrick's day|saint patrick's day": {"": "03-17"},
    "st george's day": {"": "04-23"},
    "st andrew's day": {"": "11-30"},
    "st david's day": {"": "03-01"},
    "burns night": {"": "01-25"},
    "halloween|hallowe'en": {"": "10-31"},
    "bonfire night|guy fawkes night": {"": "11-05"},
    "bastille day": {"": "07-14"},
    "armistice day|veterans day|veteran's day|veterans' day": {"": "11-11"},
    "remembrance sunday": {"": "11/2/6"},
    "fourth of july|4th of july": {"": "07-04"},
    "canada day": {"": "07-01"},
    "australia day": {"": "01-26"},
    "anzac day": {"": "04-25"},
    "international women's day|weltfrauentag": {"": "03-08"},
    "earth day": {"": "04-22"},
    "nikolaustag": {"": "12-06"},
    "tag der deutschen einheit": {"": "10-03"},
    "all saints' day|allerheiligen|toussaint|todos los santos": {"": "11-01"},
    "epiphany|dreikönigstag|día de reyes": {"": "01-06"},
    "shrove tuesday|pancake day|faschingsdienstag|mardi gras": {"": "e-47"},
    "ash wednesday|aschermittwoch|miércoles de ceniza": {"": "e-46"},
    "palm sunday|palmsonntag|domingo de ramos": {"": "e-7"},
    "maundy thursday|gründonnerstag|jueves santo": {"": "e-3"},
    "good friday|karfreitag|vendredi saint|viernes santo": {"": "e-2"},
    "easter sunday|ostersonntag|dimanche de pâques|domingo de pascua": {"": "e+0"},
    "easter monday|ostermontag|lundi de pâques|lunes de pascua": {"": "e+1"},
    "ascension day|christi himmelfahrt|jeudi de l'ascension": {"": "e+39"},
    "whit sunday|pfingstsonntag|dimanche de pentecôte": {"": "e+49"},
    "whit monday|pfingstmontag|lundi de pentecôte": {"": "e+50"},
    "corpus christi|fronleichnam": {"": "e+60"},
    "thanksgiving day|thanksgiving": {"us": "11/4/3", "ca": "10/2/0"},
    "black friday": {"": "11/4/3+1"},
    "cyber monday": {"": "11/4/3+4"},
    "giving tuesday|givingtuesday": {"": "11/4/3+5"},
    "small business saturday": {"us": "11/4/3+2", "gb": "12/1/5"},
    "mothering sunday": {"": "e-21"},
    "mother's day|mothers' day|mothers day": {
        "us": "05/2/6", "gb": "e-21", "ie": "e-21", "fr": "05/-1/6", "es": "05/1/6",
    },
    "muttertag": {"": "05/2/6"},
    "father's day|fathers' day|fathers day": {"us": "06/3/6", "gb": "06/3/6", "au": "09/1/6", "es": "03-19"},
    "martin luther king day|mlk day|martin luther king jr. day": {"": "01/3/0"},
    "presidents' day|presidents day|president's day": {"": "02/3/0"},
    "memorial day": {"": "05/-1/0"},
    "labor day": {"us": "09/1/0"},
    "columbus day": {"": "10/2/0"},
    "early may bank holiday": {"": "05/1/0"},
    "spring bank holiday": {"": "05/-1/0"},
    "summer bank holiday|august bank holiday": {"gb": "08/-1/0", "ie": "08/1/0"},
}  # fmt: skip
SPECIAL = {"mother's day", "mothers' day", "mothers day"}
"""French Mother's Day moves to June when it meets Whit Sunday."""
EXCEPTIONS = {("early may bank holiday", 2020): (5, 8), ("spring bank holiday", 2022): (6, 2)}
"""Moved by proclamation (VE Day 75, Platinum Jubilee)."""


WISHED = {
    "christmas": "christmas day", "xmas": "christmas day", "easter": "easter sunday", "new year": "new year's day",
    "halloween": "halloween", "thanksgiving": "thanksgiving", "valentine's day": "valentine's day",
    "st patrick's day": "st patrick's day", "mother's day": "mother's day", "father's day": "father's day",
    "weihnachten": "christmas day", "ostern": "easter sunday", "neues jahr": "neujahr", "noël": "christmas day",
    "pâques": "easter sunday", "année": "jour de l'an", "navidad": "christmas day", "pascua": "easter sunday",
    "año nuevo": "año nuevo",
}  # fmt: skip
# "Merry Christmas", "Ein frohes neues Jahr", "Joyeuses Pâques", "Feliz Navidad"
WISH = regex(
    r"\b(?:merry|happy|frohe[s]?|fröhliche[s]?|gesegnete|joyeux|joyeuses?|bonne|feliz|felices)\s"
    r"(christmas|xmas|easter|new year|halloween|thanksgiving|valentine['’]s day|st patrick['’]s day|mother['’]s day"
    r"|father['’]s day|weihnachten|ostern|neues jahr|noël|pâques|année|navidad|pascua|año nuevo)(?!\w)",
    2,
)


WELL = ("merry", "happy", "frohe", "fröhliche", "gesegnete", "joyeu", "bonne", "feliz", "felices")


def greetings(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and holiday of every wish in the text."""
    lower = text.lower()
    if not any(word in lower for word in WELL):
        return
    for match in WISH.finditer(text):
        yield match.start(), match.end(), WISHED[match[1].lower().replace("’", "'")]


@cache
def _names() -> Mapping[str, Mapping[str, Rule]]:
    return {name: rules for names, rules in HOLIDAYS.items() for name in names.split("|")}


@cache
def _by_last_word() -> Mapping[str, Sequence[str]]:
    words: dict[str, list[str]] = {}
    for name in sorted(_names(), key=len, reverse=True):
        words.setdefault(name.rpartition(" ")[2], []).append(name)
    return words


def ending(text: str) -> str:
    """The name of a holiday that the text ends with, as written there; or empty. Straight apostrophes only."""
    lower = text.lower()
    for name in _by_last_word().get(lower.rpartition(" ")[2].lstrip("([“\"‘'"), ()):
        rest = lower[: -len(name)]
        if lower.endswith(name) and not rest[-1:].isalnum():
            return text[-len(name) :]
    return ""


def right_days(name: str, year: int) -> dict[str, date]:
    """The day of the holiday in that year, by country. ``name`` as ``ending`` found it."""
    lower = name.lower().replace("’", "'")
    found = {country: _day(rule, year) for country, rule in _names().get(lower, {}).items()}
    if lower in SPECIAL and found["fr"] == easter(year) + timedelta(49):
        found["fr"] += timedelta(7)
    if (lower, year) in EXCEPTIONS:
        found["gb"] = date(year, *EXCEPTIONS[lower, year])
    return found


def _day(rule: Rule, year: int) -> date:
    if rule[0] == "e":
        return easter(year) + timedelta(int(rule[1:]))
    if "/" not in rule:
        month, day = map(int, rule.split("-"))
        return date(year, month, day)
    place, _, later = rule.partition("+")
    month, count, weekday = map(int, place.split("/"))
    if count < 0:
        last = date(year, month, last_day(month, year))
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1) + int(later or 0))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
