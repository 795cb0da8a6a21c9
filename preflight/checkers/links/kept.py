"""Whether a page keeps what the link's words promise: the date, the price, the subject.

A date or a price that the page contradicts is an error: the page names its own, and the promised one nowhere. Other
subjects are information, or a warning where neither title nor text knows any of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from preflight.checkers.links import prices
from preflight.checkers.links.fault import Fault
from preflight.checkers.links.vocabulary import CALLS, words
from preflight.model import Landing, Probe
from preflight.patterns import regex
from preflight.reading import dates, urls

RULE = "links.wrong-destination"
HELP = "Open the link, and correct the address or the words."

LONGEST_PROMISE = 200
FEW = 2
"""So many days or prices may be a page's own; more of them are a list."""
MOST_OWN = 4
PROMISED = frozenset({"event", "deadline"})

WORD = regex(r"[^\W\d_]{4,}")
ISO = regex(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]00:?00)?)?")  # schema.org
INITIALS = regex(r"[^\W\d_]+")
SHORT = regex(r"\b[A-Z][A-Za-z-]{1,11}\b")  # "GiST", "SP-GiST"
LEAST_INITIALS = 3
STEM = 5
EMPTY_WORDS = CALLS | frozenset(
    words(
        """
    about after also before best could every from full great have into just know like list link made make
    most much next only open other our over page post story article website site some than that their them
    then there these they this those today tomorrow upon very want week were what when where which while
    will with would your yours news newsletter online free blog info information details please hier mehr
    lesen jetzt weiter zum zur alle über suite lire plus voir notre pour avec leer más aquí
    """
    )
)

Date = tuple[int | None, int, int]
"""Year if it is named, month, day."""


def fault(text: str, probe: Probe, language: str, send_day: date) -> Fault | None:
    """What the page at the link's end contradicts, the surest first."""
    landing = probe.landing
    text = " ".join(text.split())
    if landing is None or not text or len(text) > LONGEST_PROMISE:
        return None
    return (
        _date_fault(text, probe, landing, language, send_day)
        or _price_fault(text, probe, landing)
        or _other_subject(text, probe, landing, language)
    )


# --- dates ---


def _date_fault(text: str, probe: Probe, landing: Landing, language: str, send_day: date) -> Fault | None:
    promised = list(_days(text, language))
    if not promised:
        return None
    page_language = landing.language or language
    whole = "\n".join((probe.title, landing.heading, landing.description, landing.text))
    intervals = list(_intervals(landing))
    shown = {day for line in whole.split("\n") for day in _days(line, page_language, every=True)}
    if any(_same(one, other) for one in promised for other in shown) or any(
        _within(one, start, end) for one in promised for start, end in intervals
    ):
        return None
    own: set[Date] = {(start.year, start.month, start.day) for start, _ in intervals}
    own |= {day for line in (probe.title, landing.heading) for day in _days(line, page_language)}
    if not own and landing.complete:
        own = set(_days_in_text(landing.text, page_language, send_day))
        if len(own) > FEW:
            return None
    if not own or len(own) > MOST_OWN:
        return None
    return Fault(
        RULE,
        f"the link says {_written(promised[0])}, and the page that opens says {_written(min(own, key=_order))}"
        f"{_called(probe)}",
        "Find out which date is right: either the words or the address are wrong.",
        severity="error",
    )


def _days(text: str, language: str, *, every: bool = False) -> Iterator[Date]:
    """The days that a line names; without ``every`` only those of something to come or to meet, in plain order."""
    table = dates.language_of(language) or dates.guess(text)
    for span in dates.find(text, table):
        if not every and (span.form != "day" or span.role not in PROMISED or span.numbers):
            continue
        for day in span.days:
            if day.month is not None and day.exists:
                yield (day.year, day.month, day.day)
            if every and span.numbers and day.exists and 1 <= day.day <= 12 and day.month:
                yield (day.year, day.day, day.month)  # the other order


def _days_in_text(text: str, language: str, send_day: date) -> Iterator[Date]:
    """The days of a page's text that are its subject: announced by words, or with a weekday or a time beside; and no
    by-line's, which lies in the past."""
    table = dates.language_of(language) or dates.guess(text[:2000])
    for line in text.split("\n"):
        spans = list(dates.find(line, table))
        timed = any(span.form == "time" for span in spans)
        for span in spans:
            if span.form != "day" or span.role not in PROMISED or span.numbers:
                continue
            for day in span.days:
                sure = span.cue == "strong" or timed or day.weekday is not None or bool(span.cue)
                when = day.date()
                if sure and day.month is not None and day.exists and (when is None or when > send_day or span.cue):
                    yield (day.year, day.month, day.day)


