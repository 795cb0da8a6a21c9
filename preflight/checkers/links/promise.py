"""What a link's words promise: a site, a mail address, a telephone number, against where it leads."""

from __future__ import annotations

import re
from functools import lru_cache

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.form import has_tag
from preflight.checkers.links.vocabulary import PASSING_ON, PASSING_ON_LABELS
from preflight.patterns import regex
from preflight.reading import urls
from preflight.reading.profiles import network_of

RULE = "links.text-mismatch"
PHONE_RULE = "links.phone"

_SHOWN_URL = regex(
    r"(?<![\w@./-])(?:(https?://)|(www\d?\.))((?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24})(?::\d{1,5})?(?=[/?#\s.,;:!)\]>’”'\"…]|\Z)",
    re.IGNORECASE,
)  # "https://www.shop.test/sale"
_SHOWN_DOMAIN = regex(
    r"(?:[\w-]{1,63}\.){1,4}(?:com|org|net|edu|gov|info|biz|eu|uk|de|fr|es|it|nl|ch|ie|ca|au|nz|se|dk|fi|pt)"
    r"(?=/|\Z)",
    re.IGNORECASE,
)  # "shop.test"; endings that file names and products wear too (.md, .io, .py) do not count
_SHOWN_MAIL = regex(r"[A-Za-z0-9][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}")
_PHONE = regex(
    r"(?:(?:tel|phone|call|t|p|m|mobile|fax|ring)\b[.:]?\s?)?[+(]?[\d(][\d\s()./\u00a0\u2011\u2013-]{5,24}\d",
    re.IGNORECASE,
)
_EXTENSION = regex(r"(?:;ext=|,|;|x|#|p|w).*", re.IGNORECASE)  # "tel:+441632960123;ext=12"
_TRUNK_ZERO = regex(r"\(0\)")  # "+44 (0)1632 960123"
SHORTEST_NUMBER, LONGEST_NUMBER = 8, 15
LENGTHS_IN_BRITAIN = (11, 12)
_NUMBER = regex(
    r"(?<![\w+])\+?\(?\d[\d\s()./\u00a0\u2011\u2013-]{7,20}\d(?!\w)"
)  # "0113 496 0123" in "Call 0113 496 0123"
_PRODUCTS = frozenset({"asp.net", "ado.net", "vb.net", "ml.net", "paint.net"})
"""Names of products that look like hosts."""


_FILE = regex(
    r"[\w][\w .()+-]{0,80}\.(pdf|docx?|xlsx?|pptx?|odt|ods|csv|zip|epub|mp3|mp4|ics|jpe?g|png)", re.IGNORECASE
)  # "menu-2026.pdf"
FILES = (
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".csv", ".zip", ".epub", ".mp3", ".mp4",
    ".ics", ".jpg", ".jpeg", ".png",
)  # fmt: skip
"""Ends of names that readers see in words; those of programs and pages stand in manuals for other things too."""

_SEPARATORS = regex(r"[\W_]+")  # "Menu 2026" and "menu_2026" are one name

_OPAQUE = regex(r"[A-Za-z0-9_~%=.+-]{28,}")  # "CL0/https:…/1/0102018f…": an identifier, not a word
_WORDY = regex(r"[-_/.+%]")  # "our-summer-sale-starts-on-monday"


@lru_cache(maxsize=16384)
def fault(text: str, url: str) -> Fault | None:
    """Whether what the link shows is somewhere else than what it opens."""
    shown = text.strip()
    if not shown or len(shown) > 400 or has_tag(url):
        return None
    scheme = urls.split(url).scheme
    if scheme == "mailto":
        return _mail(shown, url)
    if scheme in ("tel", "callto", "sms"):
        return _phone(shown, url)
    if "." in shown:
        return _file(shown, url) or (_site(shown, url) if scheme in ("http", "https") else None)
    return None


def _file(shown: str, url: str) -> Fault | None:
    """``menu.pdf`` in words, and another file behind them."""
    named = _FILE.fullmatch(shown)
    opened = urls.decoded(urls.split(url).path.rpartition("/")[2]) if named else ""
    if named is None or not (actual := _FILE.fullmatch(opened)) or actual[1].lower() != named[1].lower():
        return None
    one, other = _SEPARATORS.sub("", shown.lower()), _SEPARATORS.sub("", opened.lower())
    if one in other or other in one:
        return None  # "menu.pdf" is kept as "menu-2.pdf", "1794-menu.pdf"
    return Fault(
        RULE,
        f"the link shows the file {shown} but opens {opened}",
        "Make the words and the address agree.",
        severity="warning",
    )


