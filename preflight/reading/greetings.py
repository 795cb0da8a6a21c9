"""Greetings at the beginning of a line, and what is wrong with the name in them.

Only lines that begin with a word of greeting are looked at, and at most ``REACH`` characters of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from preflight.patterns import regex

SALUTATION = regex(
    r"[ \t]{0,3}(?P<word>hi|hiya|hey|hello|dear|greetings|good (?:morning|afternoon|evening|day)|welcome(?: back)?"
    r"|happy birthday|congratulations|congrats|thanks|thank you"
    r"|hallo|liebe[rs]?(?:/r)?|guten (?:tag|morgen|abend)|sehr geehrte[rs]?(?:/r)?|bonjour|bonsoir|salut"
    r"|ch[eè]re?(?:/e)?"
    r"|hola|(?:estimad|querid)[oa](?:/[ao]|\(a\))?|buenos d[ií]as|ciao|buongiorno|car[oa]|gentile|beste"
    r"|geachte|ol[áa]|hej|hei|kære|kjære)(?!\w)",
    re.IGNORECASE,
)
"""``Hi``, ``Sehr geehrte``"""
THANKING = frozenset(
    {"welcome", "welcome back", "happy birthday", "congratulations", "congrats", "thanks", "thank you"}
)
"""Words that begin a sentence as often as a greeting: only an empty name counts after them."""
_TITLES = (
    "mr|mrs|ms|miss|mx|dr|prof|frau|herrn?|mme|m|sr|sra|mevr|dhr|monsieur|madame|mademoiselle|señora?|meneer|mevrouw"
)
TITLE = rf"(?:(?:{_TITLES})\.?\s|(?:valued|there)\s)?"
EMPTY = regex(
    r",?\s+(?:(?:mr|mrs|ms|miss|dr|frau|herr|mme|sr|sra)\b\.?\s*)?(?:[\"'“”‘’„]{2}\s?)?(?P<end>[,!])(?=\s|$)",
    re.IGNORECASE,
)
"""`` ,`` of ``Hi ,``; `` Mr. ,``; `` "",``"""
NULL = regex(
    rf"\s+{TITLE}(?P<name>(?:null|undefined|n/a|#n/a|#ref!|#value!|\(null\)|nil|\[object object\])"
    r"(?:\s(?:null|undefined|n/a))?|(?-i:None|none|NONE|nan|NaN|NAN)(?:\s(?-i:None|none|nan|NaN))?"
    r"|(?-i:true|false|0)(?=\s*[,!]))\s*(?=[,!.:;\n]|$)",
    re.IGNORECASE,
)
"""`` null,``; a grandmother is ``Nan``."""
BRACKET = regex(
    rf"\s+{TITLE}(?P<name>\[{{1,2}}[^\[\]\n]{{0,40}}\]{{1,2}}|\$?\{{{{1,2}}[^{{}}\n]{{0,40}}\}}{{1,2}}|<{{1,2}}[^<>\n]{{0,40}}>{{1,2}}"
    r"|\((?:(?:[a-z]+[ _])?name)?\)|(?P<sign>[%#*|@$~]{1,2})[\w .-]{0,12}(?:name|first|last)[\w .-]{0,12}(?P=sign)"
    r"|%s|\$\w{0,20}name|_{3,20}|x{3,10}|@?first[ _]?name(?:[ _]last[ _]?name)?|f_?name|[a-z]{2,12}_name"
    r"|(?-i:Name|NAME)"
    r"|(?-i:(?:Customer|Recipient|Contact|Subscriber|Client|Full|Your|User) Name))"
    r"\s*(?=[,!.:;\n]|$)",
    re.IGNORECASE,
)
"""`` [First Name],``, `` #FNAME#,``"""
ADDRESS = regex(r"\s+(?P<name>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})\s*(?=[,!:;\n]|$)")
""" `` jane@example.com,``"""
CAPITALS = regex(r"\s+(?P<name>[A-Z][A-Z'’-]{1,30}(?:\s[A-Z][A-Z'’-]{1,30})?)\s*(?=[,!])")
"""`` JANE,``"""
EVERYBODY = frozenset(
    [
        "ALL",
        "EVERYONE",
        "EVERYBODY",
        "THERE",
        "YOU",
        "FRIENDS",
        "FRIEND",
        "FAM",
        "FAMILY",
        "TEAM",
        "FOLKS",
        "SIR",
        "MADAM",
        "WORLD",
    ]
)
SUBJECT_GAP = regex(r"\s*[,!:;]\s?\w|.*,\s*[!?]\s*$")
"""``, your order is ready``; ``We miss you, !``"""
SUBJECT_NULL = regex(r"\s*(?P<name>null|undefined|\(null\)|#?n/a|(?-i:None|nan|NaN))\s*(?=[,!])", re.IGNORECASE)
"""``null`` of ``null, we miss you``"""
REACH = 90