def _intervals(landing: Landing) -> Iterator[tuple[date, date]]:
    """The events of the page's structured data. A time in UTC may be another day where it takes place."""
    for start_text, end_text in landing.events:
        start = _iso(start_text)
        if start is None:
            continue
        end = _iso(end_text) or start
        found = ISO.match(start_text)
        early = late = timedelta(0)
        if found and found[5] and found[4]:
            early, late = timedelta(days=int(found[4]) < 8), timedelta(days=int(found[4]) >= 20)
        yield start - early, max(start, end) + late


def _iso(text: str) -> date | None:
    found = ISO.match(text)
    try:
        return datetime.strptime(found[0][:10], "%Y-%m-%d").date() if found else None
    except ValueError:
        return None


def _same(one: Date, other: Date) -> bool:
    return one[1:] == other[1:] and (one[0] is None or other[0] is None or one[0] == other[0])


def _within(day: Date, start: date, end: date) -> bool:
    for year in (day[0],) if day[0] else range(start.year, min(end.year, start.year + 2) + 1):
        try:
            if start <= date(year, day[1], day[2]) <= end:
                return True
        except ValueError:
            continue
    return False


def _order(day: Date) -> tuple[int, int, int]:
    return (day[0] or 0, day[1], day[2])


def _written(day: Date) -> str:
    name = date(2024, day[1], day[2]).strftime("%B")
    return f"{day[2]} {name} {day[0]}" if day[0] else f"{day[2]} {name}"


# --- prices ---


def _price_fault(text: str, probe: Probe, landing: Landing) -> Fault | None:
    promised = list(prices.find(text))
    if not promised:
        return None
    head = "\n".join((probe.title, landing.heading, landing.description))
    tagged = [price for amount, currency in landing.prices if (price := prices.of(amount, currency))]
    headed = list(prices.find(head))
    seen = list(prices.find(landing.text))
    every = tagged + headed + seen + list(_written_prices(landing.text))
    if any(prices.comparable(one, other) and not prices.differ(one, other) for one in promised for other in every):
        return None
    own = [price for price in tagged or headed if prices.comparable(promised[0], price)]
    if not own and landing.complete:
        own = [price for price in seen if prices.comparable(promised[0], price)]
        if len({price.amount for price in own}) > FEW:
            return None
    if not own or len({price.amount for price in own}) > MOST_OWN:
        return None
    return Fault(
        RULE,
        f"the link says {promised[0].text}, and the page that opens says {own[0].text}{_called(probe)}",
        "Find out which price is right: either the words or the address are wrong.",
        severity="error",
    )


def _written_prices(text: str) -> Iterator[prices.Price]:
    """Every amount, savings and postage too: one that is there contradicts nothing."""
    for found in prices.PRICE.finditer(text):
        if price := prices.of(found["a"] or found["b"], found["before"] or found["after"]):
            yield price


# --- subjects ---


def _other_subject(text: str, probe: Probe, landing: Landing, language: str) -> Fault | None:
    address = urls.resolve(probe.final_url or probe.url)
    if not address.path.strip("/") or "://" in text or "@" in text or (" " not in text and "." in text):
        return None
    if landing.language and language and landing.language[:2].lower() != language[:2].lower():
        return None
    promised = _stems(text)
    if len(promised) < FEW or not (probe.title or landing.heading):
        return None
    headline = _stems(f"{probe.title} {landing.heading} {landing.description} {_slug(address.path)}")
    body = _stems(landing.text)
    if not headline or promised & headline or _is_abbreviated(text, f"{probe.title} {landing.heading}"):
        return None
    if len(body) < len(promised) or 3 * len(promised & body) >= len(promised):
        return None
    if not landing.complete and promised & body:
        return None
    agree = not promised & body and landing.complete and len(promised) > FEW
    return Fault(
        RULE,
        f"the link says “{_short(text)}”, and the page that opens is called “{_short(probe.title or landing.heading)}”",
        HELP,
        severity="warning" if agree else "info",
    )


def _is_abbreviated(words_of_text: str, headline: str) -> bool:
    """Whether the headline says the words in short: “Generalized Search Tree” and “GiST”."""
    initials = "".join(word[0] for word in INITIALS.findall(words_of_text)).upper()
    shorts = ("".join(filter(str.isupper, word)) for word in SHORT.findall(headline))
    return any(len(short) >= LEAST_INITIALS and short in initials for short in shorts)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in WORD.findall(text.casefold()) if word not in EMPTY_WORDS)


def _slug(path: str) -> str:
    return re.sub(r"[-_/.+]", " ", urls.decoded(path))


def _called(probe: Probe) -> str:
    return f" (“{_short(probe.title)}”)" if probe.title else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
