"""Words of a button against the words of its address: “Book the Tuesday class” that opens ``/classes/monday``.

Only words of which a page is about one at a time are compared, and only where each side names one: a weekday, a time of
day, a level, for whom a class is, a discount. In an email that is the link of another paragraph, or of the last issue.
"""

from __future__ import annotations

import re
from functools import lru_cache

from preflight.checkers.links.fault import Fault
from preflight.checkers.links.promise import RULE, is_wrapped
from preflight.patterns import regex
from preflight.reading import urls

_KINDS = (
    "monday=mon,mondays tuesday=tue,tues,tuesdays wednesday=wed,wednesdays thursday=thu,thurs,thursdays "
    "friday=fri,fridays saturday=saturdays sunday=sundays",
    "morning=mornings afternoon=afternoons evening=evenings",
    "beginners=beginner intermediate= advanced=",
    "women=womens,ladies,woman men=mens,gents,man",
    "girls=girl boys=boy",
    "adults=adult children=child,kids,childrens",
    "breakfast= lunch= dinner=",
    "spring= summer= autumn= winter=",
    "book=reserve,booking,bookings cancel=cancellation,cancellations",
)
"""A line a kind: words that exclude each other, each with its other forms."""
_WORDS = {
    form: (kind, name)
    for kind, row in enumerate(_KINDS)
    for entry in row.split()
    for name, _, forms in [entry.partition("=")]
    for form in (name, *filter(None, forms.split(",")))
}
_WORD = regex(r"[a-z]+")  # "tuesday"
_CLOCK = regex(r"\b(1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?([ap])\.?m\b")  # "5 pm"
_PERCENT = regex(r"\b(\d{1,2})\s?(?:%|percent|per cent|pc)\s+(?:off|discount)")  # "30% off"
_OFFERED = regex(
    r"\b(\d{1,2})-?(?:off|percent|pc|discount)|(?:off|offer|discount|save|sale)-?(\d{1,2})\b"
)  # "offer-20"
_CALLS = ("book", "reserve", "cancel")
"""What the last kind's buttons begin with: “Read the book” asks for nothing."""
_ARTICLE = regex(r"/(?:blog|news|articles?|posts?|stories|story|books?)/", re.IGNORECASE)  # a headline, and no subject
_LONGEST = 80
"""Characters of a button or a short line; a longer text says more than where it leads."""


@lru_cache(maxsize=8192)
def fault(text: str, url: str) -> Fault | None:
    """Whether the one side names something that excludes what the other names."""
    if len(text) > _LONGEST:
        return None
    target = urls.resolve(url)
    if target.scheme not in ("http", "https") or is_wrapped(target, "//"):
        return None
    if _ARTICLE.search(target.path):
        return None
    shown = text.lower().replace("’", "").replace("'", "")
    address = urls.decoded(f"{target.path} {target.fragment or ''}").lower()
    said, opened = _named(shown), _named(address)
    for kind in said.keys() & opened.keys():
        if len(said[kind]) == len(opened[kind]) == 1 and said[kind] != opened[kind]:
            (one,), (other,) = said[kind], opened[kind]
            if kind < len(_KINDS) - 1 or shown.startswith(_CALLS):
                return _fault(one if kind else one.capitalize(), other)
    times, there = _times(shown), opened.get(_WORDS["morning"][0], set())
    if times and len(there) == 1 and there.isdisjoint(times) and _WORDS["morning"][0] not in said:
        clock = _CLOCK.search(shown)
        return _fault(clock[0] if clock else "", next(iter(there)))
    percent, offered = _PERCENT.findall(shown), [one or two for one, two in _OFFERED.findall(address)]
    if len(percent) == len(offered) == 1 and percent != offered:
        return _fault(f"{percent[0]}%", offered[0])
    return None


def _named(text: str) -> dict[int, set[str]]:
    """The words of each kind that a text names."""
    found: dict[int, set[str]] = {}
    for word in _WORD.findall(text):
        if word in _WORDS:
            kind, name = _WORDS[word]
            found.setdefault(kind, set()).add(name)
    return found


def _times(text: str) -> set[str]:
    """The times of day that the clock times of a text may fall in: none unless there is exactly one."""
    found = _CLOCK.findall(text)
    if len(found) != 1:
        return set()
    hour, half = int(found[0][0]) % 12, found[0][1]
    if half == "a":
        return {"morning"}
    return {"afternoon"} if hour < 4 else {"afternoon", "evening"} if hour < 7 else {"evening"}


def _fault(one: str, other: str) -> Fault:
    return Fault(
        RULE,
        f"the link says “{one}” and its address “{other}”",
        "Open the link, and see whether it is the page that the words promise.",
        severity="warning",
    )