class Greeting(Struct, frozen=True):
    """``text[start:end]`` is the greeting with the name. ``fault``: empty (``Hi ,``), null, bracket, address, capitals,
    bare (``Dear,``), or nothing."""

    start: int
    end: int
    fault: str = ""
    name: str = ""


def find(text: str, *, subject: bool = False, language: str = "") -> Iterator[Greeting]:
    """The greetings of a run of text, in order; ``subject`` for a line that may begin with the name itself."""
    start = 0
    while start >= 0:
        if match := SALUTATION.match(text, start):
            yield _judge(text, match, language)
        elif subject and (nobody := SUBJECT_NULL.match(text)):
            yield Greeting(0, nobody.end(), "null", nobody["name"])
        elif subject and SUBJECT_GAP.match(text[:REACH]):
            yield Greeting(0, len(text), "empty")
        following = text.find("\n", start)
        start = following + 1 if following >= 0 else -1


def may_stand_in(text: str) -> bool:
    """Whether a line of the text begins like a greeting."""
    return SALUTATION.match(text) is not None or ("\n" in text and next(find(text), None) is not None)


def opens(text: str, position: int) -> bool:
    """Whether what stands at ``position`` is what a greeting greets (``Hi *|FNAME|*``)."""
    line = text.rfind("\n", 0, position) + 1
    match = SALUTATION.match(text, line)
    if match is None or match["word"].lower() in THANKING or position - line > REACH:
        return False
    return not re.search(r"[,!.?:;]", text[match.end() : position])


def _judge(text: str, match: re.Match[str], language: str) -> Greeting:
    start, after = match.start("word"), match.end()
    word = match["word"]
    rest = text[after : after + REACH].partition("\n")[0]

    def greeting(fault: str, found: re.Match[str], name: str = "") -> Greeting:
        end = after + len(found[0].rstrip())
        closing = text[end : end + 1]
        return Greeting(start, end + (closing in ",!" and closing != ""), fault, name)

    if (found := EMPTY.match(rest)) and (found["end"] == "," or found[0][0] == "," or _blank_is_wrong(word, language)):
        return greeting("empty", found)
    if word.lower() in THANKING:
        return Greeting(start, after)
    for fault, pattern in (("null", NULL), ("bracket", BRACKET), ("address", ADDRESS)):
        if found := pattern.match(rest):
            return greeting(fault, found, found["name"])
    found = CAPITALS.match(rest)
    if found and not word.isupper() and not EVERYBODY & set(found["name"].split()):
        return greeting("capitals", found, found["name"])
    if word.lower() == "dear" and re.match(r"[,:!]?\s*$", rest):
        return Greeting(start, after + len(rest.rstrip()), "bare")
    return Greeting(start, after)


def _blank_is_wrong(word: str, language: str) -> bool:
    """Before an exclamation mark a blank is right in French, and people write “Hello !” elsewhere too."""
    return word.lower() in ("hi", "hey", "dear", "welcome back", "happy birthday") and not language.startswith("fr")