def dialled_fault(url: str) -> Fault | None:
    """A number that no telephone can dial, whatever the words say."""
    number = urls.decoded(urls.split(url).path)
    if has_tag(url):
        return None
    if not any(map(str.isalnum, number)):
        return Fault(PHONE_RULE, f"the link “{url[:60]}” holds no number to dial", "Write the number behind tel:.")
    dialled = _digits(_EXTENSION.sub("", number))
    if number.lstrip().startswith("+") and not _can_be_international(dialled):
        return Fault(
            PHONE_RULE,
            f"the link dials {number}, which has too few digits or too many",
            "Count the digits behind tel:, and write the whole number.",
            severity="warning",
        )
    if _TRUNK_ZERO.search(number) and number.lstrip().startswith(("+", "00")):
        return Fault(
            PHONE_RULE,
            f"the link dials {number} with the (0) that is left out when calling from abroad",
            "Leave the (0) out of the link; the words may keep it.",
            f"tel:{_TRUNK_ZERO.sub('', number)}",
            severity="warning",
        )
    return None


def _site(shown: str, url: str) -> Fault | None:
    if "@" in shown:
        return None
    found = _SHOWN_URL.findall(shown)
    if len(found) > 1:
        return None
    if found:
        host, explicit = found[0][1] + found[0][2], True
    elif (domain := _SHOWN_DOMAIN.match(shown)) and " " not in shown:
        host, explicit = domain[0], False
    else:
        return None
    host = urls.plain_host(host)
    target = urls.resolve(url)
    if (
        urls.same_site(host, target.host)
        or target.host.startswith(host)
        or host in _PRODUCTS
        or is_wrapped(target, host)
    ):
        return None
    if network_of(host) and network_of(host) == network_of(target.host):
        return None
    alike = urls.brand(host) == urls.brand(target.host) or _one_name(urls.brand(host), urls.brand(target.host))
    return Fault(
        RULE,
        f"the link shows {host} but opens {target.host}",
        "Make the words and the address agree.",
        severity="warning" if alike or not (explicit or shown.islower()) else "",
    )


def _one_name(one: str, other: str) -> bool:
    """``shop-bakery`` and ``bakery``: perhaps one owner's two names."""
    short, long = sorted((one.replace("-", ""), other.replace("-", "")), key=len)
    return len(short) > 3 and short in long


def is_wrapped(target: urls.Target, shown_host: str) -> bool:
    """Whether a URL only passes the reader on, so that where it really leads cannot be told from it."""
    host = target.host
    if host in PASSING_ON or urls.owner(host) in PASSING_ON:
        return True
    whole = urls.decoded(f"{target.path}?{target.query}#{target.fragment or ''}").lower()
    if shown_host.removeprefix("www.") in whole:
        return True
    opaque = any(_is_opaque(piece) for piece in _OPAQUE.findall(f"{target.path} {target.query}")[:20])
    return opaque or (host.partition(".")[0] in PASSING_ON_LABELS and host.count(".") > 1)


def _is_opaque(piece: str) -> bool:
    """Long, with digits among letters and no words: ``aHR0cHM6Ly93d3cuZXhh``."""
    longest = max(_WORDY.split(piece), key=len)
    return len(longest) >= 22 and any(map(str.isdigit, longest)) and any(map(str.isalpha, longest))


def _mail(shown: str, url: str) -> Fault | None:
    addresses = _SHOWN_MAIL.findall(shown)
    recipients = urls.decoded(urls.split(url).path + "?" + urls.split(url).query).lower()
    if len(addresses) != 1 or "@" not in recipients or addresses[0].lower().rstrip(".") in recipients:
        return None
    actual = recipients.partition("?")[0].strip()
    return Fault(
        RULE,
        f"the link shows {addresses[0]} but writes to {actual}",
        "Make the words and the address agree.",
        f"mailto:{addresses[0]}",
    )


def _phone(shown: str, url: str) -> Fault | None:
    if not _PHONE.fullmatch(shown):
        numbers = _NUMBER.findall(shown)
        if len(numbers) != 1:
            return None
        shown = numbers[0]
    said = _digits(_TRUNK_ZERO.sub("", shown))
    dialled = _digits(_TRUNK_ZERO.sub("", _EXTENSION.sub("", urls.decoded(urls.split(url).path))))
    if not 6 <= len(said) <= 15 or not dialled:
        return None
    short, long = sorted((said.lstrip("0"), dialled.lstrip("0")), key=len)
    if len(short) >= 6 and (long.endswith(short) or long == short):
        return None
    return Fault(
        PHONE_RULE,
        f"the link shows the number {shown} but dials {urls.decoded(urls.split(url).path)}",
        "Make the words and the number agree.",
    )


def _can_be_international(digits: str) -> bool:
    """Numbers have at most 15 digits (E.164) and hardly ever fewer than 8; British ones have 11 or 12."""
    if digits.startswith("44") and "0" not in digits[2:3]:
        return len(digits) in LENGTHS_IN_BRITAIN
    return SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
